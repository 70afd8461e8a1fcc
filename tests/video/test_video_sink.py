"""Written video plays anywhere, at the times given, or is not there at all."""

import resource
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from made_video import Image, difference, nearest, picture, pictures

from visiongait.errors import EnvironmentFaultError, UsageError
from visiongait.video import VideoSink, open_video


def write(path: Path, shown: Iterable[tuple[Image, float]], size: tuple[int, int] = (160, 120)) -> None:
    with VideoSink(path, *size, rate_hint_fps=30) as sink:
        for image, time_s in shown:
            sink.write(image, time_s)


def test_frames_and_times_come_back(tmp_path):
    times = [0, 0.033, 0.05, 0.12, 0.1533, 0.4]
    write(tmp_path / "out.mp4", zip(pictures(6), times, strict=True))
    source = open_video(tmp_path / "out.mp4")
    frames = list(source.frames())
    assert [frame.time_s for frame in frames] == pytest.approx(times, abs=1e-5)
    assert [nearest(frame.image, pictures(6)) for frame in frames] == list(range(6))
    assert max(difference(frame.image, picture(frame.index)) for frame in frames) < 5
    assert list(tmp_path.iterdir()) == [tmp_path / "out.mp4"]


def test_it_is_what_browsers_play(tmp_path):
    path = tmp_path / "out.mp4"
    with VideoSink(path, 160, 120, rate_hint_fps=25) as sink:
        for index in range(25):
            sink.write(picture(index), index / 25)
    content = path.read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        frame = next(container.decode(stream))
        assert (stream.codec_context.name, stream.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert (frame.colorspace, frame.color_range, frame.color_trc, frame.color_primaries) == (5, 1, 1, 1)
        assert stream.duration * stream.time_base == 1  # the last frame is shown as long as the others
        assert stream.average_rate == 25
        assert not {"title", "comment", "creation_time", "location"} & set(container.metadata)


@pytest.mark.parametrize("size", [(161, 121), (161, 120), (160, 121), (33, 17)])
def test_odd_sizes_grow_by_one(tmp_path, size):
    width, height = size
    image = np.full((height, width, 3), 100, np.uint8)
    image[-1], image[:, -1] = 250, 250
    write(tmp_path / "odd.mp4", [(image, 0.0), (image, 0.1)], size)
    shown = next(open_video(tmp_path / "odd.mp4").frames()).image
    assert shown.shape == (height + height % 2, width + width % 2, 3)
    assert difference(shown[: height - 2, : width - 2], image[: height - 2, : width - 2]) < 6
    assert shown[-1, -1].mean() > 150


def test_a_picture_that_is_not_contiguous(tmp_path):
    write(tmp_path / "flipped.mp4", [(picture(index)[:, ::-1], index / 30) for index in range(3)])
    assert difference(next(open_video(tmp_path / "flipped.mp4").frames()).image, picture(0)[:, ::-1]) < 5


def test_after_an_error_an_older_file_is_untouched(tmp_path):
    path = tmp_path / "out.mp4"
    path.write_bytes(b"older")
    with pytest.raises(ValueError, match="expected shape"):
        write(path, [(picture(0), 0.0), (picture(1), 0.1), (picture(0, 120, 160), 0.2)])
    assert path.read_bytes() == b"older"
    assert list(tmp_path.iterdir()) == [path]


def test_wrong_images_and_times_are_refused(tmp_path):
    with pytest.raises(ValueError, match="expected shape"):
        write(tmp_path / "a.mp4", [(picture(0, 120, 160), 0.0)])
    with pytest.raises(ValueError, match=r"after 0\.5 s"):
        write(tmp_path / "a.mp4", [(picture(0), 0.5), (picture(1), 0.5)])
    assert list(tmp_path.iterdir()) == []


def test_missing_folder(tmp_path):
    with pytest.raises(UsageError, match="cannot be written") as fault:
        VideoSink(tmp_path / "none" / "a.mp4", 160, 120)
    assert fault.value.hint


@pytest.fixture
def little_room():
    """A disk on which no file may grow beyond 50 kB."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_disk_that_takes_no_more(tmp_path, little_room):
    rng = np.random.default_rng(0)
    noise = ((rng.integers(0, 256, (240, 320, 3), np.uint8), index / 30) for index in range(60))
    with pytest.raises(EnvironmentFaultError, match="cannot be written"):
        write(tmp_path / "big.mp4", noise, (320, 240))
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_called_so(tmp_path, monkeypatch):
    sink = VideoSink(tmp_path / "a.mp4", 160, 120)

    def no_space(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(sink, "_picture", no_space)
    with pytest.raises(EnvironmentFaultError, match="disk is full") as fault, sink:
        sink.write(picture(0), 0.0)
    assert "space" in fault.value.hint
    assert list(tmp_path.iterdir()) == []


def test_a_rate_that_is_no_whole_number(tmp_path):
    path = tmp_path / "ntsc.mp4"
    with VideoSink(path, 160, 120, rate_hint_fps=30000 / 1001) as sink:
        for index in range(30):
            sink.write(picture(index), index * 1001 / 30000)
    with av.open(str(path)) as container:
        assert container.streams.video[0].average_rate == Fraction(30000, 1001)
