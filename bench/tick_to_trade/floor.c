/* The floor of bench.tick_to_trade: two blocking sockets and a loop that finds the bid, patches bytes and sends them.
 * No WebSocket client, no decoder, no book of orders: what is left is the kernel, the machine and its caches. */
#define _GNU_SOURCE
#include <poll.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

enum { FIRST = 1000000001 }; /* numbers of orders have ten digits */

typedef struct {
    int32_t market, api;           /* sockets behind their handshakes */
    char *frame;                   /* an order, whole and with a mask of zeros */
    int64_t size;
    int64_t id_at, name_at;        /* where the last ten digits of its two numbers are */
    int64_t time_at;               /* and 13 of the time */
    char bid[16];
} floor_t;

static void put(char *to, int64_t value, int digits) {
    while (digits--) to[digits] = (char)('0' + value % 10), value /= 10;
}

static int order(floor_t *f, const char *ticks, size_t size, int64_t number) {
    const char *bid = memmem(ticks, size, "\"b\":\"", 5);
    if (!bid) return 0;
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    for (int i = 0; i < 16 && bid[5 + i] != '"'; i++) f->bid[i] = bid[5 + i];
    put(f->frame + f->id_at, number, 10);
    put(f->frame + f->name_at, number, 10);
    put(f->frame + f->time_at, t.tv_sec * 1000LL + t.tv_nsec / 1000000, 13);
    return send(f->api, f->frame, (size_t)f->size, 0) == f->size;
}

/* Orders, each once the one before is answered; returns how many were. */
int64_t trade(floor_t *f, int64_t orders) {
    static char buffer[1 << 16];
    struct pollfd both[2] = {{.fd = f->market, .events = POLLIN}, {.fd = f->api, .events = POLLIN}};
    int64_t sent = 0, answered = 0;
    while (answered < orders && poll(both, 2, 10000) > 0) {
        for (int i = 0; i < 2; i++) {
            if (!both[i].revents) continue;
            ssize_t size = recv(both[i].fd, buffer, sizeof buffer, 0);
            if (size <= 0) return answered;
            if (i) answered = sent;
            else if (sent == answered) sent += order(f, buffer, (size_t)size, FIRST + sent);
        }
    }
    return answered;
}
