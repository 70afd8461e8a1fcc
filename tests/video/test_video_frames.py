"""Frames in the size and form that is asked for, small copies of them, and samples of squares."""

from fractions import Fraction

import numpy as np
import pytest
from av.video.reformatter import ColorRange, Colorspace
from made_video import difference, nearest, pictures, record

from visiongait.datatypes import Frame
from visiongait.video import frames as kept_module
from visiongait.video import open_video, resized, sampled
from visiongait.video.container import decode
from visiongait.video.frames import DecodedFrame
from visiongait.video.reading import Reading

SIZE = (80, 60)
KINDS = [
    ("a.mp4", "libx264", "yuv420p"),
    ("a.mov", "libx264", "yuvj420p"),
    ("a.mkv", "libx264", "yuv444p"),
    ("a.mov", "libx265", "yuv420p10le"),
    ("a.webm", "libvpx-vp9", "yuv420p"),
    ("a.ts", "libx264", "yuv420p"),
    ("a.avi", "mpeg4", "yuv420p"),
]


@pytest.fixture
def read_again(monkeypatch):
    """Count how often recordings are read from their start."""
    begun = []
    usual = Reading.frames

    def frames(self):
        begun.append(self)
        return usual(self)

    monkeypatch.setattr(Reading, "frames", frames)
    return begun


@pytest.mark.parametrize(("name", "codec", "pix_fmt"), KINDS)
@pytest.mark.parametrize("every", [1, 3])
def test_copies_are_the_pictures_without_decoding_them_again(
    tmp_path, read_again, name, codec, pix_fmt, every
):
    source = open_video(record(tmp_path / name, pictures(20), codec=codec, pix_fmt=pix_fmt))
    source.keep_small(SIZE, every)
    frames = list(source.frames())
    copies = list(source.small_frames(SIZE, every))
    assert [(copy.index, copy.time_s) for copy in copies] == [(f.index, f.time_s) for f in frames[::every]]
    for copy, frame in zip(copies, frames[::every], strict=True):
        assert copy.size_px == frame.size_px == (160, 120)
        assert difference(resized(copy, SIZE), resized(frame, SIZE)) < 4
    assert len(read_again) == 1


def test_upright_recordings_stay_upright(tmp_path, read_again):
    source = open_video(record(tmp_path / "up.mp4", pictures(6), rotation=(90,)))
    assert (source.info.width_px, source.info.height_px) == (120, 160)
    source.keep_small((60, 80), 1)
    frames = [resized(frame, (60, 80)) for frame in source.frames()]
    copies = [resized(frame, (60, 80)) for frame in source.small_frames((60, 80), 1)]
    assert all(difference(a, b) < 4 for a, b in zip(copies, frames, strict=True))
    assert len(read_again) == 1


def test_copies_are_there_for_once(tmp_path, read_again):
    source = open_video(record(tmp_path / "a.mp4", pictures(8)))
    source.keep_small(SIZE, 1)
    list(source.frames())
    assert len(list(source.small_frames(SIZE, 1))) == len(list(source.small_frames(SIZE, 1))) == 8
    assert len(read_again) == 2


@pytest.mark.parametrize("wanted", [((40, 30), 1), (SIZE, 2)])
def test_other_copies_than_were_kept_are_made_from_the_recording(tmp_path, read_again, wanted):
    source = open_video(record(tmp_path / "a.mp4", pictures(8)))
    source.keep_small(SIZE, 1)
    list(source.frames())
    assert [frame.index for frame in source.small_frames(*wanted)] == list(range(0, 8, wanted[1]))
    assert len(read_again) == 2


def test_nothing_is_kept_enlarged(tmp_path, read_again):
    source = open_video(record(tmp_path / "a.mp4", pictures(4)))
    source.keep_small((320, 240), 1)
    list(source.frames())
    assert len(list(source.small_frames((320, 240), 1))) == 4
    assert len(read_again) == 2


def test_a_reading_that_was_broken_off_is_begun_anew(tmp_path, read_again):
    source = open_video(record(tmp_path / "a.mp4", pictures(8)))
    source.keep_small(SIZE, 1)
    next(source.frames())
    assert [frame.index for frame in source.frames()] == list(range(8))
    assert [frame.index for frame in source.small_frames(SIZE, 1)] == list(range(8))
    assert len(read_again) == 2


