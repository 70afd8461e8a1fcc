"""How feet that stand move, from the pictures themselves: far finer than landmarks tell.

A foot on the floor hardly moves in the picture of a camera at rest: where its heel lifts, the shoe turns
about the forefoot, by a centimetre or two.  Landmarks err by as much, and more the farther the knee leans
over the foot.  So points of the shoe are followed from the pictures in which the foot stood flat to each
other picture (pyramidal Lucas-Kanade, Bouguet 2001) and the turn that most of them share is taken (RANSAC,
Fischler & Bolles 1981, Commun ACM 24:381).

What does not move with the foot, floor and shadow, can only stand still: a turn that a part of the points
share counts against points at rest, if it is one about the forefoot.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from ..datatypes import BoolArray, FloatArray, Frame, Image, SingleArray

SCALE = 2.0
"""Pictures are enlarged for it: a shoe is 75 by 25 px in a usual recording."""

AROUND, ABOVE, BELOW = 0.16, 0.14, 0.07
"""The part of the picture that is looked at: to either side of the foot's middle, above and below it, in body
heights."""

HEEL_HIGH, FOREFOOT_HIGH, TOE_LOW = 0.025, 0.008, 0.005
"""The shoe is below these heights over heel and toe and above the line under them, in body heights."""

MOST_POINTS, FEWEST = 60, 6
SHARE, FOOT_SHARE = 0.35, 0.25
"""Share of the points that must agree on a movement; of one about the forefoot this is enough."""

STILL_PX, AGREE_PX, BACK_PX = 0.75, 0.6, 1.0
"""A point at rest, points that agree, and a point that is found again on the way back, within so much."""

MOST_SCALE = 0.08
WINDOW_PX, LEVELS = (17, 17), 2
ENOUGH = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 30, 0.01)


@dataclass(frozen=True)
class StandingFoot:
    """Where a foot stood flat, in upright pixels; stature_px: of the person there."""

    heel_px: FloatArray
    toe_px: FloatArray
    stature_px: float


def follow_standing_feet(
    frames: Callable[[], Iterable[Frame]],
    feet: Sequence[StandingFoot | None],
    standing: frozenset[int],
    wanted: Sequence[int],
) -> FloatArray:
    """Return how each foot moves against where it stood.

    Parameters
    ----------
    frames
        Reads the recording from its beginning; asked twice.
    feet
        Left and right foot; None where it is not known where it stood.
    standing
        Indices of frames in which both feet stand flat.
    wanted
        Indices of frames (T,) to return.

    Returns
    -------
    (T, 2, 3): for each foot, by how many pixels the heel has moved to the right and down, and by how many
    degrees the foot has turned clockwise in the picture; NaN where it could not be followed.
    """
    followed = np.full((len(wanted), len(feet), 3), np.nan)
    followers = {side: _Follower(foot) for side, foot in enumerate(feet) if foot is not None}
    for frame in frames():
        if frame.index in standing:
            for one in followers.values():
                one.learn(frame)
        if frame.index >= max(standing, default=-1):
            break
    row_of = {index: row for row, index in enumerate(wanted)}
    for frame in frames():
        if frame.index in row_of:
            for side, one in followers.items():
                followed[row_of[frame.index], side] = one.moved(frame)
    return followed


class _Follower:
    """Follows one foot."""

    def __init__(self, foot: StandingFoot) -> None:
        self._foot = foot
        tall = foot.stature_px
        centre = (foot.heel_px + foot.toe_px) / 2
        low = np.floor(centre - np.array([AROUND, ABOVE]) * tall).astype(int)
        high = np.ceil(centre + np.array([AROUND, BELOW]) * tall).astype(int)
        self._corner = np.maximum(low, 0)
        self._end = high
        self._seen: list[FloatArray] = []
        self._reference: Image | None = None
        self._points: SingleArray = np.zeros((0, 1, 2), np.float32)
        self._last = self._points

    def learn(self, frame: Frame) -> None:
        """Take a picture in which the foot stands."""
        self._seen.append(self._part(frame).astype(float))

    def moved(self, frame: Frame) -> tuple[float, float, float]:
        """Return how the foot has moved in a picture: right, down (px) and clockwise (degrees)."""
        if self._reference is None:
            self._begin()
        if self._reference is None or len(self._points) < FEWEST:
            return np.nan, np.nan, np.nan
        part = self._part(frame)
        if part.shape != self._reference.shape:
            return np.nan, np.nan, np.nan
        there, found = _flow(self._reference, part, self._points, self._last)
        back, again = _flow(part, self._reference, there, self._points)
        off = np.linalg.norm(back - self._points, axis=2)[:, 0]
        good = found & again & (off < BACK_PX * SCALE)
        self._last = np.where(good[:, None, None], there, self._points).astype(np.float32)
        return self._movement(self._points[good][:, 0], there[good][:, 0])

    def _begin(self) -> None:
        """Choose the points of the shoe in the mean of the pictures in which it stands."""
        shapes = {one.shape for one in self._seen}
        if len(shapes) != 1:
            return
        self._reference = np.mean(self._seen, axis=0).astype(np.uint8)
        mask = np.zeros(self._reference.shape, np.uint8)
        cv2.fillPoly(mask, [self._outline().astype(np.int32)], 255)
        points = cv2.goodFeaturesToTrack(self._reference, MOST_POINTS, 0.005, 4, mask=mask, blockSize=5)
        if points is not None:
            self._points = self._last = points.astype(np.float32)

    def _outline(self) -> FloatArray:
        """(5, 2) the shoe in the enlarged part: from heel to toe, without the ankle."""
        heel, toe, tall = self._foot.heel_px, self._foot.toe_px, self._foot.stature_px
        along = toe - heel
        ahead = along / max(float(np.linalg.norm(along)), 1e-9)
        up = np.array([0.0, -1.0])
        corners = [
            heel - up * TOE_LOW * tall,
            heel + up * HEEL_HIGH * tall,
            heel + (0.05 * ahead + HEEL_HIGH * up) * tall,
            toe + (-0.025 * ahead + FOREFOOT_HIGH * up) * tall,
            toe - (0.01 * ahead + TOE_LOW * up) * tall,
        ]
        return self._local(np.array(corners))

    def _movement(self, before: SingleArray, after: SingleArray) -> tuple[float, float, float]:
        """Return the movement that the points share; of two, the one about the forefoot."""
        unknown = (np.nan, np.nan, np.nan)
        if len(before) < FEWEST:
            return unknown
        moves = np.linalg.norm(after - before, axis=1) > STILL_PX * SCALE
        still = int((~moves).sum())
        if moves.sum() >= max(FEWEST, FOOT_SHARE * len(before)):
            matrix, agree = _turn(before[moves], after[moves])
            enough = agree >= max(FEWEST, FOOT_SHARE * len(before))
            if enough and (self._about_forefoot(matrix) or agree >= SHARE * len(before) > still):
                return self._told(matrix)
        if still >= max(FEWEST, SHARE * len(before)):
            return 0.0, 0.0, 0.0
        return unknown

    def _about_forefoot(self, matrix: FloatArray) -> bool:
        heel, toe = (self._shift(matrix, place) for place in (self._foot.heel_px, self._foot.toe_px))
        return bool(np.linalg.norm(toe) < 0.5 * np.linalg.norm(heel) + 1.0)

    def _told(self, matrix: FloatArray) -> tuple[float, float, float]:
        right, down = self._shift(matrix, self._foot.heel_px)
        return float(right), float(down), float(np.degrees(np.arctan2(matrix[1, 0], matrix[0, 0])))

    def _shift(self, matrix: FloatArray, place_px: FloatArray) -> FloatArray:
        """Return by how many pixels a place of the foot has moved."""
        at = self._local(place_px)
        return np.asarray((matrix[:, :2] @ at + matrix[:, 2] - at) / SCALE)

    def _local(self, place_px: FloatArray) -> FloatArray:
        return np.asarray((place_px - self._corner) * SCALE)

    def _part(self, frame: Frame) -> Image:
        (left, top), (right, bottom) = self._corner, self._end
        grey = cv2.cvtColor(np.ascontiguousarray(frame.image[top:bottom, left:right]), cv2.COLOR_RGB2GRAY)
        return np.asarray(cv2.resize(grey, None, fx=SCALE, fy=SCALE, interpolation=cv2.INTER_CUBIC), np.uint8)


def _flow(one: Image, other: Image, points: SingleArray, guess: SingleArray) -> tuple[SingleArray, BoolArray]:
    """Return where points (N, 1, 2) of one picture are in another, and which were found."""
    there, found, _ = cv2.calcOpticalFlowPyrLK(
        one,
        other,
        points,
        guess.copy(),
        winSize=WINDOW_PX,
        maxLevel=LEVELS,
        criteria=ENOUGH,
        flags=cv2.OPTFLOW_USE_INITIAL_FLOW,
    )
    return there.astype(np.float32), np.asarray(found[:, 0] == 1)


def _turn(before: SingleArray, after: SingleArray) -> tuple[FloatArray, int]:
    """Return the similarity (2, 3) that most points share and their number; 0 where it is no turn."""
    cv2.setRNGSeed(0)
    matrix, agree = cv2.estimateAffinePartial2D(
        before, after, method=cv2.RANSAC, ransacReprojThreshold=AGREE_PX * SCALE
    )
    if matrix is None or abs(float(np.hypot(matrix[0, 0], matrix[1, 0])) - 1) > MOST_SCALE:
        return np.zeros((2, 3)), 0
    return np.asarray(matrix, dtype=float), int(agree.sum())
