"""Asking the networks about squares of a picture: answers are promised, in pixels of the upright picture."""

from concurrent.futures import Future
from functools import partial

from ..datatypes.video import Frame
from .blazepose import (
    DETECTOR_SIZE,
    LANDMARK_SIZE,
    Outputs,
    Pose,
    decode_detections,
    decode_pose,
    person_region,
)
from .regions import Region
from .runtime import Network

Find = tuple[float, Region]
"""How sure the detector is of somebody, and where the landmark network should look."""


def look(landmarks: Network, frame: Frame, region: Region, *, mirrored: bool) -> Future[Pose]:
    """Look at somebody in a region of the picture or, to turn them about, of its mirror image."""
    width_px = frame.size_px[0]
    seen = region.mirrored(width_px) if mirrored else region
    crop = seen.crop(frame, LANDMARK_SIZE, mirrored=mirrored)
    return landmarks.submit(crop, partial(_read_pose, seen, width_px if mirrored else None))


def search(detector: Network, frame: Frame, square: Region) -> Future[list[Find]]:
    """Look for people in a square of the picture."""
    crop = square.crop(frame, DETECTOR_SIZE, black_outside=True)
    return detector.submit(crop, partial(_read_finds, square))


def _read_pose(region: Region, mirrored_in_px: float | None, outputs: Outputs) -> Pose:
    pose = decode_pose(outputs, region)
    return pose if mirrored_in_px is None else pose.mirrored(mirrored_in_px)


def _read_finds(square: Region, outputs: Outputs) -> list[Find]:
    found = decode_detections(outputs)
    return [(one.score, person_region(*square.to_pixels(one.points[:2]))) for one in found]
