"""The annotated video shows what was measured, when it was measured, in every format of picture."""

from dataclasses import replace

import av
import numpy as np
import pytest
from made_walk import MadeSource, nothing_found, picture, walk

from visiongait.datatypes import CameraMotion, Frame
from visiongait.drawing import annotate, draw_stills
from visiongait.drawing.movie import Artist
from visiongait.drawing.scene import Scene, layout_of
from visiongait.drawing.style import SIDE_COLOUR
from visiongait.metrics import KEY_INSTANTS
from visiongait.pipeline import Measurement
from visiongait.system import degrees


def quiet(stage, done, total):
    """No progress."""


def read(path):
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        frames = list(container.decode(stream))
        return stream.codec_context, np.array([frame.time for frame in frames])


@pytest.fixture(scope="module")
def made():
    return walk(320, 180, seconds=3.4, fps=10)


def test_video_is_h264_with_the_recordings_own_times(tmp_path, made):
    stretched = made.track.time_s + 0.4 * (made.track.time_s > 1)  # a gap, as phones leave them
    source = MadeSource(made.detected.video, replace(made.track, time_s=stretched))
    annotate(made, source, tmp_path / "annotated.mp4", True, quiet)
    codec, times = read(tmp_path / "annotated.mp4")
    assert (codec.name, codec.pix_fmt) == ("h264", "yuv420p")
    assert np.allclose(times, stretched, atol=1e-4)


def test_slow_motion_plays_as_slowly_as_the_file_and_begins_at_zero(tmp_path, made):
    info = replace(made.detected.video, slowmo_factor=4.0)
    source = MadeSource(info, replace(made.track, time_s=made.track.time_s + 2.0))
    annotate(made, source, tmp_path / "annotated.mp4", True, quiet)
    assert np.allclose(read(tmp_path / "annotated.mp4")[1], made.track.time_s * 4, atol=1e-4)


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((3840, 2160), (1280, 720)),
        ((2160, 3840), (720, 1280)),
        ((1920, 1080), (1280, 720)),
        ((1280, 720), (1280, 720)),
        ((160, 120), (960, 720)),
        ((1281, 721), (1280, 720)),
    ],
)
def test_picture_is_brought_to_a_size_that_holds_text(made, size, expected):
    info = replace(made.detected.video, width_px=size[0], height_px=size[1])
    layout = layout_of(info)
    assert (layout.width_px, layout.picture_height_px) == expected
    assert layout.panel_height_px % 2 == 0
    assert layout.unit_px == pytest.approx(np.sqrt(expected[0] * expected[1]) / 1440)


@pytest.mark.parametrize("size", [(3840, 2160), (1080, 1920), (480, 270)])
def test_legs_are_drawn_in_their_colours_on_the_landmarks(size):
    made = walk(*size, seconds=3.4, fps=5)
    source = MadeSource(made.detected.video, made.track)
    layout = layout_of(source.info)
    artist = Artist(made, layout, blur=True)
    frame = Frame(8, float(made.track.time_s[8]), picture(source.info, made.track.xy_px[8]))
    drawn = artist.canvas(frame).astype(int)
    for side in ("left", "right"):
        x, y = (made.track.of(f"{side}_ankle")[8] * layout.scale).astype(int)
        near = drawn[y - 12 : y + 12, x - 12 : x + 12]
        assert np.abs(near - SIDE_COLOUR[side]).sum(axis=2).min() < 60, side


def test_leg_that_is_not_trusted_is_not_drawn_in_its_colour(made):
    frames = made.assessment.frames.assign(left_reliable=0)
    doubted = Measurement(replace(made.assessment, frames=frames), made.detected, made.track)
    frame = list(MadeSource(made.detected.video, made.track).frames())[14]
    layout = layout_of(made.detected.video)

    def orange(measurement):
        artist = Artist(without_events(measurement), layout, True)
        drawn = artist.canvas(frame)[: layout.picture_height_px].astype(int)
        return (np.abs(drawn - SIDE_COLOUR["left"]).sum(axis=2) < 40).sum()

    assert orange(made) > 200
    assert orange(doubted) == 0


def without_events(made):
    """The same walk without events, whose marks have the colours of the sides too."""
    assessment = replace(made.assessment, events=made.assessment.events.iloc[:0])
    return Measurement(assessment, made.detected, made.track)


def test_marks_appear_at_the_event_and_fade(made):
    events = made.assessment.events
    one = Measurement(
        replace(made.assessment, events=events[events["time_s"].between(1, 1.2)]), made.detected, made.track
    )
    (event,) = Scene(one, 1.0).marks
    layout = layout_of(made.detected.video)
    blank = np.zeros((180, 320, 3), np.uint8)

    def changed(time_s):
        with_mark, without = (
            Artist(m, layout, False).canvas(Frame(0, time_s, blank)).astype(int)[: layout.picture_height_px]
            for m in (one, without_events(one))
        )
        return np.abs(with_mark - without).sum()

    assert changed(event.time_s + 0.05) > 1.5 * changed(event.time_s + 0.5) > 0
    assert changed(event.time_s + 0.7) == changed(event.time_s - 0.05) == 0


def test_mark_stays_on_the_ground_while_the_camera_pans(made):
    n = len(made.track.frame)
    to_reference = np.tile(np.eye(2, 3), (n, 1, 1))
    to_reference[:, 0, 2] = 5.0 * np.arange(n)  # the picture moves left over the scene, 5 px a frame
    detected = replace(made.detected, camera=CameraMotion(to_reference, np.ones(n), True))
    scene = Scene(Measurement(made.assessment, detected, made.track), 2.0)
    times = made.track.time_s
    moved = scene.moved(np.array([200.0, 100.0]), times[10], times[16])
    assert moved == pytest.approx([200 - 2 * 5 * 6, 100])


def test_reason_of_a_stretch_left_out_is_shown(made):
    scene = Scene(made, 1.0)
    blank = np.zeros((180, 320, 3), np.uint8)
    assert scene.at(Frame(0, 0.1, blank)).caption == "the walker is at the picture's edge"
    assert scene.at(Frame(0, 1.0, blank)).caption == ""


def test_recording_without_a_subject_is_shown_plain(tmp_path, made):
    source = MadeSource(made.detected.video, made.track)
    annotate(nothing_found(made), source, tmp_path / "annotated.mp4", True, quiet)
    assert draw_stills(nothing_found(made), source, True) == ()
    assert len(read(tmp_path / "annotated.mp4")[1]) == len(made.track.frame)


def test_stills_show_one_stride_of_the_near_leg_in_order():
    made = walk(320, 180, seconds=3.4, fps=25)
    source = MadeSource(made.detected.video, made.track)
    stills = draw_stills(made, source, True)
    assert [still.instant for still in stills] == list(KEY_INSTANTS)
    assert {still.side for still in stills} == {"right"}
    assert all(still.jpeg.startswith(b"\xff\xd8") for still in stills)


@pytest.mark.parametrize(
    ("value", "text"), [(12.4, "+12°"), (-3.6, "−4°"), (-0.2, "0°"), (0.4, "0°"), (np.nan, "–")]
)
def test_degrees_are_whole_with_a_true_minus(value, text):
    assert degrees(value) == text


def test_unsigned_degrees():
    assert (degrees(62.2, plus=False), degrees(-2.0, plus=False)) == ("62°", "−2°")
