"""BlazePose before and after its two networks, in plain arrays (Bazarevsky et al. 2020, arXiv:2006.10204).

The numbers are those of MediaPipe's pose graphs: detector 224 x 224, landmarks 256 x 256, 39 points of which
the last six only serve MediaPipe's own tracking.
"""

from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..datatypes import BLAZEPOSE, FloatArray, Frame, IntArray
from .regions import Region, height_px

if TYPE_CHECKING:
    from .inference import Network


DETECTOR_SIZE = 224
LANDMARK_SIZE = 256
HEATMAP_SIZE = 64
POINTS = 39
MIN_SCORE = 0.5
_ANCHORS_PER_CELL = {8: 2, 16: 2, 32: 6}
_OVERLAP = 0.3
_REGION_SCALE = 1.25
_KERNEL_RADIUS = 3
_MIN_HEAT = 0.5

Outputs = Mapping[int, NDArray[np.float32]]
"""A network's raw outputs, keyed by how many values each holds (their names differ between models)."""


@dataclass(frozen=True)
class Detection:
    """A person the detector found.

    box (4,) u0, v0, u1, v1 of the head; points (4, 2), the first mid-hip, the second on the circle around the
    body; both in the detector's square.
    """

    score: float
    box: FloatArray
    points: FloatArray


@dataclass(frozen=True)
class Pose:
    """What the landmark network says about one region.

    xy_px (33, 2), visibility (33,), world_m (33, 3) as in `PoseTrack`; `score` is the network's own belief
    that a person is there.
    """

    score: float
    xy_px: FloatArray
    visibility: FloatArray
    world_m: FloatArray

    @cached_property
    def height_px(self) -> float:
        """Body height, as `body.height_px`."""
        return float(height_px(self.xy_px))

    def mirrored(self, width_px: float) -> "Pose":
        """Return the pose in the mirror image of a picture of this width, left and right exchanged."""
        order = BLAZEPOSE.mirrored_order()
        xy_px = (self.xy_px * [-1, 1] + [width_px, 0])[order]
        world_m = (self.world_m * [-1, 1, 1])[order]
        return Pose(self.score, xy_px, self.visibility[order], world_m)


def sigmoid(x: FloatArray) -> FloatArray:
    """Return 1 / (1 + exp(-x)) without overflow."""
    half: FloatArray = 0.5 * (1.0 + np.tanh(0.5 * x))
    return half


@cache
def anchors() -> FloatArray:
    """(2254, 2) centres of the detector's anchors in its square."""
    rows = []
    for stride, per_cell in _ANCHORS_PER_CELL.items():
        n = DETECTOR_SIZE // stride
        v, u = np.meshgrid(*2 * [(np.arange(n) + 0.5) / n], indexing="ij")
        rows.append(np.repeat(np.column_stack([u.ravel(), v.ravel()]), per_cell, axis=0))
    return np.concatenate(rows)


def decode_detections(outputs: Outputs) -> list[Detection]:
    """Turn the detector's raw outputs into people, best first.

    Boxes (u0, v0, u1, v1) and points are in the detector's square.
    """
    raw = outputs[2254 * 12].reshape(2254, 12).astype(float) / DETECTOR_SIZE
    scores = sigmoid(np.clip(outputs[2254].reshape(2254).astype(float), -100, 100))
    keep = np.flatnonzero(scores >= MIN_SCORE)
    keep = keep[np.argsort(-scores[keep], kind="stable")]
    centre = anchors()[keep] + raw[keep, :2]
    half = raw[keep, 2:4] / 2
    boxes = np.hstack([centre - half, centre + half])
    points = anchors()[keep, None] + raw[keep, 4:].reshape(-1, 4, 2)
    return _merge_overlapping(scores[keep], boxes, points)


def _merge_overlapping(scores: FloatArray, boxes: FloatArray, points: FloatArray) -> list[Detection]:
    """Average boxes that overlap the best one, weighted by score, until none is left."""
    found = []
    left = np.arange(len(scores))
    while len(left):
        near = left[overlap(boxes[left[0]], boxes[left]) > _OVERLAP]
        weight = scores[near] / scores[near].sum()
        found.append(
            Detection(
                float(scores[left[0]]), weight @ boxes[near], np.tensordot(weight, points[near], axes=1)
            )
        )
        left = left[~np.isin(left, near) & (left != left[0])]
    return found


def overlap(box: FloatArray, boxes: FloatArray) -> FloatArray:
    """(N,) intersection over union of one box with (N, 4) boxes."""
    low, high = np.maximum(box[:2], boxes[:, :2]), np.minimum(box[2:], boxes[:, 2:])
    shared = np.prod(np.clip(high - low, 0, None), axis=1)
    area = np.prod(box[2:] - box[:2]) + np.prod(boxes[:, 2:] - boxes[:, :2], axis=1) - shared
    ratio: FloatArray = np.divide(shared, area, out=np.zeros(len(boxes)), where=area > 0)
    return ratio


