"""How far results of real recordings are from what people counted and read off their pictures."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from ..datatypes.walk import SIDES, EventKind, Side

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
    """How events told compare with those read: found, told of the other side, or told in addition.

    off_frames: told minus read, of the ones found.
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


def compare(told: pd.DataFrame, read: Sequence[ReadEvent], kind: EventKind) -> Agreement:
    """Compare the table of events with what was read: pairs at most two frames apart, nearest first."""
    of_kind = told[told["event"] == kind]
    mine = list(zip(of_kind["side"].astype(str), of_kind["frame"].astype(float), strict=True))
    asked = [one for one in read if one.kind == kind and one.uncertainty_frames < OPTIONAL]
    optional = [one for one in read if one.kind == kind and one.uncertainty_frames >= OPTIONAL]
    result = Agreement(read=len(asked))
    matched = _take_pairs(asked, mine, same_side=True)
    result.found = len(matched)
    result.off_frames = [told_frame - one.frame for one, told_frame in matched]
    _take_pairs(optional, mine, same_side=True)
    result.wrong_side = len(_take_pairs(asked, mine, same_side=False))
    result.extra = len(mine)
    return result


def _take_pairs(
    read: list[ReadEvent], told: list[tuple[str, float]], *, same_side: bool
) -> list[tuple[ReadEvent, float]]:
    """Take the nearest pairs off both lists and return them."""
    near = sorted(
        (abs(frame - one.frame), i, j)
        for i, one in enumerate(read)
        for j, (side, frame) in enumerate(told)
        if (side == one.side) == same_side and abs(frame - one.frame) <= WITHIN_FRAMES
    )
    taken_read: set[int] = set()
    taken_told: set[int] = set()
    pairs = []
    for _, i, j in near:
        if i not in taken_read and j not in taken_told:
            taken_read.add(i)
            taken_told.add(j)
            pairs.append((read[i], told[j][1]))
    read[:] = [one for i, one in enumerate(read) if i not in taken_read]
    told[:] = [one for j, one in enumerate(told) if j not in taken_told]
    return pairs


def within_one(told: pd.DataFrame, counted: dict[Side, int]) -> int:
    """Return of how many legs the foot strikes told are within one of those counted."""
    strikes = told[told["event"] == "foot_strike"]
    return int(sum(abs(int(np.sum(strikes["side"] == side)) - counted[side]) <= 1 for side in SIDES))
