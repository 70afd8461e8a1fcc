"""Composes the live window's picture from its parts."""

import numpy as np

from ...datatypes.video import Image
from ..cues import Coach, Target
from ..state import LiveFrame
from . import readings
from .banner import walking_banner
from .curve import Curve
from .history import History
from .picture import draw_picture
from .setup_screen import SetUp, draw_checks
from .strip import Strip
from .theme import COLUMN, HEIGHT_PX, WIDTH_PX


class Screen:
    """Draws one canvas, (720, 1280, 3) RGB, again and again."""

    def __init__(self, coach: Coach) -> None:
        self._coach = coach
        self._canvas = np.zeros((HEIGHT_PX, WIDTH_PX, 3), np.uint8)
        self._strip = Strip()
        self._history = History()
        self._shown: Target | None = None
        self._curve, self._ground = self._column_of(None)

    def walking(self, frame: LiveFrame, keys: str) -> Image:
        """Return the view while walking; the array is drawn over by the next call."""
        canvas = self._canvas
        self._history.add(frame)
        self._show_focus()
        draw_picture(canvas, frame, self._history)
        canvas[: int(COLUMN.bottom), int(COLUMN.left) :] = self._ground
        readings.draw_numbers(canvas, frame, self._history)
        self._curve.draw(canvas, self._history, frame.time_s)
        self._strip.draw(canvas, walking_banner(self._coach, frame), keys)
        return canvas

    def setting_up(self, frame: LiveFrame, set_up: SetUp, keys: str) -> Image:
        """Return the set-up screen; the array is drawn over by the next call."""
        canvas = self._canvas
        self._history.add(frame)
        draw_picture(canvas, frame, self._history)
        draw_checks(canvas, set_up.checks)
        self._strip.draw(canvas, set_up.banner(frame), keys)
        return canvas

    def _show_focus(self) -> None:
        """Change the curve when another target is worked on."""
        number = self._coach.focus
        target = None if number is None else self._coach.plan.targets[number]
        if target is not self._shown:
            self._shown = target
            self._curve, self._ground = self._column_of(target)

    def _column_of(self, target: Target | None) -> tuple[Curve, Image]:
        curve, canvas = Curve(target), np.zeros_like(self._canvas)
        readings.draw_ground(canvas)
        curve.draw_ground(canvas)
        return curve, canvas[: int(COLUMN.bottom), int(COLUMN.left) :].copy()
