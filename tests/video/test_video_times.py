"""Times are those that players show, and slow motion is what the file says it is."""

from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_video import OPTIONS, nearest, picture, pictures, record

from visiongait.video import open_video
from visiongait.video.metadata import filmed_at, slow_motion

SIZES = {"small": (160, 120), "large": (320, 240)}


def with_sound(path: Path, sound_first_s: float, count: int = 30) -> Path:
    """30 pictures a second, and a silent track that begins before them (or after, below 0)."""
    first = max(sound_first_s, 0.0)
    with av.open(str(path), "w") as container:
        video = container.add_stream("libx264", rate=30, options=OPTIONS["libx264"])
        video.width, video.height, video.pix_fmt = 160, 120, "yuv420p"
        video.codec_context.time_base = Fraction(1, 30000)
        sound = container.add_stream("aac", rate=48000, layout="mono")
        for index in range(count):
            frame = av.VideoFrame.from_ndarray(picture(index), format="rgb24")
            frame.pts, frame.time_base = round(30000 * first) + 1000 * index, Fraction(1, 30000)
            container.mux(video.encode(frame))
        for number in range(60):
            silence = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), "fltp", "mono")
            silence.sample_rate = 48000
            silence.pts = round(48000 * max(-sound_first_s, 0.0)) + 1024 * number
            container.mux(sound.encode(silence))
        container.mux(video.encode(None))
        container.mux(sound.encode(None))
    return path


@pytest.mark.parametrize("name", ["a.mp4", "a.mov", "a.mkv", "a.ts"])
def test_sound_that_comes_first_moves_times_and_start(tmp_path, name):
    path = with_sound(tmp_path / name, 0.5)
    source = open_video(path)
    times = [frame.time_s for frame in source.frames()]
    assert times == pytest.approx(0.5 + np.arange(30) / 30, abs=0.03)
    assert np.diff(times) == pytest.approx(1 / 30, abs=1.1e-3)
    assert source.faults().warnings == ()
    part = open_video(path, start_s=0.8, end_s=1.2)
    assert [frame.index for frame in part.frames()] == list(range(9, 21))
    assert [frame.index for frame in open_video(path, start_s=1.3).frames()] == list(range(24, 30))
    slowed = open_video(path, slowmo=2, start_s=0.8)
    assert next(slowed.frames()).time_s == pytest.approx(0.4, abs=0.02)


@pytest.mark.parametrize("first_s", [0.0, 0.02, -0.5])
@pytest.mark.parametrize("name", ["a.mp4", "a.mkv"])
def test_sound_with_the_picture_or_after_it_moves_nothing(tmp_path, name, first_s):
    source = open_video(with_sound(tmp_path / name, first_s))
    assert [frame.time_s for frame in source.frames()] == pytest.approx(np.arange(30) / 30, abs=1.1e-3)


@pytest.mark.parametrize("codec", ["libx264", "mpeg4"])
def test_pictures_of_an_avi_with_b_frames_come_evenly_and_in_order(tmp_path, codec):
    drawn = pictures(28)
    preset = {"preset": "medium"} if codec == "libx264" else {}
    path = record(tmp_path / "b.avi", drawn, codec=codec, options={**preset, "bf": "3"}, max_b_frames=3)
    source = open_video(path)
    frames = list(source.frames())
    assert [nearest(frame.image, drawn) for frame in frames] == list(range(28))
    assert [frame.time_s for frame in frames] == pytest.approx(np.arange(28) / 30)
    faults = source.faults()
    assert (faults.warnings, faults.dropped_gaps) == ((), ())
    assert not faults.duplicate.any()
    assert source.usual_interval_s == pytest.approx(1 / 30)
    found = list(source.frames_at({7, 21}))
    assert [(frame.index, nearest(frame.image, drawn)) for frame in found] == [(7, 7), (21, 21)]
    part = open_video(path, start_s=0.5, end_s=0.7)
    assert [nearest(frame.image, drawn) for frame in part.frames()] == list(range(15, 21))


def two_videos(path: Path, default: str | None) -> Path:
    with av.open(str(path), "w") as container:
        streams = {}
        for name, (width, height) in SIZES.items():
            streams[name] = container.add_stream("libx264", rate=30, options=OPTIONS["libx264"])
            streams[name].width, streams[name].height = width, height
            streams[name].pix_fmt = "yuv420p"
            streams[name].disposition = av.stream.Disposition.default if name == default else 0
        for index in range(5):
            for name, stream in streams.items():
                frame = av.VideoFrame.from_ndarray(picture(index, *SIZES[name]), format="rgb24")
                frame.pts, frame.time_base = index, Fraction(1, 30)
                container.mux(stream.encode(frame))
        for stream in streams.values():
            container.mux(stream.encode(None))
    return path


