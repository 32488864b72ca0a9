// One decode function a message, the keys asked for in the order in which the venue sends them; when a key is not
// where it was expected the frame is read again with keys in any order.
#include "simdjson_rival.hpp"

#include <array>

using namespace simdjson;

namespace rival {

template <bool Ordered> struct Fields {
    ondemand::object object;
    ondemand::value operator[](std::string_view key) {
        return Ordered ? object.find_field(key).value() : object.find_field_unordered(key).value();
    }
    int64_t integer(std::string_view key) { return (*this)[key].get_int64(); }
    int64_t time(std::string_view key) { return integer(key) * 1000000; }
    bool flag(std::string_view key) { return (*this)[key].get_bool(); }
    int64_t amount(std::string_view key, int8_t &exponent) {
        return decimal((*this)[key].get_raw_json_string().value().raw(), exponent);
    }
    std::string_view text(std::string_view key) {
        std::string_view token = (*this)[key].raw_json_token();
        return token.substr(1, token.rfind('"') - 1);
    }
};

class Decoder {
  public:
    const tickwire_header_t *first = nullptr;
    int64_t count = 0, stride = 0;

    void add_stream(Stream stream) {
        names_.add(stream.name, static_cast<int>(streams_.size()));
        if (!stream.symbol.empty()) add_symbol(stream.symbol, stream.symbol_id);
        streams_.push_back(std::move(stream));
    }
    void add_symbol(std::string_view symbol, uint32_t id) {
        if (symbols_.find(symbol) < 0) symbols_.add(symbol, static_cast<int>(id));
    }
    bool decode(const char *p, size_t n, int64_t recv_time) {
        try {
            frame<true>(p, n, recv_time);
            return true;
        } catch (const simdjson_error &) {
        }
        try {
            frame<false>(p, n, recv_time);
            return true;
        } catch (const simdjson_error &) {
            return false;
        }
    }

  private:
    ondemand::parser parser_;
    std::vector<Stream> streams_;
    Names names_, symbols_;
    std::vector<tickwire_level_t> bids_ = std::vector<tickwire_level_t>(8192), asks_ = bids_;
    std::vector<tickwire_mini_ticker_t> array_ = std::vector<tickwire_mini_ticker_t>(4096);
    union {
        tickwire_header_t header_;
        tickwire_trade_t trade_;
        tickwire_agg_trade_t agg_trade_;
        tickwire_book_ticker_t book_ticker_;
        tickwire_partial_depth_t partial_depth_;
        tickwire_depth_update_t depth_update_;
        tickwire_kline_t kline_;
        tickwire_ticker_t ticker_;
    };

    template <class T> T &begin(T &m, const Stream &s, int64_t recv_time) {
        m.kind = static_cast<uint8_t>(s.kind), m.line = 0, m.flags = 0, m.reserved = 0;
        m.price_exponent = m.qty_exponent = 0;
        m.symbol = s.symbol_id, m.stream = s.id, m.recv_time = recv_time, m.event_time = 0;
        return m;
    }
    uint32_t symbol(std::string_view name) const {
        int id = symbols_.find(name);
        if (id < 0) throw simdjson_error(NO_SUCH_FIELD);
        return static_cast<uint32_t>(id);
    }
    uint32_t symbol(std::string_view name, const Stream &s) const {
        return name == s.symbol ? s.symbol_id : symbol(name);
    }
    static uint32_t levels(ondemand::value side, std::vector<tickwire_level_t> &out, Exponent &price, Exponent &qty) {
        uint32_t n = 0;
        for (ondemand::array pair : side.get_array()) {
            if (n == out.size()) throw simdjson_error(CAPACITY);
            auto number = pair.begin();
            out[n].price = price.read((*number).value());
            ++number;
            out[n++].qty = qty.read((*number).value());
            if (++number != pair.end()) throw simdjson_error(INCORRECT_TYPE);
        }
        return n;
    }

    template <bool Ordered> void frame(const char *p, size_t n, int64_t recv_time) {
        ondemand::document document = parser_.iterate(p, n, n + SIMDJSON_PADDING);
        Fields<Ordered> envelope{document.get_object()};
        int index = names_.find(envelope.text("stream"));
        if (index < 0) throw simdjson_error(NO_SUCH_FIELD);
        const Stream &s = streams_[static_cast<size_t>(index)];
        first = &header_, count = 1, stride = 0;
        if (s.is_array) return mini_tickers<Ordered>(envelope["data"].get_array(), s, recv_time);
        Fields<Ordered> data{envelope["data"].get_object()};
        switch (s.kind) {
        case TICKWIRE_TRADE: return trade(data, s, recv_time);
        case TICKWIRE_AGG_TRADE: return agg_trade(data, s, recv_time);
        case TICKWIRE_BOOK_TICKER: return book_ticker(data, s, recv_time);
        case TICKWIRE_PARTIAL_DEPTH: return partial_depth(data, s, recv_time);
        case TICKWIRE_DEPTH_UPDATE: return depth_update(data, s, recv_time);
        case TICKWIRE_KLINE: return kline<Ordered>(data, s, recv_time);
        case TICKWIRE_TICKER: return ticker(data, s, recv_time);
        default: throw simdjson_error(NO_SUCH_FIELD);
        }
    }

