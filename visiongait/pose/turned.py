"""A picture on its side or on its head: the phone's note of how it was held is lost on the way.

Messengers and old cutting programs do so.  The networks know people who stand, and little of others.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ..datatypes._arrays import FloatArray, IntArray
from ..datatypes.pose import BLAZEPOSE, Survey
from ..datatypes.progress import Progress
from ..datatypes.video import Frame

if TYPE_CHECKING:
    from ..video import VideoSource
    from .backend import PoseBackend

_LOOKS = 6
"""Pictures that are looked at in all four ways."""

_UPRIGHT_DEG = 35.0
"""So far from the vertical may the body of one who stands, walks or bends be, the phone held askew."""

_SURE = 0.5
"""Mean visibility of the landmarks of somebody who is there and stands upright in the picture."""

_FEW = 5
_MOST = 0.8
"""Bodies on their head, followed as if they stood, turn over and over: over half of them may be upright."""


def turns_to_upright(
    survey: Survey, source: "VideoSource", backend: "PoseBackend", progress: Progress
) -> int:
    """Return by how many quarter turns, clockwise, a surveyed recording must be turned for people to stand.

    0 where anybody stands in it, or where no way of turning it shows more of them.
    """
    if _somebody_stands(survey):
        return 0
    standing = np.zeros(4, dtype=int)
    rows = _rows_to_look_at(survey)
    for done, frame in enumerate(source.frames_at([int(survey.frame[row]) for row in rows]), start=1):
        for turns in range(4):
            image = np.ascontiguousarray(np.rot90(frame.image, -turns))
            poses = backend.look(Frame(frame.index, frame.time_s, image))
            standing[turns] += any(
                pose.visibility.mean() >= _SURE and _is_upright(pose.xy_px) for pose in poses
            )
        progress("finding the upright", done, len(rows))
    best = int(standing.argmax())
    return best if standing[best] > max(standing[0], len(rows) // 2) else 0


def _somebody_stands(survey: Survey) -> bool:
    """Whether somebody was upright in nearly all of the pictures that show them, and well seen."""
    for person in survey.people:
        seen = np.isfinite(person.xy_px).all(axis=(1, 2))
        upright = [_is_upright(xy_px) for xy_px in person.xy_px[seen]]
        if len(upright) >= _FEW and np.mean(upright) > _MOST and person.visibility[seen].mean() >= _SURE:
            return True
    return False


def _is_upright(xy_px: FloatArray) -> bool:
    """Whether the ankles of (33, 2) landmarks lie below the shoulders."""
    ankles, shoulders = (
        (xy_px[BLAZEPOSE.index(f"left_{part}")] + xy_px[BLAZEPOSE.index(f"right_{part}")]) / 2
        for part in ("ankle", "shoulder")
    )
    across, down = ankles - shoulders
    return bool(np.degrees(np.abs(np.arctan2(across, down))) < _UPRIGHT_DEG)


def _rows_to_look_at(survey: Survey) -> Sequence[int]:
    """Return rows spread over the pictures in which anybody was seen; over all, if that is next to none."""
    found = [np.isfinite(person.xy_px).all(axis=(1, 2)) for person in survey.people]
    rows: IntArray = np.flatnonzero(np.any(found, axis=0)) if found else np.zeros(0, dtype=np.int64)
    if len(rows) < _LOOKS:
        rows = np.arange(len(survey.frame))
    chosen = np.linspace(0, len(rows) - 1, min(_LOOKS, len(rows))).round().astype(int)
    return [int(row) for row in rows[chosen]]
