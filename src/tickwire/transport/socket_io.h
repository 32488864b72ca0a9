/* A socket read and written where it stands, without anybody who owns it. What it says of the end of a connection and of
 * errors is left to its owner, who is told the same. */
#pragma once
#include <stddef.h>

enum { SOCKET_HAS_NOTHING = -2 };

#ifdef _WIN32 /* where sockets are no file descriptors: left to the owner altogether */
static inline ptrdiff_t socket_send(int fd, const char *bytes, size_t size) {
    return (void)fd, (void)bytes, (void)size, -1;
}
static inline ptrdiff_t socket_read(int fd, char *to, size_t room) {
    return (void)fd, (void)to, (void)room, -1;
}
#else
#include <errno.h>
#include <sys/socket.h>
#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0 /* macOS: CPython ignores the signal */
#endif

/* How many bytes it took; below 0: none, whatever the reason. Nothing is sent when there are none to send. */
static inline ptrdiff_t socket_send(int fd, const char *bytes, size_t size) {
    return send(fd, bytes, size, MSG_DONTWAIT | MSG_NOSIGNAL);
}

/* Bytes read; SOCKET_HAS_NOTHING; 0 at the end, -1 for an error. */
static inline ptrdiff_t socket_read(int fd, char *to, size_t room) {
    ptrdiff_t got = recv(fd, to, room, MSG_DONTWAIT);
    return got >= 0 ? got : errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR ? SOCKET_HAS_NOTHING : -1;
}
#endif
