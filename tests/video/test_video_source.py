"""Recordings of every kind come out upright, in true colours and at their own times."""

import weakref
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import av
import numpy as np
import pytest
from made_video import difference, nearest, picture, pictures, record

from visiongait.errors import UsageError
from visiongait.system import working_threads
from visiongait.video import open_video, sampled
from visiongait.video.container import decoding_threads, open_container
from visiongait.video.picture import orientation_of

KINDS = [
    ("a.mp4", "libx264", "yuv420p", "h264", "mp4"),
    ("a.mov", "libx264", "yuv422p", "h264", "mov"),
    ("a.mkv", "libx264", "yuv444p", "h264", "matroska"),
    ("a.ts", "libx264", "yuv420p", "h264", "mpegts"),
    ("a.mp4", "libx265", "yuv420p", "hevc", "mp4"),
    ("a.mov", "libx265", "yuv420p10le", "hevc", "mov"),
    ("a.webm", "libvpx-vp9", "yuv420p", "vp9", "webm"),
    ("a.webm", "libvpx", "yuv420p", "vp8", "webm"),
    ("a.mp4", "libsvtav1", "yuv420p", "av1", "mp4"),
    ("a.mp4", "mpeg4", "yuv420p", "mpeg4", "mp4"),
    ("a.avi", "mpeg4", "yuv420p", "mpeg4", "avi"),
    ("a.avi", "mjpeg", "yuvj422p", "mjpeg", "avi"),
]


@pytest.mark.parametrize(("name", "codec", "pix_fmt", "called", "container"), KINDS)
def test_every_container_and_codec_is_read(tmp_path, name, codec, pix_fmt, called, container):
    drawn = pictures(20)
    source = open_video(record(tmp_path / name, drawn, codec=codec, pix_fmt=pix_fmt))
    frames = list(source.frames())
    info = source.info
    assert (info.codec, info.container, info.name) == (called, container, name)
    assert (info.width_px, info.height_px, info.frame_count) == (160, 120, 20)
    assert info.nominal_fps == pytest.approx(30, rel=2e-3)
    assert info.duration_s == pytest.approx(20 / 30, abs=2e-3)
    assert [frame.index for frame in frames] == list(range(20))
    assert np.array([frame.time_s for frame in frames]) == pytest.approx(np.arange(20) / 30, abs=1e-3)
    for frame, image in zip(frames, drawn, strict=True):
        assert frame.image.dtype == np.uint8
        assert frame.image.flags.c_contiguous
        assert nearest(frame.image, drawn) == frame.index
        assert difference(frame.image, image) < 6
    faults = source.faults()
    assert faults.warnings == ()
    assert faults.dropped_gaps == ()
    assert not faults.duplicate.any()


def test_times_of_29_97_are_exact(tmp_path):
    source = open_video(record(tmp_path / "ntsc.mp4", pictures(40), rate=Fraction(30000, 1001)))
    times = [frame.time_s for frame in source.frames()]
    assert times == pytest.approx([index * 1001 / 30000 for index in range(40)], abs=1e-12)
    assert source.info.nominal_fps == pytest.approx(30000 / 1001, rel=1e-12)
    assert source.usual_interval_s == pytest.approx(1001 / 30000, rel=1e-12)


def test_slow_motion_divides_times(tmp_path):
    path = record(tmp_path / "slow.mp4", pictures(16), rate=30)
    source = open_video(path, slowmo=8)
    assert [frame.time_s for frame in source.frames()] == pytest.approx(np.arange(16) / 240)
    assert source.info.nominal_fps == pytest.approx(240)
    assert source.info.duration_s == pytest.approx(16 / 240)
    assert source.usual_interval_s == pytest.approx(1 / 240)
    assert source.info.slowmo_factor == 8


def test_240_frames_per_second(tmp_path):
    source = open_video(record(tmp_path / "fast.mp4", pictures(60), rate=240))
    assert [frame.time_s for frame in source.frames()] == pytest.approx(np.arange(60) / 240)
    assert source.info.nominal_fps == pytest.approx(240)


def test_4k(tmp_path):
    source = open_video(record(tmp_path / "4k.mp4", pictures(2, 3840, 2160)))
    assert (source.info.width_px, source.info.height_px) == (3840, 2160)
    assert [frame.image.shape for frame in source.frames()] == [(2160, 3840, 3)] * 2


def test_odd_size(tmp_path):
    source = open_video(record(tmp_path / "odd.mkv", pictures(3, 161, 121), codec="ffv1", pix_fmt="yuv444p"))
    frames = list(source.frames())
    assert frames[0].image.shape == (121, 161, 3)
    assert frames[0].image.flags.c_contiguous
    assert difference(frames[2].image, picture(2, 161, 121)) < 2


