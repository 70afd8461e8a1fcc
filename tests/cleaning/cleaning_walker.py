"""A walker in space, seen by a pinhole camera: small, exact, and easy to break on purpose."""

from dataclasses import dataclass, replace

import numpy as np

from visiongait.cleaning import POINTS, landmark_columns
from visiongait.datatypes import BLAZEPOSE, PoseTrack, VideoInfo

STATURE_M = 1.75
THIGH = SHANK = 0.236 * STATURE_M  # with the trunk, the chain of .760
TRUNK = 0.288 * STATURE_M
HALF_WIDTH = {"hip": 0.05, "knee": 0.042, "ankle": 0.03, "heel": 0.03, "toe": 0.04, "shoulder": 0.10}


@dataclass(frozen=True)
class Walk:
    """How somebody walks: speed over ground, belt (a treadmill's), stride time; direction ±1 along x."""

    speed: float = 1.0
    belt: float = 0.0
    stride_s: float = 1.1
    direction: int = 1

    def sagittal(self, t, side):
        """Hip, knee, ankle, heel, toe, shoulder: dict of (T, 2), x forward from the start, y up."""
        pace = self.speed + self.belt
        phase = (t / self.stride_s + (0.5 if side == "right" else 0.0)) % 1.0
        step = pace * self.stride_s
        swing = np.clip((phase - 0.6) / 0.4, 0, 1)
        ahead = np.where(phase < 0.6, 0.3 * step - pace * self.stride_s * phase, 0)
        swung = -0.3 * step + 0.6 * step * (swing - np.sin(2 * np.pi * swing) / (2 * np.pi))
        ahead = np.where(phase < 0.6, ahead, swung)
        lift = 0.08 * np.sin(np.pi * swing) ** 2
        pitch = -0.9 * np.sin(np.pi * swing) ** 2
        hip = np.stack([self.speed * t, np.full_like(t, 0.465 * STATURE_M)], axis=1)
        ankle = hip + np.stack([ahead, lift + 0.08 - hip[:, 1]], axis=1)
        return {
            "hip": hip,
            "knee": _knee(hip, ankle),
            "ankle": ankle,
            "heel": ankle + _turned([-0.06, -0.06], pitch),
            "toe": ankle + _turned([0.18, -0.06], pitch),
            "shoulder": hip + np.array([0, TRUNK]),
        }


@dataclass(frozen=True)
class Camera:
    """A pinhole: the line of walking is `distance_m` away at the picture's middle, turned by `angle_deg`."""

    width: int = 1280
    height: int = 720
    distance_m: float = 4.0
    angle_deg: float = 0.0
    start_m: float = -1.5

    @property
    def focal_px(self):
        return 0.8 * max(self.width, self.height)


def video(camera=None):
    camera = camera or Camera()
    return VideoInfo("walk.mp4", camera.width, camera.height, 30.0, None, None, 0, "h264", "mp4", "0" * 64)


def world(t, walk):
    """(T, K, 3): x along the walk, y up, z towards the camera of somebody filming from picture front."""
    near = "right" if walk.direction > 0 else "left"
    points = np.zeros((len(t), len(POINTS), 3))
    for side in ("left", "right"):
        for part, path in walk.sagittal(t, side).items():
            toward = HALF_WIDTH[part] * STATURE_M * (1 if side == near else -1)
            k = POINTS.index(f"{side}_{part}")
            points[:, k] = np.column_stack([path[:, 0] * walk.direction, path[:, 1], np.full(len(t), toward)])
    return points


def project(points, camera, start_m=None):
    """World (T, K, 3) to pixels (T, K, 2)."""
    angle = np.radians(camera.angle_deg)
    s, up, toward = np.moveaxis(points, -1, 0)
    s = s + (camera.start_m if start_m is None else start_m)
    x = s * np.cos(angle) + toward * np.sin(angle)
    depth = camera.distance_m + s * np.sin(angle) - toward * np.cos(angle)
    u, v = camera.focal_px * x / depth, camera.focal_px * (1.0 - up) / depth
    return np.stack([u + camera.width / 2, v + camera.height / 2], axis=-1)


def track_of(t, xy_px, visibility=0.9, second=None):
    """A BlazePose track whose twelve leg and shoulder points are given; the rest sit on the shoulders."""
    columns = landmark_columns(BLAZEPOSE)
    xy = np.repeat(xy_px[:, [POINTS.index("left_shoulder")]], 33, axis=1)
    xy[:, columns] = xy_px
    other = None
    if second is not None:
        other = xy.copy()
        other[:, columns] = second
    seen = np.full((len(t), 33), visibility)
    return PoseTrack(BLAZEPOSE, np.arange(len(t)), t, xy, seen, None, other)


def walk_pixels(duration_s=3.0, rate_hz=30.0, walk=None, camera=None, t=None):
    """Times (T,) and pixels (T, K, 2) of one walk through the picture."""
    walk, camera = walk or Walk(), camera or Camera()
    t = np.arange(round(duration_s * rate_hz)) / rate_hz if t is None else t
    if walk.direction < 0:
        camera = replace(camera, start_m=-camera.start_m)
    return t, project(world(t, walk), camera)


def _turned(offset, angle):
    cos, sin = np.cos(angle), np.sin(angle)
    return np.stack([offset[0] * cos - offset[1] * sin, offset[0] * sin + offset[1] * cos], axis=1)


def _knee(hip, ankle):
    """Knee in front of the line from hip to ankle."""
    line = ankle - hip
    length = np.minimum(np.linalg.norm(line, axis=1), THIGH + SHANK - 1e-6)
    forward = np.sqrt(THIGH**2 - (length / 2) ** 2)
    unit = line / np.linalg.norm(line, axis=1)[:, None]
    return hip + line / 2 + np.stack([-unit[:, 1], unit[:, 0]], axis=1) * forward[:, None]
