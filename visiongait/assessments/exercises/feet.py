"""Whether the heel of a standing foot stays down, and how far the foot turns: followed in the pictures."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ...datatypes import SIDES, BoolArray, FloatArray, Side
from ..registry import Recording
from .body import Body
from .repetitions import Repetition

FOLLOWED = 0.5
"""Share of a repetition's pictures in which a foot must have been followed to be told."""

SMOOTH_S = 0.2
BRIDGED_S = 0.4

LIFTED = 0.006
"""A heel this much above where it stood, in body heights (1 cm), has lifted; the least that is believed."""

LEFT_FLOOR = 0.0018
"""It left the floor when it last was lower than this (3 mm)."""


FOREFOOT = 0.11
"""From the heel to the forefoot about which it turns, in body heights (18 to 20 cm, rendered feet)."""


@dataclass(frozen=True, eq=False)
class Foot:
    """A standing foot on the body's clock.

    heel_px (N,): of the heel above where it stood; pitch_deg (N,): of the foot, which
    turns about the forefoot as the heel comes up, 0 flat, toes up positive: finer than its turn as seen.
    NaN where it could not be followed.
    """

    heel_px: FloatArray
    pitch_deg: FloatArray

    def seen(self, rows: BoolArray) -> bool:
        """Whether the foot was followed in enough of the rows (N,)."""
        return bool(np.isfinite(self.heel_px[rows]).mean() >= FOLLOWED) if rows.any() else False


def standing_foot(recording: Recording, body: Body, side: Side) -> Foot:
    """Return how a standing foot moves against where it stood first; NaN where nobody looked."""
    track = recording.track
    nothing = np.full(len(body.time_s), np.nan)
    if track is None or track.standing_feet is None:
        return Foot(nothing, nothing)
    down = track.standing_feet[:, SIDES.index(side), 1]
    rate_hz = 1.0 / float(np.median(np.diff(track.time_s)))
    heel_px = _on_clock(track.time_s, -down, body, rate_hz)
    share = np.clip(heel_px / (FOREFOOT * body.height_px), 0.0, 1.0)
    return Foot(heel_px, -np.degrees(np.arcsin(share)))


def _on_clock(time_s: FloatArray, values: FloatArray, body: Body, rate_hz: float) -> FloatArray:
    """Bridge short gaps, take the running median, and bring values (T,) to the body's clock (N,)."""
    window = max(3, round(SMOOTH_S * rate_hz) | 1)
    series = pd.Series(values).interpolate(limit=max(1, round(BRIDGED_S * rate_hz)), limit_area="inside")
    smooth = series.rolling(window, center=True, min_periods=1).median().to_numpy(dtype=float)
    smooth = np.where(series.isna(), np.nan, smooth)
    return np.asarray(np.interp(body.time_s, time_s, smooth, left=np.nan, right=np.nan))


def heel_lifts_s(body: Body, foot: Foot, one: Repetition) -> float:
    """Return when the heel leaves the floor in a repetition; NaN where it stays down or cannot be told."""
    rows = np.flatnonzero(one.rows(body.time_s))
    heel = foot.heel_px[rows] / body.height_px
    high = np.flatnonzero(np.nan_to_num(heel) >= LIFTED)
    if not len(high):
        return np.nan
    down = np.flatnonzero(np.nan_to_num(heel[: high[0]], nan=np.inf) < LEFT_FLOOR)
    return float(body.time_s[rows[down[-1] if len(down) else 0]])


def greatest_heel_px(foot: Foot, rows: BoolArray) -> float:
    """Return how high the heel comes in some rows (N,), in pixels; NaN where it was not followed."""
    if not foot.seen(rows):
        return np.nan
    return max(0.0, float(np.nanmax(foot.heel_px[rows])))
