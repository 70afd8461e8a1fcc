"""The zero of the ankle: where each foot's sole lies against its heel→toe line.

The landmarks "heel" and "toe" sit at different heights above the sole, by an amount that differs with person,
shoe and detector: their line is tilted against the sole by a constant of some degrees.  While the foot stands
flat the sole *is* the floor, so the tilt can be read off the walk itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

import numpy as np

from ..datatypes import SIDES, AnkleZero, Pass, Side, Trajectories, other
from .angles import heel_toe_line_deg
from .foot_motion import excursion, foot_path, leg_length, local_fit, speed_over_ground, stance_speed

DEFAULT_OFFSET_DEG = -2.0
"""Tilt of BlazePose's heel→foot_index line over a sole that lies flat, toes lower than heel: the median over
both feet of eleven rendered walkers, shod and barefoot, whose soles are known exactly (range -4.8 to
+0.1)."""

CORRECTED_OFFSET_DEG = 0.0
"""Corrected, heel and toe lie on the sole."""

CORRECTED_TRUST = 0.5
"""How far the flat foot moves the zero of corrected legs.

The correction and the flat foot are two witnesses of where the sole lies, equally good where it lies flat; a
foot that never does deceives the second.  On rendered walks not trained on, half of each is as good as the
flat foot alone for usual ankles, and 0.7 degrees better in equinus (docs/decisions/0008).
"""

CORRECTED_TOES_UP_SHARE = 0.85
"""How far the sole of corrected legs turns for each degree of the line heel→toe above the flat foot.

People lift their toes in swing and at initial contact, and the network's toe follows their tip; the sole is
the line from the heel to the ball.  Six people read by eye say 0.74 (0.72 to 0.75 with any one left out);
rendered walkers, whose toes stay in line with the sole, say 1: this is between (docs/decisions/0032).
"""

STILL = 0.35
"""A planted foot's heel and toe move over the ground at less than this share of the walking speed."""

FLAT_RATE_DEG_PER_S = 30.0
"""Turning slower than this the foot is neither landing nor rolling off (those run at 150 to 500 °/s)."""

MIN_FLAT_S = 0.1
"""Less foot-flat than this in the whole recording is not enough to calibrate on."""

MAX_SIDE_DIFFERENCE_DEG = 6.0
"""Two feet in the same shoes, seen by the same detector, differ by less (markers: 0 to 4°, rendered: 0°)."""

PLAUSIBLE_OFFSET_DEG = (-15.0, 12.0)
"""A plateau outside is a foot that never stands flat (toe walking), or a misplaced landmark; flat feet in the
marker recordings and on rendered walkers lie between -8 and +10°."""

MAX_SPREAD_DEG = 10.0
"""A foot that seems to be flat at angles scattered more widely was not seen well enough (usual: 1 to 6°)."""

WALKING_EXCURSION = 0.08
"""Feet that move to and fro less than this share of the leg length stand."""


def ankle_zero(
    passes: Sequence[Pass],
    usual_deg: float = DEFAULT_OFFSET_DEG,
    *,
    trust: float = 1.0,
    toes_up_share: float = 1.0,
) -> dict[Side, AnkleZero]:
    """Calibrate the zero of each ankle from the walk itself.

    Foot-flat samples are those where heel and toe both rest on the ground and the foot does not turn; the
    offset is the median angle of the heel→toe line over them, its spread their robust SD (1.4826 x the median
    absolute deviation).  No gait events are needed: neither a missed event nor a slow stride spoils the zero.

    A foot that never stands flat (equinus) may still have a plateau, at a wrong angle.  Therefore:

    - an offset outside ``PLAUSIBLE_OFFSET_DEG``, or scattered more than ``MAX_SPREAD_DEG``, is not believed;
    - where the two feet differ by more than ``MAX_SIDE_DIFFERENCE_DEG``, the one farther from
      the usual offset is not believed;
    - a foot without a believed offset takes the other foot's (same shoes, same detector), else the usual
      one; its method is ``landmark``, which calls for caution.

    An equinus of less than about 6° on one side cannot be distinguished from a flat foot by landmarks; it
    then reads as zero, and the dorsiflexion of that side too high by as much.

    Parameters
    ----------
    passes
        All passes of the recording; the feet's shoes are taken to be the same throughout.
    usual_deg
        The usual offset of these landmarks.
    trust
        Share of a believed offset's distance from the usual one that is applied, 0 to 1: less than 1 where
        the usual one is itself a good witness.
    toes_up_share
        As in `AnkleZero`.

    Returns
    -------
    dict
        Per side: method ``foot_flat``, ``standing`` (flat samples while the person stood) or ``landmark``;
        the offset to subtract from the heel→toe line; the samples and the spread (NaN where not calibrated).
    """
    measured = {side: _measured(passes, side) for side in SIDES}
    believed = {side: zero for side, zero in measured.items() if zero is not None and _plausible(zero)}
    if len(believed) == 2:
        believed = _agreeing(believed, usual_deg)
    believed = {side: _drawn(zero, usual_deg, trust) for side, zero in believed.items()}
    zeros = {side: believed.get(side) or _borrowed(believed, side, usual_deg) for side in SIDES}
    return {side: replace(zero, toes_up_share=toes_up_share) for side, zero in zeros.items()}


