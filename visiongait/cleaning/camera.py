"""How the camera sees the walker: from which angle, how large, and with its own motion taken out.

A straight walk past a pinhole camera draws head and feet on straight lines, so the apparent stature is linear
in the picture's x.  Its slope gives the angle between the line of walking and the picture plane: with
h = h_c (1 + q u), u counted from the picture's centre, tan(angle) = -focal · q (positive where the right end
of the line is farther away).

A camera that turns on the spot to follow the walker is turned back: every landmark is drawn again where a
camera that looks straight at the middle of the walk would have seen it, so that all later steps see a camera
at rest.  A camera that travels alongside cannot be undone, as the background is farther away than the walker.
The walker's own apparent stature tells the two apart: it falls towards both ends of a turn, and stays the
same in a travel.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ..datatypes import SIDES, CameraMotion, FloatArray
from .points import POINTS, Part, column, middle, nan_mean, near_side

# Ankle-knee-hip-shoulder as a share of stature: Drillis & Contini 1966 (Winter 2009, fig. 4.1) give
# .246 + .245 + .288 = .779 up to the acromion.
# BlazePose on the lab: .763 (SD .005) of barefoot, .757 (SD .006) of shod stature.
CHAIN_PER_STATURE = 0.760
ROUNDS = 4
SHOULDERS_PER_STATURE = 0.24  # apparent breadth of BlazePose's shoulders seen from the front, per stature
# Half the distance between left and right point, per stature: hip centres 17 cm, heels 10 cm apart (the usual
# step width) in a person of 1.70 m, feet turned out.
HALF_WIDTH: dict[Part, float] = {
    "hip": 0.05,
    "knee": 0.042,
    "ankle": 0.03,
    "heel": 0.03,
    "toe": 0.04,
    "shoulder": 0.10,
}

MIN_SUPPORT = 0.3  # share of background features that must agree with the motion found
MIN_KNOWN = 0.9  # share of frames
CLEAR_TURN_DEG = 10.0  # below this a moving camera is taken to turn
TURN_SHARES = np.arange(0.0, 1.22, 0.02)  # of the background's shift; features off the centre exaggerate it
MIN_TURN_SHARE = 0.6
WIDEST_DEG = 40.0  # off the middle of the walk; up to here the ankle's error did not grow on rendered walks


@dataclass(frozen=True)
class Pinhole:
    """A camera without lens errors: where its axis meets the picture, and its focal length in pixels."""

    centre_px: tuple[float, float]
    focal_px: float


@dataclass(frozen=True)
class View:
    """The camera's look at one pass.

    angle_deg: signed as in the module's text, 0 where unknown; height_px: apparent stature at the picture's
    centre.
    """

    camera: Pinhole
    height_px: float
    angle_deg: float


def pinhole_of(width_px: int, height_px: int, focal_per_long_side: float) -> Pinhole:
    """Return the camera as a pinhole: centre of the picture, focal length guessed from its size."""
    return Pinhole((width_px / 2, height_px / 2), focal_per_long_side * max(width_px, height_px))


def chain_height_px(xy_px: FloatArray) -> FloatArray:
    """(T,) apparent stature of each frame by the lengths of trunk, thigh and shank, whatever the posture."""
    legs = [
        _distance(xy_px[:, column(side, "hip")], xy_px[:, column(side, "knee")])
        + _distance(xy_px[:, column(side, "knee")], xy_px[:, column(side, "ankle")])
        for side in SIDES
    ]
    trunk = _distance(middle(xy_px, "shoulder"), middle(xy_px, "hip"))
    return (nan_mean(np.stack(legs), axis=0) + trunk) / CHAIN_PER_STATURE


def height_line(u_px: FloatArray, height_px: FloatArray) -> tuple[float, float]:
    """Fit height = h_c (1 + q u) robustly (Tukey's biweight); return (h_c, q)."""
    known = np.isfinite(u_px) & np.isfinite(height_px)
    u, h = u_px[known], height_px[known]
    weight = np.ones(len(u))
    slope, level = 0.0, float(np.median(h))
    for _ in range(10):
        slope, level = np.polyfit(u, h, 1, w=np.sqrt(weight))
        off = h - level - slope * u
        spread = 4.7 * 1.48 * float(np.median(np.abs(off))) + 1e-9
        weight = np.clip(1 - (off / spread) ** 2, 0.0, None) ** 2 + 1e-6
    return float(level), float(slope / level)


def view_by_path(xy_px: FloatArray, camera: Pinhole, facing: int) -> View:
    """Estimate the view from the change of apparent stature along the path.

    Found is the angle at which the stature is the same all along the plane of walking; a few rounds are
    needed, because an oblique view also shortens what points forward, more at one end of the path than at the
    other.
    """
    view = View(camera, float(np.nanmedian(chain_height_px(xy_px))), 0.0)
    for _ in range(ROUNDS):
        plane = to_walking_plane(xy_px, view, facing)
        level, slope = height_line(middle(plane, "hip")[:, 0], chain_height_px(plane))
        view = View(camera, level, view.angle_deg - float(np.degrees(np.arctan(camera.focal_px * slope))))
    return view


def angle_by_shoulders_deg(xy_px: FloatArray, height_px: float, camera: Pinhole, facing: int) -> float:
    """Signed view angle from how far apart the shoulders (T, K, 2) look on average; good to about 5°.

    For walkers who stay at one place of the picture, whose apparent stature tells nothing.
    """
    apart = xy_px[:, column("left", "shoulder"), 0] - xy_px[:, column("right", "shoulder"), 0]
    share = np.clip(np.nanmean(apart) / (SHOULDERS_PER_STATURE * height_px), -1.0, 1.0)
    u = np.nanmean(middle(xy_px, "hip")[:, 0]) - camera.centre_px[0]
    return float(np.degrees(-facing * np.arcsin(share) - np.arctan(u / camera.focal_px)))


def to_walking_plane(xy_px: FloatArray, view: View, facing: int) -> FloatArray:
    """Bring pixels (T, K, 2) to the vertical plane of walking, in pixels as at the picture's centre.

    The plane runs through the middle of the body.  Points of the near leg, which a camera draws too large,
    and those of the far leg, drawn too small, are moved into it by half the usual distance between the legs.
    """
    angle = np.radians(view.angle_deg)
    focal = view.camera.focal_px
    u, v = np.moveaxis(xy_px - np.array(view.camera.centre_px), -1, 0)
    toward = _toward_camera(facing) * view.height_px
    along = (u * (1 - toward * np.cos(angle) / focal) - toward * np.sin(angle)) / (
        np.cos(angle) - u / focal * np.sin(angle)
    )
    depth = 1 + (along * np.sin(angle) - toward * np.cos(angle)) / focal
    return np.stack([along, v * depth], axis=-1)


def in_walking_frame(plane_px: FloatArray, facing: int) -> FloatArray:
    """Return positions (..., 2) in the plane of walking with x forward and y up."""
    return np.asarray(plane_px * [facing, -1])


def _toward_camera(facing: int) -> FloatArray:
    """(K,) how far each of `POINTS` stands out of the walking plane towards the camera, per stature."""
    near = near_side(facing)
    widths = [(point.split("_")[0], HALF_WIDTH[point.split("_")[1]]) for point in POINTS]  # type: ignore[index]
    return np.array([width if side == near else -width for side, width in widths])


def smooth_height_px(time_s: FloatArray, xy_px: FloatArray) -> FloatArray:
    """(T,) running median over a second of `chain_height_px`; interpolated where unknown."""
    height = chain_height_px(xy_px)
    known = np.flatnonzero(np.isfinite(height))
    if len(known) == 0:
        return np.full(len(height), np.nan)
    first = np.searchsorted(time_s[known], time_s - 0.5)
    last = np.searchsorted(time_s[known], time_s + 0.5, side="right")
    medians = [np.median(height[known[a:b]]) if b > a else np.nan for a, b in zip(first, last, strict=True)]
    around = np.array(medians)
    have = np.flatnonzero(np.isfinite(around))
    return np.asarray(np.interp(np.arange(len(height)), have, around[have]))


def _distance(a: FloatArray, b: FloatArray) -> FloatArray:
    """(T,) distance between two paths (T, 2)."""
    return np.asarray(np.hypot(*(a - b).T))


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
    known = (camera.support >= MIN_SUPPORT) & np.isfinite(camera.to_reference).all(axis=(1, 2))
    if known.mean() < MIN_KNOWN:
        note = (
            "The camera moved in a way that could not be measured: lengths are measured within single frames."
        )
        return Ground(xy_px, False, note)
    shift = background_shift_px(camera, pinhole)
    steady = np.where(known[:, None, None], xy_px + shift[:, None, :] * [0, 1], np.nan)
    share = _turn_share(steady, shift[:, 0], pinhole)
    if share < MIN_TURN_SHARE:
        return Ground(
            steady,
            False,
            "The camera moved along with the walker: lengths are measured within single frames.",
        )
    turn_deg = np.degrees(share * np.ptp(shift[:, 0]) / pinhole.focal_px)
    return Ground(
        turned_back(steady, share * shift[:, 0], pinhole),
        True,
        f"The camera panned with the walker by {turn_deg:.0f}°; corrected from the background.",
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
