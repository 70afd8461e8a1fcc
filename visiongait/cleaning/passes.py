"""Turns one stretch of walking into a `Pass` in the walking frame."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ..datatypes import SIDES, BoolArray, FloatArray, LeftOut, Pass, Side, Trajectories, other
from .camera import (
    Ground,
    Pinhole,
    View,
    angle_by_shoulders_deg,
    chain_height_px,
    in_walking_frame,
    to_walking_plane,
    view_by_path,
)
from .mask import Faults
from .points import POINTS, column, middle, near_side, runs
from .settings import CleaningSettings
from .stretches import Reason, Stretch
from .walking import travel

MIN_PATH = 1.0  # body heights of path from which the slope of the apparent stature can be determined
MIN_PATH_ROLL = 1.5  # body heights of path from which a tilted camera can be determined
STARTING_S = 0.2  # how long the pelvis is slow where somebody is seen to start or stop
BELT_SPEED = 0.4  # how far a standing foot's speed may be from the usual one, as a share of it
MIN_RIDE, FEWEST_RIDES = 0.1, 4  # body heights of belt, and how many rides on it, that tell its tilt
BELT_DEG = (3.0, 12.0)  # a tilt of the belt below the first is noise
HIGHER = 0.006  # body heights by which the near foot may stand higher in the picture than the far one
STANDING_PERCENTILE = 60.0  # of a foot's heights: it stands for 60 % of the stride
ROLL_DEG = (2.0, 10.0)  # a tilt below the first is noise, one above the second is no tilt of the camera


BELT_DOUBT = (
    "The treadmill belt is tilted by {:.0f}° in the picture, which was levelled accordingly. If the belt "
    "itself was inclined, shank to vertical is off by as much. Hold the phone level."
)


class FilteredPaths(NamedTuple):
    """Points on a uniform clock (N,): low-pass filtered pixels (N, K, 2), filled (N, K), faults (N, K)."""

    clock_s: FloatArray
    xy_px: FloatArray
    filled: BoolArray
    faults: Faults


@dataclass(frozen=True)
class SubjectPaths:
    """The subject in the whole paths.

    On its frames: frame_s (T,), ground (positions before masking), height_px (T,) apparent stature; filtered:
    on a uniform clock.
    """

    camera: Pinhole
    camera_moving: bool
    frame_s: FloatArray
    ground: Ground
    height_px: FloatArray
    filtered: FilteredPaths


@dataclass(frozen=True)
class BuiltPass:
    """A pass, or why the stretch was left out, notes, and doubts: which leg is which, and where is up."""

    walk_pass: Pass | None
    left_out: LeftOut | None = None
    notes: tuple[str, ...] = ()
    side_doubt: str = ""
    tilt_doubt: str = ""


def build_pass(paths: SubjectPaths, stretch: Stretch, settings: CleaningSettings) -> BuiltPass:
    """Bring one stretch into the walking frame (x forward, y up), or say why it is left out."""
    going = travel(paths.frame_s, paths.ground.xy_px, paths.height_px, stretch.facing, stretch.steady)
    start_s, end_s = paths.frame_s[stretch.start], paths.frame_s[stretch.end - 1]
    if paths.ground.at_rest and not going.treadmill and going.speed < 0:
        return BuiltPass(None, LeftOut(float(start_s), float(end_s), str(Reason.BACKWARDS)))
    view = look(paths, stretch)
    angle_deg = abs(view.angle_deg)
    if angle_deg > settings.largest_view_angle_deg:
        reason = f"The walk was filmed {angle_deg:.0f}° off the side view, too obliquely to be measured."
        return BuiltPass(None, LeftOut(float(start_s), float(end_s), reason))
    clock_s = paths.filtered.clock_s
    inside = (clock_s >= start_s - 1e-9) & (clock_s <= end_s + 1e-9)
    plane = to_walking_plane(paths.filtered.xy_px[inside], view, stretch.facing)
    roll_deg = 0.0
    if not paths.camera_moving:
        of_path = belt_roll_deg if going.treadmill else camera_roll_deg
        roll_deg = of_path(plane, view.height_px)
    position = in_walking_frame(_turned(plane, roll_deg), stretch.facing)
    walk_pass = Pass(
        trajectories=_trajectories(paths.filtered, inside, position),
        facing=stretch.facing,
        near_side=near_side(stretch.facing),
        view_angle_deg=angle_deg,
        treadmill=going.treadmill and not paths.camera_moving,
        world_fixed=paths.ground.at_rest and going.feet_stay,
        height_px=np.full(int(inside.sum()), view.height_px),
        turned_back=paths.camera_moving and paths.ground.at_rest,
        from_standing=_lasts(paths.frame_s[stretch.start : stretch.steady_start + 1]),
        to_standing=_lasts(paths.frame_s[stretch.steady_end - 1 : stretch.end]),
    )
    return BuiltPass(
        walk_pass,
        notes=_notes(walk_pass, roll_deg, paths, settings),
        side_doubt=_near_foot_doubt(paths, stretch, walk_pass),
        tilt_doubt=BELT_DOUBT.format(abs(roll_deg)) if roll_deg and going.treadmill else "",
    )


def _lasts(time_s: FloatArray) -> bool:
    """Whether the slow part at an end of a stretch is long enough to be one of starting or stopping."""
    return bool(time_s[-1] - time_s[0] >= STARTING_S)


def look(paths: SubjectPaths, stretch: Stretch) -> View:
    """Estimate from which angle, and how large, the camera sees a stretch."""
    camera = paths.camera
    xy = paths.ground.xy_px[stretch.steady]
    hips = middle(xy, "hip")[:, 0]
    usual = float(np.nanmedian(chain_height_px(xy)))
    if not paths.ground.at_rest or np.nanmax(hips) - np.nanmin(hips) < MIN_PATH * usual:
        return View(camera, usual, angle_by_shoulders_deg(xy, usual, camera, stretch.facing))
    return view_by_path(xy, camera, stretch.facing)


def camera_roll_deg(plane_px: FloatArray, height_px: float) -> float:
    """Tilt of the path of the hips against the picture's horizontal, in degrees; 0 where undetermined.

    The floor is taken to be level, so a tilted path means a tilted camera.
    """
    hips = middle(plane_px, "hip")
    known = np.isfinite(hips).all(axis=1)
    if known.sum() < 3 or np.ptp(hips[known, 0]) < MIN_PATH_ROLL * height_px:
        return 0.0
    tilt_deg = float(np.degrees(np.arctan(np.polyfit(hips[known, 0], hips[known, 1], 1)[0])))
    return tilt_deg if ROLL_DEG[0] < abs(tilt_deg) < ROLL_DEG[1] else 0.0


def belt_roll_deg(plane_px: FloatArray, height_px: float) -> float:
    """Tilt of a treadmill's belt against the picture's horizontal, in degrees; 0 where undetermined.

    A standing foot rides on the belt: the middle of heel and toe goes back along it, at the most usual speed.
    Of each unbroken ride the slope, of all rides the median; good to about 1°.
    """
    slopes = [slope for side in SIDES for slope in _ride_slopes(plane_px, side, height_px)]
    if len(slopes) < FEWEST_RIDES:
        return 0.0
    tilt_deg = float(np.degrees(np.arctan(np.median(slopes))))
    return tilt_deg if BELT_DEG[0] < abs(tilt_deg) < BELT_DEG[1] else 0.0


def _ride_slopes(plane_px: FloatArray, side: Side, height_px: float) -> list[float]:
    """Return the slope of each ride of one foot on the belt."""
    toe, heel = plane_px[:, column(side, "toe")], plane_px[:, column(side, "heel")]
    foot = (heel + toe) / 2
    back = -np.sign(np.nanmedian(toe[:, 0] - heel[:, 0])) * np.gradient(foot[:, 0])
    usual = np.nanmedian(back[back > 0])
    rides = runs(np.asarray(np.abs(back - usual) < BELT_SPEED * usual))
    long = [foot[a:b] for a, b in rides if np.ptp(foot[a:b, 0]) > MIN_RIDE * height_px]
    return [float(np.polyfit(ride[:, 0], ride[:, 1], 1)[0]) for ride in long]


def _turned(plane_px: FloatArray, roll_deg: float) -> FloatArray:
    """Turn the picture so that a path tilted by `roll_deg` becomes level."""
    cos, sin = np.cos(np.radians(roll_deg)), np.sin(np.radians(roll_deg))
    return np.asarray(plane_px @ np.array([[cos, -sin], [sin, cos]]))


def _trajectories(filtered: FilteredPaths, inside: BoolArray, position: FloatArray) -> Trajectories:
    """Cut the pass out of the recording's clock."""
    clock_s = filtered.clock_s
    return Trajectories(
        points=POINTS,
        time_s=clock_s[inside],
        rate_hz=float((len(clock_s) - 1) / (clock_s[-1] - clock_s[0])),
        position=position,
        unit="px",
        filled=filtered.filled[inside],
        fault=filtered.faults[inside],
    )


