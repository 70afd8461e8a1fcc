"""Opening a recording and decoding it up to where it is damaged: every way a file can be wrong, in words."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import av
import cv2
from av.container import InputContainer
from av.packet import Packet
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from ..errors import InputError
from ..system import working_threads

# Playlists, picture series and raw streams stay out: they reach for other files or addresses, or have no
# time stamps of their own.
_FORMATS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,flv,asf,ogg,mxf,dv"
_STILL_BRANDS = ("heic", "heix", "mif1", "avif")
_NOT_A_PICTURE_SERIES = Disposition.attached_pic | Disposition.timed_thumbnails
_FORMATS_HINT = "Use a recording as the phone saved it, for example an MP4 or MOV file."


def check_file(path: Path) -> None:
    """Raise InputError unless `path` is a file with something in it that may be read."""
    if re.match(r"[a-z][a-z0-9+.-]+:/", str(path)):
        raise InputError(
            f"{path} is a web address; only files on this computer can be read.",
            "Download the recording first.",
        )
    try:
        if path.is_dir():
            raise InputError(f"{path} is a folder, not a recording.", "Give the video file inside it.")
        if not path.is_file():
            raise InputError(f"There is no file {path}.", "Check the spelling and the folder.")
        with path.open("rb") as file:
            empty = not file.read(1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{path} cannot be read: {reason}.", "Check the file's permissions.") from error
    if empty:
        raise InputError(f"{path} is empty.", "Copy the recording from the phone again.")


def open_container(path: Path) -> tuple[InputContainer, VideoStream]:
    """Open a recording and choose its video stream, ready to decode on several threads.

    Raises
    ------
    InputError
        If the file is not a recording, was cut off before it could be closed, or holds no video.
    """
    try:
        # An absolute path cannot be taken for a protocol of FFmpeg's ("concat:", "http:").
        container = av.open(str(path.absolute()), container_options={"format_whitelist": _FORMATS})
    except (av.FFmpegError, OSError, ValueError) as error:
        _explain(path, error)
    stream = _video_stream(container)
    if stream is None:
        container.close()
        raise InputError(f"{path} holds no video.", "Choose the recording itself, not its sound or cover.")
    stream.thread_type = "AUTO"
    stream.codec_context.thread_count = decoding_threads(stream.width, stream.height)
    return container, stream


def _video_stream(container: InputContainer) -> VideoStream | None:
    """Return the video stream that players show: the one marked as default; of several, the largest."""
    return max(
        video_streams(container),
        key=lambda s: (bool(s.disposition & Disposition.default), s.width * s.height),
        default=None,
    )


def video_streams(container: InputContainer) -> list[VideoStream]:
    """Return the video streams that are neither a cover picture nor a row of thumbnails."""
    streams = [s for s in container.streams.video if not s.disposition & _NOT_A_PICTURE_SERIES]
    return [s for s in streams if s.codec_context is not None]


def is_still(container: InputContainer) -> bool:
    """Tell whether the container is a photograph (HEIC, AVIF)."""
    return container.metadata.get("major_brand", "").strip() in _STILL_BRANDS


def _explain(path: Path, error: Exception) -> NoReturn:
    with path.open("rb") as file:
        head = file.read(12)
    if head[4:8] == b"ftyp":
        raise InputError(
            f"{path} was cut off while it was being recorded or copied, and cannot be opened.",
            "Copy it from the phone again; if it is cut off there too, record again.",
        ) from error
    if cv2.haveImageReader(str(path)):
        raise InputError(f"{path} is a picture, not a recording.", _FORMATS_HINT) from error
    raise InputError(f"{path} is not a video that can be read.", _FORMATS_HINT) from error


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


_ONE_THREAD_PX = 1920 * 1080
"""A thread decodes pictures of this size in half the time that two cores take for all the rest."""


def decoding_threads(width_px: int, height_px: int) -> int:
    """Return by how many threads to decode pictures of a size: no more than keep up with the cores.

    Several take a fifth more time of the cores for each picture, and more memory.
    """
    cores = working_threads()
    return max(1, cores // 2, min(cores, round(width_px * height_px / _ONE_THREAD_PX)))


def each_in_one_thread() -> None:
    """Let OpenCV work in the thread that calls it, in all of this process.

    Its own threads wait for each other actively, which takes cores from the networks.
    """
    import cv2

    cv2.setNumThreads(1)
