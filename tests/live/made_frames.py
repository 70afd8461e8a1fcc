"""Live frames and strides made by hand."""

import numpy as np

from visiongait.causal import POINTS, LiveEvent, LiveStride
from visiongait.datatypes import ANGLES, SIDES, AnkleZero
from visiongait.live.state import CameraCheck, LiveFrame

GOOD_VIEW = CameraCheck(
    view_angle_deg=5.0,
    facing=1,
    feet_in_picture=True,
    head_in_picture=True,
    stature_share=0.7,
    brightness=0.5,
    contrast=0.2,
    people=1,
    rate_hz=30.0,
)
SET = {side: AnkleZero("foot_flat", 2.0, 40, 1.0) for side in SIDES}
UNSET = {side: AnkleZero("landmark", 2.0, 0, np.nan) for side in SIDES}
HEIGHT_OF = {"shoulder": 200, "hip": 340, "knee": 460, "ankle": 580, "heel": 600, "toe": 605}


def stride(number=1, side="left", *, valid=True, **metrics):
    """A stride of which these metrics have just become known."""
    return LiveStride(number, side, 0.0, None, metrics, tuple(metrics), valid)


def frame(number, *, strides=(), status="tracking", message="", zero=SET, check=GOOD_VIEW, walker=True):
    """The picture of a walker standing in the middle, at 30 per second."""
    time_s = number / 30
    points = {
        side: {name: np.array([600.0 + 40 * (name == "toe"), HEIGHT_OF[name]]) for name in POINTS}
        for side in SIDES
    }
    angles = {side: dict.fromkeys(ANGLES, 10 * np.sin(time_s)) for side in SIDES}
    events = (LiveEvent(time_s - 0.1, "left", "foot_strike", 1.0, 0.1),) if number % 30 == 29 else ()
    return LiveFrame(
        number,
        np.full((720, 1280, 3), 128, np.uint8),
        arrived_s=0.0,
        time_s=time_s,
        status=status,
        message=message,
        landmarks_px=points if walker else {},
        angles_deg=angles if walker else {},
        zero=zero,
        check=check,
        events=events,
        strides=tuple(strides),
    )
