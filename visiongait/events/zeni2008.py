"""Initial contact (foot strike) and foot off from the feet's farthest points before and behind the pelvis.

Zeni J.A., Richards J.G., Higginson J.S. (2008). Two simple methods for determining gait events during
treadmill and overground walking using kinematic data. Gait & Posture 27(4):710-714.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

import numpy as np

from ..datatypes import SIDES, EventKind, FloatArray, GaitEvent, Side, Trajectories
from ..kinematics import excursion, foot_path, from_pelvis, is_walking, local_fit

DECIDING_POINT: Mapping[EventKind, Literal["heel", "toe"]] = {"foot_strike": "heel", "foot_off": "toe"}

RISE = 0.3
"""A swing counts if the foot travels this share of its own usual excursion: shuffling feet set their own
scale."""

FAR = 2 / 3
"""An extreme counts if it comes so far out, from the other end of the foot's usual excursion (shuffling with
Parkinson: at least 0.78): in the middle of it, legs that a network swaps make extremes of their own."""

CUT_RISE = 0.08
"""Of the first and the last extreme, whose outer flank the pass cuts off, so much of that flank must be seen:
6 cm in usual walking, twice the noise of landmarks."""

REACH_S = 0.06
"""The fitted velocity passes zero this near to the highest fitted position."""

EXTREME_LAG_S: Mapping[EventKind, float] = {"foot_strike": -0.040, "foot_off": 0.010}
"""Zeni's instants minus force plate."""


class Turn(NamedTuple):
    """A turning point: its sample, whether it is a maximum, and the lower of its two flanks."""

    sample: int
    is_maximum: bool
    flank: float


@dataclass(frozen=True)
class Zeni2008:
    """Initial contact: heel farthest before the pelvis.  Foot off: toe farthest behind it.

    Works overground, on a treadmill and with a panning camera alike, because only positions relative to the
    pelvis enter.  Which extremes count is decided on the whole foot (mean of heel and toe), so that flat and
    forefoot contact and dragging toes are found as well; each side is its own yardstick.

    The method's instants are kinematic: the heel is farthest before the pelvis while it still glides forward
    at walking speed, some 35 to 55 ms before the force plate feels it; the toe is farthest behind 10 to 20 ms
    after the plate lost it (`contact.py` moves them to the contact itself).
    """

    name: str = "zeni2008"

    @property
    def lag_s(self) -> Mapping[EventKind, float]:
        """How late its instants are, against a force plate (20 N)."""
        return EXTREME_LAG_S

    def detect(self, trajectories: Trajectories) -> tuple[GaitEvent, ...]:
        """Return the events of both sides in time order; empty where nobody walks."""
        if not is_walking(trajectories):
            return ()
        return tuple(sorted(event for side in SIDES for event in self._of_side(trajectories, side)))

    def _of_side(self, trajectories: Trajectories, side: Side) -> list[GaitEvent]:
        rate_hz = trajectories.rate_hz
        foot = local_fit(foot_path(trajectories, side), rate_hz)
        if not np.isfinite(foot).all():
            return []
        turns = turning_points(foot, RISE * excursion(foot), CUT_RISE * excursion(foot))
        return [
            event for kind in DECIDING_POINT for event in self._events(trajectories, side, foot, turns, kind)
        ]

    def _events(
        self, trajectories: Trajectories, side: Side, foot: FloatArray, turns: list[Turn], kind: EventKind
    ) -> list[GaitEvent]:
        is_strike, rate_hz = kind == "foot_strike", trajectories.rate_hz
        path = from_pelvis(trajectories, f"{side}_{DECIDING_POINT[kind]}")[:, 0]
        outward = path if is_strike else -path
        fitted, velocity = (local_fit(outward, rate_hz, derivative) for derivative in (0, 1))
        standstills = crossings(velocity, 0.0, rising=False)
        found = []
        for turn, stretch in zip(turns, _stretches([turn.sample for turn in turns], len(path)), strict=True):
            farthest = stretch.start + int(np.argmax(fitted[stretch]))
            position = nearest(standstills, farthest, REACH_S * rate_hz)
            if turn.is_maximum == is_strike and position is not None and _is_far(foot, turn):
                time_s = float(trajectories.time_s[0] + position / rate_hz)
                whole = min(1.0, turn.flank / (RISE * excursion(foot)))
                found.append(GaitEvent(time_s, side, kind, self.name, whole))
        return found


def _is_far(foot: FloatArray, turn: Turn) -> bool:
    """Whether an extreme lies in the outer part of the foot's usual excursion, on its own side."""
    near, far = np.percentile(foot, [5, 95] if turn.is_maximum else [95, 5])
    return bool((foot[turn.sample] - near) / (far - near) >= FAR)


def _stretches(turns: list[int], length: int) -> list[slice]:
    """Return the stretch around each turning point: to the middle between it and its neighbours."""
    between = [(a + b) // 2 for a, b in pairwise(turns)]
    return [slice(a, b + 1) for a, b in pairwise([0, *between, length - 1])] if turns else []


def turning_points(signal: FloatArray, rise: float, cut_rise: float | None = None) -> list[Turn]:
    """Return alternating extremes, each left and reached by at least `rise`.

    A maximum counts once the signal had climbed `rise` from the minimum before it and fallen by `rise` after
    it.  Of the first and the last extreme, whose outer flanks the ends of the signal may cut off, that flank
    must be `cut_rise` high only.
    """
    outer_rise = rise if cut_rise is None else cut_rise
    turns = _alternating(signal, rise)
    inner = [Turn(sample, is_maximum, rise) for sample, is_maximum in turns[1:-1]]
    cut = (_cut_off(signal, turns, at) for at in ((0, -1) if len(turns) > 1 else (0,)))
    return sorted([*inner, *(turn for turn in cut if turn and turn.flank >= outer_rise)])


def _alternating(signal: FloatArray, rise: float) -> list[tuple[int, bool]]:
    """Return the highest and lowest samples (sample, is_maximum) between swings of at least `rise`.

    The first and the last were reached, or left, by `rise` on their inner side only.
    """
    found: list[tuple[int, bool]] = []
    low = high = 0
    direction = 0
    for sample, value in enumerate(signal):
        high = sample if value > signal[high] else high
        low = sample if value < signal[low] else low
        if direction >= 0 and value <= signal[high] - rise:
            found.append((high, True))
            direction, low = -1, sample
        elif direction <= 0 and value >= signal[low] + rise:
            found.append((low, False))
            direction, high = 1, sample
    return found + [(high, True) if direction > 0 else (low, False)] * (direction != 0)


def _cut_off(signal: FloatArray, turns: list[tuple[int, bool]], at: int) -> Turn | None:
    """Return the first (0) or last (-1) extreme with its outer flank."""
    if not turns:
        return None
    sample, is_maximum = turns[at]
    beyond = signal[: sample + 1] if at == 0 else signal[sample:]
    return Turn(sample, is_maximum, float(np.max(np.abs(beyond - signal[sample]))))


def crossings(signal: FloatArray, level: float, rising: bool) -> FloatArray:
    """Return the positions (in samples, between samples) at which the signal passes through a level."""
    above = signal - level if rising else level - signal
    before = np.flatnonzero((above[:-1] < 0) & (above[1:] >= 0))
    crossed: FloatArray = before + above[before] / (above[before] - above[before + 1])
    return crossed


def nearest(positions: FloatArray, wanted: float, reach: float) -> float | None:
    """Return the position nearest to the wanted one, None if none lies within reach."""
    near = positions[np.abs(positions - wanted) <= reach]
    return float(near[np.argmin(np.abs(near - wanted))]) if near.size else None
