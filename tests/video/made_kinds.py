"""The kinds of picture that phones, camcorders and editing programs write, made of ordinary pictures."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
from av.codec.context import Flags
from av.filter import Graph
from av.video.frame import VideoFrame


@dataclass(frozen=True)
class Kind:
    """file: its name; shift: filters before the encoder, as FFmpeg writes them; flags: of the encoder."""

    file: str
    codec: str
    pix_fmt: str
    options: dict[str, str] = field(default_factory=dict)
    filters: tuple[tuple[str, str], ...] = ()
    interlaced: bool = False
    size: tuple[int, int] = (1280, 720)
    settings: dict[str, int] = field(default_factory=dict)


X264 = {"preset": "ultrafast", "crf": "14"}
X265 = {"preset": "ultrafast", "crf": "14", "x265-params": "log-level=none"}
HLG = {"color_trc": 18, "color_primaries": 9, "colorspace": 9, "color_range": 1}
PQ = HLG | {"color_trc": 16}
TFF, BFF = (("setfield", "tff"),), (("setfield", "bff"),)

KINDS = {
    "hevc 10 bit HLG": Kind("a.mov", "libx265", "yuv420p10le", X265, settings=HLG),
    "hevc 10 bit PQ": Kind("a.mp4", "libx265", "yuv420p10le", X265, settings=PQ),
    "hevc 10 bit": Kind("a.mp4", "libx265", "yuv420p10le", X265),
    "h264 10 bit": Kind("a.mp4", "libx264", "yuv420p10le", X264),
    "h264 10 bit 4:2:2": Kind("a.mov", "libx264", "yuv422p10le", X264),
    "prores 4444": Kind("a.mov", "prores_ks", "yuv444p10le", {"profile": "4444"}),
    "prores 4444 with alpha": Kind("a.mov", "prores_ks", "yuva444p10le", {"profile": "4444"}),
    "h264 rgb": Kind("a.mp4", "libx264rgb", "rgb24", X264),
    "h264 full range": Kind("a.mp4", "libx264", "yuvj420p", X264, settings={"color_range": 2}),
    "h264 grey": Kind("a.mp4", "libx264", "gray", X264),
    "nv12": Kind("a.mkv", "rawvideo", "nv12"),
    "yuyv of a webcam": Kind("a.avi", "rawvideo", "yuyv422"),
    "planes of rgb, 10 bit": Kind("a.mkv", "ffv1", "gbrp10le"),
    "h264 tff": Kind("a.mp4", "libx264", "yuv420p", X264, TFF, interlaced=True),
    "h264 bff": Kind("a.mp4", "libx264", "yuv420p", X264, BFF, interlaced=True),
    "mpeg2 tff": Kind("a.ts", "mpeg2video", "yuv420p", {"b": "20M"}, TFF, interlaced=True),
    "dv": Kind("a.avi", "dvvideo", "yuv420p", {}, BFF, interlaced=True, size=(720, 576)),
}


def write_kind(path: Path, kind: Kind, frames: Iterable[VideoFrame], rate: int) -> Path:
    """Write frames as a recording of a kind, one after the other at `rate`."""
    with av.open(str(path / kind.file), "w") as container:
        stream = container.add_stream(kind.codec, rate=rate, options=dict(kind.options))
        stream.width, stream.height, stream.pix_fmt = *kind.size, kind.pix_fmt
        if kind.size == (720, 576):
            stream.codec_context.sample_aspect_ratio = Fraction(64, 45)  # 16:9
        for name, value in kind.settings.items():
            setattr(stream.codec_context, name, value)
        if kind.interlaced:
            stream.codec_context.flags |= Flags.interlaced_dct | Flags.interlaced_me
        for index, frame in enumerate(filtered(frames, kind)):
            frame.pts, frame.time_base = index, Fraction(1, rate)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path / kind.file


def filtered(frames: Iterable[VideoFrame], kind: Kind) -> Iterator[VideoFrame]:
    """Bring frames to the kind's size and format, marked as interlaced where it is."""
    graph: Graph | None = None
    for frame in frames:
        graph = graph or _graph(frame, kind)
        frame.pts, frame.time_base = None, Fraction(1, 30)
        graph.vpush(frame)
        made = graph.vpull()
        for name, value in kind.settings.items():
            setattr(made, name, value)
        yield made


def _graph(frame: VideoFrame, kind: Kind) -> Graph:
    graph = Graph()
    source = graph.add_buffer(
        width=frame.width, height=frame.height, format=frame.format, time_base=Fraction(1, 30)
    )
    size = ":".join(str(side) for side in kind.size)
    steps = [graph.add("scale", size), graph.add("format", kind.pix_fmt)]
    steps += [graph.add(*one) for one in kind.filters]
    graph.link_nodes(source, *steps, graph.add("buffersink")).configure()
    return graph
