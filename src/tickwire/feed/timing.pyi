from collections.abc import Callable

class Timing:
    clock_offset_ns: int
    wall_ns: Callable[[], int] | None
