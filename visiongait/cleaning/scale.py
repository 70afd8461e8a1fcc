"""Pixels to metres by the subject's stature."""

from dataclasses import replace

from ..datatypes.assessment import Scale
from ..datatypes.options import check_height
from ..datatypes.walk import CleanWalk, Pass

# On the lab the apparent stature is within 0.8 % (SD); people differ by more in the share of legs and trunk.
RELATIVE_SD = 0.02


def scale_to_metres(walk: CleanWalk, height_m: float) -> tuple[CleanWalk, Scale]:
    """Scale every pass to metres with the subject's stature.

    Each sample is multiplied by stature ÷ apparent stature (`Pass.height_px`).  The pixel walk stays
    untouched.

    Parameters
    ----------
    walk
        The walk in pixels.
    height_m
        The subject's stature in metres, as worn in the recording (shoes add about 2 cm).

    Raises
    ------
    UsageError
        If the stature is not that of a person.
    """
    check_height(height_m)
    passes = tuple(_in_metres(one, height_m) for one in walk.passes)
    method = "stature given, against the length of trunk, thigh and shank in the picture"
    return replace(walk, passes=passes), Scale(height_m, method, RELATIVE_SD)


def _in_metres(one: Pass, height_m: float) -> Pass:
    """Scale one pass."""
    path = one.trajectories
    metres = path.position * (height_m / one.height_px)[:, None, None]
    return replace(one, trajectories=replace(path, position=metres, unit="m"))
