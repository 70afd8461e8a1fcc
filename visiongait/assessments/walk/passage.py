"""What an assessment is made of: one subject's clean walk, and each pass of it measured."""

from dataclasses import dataclass

from ...datatypes import (
    AngleSeries,
    CleanWalk,
    DetectionPass,
    EventReport,
    Pass,
    PassSummary,
    PoseTrack,
    Scale,
    Stride,
    SubjectChoice,
)
from ...errors import NoGaitError
from .legs import Legs


@dataclass(frozen=True)
class MeasuredPass:
    """A pass in pixels and (with a scale) in metres, with its angles, events and strides.

    `legs_pass` is the pass in pixels with the legs that the angles are read off.
    """

    walk_pass: Pass
    scaled_pass: Pass | None
    legs_pass: Pass
    angles: AngleSeries
    report: EventReport
    strides: tuple[Stride, ...]

    def summary(self) -> PassSummary:
        """Return the pass in words; a moving camera counts as compensated where the ground stands still."""
        one = self.walk_pass
        return PassSummary(
            start_s=float(one.trajectories.time_s[0]),
            end_s=float(one.trajectories.time_s[-1]),
            facing="right" if one.facing > 0 else "left",
            near_side=one.near_side,
            view_angle_deg=one.view_angle_deg,
            treadmill=one.treadmill,
            camera_compensated=one.turned_back and one.world_fixed,
            valid_strides=sum(stride.valid for stride in self.strides),
        )


@dataclass(frozen=True)
class Evidence:
    """A recording worked through: who was measured (or why nobody was), and what came of it.

    `passes` are in order of time; `scale` is None without a stature.
    """

    detected: DetectionPass
    subject: SubjectChoice | NoGaitError
    track: PoseTrack | None
    walk: CleanWalk
    legs: Legs
    scale: Scale | None
    passes: tuple[MeasuredPass, ...]
