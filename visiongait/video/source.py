"""A recording as frames with true time stamps."""

import math
from collections.abc import Iterator
from contextlib import closing
from os import PathLike
from pathlib import Path

from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from ..datatypes.video import Frame, FrameFaults, VideoInfo
from ..errors import UsageError
from .container import open_container
from .decoded import DecodedFrame
from .decoding import DamagedError, decode
from .faults import FaultTally
from .picture import PictureMaker, luma_of
from .probe import probe
from .timeline import Clock

_BREAK_S = 0.25


def open_video(
    path: str | PathLike[str],
    *,
    slowmo: float = 1.0,
    start_s: float | None = None,
    end_s: float | None = None,
) -> "VideoSource":
    """Open a recording for reading.

    Parameters
    ----------
    path
        A file on this computer; its picture is never shown or sent anywhere.
    slowmo
        How many times slower the file plays than the walk was: 8 for 240 frames per second kept at 30.
    start_s, end_s
        The part `[start_s, end_s)` to read, in seconds as a player shows them.

    Raises
    ------
    InputError
        If the file cannot be read as a recording; the message says why.
    UsageError
        If `slowmo`, `start_s` or `end_s` is impossible.
    """
    return VideoSource(Path(path), slowmo=slowmo, start_s=start_s, end_s=end_s)


class VideoSource:
    """A recording that can be read from start to end, as often as needed.

    Attributes
    ----------
    info
        The recording's facts; duration and count are those of the whole file.
    usual_interval_s
        Median distance of neighbouring frames in seconds of real walking.
    """

    info: VideoInfo
    usual_interval_s: float

    def __init__(self, path: Path, *, slowmo: float, start_s: float | None, end_s: float | None) -> None:
        self._path = path
        self._slowmo = slowmo
        self._start_s = 0.0 if start_s is None else start_s
        self._end_s = math.inf if end_s is None else end_s
        self._check_options()
        self.info, self._timeline = probe(path, slowmo)
        self._check_start()
        self.usual_interval_s = self._timeline.interval_s / slowmo
        self._tally = FaultTally(self.usual_interval_s)
        self._warnings: list[str] = []

    def frames(self) -> Iterator[Frame]:
        """Read the file and yield its frames in order of time.

        Images are RGB, upright, with square pixels, all of one size, and made when they are first asked for,
        in one thread.  A damaged recording ends where the
        damage begins; `faults` says so afterwards.
        """
        self._tally = FaultTally(self.usual_interval_s)
        self._warnings = []
        container, stream = open_container(self._path)
        with closing(container):
            yield from self._read(container, stream)

    def faults(self) -> FrameFaults:
        """Return the faults of the frames that the latest `frames()` yielded; complete once exhausted."""
        return self._tally.result(self._warnings)

    def _read(self, container: InputContainer, stream: VideoStream) -> Iterator[Frame]:
        clock = Clock(stream.time_base or stream.codec_context.time_base, self._timeline.interval_s)
        pictures: PictureMaker | None = None
        shown_s = 0.0
        try:
            for index, picture in enumerate(decode(container, stream)):
                pictures = pictures or PictureMaker(picture, stream)
                stalled = clock.stalled
                shown_s = clock.seconds(picture.pts)
                if shown_s >= self._end_s:
                    break
                if not pictures.fits(picture):
                    self._warn_rest_left_out("The picture changes its shape", shown_s)
                    break
                if shown_s >= self._start_s:
                    yield self._frame(index, shown_s, pictures, picture, clock.stalled > stalled)
            else:
                self._warn_if_cut_off(shown_s)
        except DamagedError:
            self._warn_rest_left_out("The recording is damaged", shown_s)
        self._warn_about(clock, pictures)

    def _frame(
        self, index: int, shown_s: float, pictures: PictureMaker, picture: VideoFrame, stalled: bool
    ) -> Frame:
        frame = DecodedFrame(index, shown_s / self._slowmo, picture, pictures)
        luma = luma_of(picture)
        self._tally.add(frame.image[..., 1] if luma is None else luma, frame.time_s, stalled)
        return frame

    def _warn_rest_left_out(self, what: str, shown_s: float) -> None:
        self._warnings.append(f"{what} after {shown_s:.1f} s; only the part before was read.")

    def _warn_if_cut_off(self, shown_s: float) -> None:
        claimed_s = self._timeline.claimed_s or 0.0
        if claimed_s - shown_s > max(_BREAK_S, 3 * self._timeline.interval_s):
            self._warn_rest_left_out(f"The recording of {claimed_s:.1f} s breaks off", shown_s)

    def _warn_about(self, clock: Clock, pictures: PictureMaker | None) -> None:
        if clock.missing:
            self._warnings.append(
                f"{clock.missing} frames had no time stamp and were placed between the others."
            )
        if clock.joined:
            self._warnings.append("The time stamps start anew in the middle; the parts were joined.")
        if pictures and pictures.interlaced:
            self._warnings.append("The recording is interlaced; every second line was used.")

    def _check_options(self) -> None:
        if not (math.isfinite(self._slowmo) and self._slowmo > 0):
            raise UsageError(
                f"The slow-motion factor must be above 0, not {self._slowmo:g}.", "For example 8 for 240 fps."
            )
        if not 0 <= self._start_s < self._end_s:
            raise UsageError(
                f"The part from {self._start_s:g} s to {self._end_s:g} s is empty.",
                "Give a start of at least 0 and an end after it.",
            )

    def _check_start(self) -> None:
        duration_s = self._timeline.duration_s
        if self._start_s >= duration_s:
            raise UsageError(
                f"The recording lasts {duration_s:.1f} s, so the start cannot be at {self._start_s:g} s.",
                "Give the start in seconds as a player shows them.",
            )
