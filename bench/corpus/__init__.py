"""The frames that every rival decodes: captured ones where there are any, derived or synthetic ones where not."""

from .catalogue import CATALOGUE, SETS, frame_set
from .frames import FrameSet

__all__ = ["CATALOGUE", "SETS", "FrameSet", "frame_set"]
