"""Which frames to re-estimate, and what to believe when that has been done.

In single pictures the network puts a leg where none is, mostly halfway to the other one.  Shown the same
picture turned about, or in a square of another size, it mostly does not.  So frames in which a leg leaves the
path of its neighbours in time are re-estimated, and the estimate that lies best on that path is taken, for
each leg by itself: where all estimates agree that the leg is elsewhere, it stays where it was first.
"""

import numpy as np

from ..datatypes import BoolArray, FloatArray, IntArray, PoseTrack, VideoInfo
from .camera import smooth_height_px
from .mask import find_jumps, jump_limit_px, local_path
from .points import LEG_COLUMNS, landmark_columns, point_paths
from .settings import CleaningSettings

ROUNDS = 2
"""Frames side by side may all be doubtful: the path is found anew once some have been settled."""

FEWEST_POINTS = 2
"""A single point off its path is masked and bridged; a leg is re-estimated."""

LESS = 0.8
"""An estimate is taken if it lies nearer to the path by this factor: of two alike the first stays."""


def doubtful_frames(track: PoseTrack, video: VideoInfo, settings: CleaningSettings | None = None) -> IntArray:
    """Return the rows in which two points of one leg lie off the path of their neighbours in time.

    Where the person is cut off by the picture's edge no other estimate helps: those rows are left out.
    """
    xy_px, _, _ = point_paths(track)
    inside = ((xy_px > 0) & (xy_px < [video.width_px, video.height_px])).all(axis=(1, 2))
    off = _off_path(track, xy_px, settings or CleaningSettings()).reshape(len(xy_px), 2, -1)
    return np.flatnonzero(inside & (off.sum(axis=2) >= FEWEST_POINTS).any(axis=1))


def settle(
    track: PoseTrack, rows: IntArray, estimates_px: FloatArray, settings: CleaningSettings | None = None
) -> PoseTrack:
    """Return the track with some frames' legs re-estimated, where those lie better on the path.

    Parameters
    ----------
    track
        Its legs named as they are (`swaps.relabel`).
    rows, estimates_px
        Frames (R,) of the track, and the landmarks of other estimates of them (R, L, K, 2), legs named as
        the network named them; NaN where nobody was found.
    """
    settings = settings or CleaningSettings()
    if not len(rows) or not estimates_px.shape[1]:
        return track
    columns = landmark_columns(track.skeleton)
    xy_px, _, _ = point_paths(track)
    first_px = xy_px[rows]
    candidates = np.concatenate([first_px[:, None], estimates_px[:, :, columns]], axis=1)
    for _ in range(ROUNDS):
        jumped = np.zeros(xy_px.shape[:2], dtype=np.bool_)
        jumped[:, LEG_COLUMNS.ravel()] = _off_path(track, xy_px, settings)
        path = local_path(track.time_s, np.where(jumped[..., None], np.nan, xy_px))[rows]
        for leg in (0, 1):
            xy_px[np.ix_(rows, LEG_COLUMNS[leg])] = _nearest(
                candidates, path[:, LEG_COLUMNS[leg]], first_px[:, LEG_COLUMNS[leg]]
            )
    settled_px = np.array(track.xy_px)
    legs = LEG_COLUMNS.ravel()
    settled_px[np.ix_(rows, columns[legs])] = xy_px[np.ix_(rows, legs)]
    return track.moved(settled_px)


def _off_path(track: PoseTrack, xy_px: FloatArray, settings: CleaningSettings) -> BoolArray:
    """(T, 8) whether each point of the legs lies off the path of its neighbours."""
    height_px = smooth_height_px(track.time_s, xy_px)
    limit_px = jump_limit_px(track.time_s, height_px, settings)
    return find_jumps(
        track.time_s, xy_px[:, LEG_COLUMNS.ravel()], np.repeat(limit_px[:, None], LEG_COLUMNS.size, axis=1)
    )


def _nearest(candidates: FloatArray, path: FloatArray, first: FloatArray) -> FloatArray:
    """(R, 4, 2) of all estimates (R, L, K, 2) the leg, by either name, nearest to the path, or the first."""
    legs = np.concatenate([candidates[:, :, columns] for columns in LEG_COLUMNS], axis=1)
    off = np.linalg.norm(legs - path[:, None], axis=3)
    usable = np.isfinite(off)
    mean = np.where(usable, off, 0.0).sum(axis=2) / np.maximum(usable.sum(axis=2), 1)
    mean[~usable.any(axis=2)] = np.inf
    best = mean.argmin(axis=1)
    row = np.arange(len(legs))
    start = np.linalg.norm(first - path, axis=2).mean(axis=1)
    better = mean[row, best] < LESS * np.nan_to_num(start, nan=np.inf, posinf=np.inf)
    return np.where((better & np.isfinite(mean[row, best]))[:, None, None], legs[row, best], first)
