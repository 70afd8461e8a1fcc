"""The truth of a rendered walk: exact angles, events and lengths, in the product's own types."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ..datatypes import SIDES, AngleSeries, BoolArray, EventKind, EventReport, GaitEvent, Side, Stride
from ..errors import InputError, UsageError
from ..events import find_strides
from ..metrics import METRICS, MeasuredStride

FORMAT = "synthetic-gait-truth/1"
ENDING = ".truth.json"
LETTER: dict[Side, str] = {"left": "L", "right": "R"}
ANGLE_KEYS = {
    "ankle_dorsiflexion_deg": "ankle_dorsiflexion_deg",
    "shank_to_vertical_deg": "shank_angle_deg",
    "foot_to_floor_deg": "foot_floor_angle_deg",
    "knee_flexion_deg": "knee_flexion_deg",
    "hip_flexion_deg": "hip_flexion_deg",
}
"""Our names of the angles, and the truth file's."""

EVENT_KEYS: dict[EventKind, str] = {"foot_strike": "heel_strike_s", "foot_off": "toe_off_s"}
SAME_INSTANT_S = 1e-6


@dataclass(frozen=True, eq=False)
class TrueWalk:
    """What really happened in one clip.

    near_side faces the camera; view_angle_deg: between the line of walking and the picture plane;
    angles on the clip's frames (`AngleSeries` without zeros: these are exact); legs_in_frame (T,): both legs
    wholly in the picture; strides between true foot strikes; stride_metrics: one row per stride, with `side`,
    `start_s`, `end_s`, `seen` (the legs stayed in the picture) and the stride metrics.
    Hip flexion counts from the pelvis here, from the trunk in the product: a difference of definition.
    """

    name: str
    near_side: Side
    view_angle_deg: float
    standing: bool
    stature_m: float
    angles: AngleSeries
    legs_in_frame: BoolArray
    events: EventReport
    strides: tuple[Stride, ...]
    stride_metrics: pd.DataFrame

    def leg(self, side: Side) -> str:
        """Return `near` or `far`."""
        return "near" if side == self.near_side else "far"

    def seen(self, start_s: float, end_s: float) -> bool:
        """Whether both legs were in the picture throughout `[start_s, end_s)`, and the clip covers it."""
        time_s = self.angles.time_s
        within = self.legs_in_frame[(time_s >= start_s) & (time_s < end_s)]
        return bool(time_s[0] <= start_s and end_s <= time_s[-1] and within.size and within.all())


def find_truths(folder: Path) -> list[Path]:
    """Return the truth files of a folder, by name.

    Raises
    ------
    UsageError
        If there is none.
    """
    found = sorted(folder.glob(f"*{ENDING}")) if folder.is_dir() else []
    if not found:
        raise UsageError(
            f"There is no clip with truth in {folder}.",
            f"A clip NAME.mp4 needs its truth beside it in NAME{ENDING} ({FORMAT}).",
        )
    return found


def read_truth(path: Path) -> TrueWalk:
    """Read one truth file.

    Raises
    ------
    InputError
        If it is missing or is not of the format `synthetic-gait-truth/1`.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content.get("format") != FORMAT:
            raise ValueError(content.get("format"))
        return _true_walk(content)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        raise InputError(f"{path} cannot be read as truth of the format {FORMAT}.") from fault


def _true_walk(content: Mapping[str, Any]) -> TrueWalk:
    frames = content["frames"]
    values = {
        side: {
            name: np.array(frames["angles"][f"{key}.{LETTER[side]}"], float)
            for name, key in ANGLE_KEYS.items()
        }
        for side in SIDES
    }
    angles = AngleSeries(np.array(frames["time_s"], float), values, {})
    inside = np.array(frames["legs_in_frame"], bool)
    events = EventReport(tuple(_events(content["events"])))
    strides = find_strides(events, 0)
    walk = TrueWalk(
        name=content["name"],
        near_side=next(side for side in SIDES if LETTER[side] == content["near_side"]),
        view_angle_deg=abs(float(content["camera"]["azimuth"])),
        standing=bool(content.get("standing", False)),
        stature_m=float(content["subject"]["stature_m"]),
        angles=angles,
        legs_in_frame=inside,
        events=events,
        strides=strides,
        stride_metrics=pd.DataFrame([_metrics(one, angles, content["gait"]) for one in strides]),
    )
    if len(strides):
        seen = [walk.seen(one.start_s, one.end_s) for one in strides]
        walk.stride_metrics["seen"] = seen
    return walk


def _events(events: Mapping[str, Any]) -> list[GaitEvent]:
    return [
        GaitEvent(float(time_s), side, kind, "truth", 1.0)
        for kind, key in EVENT_KEYS.items()
        for side in SIDES
        for time_s in events[key][LETTER[side]]
    ]


OF_EVENTS_AND_ANGLES = METRICS.names(lambda metric: metric.family != "distance")


def _metrics(stride: Stride, angles: AngleSeries, gait: Mapping[str, Any]) -> dict[str, Any]:
    """Return one stride's true metrics, worked out as the product does, but from the truth."""

    def given(what: str, value: str, when_s: float | None) -> float:
        listed = gait[what][LETTER[stride.side]]
        here = (one[value] for one in listed if abs(one["time_s"] - (when_s or np.inf)) < SAME_INSTANT_S)
        found = next(here, None)
        return np.nan if found is None else float(found)

    length_m = given("stride_length_m", "length_m", stride.start_s)
    return {
        "side": stride.side,
        "start_s": stride.start_s,
        "end_s": stride.end_s,
        **METRICS.measure(MeasuredStride(stride, angles), OF_EVENTS_AND_ANGLES),
        "stride_length_m": length_m,
        "walking_speed_m_per_s": length_m / (stride.end_s - stride.start_s),
        "step_length_m": given("step_length_m", "length_m", stride.end_s),
        "min_toe_clearance_m": given("min_toe_clearance_m", "clearance_m", stride.foot_off_s),
    }
