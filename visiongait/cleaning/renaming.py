"""Left and right leg named otherwise by somebody who knows."""

from dataclasses import replace
from typing import Any

import numpy as np

from ..datatypes import BoolArray, FloatArray, PoseTrack, SingleArray


def swap_legs(track: PoseTrack, rows: BoolArray) -> PoseTrack:
    """Return the track with left and right leg swapped in some frames (T,), beyond doubt.

    `relabelled` stays what it means: whether the legs are named otherwise than the network named them.
    """
    crosswise = track.skeleton.swapped_legs()

    def swapped(values: FloatArray | SingleArray | None) -> FloatArray | SingleArray | None:
        if values is None:
            return None
        return np.where(rows.reshape(-1, *(1,) * (values.ndim - 1)), values[:, crosswise], values)

    before = np.zeros(len(rows), dtype=np.bool_) if track.relabelled is None else track.relabelled
    margin = np.full(len(rows), np.inf) if track.label_margin is None else track.label_margin
    names = ("xy_px", "visibility", "world_m", "mirrored_xy_px", "dissent_xy_px")
    own: dict[str, Any] = {name: swapped(getattr(track, name)) for name in names}
    return replace(
        track,
        **own,
        relabelled=before ^ rows,
        label_margin=np.where(rows, np.inf, margin),
    )
