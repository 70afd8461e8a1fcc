"""Composes the live window: the walker with skeleton and events, numbers and cues; or the set-up screen."""

from typing import Literal

import cv2
import numpy as np

from ...datatypes import SIDES, FloatArray, Image, PassSummary, Side
from ...drawing import (
    INK,
    MARK_SHOWN_FOR_S,
    PALE,
    SHOWN_ANGLES,
    WHITE,
    Moment,
    draw_figure,
    draw_mark,
    pen,
    write,
)
from ..camera_check import Check, camera_checks, next_advice
from ..cues import Coach, CueTarget
from ..state import LiveFrame
from .column import Curve, History, draw_number_ground, draw_numbers
from .strip import Banner, Strip, walking_banner
from .theme import COLUMN, HEIGHT_PX, MISSED, PICTURE, REACHED, WIDTH_PX

Action = Literal["pause", "mark", "leg", "mute", "setup", "quit"]

KEYS: dict[int, Action] = {
    ord(" "): "pause",
    ord("m"): "mark",
    ord("s"): "leg",
    ord("t"): "mute",
    ord("c"): "setup",
    ord("q"): "quit",
    27: "quit",
}
"""Code of a key, as the window gives it, and what it does; 27 is Escape."""

UNIT_PX = 0.8
"""Size of a unit of drawing: strokes and letters that are clear in a picture of this size."""

MARK_DELAY_S = 0.15
"""Marks come late; they stay on the picture as much longer."""

ARMS = tuple(f"{side}_{name}" for side in SIDES for name in ("elbow", "wrist"))
UNKNOWN = np.full(2, np.nan)

READY_FOR_S = 3.0
"""Everything must be right this long before the walk may begin."""

TITLE_Y, FIRST_Y, LINE_HEIGHT = 48, 140, 90


def action_of(code: int) -> Action | None:
    """Return what a key does, whether typed small or large; None for every other key."""
    return KEYS.get(ord(chr(code).lower())) if 0 <= code < 128 else None


def key_line(leg: str, *, muted: bool, note: str = "") -> str:
    """Return the line at the window's foot."""
    sound = "off" if muted else "on"
    keys = (
        "Space pause",
        "M mark",
        f"S leg: {leg}",
        f"T sound: {sound}",
        "C camera set-up",
        "F full screen",
        "Q quit",
        note or "not a diagnostic device",
    )
    return "    ".join(keys)


def draw_picture(canvas: Image, frame: LiveFrame, history: History) -> None:
    """Draw a frame's picture, as large as fits, with what is known about it."""
    area = canvas[int(PICTURE.top) : int(PICTURE.bottom), int(PICTURE.left) : int(PICTURE.right)]
    if frame.image is None:
        area[:] = INK
        return
    picture, scale = _placed(area, frame.image)
    for mark in history.marks:
        age = (frame.time_s - mark.time_s) / (MARK_SHOWN_FOR_S + MARK_DELAY_S)
        if 0 <= age < 1:
            draw_mark(picture, mark, mark.at_px * scale, age, UNIT_PX)
    if frame.landmarks_px:
        draw_figure(picture, _moment(frame, scale), UNIT_PX)


def _placed(area: Image, image: Image) -> tuple[Image, float]:
    """Scale an image into the middle of an area; return the part of the area it fills, and the scale."""
    height, width = area.shape[:2]
    scale = min(width / image.shape[1], height / image.shape[0])
    size = (min(width, round(image.shape[1] * scale)), min(height, round(image.shape[0] * scale)))
    left, top = (width - size[0]) // 2, (height - size[1]) // 2
    for margin in (area[:top], area[top + size[1] :], area[:, :left], area[:, left + size[0] :]):
        margin[:] = INK
    part = area[top : top + size[1], left : left + size[0]]
    cv2.resize(image, size, dst=part, interpolation=cv2.INTER_LINEAR)
    return part, scale


def _moment(frame: LiveFrame, scale: float) -> Moment:
    """Return the frame as the drawing of the annotated video takes it."""
    points: dict[str, FloatArray] = dict.fromkeys(ARMS, UNKNOWN)
    for side in SIDES:
        for name, place in frame.landmarks_px.get(side, {}).items():
            points[f"{side}_{name.replace('toe', 'foot_index')}"] = place * scale
    angles = {
        side: {name: frame.angles_deg.get(side, {}).get(name, np.nan) for name in SHOWN_ANGLES}
        for side in SIDES
    }
    reliable = {side: bool(np.isfinite(list(angles[side].values())).any()) for side in SIDES}
    return Moment(frame.number, frame.time_s, points, angles, reliable, _walk(frame), "")


def _walk(frame: LiveFrame) -> PassSummary:
    facing_left = frame.check is not None and frame.check.facing < 0
    near: Side = "left" if facing_left else "right"
    return PassSummary(0.0, frame.time_s, "left" if facing_left else "right", near, None, False, False, 0)


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
        return Banner("Stay there", sign="reached", title="The camera sees you clearly")


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


class Screen:
    """Draws one canvas, (720, 1280, 3) RGB, again and again."""

    def __init__(self, coach: Coach) -> None:
        self._coach = coach
        self._canvas = np.zeros((HEIGHT_PX, WIDTH_PX, 3), np.uint8)
        self._strip = Strip()
        self._history = History()
        self._shown: CueTarget | None = None
        self._curve, self._ground = self._column_of(None)

    def walking(self, frame: LiveFrame, keys: str) -> Image:
        """Return the view while walking; the array is drawn over by the next call."""
        canvas = self._canvas
        self._history.add(frame)
        self._show_focus()
        draw_picture(canvas, frame, self._history)
        canvas[: int(COLUMN.bottom), int(COLUMN.left) :] = self._ground
        draw_numbers(canvas, frame, self._history)
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

    def _column_of(self, target: CueTarget | None) -> tuple[Curve, Image]:
        curve, canvas = Curve(target), np.zeros_like(self._canvas)
        draw_number_ground(canvas)
        curve.draw_ground(canvas)
        return curve, canvas[: int(COLUMN.bottom), int(COLUMN.left) :].copy()
