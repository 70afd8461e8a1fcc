"""The street walk, whose strikes were read by eye, served as phones and network cameras send it."""

import json

import numpy as np
import pytest
from benchmarks import servers
from conftest import ROOT
from saved_tracker import SavedTracker

from visiongait.causal import LiveAnalysis
from visiongait.live.cues import Coach, CueTarget, Plan
from visiongait.live.reader import Reader
from visiongait.live.session import LiveSession
from visiongait.model_files import load_live_correction
from visiongait.pose import make_live_tracker
from visiongait.video import open_video

FOLDER = ROOT.parent / "shared" / "videos"
CLIP = FOLDER / "street_walk_sagittal.mp4"
SIDES = {"L": "left", "R": "right"}
READ_TO_S = 0.067
"""Every second frame was looked at."""

NEAR_S = READ_TO_S
RATE_HZ = 30
TOLD_WITHIN_S = 0.1
FOOT_DROP = Plan(
    targets=(
        CueTarget("peak_dorsiflexion_swing_deg", at_least=0),
        CueTarget("foot_strike_angle_deg", at_least=8),
    )
)

pytestmark = pytest.mark.skipif(not CLIP.is_file(), reason="needs ../shared/videos")


def read_by_eye():
    notes = json.loads(CLIP.with_suffix(".events.json").read_text(encoding="utf-8"))
    frames = notes["heel_strike_frames"]
    return {side: np.array(frames[letter]) / notes["fps"] for letter, side in SIDES.items()}


@pytest.fixture(scope="module")
def landmarks():
    """What the network sees on each picture, however busy the computer is, as served."""
    tracker, source = make_live_tracker("full"), open_video(CLIP)
    live_poses = [tracker.look(frame.image, frame.time_s).xy_px for frame in source.frames()]
    nowhere = np.full((33, 2), np.nan)
    return np.array([nowhere if xy is None else xy for xy in live_poses]) * 1280 / source.info.width_px


@pytest.fixture(params=["mjpeg", "rtsp"])
def address(request, tmp_path):
    made = {"mjpeg": servers.as_mjpeg, "rtsp": servers.as_h264}[request.param](CLIP, tmp_path / "walk")
    with {"mjpeg": servers.mjpeg, "rtsp": servers.rtsp}[request.param](made) as server:
        yield server.url


def watched(address, tracker):
    """Strikes, complete strides and verdicts of the walk, as a session tells them."""
    session = LiveSession(Reader(address), tracker, load_live_correction())
    coach, strikes, strides, verdicts = Coach(FOOT_DROP), [], [], []
    for frame in session.frames():
        strikes += [event for event in frame.events if event.kind == "foot_strike"]
        verdicts += coach.judge(frame.strides, frame.time_s, frame.zero)
        strides += [stride for stride in frame.strides if stride.complete]
        if frame.status == "reconnecting" and session.measured:
            break
    return strikes, strides, verdicts


def test_strides_and_cues_come_at_the_strikes_read_by_eye(address, landmarks):
    tracker = SavedTracker(CLIP, landmarks)
    strikes, strides, verdicts = watched(address, tracker)
    started_s = np.median([row / RATE_HZ - time_s for time_s, row in tracker.rows])

    def off_s(side, moment_s):
        return float(np.abs(read_by_eye()[side] - started_s - moment_s).min())

    last_s = max(times[-1] for times in read_by_eye().values()) - started_s
    walking = [strike for strike in strikes if strike.time_s < last_s + NEAR_S]  # then a man runs past
    assert len(walking) >= 5
    assert all(off_s(strike.side, strike.time_s) < NEAR_S for strike in walking)
    valid = [stride for stride in strides if stride.valid]
    assert {stride.side for stride in valid} == {"left", "right"}
    assert all(off_s(s.side, moment_s) < NEAR_S for s in valid for moment_s in (s.start_s, s.end_s))
    assert len(verdicts) >= 4
    assert {verdict.target.measure for verdict in verdicts} == {
        target.measure for target in FOOT_DROP.targets
    }
    for verdict in verdicts:  # as a tone that begins with the next picture or the one after
        assert off_s(verdict.side, verdict.time_s) < NEAR_S + TOLD_WITHIN_S, verdict


@pytest.mark.parametrize("first", [0, 11, 45])
def test_strides_are_right_from_wherever_the_network_begins(first, tmp_path):
    """As told by the network itself: at 3.5 s it takes the legs for each other, in a picture or two."""
    source, tracker = open_video(servers.as_mjpeg(CLIP, tmp_path / "walk")), make_live_tracker("full")
    analysis = LiveAnalysis(source.info.width_px, source.info.height_px, load_live_correction())
    frames = (frame for frame in source.frames() if frame.index >= first)
    told = [analysis.add(frame.time_s, tracker.look(frame.image, frame.time_s)) for frame in frames]
    last_s = max(times[-1] for times in read_by_eye().values()) + NEAR_S

    def off_s(side, moment_s):
        return float(np.abs(read_by_eye()[side] - moment_s).min())

    events = [event for one in told for event in one.events]
    strikes = [e for e in events if e.kind == "foot_strike" and e.time_s < last_s]
    assert len(strikes) >= 4
    assert all(off_s(strike.side, strike.time_s) < NEAR_S for strike in strikes)
    complete = [stride for one in told for stride in one.strides if stride.complete]
    valid = [stride for stride in (*complete, *analysis.finish()) if stride.valid]
    assert len(valid) >= 2
    assert all(off_s(s.side, moment_s) < NEAR_S for s in valid for moment_s in (s.start_s, s.end_s))
