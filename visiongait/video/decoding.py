"""Pictures out of a stream, up to the place where the recording is damaged."""

from collections.abc import Iterator

import av
from av.container import InputContainer
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream


class DamagedError(Exception):
    """The stream cannot be trusted from here on; internal to the video room."""


def sound_packets(container: InputContainer, stream: VideoStream) -> Iterator["Packet[VideoStream]"]:
    """Yield the stream's packets and the empty one that flushes the decoder; stop where one is broken."""
    try:
        for packet in container.demux(stream):
            if packet.is_corrupt:
                raise DamagedError
            yield packet
    except av.FFmpegError as error:
        raise DamagedError from error


def decode(container: InputContainer, stream: VideoStream) -> Iterator[VideoFrame]:
    """Yield decoded pictures in order of presentation.

    Raises
    ------
    DamagedError
        Where a packet is cut off or does not decode, after the sound pictures before it.
    """
    last: VideoFrame | None = None
    try:
        for packet in sound_packets(container, stream):
            for last in _sound(stream.decode(packet)):
                yield last
    except DamagedError:
        yield from _without_hole(last, _sound(_flushed(stream)))
        raise
    except av.FFmpegError as error:
        raise DamagedError from error


def _sound(frames: list[VideoFrame]) -> Iterator[VideoFrame]:
    for frame in frames:
        if frame.is_corrupt:
            raise DamagedError
        yield frame


def _flushed(stream: VideoStream) -> list[VideoFrame]:
    """Return what the decoder still holds; nothing if it fails over it."""
    try:
        return stream.decode(None)
    except av.FFmpegError:
        return []


def _without_hole(last: VideoFrame | None, frames: Iterator[VideoFrame]) -> Iterator[VideoFrame]:
    """Stop before pictures that were stored ahead of others, where those others are lost."""
    for frame in frames:
        if last and last.duration and (frame.pts or 0) > (last.pts or 0) + 1.5 * last.duration:
            return
        yield frame
        last = frame
