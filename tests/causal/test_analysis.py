"""Numbers while walking: against the truth of rendered walks, and against the offline path."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from saved_walks import DROP, NORMAL, SAMPLES, SIZE, landmarks, live, told

from visiongait.assessments import assess_walk
from visiongait.causal import CausalLegs, Walker
from visiongait.causal.strides import KNOWN_AT
from visiongait.causal.walking_frame import LaggedFit
from visiongait.cleaning import correct_legs, landmark_columns
from visiongait.datatypes import (
    BLAZEPOSE,
    SIDES,
    CameraMotion,
    DetectionPass,
    FrameFaults,
    PoseTrack,
    Provenance,
    SubjectChoice,
    VideoInfo,
    other,
)
from visiongait.model_files import load_live_correction
from visiongait.validation.truth import read_truth

TOLD_WITHIN_S = 0.035  # the next picture but its rounding
LIKE_OFFLINE = {
    "stride_time_s": 0.04,
    "stance_percent": 4.0,  # live does not know yet that a foot lands flat, 20 ms later
    "peak_dorsiflexion_stance_deg": 3.0,
    "peak_dorsiflexion_swing_deg": 4.0,
    "ankle_rom_deg": 4.0,
    "shank_to_vertical_midstance_deg": 3.0,
    "peak_knee_flexion_swing_deg": 3.0,
}
"""Mean difference of live and offline numbers of the same landmarks, per side."""

CUE_LIKE_COMPLETE = {
    "foot_strike_angle_deg": 5.0,
    "shank_to_vertical_midstance_deg": 3.0,
    "peak_dorsiflexion_stance_deg": 1.0,
    "peak_dorsiflexion_swing_deg": 1.0,
    "heel_rise_percent": 5.0,
}
"""How far what a cue judges may be from what the complete stride says."""


@given(
    st.lists(st.floats(0.01, 0.06), min_size=5, max_size=30),
    st.tuples(*[st.floats(-5, 5)] * 3),
)
def test_the_filter_passes_a_constant_acceleration_unchanged(gaps_s, parabola):
    times = np.cumsum(gaps_s)
    path = np.polyval(parabola, times)
    fit = LaggedFit()
    for time_s, value in zip(times, path, strict=True):
        smooth = fit.add(time_s, np.array([[value, -value]]))
    assert smooth.time_s == pytest.approx(times[-1] - fit.lag_s)
    assert smooth.position[0, 0] == pytest.approx(np.polyval(parabola, smooth.time_s), abs=1e-6)
    newest = fit.ago(0.0)
    assert newest.time_s == times[-1]
    assert newest.position[0, 0] == pytest.approx(path[-1], abs=1e-6)
    assert newest.velocity[0, 0] == pytest.approx(np.polyval(np.polyder(parabola), times[-1]), abs=1e-5)
    assert smooth.velocity[0, 1] == pytest.approx(-np.polyval(np.polyder(parabola), smooth.time_s), abs=1e-5)


@pytest.mark.parametrize("name", [NORMAL, DROP])
def test_strikes_come_at_the_true_instants_and_are_told_at_once(name):
    true = read_truth(SAMPLES / f"{name}.truth.json").events
    events, strides = told(live(*landmarks(name)))
    strikes = [event for event in events if event.kind == "foot_strike"]
    assert len(strikes) >= 5
    for event in strikes:
        off_s = np.abs(true.times(event.side, "foot_strike") - event.time_s).min()
        assert off_s < 0.06, event
        assert 0 <= event.delay_s < TOLD_WITHIN_S
    for stride in strides:  # their instants are the surer ones
        for moment_s in (stride.start_s, stride.end_s):
            assert np.abs(true.times(stride.side, "foot_strike") - moment_s).min() < 0.05, stride


def test_cadence_and_stride_times_are_the_true_ones():
    truth = read_truth(SAMPLES / f"{NORMAL}.truth.json")
    strides = [stride for stride in told(live(*landmarks(NORMAL)))[1] if stride.valid]
    assert len(strides) >= 3
    cadence = np.mean([stride.metrics["cadence_steps_per_min"] for stride in strides])
    assert cadence == pytest.approx(truth.stride_metrics["cadence_steps_per_min"].mean(), abs=2.5)


def test_the_correction_brings_live_angles_near_the_truth():
    truth = read_truth(SAMPLES / f"{NORMAL}.truth.json")
    time_s, xy_px = landmarks(NORMAL)

    def median_error_deg(correction, angle):
        errors = []
        for now_s, one in zip(time_s, live(time_s, xy_px, correction), strict=True):
            at_s = now_s - one.angles_delay_s
            if one.angles_deg and truth.seen(at_s - 0.05, at_s + 0.05):
                for side in SIDES:
                    true_deg = np.interp(at_s, truth.angles.time_s, truth.angles.of(side, angle))
                    errors.append(abs(one.angles_deg[side][angle] - true_deg))
        return np.median(errors)

    for angle, limit_deg in (("ankle_dorsiflexion_deg", 3.0), ("knee_flexion_deg", 4.0)):
        corrected = median_error_deg(load_live_correction(), angle)
        assert corrected < limit_deg
        assert corrected < median_error_deg(None, angle)


def test_the_correction_sees_as_far_back_as_it_was_taught():
    correction = load_live_correction()
    time_s, xy_px = landmarks(NORMAL)
    legs, walker = CausalLegs(correction), Walker(*SIZE)
    fit, moments = LaggedFit(), []
    for now_s, one in zip(time_s.tolist(), xy_px[:, landmark_columns(BLAZEPOSE)], strict=True):
        placed = walker.add(now_s, one) if np.isfinite(one).all() else None
        moment = fit.add(now_s, placed.points) if placed else None
        moments += [moment] if moment else []
    for moment in moments:
        legs.add(moment)
    clock_s = np.array([moment.time_s for moment in moments])
    walk = legs._as_pass(clock_s, np.array([moment.position for moment in moments]))
    at_once = correct_legs(walk, correction).walk_pass.trajectories
    np.testing.assert_allclose(np.array(legs._points), at_once.position, atol=1e-9)


@pytest.mark.parametrize("name", [NORMAL, DROP])
def test_live_numbers_are_those_of_the_offline_path_on_the_same_landmarks(name):
    _, strides = told(live(*landmarks(name)))
    offline = _offline(name).strides
    for side in SIDES:
        mine = [stride for stride in strides if stride.side == side and stride.valid]
        theirs = offline[(offline["side"] == side) & offline["valid"]]
        pairs = [(one, theirs.iloc[(theirs["start_s"] - one.start_s).abs().argmin()]) for one in mine]
        pairs = [(one, row) for one, row in pairs if abs(row["start_s"] - one.start_s) < 0.1]
        assert pairs
        for metric, limit in LIKE_OFFLINE.items():
            off = np.array([one.metrics[metric] - row[metric] for one, row in pairs], float)
            assert np.abs(np.nanmean(off)) < limit, (side, metric)


def test_a_mirrored_walk_is_the_same_walk_with_the_legs_exchanged():
    time_s, xy_px = landmarks(NORMAL)
    mirrored = (xy_px * [-1, 1] + [SIZE[0], 0])[:, BLAZEPOSE.mirrored_order()]
    _, strides = told(live(time_s, xy_px))
    _, exchanged = told(live(time_s, mirrored))
    assert [(s.side, s.start_s) for s in strides] == [(other(s.side), s.start_s) for s in exchanged]
    for one, twin in zip(strides, exchanged, strict=True):
        assert one.metrics == pytest.approx(twin.metrics, abs=0.01, nan_ok=True)


def test_no_stride_reaches_over_a_gap():
    time_s, xy_px = landmarks(DROP)
    hidden = (time_s > 2.0) & (time_s < 2.4)
    _, strides = told(live(time_s, np.where(hidden[:, None, None], np.nan, xy_px)))
    assert strides
    assert all(stride.end_s < 2.0 or stride.start_s > 2.4 for stride in strides)


def test_every_second_picture_is_enough_for_the_strides():
    time_s, xy_px = landmarks(NORMAL)
    _, strides = told(live(time_s[::2], xy_px[::2]))
    true = read_truth(SAMPLES / f"{NORMAL}.truth.json").events
    assert sum(stride.valid for stride in strides) >= 3
    for stride in strides:
        assert np.abs(true.times(stride.side, "foot_strike") - stride.start_s).min() < 0.06


def test_each_measure_is_told_once_when_it_is_settled():
    told_at = {}
    for one in live(*landmarks(NORMAL)):
        for stride in one.strides:
            for metric in stride.new:
                assert (stride.number, metric) not in told_at
                told_at[stride.number, metric] = stride.complete
    early = {metric for metrics in KNOWN_AT.values() for metric in metrics}
    assert {metric for (_, metric), complete in told_at.items() if not complete} == early


@pytest.mark.parametrize("name", [NORMAL, DROP])
def test_cues_come_with_their_events_and_say_what_the_complete_stride_says(name):
    time_s, xy_px = landmarks(name)
    analysed = live(time_s, xy_px, load_live_correction())
    events, complete = told(analysed)
    final = {stride.number: stride for stride in complete if stride.valid}
    instants_s = {kind: [e.time_s for e in events if e.kind == kind] for kind in ("foot_strike", "foot_off")}
    seen = set()
    for now_s, one in zip(time_s, analysed, strict=True):
        for stride in one.strides:
            for metric in set(stride.new) & set(CUE_LIKE_COMPLETE) if stride.number in final else ():
                off = stride.metrics[metric] - final[stride.number].metrics[metric]
                assert abs(off) < CUE_LIKE_COMPLETE[metric], (stride.number, metric)
                kind = "foot_off" if metric == "peak_dorsiflexion_stance_deg" else "foot_strike"
                assert min(now_s - at_s for at_s in instants_s[kind] if now_s - at_s > -0.15) < TOLD_WITHIN_S
                seen.add(metric)
    assert seen == set(CUE_LIKE_COMPLETE)


def test_the_landing_of_a_first_step_waits_for_the_other_foot():
    news = [stride.new for one in live(*landmarks(NORMAL)) for stride in one.strides if stride.number == 1]
    assert {"foot_strike_angle_deg", "shank_to_vertical_midstance_deg"} <= set(news[0])


def test_the_zero_is_learnt_from_the_flat_foot():
    analysed = live(*landmarks(NORMAL))
    assert {zero.method for zero in analysed[0].zero.values()} == {"landmark"}
    assert {zero.method for zero in analysed[-1].zero.values()} == {"foot_flat"}


def _offline(name):
    """The offline path on the same landmarks, without the correction that was learnt for another network."""
    time_s, xy_px = landmarks(name)
    n, frame = len(time_s), np.arange(len(time_s))
    video = VideoInfo(name, *SIZE, 30.0, n / 30, n, 0, "h264", "mp4", "0" * 64)
    track = PoseTrack(BLAZEPOSE, frame, time_s, xy_px, np.ones((n, 33)), source="full")
    faults = FrameFaults(np.zeros(n, bool))
    detected = DetectionPass(video, frame, time_s, (track,), CameraMotion.static(n), faults)
    made = Provenance("0", "2026-01-01T00:00:00+00:00", "full", {}, {}, {})
    return assess_walk(detected, SubjectChoice(0, "alone", 1), track, provenance=made)
