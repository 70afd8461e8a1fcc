"""Bad files get one sentence; damaged ones are read as far as they go."""

import wave
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_video import nearest, picture, pictures, record

from visiongait.errors import InputError
from visiongait.video import open_video

FAST_START = {"movflags": "+faststart"}


def refusal(path: object) -> str:
    """The sentence with which a file is refused; every refusal has a hint and ends like a sentence."""
    with pytest.raises(InputError) as fault:
        open_video(path)  # type: ignore[arg-type]
    assert fault.value.hint.endswith(".")
    assert fault.value.message.endswith(".")
    assert fault.value.exit_code == 3
    return fault.value.message


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def test_missing_file(tmp_path):
    assert "There is no file" in refusal(tmp_path / "nothing.mp4")


def test_folder(tmp_path):
    assert "folder" in refusal(tmp_path)


def test_empty_file(tmp_path):
    assert "empty" in refusal(write(tmp_path / "empty.mp4", b""))


@pytest.mark.parametrize("address", ["https://example.org/walk.mp4", "rtsp://camera/1", "file:///walk.mp4"])
def test_web_address(address):
    assert "address" in refusal(address)


def test_text_named_mp4(tmp_path):
    assert "not a video" in refusal(write(tmp_path / "notes.mp4", b"walked today\n" * 200))


def test_playlist_that_points_elsewhere_is_not_followed(tmp_path):
    inside = record(tmp_path / "inside.ts", pictures(5))
    playlist = f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{inside}\n#EXT-X-ENDLIST\n"
    assert "not a video" in refusal(write(tmp_path / "list.mp4", playlist.encode()))
    concat = f"ffconcat version 1.0\nfile {inside}\n"
    assert "not a video" in refusal(write(tmp_path / "concat.mp4", concat.encode()))


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "jpg_inside.mp4"])
def test_picture(tmp_path, name):
    coded = cv2.imencode(".png" if "png" in name else ".jpg", picture(0))[1].tobytes()
    assert "picture" in refusal(write(tmp_path / name, coded))


def test_recording_of_one_picture(tmp_path):
    assert "single picture" in refusal(record(tmp_path / "one.mp4", pictures(1)))


def test_sound_only(tmp_path):
    path = tmp_path / "sound.m4a"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=8000)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 8000), np.float32), format="fltp", layout="mono")
        frame.sample_rate = 8000
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    assert "no video" in refusal(path)


def test_wave_sound(tmp_path):
    path = tmp_path / "sound.wav"
    with wave.open(str(path), "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(bytes(8000))
    assert "not a video" in refusal(path)


def test_recording_cut_off_before_it_was_closed(tmp_path):
    whole = record(tmp_path / "whole.mp4", pictures(30)).read_bytes()
    assert whole.index(b"moov") > whole.index(b"mdat")
    assert "cut off" in refusal(write(tmp_path / "cut.mp4", whole[: len(whole) * 2 // 3]))


def test_file_that_may_not_be_read(tmp_path, monkeypatch):
    path = record(tmp_path / "locked.mp4", pictures(3))

    def refuse(*_args, **_kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert "Permission denied" in refusal(path)


def test_recording_without_one_sound_picture(tmp_path):
    content = bytearray(record(tmp_path / "a.mp4", pictures(5), muxer=FAST_START).read_bytes())
    start = content.index(b"mdat") + 4
    content[start:] = np.random.default_rng(0).integers(0, 256, len(content) - start, np.uint8).tobytes()
    assert "no frame of it" in refusal(write(tmp_path / "bad.mp4", bytes(content)))


CUT = [
    ("a.mp4", "libx264", FAST_START),
    ("a.mov", "libx265", FAST_START),
    ("a.mp4", "libsvtav1", FAST_START),
    ("a.mkv", "libx264", {}),
    ("a.webm", "libvpx-vp9", {}),
    ("a.avi", "mpeg4", {}),
]


@pytest.mark.parametrize(("name", "codec", "muxer"), CUT)
@pytest.mark.parametrize("share", [0.5, 0.9])
def test_truncated_recording_is_read_as_far_as_it_goes(tmp_path, name, codec, muxer, share):
    rng = np.random.default_rng(1)
    drawn = [image // 2 + rng.integers(0, 60, (120, 160, 1), np.uint8) for image in pictures(60)]
    whole = record(tmp_path / name, drawn, codec=codec, muxer=muxer, options={"g": "15"}).read_bytes()
    source = open_video(write(tmp_path / f"cut_{name}", whole[: int(share * len(whole))]))
    frames = list(source.frames())
    assert 0.3 * share * 60 < len(frames) < 60
    assert [nearest(frame.image, drawn) for frame in frames] == list(range(len(frames)))
    (warning,) = source.faults().warnings
    assert warning.startswith("The recording")
    assert warning.endswith("only the part before that was analysed.")
    assert f"after {frames[-1].time_s:.1f} s" in warning


def test_the_end_of_a_chosen_part_is_not_a_break(tmp_path):
    source = open_video(record(tmp_path / "a.mp4", pictures(30)), end_s=0.4)
    list(source.frames())
    assert source.faults().warnings == ()


@pytest.fixture(scope="module")
def sound_files(tmp_path_factory) -> list[Path]:
    folder = tmp_path_factory.mktemp("sound")
    return [
        record(folder / "a.mp4", pictures(20), muxer=FAST_START, options={"g": "5"}),
        record(folder / "a.mkv", pictures(20), codec="mpeg4"),
        record(folder / "a.avi", pictures(20), codec="mjpeg", pix_fmt="yuvj420p"),
    ]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(which=st.integers(0, 2), where=st.floats(0, 1), noise=st.binary(min_size=1, max_size=400))
def test_no_damage_ends_in_a_traceback(sound_files, tmp_path, which, where, noise):
    content = bytearray(sound_files[which].read_bytes())
    at = int(where * (len(content) - 1))
    content[at : at + len(noise)] = noise
    path = write(tmp_path / f"bad{sound_files[which].suffix}", bytes(content))
    try:
        source = open_video(path)
        frames = list(source.frames())
    except InputError:
        return
    times = [frame.time_s for frame in frames]
    assert (np.diff(times) > 0).all()
    assert len(source.faults().duplicate) == len(frames)


def test_stamps_that_repeat_are_marked_and_repaired(tmp_path):
    """Matroska lets two pictures share a time."""
    path = tmp_path / "stalled.mkv"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mjpeg", rate=30)
        stream.width, stream.height, stream.pix_fmt = 160, 120, "yuvj420p"
        for index, pts in enumerate([0, 33, 67, 67, 100, 133, 167]):
            frame = av.VideoFrame.from_ndarray(picture(index), format="rgb24").reformat(format="yuvj420p")
            frame.pts, frame.time_base = index, Fraction(1, 30)
            for packet in stream.encode(frame):
                packet.pts = packet.dts = pts
                packet.time_base = Fraction(1, 1000)
                container.mux(packet)
    source = open_video(path)
    times = [frame.time_s for frame in source.frames()]
    assert times == pytest.approx([0, 0.033, 0.067, 0.0835, 0.1, 0.133, 0.167], abs=2e-3)
    assert source.faults().duplicate.tolist() == [False] * 3 + [True] + [False] * 3
