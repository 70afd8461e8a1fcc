"""The real networks on a few frames of a rendered walk."""

import json
import subprocess
import sys

import numpy as np
import pytest
from conftest import shared

from visiongait.datatypes import BLAZEPOSE, Frame, VideoInfo
from visiongait.errors import EnvironmentFaultError
from visiongait.pose import make_backend
from visiongait.pose.blazepose import (
    DETECTOR_SIZE,
    LANDMARK_SIZE,
    decode_detections,
    decode_pose,
    person_region,
)
from visiongait.pose.regions import Region
from visiongait.pose.weights import read_bundle

pytestmark = pytest.mark.network
CLIP = "lab/clips/d01_normal_sagittal"
START, STOP = 55, 75


class Excerpt:
    """A stretch of a clip as a recording of its own."""

    def __init__(self, source, start, stop):
        self._source, self._range = source, range(start, stop)
        self.info: VideoInfo = source.info

    def frames(self):
        for frame in self._source.frames():
            if frame.index in self._range:
                yield frame
            if frame.index >= self._range[-1]:
                return

    def faults(self):
        return self._source.faults()


def silent(stage, done, total):
    pass


@pytest.fixture(scope="module")
def excerpt():
    from visiongait.video import open_video

    return Excerpt(open_video(shared(f"{CLIP}.mp4")), START, STOP)


@pytest.fixture(scope="module")
def fast(heavy_weights):
    return make_backend("heavy", runtime="openvino", quality="best")


@pytest.fixture(scope="module")
def followed(fast, excerpt):
    session = fast.begin(excerpt)
    assert len(session.detect(silent).people) == 1
    return session.estimate_landmarks(0, silent)


def test_landmarks_lie_on_the_rendered_walker(followed):
    truth = json.loads(shared(f"{CLIP}.truth.json").read_text())
    height_px = truth["subject"]["stature_m"] * np.median(truth["px_per_m"])
    points = {"hip": "hip", "knee": "knee", "ankle": "ankle", "heel": "heel", "toe": "foot_index"}
    assert followed.present.all()
    for point, landmark in points.items():
        for letter, side in (("L", "left"), ("R", "right")):
            true = np.array(truth["frames"]["landmarks_2d_px"][f"{point}.{letter}"])[START:STOP]
            off = np.linalg.norm(followed.of(f"{side}_{landmark}") - true, axis=1)
            assert np.median(off) < 0.04 * height_px, (side, point)


def test_the_mirrored_look_agrees(followed):
    apart = np.linalg.norm(followed.xy_px - followed.dissent_xy_px, axis=2)
    assert np.median(apart) < 6
    assert np.isfinite(apart).all()


def test_looking_twice_gives_the_same_numbers(fast, excerpt, followed):
    session = fast.begin(excerpt)
    session.detect(silent)
    again = session.estimate_landmarks(0, silent)
    assert np.abs(again.xy_px - followed.xy_px).max() < 0.05


def test_the_same_region_gives_mediapipes_own_landmarks(excerpt, heavy_weights):
    """In the first picture of a video MediaPipe places the region by its detector and smooths nothing."""
    bundle = read_bundle(heavy_weights)
    ours = like_mediapipe(bundle)
    pictures = [frame.image for frame in excerpt.frames()][::4]
    theirs = [mediapipe_landmarks(bundle, image) for image in pictures]
    pairs = zip(pictures, theirs, strict=True)
    apart = [np.linalg.norm(ours(image) - landmarks, axis=1) for image, landmarks in pairs]
    assert np.median(apart) < 0.5
    assert np.percentile(apart, 95) < 2.0


def like_mediapipe(bundle):
    """Detector on the whole picture, landmarks on the region that it gives."""
    from visiongait.pose.inference import Network

    detector, landmarks = Network(bundle.detector, 127.5, 127.5), Network(bundle.landmarks, 0.0, 255.0)

    def landmarks_of(image):
        found = []
        whole = Region.whole(image.shape[1], image.shape[0])
        crop = whole.crop(Frame(0, 0.0, image), DETECTOR_SIZE, black_outside=True)
        detector.submit(crop, lambda outputs: found.extend(decode_detections(outputs)))
        detector.finish()
        region = person_region(*whole.to_pixels(found[0].points[:2]))
        poses = []
        crop = region.crop(Frame(0, 0.0, image), LANDMARK_SIZE)
        landmarks.submit(crop, lambda outputs: poses.append(decode_pose(outputs, region)))
        landmarks.finish()
        return poses[0].xy_px

    return landmarks_of


def mediapipe_landmarks(bundle, image):
    from visiongait.pose.mediapipe_backend import landmarker

    try:
        with landmarker(bundle, most_people=1) as landmarks_of:
            (pose,) = landmarks_of(image, 0.0)
    except EnvironmentFaultError as fault:
        pytest.skip(fault.message)
    return pose.xy_px


def test_mediapipe_follows_the_same_person(excerpt, followed):
    try:
        reference = make_backend("heavy", runtime="mediapipe")
    except EnvironmentFaultError as fault:
        pytest.skip(fault.message)
    session = reference.begin(excerpt)
    session.detect(silent)
    track = session.estimate_landmarks(0, silent)
    assert track.present.all()
    assert np.isfinite(track.mirrored_xy_px).all()
    hip = BLAZEPOSE.index("left_hip")
    apart = np.linalg.norm(track.xy_px[:, hip] - followed.xy_px[:, hip], axis=1)
    assert np.median(apart) < 15


def test_openvino_reports_to_nobody():
    code = (
        "import visiongait.pose.inference, sys; "
        "assert not any(sys.modules[m] for m in sys.modules if m.startswith('openvino_telemetry'))"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
