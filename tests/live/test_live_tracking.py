"""The tracker that looks once at each picture, with the real network."""

import json

import numpy as np
import pytest
from conftest import shared
from saved_walks import NORMAL, SAMPLES, landmarks

from visiongait.causal import LiveAnalysis
from visiongait.errors import WeightsError
from visiongait.model_files import load_live_correction
from visiongait.pose import make_live_tracker
from visiongait.pose.regions import height_px
from visiongait.video import open_video

FIRST, LAST = 60, 90


@pytest.fixture(scope="module")
def tracker():
    try:
        return make_live_tracker("full")
    except WeightsError as fault:
        pytest.skip(f"needs the weights of full: {fault.message}")


@pytest.mark.network
def test_the_walker_is_found_and_followed_where_the_saved_landmarks_are(tracker):
    _, saved_px = landmarks(NORMAL)
    tracker.forget()
    off, lost = [], 0
    for frame in open_video(SAMPLES / f"{NORMAL}.mp4", start_s=FIRST / 30, end_s=LAST / 30).frames():
        seen = tracker.look(frame.image, frame.time_s)
        if seen.xy_px is None:
            lost += 1
            continue
        assert seen.people == 1
        off.append(np.linalg.norm(seen.xy_px - saved_px[frame.index], axis=1) / height_px(seen.xy_px))
    assert lost <= 4  # pictures until the square with the walker was searched
    assert np.median(off[3:]) < 0.005
    assert np.percentile(off[3:], 95) < 0.03


@pytest.mark.network
def test_an_empty_picture_shows_nobody(tracker):
    tracker.forget()
    for n in range(8):
        seen = tracker.look(np.full((720, 1280, 3), 100, np.uint8), n / 30)
        assert seen.xy_px is None
        assert seen.people == 0


@pytest.mark.network
def test_the_woman_who_walks_is_followed_not_the_man_on_the_roof(tracker):
    clip = shared("videos/street_walk_sagittal.mp4")
    truth = json.loads(shared("videos/street_walk_sagittal.events.json").read_text())["heel_strike_frames"]
    source = open_video(clip)
    tracker.forget()
    analysis = LiveAnalysis(source.info.width_px, source.info.height_px, load_live_correction())
    strides = []
    for frame in source.frames():
        for stride in analysis.add(frame.time_s, tracker.look(frame.image, frame.time_s)).strides:
            strides += [stride] if stride.complete and stride.valid else []
    assert len(strides) >= 4
    for stride in strides:
        for moment_s in (stride.start_s, stride.end_s):
            off = min(abs(30 * moment_s - frame) for frame in truth[stride.side[0].upper()])
            assert off <= 3  # the truth is good to two frames
        assert stride.metrics["cadence_steps_per_min"] == pytest.approx(99, abs=4)
