"""Every kind of picture that phones, camcorders and editors write becomes one that can be looked at."""

import threading
from dataclasses import replace

import av
import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_kinds import KINDS, write_kind
from made_video import difference, picture, pictures, record

from visiongait.video import open_video, resized, sampled
from visiongait.video.picture import PLAIN_FORMATS
from visiongait.video.pixel_formats import HLG, PQ, WIDE, shown

HDR = ("hevc 10 bit HLG", "hevc 10 bit PQ")
SMALL = (320, 192)


def drawn(count, size=SMALL):
    return [picture(index, *size) for index in range(count)]


def written(tmp_path, name, images):
    kind = replace(KINDS[name], size=KINDS[name].size if name == "dv" else SMALL)
    frames = (av.VideoFrame.from_ndarray(image, format="rgb24") for image in images)
    return write_kind(tmp_path, kind, frames, 25 if kind.interlaced else 30)


def expected(name, image, size):
    grey = np.repeat(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)[..., None], 3, axis=2)
    return np.asarray(cv2.resize(grey if name == "h264 grey" else image, size), np.uint8)


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_comes_out_in_its_own_colours_and_times(tmp_path, name):
    images = drawn(8)
    source = open_video(written(tmp_path, name, images))
    frames = list(source.frames())
    rate = 25 if KINDS[name].interlaced else 30
    assert [frame.time_s for frame in frames] == pytest.approx(np.arange(8) / rate, abs=1.1e-3)
    for frame, image in zip(frames, images, strict=True):
        assert frame.picture.format.name in PLAIN_FORMATS
        assert frame.size_px == (source.info.width_px, source.info.height_px)
        assert not frame.picture.interlaced_frame
        if name not in HDR:
            assert difference(frame.image, expected(name, image, frame.size_px)) < 8


@pytest.mark.parametrize("name", KINDS)
def test_several_threads_look_at_the_same_pictures(tmp_path, name):
    """Reader, networks and drawing do; with one reformatter for all of them the program came down."""
    source = open_video(written(tmp_path, name, drawn(12)))
    affine = np.array([[1.5, 0, 3], [0, 1.5, 2]])
    seen: list[list[float]] = [[], [], []]

    def look(frames, means):
        means += [
            float(frame.image.mean() + resized(frame, (96, 54)).mean() + sampled(frame, affine, 64).mean())
            for frame in frames
        ]

    frames = list(source.frames())
    again = open_video(source._part.path).frames()  # made while others look
    threads = [
        threading.Thread(target=look, args=(given, means))
        for given, means in zip((frames, frames, again), seen, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen[0] == seen[1] == seen[2]


@pytest.mark.parametrize(("name", "first"), [("h264 tff", 0), ("h264 bff", 1), ("mpeg2 tff", 0), ("dv", 1)])
def test_of_interlaced_pictures_the_earlier_half_is_shown(tmp_path, name, first):
    size = KINDS[name].size if name == "dv" else SMALL
    woven = []
    for index in range(12):
        image = picture(2 * index + 1, *size)
        image[first::2] = picture(2 * index, *size)[first::2]
        woven.append(image)
    source = open_video(written(tmp_path, name, woven))
    frames = list(source.frames())
    assert "interlaced" in source.faults().warnings[0]
    for frame in frames[1:]:  # what moves is not known in the first one
        earlier, later = (
            difference(frame.image, expected(name, picture(2 * frame.index + n, *size), frame.size_px))
            for n in (0, 1)
        )
        assert earlier < later


def test_a_part_and_single_pictures_of_an_interlaced_recording(tmp_path):
    source = open_video(written(tmp_path, "h264 tff", drawn(20)), start_s=0.2, end_s=0.5)
    frames = list(source.frames())
    assert [frame.index for frame in frames] == list(range(5, 13))
    found = list(source.frames_at({7, 9}))
    assert [frame.index for frame in found] == [7, 9]
    assert difference(found[1].image, frames[4].image) < 1


def test_grey_stays_grey_and_wide_colours_become_stronger(tmp_path):
    levels = np.linspace(0, 1, 21)
    grey = np.repeat(levels[:, None], 3, axis=1)
    for transfer in (1, HLG, PQ):
        seen = shown(grey, transfer, WIDE)
        assert np.ptp(seen, axis=1) == pytest.approx(0, abs=2e-3)
        assert (np.diff(seen[:, 0]) >= 0).all()
    red = shown(np.array([0.6, 0.4, 0.4]), 1, WIDE)
    assert red[0] - red[1] > 0.25


def test_an_ordinary_signal_is_not_changed():
    signal = np.random.default_rng(1).random((50, 3))
    assert shown(signal, 1, 1) == pytest.approx(signal)


@given(st.floats(0, 1), st.floats(0, 1), st.sampled_from([HLG, PQ]))
def test_brighter_stays_brighter_and_nothing_leaves_the_screen(a, b, transfer):
    low, high = (shown(np.full(3, level), transfer, WIDE) for level in sorted((a, b)))
    assert (low <= high + 1e-9).all()
    assert ((low >= 0) & (high <= 1)).all()


def test_page_white_and_skin_of_hdr_are_as_bright_as_on_a_screen():
    """203 cd/m² is the white of a page (BT.2408): 75 % of an HLG signal, 58 % of a PQ one."""
    for transfer, page in ((HLG, 0.75), (PQ, 0.58)):
        assert 0.68 < shown(np.full(3, page), transfer, WIDE)[0] < 0.80
    assert shown(np.full(3, 1.0), HLG, WIDE)[0] == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize(("transfer", "code"), [(18, 191), (16, 148)])
def test_the_white_of_a_page_in_hdr_files(tmp_path, transfer, code):
    white = np.full((120, 160, 3), code, np.uint8)
    hdr = {"codec": "libx265", "pix_fmt": "yuv420p10le", "color_trc": transfer, "color_primaries": 9}
    source = open_video(record(tmp_path / "hdr.mp4", [white] * 3, **hdr))
    for frame in source.frames():
        assert 175 < frame.image.mean() < 205
        assert np.ptp(frame.image.reshape(-1, 3).mean(axis=0)) < 4


def test_plain_pictures_are_the_decoders_own(tmp_path):
    path = record(tmp_path / "a.mp4", pictures(3))
    with av.open(str(path)) as container:
        planes = [np.array(frame.to_ndarray()) for frame in container.decode(video=0)]
    for frame, plane in zip(open_video(path).frames(), planes, strict=True):
        assert np.array_equal(frame.picture.to_ndarray(), plane)
