"""Pictures of every kind brought to the one that everything after takes: three planes of 8 bits, no more.

Phones film with 10 bits in high dynamic range, camcorders two half-pictures at once, editors write 12 bits
with transparency or plain RGB, and pixels need not be square.  All that ends here, in the thread that reads
the file, by FFmpeg's own filters; pictures that are plain already pass untouched.
"""

from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from typing import NamedTuple

import av
from av.filter import Graph
from av.filter.context import FilterContext
from av.video.frame import VideoFrame

from .hdr import needs_toning, tone
from .picture import PLAIN_FORMATS

_FALLBACK_TICK = Fraction(1, 90_000)


class _Kind(NamedTuple):
    """What a filter graph must know of the pictures that go in; with another kind it is built anew."""

    format: str
    width: int
    height: int
    colorspace: int
    color_range: int
    transfer: int
    primaries: int
    interlaced: bool
    tick: Fraction

    @property
    def toned(self) -> bool:
        return needs_toning(self.transfer, self.primaries)


class PlainPictures:
    """Makes a stream's pictures plain, one by one, in order, each with the time stamp it came with.

    Interlaced pictures are one frame late: how a line moves is seen in the next one.  Of their two
    half-pictures the earlier stays, whose time the stamp is; the missing lines are made of those around
    them in the picture and in time (Weston's three fields, with cubic interpolation: `bwdif`).

    Attributes
    ----------
    interlaced, toned
        Whether such pictures were among them.
    """

    def __init__(self) -> None:
        self.interlaced = self.toned = False
        self._kind: _Kind | None = None
        self._graph: Graph | None = None
        self._stamps: deque[tuple[int | None, Fraction | None]] = deque()

    def take(self, picture: VideoFrame, size_px: tuple[int, int]) -> Iterator[VideoFrame]:
        """Take in the next picture; yield those that are ready, in the size `size_px` of square pixels."""
        self.interlaced |= picture.interlaced_frame
        kind = self._kind_of(picture)
        if self._graph is None and _is_plain(kind, size_px):
            yield picture
            return
        if kind != self._kind:
            yield from self.rest()
            self._kind, self._graph = kind, _graph(kind, size_px)
            self.toned |= kind.toned
        assert self._graph is not None  # built with the kind
        self._stamps.append((picture.pts, picture.time_base))
        self._graph.vpush(picture)
        yield from self._ready()

    def rest(self) -> Iterator[VideoFrame]:
        """Yield what is still held back; there are no more pictures, or they are of another kind."""
        if self._graph:
            self._graph.vpush(None)
            yield from self._ready()
        self._kind = self._graph = None
        self._stamps.clear()

    def _kind_of(self, picture: VideoFrame) -> _Kind:
        return _Kind(
            picture.format.name,
            picture.width,
            picture.height,
            int(picture.colorspace),
            int(picture.color_range),
            int(picture.color_trc),
            int(picture.color_primaries),
            self.interlaced,
            picture.time_base or _FALLBACK_TICK,
        )

    def _ready(self) -> Iterator[VideoFrame]:
        assert self._graph is not None
        assert self._kind is not None
        with suppress(av.error.BlockingIOError, av.error.EOFError):  # another picture is due, or none is left
            while True:
                picture = self._graph.vpull()
                if self._kind.toned:
                    picture = tone(picture, self._kind.transfer, self._kind.primaries)
                picture.pts, picture.time_base = self._stamps.popleft()
                yield picture


def _is_plain(kind: _Kind, size_px: tuple[int, int]) -> bool:
    return (
        kind.format in PLAIN_FORMATS
        and not kind.interlaced
        and not kind.toned
        and (kind.width, kind.height) == size_px
    )


def _graph(kind: _Kind, size_px: tuple[int, int]) -> Graph:
    graph = Graph()
    graph.threads = 1  # the cores are the networks'
    steps = [_source(graph, kind)]
    if kind.interlaced:
        steps.append(graph.add("bwdif", mode="send_frame", parity="auto", deint="interlaced"))
    matrix = ":out_color_matrix=bt2020" if kind.toned else ""  # whatever it was; toning expects that
    steps += [
        graph.add("scale", f"{size_px[0]}:{size_px[1]}:flags=bicubic:out_range=tv{matrix}"),
        graph.add("format", "yuv420p"),
        graph.add("buffersink"),
    ]
    graph.link_nodes(*steps).configure()
    return graph


def _source(graph: Graph, kind: _Kind) -> FilterContext:
    return graph.add(
        "buffer",
        video_size=f"{kind.width}x{kind.height}",
        pix_fmt=kind.format,
        time_base=str(kind.tick),
        pixel_aspect="1/1",
        colorspace=str(kind.colorspace),
        range=str(kind.color_range),
    )
