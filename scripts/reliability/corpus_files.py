"""Codecs, pixel formats, containers, rotations and time stamps of phones, messengers and camcorders."""

import os
import struct
from collections.abc import Iterator
from fractions import Fraction
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from .corpus_answers import ANY_SENTENCE, CADENCE, UNREADABLE, WALK, WALK_OR_SAID, Case, Right
from .corpus_making import (
    HEIGHT,
    RATE,
    WIDTH,
    encode,
    ffmpeg,
    pictures,
    resized,
    sample,
)

HLG = {"color_trc": 18, "color_primaries": 9, "colorspace": 9}
PQ = {"color_trc": 16, "color_primaries": 9, "colorspace": 9}
NO_B = {"bf": "0"}
VPX = {"deadline": "realtime", "cpu-used": "8", "b": "2M"}
FINE = {"qmin": "2", "qmax": "4", "b": "8M"}

CODECS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("h264.mp4", {}),
    ("h264_no_b.mp4", {"options": NO_B}),
    ("h264_many_b.mp4", {"options": {"preset": "fast", "bf": "8", "b_strategy": "2"}}),
    ("h264_baseline.mp4", {"options": {"profile": "baseline", "bf": "0"}}),
    ("h264_all_key.mov", {"options": {"g": "1"}}),
    ("h264_one_key.mp4", {"options": {"g": "9999"}}),
    ("h264_open_gop.mkv", {"options": {"preset": "fast", "x264-params": "open-gop=1:keyint=30"}}),
    ("h264_intra_refresh.mp4", {"options": {"x264-params": "intra-refresh=1"}}),
    ("h264_slices.mp4", {"options": {"slices": "8"}}),
    ("h264_full_range.mp4", {"pix_fmt": "yuvj420p"}),
    ("h264_422.mov", {"pix_fmt": "yuv422p"}),
    ("h264_444.mkv", {"pix_fmt": "yuv444p"}),
    ("h264_10bit.mp4", {"pix_fmt": "yuv420p10le"}),
    ("h264_422_10bit.mov", {"pix_fmt": "yuv422p10le"}),
    ("h264_grey.mp4", {"pix_fmt": "gray"}),
    ("h264_rgb.mkv", {"codec": "libx264rgb", "pix_fmt": "rgb24"}),
    ("h264_interlaced.mp4", {"options": {"flags": "+ildct+ilme", "x264-params": "tff=1"}}),
    ("h264_b_frames.avi", {"options": {"preset": "fast", "bf": "3"}}),
    ("h264_no_b.avi", {"options": NO_B}),
    ("h264.flv", {}),
    ("h264.3gp", {"options": NO_B}),
    ("h264.m4v", {"container": "mp4"}),
    ("h264.ts", {}),
    ("h264.m2ts", {"container": "mpegts", "container_options": {"mpegts_m2ts_mode": "1"}}),
    ("h264_fragments.mp4", {"container_options": {"movflags": "frag_keyframe+empty_moov"}}),
    ("h264_faststart.mp4", {"container_options": {"movflags": "faststart"}}),
    ("hevc.mp4", {"codec": "libx265", "tag": "hvc1"}),
    ("hevc_hev1.mp4", {"codec": "libx265", "tag": "hev1"}),
    ("hevc.mkv", {"codec": "libx265"}),
    ("hevc_10bit_hlg.mov", {"codec": "libx265", "pix_fmt": "yuv420p10le", "tag": "hvc1", **HLG}),
    ("hevc_10bit_pq.mp4", {"codec": "libx265", "pix_fmt": "yuv420p10le", "tag": "hvc1", **PQ}),
    ("hevc_422_10bit.mov", {"codec": "libx265", "pix_fmt": "yuv422p10le", "tag": "hvc1"}),
    ("hevc_12bit.mkv", {"codec": "libx265", "pix_fmt": "yuv420p12le"}),
    ("vp8.webm", {"codec": "libvpx", "options": VPX}),
    ("vp9.webm", {"codec": "libvpx-vp9", "options": VPX}),
    ("vp9_444.webm", {"codec": "libvpx-vp9", "pix_fmt": "yuv444p", "options": VPX | {"profile": "1"}}),
    ("av1.mp4", {"codec": "libsvtav1", "options": {"preset": "12", "svtav1-params": "log-level=0"}}),
    ("av1_10bit.mkv", {"codec": "libsvtav1", "pix_fmt": "yuv420p10le", "options": {"preset": "12"}}),
    ("xvid.avi", {"codec": "mpeg4", "options": FINE}),
    ("mpeg4_b.mp4", {"codec": "mpeg4", "options": FINE | {"bf": "2"}}),
    ("divx3.avi", {"codec": "msmpeg4", "options": FINE}),
    ("mpeg2.mpg", {"codec": "mpeg2video", "options": FINE}),
    ("mpeg2.ts", {"codec": "mpeg2video", "options": FINE}),
    ("mpeg2.vob", {"codec": "mpeg2video", "options": FINE}),
    ("mpeg2.mxf", {"codec": "mpeg2video", "options": FINE}),
    ("mpeg1.mpg", {"codec": "mpeg1video", "options": FINE}),
    ("mjpeg.avi", {"codec": "mjpeg", "pix_fmt": "yuvj420p", "options": FINE}),
    ("mjpeg_422.mov", {"codec": "mjpeg", "pix_fmt": "yuvj422p", "options": FINE}),
    ("prores_proxy.mov", {"codec": "prores_ks", "pix_fmt": "yuv422p10le", "options": {"profile": "0"}}),
    ("prores_hq.mov", {"codec": "prores_ks", "pix_fmt": "yuv422p10le", "options": {"profile": "3"}}),
    ("prores_4444.mov", {"codec": "prores_ks", "pix_fmt": "yuva444p10le", "options": {"profile": "4"}}),
    ("dnxhr.mov", {"codec": "dnxhd", "pix_fmt": "yuv422p", "options": {"profile": "dnxhr_sq"}}),
    ("cineform.mov", {"codec": "cfhd", "pix_fmt": "yuv422p10le"}),
    ("wmv.wmv", {"codec": "wmv2", "container": "asf", "options": FINE}),
    ("sorenson.flv", {"codec": "flv", "options": FINE}),
    ("huffyuv.avi", {"codec": "ffvhuff", "pix_fmt": "yuv422p"}),
    ("ffv1.mkv", {"codec": "ffv1", "pix_fmt": "yuv420p"}),
    ("raw.avi", {"codec": "rawvideo", "pix_fmt": "yuv420p"}),
    ("raw_uyvy.mov", {"codec": "rawvideo", "pix_fmt": "uyvy422"}),
    ("png.mov", {"codec": "png", "pix_fmt": "rgb24"}),
    ("animation.mov", {"codec": "qtrle", "pix_fmt": "rgb24"}),
    ("jpeg2000.mov", {"codec": "jpeg2000", "pix_fmt": "yuv420p"}),
    ("cinepak.avi", {"codec": "cinepak", "pix_fmt": "rgb24", "options": {"max_strips": "1"}}),
)
QUICK = ("h264_10bit.mp4", "h264_b_frames.avi", "h264_444.mkv", "mjpeg_422.mov", "hevc_10bit_hlg.mov")
SLOW = ("cinepak.avi",)


