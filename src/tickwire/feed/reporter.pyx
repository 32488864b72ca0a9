"""Hooks are called so that nothing they raise gets into the feed."""

import logging

cdef object LOG = logging.getLogger("tickwire.feed")


cdef class Reporter:
    """Calls hooks, counts and logs what they raise, keeps what must not be swallowed until the caller asks for it."""

    def raise_pending(self):
        """Raise what `pending` holds, if anything, and forget it."""
        if self.pending is not None:
            pending, self.pending = self.pending, None
            raise pending

    def interrupt(self, error):
        """Keep what code outside raised and must not be swallowed, as if a handler had raised it."""
        self._interrupt(error)

    cdef object _call_hook(self, hook, argument):
        try:
            if hook is None:
                LOG.warning("%.1000s", argument)
                return None
            return hook(argument)
        except Exception:
            self.hook_errors += 1
            LOG.exception("the hook %r failed on %.500r", hook, argument)
        except BaseException as error:
            self._interrupt(error)

    cdef void _interrupt(self, error) noexcept:
        if self.pending is None:
            self.pending = error
            if self.on_interrupt is not None:
                self._call_hook(self.on_interrupt, error)

    cdef void _unexpected(self, error) noexcept:
        """No memory, or an exception of a signal handler."""
        self.hook_errors += 1
        if isinstance(error, Exception):
            LOG.error("the dispatcher failed", exc_info=error)
        else:
            self._interrupt(error)
