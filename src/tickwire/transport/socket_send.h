/* The system's send(), as far as a socket takes bytes at once. */
#pragma once
#include <stddef.h>

#ifdef _WIN32
/* Sockets are no file descriptors there: left to whoever owns them. */
static inline ptrdiff_t socket_send(int fd, const char *bytes, size_t size) {
    (void)fd, (void)bytes, (void)size;
    return -1;
}
#else
#include <sys/socket.h>
#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0 /* macOS: the signal is ignored by CPython */
#endif

/* How many bytes it took; below 0: none, whatever the reason. Nothing is sent when there are none to send. */
static inline ptrdiff_t socket_send(int fd, const char *bytes, size_t size) {
    return send(fd, bytes, size, MSG_DONTWAIT | MSG_NOSIGNAL);
}
#endif