    template <class F> void trade(F &data, const Stream &s, int64_t recv_time) {
        auto &m = begin(trade_, s, recv_time);
        Exponent price, qty;
        m.event_time = data.time("E");
        m.symbol = symbol(data.text("s"), s);
        m.trade_id = data.integer("t");
        m.price = price.read(data["p"]);
        m.qty = qty.read(data["q"]);
        m.transact_time = data.time("T");
        m.is_buyer_maker = data.flag("m");
        m.is_best_match = data.flag("M");
        m.price_exponent = price.value, m.qty_exponent = qty.value;
    }

    template <class F> void agg_trade(F &data, const Stream &s, int64_t recv_time) {
        auto &m = begin(agg_trade_, s, recv_time);
        Exponent price, qty;
        m.event_time = data.time("E");
        m.symbol = symbol(data.text("s"), s);
        m.agg_trade_id = data.integer("a");
        m.price = price.read(data["p"]);
        m.qty = qty.read(data["q"]);
        m.first_trade_id = data.integer("f");
        m.last_trade_id = data.integer("l");
        m.transact_time = data.time("T");
        m.is_buyer_maker = data.flag("m");
        m.is_best_match = data.flag("M");
        m.price_exponent = price.value, m.qty_exponent = qty.value;
    }

    template <class F> void book_ticker(F &data, const Stream &s, int64_t recv_time) {
        auto &m = begin(book_ticker_, s, recv_time);
        Exponent price, qty;
        m.book_update_id = data.integer("u");
        m.symbol = symbol(data.text("s"), s);
        m.bid_price = price.read(data["b"]);
        m.bid_qty = qty.read(data["B"]);
        m.ask_price = price.read(data["a"]);
        m.ask_qty = qty.read(data["A"]);
        m.price_exponent = price.value, m.qty_exponent = qty.value;
    }

    template <class F> void partial_depth(F &data, const Stream &s, int64_t recv_time) {
        auto &m = begin(partial_depth_, s, recv_time);
        Exponent price, qty;
        m.book_update_id = data.integer("lastUpdateId");
        m.num_bids = levels(data["bids"], bids_, price, qty);
        m.num_asks = levels(data["asks"], asks_, price, qty);
        m.bids = bids_.data(), m.asks = asks_.data();
        m.price_exponent = price.value, m.qty_exponent = qty.value;
    }

    template <class F> void depth_update(F &data, const Stream &s, int64_t recv_time) {
        auto &m = begin(depth_update_, s, recv_time);
        Exponent price, qty;
        m.event_time = data.time("E");
        m.symbol = symbol(data.text("s"), s);
        m.first_book_update_id = data.integer("U");
        m.last_book_update_id = data.integer("u");
        m.num_bids = levels(data["b"], bids_, price, qty);
        m.num_asks = levels(data["a"], asks_, price, qty);
        m.bids = bids_.data(), m.asks = asks_.data();
        m.price_exponent = price.value, m.qty_exponent = qty.value;
    }

    template <bool Ordered, class F> void kline(F &data, const Stream &s, int64_t recv_time) {
        auto &m = begin(kline_, s, recv_time);
        Exponent price;
        m.event_time = data.time("E");
        m.symbol = symbol(data.text("s"), s);
        Fields<Ordered> candle{data["k"].get_object()};
        m.open_time = candle.time("t");
        m.close_time = candle.time("T");
        std::string_view interval = candle.text("i");
        std::memset(m.interval, 0, sizeof m.interval);
        std::memcpy(m.interval, interval.data(), std::min<size_t>(interval.size(), 15));
        m.first_trade_id = candle.integer("f");
        m.last_trade_id = candle.integer("L");
        m.open_price = price.read(candle["o"]);
        m.close_price = price.read(candle["c"]);
        m.high_price = price.read(candle["h"]);
        m.low_price = price.read(candle["l"]);
        m.volume = candle.amount("v", m.volume_exponent);
        m.num_trades = candle.integer("n");
        m.is_closed = candle.flag("x");
        m.quote_volume = candle.amount("q", m.quote_volume_exponent);
        m.taker_buy_base_volume = candle.amount("V", m.taker_buy_base_volume_exponent);
        m.taker_buy_quote_volume = candle.amount("Q", m.taker_buy_quote_volume_exponent);
        m.price_exponent = price.value;
    }

