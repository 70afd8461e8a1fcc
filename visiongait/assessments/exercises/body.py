"""One person who stays in place, as every test here sees them: signals in the frame of the body."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ...cleaning import RELATIVE_SD, SMOOTH_HZ, InPlace, clean_in_place
from ...datatypes import (
    LEG_POINTS,
    SIDES,
    AngleSeries,
    AnkleZero,
    BoolArray,
    FloatArray,
    Pass,
    Scale,
    Side,
    SubjectChoice,
    Trajectories,
    Verdict,
)
from ...kinematics import angle_series, heel_toe_line_deg
from ...metrics import TINY_PX
from ..registry import Recording
from .refusals import ABSENCES, too_small, withheld

USUAL_LINE_DEG = -2.0
"""Tilt of the heel→toe line of a foot that stands flat, where nothing better is known
(`kinematics.DEFAULT_OFFSET_DEG`)."""


@dataclass(frozen=True, eq=False)
class Body:
    """A person in place: x forward (the way the feet point), y up, on a uniform clock `time_s` (N,).

    stays: the path as a `Pass` that goes nowhere, in pixels; height_m: the stature, None where nobody gave
    it; notes: sentences on how it was cleaned; zero: of both feet, from standing in
    the same session.  Lengths are in pixels (`_px`), in body heights
    (`_per_height`) or, with a stature, in metres.
    """

    stays: Pass
    height_m: float | None
    notes: tuple[str, ...] = ()
    zero: Mapping[Side, AnkleZero] | None = None

    @property
    def path(self) -> Trajectories:
        """All points in pixels."""
        return self.stays.trajectories

    @property
    def time_s(self) -> FloatArray:
        """(N,) seconds of the recording."""
        return self.path.time_s

    @property
    def near_side(self) -> Side:
        """The leg nearer to the camera."""
        return self.stays.near_side

    @property
    def height_px(self) -> float:
        """Apparent stature in pixels, while the person is upright."""
        return float(self.stays.height_px[0])

    @property
    def metres_per_px(self) -> float:
        """Scale from the stature; NaN without one."""
        return self.height_m / self.height_px if self.height_m else np.nan

    @property
    def scale(self) -> Scale | None:
        """The scale for the record; None without a stature."""
        if self.height_m is None:
            return None
        method = "height given, compared with the length of trunk, thigh and shank in the picture"
        return Scale(self.height_m, method, RELATIVE_SD)

    def is_far(self, side: Side) -> bool:
        """Whether this leg is the one farther from the camera."""
        return side != self.near_side

    def of(self, side: Side, part: str) -> FloatArray:
        """(N, 2) path of hip, knee, ankle, heel, toe or shoulder of a side, in pixels."""
        return self.path.of(f"{side}_{part}")

    def middle(self, part: str) -> FloatArray:
        """(N, 2) middle of the left and the right point, in pixels."""
        return np.asarray((self.of("left", part) + self.of("right", part)) / 2)

    def reliable(self, side: Side) -> BoolArray:
        """(N,) whether every point of the leg was measured, or filled across a short gap."""
        known = [np.isfinite(self.of(side, part)).all(axis=1) for part in LEG_POINTS]
        return np.asarray(np.all(known, axis=0))

    def shank_deg(self, side: Side) -> FloatArray:
        """(N,) ankle→knee against the vertical; 0 vertical, positive: the knee ahead of the ankle."""
        return self._angles.of(side, "shank_to_vertical_deg")

    def knee_deg(self, side: Side) -> FloatArray:
        """(N,) flexion of the knee; 0 straight."""
        return self._angles.of(side, "knee_flexion_deg")

    def hip_deg(self, side: Side) -> FloatArray:
        """(N,) flexion of the hip against the trunk; 0 in line."""
        return self._angles.of(side, "hip_flexion_deg")

    def line_deg(self, side: Side) -> FloatArray:
        """(N,) the line heel→toe against the floor, toes up positive: the sole plus a constant."""
        return heel_toe_line_deg(self.path, side)

    @cached_property
    def trunk_lean_deg(self) -> FloatArray:
        """(N,) hips→shoulders against the vertical; positive: shoulders ahead of the hips."""
        up = self.middle("shoulder") - self.middle("hip")
        return np.degrees(np.arctan2(up[:, 0], up[:, 1]))

    def flat_zero(self, side: Side, rows: BoolArray) -> AnkleZero:
        """Return the zero of a foot from rows (N,) in which it is known to stand flat.

        The median tilt of the heel→toe line over them; the other foot's, or the usual tilt, where there are
        too few.
        """
        if self.zero is not None:
            return self.zero[side]
        line = self.line_deg(side)[rows]
        line = line[np.isfinite(line)]
        if len(line) < 3:
            return AnkleZero("landmark", USUAL_LINE_DEG, 0, np.nan)
        offset = float(np.median(line))
        return AnkleZero("standing", offset, len(line), float(1.4826 * np.median(np.abs(line - offset))))

    def foot_deg(self, side: Side, zero: AnkleZero) -> FloatArray:
        """(N,) the sole against the floor; 0 flat, positive: toes up."""
        return self.line_deg(side) - zero.offset_deg

    def angles(self, zeros: Mapping[Side, AnkleZero]) -> Mapping[Side, Mapping[str, FloatArray]]:
        """Return the six angles of walking of both sides, as in frames.csv, with these zeros."""
        return angle_series(self.path, zeros).values

    def heel_height_px(self, side: Side, rest: BoolArray) -> FloatArray:
        """(N,) the heel above where it is in the rows `rest`, in which the foot stands flat."""
        height = self.of(side, "heel")[:, 1]
        return height - float(np.nanmedian(height[rest])) if rest.any() else np.full(len(height), np.nan)

    def seconds(self, rows: BoolArray) -> float:
        """Return how long some rows (N,) last."""
        return float(rows.sum() / self.path.rate_hz)

    def at(self, curve: FloatArray, time_s: float) -> float:
        """Return a curve (N,) at an instant, between samples; NaN where it is not known there."""
        if not np.isfinite(time_s):
            return np.nan
        return float(np.interp(time_s, self.time_s, curve))

    @cached_property
    def _angles(self) -> AngleSeries:
        zero = AnkleZero("landmark", USUAL_LINE_DEG, 0, np.nan)
        return angle_series(self.path, dict.fromkeys(SIDES, zero))


def body_of(recording: Recording, *, cutoff_hz: float = SMOOTH_HZ, may_walk: bool = False) -> Body | Verdict:
    """Return the person of a recording in the frame of the body, or why nothing can be measured.

    Parameters
    ----------
    recording
        What the test is given.
    cutoff_hz
        Of the low-pass filter; a test of instants needs more than one of angles.
    may_walk
        Whether the person may go through the picture.
    """
    if not isinstance(recording.subject, SubjectChoice):
        return withheld(recording.subject.message, recording.subject.hint)
    if recording.track is None:
        return ABSENCES["nobody"]
    seen = recording.detected
    found = clean_in_place(recording.track, seen.camera, seen.video, cutoff_hz=cutoff_hz, may_walk=may_walk)
    if not isinstance(found, InPlace):
        return ABSENCES[found]
    body = Body(found.stays, recording.height_m, found.notes, recording.zero)
    return too_small(body.height_px) if body.height_px < TINY_PX else body