def _near_foot_doubt(paths: SubjectPaths, stretch: Stretch, walk_pass: Pass) -> str:
    """Say so where the foot that ought to be nearer to the camera stands higher in the picture.

    A camera above the floor sees the nearer foot lower: by 1 to 5 % of the stature in 26 real and rendered
    walks.  The network's own guess of depth is no witness: it goes with the names that it gives the legs.
    """
    xy_px = paths.ground.xy_px[stretch.steady]
    near, far = (_stands_at_px(xy_px, side) for side in (walk_pass.near_side, other(walk_pass.near_side)))
    if not near - far < -HIGHER * float(np.nanmedian(walk_pass.height_px)):
        return ""
    return (
        "The foot nearer to the camera stands higher in the picture than the other one: left and right may "
        "be swapped throughout. Check the legs in the annotated video."
    )


def _stands_at_px(xy_px: FloatArray, side: Side) -> float:
    """Return how far down in the picture (y down) a standing foot is; NaN if never seen."""
    lowest = np.fmax(*(xy_px[:, column(side, part), 1] for part in ("heel", "toe")))
    known = lowest[np.isfinite(lowest)]
    return float(np.percentile(known, STANDING_PERCENTILE)) if known.size else np.nan


def _notes(
    walk_pass: Pass, roll_deg: float, paths: SubjectPaths, settings: CleaningSettings
) -> tuple[str, ...]:
    """Say what a reader of the numbers should know about the pass."""
    notes = []
    angle_deg = walk_pass.view_angle_deg
    if angle_deg is not None and angle_deg > settings.caution_view_angle_deg:
        notes.append(f"The walk was filmed {angle_deg:.0f}° off the side view: angles are less certain.")
    if roll_deg and not walk_pass.treadmill:
        notes.append(f"The camera was tilted by {roll_deg:.1f}°; the picture was levelled.")
    if paths.ground.at_rest and not walk_pass.world_fixed and not walk_pass.treadmill:
        notes.append(
            "Planted feet do not stay in place against the background: "
            "lengths are measured within single frames."
        )
    return tuple(notes)