    template <class F> void ticker(F &data, const Stream &s, int64_t recv_time) {
        auto &m = begin(ticker_, s, recv_time);
        Exponent price, qty;
        m.event_time = data.time("E");
        m.symbol = symbol(data.text("s"), s);
        m.price_change = price.read(data["p"]);
        m.price_change_percent = data.amount("P", m.price_change_percent_exponent);
        m.weighted_avg_price = data.amount("w", m.weighted_avg_price_exponent);
        m.prev_close_price = price.read(data["x"]);
        m.last_price = price.read(data["c"]);
        m.last_qty = qty.read(data["Q"]);
        m.bid_price = price.read(data["b"]);
        m.bid_qty = qty.read(data["B"]);
        m.ask_price = price.read(data["a"]);
        m.ask_qty = qty.read(data["A"]);
        m.open_price = price.read(data["o"]);
        m.high_price = price.read(data["h"]);
        m.low_price = price.read(data["l"]);
        m.volume = data.amount("v", m.volume_exponent);
        m.quote_volume = data.amount("q", m.quote_volume_exponent);
        m.open_time = data.time("O");
        m.close_time = data.time("C");
        m.first_id = data.integer("F");
        m.last_id = data.integer("L");
        m.num_trades = data.integer("n");
        m.price_exponent = price.value, m.qty_exponent = qty.value;
    }

    template <bool Ordered> void mini_tickers(ondemand::array elements, const Stream &s, int64_t recv_time) {
        size_t n = 0;
        for (ondemand::object element : elements) {
            if (n == array_.size()) throw simdjson_error(CAPACITY);
            Fields<Ordered> data{element};
            auto &m = begin(array_[n++], s, recv_time);
            Exponent price;
            m.event_time = data.time("E");
            m.symbol = symbol(data.text("s"));
            m.last_price = price.read(data["c"]);
            m.open_price = price.read(data["o"]);
            m.high_price = price.read(data["h"]);
            m.low_price = price.read(data["l"]);
            m.volume = data.amount("v", m.volume_exponent);
            m.quote_volume = data.amount("q", m.quote_volume_exponent);
            m.price_exponent = price.value;
            m.flags = TICKWIRE_IN_ARRAY;
        }
        if (n) array_[n - 1].flags |= TICKWIRE_LAST_IN_ARRAY;
        first = reinterpret_cast<const tickwire_header_t *>(array_.data());
        count = static_cast<int64_t>(n), stride = sizeof(tickwire_mini_ticker_t);
    }
};

}  // namespace rival

extern "C" {

void *simdjson_open() { return new rival::Decoder; }
void simdjson_close(void *decoder) { delete static_cast<rival::Decoder *>(decoder); }
const char *simdjson_version() { return SIMDJSON_VERSION; }
const char *simdjson_kernel() {
    static const std::string name = get_active_implementation()->name();
    return name.c_str();
}
void simdjson_add_stream(void *decoder, const char *name, const char *symbol, int kind, int is_array, uint32_t id,
                         uint32_t symbol_id) {
    static_cast<rival::Decoder *>(decoder)->add_stream({name, symbol, kind, is_array != 0, id, symbol_id});
}
void simdjson_add_symbol(void *decoder, const char *symbol, uint32_t id) {
    static_cast<rival::Decoder *>(decoder)->add_symbol(symbol, id);
}

// Decodes every frame; the number of those refused.
int64_t simdjson_run(void *decoder, const char *base, const int64_t *offsets, const int64_t *sizes, int64_t n) {
    auto *d = static_cast<rival::Decoder *>(decoder);
    int64_t refused = 0;
    for (int64_t i = 0; i < n; i++) refused += !d->decode(base + offsets[i], static_cast<size_t>(sizes[i]), i);
    return refused;
}

// Decodes one frame; the address of its first struct or NULL, with their number and distance.
const void *simdjson_one(void *decoder, const char *p, int64_t n, int64_t *count, int64_t *stride) {
    auto *d = static_cast<rival::Decoder *>(decoder);
    if (!d->decode(p, static_cast<size_t>(n), 0)) return nullptr;
    *count = d->count, *stride = d->stride;
    return d->first;
}

// Copies every frame to one place and does nothing else.
int64_t memcpy_run(const char *base, const int64_t *offsets, const int64_t *sizes, int64_t n, char *scratch) {
    for (int64_t i = 0; i < n; i++) {
        std::memcpy(scratch, base + offsets[i], static_cast<size_t>(sizes[i]));
        asm volatile("" : : "r"(scratch) : "memory");
    }
    return 0;
}
}