def foot_flat_samples(trajectories: Trajectories, side: Side) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    """(T,) whether the foot stands flat: heel and toe rest on the ground, and the foot does not turn."""
    speed = stance_speed(trajectories) if is_walking(trajectories) else 0.0
    limit = STILL * speed if speed > 0 else STILL * WALKING_EXCURSION * leg_length(trajectories)
    still = [speed_over_ground(trajectories, f"{side}_{point}", speed) < limit for point in ("heel", "toe")]
    turning = local_fit(heel_toe_line_deg(trajectories, side), trajectories.rate_hz, 1)
    flat: np.ndarray[tuple[int], np.dtype[np.bool_]] = (
        still[0] & still[1] & (np.abs(turning) < FLAT_RATE_DEG_PER_S)
    )
    return flat


def is_walking(trajectories: Trajectories) -> bool:
    """Whether the feet swing past the pelvis at all; False for quiet standing."""
    swing = max(excursion(foot_path(trajectories, side)) for side in SIDES)
    return bool(swing > WALKING_EXCURSION * leg_length(trajectories))


def _measured(passes: Sequence[Pass], side: Side) -> AnkleZero | None:
    """Offset from the walking passes, else from standing ones; None where there is too little foot-flat."""
    walking = [p.trajectories for p in passes if is_walking(p.trajectories)]
    standing = [p.trajectories for p in passes if not is_walking(p.trajectories)]
    return _calibrated("foot_flat", walking, side) or _calibrated("standing", standing, side)


def _calibrated(
    method: Literal["foot_flat", "standing"], stretches: Sequence[Trajectories], side: Side
) -> AnkleZero | None:
    lines = [heel_toe_line_deg(t, side)[foot_flat_samples(t, side)] for t in stretches]
    flat_s = sum(len(line) / t.rate_hz for line, t in zip(lines, stretches, strict=True))
    if flat_s < MIN_FLAT_S:
        return None
    line_deg = np.concatenate(lines)
    offset_deg = float(np.median(line_deg))
    spread_deg = float(1.4826 * np.median(np.abs(line_deg - offset_deg)))
    return AnkleZero(method, offset_deg, len(line_deg), spread_deg)


def _plausible(zero: AnkleZero) -> bool:
    low, high = PLAUSIBLE_OFFSET_DEG
    return low <= zero.offset_deg <= high and zero.spread_deg <= MAX_SPREAD_DEG


def _drawn(zero: AnkleZero, usual_deg: float, trust: float) -> AnkleZero:
    return replace(zero, offset_deg=usual_deg + trust * (zero.offset_deg - usual_deg))


def _agreeing(measured: Mapping[Side, AnkleZero], usual_deg: float) -> dict[Side, AnkleZero]:
    """Both feet's offsets where they agree, else only the one nearer to the usual offset."""
    if abs(measured["left"].offset_deg - measured["right"].offset_deg) <= MAX_SIDE_DIFFERENCE_DEG:
        return dict(measured)
    nearer = min(SIDES, key=lambda side: abs(measured[side].offset_deg - usual_deg))
    return {nearer: measured[nearer]}


def _borrowed(believed: Mapping[Side, AnkleZero], side: Side, usual_deg: float) -> AnkleZero:
    """Zero of a foot that could not be calibrated: the other foot's offset, else the usual one."""
    lender = believed.get(other(side))
    return AnkleZero("landmark", lender.offset_deg if lender else usual_deg, 0, np.nan)
