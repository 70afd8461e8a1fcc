"""Geometry of small charts as SVG paths: numbers become places here, looks are in the template."""

from dataclasses import dataclass

import numpy as np

from ...datatypes._arrays import FloatArray


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


def ticks(low: float, high: float, at_most: int = 6) -> list[float]:
    """Return round values that cover low to high."""
    for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000):
        first, last = np.floor(low / step), np.ceil(high / step)
        if last - first <= at_most:
            return [float(i * step) for i in range(int(first), int(last) + 1)]
    raise ValueError(f"ticks: expected a range below {at_most * 1000}, got {low} to {high}")


def signed(value: float) -> str:
    """Return a whole number with a true minus sign."""
    return f"{value:.0f}".replace("-", "−")
