"""The second pass: the landmark network on every frame of one person, in any order, on every core."""

from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import DTypeLike, NDArray

from ..datatypes import BLAZEPOSE, FloatArray, Frame, SingleArray, seal
from .blazepose import MIN_SCORE, Pose, infer_pose
from .reestimation import AGREEMENT, LEGS, agreed, apart, consensus
from .regions import Region, Target, mid_hip_px

if TYPE_CHECKING:
    from .inference import Network

_OFF_CENTRE = 0.06  # of the region's side: estimated again, centred
_SOMEBODY_ELSE = 0.3
_OTHER_SIZES = (1.15 / 1.3, 1.45 / 1.3)


@dataclass(frozen=True)
class _Request:
    """One evaluation: of row `row`, on `target` of `frame`, which shows the person facing right or left.

    `again`: the region was centred after a first one; `extra`: one of those that settle a disagreement.
    """

    row: int
    frame: Frame
    target: Target
    shown_right: bool
    again: bool = False
    extra: bool = False

    @property
    def mirrored(self) -> bool:
        """Whether the person must be turned about to be shown so."""
        return self.shown_right != self.target.faces_right


class View(NamedTuple):
    """How a person is shown: size of the region in usual ones, and whether they face its right side."""

    size: float
    shown_right: bool


class Landmarks(NamedTuple):
    """A person's landmarks on every frame; the fields are those of `PoseTrack`, NaN where not found."""

    xy_px: FloatArray
    dissent_xy_px: FloatArray | None
    world_m: SingleArray
    visibility: SingleArray


class LandmarkPass:
    """Collects estimates of one person's landmarks, frame by frame.

    Every frame is estimated once, the person shown facing right in one frame and facing left in the next:
    what the network makes of the two differs, and the low-pass filter over time then gives their mean.  A
    recording and its mirror image give the network the same crops.  An estimate whose person is not in the
    middle of its region is repeated once, centred; one that lands on somebody else is dropped.

    `thorough` shows every frame both ways; where the two place a leg differently, four more estimates from
    regions of other sizes settle which of them stands alone.
    """

    def __init__(self, network: "Network", *, thorough: bool) -> None:
        self._network = network
        self._thorough = thorough
        self._asked: deque[tuple[_Request, Future[Pose]]] = deque()
        estimates = 2 if thorough else 1  # facing left and right, or one of them
        self._poses = Blocks((estimates, len(BLAZEPOSE.landmarks), 6), np.float32)  # see `_keep`
        self._targets = Blocks((4,))  # centre, side, 1 if facing right
        self._extra: defaultdict[int, list[FloatArray]] = defaultdict(list)

    def estimate(self, row: int, frame: Frame, target: Target) -> None:
        """Evaluate a frame in the background."""
        region = target.region
        self._targets[row][:] = region.x_px, region.y_px, region.side_px, target.faces_right
        for shown_right in self._facings(row):
            self._submit(_Request(row, frame, target, shown_right))
        while self._asked and self._asked[0][1].done():
            self._settle()

    def other_views(self, row: int) -> tuple[View, ...]:
        """Return the views in which a frame was not shown yet: turned about, and in a smaller region."""
        usual = [View(1.0, one) for one in (True, False) if one not in self._facings(row)]
        return (*usual, View(_OTHER_SIZES[0], True), View(_OTHER_SIZES[0], False))

    def _facings(self, row: int) -> tuple[bool, ...]:
        return (True, False) if self._thorough else (row % 2 == 0,)

    def estimated_at(self, row: int) -> Target | None:
        """Return where a frame was estimated; None if it was not."""
        x_px, y_px, side_px, faces_right = self._targets[row].tolist()
        return None if np.isnan(x_px) else Target(Region(x_px, y_px, side_px), faces_right == 1)

    def finish(self) -> None:
        """Wait for every estimate, and for those that follow from them."""
        while self._asked:
            self._settle()

    def forget(self, row: int) -> None:
        """Take back a frame's landmarks; to be called once everything has finished."""
        self._extra.pop(row, None)
        self._poses[row][:] = self._targets[row][:] = np.nan

    def result(self, n_rows: int) -> Landmarks:
        """Return the landmarks of the first `n_rows` frames, and forget them: to be called once."""
        shape = n_rows, len(BLAZEPOSE.landmarks)
        xy_px = np.full((*shape, 2), np.nan)
        dissent_px = np.full((*shape, 2), np.nan) if self._thorough else None
        world_m = np.full((*shape, 3), np.nan, np.float32)
        visibility = np.zeros(shape, np.float32)
        for rows, poses in self._poses.taken(n_rows):
            estimates = poses.swapaxes(0, 1).astype(float)
            if dissent_px is None:
                xy_px[rows] = estimates[0, ..., :2]
            else:
                xy_px[rows], dissent_px[rows] = self._settled(rows.start, estimates[..., :2])
            world_m[rows] = _mean(estimates[..., 2:5])
            visibility[rows] = np.nan_to_num(_mean(estimates[..., 5]))
        seal(xy_px, world_m, visibility, *(() if dissent_px is None else (dissent_px,)))
        return Landmarks(xy_px, dissent_px, world_m, visibility)

    def _settled(self, first_row: int, both_px: FloatArray) -> tuple[FloatArray, FloatArray]:
        """(R, 33, 2) where the landmarks are, and where the estimate that differs most has them."""
        second, first = both_px
        for place in range(len(first)):
            row = first_row + place
            if row in self._extra:
                estimates = np.array([first[place], second[place], *self._extra[row]])
                first[place], second[place] = consensus(estimates)
        return agreed(first, second), second

    def _submit(self, request: _Request) -> None:
        answer = infer_pose(self._network, request.frame, request.target.region, mirrored=request.mirrored)
        self._asked.append((request, answer))

    def _settle(self) -> None:
        """Wait for the oldest estimate that is under way, and draw the consequences."""
        request, answer = self._asked.popleft()
        pose, region = answer.result(), request.target.region
        x_px, y_px = map(float, mid_hip_px(pose.xy_px))
        off = np.hypot(x_px - region.x_px, y_px - region.y_px) / region.side_px
        if pose.score < MIN_SCORE or off > _SOMEBODY_ELSE:
            return
        if off > _OFF_CENTRE and not request.again:
            centred = replace(request.target, region=replace(region, x_px=x_px, y_px=y_px))
            self._submit(replace(request, target=centred, again=True))
        elif request.extra:
            self._extra[request.row].append(pose.xy_px)
        else:
            self._keep(request, pose)

    def _keep(self, request: _Request, pose: Pose) -> None:
        """Note place, metric place and visibility of each landmark; as finely as networks tell them."""
        kept = self._poses[request.row][int(request.shown_right) if self._thorough else 0]
        kept[:] = np.column_stack([pose.xy_px, pose.world_m, pose.visibility])
        if self._thorough and self._disagree(request.row):
            for size in _OTHER_SIZES:
                region = replace(request.target.region, side_px=size * request.target.region.side_px)
                target = replace(request.target, region=region)
                for shown_right in (True, False):
                    self._submit(
                        _Request(request.row, request.frame, target, shown_right, again=True, extra=True)
                    )

    def _disagree(self, row: int) -> bool:
        both = self._poses[row][..., :2].astype(float)
        return not np.isnan(both).any() and bool((apart(*both)[LEGS] > AGREEMENT).any())


