"""One reading of a recording, from its start, and the faults that were noticed on the way."""

from array import array
from collections.abc import Collection, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import av
import cv2
import numpy as np
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

from ..datatypes import FrameFaults
from .container import DamagedError, decode, open_container
from .frames import DecodedFrame
from .picture import Grey, PictureMaker, luma_of
from .pixel_formats import PlainPictures
from .timestamps import Clock, Timeline

_BREAK_S = 0.25
_NO_STAMP = -(2**63)
_REORDERED_S = 0.5
"""So far after a key frame no picture needs one from before it, where they are not stored in their order."""


class _ShapeError(Exception):
    """The picture has another shape from here on."""


@dataclass(frozen=True)
class Part:
    """What to read of a file: from `start_s` up to `end_s`, as a player shows it, `slowmo` times slowed.

    turns: quarter turns, clockwise, that the file does not tell of.
    """

    path: Path
    slowmo: float
    start_s: float
    end_s: float
    turns: int = 0


class Reading:
    """Frames in order of time, their faults, and where in the file each of them lies."""

    def __init__(self, part: Part, timeline: Timeline) -> None:
        self._part, self._timeline = part, timeline
        self._tally = FaultTally(timeline.interval_s / part.slowmo)
        self._warnings: list[str] = []
        self._plain = PlainPictures()
        self._maker: PictureMaker | None = None
        self._stamps: array[int] = array("q")
        self._times_s: array[float] = array("d")

    def frames(self) -> Iterator[DecodedFrame]:
        """Read the file; to be called once."""
        container, stream = open_container(self._part.path)
        with closing(container):
            yield from self._read(container, stream)

    def faults(self) -> FrameFaults:
        """Return the faults of the frames so far."""
        return self._tally.result(self._warnings)

    def frames_at(self, indices: Collection[int]) -> Iterator[DecodedFrame]:
        """Yield those of the frames, by index, that are found again by their time stamps: mostly all.

        Pictures are decoded from the key frame before the first of them on.  Their images may be made in
        another thread than those of `frames`.
        """
        stamps = np.array(self._stamps)
        if self._maker is None or not indices or (np.diff(stamps) <= 0).any():
            return
        wanted = {int(stamps[index]): index for index in indices if index < len(stamps)}
        container, stream = open_container(self._part.path)
        with closing(container), suppress(DamagedError, _ShapeError, av.FFmpegError):
            before = int(_REORDERED_S / (stream.time_base or 1)) if stream.codec_context.has_b_frames else 0
            container.seek(max(min(wanted) - before, int(stamps[0])), stream=stream)
            for picture in self._pictures(container, stream, PlainPictures()):
                index = None if picture.pts is None else wanted.pop(picture.pts, None)
                if index is not None:
                    yield DecodedFrame(index, self._times_s[index], picture, self._maker)
                if not wanted:
                    break

    def _read(self, container: InputContainer, stream: VideoStream) -> Iterator[DecodedFrame]:
        tick = stream.time_base or stream.codec_context.time_base
        clock = Clock(tick, self._timeline.interval_s, self._timeline.first_s)
        shown_s = 0.0
        try:
            for index, picture in enumerate(self._pictures(container, stream, self._plain)):
                stalled = clock.stalled
                shown_s = clock.seconds(self._stamp(index, picture))
                self._stamps.append(
                    _NO_STAMP if self._timeline.in_order or picture.pts is None else picture.pts
                )
                self._times_s.append(shown_s / self._part.slowmo)
                if shown_s >= self._part.end_s:
                    break
                if shown_s >= self._part.start_s:
                    yield self._frame(index, shown_s, picture, clock.stalled > stalled)
            else:
                self._warn_if_cut_off(shown_s)
        except DamagedError:
            self._warn_rest_left_out("The recording is damaged", shown_s)
        except _ShapeError:
            self._warn_rest_left_out("The picture size changes", shown_s)
        self._warn_about(clock)

    def _stamp(self, index: int, picture: VideoFrame) -> int | None:
        """Return when the picture with this index is shown, in the stream's ticks."""
        in_order = self._timeline.in_order
        if in_order is None:
            return picture.pts
        return in_order[index] if index < len(in_order) else None

    def _pictures(
        self, container: InputContainer, stream: VideoStream, plain: PlainPictures
    ) -> Iterator[VideoFrame]:
        """Yield the pictures made plain; those that are held back also where the recording ends early."""
        try:
            for picture in decode(container, stream):
                self._maker = self._maker or PictureMaker(picture, stream, self._part.turns)
                if not self._maker.fits(picture):
                    raise _ShapeError
                yield from plain.take(picture, self._maker.stored_size)
        except (DamagedError, _ShapeError):
            yield from plain.rest()
            raise
        yield from plain.rest()

    def _frame(self, index: int, shown_s: float, picture: VideoFrame, stalled: bool) -> DecodedFrame:
        assert self._maker is not None  # made with the first picture
        frame = DecodedFrame(index, shown_s / self._part.slowmo, picture, self._maker)
        self._tally.add(luma_of(picture), frame.time_s, stalled)
        return frame

    def _warn_rest_left_out(self, what: str, shown_s: float) -> None:
        self._warnings.append(f"{what} after {shown_s:.1f} s; only the part before that was analysed.")

    def _warn_if_cut_off(self, shown_s: float) -> None:
        claimed_s = self._timeline.claimed_s or 0.0
        if claimed_s - shown_s > max(_BREAK_S, 3 * self._timeline.interval_s):
            self._warn_rest_left_out(f"The recording of {claimed_s:.1f} s breaks off", shown_s)

    def _warn_about(self, clock: Clock) -> None:
        if clock.missing:
            self._warnings.append(
                f"{clock.missing} frames had no time stamp and were placed between the others."
            )
        if clock.joined:
            self._warnings.append("The time stamps start again partway through; the parts were joined.")
        if self._plain.interlaced:
            self._warnings.append(
                "The recording is interlaced: every frame was rebuilt from half of its lines."
            )


