"""The first pass, with people who are found by decree, and pictures that lie on their side."""

from dataclasses import replace
from fractions import Fraction
from itertools import islice
from types import SimpleNamespace

import av
import numpy as np
import pytest
from conftest import SAMPLES
from test_pose_people import pose

from visiongait.api.saving import write_result
from visiongait.datatypes import (
    BLAZEPOSE,
    CameraMotion,
    DetectionPass,
    Frame,
    FrameFaults,
    PoseTrack,
    VideoInfo,
)
from visiongait.pipeline import Options, measure_source
from visiongait.pose import make_backend, turns_to_upright
from visiongait.pose.detection_pass import run_detection_pass, tiles
from visiongait.pose.regions import mid_hip_px
from visiongait.video import open_video

N, RATE_HZ = 60, 30


class Recording:
    info = VideoInfo("made up", 800, 600, RATE_HZ, None, N, 0, "raw", "none", "0" * 64)

    def frames(self):
        for i in range(N):
            yield Frame(i, i / RATE_HZ, np.zeros((600, 800, 3), np.uint8))

    def faults(self):
        return FrameFaults(np.zeros(N, bool))


def detection(look, every_s=0.3):
    steps = []
    found = run_detection_pass(
        Recording(), look, lambda *step: steps.append(step), every_s=every_s, backend="decree"
    )
    assert steps == [("detection", i + 1, N) for i in range(N)]
    return found


def test_people_are_looked_for_now_and_then_and_known_in_every_frame():
    looked = []

    def look(frame, expected):
        looked.append(frame.index)
        return [pose(100 + 5 * frame.index, 300)]

    found = detection(look)
    assert looked == list(range(0, N, 9))
    (person,) = found.people
    assert person.present.all()
    assert np.allclose(mid_hip_px(person.xy_px)[:, 0], 100 + 5 * np.arange(N))
    assert len(found.camera.support) == N


def test_each_look_is_told_where_people_are_expected():
    off = []

    def look(frame, expected):
        off.extend(
            abs(target.region.x_px - (100 + 5 * frame.index)) for target in expected[:1] if frame.index > 9
        )
        return [pose(100 + 5 * frame.index, 300)]

    detection(look)
    assert len(off) == 5
    assert max(off) < 1e-6


def test_where_every_frame_is_looked_at_gaps_stay_gaps():
    found = detection(lambda frame, _: [] if frame.index in (20, 21) else [pose(300, 300)], every_s=0.0)
    (person,) = found.people
    assert np.flatnonzero(~person.present).tolist() == [20, 21]


def test_nobody_is_no_error():
    found = detection(lambda frame, expected: [])
    assert found.people == ()
    assert len(found.time_s) == N


def test_tiles_cover_the_picture_and_overlap():
    for width, height in ((1920, 1080), (1080, 1920), (640, 480)):
        squares = tiles(width, height)
        along = sorted(s.x_px if width > height else s.y_px for s in squares)
        side = min(width, height)
        assert along[0] == side / 2
        assert along[-1] == max(width, height) - side / 2
        assert max(np.diff(along)) <= 0.6 * side
    assert tiles(500, 500) == []


PICTURES = 20
UP = {"nose": (0, 0), "shoulder": (0, 30), "hip": (0, 80), "knee": (0, 120), "ankle": (0, 160)}


def body(turns, sure):
    """Landmarks (33, 2) of a body that stands in a picture turned clockwise by so many quarters."""
    xy_px = np.zeros((33, 2))
    for number, name in enumerate(BLAZEPOSE.landmarks):
        x, y = next((place for part, place in UP.items() if name.endswith(part)), (5, 60))
        for _ in range(turns):
            x, y = -y, x
        xy_px[number] = x, y
    return SimpleNamespace(xy_px=xy_px, visibility=np.full(33, sure))


def detection_of(*bodies):
    info = VideoInfo("walk.mp4", 400, 300, 30.0, None, PICTURES, 0, "h264", "mp4", "0" * 64)
    people = [
        PoseTrack(
            BLAZEPOSE,
            np.arange(PICTURES),
            np.arange(PICTURES) / 30,
            np.repeat(one.xy_px[None], PICTURES, axis=0),
            np.repeat(one.visibility[None], PICTURES, axis=0),
        )
        for one in bodies
    ]
    motion, faults = CameraMotion.static(PICTURES), FrameFaults(np.zeros(PICTURES, bool))
    return DetectionPass(info, np.arange(PICTURES), np.arange(PICTURES) / 30, tuple(people), motion, faults)


