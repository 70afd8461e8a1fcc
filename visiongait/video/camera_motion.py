"""How the camera moved, from the background behind the people."""

from array import array
from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..datatypes import CameraMotion, Frame
from .frames import brightness

Points = NDArray[np.float32]
Affine = NDArray[np.float64]
Mask = NDArray[np.uint8]

_LONG_SIDE_PX = 480
_MOST_CORNERS = 150
_FEWEST_CORNERS = 8
_CORNER_QUALITY = 0.004
_MIN_KEPT = 0.3
_FARTHEST_SHARE = 0.15
_HIDING_SHARE = 0.02
_INLIER_PX = 1.5
_BOX_MARGIN = 0.08
_STILL_AGREEMENT = 0.8
_RARE = 0.05
_MIN_KNOWN = 0.5
_MOVING_SHARE = 0.01
_REST_S = 0.1


class CameraMotionEstimator:
    """Follows the background through the recording, at about 480 pixels along its longer side.

    Corners (Shi and Tomasi 1994) outside the people are tracked from a key frame by pyramidal Lucas-Kanade
    (Bouguet 2000); RANSAC finds the similarity that most of them agree with.  A new key frame is taken only
    when few corners are left or the picture has moved by 15 % of its width, so that a camera on a tripod is
    always compared with its first frame, and a moving one drifts little.  While it stands still, it is looked
    at ten times a second; if it still stands, the frames between are placed on the straight line.

    A camera that turns on the spot moves all of the background alike.  One that travels moves what is near
    more than what is far: then the result holds for the depth at which most corners lie, often a wall behind
    the people, and not for the people themselves.

    Parameters
    ----------
    width_px, height_px
        Size of the upright frames.
    """

    def __init__(self, width_px: int, height_px: int) -> None:
        self._shrink = max(1, round(max(width_px, height_px) / _LONG_SIDE_PX))
        self._small_size = (width_px // self._shrink, height_px // self._shrink)
        self._key: _KeyFrame | None = None
        self._waiting: list[tuple[Frame, ArrayLike]] = []
        self._resting = False
        self._to_reference: Affine = np.full((3, 3), np.nan)  # of the latest frame
        self._motion: array[float] = array("d")  # of all of them, one after the other
        self._support: array[float] = array("d")
        self._still: list[bool] = []

    def add(self, frame: Frame, people_boxes: ArrayLike) -> None:
        """Take in the next frame, and where people are in it: (N, 4) x0, y0, x1, y1 in pixels, or empty."""
        self._waiting.append((frame, people_boxes))
        if not self._resting or frame.time_s - self._waiting[0][0].time_s >= _REST_S:
            self._look()

    def _look(self) -> None:
        """Look at the latest of the waiting frames, and at those before it unless the camera rests."""
        *between, latest = self._waiting
        self._waiting = []
        if between and self._key:
            match = self._key.locate(*self._seen(*latest))
            if match and match.still:
                self._rest(self._key.to_reference @ match.to_key, match.support, len(between) + 1)
                return
        for one in (*between, latest):
            self._place(*self._seen(*one))

    def _seen(self, frame: Frame, people_boxes: ArrayLike) -> tuple[Mask, Mask]:
        """Return a frame's brightness, small, and where its background is."""
        return brightness(frame, self._shrink), self._background(people_boxes)

    def _rest(self, to_reference: Affine, support: float, count: int) -> None:
        before = self._to_reference
        for share in np.arange(1, count + 1) / count:
            self._note(before + share * (to_reference - before), support, True)

    def _place(self, grey: Mask, background: Mask) -> None:
        """Find where a frame lies, from the key frame."""
        if self._key is None:
            self._key = _KeyFrame.take(grey, background, np.eye(3))
        match = self._key.locate(grey, background) if self._key else None
        self._resting = bool(match and match.still)
        if self._key is None or match is None:
            self._note(np.full((3, 3), np.nan), 0.0, False)
            return
        to_reference = self._key.to_reference @ match.to_key
        self._note(to_reference, match.support, match.still)
        if self._key.is_used_up(match):
            self._key = _KeyFrame.take(grey, background, to_reference) or self._key

    def result(self) -> CameraMotion:
        """Return the motion of the frames so far.

        The camera moved if, in more than one known frame of twenty, a corner of the picture lies farther than
        1 % of its width from where it was.  It stood still, and has exact identity in all frames, if half of
        them are known and in all but one known frame of twenty standing still explains the background nearly
        as well (within 1.5 of 480 pixels) as the best motion does.  Otherwise frames whose background could
        not be followed are NaN, with support 0; if the first ones show too little of it, the first usable one
        is the reference.
        """
        if self._waiting:
            self._look()
        motion = np.array(self._motion).reshape(-1, 3, 3)
        share = self._corner_shift(motion)
        known = np.isfinite(share)
        moving = bool(known.any() and np.percentile(share[known], 100 * (1 - _RARE)) > _MOVING_SHARE)
        still = np.array(self._still, dtype=bool)
        if known.any() and known.mean() >= _MIN_KNOWN and still[known].mean() >= 1 - _RARE:
            motion, moving = np.broadcast_to(np.eye(3), motion.shape), False
        grow = np.diag([self._shrink, self._shrink, 1.0])
        full = grow @ motion @ np.linalg.inv(grow)
        return CameraMotion(full[:, :2], np.array(self._support), moving)

    def _corner_shift(self, motion: Affine) -> Affine:
        """(T,) farthest displacement of a corner of the picture, as a share of its width."""
        width, height = self._small_size
        corners = np.array([[0, width, 0, width], [0, 0, height, height], [1, 1, 1, 1]])
        moved = (motion @ corners - corners)[:, :2]
        shift: Affine = np.hypot(moved[:, 0], moved[:, 1]).max(axis=1) / width
        return shift

    def _note(self, to_reference: Affine, support: float, still: bool) -> None:
        self._to_reference = to_reference
        self._motion.extend(to_reference.flat)
        self._support.append(support)
        self._still.append(still)

    def _background(self, people_boxes: ArrayLike) -> Mask:
        """Return 255 where no person is, 0 in their boxes and a margin of 8 % of their height around."""
        mask = np.full(self._small_size[::-1], 255, dtype=np.uint8)
        for box in np.asarray(people_boxes, dtype=float).reshape(-1, 4):
            margin = _BOX_MARGIN * (box[3] - box[1])
            grown = (box + margin * np.array([-1, -1, 1, 1])) / self._shrink
            if np.isfinite(grown).all():
                x0, y0, x1, y1 = np.maximum(grown.round().astype(int), 0)
                mask[y0:y1, x0:x1] = 0
        return mask


class _Match(NamedTuple):
    """A frame found in a key frame.

    to_key: the way there; support, kept: share of the corners seen, and of all, that agree with it; still:
    whether the camera may as well not have moved since the first frame.
    """

    to_key: Affine
    support: float
    kept: float
    still: bool


@dataclass
class _KeyFrame:
    """A frame that later ones are compared with: its corners, and its own way to the reference."""

    grey: Mask
    corners: Points
    to_reference: Affine
    expected: Points

    @staticmethod
    def take(grey: Mask, background: Mask, to_reference: Affine) -> "_KeyFrame | None":
        """Choose corners in the background; None if there are too few."""
        corners = cv2.goodFeaturesToTrack(grey, _MOST_CORNERS, _CORNER_QUALITY, 8, mask=background)
        if corners is None or len(corners) < _FEWEST_CORNERS:
            return None
        points = np.asarray(corners, dtype=np.float32).reshape(-1, 2)
        return _KeyFrame(grey, points, to_reference, points)

    def locate(self, grey: Mask, background: Mask) -> _Match | None:
        """Find the similarity that takes a frame to this one; None if too few corners agree on any."""
        found, seen = self._track(grey)
        seen &= _inside(found, background)
        if seen.sum() < _FEWEST_CORNERS:
            return None
        affine, agree = cv2.estimateAffinePartial2D(
            found[seen], self.corners[seen], ransacReprojThreshold=_INLIER_PX
        )
        inliers = 0 if affine is None else int(agree.sum())
        if inliers < _FEWEST_CORNERS:
            return None
        unmoved = np.hypot(*(found[seen] - self.corners[seen]).T) <= _INLIER_PX
        still = self.is_first and unmoved.sum() >= _STILL_AGREEMENT * inliers
        to_key = np.vstack([affine, [0, 0, 1]])
        back = np.linalg.inv(to_key)
        self.expected = (self.corners @ back[:2, :2].T + back[:2, 2]).astype(np.float32)
        return _Match(to_key, inliers / int(seen.sum()), inliers / len(self.corners), bool(still))

    def _track(self, grey: Mask) -> tuple[Points, NDArray[np.bool_]]:
        found, status, _ = cv2.calcOpticalFlowPyrLK(
            self.grey,
            grey,
            self.corners,
            self.expected.copy(),
            winSize=(15, 15),
            maxLevel=3,
            criteria=(cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, 20, 0.02),
            flags=cv2.OPTFLOW_USE_INITIAL_FLOW,
        )
        return np.asarray(found, dtype=np.float32), np.asarray(status)[:, 0] > 0

    def is_used_up(self, match: _Match) -> bool:
        """Tell whether a new key frame is due: the view has moved on, not only people in front of it."""
        travelled = float(np.hypot(*match.to_key[:2, 2])) / self.grey.shape[1]
        return travelled > _FARTHEST_SHARE or (match.kept < _MIN_KEPT and travelled > _HIDING_SHARE)

    @property
    def is_first(self) -> bool:
        """Whether this is the reference itself."""
        return bool((self.to_reference == np.eye(3)).all())


def _inside(points: Points, background: Mask) -> NDArray[np.bool_]:
    """(N,) whether each point lies in the picture and in the background."""
    height, width = background.shape
    x, y = np.floor(points).astype(int).T
    within = (x >= 0) & (x < width) & (y >= 0) & (y < height)
    inside: NDArray[np.bool_] = within & (background[y.clip(0, height - 1), x.clip(0, width - 1)] > 0)
    return inside
