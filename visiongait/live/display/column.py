"""The column beside the picture: both legs' angles now, cadence and symmetry, and the running curve.

The curve is that of the angle that the cue is about, with its target band and the events among it.
"""

from collections import deque
from collections.abc import Mapping
from math import isfinite, nan

import numpy as np

from ...causal import LONGEST_GAP_S, LiveEvent
from ...datatypes import ANGLES, SIDES, FloatArray, Image, Side
from ...drawing import (
    GREY,
    INK,
    PALE,
    SIDE_COLOUR,
    SLATE,
    WHITE,
    Box,
    FootMark,
    pen,
    unbroken,
    write,
)
from ...system import degrees, number
from ..cues import CueTarget, zero_is_set
from ..state import LiveFrame
from .theme import COLUMN, REACHED, faint

SPAN_S = 4.0
"""What the curve shows."""

STALE_S = 5.0
"""Cadence and symmetry older than this are no longer shown."""

MOST_SAMPLES = 2 * 60 * int(SPAN_S)
"""Samples: enough for 60 pictures a second and a gap after each."""

Landmarks = Mapping[Side, Mapping[str, FloatArray]]

ROWS = (
    ("Ankle", "ankle_dorsiflexion_deg"),
    ("Shank", "shank_to_vertical_deg"),
    ("Knee", "knee_flexion_deg"),
)
LEFT = COLUMN.left + 24
PLACES: dict[Side, float] = {"left": COLUMN.left + 226, "right": COLUMN.left + 350}
HEAD_Y, FIRST_ROW_Y, ROW_HEIGHT = 28, 72, 44
PACE_Y = 214

BOX = Box(COLUMN.left + 64, 272, COLUMN.right - 24, 448)
TITLE_Y = 250
STEP_DEG = 10
BAND_STRENGTH = 0.3

ANGLE_WORDS = {
    "ankle_dorsiflexion_deg": ("Ankle, dorsiflexion", (-25, 25)),
    "shank_to_vertical_deg": ("Shank to vertical", (-40, 60)),
    "foot_to_floor_deg": ("Foot to floor, toes", (-70, 35)),
    "knee_flexion_deg": ("Knee, flexion", (-10, 80)),
}
"""Title and range in degrees of each curve."""


class History:
    """Remembers what passed; times are recording seconds."""

    def __init__(self) -> None:
        self._time_s: deque[float] = deque(maxlen=MOST_SAMPLES)
        self._angles: deque[FloatArray] = deque(maxlen=MOST_SAMPLES)
        self._places: deque[tuple[float, Landmarks]] = deque(maxlen=60)
        self._latest: dict[str, tuple[float, float]] = {}
        self.events: deque[LiveEvent] = deque(maxlen=64)
        self.marks: deque[FootMark] = deque(maxlen=8)

    def add(self, frame: LiveFrame) -> None:
        """Take what one frame brings; a frame without a new picture brings nothing."""
        measured_s = frame.time_s - frame.angles_delay_s
        if self._time_s and measured_s <= self._time_s[-1]:
            return
        if self._time_s and measured_s - self._time_s[-1] > LONGEST_GAP_S:
            self._append((measured_s + self._time_s[-1]) / 2, {})
        self._append(measured_s, frame.angles_deg)
        self._places.append((frame.time_s, frame.landmarks_px))
        self.events.extend(frame.events)
        self.marks.extend(map(self._mark, frame.events))
        for stride in frame.strides:
            self._latest |= {name: (frame.time_s, stride.metrics[name]) for name in stride.new}

    def curve(self, side: Side, angle: str, now_s: float) -> FloatArray:
        """(N, 2) times and degrees of the last `SPAN_S` seconds; NaN where not measured."""
        column = SIDES.index(side) * len(ANGLES) + ANGLES.index(angle)
        samples = zip(self._time_s, self._angles, strict=True)
        return np.array([(t, row[column]) for t, row in samples if t > now_s - SPAN_S]).reshape(-1, 2)

    def latest(self, metric: str, now_s: float) -> float:
        """Return the newest value of a stride metric of either leg; NaN if it is stale or was never known."""
        known_s, value = self._latest.get(metric, (-np.inf, nan))
        return value if now_s - known_s < STALE_S and isfinite(value) else nan

    def _append(self, time_s: float, angles: Mapping[Side, Mapping[str, float]]) -> None:
        row = [angles.get(side, {}).get(name, nan) for side in SIDES for name in ANGLES]
        self._time_s.append(time_s)
        self._angles.append(np.array(row))

    def _mark(self, event: LiveEvent) -> FootMark:
        """Place an event where the foot was at its instant: a strike at the heel, a foot off at the toe."""
        _, places = min(self._places, key=lambda place: abs(place[0] - event.time_s))
        point = "heel" if event.kind == "foot_strike" else "toe"
        at_px = places.get(event.side, {}).get(point, np.full(2, np.nan))
        return FootMark(event.time_s, event.side, event.kind, at_px)


