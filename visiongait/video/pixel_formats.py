"""Pictures of every kind brought to the one that everything after takes: three planes of 8 bits, no more.

Phones film with 10 bits in high dynamic range, camcorders two half-pictures at once, editors write 12 bits
with transparency or plain RGB, and pixels need not be square.  All that ends here, in the thread that reads
the file, by FFmpeg's own filters; pictures that are plain already pass untouched.

High dynamic range, and colours wider than a screen's, are toned to what a network and a person can look at.
HDR signals carry light up to 1000 cd/m² and more; shown as if they were ordinary they are pale or dark.  What
is worked out here once becomes two tables, one of brightness and one of colour, that do for every picture:

1. signal to light: HLG with its system gamma of 1.2 at a peak of 1000 cd/m² (ITU-R BT.2100), PQ (SMPTE ST
   2084), or an ordinary signal of a display of gamma 2.2;
2. primaries of ITU-R BT.2020 to those of BT.709; what lies outside is clipped;
3. HDR toned by Reinhard's curve (2002, with a white point of 1000 cd/m²), so that the white of a page
   (203 cd/m², ITU-R BT.2408) comes out bright, skin and clothes keep their steps, and no light burns out;
4. light to the signal of a display of gamma 2.2.
"""

from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from functools import cache
from typing import NamedTuple

import av
import cv2
import numpy as np
from av.filter import Graph
from av.filter.context import FilterContext
from av.video.frame import VideoFrame
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc
from numpy.typing import NDArray

from ..datatypes import FloatArray
from .picture import PLAIN_FORMATS, planes_of, to_rgb

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


PQ, HLG = 16, 18
"""Transfers of HDR, as codecs number them (ITU-T H.273)."""

WIDE = 9
"""The primaries of BT.2020, and the way from them to brightness and colour, as codecs number them."""

_UNTOLD = (0, 2)
_BITS = 6  # of brightness and colours in the table of colour
_PEAK_CD, _PAGE_CD = 1000.0, 203.0
_DISPLAY_GAMMA = 2.2
_TO_BT709 = np.array([[1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187]])
"""BT.2020 to BT.709, linear light (ITU-R BT.2087)."""
_WIDE_LUMINANCE = np.array([0.2627, 0.6780, 0.0593])


class _Tables(NamedTuple):
    """brightness (256,); colour (2, 2**18): blue and red difference by 6 bits each of all three planes."""

    brightness: NDArray[np.uint8]
    colour: NDArray[np.uint8]


def needs_toning(transfer: int, primaries: int) -> bool:
    """Whether pictures with this transfer and these primaries are other than a screen's."""
    return transfer in (PQ, HLG) or primaries == WIDE


def tone(picture: VideoFrame, transfer: int, primaries: int) -> VideoFrame:
    """Return an 8-bit picture (yuv420p, 16 to 235) as an ordinary screen shows it, in BT.709's colours."""
    planes = planes_of(picture)
    assert planes is not None  # it is yuv420p
    tables = _tables(transfer, primaries)
    brightness, blue, red = planes
    ordinary = VideoFrame(picture.width, picture.height, "yuv420p")
    ordinary.colorspace, ordinary.color_range = Colorspace.ITU709, ColorRange.MPEG
    ordinary.color_trc, ordinary.color_primaries = ColorTrc.BT709, ColorPrimaries.BT709
    at_colour = np.asarray(cv2.resize(brightness, blue.shape[::-1], interpolation=cv2.INTER_AREA))
    first, second, third = (plane.astype(np.uint32) >> (8 - _BITS) for plane in (at_colour, blue, red))
    place = (first << _BITS | second) << _BITS | third
    made = (cv2.LUT(brightness, tables.brightness), tables.colour[0][place], tables.colour[1][place])
    for into, plane in zip(planes_of(ordinary) or (), made, strict=True):
        into[:] = plane
    return ordinary


def shown(signal: FloatArray, transfer: int, primaries: int) -> FloatArray:
    """Return the signal (…, 3), RGB from 0 to 1, as an ordinary screen shows it."""
    high = transfer in (PQ, HLG)
    light = _light(signal, transfer)
    if primaries == WIDE or (high and primaries in _UNTOLD):
        light = light @ _TO_BT709.T
    light = np.maximum(light, 0)
    seen: FloatArray = np.clip(_reinhard(light) if high else light, 0, 1)
    return seen ** (1 / _DISPLAY_GAMMA)


@cache
def _tables(transfer: int, primaries: int) -> _Tables:
    levels = np.arange(256, dtype=float)
    grey = np.stack([levels, np.full(256, 128.0), np.full(256, 128.0)], axis=-1)
    cells = (np.arange(1 << _BITS) + 0.5) * (1 << (8 - _BITS)) - 0.5
    cells[(1 << _BITS) // 2] = 128  # no colour stays none
    every = np.stack(np.meshgrid(cells, cells, cells, indexing="ij"), axis=-1).reshape(-1, 3)
    return _Tables(
        _ordinary(grey, transfer, primaries)[:, 0],
        np.ascontiguousarray(_ordinary(every, transfer, primaries)[:, 1:].T),
    )


def _ordinary(planes: FloatArray, transfer: int, primaries: int) -> NDArray[np.uint8]:
    """Take brightness and colours (N, 3) of BT.2020, 8 bits, to those of BT.709."""
    wide, usual = (to_rgb(matrix, False).astype(float) for matrix in (WIDE, int(Colorspace.ITU709)))
    signal = np.clip((planes @ wide[:, :3].T + wide[:, 3]) / 255, 0, 1)
    rgb = 255 * shown(signal, transfer, primaries)
    ordinary = (rgb - usual[:, 3]) @ np.linalg.inv(usual[:, :3]).T
    return np.asarray(ordinary.round().clip(0, 255), dtype=np.uint8)


def _light(signal: FloatArray, transfer: int) -> FloatArray:
    """Return linear light, the white of a page being 1."""
    if transfer == HLG:
        return _hlg_light(signal)
    if transfer == PQ:
        return _pq_light(signal)
    light: FloatArray = signal**_DISPLAY_GAMMA
    return light


def _hlg_light(signal: FloatArray) -> FloatArray:
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    scene = np.where(signal <= 0.5, signal**2 / 3, (np.exp((signal - c) / a) + b) / 12)
    luminance = (scene @ _WIDE_LUMINANCE)[..., None]
    light: FloatArray = _PEAK_CD / _PAGE_CD * np.maximum(luminance, 1e-9) ** 0.2 * scene
    return light


def _pq_light(signal: FloatArray) -> FloatArray:
    code = signal ** (1 / 78.84375)
    root = np.maximum(code - 0.8359375, 0) / (18.8515625 - 18.6875 * code)
    light: FloatArray = 10000 / _PAGE_CD * root ** (1 / 0.1593017578125)
    return light


def _reinhard(light: FloatArray) -> FloatArray:
    white = _PEAK_CD / _PAGE_CD
    toned: FloatArray = light * (1 + light / white**2) / (1 + light)
    return toned
