"""What the timings say: rates, ratios pair by pair, and tables for people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from .timing import Timing

Runs = Mapping[tuple[str, str], Sequence[Timing]]
"""Timings by name and model of the contender, in the order of the rounds."""


@dataclass(frozen=True)
class Spread:
    """Median, least and most of some numbers."""

    median: float
    low: float
    high: float

    @staticmethod
    def of(numbers: Sequence[float]) -> "Spread":
        return Spread(median(numbers), min(numbers), max(numbers))

    def __format__(self, spec: str) -> str:
        return f"{self.median:{spec}} ({self.low:{spec}} to {self.high:{spec}})"


def ratios(ours: Sequence[Timing], theirs: Sequence[Timing]) -> Spread:
    """Return how many times as fast ours is, each run against the one of the same round."""
    return Spread.of([b.wall_s / a.wall_s for a, b in zip(ours, theirs, strict=True)])


def speed_table(runs: Runs, frames: int) -> str:
    """Return one row per contender: medians over the rounds."""
    rows = [
        "| | weights | frames/s | ms a frame | core-ms a frame | peak memory, MB |",
        "|---|---|---|---|---|---|",
    ]
    for (name, model), timings in runs.items():
        wall_s, cpu_s = (median(t.wall_s for t in timings), median(t.cpu_s for t in timings))
        peak_mb = max(t.peak_mb for t in timings)
        numbers = f"{frames / wall_s:.1f} | {1e3 * wall_s / frames:.1f} | {1e3 * cpu_s / frames:.1f}"
        rows.append(f"| {name} | `{model}` | {numbers} | {peak_mb:.0f} |")
    return "\n".join(rows)


def ratio_table(runs: Runs, ours: str) -> str:
    """Return one row per contender that `ours` was faster or slower than, with the same weights."""
    rows = ["| faster than | weights | times: median (minimum to maximum) |", "|---|---|---|"]
    for (name, model), timings in runs.items():
        if name != ours and (ours, model) in runs:
            rows.append(f"| {name} | `{model}` | {ratios(runs[ours, model], timings):.2f} |")
    return "\n".join(rows)
