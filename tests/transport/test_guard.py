from pathlib import Path

import picows.picows
import pytest

from tickwire.feed.dispatch import Dispatch
from tickwire.transport import guard
from tickwire.transport.guard import PICOWS_CLASSES, layout_fault, layout_hash, listener_class, new_writer, writer_class
from tickwire.transport.listener import BUILT, Listener
from tickwire.transport.plain_listener import PlainListener
from tickwire.transport.unusual import UnusualFrames
from tickwire.transport.writer import Writer

PXD = """
cdef class WSFrame:
    cdef:
        char* payload_ptr   # a comment


cdef class WSTransport:
    cdef object __weakref__

cdef class WSListener:
    cdef object __weakref__
    cpdef on_ws_connected(self, WSTransport transport)
    cpdef on_ws_frame(self, WSTransport transport, WSFrame frame)
"""


def test_the_installed_picows_fits_and_gets_the_compiled_listener():
    assert layout_fault(BUILT) is None
    assert listener_class() is Listener


def test_comments_and_spacing_do_not_change_the_hash():
    assert layout_hash(PXD.replace("   # a comment", "").replace("    ", "  "), *PICOWS_CLASSES) == layout_hash(
        PXD, *PICOWS_CLASSES
    )


@pytest.mark.parametrize(
    "doctored",
    [
        PXD.replace("    cpdef on_ws_frame", "    cpdef on_ws_something(self)\n    cpdef on_ws_frame"),
        PXD.replace("char* payload_ptr", "char* payload_end\n        char* payload_ptr"),
        "",
    ],
    ids=["a method before on_ws_frame", "a field before payload_ptr", "nothing"],
)
def test_a_shifted_method_or_field_changes_the_hash(doctored):
    assert layout_hash(doctored, *PICOWS_CLASSES) != layout_hash(PXD, *PICOWS_CLASSES)


def test_a_class_of_another_size_is_named():
    assert layout_fault(BUILT | {"WSFrame": 64}) == "WSFrame has 72 bytes instead of 64"


def test_a_picows_whose_pxd_has_another_method_in_front_is_refused(monkeypatch):
    pxd = Path(picows.picows.__file__).with_name("picows.pxd").read_text()
    assert layout_hash(pxd, *PICOWS_CLASSES) == BUILT["hash"]
    shifted = pxd.replace("    cpdef on_ws_connected(", "    cpdef on_ws_before(self)\n    cpdef on_ws_connected(")
    monkeypatch.setattr(guard, "picows_hash", lambda: layout_hash(shifted, *PICOWS_CLASSES))
    assert layout_fault(BUILT) == "the classes in picows.pxd are laid out otherwise"


def test_a_picows_without_a_pxd_is_refused(monkeypatch):
    monkeypatch.setattr(picows.picows, "__file__", "/nowhere/picows.so")
    assert layout_fault(BUILT).startswith("picows.pxd cannot be read")


def test_a_picows_that_does_not_fit_gets_the_listener_in_python_with_a_warning(monkeypatch):
    monkeypatch.setattr(guard, "layout_fault", lambda _built: "WSFrame has 64 bytes instead of 72")
    with pytest.warns(RuntimeWarning, match="built against picows .*WSFrame has 64 bytes instead of 72"):
        assert listener_class() is PlainListener


def test_the_installed_aiofastnet_fits_and_is_written_to_past_picows():
    assert writer_class() is Writer


def test_an_aiofastnet_that_is_laid_out_otherwise_is_written_to_by_picows(monkeypatch):
    monkeypatch.setattr("tickwire.transport.writer.BUILT", "0123456789abcdef")
    assert writer_class.__wrapped__() is None


def test_what_is_no_transport_of_aiofastnet_is_written_to_by_picows():
    assert new_writer(Listener(Dispatch(), 0, UnusualFrames(None, 1 << 20)), object()) is None
    assert new_writer(Listener(Dispatch(), 0, UnusualFrames(None, 1 << 20)), None) is None