def draw_number_ground(canvas: Image) -> None:
    """Draw what stays: the names of the columns and rows."""
    canvas[int(COLUMN.top) : int(COLUMN.bottom), int(COLUMN.left) :] = INK
    for side in SIDES:
        write(canvas, side.capitalize(), (PLACES[side], HEAD_Y), 26, SIDE_COLOUR[side], anchor="m", bold=True)
    for row, (name, _) in enumerate(ROWS):
        write(canvas, name, (LEFT, FIRST_ROW_Y + row * ROW_HEIGHT), 28, PALE)


def draw_numbers(canvas: Image, frame: LiveFrame, history: History) -> None:
    """Draw the numbers of one frame; a dash where nothing is measured."""
    for side in SIDES:
        angles = frame.angles_deg.get(side, {})
        for row, (_, name) in enumerate(ROWS):
            value = angles.get(name, np.nan)
            text = degrees(value, plus=name != "knee_flexion_deg")
            place = (PLACES[side], FIRST_ROW_Y + row * ROW_HEIGHT)
            certain = isfinite(value) and (name != "ankle_dorsiflexion_deg" or zero_is_set(frame.zero, side))
            write(canvas, text, place, 36, WHITE if certain else GREY, anchor="m", bold=certain)
    cadence = history.latest("cadence_steps_per_min", frame.time_s)
    asymmetry = history.latest("step_time_asymmetry_percent", frame.time_s)
    write(canvas, _pace_text(cadence, asymmetry), (LEFT, PACE_Y), 24, WHITE)


def _pace_text(cadence: float, asymmetry: float) -> str:
    steps = f"{cadence:.0f}" if isfinite(cadence) else "–"
    apart = f"{asymmetry:.0f} %" if isfinite(asymmetry) else "–"
    return f"{steps} steps/min    asymmetry {apart}"


class Curve:
    """Draws the curve of one angle in a range that stays, so that a movement looks the same all along."""

    def __init__(self, target: CueTarget | None) -> None:
        self._target = target
        self.angle = target.about.angle if target else "ankle_dorsiflexion_deg"
        self._title, self._range_deg = ANGLE_WORDS[self.angle]

    def draw_ground(self, canvas: Image) -> None:
        """Draw what stays: title, band and grid."""
        write(canvas, f"{self._title} up ↑", (COLUMN.left + 24, TITLE_Y), 22, PALE, bold=True)
        self._draw_band(canvas)
        low, high = self._range_deg
        for level in range(STEP_DEG * -(-low // STEP_DEG), high + 1, STEP_DEG):
            y = float(self._y(level))
            pen.path(canvas, [(BOX.left, y), (BOX.right, y)], GREY if level == 0 else SLATE, 1)
            if level % (2 * STEP_DEG) == 0:
                text = number(level, plus=True)
                write(canvas, text, (BOX.left - 8, y), 18, PALE, anchor="r")

    def draw(self, canvas: Image, history: History, now_s: float) -> None:
        """Draw the last seconds; now is at the right end."""
        for event in history.events:
            if now_s - SPAN_S < event.time_s <= now_s:
                self._tick(canvas, event, now_s)
        for side in SIDES:
            samples = history.curve(side, self.angle, now_s)
            places = np.stack([_x(samples[:, 0], now_s), self._y(samples[:, 1])], axis=1)
            pen.strokes(canvas, unbroken(places), SIDE_COLOUR[side], 3)

    def _draw_band(self, canvas: Image) -> None:
        target = self._target
        if target is None or not target.is_of_curve:
            return
        low, high = self._range_deg
        top = self._y(high if target.at_most is None else target.at_most)
        bottom = self._y(low if target.at_least is None else target.at_least)
        colour = faint(REACHED, BAND_STRENGTH)
        canvas[round(float(top)) : round(float(bottom)), int(BOX.left) : int(BOX.right)] = colour
        for y, limit in ((top, target.at_most), (bottom, target.at_least)):
            if limit is not None:
                pen.dashed(canvas, [[(BOX.left, float(y)), (BOX.right, float(y))]], WHITE, 2, 8)

    def _tick(self, canvas: Image, event: LiveEvent, now_s: float) -> None:
        """Draw a triangle under the curve: filled for a strike, hollow for an off."""
        x, top = float(_x(event.time_s, now_s)), BOX.bottom + 5
        pen.path(canvas, [(x, BOX.top), (x, BOX.bottom)], SLATE, 1)
        corners = np.array([(x, top), (x + 8, top + 14), (x - 8, top + 14)])
        pen.fill(canvas, corners, SIDE_COLOUR[event.side])
        if event.kind == "foot_off":
            pen.fill(canvas, corners * 0.5 + corners.mean(axis=0) * 0.5, INK)

    def _y(self, angle_deg: "FloatArray | float") -> FloatArray:
        low, high = self._range_deg
        share = (np.asarray(angle_deg, dtype=float).clip(low, high) - low) / (high - low)
        y: FloatArray = BOX.bottom - share * (BOX.bottom - BOX.top)
        return y


def _x(time_s: "FloatArray | float", now_s: float) -> FloatArray:
    x: FloatArray = BOX.right - (now_s - np.asarray(time_s)) / SPAN_S * (BOX.right - BOX.left)
    return x
