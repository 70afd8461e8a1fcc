"""Distributions as strips of dots: numbers become places here, looks are in the templates."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

WIDTH, LABEL, ROW, AXIS = 460, 118, 34, 22
EDGE = 12
MOST_TICKS = 5


@dataclass(frozen=True)
class Value:
    """One number, where it comes from, and whether it is to be read with care."""

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
class Row:
    """One group: its dots, and the box from the first to the third quartile with the median."""

    label: str
    kind: str
    y: float
    dots: tuple[Dot, ...]
    quartiles: tuple[float, float, float]
    median: float


@dataclass(frozen=True)
class Strip:
    """One metric over groups."""

    title: str
    unit: str
    height: float
    rows: tuple[Row, ...]
    ticks: tuple[tuple[float, str], ...]
    width: float = WIDTH


def strip(title: str, unit: str, groups: Mapping[str, Sequence[Value]]) -> Strip | None:
    """Return the strip of one metric; None where no group has a number."""
    filled = {label: values for label, values in groups.items() if values}
    numbers = [one.value for values in filled.values() for one in values]
    if not numbers:
        return None
    marks = _ticks(min(numbers), max(numbers))
    rows = tuple(
        _row(label, EDGE + ROW * place + ROW / 2, values, marks)
        for place, (label, values) in enumerate(filled.items())
    )
    ticks = tuple((_place(mark, marks), _written(mark)) for mark in marks)
    return Strip(title, unit, EDGE + ROW * len(rows) + AXIS, rows, ticks)


def _row(label: str, y: float, values: Sequence[Value], marks: Sequence[float]) -> Row:
    numbers = [one.value for one in values]
    quartiles = np.quantile(numbers, (0.25, 0.5, 0.75))
    low, middle, high = (_place(float(value), marks) for value in quartiles)
    dots = tuple(Dot(_place(one.value, marks), y + _aside(one.recording), one) for one in values)
    return Row(label, label.casefold(), y, dots, (low, middle, high), float(quartiles[1]))


def _place(value: float, marks: Sequence[float]) -> float:
    share = (value - marks[0]) / (marks[-1] - marks[0])
    return round(LABEL + share * (WIDTH - LABEL - EDGE), 1)


def _aside(recording: str) -> float:
    """Return a small shift across the strip, always the same for a recording, so that dots do not hide."""
    byte = hashlib.sha256(recording.encode()).digest()[0]
    return round((byte / 255 - 0.5) * 0.5 * ROW, 1)


def _ticks(low: float, high: float) -> list[float]:
    from matplotlib.ticker import MaxNLocator

    spread = high - low or max(abs(high) * 0.1, 0.1)
    middle = (low + high) / 2
    ticks = MaxNLocator(MOST_TICKS).tick_values(middle - 0.55 * spread, middle + 0.55 * spread)
    return [float(tick) for tick in ticks]


def _written(mark: float) -> str:
    return f"{round(mark, 6) + 0.0:g}".replace("-", "−")
