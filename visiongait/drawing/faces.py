"""Faces hidden: where heads are in every picture, even while nobody is detected, and how they are blurred."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from ..datatypes import FloatArray, Image, PoseTrack

HEAD_RADIUS = 0.40
"""Radius to hide, in trunk lengths (shoulder to hip); a head is 0.22 high and 0.19 deep."""

HEAD_ABOVE_SHOULDERS = 0.40
"""Centre of the head above the shoulders, in trunk lengths."""

TRUNK_PER_LEG = 0.59
"""Length of the trunk in lengths of the leg (hip to ankle), where only legs were found."""

HOLD_S = 1.0
"""How long before the first and after the last sighting a head is still hidden."""

GROWTH_PER_S = 1.0
LARGEST_GROWTH = 2.5
"""The hidden region grows with the time to the nearest sighting."""

DRIFT_S = 0.4
"""The speed of a head before and after its sightings is taken over this time."""

FACE = ("nose", "left_eye", "right_eye", "left_ear", "right_ear", "left_mouth", "right_mouth")


HARDLY_LARGER = 1.15

Head = tuple[FloatArray, float]
"""Centre (2,) and radius to hide, in pixels."""


@dataclass(frozen=True)
class HeadPath:
    """One person's head through the recording: time_s (S,), centre_px (S, 2), radius_px (S,) of sightings."""

    time_s: FloatArray
    centre_px: FloatArray
    radius_px: FloatArray

    def at(self, time_s: float) -> Head | None:
        """Return centre (2,) and radius to hide at any time; None long before or after the person."""
        first_s, last_s = self.time_s[0], self.time_s[-1]
        if not first_s - HOLD_S <= time_s <= last_s + HOLD_S:
            return None
        after = int(np.searchsorted(self.time_s, time_s))
        near = slice(max(after - 1, 0), after + 1)
        seen_s = self.time_s[near]
        away_s = float(np.abs(seen_s - time_s).min())
        centre = np.array([np.interp(time_s, seen_s, self.centre_px[near, i]) for i in (0, 1)])
        centre += self._drift(time_s - min(max(time_s, first_s), last_s))
        radius = float(np.interp(time_s, seen_s, self.radius_px[near]))
        return centre, radius * min(1 + GROWTH_PER_S * away_s, LARGEST_GROWTH)

    def _drift(self, beyond_s: float) -> FloatArray:
        """Displacement (2,) of a head that goes on as it was seen going last (or first)."""
        if beyond_s == 0:
            return np.zeros(2)
        edge = 0 if beyond_s < 0 else -1
        near = np.abs(self.time_s - self.time_s[edge]) <= DRIFT_S
        span_s = np.ptp(self.time_s[near])
        if span_s == 0:
            return np.zeros(2)
        seen = self.centre_px[near]
        moved: FloatArray = (seen[-1] - seen[0]) / span_s * beyond_s
        return moved


def heads_at(paths: Iterable[HeadPath], time_s: float) -> list[Head]:
    """Return what to hide at any time; of heads that nearly coincide, one circle about them.

    So it is with the subject, who is in the detection pass and was followed frame by frame.
    """
    heads: list[Head] = []
    for path in paths:
        head = path.at(time_s)
        for place, other in enumerate(heads):
            if head and (both := _about_both(head, other)):
                del heads[place]  # by its place: arrays are not told apart by `==`
                head = both
                break
        if head:
            heads.append(head)
    return heads


def _about_both(one: Head, other: Head) -> Head | None:
    """Return the least circle about two, if it is hardly larger than the larger of them."""
    (small_px, small), (large_px, large) = sorted((one, other), key=lambda head: head[1])
    apart = float(np.linalg.norm(small_px - large_px))
    radius = max(large, (small + large + apart) / 2)
    if radius > HARDLY_LARGER * large:
        return None
    share = (radius - large) / apart if apart else 0.0
    return large_px + share * (small_px - large_px), radius


def head_paths(people: Iterable[PoseTrack]) -> tuple[HeadPath, ...]:
    """Return the head of each person who was seen at all."""
    paths = (_head_path(person) for person in people)
    return tuple(path for path in paths if len(path.time_s))


