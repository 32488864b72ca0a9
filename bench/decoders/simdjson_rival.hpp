// simdjson On-Demand, filling the structs that tickwire fills: streams, symbols and numbers.
#pragma once
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "messages.h"
#include "simdjson.h"

namespace rival {

struct Stream {
    std::string name, symbol;
    int kind;
    bool is_array;
    uint32_t id, symbol_id;
};

inline uint64_t hash(std::string_view name) {
    uint64_t h = name.size() * 0x9E3779B97F4A7C15ull;
    const char *p = name.data();
    size_t left = name.size();
    for (uint64_t word; left >= 8; p += 8, left -= 8) {
        std::memcpy(&word, p, 8);
        h = (h ^ word) * 0x9E3779B97F4A7C15ull;
        h ^= h >> 32;
    }
    uint64_t tail = 0;
    std::memcpy(&tail, p, left);
    h = (h ^ tail) * 0x9E3779B97F4A7C15ull;
    return h ^ (h >> 29);
}

// Open addressing, at most half full: a name to an index.
class Names {
  public:
    int find(std::string_view name) const {
        for (size_t at = hash(name);; at++) {
            const Slot &slot = slots_[at & (slots_.size() - 1)];
            if (slot.index < 0 || slot.name == name) return slot.index;
        }
    }
    void add(std::string_view name, int index) {
        size_t at = hash(name);
        while (slots_[at & (slots_.size() - 1)].index >= 0) at++;
        slots_[at & (slots_.size() - 1)] = {std::string(name), index};
    }

  private:
    struct Slot {
        std::string name;
        int index = -1;
    };
    std::vector<Slot> slots_ = std::vector<Slot>(8192);
};

inline bool eight_digits(uint64_t word) {
    return ((word & 0xF0F0F0F0F0F0F0F0) | (((word + 0x0606060606060606) & 0xF0F0F0F0F0F0F0F0) >> 4)) == 0x3333333333333333;
}

inline int64_t eight_digits_value(uint64_t word) {
    word -= 0x3030303030303030;
    word = word * 10 + (word >> 8);
    return ((word & 0x000000FF000000FF) * 0x000F424000000064 + ((word >> 16) & 0x000000FF000000FF) * 0x0000271000000001) >> 32;
}

inline const char *digits(const char *p, int64_t &value) {
    uint64_t word;
    std::memcpy(&word, p, 8);
    if (eight_digits(word)) value = value * 100000000 + eight_digits_value(word), p += 8;
    for (; static_cast<unsigned char>(*p - '0') < 10; p++) value = value * 10 + (*p - '0');
    return p;
}

// Decimal text behind its opening quote to mantissa and exponent; throws when it is none or has over 18 digits.
inline int64_t decimal(const char *p, int8_t &exponent) {
    bool negative = *p == '-';
    p += negative;
    const char *begin = p;
    int64_t value = 0;
    for (; static_cast<unsigned char>(*p - '0') < 10; p++) value = value * 10 + (*p - '0');
    exponent = 0;
    if (*p == '.') {
        const char *point = p + 1;
        p = digits(point, value);
        exponent = static_cast<int8_t>(point - p);
    }
    if (*p != '"' || p == begin || p - begin > 19) throw simdjson::simdjson_error(simdjson::NUMBER_ERROR);
    return negative ? -value : value;
}

// The exponent that all prices, or all quantities, of a message share.
struct Exponent {
    int8_t value = 1;
    int64_t read(simdjson::ondemand::value v) {
        int8_t exponent;
        int64_t mantissa = decimal(v.get_raw_json_string().value().raw(), exponent);
        if (exponent != value) {
            if (value != 1) throw simdjson::simdjson_error(simdjson::NUMBER_ERROR);
            value = exponent;
        }
        return mantissa;
    }
};

}  // namespace rival