def test_variable_frame_rate_keeps_its_own_times(tmp_path):
    ms = [0, 31, 70, 99, 132, 171, 200, 233, 266, 301, 333]
    path = record(tmp_path / "vfr.mp4", pictures(len(ms)), ticks=ms, tick=Fraction(1, 1000))
    source = open_video(path)
    assert [frame.time_s for frame in source.frames()] == pytest.approx(np.array(ms) / 1000, abs=1e-9)
    assert source.faults().dropped_gaps == ()


@pytest.mark.parametrize("name", ["late.mkv", "late.ts", "late.mov"])
def test_time_counts_from_the_first_frame(tmp_path, name):
    path = record(tmp_path / name, pictures(8), ticks=list(range(90, 98)))
    assert [frame.time_s for frame in open_video(path).frames()] == pytest.approx(
        np.arange(8) / 30, abs=1.1e-3
    )


def test_b_frames_come_in_order_of_presentation(tmp_path):
    drawn = pictures(20)
    path = record(tmp_path / "b.mp4", drawn, options={"preset": "medium", "bf": "3"})
    for frame in open_video(path).frames():
        assert nearest(frame.image, drawn) == frame.index


@pytest.mark.parametrize("quarter_turns", [0, 1, 2, 3])
@pytest.mark.parametrize("mirror", [(False, False), (True, False), (False, True)])
def test_rotation_and_mirroring_are_undone(tmp_path, quarter_turns, mirror):
    stored = picture(0)
    path = record(tmp_path / "turned.mp4", [stored] * 3, rotation=(90 * quarter_turns, *mirror))
    shown = np.rot90(stored, quarter_turns)  # counter-clockwise, as PyAV counts
    shown = shown[:, ::-1] if mirror[0] else shown
    shown = shown[::-1] if mirror[1] else shown
    source = open_video(path)
    image = next(source.frames()).image
    assert (source.info.height_px, source.info.width_px) == shown.shape[:2]
    assert image.flags.c_contiguous
    assert difference(image, shown) < 4
    if not any(mirror):
        assert source.info.rotation_deg == (-90 * quarter_turns) % 360