def codec_cases() -> Iterator[Case]:
    """Yield the walk in every codec, pixel format and container that PyAV writes."""
    for name, how in CODECS:
        if name not in SLOW:
            yield Case(
                name, "codecs, pixel formats, containers", partial(_encoded, name, how), quick=name in QUICK
            )
    yield Case("animated.gif", "codecs, pixel formats, containers", _gif, WALK_OR_SAID)
    yield Case(
        "dv_25i.avi", "codecs, pixel formats, containers", _dv, Right(CADENCE * 25 / RATE, stance_limit=5)
    )
    yield Case("h263.3gp", "codecs, pixel formats, containers", _h263, WALK_OR_SAID)
    yield Case("odd_size.mkv", "codecs, pixel formats, containers", _odd)
    yield Case("wide_pixels.mp4", "codecs, pixel formats, containers", _wide_pixels)
    yield Case("as_rendered.mp4", "codecs, pixel formats, containers", lambda folder: sample())
    yield Case("raw_stream.h264", "codecs, pixel formats, containers", _annex_b, WALK_OR_SAID)


def _encoded(name: str, how: dict[str, Any], folder: Path) -> Path:
    return encode(folder / name, pictures(), **how)


def _gif(folder: Path) -> Path:
    return encode(folder / "animated.gif", pictures(), codec="gif", pix_fmt="rgb8", container="gif")


def _dv(folder: Path) -> Path:
    frames = (resized(one, 720, 576) for one in pictures())
    return encode(folder / "dv_25i.avi", frames, codec="dvvideo", pix_fmt="yuv420p", rate=25)


def _h263(folder: Path) -> Path:
    frames = (resized(one, 352, 288) for one in pictures())
    return encode(folder / "h263.3gp", frames, codec="h263", rate=Fraction(30000, 1001))


