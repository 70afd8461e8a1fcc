"""A stick walker filmed from the side, as a detection pass and a track: no pictures, no network."""

from dataclasses import replace

import numpy as np

from visiongait.datatypes import (
    BLAZEPOSE,
    SIDES,
    CameraMotion,
    DetectionPass,
    FrameFaults,
    PoseTrack,
    Provenance,
    SubjectChoice,
    VideoInfo,
)

WIDTH_PX, HEIGHT_PX, FPS, PX_PER_M = 1920, 1080, 60.0, 280.0
STATURE_M, STRIDE_S, STANCE, STEP_M = 1.75, 1.1, 0.62, 0.62
SPEED_M_PER_S = 2 * STEP_M / STRIDE_S
THIGH_M = SHANK_M = 0.465
HIP_M, TRUNK_M = 0.92, 0.395  # chain of trunk, thigh and shank as cleaning expects it of 1.75 m
FOOT = {"heel": (-0.06, 0.03), "foot_index": (0.19, 0.02), "ankle": (0.0, 0.08)}
ENTRY_M, HALF_WIDTH_M = 0.8, 0.09
CENTRE_PX = np.array([WIDTH_PX / 2, HEIGHT_PX / 2])
FOCAL_PX = 0.8 * WIDTH_PX
PROVENANCE = Provenance(
    "0.1.0", "2026-11-01T00:00:00", "made by hand", {}, {"numpy": "2"}, {"height_m": 1.75}
)
CHOICE = SubjectChoice(0, "The only person seen.", 1)


def walking_m(time_s: np.ndarray) -> dict[str, np.ndarray]:
    """Return each landmark (T, 2) in metres, x forward, y up; left heel down at 0 s, at x = 0."""
    hip = np.stack([SPEED_M_PER_S * time_s - 0.165, np.full(len(time_s), HIP_M)], axis=1)
    points = {}
    for side, lag in zip(SIDES, (0.0, 0.5), strict=True):
        number, phase = np.divmod(time_s / STRIDE_S - lag + 10, 1.0)
        swing = np.clip((phase - STANCE) / (1 - STANCE), 0, 1)
        eased = swing - np.sin(2 * np.pi * swing) / (2 * np.pi)
        base_x = 2 * STEP_M * (number - 10 + lag + eased) + 0.22
        lift = 0.05 * np.sin(np.pi * swing) ** 2
        pitch = 0.35 * np.sin(2 * np.pi * swing) * np.sin(np.pi * swing)
        for part, (x, y) in FOOT.items():
            turned_x, turned_y = x * np.cos(pitch) + y * np.sin(pitch), y * np.cos(pitch) - x * np.sin(pitch)
            points[f"{side}_{part}"] = np.stack([base_x + turned_x, lift + turned_y], axis=1)
        points[f"{side}_hip"] = hip
        points[f"{side}_knee"] = _knee(hip, points[f"{side}_ankle"])
        points[f"{side}_shoulder"] = hip + np.array([0.02, TRUNK_M])
    return points


def standing_m(time_s: np.ndarray) -> dict[str, np.ndarray]:
    """Return each landmark of somebody who stands in the middle of the picture."""
    still = walking_m(np.zeros(1))
    return {
        name: np.repeat(place + np.array([2.0, 0.0]), len(time_s), axis=0) for name, place in still.items()
    }


def track(
    points_m: dict[str, np.ndarray],
    time_s: np.ndarray,
    *,
    px_per_m: float = PX_PER_M,
    floor_px: float = 800.0,
) -> PoseTrack:
    """Film points (metres) from the side with a pinhole; the walker's right leg is the near one."""
    xy_px = np.full((len(time_s), len(BLAZEPOSE.landmarks), 2), np.nan)
    for name, place in points_m.items():
        xy = (place + np.array([ENTRY_M, 0.0])) * px_per_m * [1, -1] + [0, floor_px] - CENTRE_PX
        nearer_m = HALF_WIDTH_M if name.startswith("right") else -HALF_WIDTH_M
        xy_px[:, BLAZEPOSE.index(name)] = CENTRE_PX + xy / (1 - nearer_m * px_per_m / FOCAL_PX)
    return PoseTrack(BLAZEPOSE, np.arange(len(time_s)), time_s, xy_px, np.full(xy_px.shape[:2], 0.98))


def times(seconds: float = 4.8) -> np.ndarray:
    return np.arange(round(seconds * FPS)) / FPS


def detected(*people: PoseTrack, warnings: tuple[str, ...] = ()) -> DetectionPass:
    """Return what a first look finds; the recording has the frames of the first person."""
    first = people[0]
    n = len(first.time_s)
    info = VideoInfo("walk.mp4", WIDTH_PX, HEIGHT_PX, FPS, n / FPS, n, 0, "h264", "mov,mp4", "0" * 64)
    faults = FrameFaults(np.zeros(n, dtype=bool), warnings=warnings)
    return DetectionPass(info, first.frame, first.time_s, people, CameraMotion.static(n), faults)


def mirrored(one: PoseTrack) -> PoseTrack:
    """Return the track in the mirrored picture: left and right change places."""
    order = BLAZEPOSE.mirrored_order()
    xy_px = one.xy_px[:, order] * [-1, 1] + [WIDTH_PX, 0]
    return replace(one, xy_px=xy_px, visibility=one.visibility[:, order])


def _knee(hip: np.ndarray, ankle: np.ndarray) -> np.ndarray:
    """Return the knee ahead of the line from hip to ankle, thigh and shank of their lengths."""
    down = ankle - hip
    reach = np.minimum(np.linalg.norm(down, axis=1), 0.999 * (THIGH_M + SHANK_M))
    ahead = np.sqrt(THIGH_M**2 - (reach / 2) ** 2)
    unit = down / np.linalg.norm(down, axis=1)[:, None]
    return hip + unit * (reach / 2)[:, None] + np.stack([-unit[:, 1], unit[:, 0]], axis=1) * ahead[:, None]
