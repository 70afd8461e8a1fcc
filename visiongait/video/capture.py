"""Pictures as they come: from a camera, from a stream, or from a file at its own speed."""

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import av
from av.codec.context import Flags
from av.container import InputContainer
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from ..datatypes import Image
from ..errors import EnvironmentFaultError, InputError, UsageError
from .container import check_file, open_container
from .pacing import Beat, Pace
from .picture import PictureMaker
from .pixel_formats import PlainPictures

OPEN_TIMEOUT_S = 6.0
READ_TIMEOUT_S = 4.0
"""Without a byte for longer, the connection counts as lost."""

WANTED_SIZE, WANTED_RATE = "1280x720", "30"
"""What a camera is asked for; it gives what it can."""

_STREAMS = ("rtsp", "rtsps", "http", "https")
_FORMATS = "rtsp,rtp,sdp,mpjpeg,mjpeg,jpeg_pipe,mpegts,flv,matroska,webm,mov,mp4"
_WITHOUT_CLOCK = ("mpjpeg", "mjpeg", "jpeg_pipe")  # FFmpeg invents 25 pictures a second there


Packets = Callable[["Packet[VideoStream]", float], None]
"""Told of every packet before it is decoded, and when it arrived (`time.monotonic`), without the jitter where
the stream has no clock of its own."""


@dataclass(frozen=True)
class Shot:
    """One picture, decoded but not yet made into an image.

    arrived_s: `time.monotonic()` when its data reached this computer; stamp_s: when it was taken, on the
    camera's own clock, counted from anywhere; where the stream has none, by the steady beat of its arrivals.
    """

    picture: VideoFrame
    arrived_s: float
    stamp_s: float
    _maker: PictureMaker

    def image(self) -> Image:
        """Return the upright picture (height, width, 3), RGB."""
        return self._maker.image(self.picture)


def is_file(source: str) -> bool:
    """Whether a source is a recording, which ends, rather than a camera or a stream, which may come back.

    Raises
    ------
    UsageError
        If it is an address of a kind that is not read.
    """
    scheme = re.match(r"([a-z][a-z0-9+.-]*)://", source, re.IGNORECASE)
    if scheme and scheme[1].lower() not in _STREAMS:
        raise UsageError(
            f"{source} is not a stream that can be read.",
            "Give a camera's number (0), an address that begins with rtsp:// or http://, or a video file.",
        )
    return not scheme and not source.isdigit()


class Capture:
    """A camera, stream or file that was opened; pictures come out as they arrive.

    Parameters
    ----------
    source
        A camera's number, an address, or the path of a file.

    Raises
    ------
    InputError
        If it cannot be opened: one sentence that says why.
    EnvironmentFaultError
        If cameras cannot be read on this computer.

    Attributes
    ----------
    stream
        The stream's parameters, for whoever records it; has_clock: whether its time stamps are the camera's.
    """

    def __init__(self, source: str) -> None:
        self._source = source
        self._paced = is_file(source)
        self._stop = threading.Event()
        self._container, self.stream = _open(source, self._paced)
        self.has_clock = not set(self._container.format.name.split(",")) & set(_WITHOUT_CLOCK)
        self._beat = Beat()

    def stop(self) -> None:
        """Let `shots` end; may be called from any thread."""
        self._stop.set()

    def close(self) -> None:
        """Give the camera back; from the thread that reads."""
        with suppress(av.FFmpegError, OSError):
            self._container.close()

    def shots(self, on_packet: Packets | None = None) -> Iterator[Shot]:
        """Yield pictures as they arrive; a file's when they are due.  Ends where the file or stream ends.

        Raises
        ------
        InputError
            If the connection is lost or nothing comes for `READ_TIMEOUT_S`.
        """
        maker: PictureMaker | None = None
        plain = PlainPictures()
        for packet, arrived_s in self._packets():
            taken_s = arrived_s if self.has_clock else self._beat.steady_s(arrived_s)
            if on_packet:
                on_packet(packet, taken_s)
            for picture in self._decoded(packet):
                maker = maker or PictureMaker(picture, self.stream)
                if not maker.fits(picture):
                    raise InputError("The picture size changed.")
                for ready in plain.take(picture, maker.stored_size):
                    yield Shot(ready, arrived_s, self._stamp_s(ready, taken_s), maker)

    def _packets(self) -> Iterator[tuple["Packet[VideoStream]", float]]:
        pace = Pace(self._stop) if self._paced else None
        try:
            for packet in self._container.demux(self.stream):
                if self._stop.is_set():
                    return
                if packet.dts is not None and pace and packet.time_base:
                    pace.wait(float(packet.dts * packet.time_base))
                if packet.size or self._paced:
                    yield packet, time.monotonic()
        except (av.FFmpegError, OSError) as error:
            if not self._stop.is_set():
                raise InputError(_lost(self._source, error)) from error

    def _decoded(self, packet: "Packet[VideoStream]") -> list[VideoFrame]:
        """Decode a packet; a broken one costs its pictures and no more."""
        try:
            return self.stream.decode(packet)
        except av.FFmpegError:
            return []

    def _stamp_s(self, picture: VideoFrame, taken_s: float) -> float:
        if not self.has_clock or picture.pts is None or picture.time_base is None:
            return taken_s
        return float(picture.pts * picture.time_base)


