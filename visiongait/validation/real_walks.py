"""Real walks whose truth nobody knows: their consistency, and events read by eye."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from ..datatypes import SIDES, Assessment, EventKind, FloatArray, Side, Summary, in_means

FLAT_PERCENT = (15.0, 40.0)
"""Part of the stride after a foot strike in which the whole sole rests on the floor."""

COMPARED = (
    "ankle_rom_deg",
    "peak_dorsiflexion_stance_deg",
    "peak_dorsiflexion_swing_deg",
    "peak_plantarflexion_deg",
    "shank_to_vertical_midstance_deg",
    "peak_knee_flexion_swing_deg",
)
"""Angles in which the legs of a healthy walker, and the halves of a recording, agree."""


def foot_steadiness(assessment: Assessment) -> pd.DataFrame:
    """Return, per side, how steady the foot is while it stands flat.

    Columns: `side`; `strides`; `flat_angle_sd_deg`, the SD of the sole's angle about its mean in each stance
    (root mean square over stances); `flat_angle_range_deg`, the range of those means from stance to stance;
    `foot_length_cv_percent`, the SD of the distance heel to toe in the picture while flat, in percent of its
    mean, in frames whose leg was trusted.  NaN where no stance was measured.
    """
    return pd.DataFrame([{"side": side, **_steadiness(assessment, side)} for side in SIDES])


def _steadiness(assessment: Assessment, side: Side) -> dict[str, float]:
    sole = assessment.frames[f"{side}_foot_to_floor_deg"].to_numpy(float)
    length = np.where(
        assessment.frames[f"{side}_reliable"] == 1, _foot_length_px(assessment.landmarks, side), np.nan
    )
    stances = _flat(assessment, side)
    seen = [sole[flat][np.isfinite(sole[flat])] for flat in stances]
    angles = [one for one in seen if len(one) > 1]
    lengths = [length[flat] / np.nanmean(length[flat]) for flat in stances if np.isfinite(length[flat]).any()]
    means = [float(one.mean()) for one in angles]
    return {
        "strides": len(angles),
        "flat_angle_sd_deg": _pooled_sd(angles),
        "flat_angle_range_deg": max(means) - min(means) if means else np.nan,
        "foot_length_cv_percent": 100 * float(np.nanstd(np.concatenate(lengths))) if lengths else np.nan,
    }


def _pooled_sd(groups: list[FloatArray]) -> float:
    return float(np.sqrt(np.mean([one.var(ddof=1) for one in groups]))) if groups else np.nan


def _flat(assessment: Assessment, side: Side) -> "list[np.ndarray[tuple[int], np.dtype[np.bool_]]]":
    """Return the frames in which the foot stands flat, stride by stride."""
    time_s = assessment.frames["time_s"].to_numpy(float)
    strides = _valid(assessment, side)
    spans = zip(strides["start_s"], strides["end_s"], strict=True)
    shares = [100 * (time_s - start_s) / (end_s - start_s) for start_s, end_s in spans]
    return [(share >= FLAT_PERCENT[0]) & (share <= FLAT_PERCENT[1]) for share in shares]


def _foot_length_px(landmarks: pd.DataFrame, side: Side) -> FloatArray:
    heel, toe = (
        landmarks[[f"{side}_{point}_x_px", f"{side}_{point}_y_px"]].to_numpy(float)
        for point in ("heel", "toe")
    )
    length: FloatArray = np.linalg.norm(toe - heel, axis=1)
    return length


def _valid(assessment: Assessment, side: Side) -> pd.DataFrame:
    strides = assessment.strides
    return in_means(strides[strides["side"] == side])


def side_differences(assessment: Assessment) -> pd.DataFrame:
    """Return left minus right of the mean of each of `COMPARED`: `metric`, `left`, `right`, `difference`."""
    table = pd.DataFrame({"metric": COMPARED})
    for side in SIDES:
        table[side] = _valid(assessment, side)[list(COMPARED)].astype(float).mean().to_numpy()
    return table.assign(difference=table["left"] - table["right"])


def half_differences(assessment: Assessment) -> pd.DataFrame:
    """Return whether the first and the second half of the strides agree within the stated interval.

    A row per side and metric of `COMPARED` with at least two strides: `first` and `second`, the means of the
    halves; `ci95_low`, `ci95_high` of the whole as stated; `agree`, whether both lie in it.
    """
    rows, stated = [], Summary(assessment.summary)
    for side in SIDES:
        strides = _valid(assessment, side)
        for metric in COMPARED:
            values = strides[metric].dropna().to_numpy(float)
            half = len(values) // 2
            if half:
                halves = float(np.mean(values[:half])), float(np.mean(values[half:]))
                low, high = stated[metric, side].interval
                rows.append((metric, side, *halves, low, high, low <= min(halves) and max(halves) <= high))
    columns = ["metric", "side", "first", "second", "ci95_low", "ci95_high", "agree"]
    return pd.DataFrame(rows, columns=columns)


WITHIN_FRAMES = 2
OPTIONAL = 3
"""Uncertainty in frames from which an event that was read need not be found, and may be."""


@dataclass(frozen=True)
class ReadEvent:
    """An event read off the pictures, to the frame; `uncertainty_frames` is the reader's."""

    side: Side
    kind: EventKind
    frame: int
    uncertainty_frames: int


