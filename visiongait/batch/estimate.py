"""How long measuring will take: from what earlier recordings took, or from a usual computer."""

from collections.abc import Collection, Iterable
from statistics import median

from .outcome import Outcome
from .plan import MeasureOptions

USUAL_S_PER_FRAME = {"heavy": 0.11, "full": 0.05, "lite": 0.04}
"""Seconds per frame of one core of a small computer, annotated video included (docs/performance.md)."""

USUAL_FRAMES = 300
START_S = 5.0


def estimated_s(
    frames: Collection[int | None], earlier: Iterable[Outcome], options: MeasureOptions, workers: int
) -> float:
    """Return about how many seconds all workers together need for recordings of so many frames.

    Frames that could not be counted are taken as the median of the others.
    """
    if not frames:
        return 0.0
    counted = [count for count in frames if count]
    usual = median(counted) if counted else USUAL_FRAMES
    total = sum(count or usual for count in frames)
    return START_S + total * _s_per_frame(earlier, options) / min(workers, len(frames))


def _s_per_frame(earlier: Iterable[Outcome], options: MeasureOptions) -> float:
    measured = [one.seconds / one.frames for one in earlier if one.measured and one.seconds and one.frames]
    return median(measured) if measured else USUAL_S_PER_FRAME.get(options.model, USUAL_S_PER_FRAME["heavy"])
