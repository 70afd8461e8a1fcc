"""How to stand before the camera: what is right already, and the one thing to change next."""

from dataclasses import dataclass
from math import isnan

from ...cleaning.settings import CleaningSettings
from ..state import CameraCheck

SIDE_ON_DEG = CleaningSettings().caution_view_angle_deg
"""Beyond this angle off the side view a recording gets a note."""

SMALLEST, LARGEST = 0.5, 0.92
"""Stature as a share of the picture's height: enough pixels on the foot, and room for head and feet."""

DARKEST, BRIGHTEST, LEAST_CONTRAST = 0.2, 0.85, 0.06
"""Mean and spread of the grey level about the person: limits of judgement, untried on recordings so dark."""


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
    return check.brightness >= DARKEST and check.contrast >= LEAST_CONTRAST, "More light"
