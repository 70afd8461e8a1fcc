"""Geometry of small charts: numbers become places here, looks are in the templates."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..datatypes import FloatArray
from ..system import compact

Tick = tuple[float, str]
"""A place on an axis and its label."""

STEPS = (1, 2, 5)
"""Ticks lie at whole multiples of these, times a power of ten."""


@dataclass(frozen=True)
class Axis:
    """Maps values from `low` to `high` onto places from `start` to `end`."""

    low: float
    high: float
    start: float
    end: float

    def place(self, value: "FloatArray | float") -> FloatArray:
        """Return where a value lies."""
        share = (np.asarray(value, dtype=float) - self.low) / (self.high - self.low)
        place: FloatArray = self.start + share * (self.end - self.start)
        return place

    def labelled(self, levels: Iterable[float], label: Callable[[float], str] = compact) -> tuple[Tick, ...]:
        """Return the ticks of some values."""
        return tuple((float(self.place(level)), label(level)) for level in levels)


def ticks(low: float, high: float, at_most: int = 6, finest: float = 1.0) -> list[float]:
    """Return round values that cover low to high, so many intervals or fewer, none below `finest`."""
    power = 10.0 ** np.floor(np.log10(max((high - low) / at_most, finest)))
    for step in (power * factor for factor in (*STEPS, *(10 * one for one in STEPS))):
        first, last = np.floor(low / step), np.ceil(high / step)
        if step >= finest and last - first <= at_most:
            return [round(float(i * step), 12) for i in range(int(first), int(max(last, first + 1)) + 1)]
    raise ValueError(f"ticks: expected a finite range, got {low} to {high}")


def polyline(x: FloatArray, y: FloatArray) -> str:
    """Return the `d` of a line through points, lifted where a point is not known."""
    commands, pen_down = [], False
    for px, py in zip(x, y, strict=True):
        if np.isfinite(py):
            commands.append(f"{'L' if pen_down else 'M'}{px:.1f} {py:.1f}")
        pen_down = bool(np.isfinite(py))
    return "".join(commands)


def band(x: FloatArray, low: FloatArray, high: FloatArray) -> str:
    """Return the `d` of the area between two curves, over the points where both are known."""
    known = np.isfinite(low) & np.isfinite(high)
    if known.sum() < 2:
        return ""
    there, back = polyline(x[known], high[known]), polyline(x[known][::-1], low[known][::-1])
    return f"{there}L{back[1:]}Z"


WIDTH, LABEL, ROW, FOOT, EDGE = 460, 118, 34, 22, 12
"""Of a strip chart: its width, the room for labels, a row's height, the room for ticks, and the margin."""


@dataclass(frozen=True)
class Value:
    """One number, the recording it comes from, and whether to read it with caution."""

    value: float
    recording: str
    care: bool = False


@dataclass(frozen=True)
class Dot:
    """A number at its place."""

    x: float
    y: float
    value: Value


@dataclass(frozen=True)
class StripRow:
    """One group: its dots, and the box from the first to the third quartile with the median."""

    label: str
    kind: str
    y: float
    dots: tuple[Dot, ...]
    quartiles: tuple[float, float, float]
    median: float


@dataclass(frozen=True)
class Strip:
    """The distribution of one metric as strips of dots, one for each group."""

    title: str
    unit: str
    height: float
    rows: tuple[StripRow, ...]
    ticks: tuple[Tick, ...]
    width: float = WIDTH


def strip(title: str, unit: str, groups: Mapping[str, Sequence[Value]]) -> Strip | None:
    """Return the strips of one metric; None where no group has a number."""
    filled = {label: values for label, values in groups.items() if values}
    numbers = [one.value for values in filled.values() for one in values]
    if not numbers:
        return None
    levels = _strip_ticks(min(numbers), max(numbers))
    axis = Axis(levels[0], levels[-1], LABEL, WIDTH - EDGE)
    rows = tuple(
        _strip_row(label, EDGE + ROW * place + ROW / 2, values, axis)
        for place, (label, values) in enumerate(filled.items())
    )
    marks = tuple((round(x, 1), label) for x, label in axis.labelled(levels))
    return Strip(title, unit, EDGE + ROW * len(rows) + FOOT, rows, marks)


def _strip_ticks(low: float, high: float) -> list[float]:
    spread = high - low or max(abs(high) * 0.1, 0.1)
    middle = (low + high) / 2
    return ticks(middle - 0.55 * spread, middle + 0.55 * spread, 5, finest=1e-9)


def _strip_row(label: str, y: float, values: Sequence[Value], axis: Axis) -> StripRow:
    quartiles = np.quantile([one.value for one in values], (0.25, 0.5, 0.75))
    low, middle, high = (round(float(axis.place(float(value))), 1) for value in quartiles)
    dots = tuple(
        Dot(round(float(axis.place(one.value)), 1), y + _aside(one.recording), one) for one in values
    )
    return StripRow(label, label.casefold(), y, dots, (low, middle, high), float(quartiles[1]))


def _aside(recording: str) -> float:
    """Return a small shift across the strip, always the same for a recording, so that dots do not hide."""
    byte = hashlib.sha256(recording.encode()).digest()[0]
    return round((byte / 255 - 0.5) * 0.5 * ROW, 1)