def test_a_part_keeps_only_that_part(tmp_path):
    source = open_video(record(tmp_path / "a.mp4", pictures(12)), start_s=0.1, end_s=0.3)
    source.keep_small(SIZE, 2)
    list(source.frames())
    assert [frame.index for frame in source.small_frames(SIZE, 2)] == [3, 5, 7]


def test_more_copies_than_memory_holds_go_to_a_file(tmp_path, monkeypatch):
    monkeypatch.setattr(kept_module, "_IN_MEMORY_BYTES", 500)
    source = open_video(record(tmp_path / "a.mp4", pictures(30)))
    source.keep_small(SIZE, 1)
    list(source.frames())
    kept = source._kept
    assert kept._bytes._rolled
    assert [frame.index for frame in source.small_frames(SIZE, 1)] == list(range(30))
    assert kept._bytes.closed


def test_a_full_disk_costs_time_but_no_picture(tmp_path, monkeypatch, read_again):
    class Full:
        def __init__(self, most):
            pass

        def write(self, content):
            raise OSError(28, "No space left on device")

        def close(self):
            pass

    monkeypatch.setattr(kept_module.tempfile, "SpooledTemporaryFile", Full)
    source = open_video(record(tmp_path / "a.mp4", pictures(8)))
    source.keep_small(SIZE, 1)
    list(source.frames())
    assert [frame.index for frame in source.small_frames(SIZE, 1)] == list(range(8))
    assert len(read_again) == 2


@pytest.mark.parametrize(("name", "codec", "pix_fmt"), KINDS)
def test_single_pictures_are_found_again(tmp_path, name, codec, pix_fmt):
    drawn = pictures(28)
    path = record(tmp_path / name, drawn, codec=codec, pix_fmt=pix_fmt, options={"g": "10"})
    source = open_video(path)
    frames = list(source.frames())
    found = list(source.frames_at({26, 17, 18}))
    assert sorted(frame.index for frame in found) == [17, 18, 26]
    for frame in found:
        assert frame.time_s == frames[frame.index].time_s
        assert nearest(frame.image, drawn) == frame.index
        assert np.array_equal(frame.image, frames[frame.index].image)
    assert list(source.frames_at(())) == []


def test_pictures_stored_out_of_order_are_whole(tmp_path, read_again):
    """After a key frame come pictures that need the one before it: they must not be cut short."""
    options = {"g": "12", "bf": "3", "b_strategy": "0", "x264-params": "open-gop=1", "preset": "medium"}
    source = open_video(record(tmp_path / "a.mp4", pictures(60), options=options))
    frames = {frame.index: frame for frame in source.frames()}
    for index in range(60):
        (found,) = source.frames_at({index})
        assert np.array_equal(found.image, frames[index].image), index
    assert len(read_again) == 1


def test_only_what_is_needed_is_decoded(tmp_path, monkeypatch):
    source = open_video(record(tmp_path / "a.mp4", pictures(60), options={"g": "10", "bf": "0"}))
    list(source.frames())
    decoded = []

    def counted(container, stream):
        for one in decode(container, stream):
            decoded.append(one.pts)
            yield one

    monkeypatch.setattr("visiongait.video.reading.decode", counted)
    assert [frame.index for frame in source.frames_at({34, 37})] == [34, 37]
    assert len(decoded) == 8  # from the key frame at 30 to 37


def test_stamps_that_say_nothing_mean_reading_again(tmp_path, read_again):
    source = open_video(record(tmp_path / "a.mp4", pictures(20)))
    frames = list(source.frames())
    source._whole._stamps[6] = source._whole._stamps[5]  # as in recordings joined end to end
    found = list(source.frames_at({4, 15}))
    assert [frame.index for frame in found] == [4, 15]
    assert all(np.array_equal(one.image, frames[one.index].image) for one in found)
    assert len(read_again) == 2


def test_copies_of_interlaced_pictures_are_kept_as_well(tmp_path, read_again):
    options = {"x264-params": "tff=1", "preset": "veryfast"}
    source = open_video(record(tmp_path / "a.mp4", pictures(6), options=options))
    source.keep_small(SIZE, 1)
    list(source.frames())
    assert len(list(source.small_frames(SIZE, 1))) == 6
    assert len(read_again) == 1


