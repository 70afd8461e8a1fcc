"""One pass past the camera as other programs want a trial: an even clock, markers, angles, events."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pandas as pd
from scipy.interpolate import Akima1DInterpolator

from ..datatypes import ANGLES, BODY_POINTS, SIDES, Assessment, FloatArray, PassSummary, Side

MARKER_OF = {"toe": "foot_index"}
"""BlazePose's own name, so that marker sets made for its landmarks fit; the other points are called alike."""

FEET = ("heel", "toe")
RATE_DECIMALS = 6
ON_TICK = 0.05
"""A pass that begins or ends so near to a tick, in intervals, begins or ends at it."""

LOWEST_PERCENT = 5.0
"""Where the floor is: so many per cent of the heels' and toes' heights lie below it."""


@dataclass(frozen=True, eq=False)
class Trial:
    """One pass on an even clock.

    number: of the pass, from 1; tick (N,): sample i is at `tick[i] / rate_hz` seconds of the recording;
    position_m: per marker (N, 2), x in the direction of walking, y up from the floor, metres; empty without a
    scale; angle_deg: per side and angle of `ANGLES`, (N,); events: rows of the table of events that fall into
    the pass, at their own times, which are between samples.  NaN = not measured.
    """

    number: int
    rate_hz: float
    tick: "np.ndarray[tuple[int], np.dtype[np.int64]]"
    position_m: Mapping[str, FloatArray]
    angle_deg: Mapping[tuple[Side, str], FloatArray]
    events: pd.DataFrame

    @property
    def time_s(self) -> FloatArray:
        """(N,) seconds of the recording."""
        return self.tick / self.rate_hz

    def parts(self, most_events: int) -> Iterator["Trial"]:
        """Yield the trial in parts of consecutive samples with so many events each at most."""
        first_s = self.events["time_s"].iloc[::most_events].to_numpy()[1:]
        edges = np.concatenate([[-np.inf], first_s - 0.5 / self.rate_hz, [np.inf]])
        for start_s, end_s in pairwise(edges):
            yield self._between(start_s, end_s)

    def _between(self, start_s: float, end_s: float) -> "Trial":
        inside = (self.time_s >= start_s) & (self.time_s < end_s)
        when_s = self.events["time_s"]
        return replace(
            self,
            tick=self.tick[inside],
            position_m={name: path[inside] for name, path in self.position_m.items()},
            angle_deg={name: curve[inside] for name, curve in self.angle_deg.items()},
            events=self.events[(when_s >= start_s) & (when_s < end_s)],
        )


def trials(assessment: Assessment) -> tuple[Trial, ...]:
    """Return each pass as a trial; none where nothing was assessable.

    The clock ticks at the recording's nominal rate, at whole multiples of its interval from the recording's
    first frame on.  A recording of constant rate keeps its samples; one of variable rate is interpolated
    (Akima's local cubic).  A tick is empty if the frame nearest to it is.
    """
    rates_hz = assessment.processing["rate_hz"] if assessment.passes else ()
    return tuple(
        _trial(assessment, one, number, round(float(rate_hz), RATE_DECIMALS))
        for number, (one, rate_hz) in enumerate(zip(assessment.passes, rates_hz, strict=True), 1)
    )


def _trial(assessment: Assessment, one: PassSummary, number: int, rate_hz: float) -> Trial:
    half_s = 0.5 / rate_hz
    frames, events = (_within(table, one, half_s) for table in (assessment.frames, assessment.events))
    first, last = one.start_s * rate_hz, one.end_s * rate_hz
    tick = np.arange(np.ceil(first - ON_TICK), np.floor(last + ON_TICK) + 1, dtype=np.int64)
    curves = _Curves(frames, tick / rate_hz)
    angles = {(side, name): curves.of(f"{side}_{name}") for side in SIDES for name in ANGLES}
    height_m = assessment.scale.height_m if assessment.scale else None
    markers = _from_floor(curves.markers(height_m)) if height_m else {}
    return Trial(number, rate_hz, tick, markers, angles, events)


def _within(table: pd.DataFrame, one: PassSummary, margin_s: float) -> pd.DataFrame:
    return table[table["time_s"].between(one.start_s - margin_s, one.end_s + margin_s)]


class _Curves:
    """Columns of the table of frames, on an even clock."""

    def __init__(self, frames: pd.DataFrame, clock_s: FloatArray) -> None:
        self.frames = frames
        self.frame_s = frames["time_s"].to_numpy(dtype=np.float64)
        self.clock_s = np.clip(clock_s, self.frame_s[0], self.frame_s[-1])
        between_s = (self.frame_s[1:] + self.frame_s[:-1]) / 2
        self.nearest = np.searchsorted(between_s, self.clock_s)

    def of(self, column: str) -> FloatArray:
        values = self.frames[column].to_numpy(dtype=np.float64)
        known = np.isfinite(values)
        if known.sum() < 2:
            return np.full(len(self.clock_s), np.nan)
        curve: FloatArray = Akima1DInterpolator(self.frame_s[known], values[known])(self.clock_s)
        curve[~known[self.nearest]] = np.nan
        return curve

    def markers(self, height_m: float) -> dict[str, FloatArray]:
        """Return per marker (N, 2) the position in metres."""
        markers = {}
        for side in SIDES:
            for point in BODY_POINTS:
                axes = [self.of(f"{side}_{point}_{axis}_per_height") for axis in ("x", "y")]
                markers[f"{side}_{MARKER_OF.get(point, point)}"] = height_m * np.stack(axes, axis=1)
        return markers


def _from_floor(markers: dict[str, FloatArray]) -> dict[str, FloatArray]:
    """Count heights from where the feet are lowest; unchanged where no foot was seen."""
    feet = [markers[f"{side}_{MARKER_OF.get(part, part)}"][:, 1] for side in SIDES for part in FEET]
    heights_m = np.concatenate(feet)
    seen_m = heights_m[np.isfinite(heights_m)]
    floor_m = np.percentile(seen_m, LOWEST_PERCENT) if seen_m.size else 0.0
    return {name: path - [0.0, floor_m] for name, path in markers.items()}