class Looks:
    """A recording and a network: the picture's marked corner tells how far it was turned."""

    def __init__(self, lies, sure=0.8, others=0.2):
        self.lies, self.sure, self.others = lies, sure, others
        self.looked = 0

    def frames_at(self, indices):
        image = np.zeros((3, 4, 3), np.uint8)
        image[0, 0] = 255
        yield from (Frame(index, index / 30, image) for index in indices)

    def poses(self, frame):
        self.looked += 1
        corners = [frame.image[0, 0, 0], frame.image[0, -1, 0], frame.image[-1, -1, 0], frame.image[-1, 0, 0]]
        turned = int(np.argmax(corners))
        stands = (self.lies + turned) % 4 == 0
        return [body((self.lies + turned) % 4, self.sure if stands else self.others)]


def turns(detected, looks):
    return turns_to_upright(detected, looks, looks, lambda *_: None)


@pytest.mark.parametrize("lies", [1, 2, 3])
@pytest.mark.parametrize("found", [True, False])
def test_the_way_back_is_found_whether_or_not_anybody_was(lies, found):
    detected = detection_of(body(lies, 0.3)) if found else detection_of()
    assert turns(detected, Looks(lies)) == 4 - lies


def test_where_somebody_stands_nothing_is_looked_at():
    looks = Looks(1)
    assert turns(detection_of(body(1, 0.7), body(0, 0.7)), looks) == 0
    assert looks.looked == 0


def test_a_body_that_turns_over_and_over_does_not_stand():
    detected = detection_of(body(0, 0.7))
    xy_px = detected.people[0].xy_px.copy()
    xy_px[12:] = body(2, 0.7).xy_px
    tumbling = replace(detected, people=(replace(detected.people[0], xy_px=xy_px),))
    assert turns(tumbling, Looks(2)) == 2


@pytest.mark.parametrize("looks", [Looks(1, sure=0.3), Looks(0, sure=0.3)])
def test_where_no_way_shows_anybody_well_it_stays(looks):
    assert turns(detection_of(body(1, 0.3)), looks) == 0
    assert looks.looked > 0


@pytest.fixture(scope="module")
def backend(heavy_weights):
    return make_backend("heavy")


def written(path, quarter_turns):
    """40 pictures of the walk, turned anticlockwise as pixels, without a note of it."""
    with av.open(str(SAMPLES / "d01_normal_sagittal.mp4")) as source, av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=30, options={"preset": "ultrafast", "crf": "14"})
        for index, frame in enumerate(islice(source.decode(video=0), 40, 80)):
            image = np.ascontiguousarray(np.rot90(frame.to_ndarray(format="rgb24"), quarter_turns))
            if index == 0:
                stream.height, stream.width, stream.pix_fmt = *image.shape[:2], "yuv420p"
            turned = av.VideoFrame.from_ndarray(image, format="rgb24")
            turned.pts, turned.time_base = index, Fraction(1, 30)
            container.mux(stream.encode(turned))
        container.mux(stream.encode(None))
    return path


@pytest.mark.network
def test_a_walk_on_its_side_or_head_is_measured_upright_and_that_is_said(tmp_path, backend):
    upright = measure_source(open_video(written(tmp_path / "0.mp4", 0)), Options(), backend)
    for quarter_turns, word in ((1, "clockwise"), (2, "upside down"), (3, "anticlockwise")):
        source = open_video(written(tmp_path / f"{quarter_turns}.mp4", quarter_turns))
        found = measure_source(source, Options(), backend)
        assert (source.info.width_px, source.info.height_px) == (1280, 720)
        assert found.detected.video == source.info
        assert word in found.assessment.notes[0]
        apart_px = np.linalg.norm(found.track.xy_px - upright.track.xy_px, axis=2)
        assert np.nanmedian(apart_px) < 3
    write_result(found, source, tmp_path / "result")
    with av.open(str(tmp_path / "result" / "annotated.mp4")) as container:
        assert container.streams.video[0].width == 1280
        assert len(list(container.decode(video=0))) == 40
