"""The walk behind the landmarks: trajectories, angles, events, strides."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntFlag
from typing import Literal

import numpy as np

from .arrays import BoolArray, FloatArray, IntArray, check_increasing, frozen

Side = Literal["left", "right"]
SIDES: tuple[Side, Side] = ("left", "right")
LEG_POINTS = ("hip", "knee", "ankle", "heel", "toe")
ANGLES = (
    "ankle_dorsiflexion_deg",
    "shin_ankle_deg",
    "shank_to_vertical_deg",
    "foot_to_floor_deg",
    "knee_flexion_deg",
    "hip_flexion_deg",
)


def other(side: Side) -> Side:
    """Return the opposite side."""
    return "right" if side == "left" else "left"


class Fault(IntFlag):
    """Why a point of a frame was not trusted; flags add up."""

    NONE = 0
    NOT_FOUND = 1
    MIRROR = 2  # the mirrored picture says something else
    JUMP = 4
    BONE_LENGTH = 8
    COLLAPSED = 16  # both legs on one limb
    OUT_OF_PICTURE = 32
    LOW_VISIBILITY = 64
    SIDE_UNKNOWN = 128  # nobody can tell which leg is which


@dataclass(frozen=True)
class Trajectories:
    """Leg and trunk points in the walking frame, on a uniform clock.

    points: names such as `left_ankle`, `right_toe`, `left_shoulder` (leg points always, shoulders if known);
    time_s (T,) uniform, seconds of the recording; rate_hz;
    position (T, K, 2): x = direction of walking, y up, origin arbitrary; unit `px` or `m`;
    filled (T, K): interpolated across a short gap; fault (T, K): `Fault` flags of masked samples.
    NaN = not measured.
    """

    points: tuple[str, ...]
    time_s: FloatArray
    rate_hz: float
    position: FloatArray
    unit: Literal["px", "m"]
    filled: BoolArray
    fault: IntArray

    def __post_init__(self) -> None:
        n, k = len(self.time_s), len(self.points)
        put = object.__setattr__
        put(self, "time_s", frozen(self.time_s, (n,), "time_s"))
        put(self, "position", frozen(self.position, (n, k, 2), "position"))
        put(self, "filled", frozen(self.filled, (n, k), "filled", np.bool_))
        put(self, "fault", frozen(self.fault, (n, k), "fault", np.int64))
        check_increasing(self.time_s)

    def of(self, point: str) -> FloatArray:
        """(T, 2) path of one point."""
        return self.position[:, self.points.index(point)]

    def has(self, point: str) -> bool:
        """Whether the point is among `points`."""
        return point in self.points

    def fault_of(self, point: str) -> IntArray:
        """(T,) fault flags of one point."""
        return self.fault[:, self.points.index(point)]

    @staticmethod
    def clean(
        points: tuple[str, ...], time_s: FloatArray, position: FloatArray, unit: Literal["px", "m"]
    ) -> "Trajectories":
        """Build from trusted points (motion capture, synthetic): nothing masked, nothing filled."""
        n, k = len(time_s), len(points)
        rate_hz = float((n - 1) / (time_s[-1] - time_s[0]))
        nothing = np.zeros((n, k))
        return Trajectories(
            points, time_s, rate_hz, position, unit, nothing.astype(bool), nothing.astype(np.int64)
        )


@dataclass(frozen=True)
class Pass:
    """One stretch of straight walking past the camera, in one direction.

    facing: +1 the subject walks (or faces, on a treadmill) to the picture's right, -1 to its left;
    near_side: the leg nearer to the camera; view_angle_deg: estimated angle between the line of walking and
    the picture plane, 0 = exactly from the side, None if unknown; treadmill: walks on the spot;
    world_fixed: positions are relative to the ground (camera still or compensated, not a treadmill), so that
    speeds and step lengths may be read off them;
    height_px (T,): apparent stature in pixels at each sample (perspective), NaN if unknown;
    turned_back: the camera turned with the walker, and positions are as one at rest sees them, as far as the
    background told its movement;
    from_standing, to_standing: the person is seen to start, or to stop, at that end of the pass.
    """

    trajectories: Trajectories
    facing: Literal[1, -1]
    near_side: Side
    view_angle_deg: float | None
    treadmill: bool
    world_fixed: bool
    height_px: FloatArray
    turned_back: bool = False
    from_standing: bool = False
    to_standing: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(
            self, "height_px", frozen(self.height_px, (len(self.trajectories.time_s),), "height_px")
        )


@dataclass(frozen=True)
class LeftOut:
    """A stretch of the recording that was not measured, and why."""

    start_s: float
    end_s: float
    reason: str


@dataclass(frozen=True)
class CleanWalk:
    """The subject's walk, cleaned: passes, what was left out, and what was done to the data.

    masked_frames_percent: per side, share of frames of the passes with a masked leg point;
    cutoff_hz: of the zero-phase low-pass; notes: sentences for people;
    side_doubts, tilt_doubts: sentences about which leg is left, and about where is up, where that is not
    certain.
    """

    passes: tuple[Pass, ...]
    left_out: tuple[LeftOut, ...]
    masked_frames_percent: Mapping[Side, float]
    cutoff_hz: float
    camera_moving: bool
    notes: tuple[str, ...] = ()
    side_doubts: tuple[str, ...] = ()
    tilt_doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class AnkleZero:
    """Which zero an ankle's dorsiflexion counts from.

    offset_deg is subtracted from the landmark line's angle: 0 where the foot stands flat.  samples: frames it
    was taken from; spread_deg: their SD.  toes_up_share: by how much the sole turns for each degree that the
    line heel→toe does while it points up; less than 1 where toes are lifted with the foot.
    """

    method: Literal["foot_flat", "standing", "landmark"]
    offset_deg: float
    samples: int
    spread_deg: float
    toes_up_share: float = 1.0

    def sole_deg(self, line_deg: FloatArray) -> FloatArray:
        """Return the sole's angle (heel to ball, toes up positive) where the line heel→toe has this one."""
        turned = line_deg - self.offset_deg
        return np.where(turned > 0, self.toes_up_share * turned, turned)


