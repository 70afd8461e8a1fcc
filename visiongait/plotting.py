"""Curves and events of a result with matplotlib: axes in, axes out."""

from typing import TYPE_CHECKING, Protocol

import numpy as np
import pandas as pd

from .datatypes import ANGLES, SIDES, Side, in_means
from .errors import UsageError
from .norms import band, pace_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from .datatypes import Assessment

__all__ = ["plot_cycles", "plot_events"]

COLOURS: dict[Side, str] = {"left": "#0072b2", "right": "#d55e00"}
BAND_COLOUR = "#9aa5b1"
MARKERS = {"foot_strike": "v", "foot_off": "^"}


class HasAssessment(Protocol):
    """What has an assessment: a `Result`."""

    @property
    def assessment(self) -> "Assessment":
        """What was measured."""


def plot_cycles(
    result: HasAssessment,
    angle: str = "ankle_dorsiflexion_deg",
    *,
    sides: tuple[Side, ...] = SIDES,
    reference: bool = True,
    ax: "Axes | None" = None,
) -> "Axes":
    """Draw an angle over the gait cycle: the mean of each leg's strides, ± SD, and the reference band.

    Parameters
    ----------
    result
        What was measured.
    angle
        A column of `result.cycles`, in degrees; zero and sign as in docs/numbers.md.
    sides
        Which legs.
    reference
        Whether to draw mean ± SD of comparable people at a similar speed, where a paper gives them.
    ax
        Where to draw; axes of their own if None.

    Returns
    -------
    Axes
        Time in % of the stride, from one initial contact (0) to the next of the same foot (100).

    Raises
    ------
    UsageError
        If there is no such angle, or no stride.
    """
    assessment = result.assessment
    if angle not in ANGLES:
        raise UsageError(f"There is no angle {angle}.", f"The angles are {', '.join(ANGLES)}.")
    used = in_means(assessment.cycles)
    if not len(used):
        raise UsageError("There are no strides to draw.", "See result.verdict for the reasons.")
    ax = ax if ax is not None else _new_axes()
    norm = band(angle, assessment.person, pace_of(assessment)) if reference else None
    if norm is not None:
        percent = np.linspace(0, 100, len(norm.mean_deg))
        low, high = norm.mean_deg - norm.sd_deg, norm.mean_deg + norm.sd_deg
        ax.fill_between(percent, low, high, color=BAND_COLOUR, alpha=0.3, lw=0, label="reference ± SD")
    for side in sides:
        curves = used[used["side"] == side].pivot_table(index="percent", values=angle, columns="stride")
        mean, sd = curves.mean(axis=1), curves.std(axis=1).fillna(0.0)
        label = f"{side} (n = {curves.shape[1]})"
        ax.plot(curves.index, mean, color=COLOURS[side], label=label)
        ax.fill_between(curves.index, mean - sd, mean + sd, color=COLOURS[side], alpha=0.2, lw=0)
    ax.set(xlim=(0, 100), xlabel="stride (%)", ylabel=f"{angle.removesuffix('_deg').replace('_', ' ')} (°)")
    ax.legend()
    return ax


def plot_events(result: HasAssessment, *, ax: "Axes | None" = None) -> "Axes":
    """Draw foot contacts over the recording: a bar from foot strike to foot off, a line for each leg.

    Parameters
    ----------
    result
        What was measured.
    ax
        Where to draw; axes of their own if None.

    Returns
    -------
    Axes
        Time in seconds of the recording.
    """
    ax = ax if ax is not None else _new_axes()
    events = result.assessment.events
    for row, side in enumerate(SIDES):
        mine = events[events["side"] == side].sort_values("time_s")
        ax.broken_barh(_stances(mine), (row - 0.2, 0.4), color=COLOURS[side], alpha=0.4)
        for kind, marker in MARKERS.items():
            times = mine.loc[mine["event"] == kind, "time_s"]
            ax.plot(times, np.full(len(times), row), marker, color=COLOURS[side])
    ax.set(yticks=range(len(SIDES)), yticklabels=SIDES, xlabel="time (s)")
    return ax


def _stances(events: pd.DataFrame) -> list[tuple[float, float]]:
    """Return start and length of each contact: a foot strike and the foot off that follows it directly."""
    kinds, times = events["event"].tolist(), events["time_s"].tolist()
    steps = zip(kinds, times, kinds[1:], times[1:], strict=False)
    return [(t, then - t) for kind, t, next_kind, then in steps if (kind, next_kind) == tuple(MARKERS)]


def _new_axes() -> "Axes":
    import matplotlib.pyplot as plt

    return plt.subplots()[1]