def _head_path(person: PoseTrack) -> HeadPath:
    expected, trunk_px = _expected_head(person)
    face = _points(person, FACE)
    ears = _mean(_points(person, ("left_ear", "right_ear")))
    found = np.where(np.isnan(ears), _mean(face), ears)
    centre = _mean(np.stack([found, expected], axis=1))
    reach = np.linalg.norm(face - centre[:, None], axis=2)
    disagreement = np.nan_to_num(np.linalg.norm(found - expected, axis=1)) / 2
    unseen = np.where(np.isnan(found[:, 0]), 1.5, 1.0)
    radius = np.fmax(HEAD_RADIUS * trunk_px * unseen + disagreement, 1.3 * _largest(reach))
    seen = np.isfinite(centre).all(axis=1) & (radius > 0)
    return HeadPath(person.time_s[seen], centre[seen], radius[seen])


def _expected_head(person: PoseTrack) -> tuple[FloatArray, FloatArray]:
    """Where the head should be by the rest of the body (T, 2), and the trunk's length (T,)."""
    shoulders = _mean(_points(person, ("left_shoulder", "right_shoulder")))
    hips = _mean(_points(person, ("left_hip", "right_hip")))
    ankles = _mean(_points(person, ("left_ankle", "right_ankle")))
    by_leg = TRUNK_PER_LEG * np.linalg.norm(hips - ankles, axis=1)
    trunk_px = np.fmax(np.linalg.norm(shoulders - hips, axis=1), by_leg)
    upright = hips - np.stack([np.zeros_like(trunk_px), trunk_px], axis=1)
    shoulders = np.where(np.isnan(shoulders), upright, shoulders)
    along = shoulders - hips
    up = along / np.linalg.norm(along, axis=1, keepdims=True).clip(1e-9)
    return shoulders + HEAD_ABOVE_SHOULDERS * trunk_px[:, None] * up, trunk_px


def _points(person: PoseTrack, names: tuple[str, ...]) -> FloatArray:
    """(T, N, 2) of several landmarks."""
    return person.xy_px[:, [person.skeleton.index(name) for name in names]]


def _mean(points: FloatArray) -> FloatArray:
    """(T, 2) mean of the points that are known; NaN where none is."""
    known = np.isfinite(points).all(axis=2, keepdims=True)
    count = known.sum(axis=1)
    total = np.where(known, points, 0).sum(axis=1)
    return np.where(count > 0, total / count.clip(1), np.nan)


def _largest(values: FloatArray) -> FloatArray:
    largest: FloatArray = np.where(np.isnan(values), 0, values).max(axis=1)
    return largest


CELLS = 5
"""Averaged cells across a hidden head."""

SOFT_RIM = 0.2
"""The rim outside the hidden ellipse, in radii, over which the picture comes back."""

TALLER = 1.15
"""Height of the hidden ellipse by its width."""

DISC_PX = 256


def hide_head(image: Image, centre_px: FloatArray, radius_px: float) -> None:
    """Hide an upright ellipse about `centre_px` in place."""
    reach = radius_px * (1 + SOFT_RIM) * np.array([1.0, TALLER])
    start = np.floor(centre_px - reach).astype(int)
    stop = np.ceil(centre_px + reach).astype(int)
    low, high = (np.clip(corner, 0, image.shape[1::-1]) for corner in (start, stop))
    region = image[low[1] : high[1], low[0] : high[0]]
    if not region.size:
        return
    disc = cv2.resize(_soft_disc(), (stop - start).tolist())
    opacity = disc[low[1] - start[1] : high[1] - start[1], low[0] - start[0] : high[0] - start[0]]
    cv2.blendLinear(_frosted(region, 2 * radius_px / CELLS), region, opacity, 1 - opacity, dst=region)


def _frosted(region: Image, cell_px: float) -> Image:
    height, width = region.shape[:2]
    cells = (max(1, round(width / cell_px)), max(1, round(height / cell_px)))
    coarse = cv2.resize(region, cells, interpolation=cv2.INTER_AREA)
    smooth = cv2.GaussianBlur(coarse, (3, 3), 0)
    return np.asarray(cv2.resize(smooth, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)


@cache
def _soft_disc() -> NDArray[np.float32]:
    """Opacity of the hidden disc: 1 inside, falling to 0 across its rim."""
    y, x = (np.mgrid[:DISC_PX, :DISC_PX] + 0.5) / DISC_PX * 2 - 1
    distance = np.hypot(x, y) * (1 + SOFT_RIM)
    opacity: NDArray[np.float32] = ((1 + SOFT_RIM - distance) / SOFT_RIM).clip(0, 1).astype(np.float32)
    return opacity
