"""Presentation times: what the container says, and a clock that always advances."""

from dataclasses import dataclass, replace
from fractions import Fraction

import av
import numpy as np
from av.container import InputContainer
from av.video.stream import VideoStream

from .container import DamagedError, sound_packets


@dataclass(frozen=True)
class Timeline:
    """A stream's time stamps, read from its packets without decoding; seconds as a player shows them.

    count: pictures; interval_s: median distance of neighbouring ones; rate_fps: their average rate;
    duration_s: first to last, and one interval; claimed_s: what the file's header claims, or None; first_s:
    when the first picture is shown, above 0 where sound comes first; in_order: the stamps of the pictures as
    they are shown, one after the other, where the file stamps them as they are decoded; else None.
    """

    count: int
    interval_s: float
    rate_fps: float
    duration_s: float
    claimed_s: float | None
    first_s: float = 0.0
    in_order: tuple[int, ...] | None = None


def read_timeline(container: InputContainer, stream: VideoStream) -> Timeline:
    """Read all packets of a stream, up to the first broken one, and measure their time stamps."""
    stamps: list[int] = []
    count = 0
    try:
        for packet in sound_packets(container, stream):
            if packet.size and not packet.is_discard:
                count += 1
                stamp = packet.dts if packet.pts is None else packet.pts
                stamps += [] if stamp is None else [stamp]
    except DamagedError:
        pass  # the part before is what there is; reading the pictures says so
    timeline = _measure(np.unique(np.array(stamps, dtype=np.int64)), count, stream, container)
    if not stamps:
        return timeline
    in_order = tuple(sorted(stamps)) if _stamps_tell_decoding(container, stream) else None
    first_s = _after_sound_s(min(stamps), stream, container)
    return replace(timeline, first_s=first_s if first_s > timeline.interval_s else 0.0, in_order=in_order)


def _stamps_tell_decoding(container: InputContainer, stream: VideoStream) -> bool:
    """Tell whether packets are stamped in the order of decoding, and shown in another: AVI's may be."""
    return container.format.name == "avi" and stream.codec_context.has_b_frames


def _after_sound_s(first: int, stream: VideoStream, container: InputContainer) -> float:
    """Return how long after the earliest sound the first picture is shown; players count from there."""
    starts_s = [
        float(sound.start_time * sound.time_base)
        for sound in container.streams.audio
        if sound.start_time is not None and sound.time_base
    ]
    picture_s = float(first * (stream.time_base or 0))
    return max(0.0, picture_s - min(starts_s, default=picture_s))


def _measure(
    stamps: "np.ndarray[tuple[int], np.dtype[np.int64]]",
    count: int,
    stream: VideoStream,
    container: InputContainer,
) -> Timeline:
    tick = stream.time_base or Fraction(1, 90000)
    claimed_s = _claimed_duration_s(stream, container)
    if len(stamps) > 1:
        interval_s = float(np.median(np.diff(stamps)) * tick)
        span_s = float(int(stamps[-1] - stamps[0]) * tick)
        rate_fps = float((len(stamps) - 1) / (int(stamps[-1] - stamps[0]) * tick))
        return Timeline(count, interval_s, rate_fps, span_s + interval_s, claimed_s)
    rate_fps = float(stream.average_rate or stream.guessed_rate or 0)
    interval_s = 1 / rate_fps if rate_fps else 0.0
    return Timeline(count, interval_s, rate_fps, count * interval_s, claimed_s)


def _claimed_duration_s(stream: VideoStream, container: InputContainer) -> float | None:
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    tag = stream.metadata.get("DURATION", "")  # Matroska: 00:00:02.000000000
    if tag.count(":") == 2:
        hours, minutes, seconds = (float(part) for part in tag.split(":"))
        return 3600 * hours + 60 * minutes + seconds
    if len(container.streams) == 1 and container.duration:
        return container.duration / av.time_base
    return None


class Clock:
    """Turns presentation stamps into seconds as players show them, repaired so that they always advance.

    The first picture is at `first_s`.

    A missing stamp is one usual interval after the frame before.  One that repeats, or lies a little back, is
    half an interval after it, so that a sound stamp can follow in its place.  A jump backwards of more than
    two intervals (recordings joined end to end) starts a new count where the old one stood.

    Attributes
    ----------
    missing, stalled, joined
        How often each repair was made.
    """

    def __init__(self, time_base: Fraction, interval_s: float, first_s: float = 0.0) -> None:
        self._time_base = time_base
        self._interval_s, self._first_s = interval_s, first_s
        self._origin: int | None = None
        self._offset_s = 0.0
        self._last_s: float | None = None
        self.missing = self.stalled = self.joined = 0

    def seconds(self, pts: int | None) -> float:
        """Return the time of the next frame, later than that of the one before."""
        self._last_s = self._raw_seconds(pts) if self._last_s is None else self._after(self._last_s, pts)
        return self._last_s

    def _raw_seconds(self, pts: int | None) -> float:
        if pts is None:
            self.missing += 1
            return self._first_s
        if self._origin is None:
            self._origin = pts
            self._offset_s = self._first_s if self._last_s is None else self._last_s + self._interval_s
        return float((pts - self._origin) * self._time_base) + self._offset_s

    def _after(self, last_s: float, pts: int | None) -> float:
        if pts is None:
            self.missing += 1
            return last_s + self._interval_s
        time_s = self._raw_seconds(pts)
        if time_s > last_s:
            return time_s
        if time_s > last_s - 2 * self._interval_s:
            self.stalled += 1
            return last_s + self._interval_s / 2
        self.joined += 1
        self._offset_s += last_s + self._interval_s - time_s
        return last_s + self._interval_s
