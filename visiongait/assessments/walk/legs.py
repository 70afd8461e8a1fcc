"""The legs that angles are read off: corrected where that was learnt, and with the ankles' zeros."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...cleaning import correct_legs
from ...datatypes import AnkleZero, CleanWalk, LegCorrection, Pass, Side
from ...kinematics import (
    CORRECTED_OFFSET_DEG,
    CORRECTED_TOES_UP_SHARE,
    CORRECTED_TRUST,
    DEFAULT_OFFSET_DEG,
    ankle_zero,
)


@dataclass(frozen=True)
class Legs:
    """Passes with the legs that angles are read off, the ankles' zeros, and what was done, for the record."""

    passes: tuple[Pass, ...]
    zero: Mapping[Side, AnkleZero]
    record: Mapping[str, Any] | None


def read_legs(walk: CleanWalk, calibration: str, correction: LegCorrection | None) -> Legs:
    """Correct the legs of a walk, if its landmarks come from the network that the correction was learnt for.

    Parameters
    ----------
    walk
        The walk in pixels.
    calibration
        Which calibrations the landmarks have (`PoseTrack.calibration`).
    correction
        None: the legs stay as they are.
    """
    if correction is None or correction.network != calibration:
        return Legs(walk.passes, ankle_zero(walk.passes, DEFAULT_OFFSET_DEG) if walk.passes else {}, None)
    corrected = [correct_legs(one, correction) for one in walk.passes]
    passes = tuple(one.walk_pass for one in corrected)
    record = {
        "name": correction.name,
        "sha256": correction.sha256,
        "attenuation": tuple(dict(one.attenuation) for one in corrected),
    }
    zero = ankle_zero(
        passes, CORRECTED_OFFSET_DEG, trust=CORRECTED_TRUST, toes_up_share=CORRECTED_TOES_UP_SHARE
    )
    return Legs(passes, zero if passes else {}, record)