def test_single_pictures_are_found_while_all_are_read_again(tmp_path):
    """As where no copies were kept, and the stills are drawn beside the video."""
    source = open_video(record(tmp_path / "a.mp4", pictures(28)))
    frames = list(source.frames())
    again = source.small_frames(SIZE, 1)
    next(again)
    found = list(source.frames_at({12, 20}))
    assert [frame.index for frame in found] == [12, 20]
    assert np.array_equal(found[0].image, frames[12].image)
    assert len(list(again)) == 27


TURNED = np.array([[0.8, -0.5, 40.0], [0.5, 0.8, 5.0]])
INSIDE = np.array([[1.1, 0.0, 30.0], [0.0, 1.1, 20.0]])
BEYOND = np.array([[2.0, 0.0, -40.0], [0.0, 2.0, -50.0]])


def first_frame(path) -> DecodedFrame:
    frame = next(iter(open_video(path).frames()))
    assert isinstance(frame, DecodedFrame)
    return frame


def both(frame, affine, **how):
    """Cut from the frame as the decoder left it, and from its whole RGB picture."""
    return sampled(frame, affine, 64, **how), sampled(Frame(0, 0.0, frame.image), affine, 64, **how)


@pytest.mark.parametrize("affine", [INSIDE, TURNED, BEYOND])
@pytest.mark.parametrize("black_outside", [False, True])
def test_planes_give_the_picture(tmp_path, affine, black_outside):
    frame = first_frame(record(tmp_path / "a.mp4", pictures(2)))
    cut, whole = both(frame, affine, black_outside=black_outside)
    assert cut.shape == (64, 64, 3)
    assert difference(cut, whole) < 4
    if black_outside and affine is BEYOND:
        assert not cut[0].any()


@pytest.mark.parametrize(
    ("pix_fmt", "settings"),
    [
        ("yuv420p", {"colorspace": Colorspace.ITU709}),
        ("yuv420p", {"colorspace": Colorspace.ITU601}),
        ("yuv420p", {"color_range": ColorRange.JPEG}),
        ("yuvj420p", {}),
        ("yuv444p", {}),
        ("yuv422p", {}),
        ("yuv420p10le", {}),
    ],
)
def test_colours_are_those_of_the_whole_picture(tmp_path, pix_fmt, settings):
    colours = np.zeros((120, 160, 3), np.uint8)
    colours[:, :80], colours[:60, 80:], colours[60:, 80:] = (200, 40, 40), (30, 160, 60), (40, 60, 210)
    codec = "libx265" if pix_fmt.endswith("10le") else "libx264"
    frame = first_frame(record(tmp_path / "a.mov", [colours] * 20, codec=codec, pix_fmt=pix_fmt, **settings))
    cut, whole = both(frame, np.array([[2.0, 0, 10], [0, 1.5, 10]]))
    for patch in (np.s_[5:20, 5:20], np.s_[5:20, 45:60], np.s_[50:60, 45:60]):
        assert np.abs(cut[patch].astype(int) - whole[patch]).max() <= 4


@pytest.mark.parametrize("rotation", [(90, False, False), (180, False, False), (270, True, False)])
def test_a_turned_recording_is_cut_upright(tmp_path, rotation):
    frame = first_frame(record(tmp_path / "a.mp4", pictures(2), rotation=rotation))
    assert frame.size_px == frame.image.shape[1::-1]
    cut, whole = both(frame, INSIDE)
    assert difference(cut, whole) < 4


def test_only_the_square_is_made_of_the_picture(tmp_path):
    frame = first_frame(record(tmp_path / "a.mp4", pictures(2)))
    sampled(frame, INSIDE, 64)
    assert "image" not in vars(frame)


def test_pixels_that_are_not_square_are_cut_from_the_stretched_picture(tmp_path):
    frame = first_frame(record(tmp_path / "a.mp4", pictures(2), sample_aspect_ratio=Fraction(4, 3)))
    cut, whole = both(frame, INSIDE)
    assert difference(cut, whole) < 1
