"""Keeps a live session's own video: what the camera sent, untouched, written while it comes."""

import queue
import threading
from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple, cast

import av
from av.codec.context import CodecContext
from av.container import OutputContainer
from av.packet import Packet
from av.video.codeccontext import VideoCodecContext
from av.video.stream import VideoStream

from ..system import as_user_errors
from ..video import Packets

_TICKS_PER_S = 1000  # Matroska's
_WAITING = 900  # packets: half a minute of a disk that does not answer
_BARE = "rawvideo"  # 50 MB a second: encoded before it is written
_ENCODER = {"preset": "ultrafast", "crf": "18"}
_CLUSTER_MS = "1000"  # no more than this is lost when the power is cut


class Kind(NamedTuple):
    """What a stream must have in common with a file to be continued in it."""

    codec: str
    width_px: int
    height_px: int
    header: bytes


class RawRecorder:
    """Writes the packets of a camera into Matroska files, in a thread of its own.

    Nothing is encoded anew unless the camera sends bare pictures.  A file that was never closed, say after a
    power cut, can be read up to its last second.  A camera that comes back with another kind of stream gets
    a further file.

    Parameters
    ----------
    folder
        Where the files go; it is made if it is not there.
    name
        Their name without the ending; further ones are NAME-2, NAME-3 …

    Raises
    ------
    UsageError, EnvironmentFaultError
        If the folder cannot be made.

    Attributes
    ----------
    files
        Those begun so far.
    trouble
        Why recording stopped, one sentence; empty while all is well.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self._folder, self._name = folder, name
        self._part: _Part | None = None
        self._start_s: float | None = None
        self._queue: queue.Queue[tuple[_Part, Packet] | None] = queue.Queue(_WAITING)  # type: ignore[type-arg]
        self.files: list[Path] = []
        self.trouble = ""
        with as_user_errors(folder, option="--record"):
            folder.mkdir(parents=True, exist_ok=True)
        self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)
        self._thread.start()

    def begin(self, stream: VideoStream, has_clock: bool) -> Packets:
        """Return what takes the packets of a new connection."""
        codec = stream.codec_context
        kind = Kind(codec.name, stream.width, stream.height, bytes(codec.extradata or b""))
        offset: list[float] = []  # from the stream's clock to the file's, known from the first packet on

        def keep(packet: "Packet[VideoStream]", taken_s: float) -> None:
            if self.trouble or not packet.size:
                return
            self._start_s = taken_s if self._start_s is None else self._start_s
            now_s = taken_s - self._start_s
            stamp_s = _stamp_s(packet) if has_clock else None
            if stamp_s is not None and not offset:
                offset.append(now_s - stamp_s)
            shift_s = offset[0] if stamp_s is not None else None
            self._keep(kind, stream, _copied(packet, now_s, shift_s))

        return keep

    def close(self) -> None:
        """Write what is still waiting and close the files."""
        self._queue.put(None)
        self._thread.join()

    def _keep(self, kind: Kind, stream: VideoStream, packet: "Packet[VideoStream]") -> None:
        try:
            if self._part is None or self._part.kind != kind:
                self._part = self._begin_part(kind, stream)
            self._queue.put_nowait((self._part, packet))
        except queue.Full:
            self.trouble = "Recording stopped: the disk is too slow."
        except (av.FFmpegError, OSError) as error:
            self.trouble = _stopped(error)

    def _begin_part(self, kind: Kind, stream: VideoStream) -> "_Part":
        number = len(self.files) + 1
        path = self._folder / f"{self._name}{f'-{number}' if number > 1 else ''}.mkv"
        part = _Part(path, kind, stream)
        self.files.append(path)
        return part

    def _run(self) -> None:
        parts: list[_Part] = []
        while (item := self._queue.get()) is not None:
            part, packet = item
            parts += [part] if part not in parts else []
            try:
                part.write(packet)
            except (av.FFmpegError, OSError) as error:
                self.trouble = _stopped(error)
        for part in parts:
            with suppress(av.FFmpegError, OSError):
                part.close()


class _Part:
    """One file."""

    def __init__(self, path: Path, kind: Kind, source: VideoStream) -> None:
        self.kind = kind
        self._last_tick = -1
        self._container: OutputContainer = av.open(
            str(path.absolute()), "w", format="matroska", options={"cluster_time_limit": _CLUSTER_MS}
        )
        self._decoder: VideoCodecContext | None = None
        if kind.codec == _BARE:
            self._decoder = _decoder(source)
            rate = source.average_rate or Fraction(30)
            self._stream: VideoStream = self._container.add_stream("libx264", rate=rate, options=_ENCODER)
            self._stream.width, self._stream.height = kind.width_px, kind.height_px
            self._stream.pix_fmt = "yuv420p"
            self._stream.codec_context.time_base = Fraction(1, _TICKS_PER_S)
        else:
            self._stream = self._container.add_stream_from_template(source)

    def write(self, packet: "Packet[VideoStream]") -> None:
        for ready in self._encoded(packet) if self._decoder else iter([packet]):
            ready.stream = self._stream
            tick = max(ready.dts or 0, self._last_tick + 1)
            ready.dts, ready.pts = tick, max(ready.pts or 0, tick)
            self._last_tick = tick
            self._container.mux(ready)

    def close(self) -> None:
        if self._decoder:
            self._container.mux(self._stream.encode(None))
        self._container.close()

    def _encoded(self, packet: "Packet[VideoStream]") -> Iterator["Packet[VideoStream]"]:
        assert self._decoder is not None
        for picture in self._decoder.decode(packet):
            picture.pts, picture.time_base = packet.pts, Fraction(1, _TICKS_PER_S)
            yield from self._stream.encode(picture)


def _decoder(source: VideoStream) -> VideoCodecContext:
    decoder = cast(VideoCodecContext, CodecContext.create(source.codec_context.codec, "r"))
    decoder.width, decoder.height, decoder.pix_fmt = source.width, source.height, source.pix_fmt
    return decoder


def _copied(packet: "Packet[VideoStream]", now_s: float, shift_s: float | None) -> "Packet[VideoStream]":
    """Copy a packet, for another thread, with its times on the file's clock."""
    copy = cast("Packet[VideoStream]", Packet(bytes(packet)))
    copy.is_keyframe = packet.is_keyframe
    copy.time_base = Fraction(1, _TICKS_PER_S)
    copy.pts = copy.dts = round(now_s * _TICKS_PER_S)
    if shift_s is not None and packet.dts is not None and packet.time_base:
        copy.dts = round((float(packet.dts * packet.time_base) + shift_s) * _TICKS_PER_S)
        pts = packet.dts if packet.pts is None else packet.pts
        copy.pts = round((float(pts * packet.time_base) + shift_s) * _TICKS_PER_S)
    return copy


def _stamp_s(packet: "Packet[VideoStream]") -> float | None:
    if packet.dts is None or not packet.time_base:
        return None
    return float(packet.dts * packet.time_base)


def _stopped(error: Exception) -> str:
    return f"Recording stopped: {getattr(error, 'strerror', None) or 'the file cannot be written'}."
