"""Takes the camera's own motion out of the landmarks.

A camera that turns on the spot to follow the walker is turned back: every landmark is drawn again where a
camera that looks straight at the middle of the walk would have seen it, so that all later steps see a camera
at rest.  A camera that travels alongside cannot be undone, as the background is farther away than the walker.
The walker's own apparent stature tells the two apart: it falls towards both ends of a turn, and stays the
same in a travel.
"""

from typing import NamedTuple

import numpy as np

from ..datatypes._arrays import FloatArray
from ..datatypes.video import CameraMotion, VideoInfo
from .perspective import Pinhole, chain_height_px, height_line
from .points import middle

LEAST_SUPPORT = 0.3  # share of background features that must agree with the motion found
LEAST_KNOWN = 0.9  # share of frames
CLEAR_TURN_DEG = 10.0  # below this a moving camera is taken to turn
TURN_SHARES = np.arange(0.0, 1.22, 0.02)  # of the background's shift; features off the centre exaggerate it
LEAST_TURN_SHARE = 0.6
WIDEST_DEG = 40.0  # off the middle of the walk; up to here the ankle's error did not grow on rendered walks


class Ground(NamedTuple):
    """Positions (T, K, 2) in pixels, whether as a camera at rest sees them, and a sentence for people."""

    xy_px: FloatArray
    at_rest: bool
    note: str = ""


def stabilise(xy_px: FloatArray, camera: CameraMotion, pinhole: Pinhole) -> Ground:
    """Return positions (T, K, 2) as a camera at rest sees them, or as near to that as can be had.

    Frames whose background motion is unknown become NaN.  Where a tenth of them is unknown, or the camera
    travelled, the positions are not relative to the ground.
    """
    if not camera.moving:
        return Ground(xy_px, True)
    known = (camera.support >= LEAST_SUPPORT) & np.isfinite(camera.to_reference).all(axis=(1, 2))
    if known.mean() < LEAST_KNOWN:
        note = "The camera moved and its motion could not be measured: lengths are measured within pictures."
        return Ground(xy_px, False, note)
    shift = background_shift_px(camera, pinhole)
    steady = np.where(known[:, None, None], xy_px + shift[:, None, :] * [0, 1], np.nan)
    share = _turn_share(steady, shift[:, 0], pinhole)
    if share < LEAST_TURN_SHARE:
        return Ground(
            steady, False, "The camera travelled with the walker: lengths are measured within pictures."
        )
    turn_deg = np.degrees(share * np.ptp(shift[:, 0]) / pinhole.focal_px)
    return Ground(
        turned_back(steady, share * shift[:, 0], pinhole),
        True,
        f"The camera turned with the walker by {turn_deg:.0f}°; the background served to turn it back.",
    )


def background_shift_px(camera: CameraMotion, pinhole: Pinhole) -> FloatArray:
    """(T, 2) how far the view has moved over the background since the first frame, summed frame by frame.

    Only the shift of the picture's centre from frame to frame is used: rotation and size, once chained,
    drift.  Frames of unknown motion keep the shift before them.
    """
    known = np.flatnonzero(np.isfinite(camera.to_reference).all(axis=(1, 2)))
    full = np.zeros((len(known), 3, 3))
    full[:, :2], full[:, 2, 2] = camera.to_reference[known], 1.0
    step = np.linalg.solve(full[:-1], full[1:])
    centre = np.array([*pinhole.centre_px, 1.0])
    shift = np.zeros((len(camera.to_reference), 2))
    shift[known[1:]] = (step @ centre - centre)[:, :2]
    return np.asarray(np.cumsum(shift, axis=0))


def turned_back(xy_px: FloatArray, turn_px: FloatArray, pinhole: Pinhole) -> FloatArray:
    """Draw positions (T, K, 2) of a camera turned by turn_px ÷ focal length (T,) as one at rest would.

    The camera at rest looks at the middle of the hips' directions.
    """
    focal = pinhole.focal_px
    u, v = np.moveaxis(xy_px - np.array(pinhole.centre_px), -1, 0)
    direction = turn_px[:, None] / focal + np.arctan(u / focal)
    hips = turn_px / focal + np.arctan((middle(xy_px, "hip")[:, 0] - pinhole.centre_px[0]) / focal)
    direction = direction - (np.nanmin(hips) + np.nanmax(hips)) / 2
    direction[np.abs(direction) > np.radians(WIDEST_DEG)] = np.nan
    depth = np.cos(direction) * np.hypot(1, u / focal)
    seen = np.stack([focal * np.tan(direction), v / depth], axis=-1)
    return np.asarray(seen + np.array(pinhole.centre_px))


def _turn_share(xy_px: FloatArray, shift_px: FloatArray, pinhole: Pinhole) -> float:
    """Share of the background's shift that is turning: the one that makes the apparent stature most even."""
    if np.degrees(np.ptp(shift_px) / pinhole.focal_px) < CLEAR_TURN_DEG:
        return 1.0
    unevenness = []
    for share in TURN_SHARES:
        seen = turned_back(xy_px, share * shift_px, pinhole)
        u, height = middle(seen, "hip")[:, 0] - pinhole.centre_px[0], chain_height_px(seen)
        level, slope = height_line(u, height)
        unevenness.append(float(np.nanmedian(np.abs(height / (level * (1 + slope * u)) - 1))))
    return float(TURN_SHARES[int(np.argmin(unevenness))])


def pinhole_of(video: VideoInfo, focal_per_long_side: float) -> Pinhole:
    """Return the camera as a pinhole: centre of the picture, focal length guessed from its size."""
    centre = (video.width_px / 2, video.height_px / 2)
    return Pinhole(centre, focal_per_long_side * max(video.width_px, video.height_px))
