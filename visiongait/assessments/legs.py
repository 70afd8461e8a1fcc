"""The legs that angles are read off: corrected where that was learnt, and with the ankles' zeros."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..cleaning import correct_legs
from ..datatypes.calibration import LegCorrection
from ..datatypes.walk import AnkleZero, CleanWalk, Pass, Side
from ..kinematics import ankle_zero
from ..kinematics.ankle import DEFAULT_OFFSET_DEG

CORRECTED_OFFSET_DEG = 0.0
"""Corrected, heel and toe lie on the sole."""

CORRECTED_TRUST = 0.5
"""How far the flat foot moves the zero of corrected legs.

The correction and the flat foot are two witnesses of where the sole lies, equally good where it lies flat; a
foot that never does deceives the second.  On rendered walks not trained on, half of each is as good as the
flat foot alone for usual ankles, and 0.7 degrees better in equinus (docs/decisions/0008).
"""


@dataclass(frozen=True)
class Legs:
    """Passes with the legs that angles are read off, the ankles' zeros, and what was done, for the record."""

    passes: tuple[Pass, ...]
    zero: Mapping[Side, AnkleZero]
    record: Mapping[str, Any] | None


def read_legs(walk: CleanWalk, source: str, correction: LegCorrection | None) -> Legs:
    """Correct the legs of a walk, if its landmarks come from the network that the correction was learnt for.

    Parameters
    ----------
    walk
        The walk in pixels.
    source
        What made the landmarks (`PoseTrack.source`).
    correction
        None: the legs stay as they are.
    """
    if correction is None or correction.network not in source:
        return Legs(walk.passes, _zero(walk.passes, DEFAULT_OFFSET_DEG), None)
    corrected = [correct_legs(one, correction) for one in walk.passes]
    passes = tuple(one.walk_pass for one in corrected)
    record = {
        "name": correction.name,
        "sha256": correction.sha256,
        "held_back": tuple(dict(one.held_back) for one in corrected),
    }
    return Legs(passes, _zero(passes, CORRECTED_OFFSET_DEG, CORRECTED_TRUST), record)


def _zero(passes: tuple[Pass, ...], usual_deg: float, trust: float = 1.0) -> Mapping[Side, AnkleZero]:
    return ankle_zero(passes, usual_deg, trust=trust) if passes else {}