_CELLS = 64  # across the picture
_STILL_LEVELS = 4.0
_MOVING_RATIO = 5.0
_LONGEST_FREEZE_S = 0.5
_GAP_INTERVALS = 1.5
_WORTH_A_WARNING = 0.05


class FaultTally:
    """Counts faults frame by frame; keeps one thumbnail, and one number per frame.

    A picture repeats the one before it where no cell of a 64-cell-wide thumbnail changes by more than 4 grey
    levels, the still stretch lasts at most 0.5 s, and the changes at both of its ends are at least five times
    as large: somebody moved on, only the picture did not.  A still scene is not a fault.
    Re-encoded repeats change by 2 to 7 levels in places, walkers by 15 to 150 (measured).
    """

    def __init__(self, interval_s: float) -> None:
        self._interval_s = interval_s
        self._thumbnail: NDArray[np.int16] | None = None
        self._changes = array("f")
        self._stalled = array("b")
        self._gaps: list[tuple[float, float]] = []
        self._last_s = 0.0

    def add(self, grey: Grey, time_s: float, stalled: bool) -> None:
        """Take in a frame's brightness; `stalled`: its time stamp repeated that of the frame before."""
        thumbnail = _thumbnail(grey)
        if self._thumbnail is None:
            self._changes.append(np.inf)
        else:
            self._changes.append(float(np.abs(thumbnail - self._thumbnail).max()))
            if time_s - self._last_s > _GAP_INTERVALS * self._interval_s:
                self._gaps.append((self._last_s, time_s))
        self._stalled.append(stalled)
        self._thumbnail, self._last_s = thumbnail, time_s

    def result(self, warnings: list[str]) -> FrameFaults:
        """Return the faults of the frames so far, with `warnings` first."""
        changes = np.frombuffer(self._changes, dtype=np.float32).astype(float)
        longest = round(_LONGEST_FREEZE_S / self._interval_s) if self._interval_s else 0
        duplicate = repeated(changes, longest) | (np.frombuffer(self._stalled, dtype=np.int8) > 0)
        said = [*warnings, *self._sentences(duplicate)]
        return FrameFaults(duplicate, tuple(self._gaps), tuple(said))

    def _sentences(self, duplicate: NDArray[np.bool_]) -> list[str]:
        taken = max(len(duplicate), 1)
        missing = sum(round((end_s - start_s) / self._interval_s) - 1 for start_s, end_s in self._gaps)
        sentences = []
        if duplicate.sum() > _WORTH_A_WARNING * taken:
            share = 100 * duplicate.sum() / taken
            sentences.append(f"{share:.0f} % of the frames only repeat the one before.")
        if missing > _WORTH_A_WARNING * (taken + missing):
            sentences.append(f"{100 * missing / (taken + missing):.0f} % of the frames are missing.")
        return sentences


def repeated(changes: NDArray[np.float64], longest: int) -> NDArray[np.bool_]:
    """Mark the frames (T,) that repeat the one before, from how much each one changed (T,).

    longest: frames of the longest freeze; longer stretches are a still scene.
    """
    marks = np.zeros(len(changes), dtype=bool)
    moving = np.flatnonzero(changes > _STILL_LEVELS)
    for before, after in pairwise(moving):
        still = changes[before + 1 : after]
        if 0 < len(still) <= longest:
            ends = min(changes[before], changes[after])
            marks[before + 1 : after] = ends >= _MOVING_RATIO * max(still.max(), 1.0)
    return marks


def _thumbnail(grey: Grey) -> NDArray[np.int16]:
    step = max(1, grey.shape[1] // (5 * _CELLS))
    sparse = np.ascontiguousarray(grey[::step, ::step])
    size = (_CELLS, max(1, round(_CELLS * grey.shape[0] / grey.shape[1])))
    return np.asarray(cv2.resize(sparse, size, interpolation=cv2.INTER_AREA), dtype=np.int16)