def person_region(hip_px: FloatArray, circle_px: FloatArray) -> Region:
    """Return the landmark network's region: about the mid-hip, along the line to the body's circle."""
    dx, dy = circle_px - hip_px
    rotation = np.pi / 2 - np.arctan2(-dy, dx)
    rotation = (rotation + np.pi) % (2 * np.pi) - np.pi
    side_px = 2 * _REGION_SCALE * float(np.hypot(dx, dy))
    return Region(float(hip_px[0]), float(hip_px[1]), side_px, float(rotation))


def decode_pose(outputs: Outputs, region: Region) -> Pose:
    """Turn the landmark network's raw outputs into pixels and metres."""
    rows = outputs[POINTS * 5].reshape(POINTS, 5).astype(float)
    heat = outputs[HEATMAP_SIZE**2 * POINTS].reshape(HEATMAP_SIZE, HEATMAP_SIZE, POINTS)
    n = len(BLAZEPOSE.landmarks)
    uv = refine(rows[:, :2] / LANDMARK_SIZE, heat)[:n]
    world = outputs[POINTS * 3].reshape(POINTS, 3).astype(float)[:n]
    return Pose(
        score=float(outputs[1].reshape(-1)[0]),
        xy_px=region.to_pixels(uv),
        visibility=sigmoid(rows[:n, 3]),
        world_m=_turned(world, region.rotation_rad),
    )


def refine(uv: FloatArray, heat: NDArray[np.float32]) -> FloatArray:
    """Move (K, 2) points to the heat's centre of gravity within 7 x 7 cells, where it is hot enough."""
    cells = np.floor(uv * HEATMAP_SIZE).astype(np.int64)
    steps = np.arange(-_KERNEL_RADIUS, _KERNEL_RADIUS + 1)
    columns, rows = cells[:, :1] + steps, cells[:, 1:] + steps
    valid = _on_map(rows)[:, :, None] & _on_map(columns)[:, None, :]
    row, column = np.clip(rows, 0, HEATMAP_SIZE - 1), np.clip(columns, 0, HEATMAP_SIZE - 1)
    raw = heat[row[:, :, None], column[:, None, :], np.arange(len(uv))[:, None, None]].astype(float)
    weight = np.where(valid, sigmoid(raw), 0.0)
    total = weight.sum(axis=(1, 2), keepdims=True)[:, :, 0]
    inside = _on_map(cells).all(axis=1, keepdims=True)
    sure = inside & (weight.max(axis=(1, 2), keepdims=True)[:, :, 0] >= _MIN_HEAT)
    moved = np.column_stack([(weight.sum(axis=1) * column).sum(1), (weight.sum(axis=2) * row).sum(1)])
    moved /= HEATMAP_SIZE * np.where(sure, total, 1.0)
    return np.where(sure, moved, uv)


def _on_map(cells: IntArray) -> NDArray[np.bool_]:
    inside: NDArray[np.bool_] = (cells >= 0) & (cells < HEATMAP_SIZE)
    return inside


def _turned(world_m: FloatArray, rotation_rad: float) -> FloatArray:
    """Turn metric points back from the region's frame to the picture's."""
    cos, sin = np.cos(rotation_rad), np.sin(rotation_rad)
    turn = np.array([[cos, sin, 0], [-sin, cos, 0], [0, 0, 1]])
    turned: FloatArray = world_m @ turn
    return turned


Find = tuple[float, Region]
"""How sure the detector is of somebody, and where the landmark network should look."""


def infer_pose(landmarks: "Network", frame: Frame, region: Region, *, mirrored: bool) -> Future[Pose]:
    """Look at somebody in a region of the picture or, to turn them about, of its mirror image."""
    width_px = frame.size_px[0]
    seen = region.mirrored(width_px) if mirrored else region
    crop = seen.crop(frame, LANDMARK_SIZE, mirrored=mirrored)
    return landmarks.submit(crop, partial(_read_pose, seen, width_px if mirrored else None))


def infer_people(detector: "Network", frame: Frame, square: Region) -> Future[list[Find]]:
    """Look for people in a square of the picture."""
    crop = square.crop(frame, DETECTOR_SIZE, black_outside=True)
    return detector.submit(crop, partial(_read_finds, square))


def _read_pose(region: Region, mirrored_in_px: float | None, outputs: Outputs) -> Pose:
    pose = decode_pose(outputs, region)
    return pose if mirrored_in_px is None else pose.mirrored(mirrored_in_px)


def _read_finds(square: Region, outputs: Outputs) -> list[Find]:
    found = decode_detections(outputs)
    return [(one.score, person_region(*square.to_pixels(one.points[:2]))) for one in found]
