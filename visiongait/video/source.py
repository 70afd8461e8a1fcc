"""A recording as frames with true time stamps."""

import math
from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import islice
from os import PathLike
from pathlib import Path

from ..datatypes import Frame, FrameFaults, VideoInfo, check_interval, check_slowmo
from ..errors import UsageError
from .frames import KeptPictures
from .metadata import probe
from .reading import Part, Reading

_LAY = {
    1: "The picture was on its side; it was turned by 90° clockwise before the analysis.",
    2: "The picture was upside down; it was turned upright before the analysis.",
    3: "The picture was on its side; it was turned by 90° anticlockwise before the analysis.",
}
"""What is said of a picture that was turned by so many quarters, clockwise."""


def open_video(
    path: str | PathLike[str],
    *,
    slowmo: float | None = None,
    start_s: float | None = None,
    end_s: float | None = None,
) -> "VideoSource":
    """Open a recording for reading.

    Parameters
    ----------
    path
        A file on this computer; its picture is never shown or sent anywhere.
    slowmo
        How many times slower the file plays than the walk was: 8 for 240 frames per second kept at 30.  None:
        what the file itself says, or else 1.
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

    def __init__(
        self, path: Path, *, slowmo: float | None, start_s: float | None, end_s: float | None
    ) -> None:
        part = Part(path, slowmo or 1.0, start_s or 0.0, math.inf if end_s is None else end_s)
        check_slowmo(slowmo)
        check_interval(start_s, end_s)
        self.info, self._timeline = probe(path, slowmo)
        self._part = replace(part, slowmo=self.info.slowmo_factor)
        self._check_start()
        self.usual_interval_s = self._timeline.interval_s / self._part.slowmo
        self._reading = Reading(self._part, self._timeline)
        self._whole = self._reading  # the latest that came to its end
        self._kept: KeptPictures | None = None

    def turn(self, quarter_turns: int) -> None:
        """Turn the picture clockwise from now on, by 1 to 3 quarters; copies that were kept are forgotten."""
        info = self.info
        width_px, height_px = (info.width_px, info.height_px)[:: -1 if quarter_turns % 2 else 1]
        self.info = replace(
            info,
            width_px=width_px,
            height_px=height_px,
            rotation_deg=(info.rotation_deg + 90 * quarter_turns) % 360,
            notes=(*info.notes, _LAY[quarter_turns]),
        )
        self._part = replace(self._part, turns=(self._part.turns + quarter_turns) % 4)
        self._reading = self._whole = Reading(self._part, self._timeline)
        self._kept = None

    def keep_small(self, size_px: tuple[int, int], every: int) -> None:
        """Keep copies, for `small_frames`, when the recording is read to its end for the next time.

        Nothing is kept of pictures that would become larger: they are quickly decoded.
        """
        width_px, _ = size_px
        self._kept = KeptPictures(size_px, every) if width_px <= self.info.width_px else None

    def small_frames(self, size_px: tuple[int, int], every: int) -> Iterator[Frame]:
        """Yield every `every`-th of the frames, for use in the size (width, height) `size_px`.

        Copies if there are such, each for once; otherwise the recording is read again.
        """
        kept, self._kept = self._kept, None
        if kept and kept.complete and (kept.size_px, kept.every) == (size_px, every):
            yield from kept.frames()
        else:
            yield from islice(self.frames(), 0, None, every)

    def frames_at(self, indices: Collection[int]) -> Iterator[Frame]:
        """Yield single frames once more, by the index that `frames` gave them, in any order.

        Decodes only from the key frame before the first of them, where the file allows it and was read to its
        end; may run beside `small_frames`, in another thread.
        """
        missing = set(indices)
        for found in self._whole.frames_at(missing):
            missing.remove(found.index)
            yield found
        if not missing:
            return
        for frame in self.frames():
            if frame.index in missing:
                yield frame
            if frame.index >= max(missing):
                return

    def frames(self) -> Iterator[Frame]:
        """Read the file and yield its frames in order of time.

        Images are RGB, upright, with square pixels, all of one size, and made when they are first asked for,
        in one thread.  A damaged recording ends where the damage begins; `faults` says so afterwards.
        """
        reading = self._reading = Reading(self._part, self._timeline)
        kept = self._copies_to_make()
        for frame in reading.frames():
            if kept:
                kept.offer(frame)
            yield frame
        if kept:
            kept.close()
        self._whole = reading

    def faults(self) -> FrameFaults:
        """Return the faults of the frames that the latest `frames()` yielded; complete once exhausted."""
        return self._reading.faults()

    def _copies_to_make(self) -> KeptPictures | None:
        """Begin the copies that were asked for, also where an earlier reading was broken off."""
        if self._kept is None or self._kept.complete:
            return None
        self._kept = KeptPictures(self._kept.size_px, self._kept.every)
        return self._kept

    def _check_start(self) -> None:
        start_s = self._part.start_s
        duration_s = self._timeline.first_s + self._timeline.duration_s
        if start_s >= duration_s:
            raise UsageError(
                f"The recording lasts {duration_s:.1f} s, so the start cannot be at {start_s:g} s.",
                "Give the start in seconds as a player shows them.",
            )