def _mean(estimates: FloatArray) -> FloatArray:
    """(T, ...) mean of the estimates (L, T, ...), one or two, that found the person."""
    left, right = estimates[0], estimates[-1]
    both = (left + right) / 2
    mean: FloatArray = np.where(np.isnan(right), left, np.where(np.isnan(left), right, both))
    return mean


def estimate_views(
    network: "Network", frame: Frame, target: Target, views: Sequence[View]
) -> list[Future[Pose]]:
    """Evaluate one frame in other views of the person, in the background."""
    answers = []
    for view in views:
        region = replace(target.region, side_px=view.size * target.region.side_px)
        answers.append(infer_pose(network, frame, region, mirrored=view.shown_right != target.faces_right))
    return answers


def found_px(pose: Pose, target: Target) -> FloatArray:
    """(33, 2) the landmarks of another view; NaN where it found nobody, or somebody else."""
    x_px, y_px = map(float, mid_hip_px(pose.xy_px))
    off = np.hypot(x_px - target.region.x_px, y_px - target.region.y_px) / target.region.side_px
    stranger = pose.score < MIN_SCORE or off > _SOMEBODY_ELSE
    return np.full_like(pose.xy_px, np.nan) if stranger else pose.xy_px


_ROWS = 1024


class Blocks:
    """Numbers of each row, NaN until they are written; one array a row would take half as much again.

    Parameters
    ----------
    shape
        Of one row's numbers.
    dtype
        How finely they are kept.
    """

    def __init__(self, shape: tuple[int, ...], dtype: DTypeLike = np.float64) -> None:
        self._shape, self._dtype = shape, dtype
        self._blocks: dict[int, NDArray[np.floating]] = {}

    def __getitem__(self, row: int) -> NDArray[np.floating]:
        """Return the numbers of one row, to be read or written."""
        block, place = divmod(row, _ROWS)
        if block not in self._blocks:
            self._blocks[block] = np.full((_ROWS, *self._shape), np.nan, self._dtype)
        numbers: NDArray[np.floating] = self._blocks[block][place]
        return numbers

    def taken(self, n_rows: int) -> Iterator[tuple[slice, NDArray[np.floating]]]:
        """Yield which rows and their numbers, of the first `n_rows`, and forget them all on the way."""
        for block in sorted(self._blocks):
            rows = slice(block * _ROWS, min((block + 1) * _ROWS, n_rows))
            numbers = self._blocks.pop(block)
            if rows.start < n_rows:
                yield rows, numbers[: rows.stop - rows.start]
