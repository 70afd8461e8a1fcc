"""One reading of a recording, from its start, and the faults that were noticed on the way."""

from array import array
from collections.abc import Collection, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from ..datatypes import FrameFaults
from .container import DamagedError, decode, open_container
from .frame_faults import FaultTally
from .frames import DecodedFrame
from .picture import PictureMaker, luma_of
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
