"""What becomes known of a walk while it goes on: events, and strides as far as they are known."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ..datatypes import AnkleZero, EventKind, FloatArray, Side

POINTS: tuple[Literal["shoulder", "hip", "knee", "ankle", "heel", "toe"], ...] = (
    "shoulder",
    "hip",
    "knee",
    "ankle",
    "heel",
    "toe",
)
"""Landmarks of one side, as they stand in `LiveFrame.landmarks_px`."""

STRIDE_METRICS = (
    "stride_time_s",
    "step_time_s",
    "cadence_steps_per_min",
    "stance_percent",
    "ankle_dorsiflexion_at_foot_strike_deg",
    "peak_dorsiflexion_stance_deg",
    "peak_dorsiflexion_swing_deg",
    "peak_plantarflexion_deg",
    "ankle_rom_deg",
    "shank_to_vertical_midstance_deg",
    "foot_strike_angle_deg",
    "heel_rise_percent",
    "peak_knee_flexion_stance_deg",
    "peak_knee_flexion_swing_deg",
    "step_time_asymmetry_percent",
)
"""Keys of `LiveStride.metrics`: those of `strides.csv` (docs/numbers.md), defined as there, and
`step_time_asymmetry_percent` = |left - right| / (½ (left + right)) · 100 of the medians of the last five step
times of each side."""


@dataclass(frozen=True)
class LiveEvent:
    """An instant of foot contact, reported as soon as it is certain.

    time_s: recording time of the contact itself, between frames; confidence 0 to 1;
    delay_s: how much later the picture arrived at which it was reported (recording time).
    """

    time_s: float
    side: Side
    kind: EventKind
    confidence: float
    delay_s: float


@dataclass(frozen=True)
class LiveStride:
    """A stride as far as it is known; reported again whenever something new is known about it.

    number: counts the strides of the session from 1; the same stride keeps its number;
    end_s: None until the next initial contact of the side; `complete` from then on;
    metrics: keys `STRIDE_METRICS`, NaN = not measured or not known yet; `new`: those known just now, so that
    a cue can come at the event that matters: the landing's at the start, the shank's at the opposite
    initial contact, the stance's at push-off, what else a cue can be about at the end, each with the first
    picture after the event; all others some 0.2 s after the end, when no number changes any more;
    valid, reject_reason: as in `strides.csv`; what is not valid has no numbers when complete.
    """

    number: int
    side: Side
    start_s: float
    end_s: float | None
    metrics: Mapping[str, float]
    new: tuple[str, ...]
    valid: bool = True
    reject_reason: str = ""

    @property
    def complete(self) -> bool:
        """Whether the stride has ended."""
        return self.end_s is not None


@dataclass(frozen=True)
class Analysed:
    """What became known with one picture; the fields are those of `LiveFrame`."""

    landmarks_px: Mapping[Side, Mapping[str, FloatArray]] = field(default_factory=dict)
    angles_deg: Mapping[Side, Mapping[str, float]] = field(default_factory=dict)
    angles_delay_s: float = 0.0
    zero: Mapping[Side, AnkleZero] = field(default_factory=dict)
    events: tuple[LiveEvent, ...] = ()
    strides: tuple[LiveStride, ...] = ()
