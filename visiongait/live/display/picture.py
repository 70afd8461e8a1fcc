"""The camera's picture with the walker's skeleton and the marks of the latest events."""

import cv2
import numpy as np

from ...datatypes._arrays import FloatArray
from ...datatypes.assessment import PassSummary
from ...datatypes.video import Image
from ...datatypes.walk import SIDES, Side
from ...drawing import INK, MARK_SHOWN_FOR_S, SHOWN_ANGLES, Moment, draw_figure, draw_mark
from ..state import LiveFrame
from .history import History
from .theme import PICTURE

UNIT_PX = 0.8
"""Size of a unit of drawing: strokes and letters that are clear in a picture of this size."""

MARK_DELAY_S = 0.15
"""Marks are told late; they stay on the picture as much longer."""

ARMS = tuple(f"{side}_{name}" for side in SIDES for name in ("elbow", "wrist"))
UNKNOWN = np.full(2, np.nan)


def draw_picture(canvas: Image, frame: LiveFrame, history: History) -> None:
    """Draw a frame's picture, as large as fits, with what is known about it."""
    area = canvas[int(PICTURE.top) : int(PICTURE.bottom), int(PICTURE.left) : int(PICTURE.right)]
    if frame.image is None:
        area[:] = INK
        return
    picture, scale = _placed(area, frame.image)
    for mark in history.marks:
        age = (frame.time_s - mark.time_s) / (MARK_SHOWN_FOR_S + MARK_DELAY_S)
        if 0 <= age < 1:
            draw_mark(picture, mark, mark.at_px * scale, age, UNIT_PX)
    if frame.landmarks_px:
        draw_figure(picture, _moment(frame, scale), UNIT_PX)


def _placed(area: Image, image: Image) -> tuple[Image, float]:
    """Scale an image into the middle of an area; return the part of the area it fills, and the scale."""
    height, width = area.shape[:2]
    scale = min(width / image.shape[1], height / image.shape[0])
    size = (min(width, round(image.shape[1] * scale)), min(height, round(image.shape[0] * scale)))
    left, top = (width - size[0]) // 2, (height - size[1]) // 2
    for margin in (area[:top], area[top + size[1] :], area[:, :left], area[:, left + size[0] :]):
        margin[:] = INK
    part = area[top : top + size[1], left : left + size[0]]
    cv2.resize(image, size, dst=part, interpolation=cv2.INTER_LINEAR)
    return part, scale


def _moment(frame: LiveFrame, scale: float) -> Moment:
    """Return the frame as the drawing of the annotated video takes it."""
    points: dict[str, FloatArray] = dict.fromkeys(ARMS, UNKNOWN)
    for side in SIDES:
        for name, place in frame.landmarks_px.get(side, {}).items():
            points[f"{side}_{name.replace('toe', 'foot_index')}"] = place * scale
    angles = {
        side: {name: frame.angles_deg.get(side, {}).get(name, np.nan) for name in SHOWN_ANGLES}
        for side in SIDES
    }
    reliable = {side: bool(np.isfinite(list(angles[side].values())).any()) for side in SIDES}
    return Moment(frame.number, frame.time_s, points, angles, reliable, _walk(frame), "")


def _walk(frame: LiveFrame) -> PassSummary:
    facing_left = frame.check is not None and frame.check.facing < 0
    near: Side = "left" if facing_left else "right"
    return PassSummary(0.0, frame.time_s, "left" if facing_left else "right", near, None, False, False, 0)
