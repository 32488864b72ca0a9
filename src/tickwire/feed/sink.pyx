"""`Sink`: what a subscription of one stream to one handler leads to."""

cdef extern from *:
    """
    /* Tells Cython that a C call before it has set an exception. */
    static int set_before(void) { return -1; }
    """
    int set_before() except -1


cdef class Sink:
    """One stream's messages on their way to one handler. Made by `Dispatch.add`; ends with `Dispatch.remove`.

    `stream` is the stream's name, `key` the class subscribed with, `on` the handler.
    """

    def __init__(self):
        raise TypeError("a Sink comes from Dispatch.add")

    @property
    def messages(self):
        """Messages handed over so far."""
        return self.c.messages

    @property
    def errors(self):
        """Exceptions that the handler raised so far."""
        return self.error_count

    @property
    def is_attached(self):
        """Whether messages still go this way."""
        return self.c.call is not NULL

    @property
    def handler(self):
        """The handler's name, for people."""
        return getattr(self.on, "__qualname__", None) or repr(self.on)

    def __repr__(self):
        stream = self.stream or "bare messages"
        return f"<Sink {stream} to {self.handler}: {self.messages} messages, {self.errors} errors>"

    cdef int attach(self) except -1:
        return 0

    cdef int detach(self) except -1:
        self.c.call = NULL
        return 0

    cdef void failed(self) noexcept:
        self.error_count += 1
        try:
            set_before()
        except BaseException as error:
            self.report(self, error)
