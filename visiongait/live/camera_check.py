"""Whether the camera stands well, measured on the pictures as they come, and the one thing to change next."""

from collections import deque
from dataclasses import dataclass
from math import isnan

import cv2
import numpy as np

from ..causal import Walker
from ..cleaning import CleaningSettings
from ..datatypes import BLAZEPOSE, FloatArray, Image, LivePose
from .state import CameraCheck

EVERY_S = 0.5
"""Light changes slowly: it is measured this often."""

_RATE_OVER = 45
_EDGE_PX = 3.0
_ROOM = 0.1  # of the body's box, around it
_STEP = 4
_FEET = [BLAZEPOSE.index(f"{s}_{point}") for s in ("left", "right") for point in ("heel", "foot_index")]
_HEAD = [BLAZEPOSE.index("nose")]

SIDE_ON_DEG = CleaningSettings().caution_view_angle_deg
"""Beyond this angle off the side view a recording gets a note."""

SMALLEST, LARGEST = 0.5, 0.92
"""Stature as a share of the picture's height: enough pixels on the foot, and room for head and feet."""

DARKEST, BRIGHTEST, MIN_CONTRAST = 0.2, 0.85, 0.06
"""Mean and spread of the grey level about the person: limits of judgement, untried on recordings so dark."""


class CameraWatch:
    """Keeps the measurements of the last moments."""

    def __init__(self) -> None:
        self._times_s: deque[float] = deque(maxlen=_RATE_OVER)
        self._light = (np.nan, np.nan)
        self._light_s = -np.inf

    def look(self, image: Image, time_s: float, live_pose: LivePose, walker: Walker) -> CameraCheck:
        """Take the next picture and what was seen on it."""
        self._times_s.append(time_s)
        if time_s - self._light_s >= EVERY_S:
            self._light, self._light_s = light(image, live_pose.xy_px), time_s
        seen = live_pose.xy_px is not None
        return CameraCheck(
            view_angle_deg=walker.view_angle_deg() if seen else np.nan,
            facing=walker.facing,
            feet_in_picture=inside(image, live_pose.xy_px, _FEET),
            head_in_picture=inside(image, live_pose.xy_px, _HEAD),
            stature_share=walker.height_px / image.shape[0] if seen else np.nan,
            brightness=self._light[0],
            contrast=self._light[1],
            people=live_pose.people,
            rate_hz=self._rate_hz(),
        )

    def _rate_hz(self) -> float:
        if len(self._times_s) < 2:
            return np.nan
        return (len(self._times_s) - 1) / (self._times_s[-1] - self._times_s[0])


def feet_inside(image: Image, xy_px: FloatArray | None) -> bool:
    """Whether heels and toes of both feet lie in the picture."""
    return inside(image, xy_px, _FEET)


def inside(image: Image, xy_px: FloatArray | None, points: list[int]) -> bool:
    """Whether these of the landmarks (33, 2) lie in the picture; False where there are none."""
    if xy_px is None:
        return False
    height, width = image.shape[:2]
    low, high = xy_px[points] > _EDGE_PX, xy_px[points] < np.array([width, height]) - _EDGE_PX
    return bool((low & high).all())


def light(image: Image, xy_px: FloatArray | None) -> tuple[float, float]:
    """Return mean and standard deviation of the grey level, 0 to 1, around the person or everywhere."""
    part = image if xy_px is None else _around(image, xy_px)
    if not part.size:
        return np.nan, np.nan
    grey = cv2.cvtColor(np.ascontiguousarray(part[::_STEP, ::_STEP]), cv2.COLOR_RGB2GRAY) / 255.0
    return float(grey.mean()), float(grey.std())


def _around(image: Image, xy_px: FloatArray) -> Image:
    low, high = xy_px.min(axis=0), xy_px.max(axis=0)
    room = _ROOM * (high - low)
    x0, y0 = np.maximum(low - room, 0).astype(int)
    x1, y1 = np.maximum(high + room, 0).astype(int)
    return image[y0:y1, x0:x1]


NAMES = ("Distance", "Whole body", "Side view", "Light")


@dataclass(frozen=True)
class Check:
    """One line of the set-up screen: `advice` says what to change, short enough to be read from afar."""

    name: str
    ok: bool
    advice: str = ""


def camera_checks(check: CameraCheck | None) -> tuple[Check, ...]:
    """Return the lines of the set-up screen, the most important first; all fail while nobody is in view."""
    if check is None or check.people == 0:
        return tuple(Check(name, False, "Step into view") for name in NAMES)
    checks = (_distance(check), _whole(check), _side_view(check), _light(check))
    return tuple(Check(name, *found) for name, found in zip(NAMES, checks, strict=True))


def next_advice(checks: tuple[Check, ...]) -> str:
    """Return the one thing to change now; empty if all is well."""
    return next((check.advice for check in checks if not check.ok), "")


def _distance(check: CameraCheck) -> tuple[bool, str]:
    if isnan(check.stature_share) or check.stature_share > LARGEST:
        return False, "Step back"
    return check.stature_share >= SMALLEST, "Come closer"


def _whole(check: CameraCheck) -> tuple[bool, str]:
    if not (check.feet_in_picture or check.head_in_picture):
        return False, "Step back"
    advice = "Tilt camera down" if check.head_in_picture else "Tilt camera up"
    return check.feet_in_picture and check.head_in_picture, advice


def _side_view(check: CameraCheck) -> tuple[bool, str]:
    return check.facing != 0 and check.view_angle_deg <= SIDE_ON_DEG, "Turn sideways"


def _light(check: CameraCheck) -> tuple[bool, str]:
    if check.brightness > BRIGHTEST:
        return False, "Less light"
    return check.brightness >= DARKEST and check.contrast >= MIN_CONTRAST, "More light"