@dataclass
class Agreement:
    """How events reported compare with those read: found, reported for the other side, or in addition.

    off_frames: reported minus read, of the ones found.
    """

    read: int = 0
    found: int = 0
    wrong_side: int = 0
    extra: int = 0
    off_frames: list[float] = field(default_factory=list)

    def __iadd__(self, other: "Agreement") -> "Agreement":
        self.read += other.read
        self.found += other.found
        self.wrong_side += other.wrong_side
        self.extra += other.extra
        self.off_frames += other.off_frames
        return self


def read_events(path: Path) -> dict[str, list[ReadEvent]]:
    """Return the events of each recording (by its stem) from a table `clip,side,event,frame,…`."""
    found: dict[str, list[ReadEvent]] = {}
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            side: Side = "left" if row["side"] == "left" else "right"
            kind: EventKind = "foot_strike" if row["event"] == "foot_strike" else "foot_off"
            event = ReadEvent(side, kind, int(row["frame"]), int(row["uncertainty_frames"]))
            found.setdefault(Path(row["clip"]).stem, []).append(event)
    return found


def counted_strikes(path: Path) -> dict[str, dict[Side, int]]:
    """Return how many foot strikes people counted, by recording (its stem) and side."""
    with path.open(newline="", encoding="utf-8") as file:
        return {
            Path(row["recording"]).stem: {side: int(row[f"{side}_foot_strikes"]) for side in SIDES}
            for row in csv.DictReader(file)
        }


def compare(reported: pd.DataFrame, read: Sequence[ReadEvent], kind: EventKind) -> Agreement:
    """Compare the table of events with what was read: pairs at most two frames apart, nearest first."""
    of_kind = reported[reported["event"] == kind]
    mine = list(zip(of_kind["side"].astype(str), of_kind["frame"].astype(float), strict=True))
    asked = [one for one in read if one.kind == kind and one.uncertainty_frames < OPTIONAL]
    optional = [one for one in read if one.kind == kind and one.uncertainty_frames >= OPTIONAL]
    result = Agreement(read=len(asked))
    matched = _take_pairs(asked, mine, same_side=True)
    result.found = len(matched)
    result.off_frames = [reported_frame - one.frame for one, reported_frame in matched]
    _take_pairs(optional, mine, same_side=True)
    result.wrong_side = len(_take_pairs(asked, mine, same_side=False))
    result.extra = len(mine)
    return result


def _take_pairs(
    read: list[ReadEvent], reported: list[tuple[str, float]], *, same_side: bool
) -> list[tuple[ReadEvent, float]]:
    """Take the nearest pairs off both lists and return them."""
    near = sorted(
        (abs(frame - one.frame), i, j)
        for i, one in enumerate(read)
        for j, (side, frame) in enumerate(reported)
        if (side == one.side) == same_side and abs(frame - one.frame) <= WITHIN_FRAMES
    )
    taken_read: set[int] = set()
    taken_reported: set[int] = set()
    pairs = []
    for _, i, j in near:
        if i not in taken_read and j not in taken_reported:
            taken_read.add(i)
            taken_reported.add(j)
            pairs.append((read[i], reported[j][1]))
    read[:] = [one for i, one in enumerate(read) if i not in taken_read]
    reported[:] = [one for j, one in enumerate(reported) if j not in taken_reported]
    return pairs


def within_one(reported: pd.DataFrame, counted: dict[Side, int]) -> int:
    """Return of how many legs the foot strikes reported are within one of those counted."""
    strikes = reported[reported["event"] == "foot_strike"]
    return int(sum(abs(int(np.sum(strikes["side"] == side)) - counted[side]) <= 1 for side in SIDES))