@pytest.mark.parametrize(("default", "read"), [("small", "small"), ("large", "large"), (None, "large")])
def test_of_two_videos_the_one_that_players_show_is_read(tmp_path, default, read):
    info = open_video(two_videos(tmp_path / "two.mkv", default)).info
    assert (info.width_px, info.height_px) == SIZES[read]
    size = "160 × 120" if read == "small" else "320 × 240"
    assert info.notes == (
        f"The file contains 2 videos; the one that players show ({size} pixels) was analysed.",
    )


def tagged(path: Path, name: str, value: str, rate: int = 30) -> Path:
    record(path.with_name("plain.mp4"), pictures(16), rate=rate)
    with (
        av.open(str(path.with_name("plain.mp4"))) as plain,
        av.open(str(path), "w", container_options={"movflags": "use_metadata_tags"}) as container,
    ):
        container.metadata[name] = value
        stream = container.add_stream_from_template(plain.streams.video[0])
        for packet in plain.demux(video=0):
            if packet.dts is not None:
                packet.stream = stream
                container.mux(packet)
    return path


@pytest.mark.parametrize("name", ["com.android.capture.fps", "com.apple.quicktime.capture-frame-rate"])
def test_slow_motion_that_the_file_declares_is_used_and_said(tmp_path, name):
    path = tagged(tmp_path / "slow.mp4", name, "240.000000")
    source = open_video(path)
    assert [frame.time_s for frame in source.frames()] == pytest.approx(np.arange(16) / 240)
    assert (source.info.slowmo_factor, source.info.nominal_fps) == (8, pytest.approx(240))
    assert source.usual_interval_s == pytest.approx(1 / 240)
    assert "filmed at 240 frames per second" in source.info.notes[0]
    assert "--slowmo 1" in source.info.notes[0]
    assert open_video(path, start_s=0.3).info.notes == source.info.notes


@pytest.mark.parametrize("told", [1.0, 4.0])
def test_what_the_user_says_counts_more(tmp_path, told):
    path = tagged(tmp_path / "slow.mp4", "com.android.capture.fps", "240")
    info = open_video(path, slowmo=told).info
    assert (info.slowmo_factor, info.notes) == (told, ())


@pytest.mark.parametrize("value", ["30.000000", "31", "nonsense", "0", "-60", "nan", "inf"])
def test_ordinary_files_and_nonsense_stay_as_they_are(tmp_path, value):
    info = open_video(tagged(tmp_path / "a.mp4", "com.android.capture.fps", value)).info
    assert (info.slowmo_factor, info.notes) == (1.0, ())


def test_a_high_rate_that_plays_as_fast_as_life_is_no_slow_motion(tmp_path):
    path = tagged(tmp_path / "a.mp4", "com.android.capture.fps", "240", rate=240)
    assert open_video(path).info.slowmo_factor == 1.0


@given(st.sampled_from([2, 4, 8, 16]), st.sampled_from([24.0, 25.0, 29.97, 30.0]), st.floats(-0.02, 0.02))
def test_factors_of_phones_are_whole(factor, shown_fps, off):
    assert slow_motion(factor * shown_fps * (1 + off), shown_fps) == factor


def test_other_factors_are_taken_as_they_are():
    assert slow_motion(75.0, 30.0) == 2.5
    assert slow_motion(1.0, 30.0) == pytest.approx(1 / 30)
    assert slow_motion(None, 30.0) == 1.0


APPLE = "com.apple.quicktime.creationdate"


def said(container, stream=None):
    return filmed_at(SimpleNamespace(metadata=container), SimpleNamespace(metadata=stream or {}))


@pytest.mark.parametrize(
    ("tags", "filmed"),
    [
        ({}, ""),
        ({"creation_time": "2026-11-29T21:58:00.000000Z"}, "2026-11-29T21:58:00+00:00"),
        (
            {APPLE: "2026-11-30T10:58:00+1300", "creation_time": "2026-11-30T08:00:00Z"},
            "2026-11-30T10:58:00+13:00",
        ),
        ({"creation_time": "1904-01-01T00:00:00.000000Z"}, ""),
        ({"creation_time": "1970-01-01T00:00:00.000000Z"}, ""),
        ({"creation_time": "yesterday"}, ""),
        ({"creation_time": "2026-11-29T21:58:00"}, ""),
        ({APPLE: "nonsense", "creation_time": "2026-11-29T21:58:00Z"}, "2026-11-29T21:58:00+00:00"),
    ],
)
def test_tags_that_can_be_believed(tags, filmed):
    assert said(tags) == filmed
    assert said({}, tags) == filmed


def test_a_file_s_tag_is_read(tmp_path):
    path = tmp_path / "walk.mp4"
    with av.open(str(path), "w") as container:
        container.metadata["creation_time"] = "2026-11-29T21:58:00Z"
        stream = container.add_stream("libx264", rate=30)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for _ in range(5):
            picture = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8))
            container.mux(stream.encode(picture))
        container.mux(stream.encode(None))
    assert open_video(path).info.filmed == "2026-11-29T21:58:00+00:00"
