"""What waits in a socket of the system, for `cimport`."""

cdef extern from *:
    """
    #if defined(_WIN32)
    static Py_ssize_t read_waiting(int fd, char *to, size_t room, int least) { return 0; }
    #else
    #include <sys/ioctl.h>
    #include <sys/socket.h>
    static Py_ssize_t read_waiting(int fd, char *to, size_t room, int least) {
        int waiting = 0;
        if (ioctl(fd, FIONREAD, &waiting) || waiting < least) return 0;
        Py_ssize_t got = recv(fd, to, room, MSG_DONTWAIT);
        return got > 0 ? got : 0;
    }
    #endif
    """
    # Bytes read, when at least so many wait; else 0. So the end and errors of a connection are left to others.
    Py_ssize_t read_waiting(int fd, char *to, size_t room, int least) noexcept nogil
