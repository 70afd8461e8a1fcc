"""Real people, whose foot strikes were counted and whose events were read by eye (../shared/real)."""

import numpy as np
import pytest
from conftest import shared_dir

from visiongait.pipeline import Options, measure_source
from visiongait.pose import ReplayBackend, make_backend
from visiongait.validation.real_walks import Agreement, compare, counted_strikes, read_events, within_one
from visiongait.video import open_video

FOLDER = shared_dir() / "real"
KINDS = ("foot_strike", "foot_off")

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="needs ../shared/real")


def scores(assessments):
    counts, read = counted_strikes(FOLDER / "strike_counts.csv"), read_events(FOLDER / "events.csv")
    agreement = {kind: Agreement() for kind in KINDS}
    for name, assessment in assessments.items():
        for kind in KINDS if name in read else ():
            agreement[kind] += compare(assessment.events, read[name], kind)
    legs = sum(within_one(assessments[name].events, counts[name]) for name in counts)
    valid = sum(int(one.strides["valid"].sum()) for one in assessments.values())
    return agreement, legs, valid


def assert_the_eye_agrees(assessments, strikes, offs):
    agreement, legs, valid = scores(assessments)
    assert agreement["foot_strike"].found >= strikes
    assert agreement["foot_off"].found >= offs
    assert sum(one.wrong_side for one in agreement.values()) == 0
    assert sum(one.extra for one in agreement.values()) <= 1
    assert all(abs(np.mean(one.off_frames)) < 0.6 for one in agreement.values())
    assert legs >= 15
    assert valid >= 34
    assert all(one.verdict.quality != "withheld" for one in assessments.values())


def test_saved_landmarks_of_eight_people_yield_what_the_eye_sees():
    assert_the_eye_agrees(
        {
            path.name.split(".")[0]: measure_source(None, Options(), ReplayBackend(path)).assessment
            for path in sorted(FOLDER.glob("*.landmarks.npz"))
        },
        strikes=42,
        offs=45,
    )


@pytest.mark.network
def test_recordings_of_six_people_yield_what_the_eye_sees(heavy_weights):
    backend = make_backend(str(heavy_weights))
    found = {
        path.stem: measure_source(open_video(path), Options(), backend).assessment
        for path in sorted(FOLDER.glob("*.mp4"))
    }
    assert_the_eye_agrees(found, strikes=43, offs=42)
    swapped = [int(one.frames["left_relabelled"].sum()) for one in found.values()]
    assert all(4 < count < 40 for count in swapped)
    steady = [one.strides["steady"] for one in found.values()]
    assert 3 <= sum(int((~one.astype(bool)).sum()) for one in steady) <= 10
