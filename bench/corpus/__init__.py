"""The frames that every rival decodes: captured ones where there are any, derived or synthetic ones where not."""

from .catalogue import CATALOGUE, SETS, deep, frame_set, spread_over
from .frames import FrameSet

__all__ = ["CATALOGUE", "SETS", "FrameSet", "deep", "frame_set", "spread_over"]
