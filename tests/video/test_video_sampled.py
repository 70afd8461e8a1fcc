"""A square cut from the planes of a frame is the one that is cut from its whole picture."""

from fractions import Fraction

import numpy as np
import pytest
from av.video.reformatter import ColorRange, Colorspace
from made_video import difference, pictures, record

from visiongait.datatypes.video import Frame
from visiongait.video import open_video, sampled
from visiongait.video.decoded import DecodedFrame

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
