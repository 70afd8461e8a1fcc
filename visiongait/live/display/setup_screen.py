"""The set-up screen: the picture, four ticks, and the one thing to change now."""

from ...datatypes.video import Image
from ...drawing import INK, PALE, WHITE, pen, write
from ..state import LiveFrame
from .advice import Check, camera_checks, next_advice
from .banner import Banner
from .theme import COLUMN, MISSED, REACHED

READY_FOR_S = 3.0
"""Everything must be right this long before the walk may begin."""

TITLE_Y, FIRST_Y, LINE_HEIGHT = 48, 140, 90


class SetUp:
    """Watches the camera's view until all is well for a while."""

    def __init__(self) -> None:
        self._right_since_s: float | None = None
        self.checks: tuple[Check, ...] = ()

    def look(self, frame: LiveFrame) -> bool:
        """Take one frame; return whether the walk may begin."""
        self.checks = camera_checks(frame.check)
        if next_advice(self.checks):
            self._right_since_s = None
        elif self._right_since_s is None:
            self._right_since_s = frame.time_s
        return self._right_since_s is not None and frame.time_s - self._right_since_s >= READY_FOR_S

    def banner(self, frame: LiveFrame) -> Banner:
        """Return what is to change, or that all is well."""
        if frame.check is None:
            return Banner(text=frame.message)
        advice = next_advice(self.checks)
        if advice:
            return Banner(advice, sign="none", title="Set up the camera")
        return Banner("Stay there", sign="reached", title="The camera sees you well")


def draw_checks(canvas: Image, checks: tuple[Check, ...]) -> None:
    """Draw the four lines beside the picture."""
    canvas[int(COLUMN.top) : int(COLUMN.bottom), int(COLUMN.left) :] = INK
    write(canvas, "What the camera sees", (COLUMN.left + 24, TITLE_Y), 30, PALE, bold=True)
    for number, check in enumerate(checks):
        y = FIRST_Y + number * LINE_HEIGHT
        _draw_box(canvas, COLUMN.left + 58, y, check.ok)
        write(canvas, check.name, (COLUMN.left + 110, y), 40, WHITE if check.ok else MISSED, bold=True)


def _draw_box(canvas: Image, x: float, y: float, ok: bool) -> None:
    """Draw a full disc with a tick, or an empty ring with a cross."""
    if ok:
        pen.dot(canvas, (x, y), 32, REACHED)
        pen.path(canvas, [(x - 15, y + 1), (x - 4, y + 13), (x + 16, y - 12)], INK, 7)
        return
    pen.ring(canvas, (x, y), 30, MISSED, 5)
    for way in (-1, 1):
        pen.path(canvas, [(x - 12, y - 12 * way), (x + 12, y + 12 * way)], MISSED, 6)