@dataclass(frozen=True)
class AngleSeries:
    """Sagittal angles on the clock of the trajectories.

    `values[side][name]` is (T,), degrees, NaN = not measured.
    Names are those of `ANGLES`, zeros and signs those of docs/numbers.md.
    """

    time_s: FloatArray
    values: Mapping[Side, Mapping[str, FloatArray]]
    zero: Mapping[Side, AnkleZero]

    def of(self, side: Side, name: str) -> FloatArray:
        """(T,) one angle of one side."""
        return self.values[side][name]


EventKind = Literal["foot_strike", "foot_off"]


@dataclass(frozen=True, order=True)
class GaitEvent:
    """An instant of foot contact; `time_s` is between frames; confidence 0 to 1."""

    time_s: float
    side: Side
    kind: EventKind
    method: str
    confidence: float


@dataclass(frozen=True)
class Stride:
    """From one foot strike of `side` to its next, `[start_s, end_s)`, with the events inside it.

    opposite_foot_off_s, opposite_foot_strike_s, foot_off_s follow in that order in walking; None where
    missing.  `pass_index` tells the pass.  A stride that is not `valid` says why in `reject_reason`; one that
    is not `steady` belongs to starting, stopping or turning, and is left out of the means.
    """

    side: Side
    start_s: float
    end_s: float
    opposite_foot_off_s: float | None
    opposite_foot_strike_s: float | None
    foot_off_s: float | None
    pass_index: int
    valid: bool = True
    reject_reason: str = ""
    steady: bool = True


@dataclass(frozen=True)
class EventReport:
    """Events of one pass, and how far two independent detectors agree.

    agreement: per kind, mean absolute difference in seconds and the share of events that both found;
    faults: sentences (order broken, events dropped).
    """

    events: tuple[GaitEvent, ...]
    agreement_s: Mapping[str, float] = field(default_factory=dict)
    agreed_share: Mapping[str, float] = field(default_factory=dict)
    faults: tuple[str, ...] = ()

    def times(self, side: Side, kind: EventKind) -> FloatArray:
        """(N,) sorted times of one kind of event of one side."""
        return np.array(sorted(e.time_s for e in self.events if e.side == side and e.kind == kind))