def _open(source: str, paced: bool) -> tuple[InputContainer, VideoStream]:
    if paced:
        check_file(Path(source))
        return open_container(Path(source))
    container = _open_camera(int(source)) if source.isdigit() else _open_stream(source)
    if not container.streams.video:
        container.close()
        raise InputError(f"{source} sends no video.", "Check the address in the camera's own settings.")
    stream = container.streams.video[0]
    stream.thread_type = "SLICE"  # threads by picture would hold pictures back
    stream.codec_context.flags |= Flags.low_delay
    return container, stream


def _open_stream(address: str) -> InputContainer:
    options = {"format_whitelist": _FORMATS, "analyzeduration": "500000"}
    if address.lower().startswith("rtsp"):
        options |= {"rtsp_transport": "tcp"}
    try:
        return av.open(address, options=options, timeout=(OPEN_TIMEOUT_S, READ_TIMEOUT_S))
    except (av.FFmpegError, OSError, ValueError) as error:
        raise InputError(_unreachable(address, error), "Check the address and the network.") from error


def _open_camera(number: int) -> InputContainer:
    device = Path(f"/dev/video{number}")
    if "video4linux2,v4l2" not in av.formats_available:
        raise EnvironmentFaultError(
            "Cameras of this computer can be read on Linux only.", "Use a phone's camera as a stream."
        )
    if not device.exists():
        raise InputError(f"There is no camera {number}.", "Plug it in, or give another number.")
    wanted = {"video_size": WANTED_SIZE, "framerate": WANTED_RATE}
    for options in ({**wanted, "input_format": "mjpeg"}, wanted):
        with suppress(av.FFmpegError, ValueError):
            return _opened_camera(device, options)
    try:
        return _opened_camera(device, {})
    except (av.FFmpegError, OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it gives no picture"
        raise InputError(
            f"Camera {number} cannot be opened: {reason}.", "Close other programs that use it."
        ) from error


def _opened_camera(device: Path, options: dict[str, str]) -> InputContainer:
    return av.open(str(device), format="v4l2", options=options, timeout=(OPEN_TIMEOUT_S, READ_TIMEOUT_S))


def _unreachable(address: str, error: Exception) -> str:
    """Say why a stream could not be opened."""
    reasons: tuple[tuple[type[Exception], str], ...] = (
        (av.error.ConnectionRefusedError, "nothing answers there"),
        (av.error.HTTPUnauthorizedError, "it requires a different user name or password"),
        (av.error.HTTPForbiddenError, "access is refused"),
        (av.error.HTTPNotFoundError, "the camera has no such stream"),
        (av.error.InvalidDataError, "what it sends is not a video stream"),
        (av.error.ExitError, "no answer in time"),
        (TimeoutError, "no answer in time"),
    )
    why = next((words for kind, words in reasons if isinstance(error, kind)), "the camera cannot be reached")
    return f"{_without_password(address)} cannot be opened: {why}."


def _lost(source: str, error: Exception) -> str:
    stalled = isinstance(error, av.error.ExitError | TimeoutError)
    why = f"nothing was received for {READ_TIMEOUT_S:g} s" if stalled else "the connection was cut"
    what = f"Camera {source}" if source.isdigit() else "The stream"
    return f"{what} was lost: {why}."


def _without_password(address: str) -> str:
    return re.sub(r"//[^/@]*@", "//", address)