def _odd(folder: Path) -> Path:
    frames = (one[: HEIGHT - 1, : WIDTH - 1] for one in pictures())
    return encode(folder / "odd_size.mkv", map(np.ascontiguousarray, frames), pix_fmt="yuv444p")


def _wide_pixels(folder: Path) -> Path:
    frames = (resized(one, WIDTH // 2, HEIGHT) for one in pictures())
    return encode(folder / "wide_pixels.mp4", frames, sample_aspect_ratio=Fraction(2, 1))


def _annex_b(folder: Path) -> Path:
    return encode(folder / "raw_stream.h264", pictures(), container="h264", options=NO_B)


# Rotation

TURNS = {90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}


def rotation_cases() -> Iterator[Case]:
    """Yield files that say how they want to be turned, and files that have forgotten to."""
    kind = "rotation and mirrors"
    for degrees in TURNS:
        told = partial(_turned, degrees, True)
        yield Case(f"turned_{degrees}_told.mp4", kind, told, quick=degrees == 90)
        yield Case(f"turned_{degrees}_forgotten.mp4", kind, partial(_turned, degrees, False), WALK_OR_SAID)
    yield Case("mirrored_by_matrix.mp4", kind, _flipped)
    yield Case("nonsense_matrix.mp4", kind, _nonsense_matrix, WALK_OR_SAID, quick=True)


def _turned(degrees: int, told: bool, folder: Path) -> Path:
    """Store the pictures so that the matrix, or nothing, brings them upright."""
    frames = (np.ascontiguousarray(np.rot90(one, degrees // 90)) for one in pictures())
    path = encode(folder / f"turned_{degrees}_{'told' if told else 'forgotten'}.mp4", frames)
    return with_matrix(path, TURNS[degrees]) if told else path


def _flipped(folder: Path) -> Path:
    frames = (np.ascontiguousarray(one[:, ::-1]) for one in pictures())
    return with_matrix(encode(folder / "mirrored_by_matrix.mp4", frames), (-1, 0, 0, 1))


def _nonsense_matrix(folder: Path) -> Path:
    return with_matrix(encode(folder / "nonsense_matrix.mp4", pictures()), (0, 0, 0, 0))


def with_matrix(path: Path, turn: tuple[int, int, int, int]) -> Path:
    """Write the display matrix into a file's track header."""
    content = bytearray(path.read_bytes())
    at = content.index(b"tkhd") + 4 + 40  # version 0: matrix after 40 bytes of other fields
    a, b, c, d = (one * 0x10000 for one in turn)
    struct.pack_into(">9i", content, at, a, b, 0, c, d, 0, 0, 0, 0x40000000)
    path.write_bytes(content)
    return path


# Time stamps


def time_cases() -> Iterator[Case]:
    """Yield recordings whose time stamps are as phones, messengers and screen recorders leave them."""
    kind = "time stamps"
    times = np.arange(len(pictures())) / RATE
    rng = np.random.default_rng(15)

    def stamped(name: str, moments: Any, right: Right = WALK, keep: Any = None, **how: Any) -> Case:
        return Case(name, kind, partial(_stamped, name, moments, keep, how), right)

    kept = np.flatnonzero(rng.random(len(times)) > 0.1)
    yield stamped("rounded_to_ms.mkv", np.round(times, 3))
    yield stamped("jitter_5_ms.mp4", times + rng.uniform(0, 0.005, len(times)))
    yield stamped("starts_at_an_hour.mp4", times + 3600)
    yield stamped("starts_at_a_day.mkv", times + 86_400)
    yield stamped("one_in_ten_lost.mp4", times[kept], keep=kept)
    yield stamped("half_the_rate.mp4", times[::2], keep=np.arange(0, len(times), 2), right=WALK_OR_SAID)
    pairs = np.repeat(times[::2], 2)[: len(times)] + np.tile([0, 0.004], len(times) // 2)
    yield stamped("in_pairs.mp4", pairs, right=WALK_OR_SAID)
    yield stamped("a_long_pause_at_the_end.mp4", np.append(times[:-1], times[-1] + 5))
    yield stamped("all_at_once.mp4", times * 0.001, right=WALK_OR_SAID)
    yield Case("rate_2997.mp4", kind, partial(_rated, Fraction(30000, 1001)), Right(CADENCE * 0.999))
    yield Case("rate_25.mp4", kind, partial(_rated, Fraction(25)), Right(CADENCE * 25 / RATE))
    yield Case("rate_24.mov", kind, partial(_rated, Fraction(24)), Right(CADENCE * 24 / RATE, stance_limit=5))
    yield Case("slow_motion_told.mp4", kind, partial(_rated, Fraction(15)), options=("--slowmo", "2"))
    yield Case("android_capture_60.mp4", kind, _android, Right(must=("slow",)))
    yield Case("sound_first.mp4", kind, _sound_first)
    yield Case("two_videos.mkv", kind, _two_videos)
    yield Case("cover_picture.mp4", kind, _cover)
    yield Case("edit_list.mp4", kind, _edit_list)
    yield Case("transport_wrap.ts", kind, _wrap)
    yield Case("duplicated_pictures.mp4", kind, _doubled, WALK_OR_SAID)


def _stamped(name: str, moments: Any, keep: Any, how: dict[str, Any], folder: Path) -> Path:
    chosen = pictures() if keep is None else [pictures()[place] for place in keep]
    return encode(folder / name, chosen, times_s=[float(one) for one in moments], options=NO_B, **how)


def _rated(rate: Fraction, folder: Path) -> Path:
    return encode(folder / f"rate_{float(rate):g}.mp4", pictures(), rate=rate)


def _android(folder: Path) -> Path:
    """Twice slower than life, as phones save slow motion: the file says at which rate it was taken."""
    tags = {"com.android.capture.fps": "30.0"}
    return encode(
        folder / "android_capture_60.mp4", pictures(), rate=15, metadata=tags,
        container_options={"movflags": "use_metadata_tags"},
    )  # fmt: skip


def _sound_first(folder: Path) -> Path:
    return encode(folder / "sound_first.mp4", pictures(), sound=0.5)


def _two_videos(folder: Path) -> Path:
    whole = sample_small()
    still = encode(folder / "still.mp4", pictures()[:1] * 30)
    joined = ("-map", "0", "-map", "1", "-c", "copy", "-disposition:v:0", "0", "-disposition:v:1", "default")
    return ffmpeg(folder / "two_videos.mkv", "-i", str(still), "-i", str(whole), *joined)


def _cover(folder: Path) -> Path:
    whole = sample_small()
    cover = ffmpeg(folder / "cover.png", "-i", str(whole), "-frames:v", "1")
    joined = ("-map", "1", "-map", "0", "-c", "copy", "-disposition:v:0", "attached_pic")
    return ffmpeg(folder / "cover_picture.mp4", "-i", str(whole), "-i", str(cover), *joined)


def _edit_list(folder: Path) -> Path:
    """As phones cut a recording: the beginning is there, and is not to be shown."""
    whole = encode(folder / "whole.mp4", [*pictures()[:1] * 30, *pictures()])
    return ffmpeg(folder / "edit_list.mp4", "-ss", "1", "-i", str(whole), "-c", "copy")


def _wrap(folder: Path) -> Path:
    """A camcorder's clock, 33 bits of it, wraps in the middle."""
    source = encode(folder / "whole.ts", pictures(), options=NO_B)
    return ffmpeg(
        folder / "transport_wrap.ts", "-i", str(source), "-c", "copy", "-output_ts_offset", "95441.7"
    )


def _doubled(folder: Path) -> Path:
    """25 pictures a second shown at 50, each twice."""
    return encode(folder / "duplicated.mp4", [one for one in pictures() for _ in range(2)], rate=60)


# Wrong names for right things, and right names for wrong ones


def content_cases() -> Iterator[Case]:
    """Yield files that are not what their name says."""
    kind = "wrong extensions, no recordings"
    yield Case("a_walk.txt", kind, lambda folder: _named(folder, "a_walk.txt"), WALK_OR_SAID)
    yield Case("a_walk.avi", kind, lambda folder: _named(folder, "a_walk.avi"))
    yield Case("a_walk", kind, lambda folder: _named(folder, "a_walk"))
    yield Case("a_walk.jpg", kind, lambda folder: _named(folder, "a_walk.jpg"), WALK_OR_SAID)
    for name, content in NO_RECORDINGS.items():
        yield Case(name, kind, partial(_content, name, content), ANY_SENTENCE, quick=True)
    yield Case("a_photo.mp4", kind, _photo, ANY_SENTENCE, quick=True)
    yield Case("sound_only.mp4", kind, _sound_only, ANY_SENTENCE, quick=True)
    yield Case("one_picture.mp4", kind, _one_picture, ANY_SENTENCE, quick=True)
    yield Case("a_folder.mp4", kind, _a_folder, Right(cadence=None, codes=(UNREADABLE, 2)), quick=True)
    missing = Right(cadence=None, codes=(2, 3))
    yield Case("not_there.mp4", kind, lambda folder: folder / "not_there.mp4", missing, quick=True)
    yield Case("a_loop.mp4", kind, _loop, missing, quick=True)
    yield Case("a_pipe.mp4", kind, _pipe, missing, quick=True)


NO_RECORDINGS = {
    "empty.mp4": b"",
    "one_byte.mp4": b"\0",
    "text.mp4": b"This is not a recording.\n" * 50,
    "zeros.mp4": bytes(100_000),
    "noise.mp4": np.random.default_rng(15).bytes(100_000),
    "page.mp4": b"<!doctype html><title>Sign in to download</title>" * 20,
    "document.mov": b"%PDF-1.7\n" + b"1 0 obj <<>> endobj\n" * 100,
    "archive.mp4": b"PK\x03\x04" + bytes(1000),
    "program.mp4": b"\x7fELF" + bytes(5000),
    "playlist.mp4": b"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n/etc/passwd\n#EXT-X-ENDLIST\n",
    "list.avi": b"ffconcat version 1.0\nfile /etc/passwd\n",
    "session.mp4": b"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nt=0 0\nm=video 5004 RTP/AVP 96\n",
    "cloud_placeholder.mov": b"\0\0\0\x14ftypqt  \0\0\0\0qt  ",
    "only_ftyp_and_mdat.mp4": b"\0\0\0\x18ftypisom\0\0\2\0isomiso2" + b"\0\0\x10\0mdat" + bytes(4088),
}


def _named(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_bytes(sample_small().read_bytes())
    return path


def _content(name: str, content: bytes, folder: Path) -> Path:
    (folder / name).write_bytes(content)
    return folder / name


def _photo(folder: Path) -> Path:
    encode(folder / "photo.png", pictures()[60:61], codec="png", pix_fmt="rgb24", container="image2",
           container_options={"update": "1"})  # fmt: skip
    return (folder / "photo.png").rename(folder / "a_photo.mp4")


def _sound_only(folder: Path) -> Path:
    import av

    path = folder / "sound_only.mp4"
    with av.open(str(path), "w") as made:
        stream = made.add_stream("aac", rate=44_100)
        for start in range(0, 44_100, 1024):
            frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), format="fltp", layout="mono")
            frame.pts, frame.sample_rate = start, 44_100
            made.mux(stream.encode(frame))
        made.mux(stream.encode(None))
    return path


def _one_picture(folder: Path) -> Path:
    return encode(folder / "one_picture.mp4", pictures()[60:61])


def _a_folder(folder: Path) -> Path:
    (folder / "a_folder.mp4").mkdir()
    return folder / "a_folder.mp4"


def _loop(folder: Path) -> Path:
    (folder / "a_loop.mp4").symlink_to(folder / "a_loop.mp4")
    return folder / "a_loop.mp4"


def _pipe(folder: Path) -> Path:
    import os

    os.mkfifo(folder / "a_pipe.mp4")
    return folder / "a_pipe.mp4"


# Names

NAMES = (
    "with spaces in it.mp4",
    "Ärztin über Größe – 歩行.mp4",
    "🚶.mp4",
    "100%_%03d_%s.mp4",
    'quote\'s "double".mp4',
    "semi;colon&and|pipe$HOME`x`.mp4",
    "file:protocol.mp4",
    "concat:a|b.mp4",
    "new\nline.mp4",
    "-dash.mp4",
    "=formula.mp4",
    ".hidden.mp4",
    "two.dots.mp4",
    "w" * 200 + ".mp4",
    "CON.mp4",
    "[glob]*?.mp4",
    "<tag>&amp;.mp4",
    "caf\udce9.mp4",
)


def name_cases() -> Iterator[Case]:
    """Yield the walk under names that have broken programs before."""
    for number, name in enumerate(NAMES):
        shown = ascii(name)[1:-1][:40]
        yield Case(f"name: {shown}", "names", partial(_called, name), quick=number in (1, 17))


def _called(name: str, folder: Path) -> Path:
    path = folder / name
    path.write_bytes(sample_small().read_bytes())
    return path


_KEPT = TemporaryDirectory(prefix="corpus-")


@cache
def sample_small(movflags: str = "") -> Path:
    """Return the small walk as a file, made once; it is gone with the process."""
    path = Path(_KEPT.name) / f"walk{movflags}.mp4"
    if not path.exists():
        made = path.with_name(f"{os.getpid()}{path.name}")  # another process may be making it, too
        encode(made, pictures(), container_options={"movflags": movflags} if movflags else {})
        made.replace(path)
    return path