@pytest.mark.parametrize(
    ("tag", "clockwise"), [("0", 0), ("90", 90), ("180", 180), ("270", 270), ("-90", 270)]
)
def test_the_older_rotate_tag(tag, clockwise):
    orientation = orientation_of(SimpleNamespace(side_data={}), SimpleNamespace(metadata={"rotate": tag}))
    assert orientation.rotation_deg == clockwise
    assert np.array_equal(orientation.apply(picture(0)), np.rot90(picture(0), -clockwise // 90))


def test_pixels_that_are_not_square_are_stretched(tmp_path):
    path = record(tmp_path / "wide.mp4", pictures(3), sample_aspect_ratio=Fraction(4, 3))
    source = open_video(path)
    assert (source.info.width_px, source.info.height_px) == (213, 120)
    assert next(source.frames()).image.shape == (120, 213, 3)


def test_the_picture_may_change_its_size_but_not_its_shape(tmp_path):
    path = tmp_path / "resized.mkv"
    larger = [np.kron(image, np.ones((2, 2, 1), np.uint8)) for image in pictures(5)]
    _join(path, [pictures(5), larger, pictures(5, 120, 160)])
    source = open_video(path)
    frames = list(source.frames())
    assert [frame.image.shape for frame in frames] == [(120, 160, 3)] * 10
    assert [nearest(frame.image, pictures(5)) for frame in frames] == [0, 1, 2, 3, 4] * 2
    assert difference(frames[7].image, picture(2)) < 6
    assert source.faults().warnings == (
        "The picture size changes after 0.3 s; only the part before that was analysed.",
    )


def _join(path: Path, parts: list[list[np.ndarray]]) -> None:
    """Write parts of different sizes into one stream."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mjpeg", rate=30)
        stream.height, stream.width, stream.pix_fmt = *parts[0][0].shape[:2], "yuvj420p"
        for part, images in enumerate(parts):
            encoder = av.CodecContext.create("mjpeg", "w")
            encoder.height, encoder.width, encoder.pix_fmt = *images[0].shape[:2], "yuvj420p"
            encoder.time_base = Fraction(1, 30)
            for index, image in enumerate(images):
                frame = av.VideoFrame.from_ndarray(image, format="rgb24").reformat(format="yuvj420p")
                frame.pts, frame.time_base = len(images) * part + index, Fraction(1, 30)
                for packet in encoder.encode(frame):
                    packet.stream = stream
                    container.mux(packet)


def test_a_part_keeps_indices_and_times_of_the_whole(tmp_path):
    path = record(tmp_path / "part.mp4", pictures(30), rate=30)
    source = open_video(path, start_s=0.5, end_s=0.8, slowmo=2)
    frames = list(source.frames())
    assert [frame.index for frame in frames] == list(range(15, 24))
    assert [frame.time_s for frame in frames] == pytest.approx(np.arange(15, 24) / 60)
    assert len(source.faults().duplicate) == len(frames)
    assert source.faults().warnings == ()
    assert source.info.frame_count == 30


def test_frames_can_be_read_again(tmp_path):
    source = open_video(record(tmp_path / "again.mp4", pictures(10)))
    first = [frame.image for frame in source.frames()]
    next(source.frames())
    second = [frame.image for frame in source.frames()]
    assert all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))
    assert len(source.faults().duplicate) == 10


def test_no_more_than_a_few_pictures_are_held(tmp_path):
    source = open_video(record(tmp_path / "long.mp4", (picture(index) for index in range(90))))
    seen: list[weakref.ref[np.ndarray]] = []
    for frame in source.frames():
        seen.append(weakref.ref(frame.image))
        assert sum(one() is not None for one in seen) <= 2


def test_the_file_is_named_without_its_folder_and_known_by_its_hash(tmp_path):
    import hashlib

    path = record(tmp_path / "walk.mp4", pictures(3))
    info = open_video(path).info
    assert info.name == "walk.mp4"
    assert info.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_cover_picture_is_not_the_video(tmp_path):
    path = tmp_path / "cover.mp4"
    with av.open(str(path), "w") as container:
        cover = container.add_stream("mjpeg", rate=1)
        cover.width, cover.height, cover.pix_fmt = 640, 480, "yuvj420p"
        cover.disposition = av.stream.Disposition.attached_pic
        stream = container.add_stream("libx264", rate=30, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 160, 120, "yuv420p"
        image = av.VideoFrame.from_ndarray(picture(0, 640, 480), format="rgb24").reformat(format="yuvj420p")
        image.pts = 0
        container.mux(cover.encode(image))
        for index in range(5):
            frame = av.VideoFrame.from_ndarray(picture(index), format="rgb24")
            frame.pts, frame.time_base = index, Fraction(1, 30)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    info = open_video(path).info
    assert (info.codec, info.width_px, info.frame_count) == ("h264", 160, 5)


@pytest.mark.parametrize(
    "options",
    [
        {"slowmo": 0},
        {"slowmo": -2},
        {"slowmo": float("nan")},
        {"start_s": -1},
        {"start_s": 2, "end_s": 1},
        {"start_s": 0.2, "end_s": 0.2},
        {"start_s": 5},
        {"start_s": float("nan")},
    ],
)
def test_impossible_options_are_usage_errors(tmp_path, options):
    path = record(tmp_path / "short.mp4", pictures(10))
    with pytest.raises(UsageError) as fault:
        open_video(path, **options)
    assert fault.value.hint


def test_an_end_beyond_the_recording_is_its_end(tmp_path):
    source = open_video(record(tmp_path / "short.mp4", pictures(10)), end_s=99)
    assert len(list(source.frames())) == 10


@pytest.mark.parametrize("noted", [0, 1, 2, 3])
@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_recording_can_be_turned_further(tmp_path, noted, turns):
    path = record(tmp_path / "turned.mp4", pictures(4), rotation=(90 * noted, False, False))
    source = open_video(path)
    source.keep_small((320, 240), 1)
    before = [frame.image for frame in source.frames()]
    size = source.info.width_px, source.info.height_px
    source.turn(turns)
    assert source.info.rotation_deg == (-90 * noted + 90 * turns) % 360
    assert (source.info.width_px, source.info.height_px) == size[:: -1 if turns % 2 else 1]
    assert len(source.info.notes) == 1
    for frame, image in zip(source.frames(), before, strict=True):
        assert np.array_equal(frame.image, np.rot90(image, -turns))
        assert frame.size_px == (source.info.width_px, source.info.height_px)
    (found,) = source.frames_at({2})
    assert np.array_equal(found.image, np.rot90(before[2], -turns))
    cut = sampled(found, np.array([[1.0, 0, 0], [0, 1, 0]]), 32)
    assert difference(cut, found.image[:32, :32]) < 4


@pytest.mark.parametrize(
    ("cores", "size", "threads"),
    [
        (1, (1920, 1080), 1),
        (1, (3840, 2160), 1),
        (2, (1280, 720), 1),
        (2, (1080, 1920), 1),
        (2, (3840, 2160), 2),
        (16, (1920, 1080), 8),
    ],
)
def test_no_more_threads_than_keep_up(monkeypatch, cores, size, threads):
    monkeypatch.setenv("OMP_NUM_THREADS", str(cores))
    assert decoding_threads(*size) == threads


@pytest.mark.parametrize("told", ["", "0", "many"])
def test_every_core_unless_told_otherwise(monkeypatch, told):
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    every = working_threads()
    monkeypatch.setenv("OMP_NUM_THREADS", told)
    assert working_threads() == every >= 1


def test_the_decoder_is_told(tmp_path, monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "6")
    container, stream = open_container(record(tmp_path / "a.mp4", pictures(3)))
    with container:
        assert stream.codec_context.thread_count == 3
