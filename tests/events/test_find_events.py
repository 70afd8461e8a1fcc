"""Events of a pass: against walkers whose contacts are known, and where nothing must be found."""

import json
from dataclasses import replace

import numpy as np
import pytest
from conftest import shared
from hypothesis import given, settings
from hypothesis import strategies as st

from visiongait.datatypes import LEG_POINTS, SIDES, Pass, Trajectories, other
from visiongait.events import OConnor2007, Zeni2008, find_events
from visiongait.events.contact import LEAVES_AFTER_UNLOAD_S
from visiongait.synthetic import POINTS, SyntheticWalk

KINDS = ("foot_strike", "foot_off")
WALKS = [(0.3, 1.2), (0.3, 2.0), (0.2, 4.0), (0.6, 1.4), (0.8, 1.3), (1.2, 1.1), (1.6, 0.95), (2.0, 0.8)]


def as_pass(walk: Trajectories) -> Pass:
    return Pass(walk, 1, "right", 0.0, False, True, np.full(len(walk.time_s), np.nan))


def errors_s(walker: SyntheticWalk, walk_pass: Pass, kind: str) -> list[float]:
    """Errors of the events well inside the pass; every one must be found, and none invented."""
    report = find_events(walk_pass)
    errors = []
    for side in SIDES:
        found, true = report.times(side, kind), walker.event_times_s(side, kind)
        inside = true[(true > 0.35) & (true < walker.duration_s - 0.5)]
        errors += [float(found[np.argmin(np.abs(found - t))] - t) for t in inside]
        assert all(np.abs(true - t).min() < 0.15 for t in found)
    return errors


@pytest.mark.parametrize("rate_hz", [24.0, 30.0, 60.0, 120.0, 240.0])
@pytest.mark.parametrize(("speed", "stride_s"), WALKS)
def test_all_speeds_and_frame_rates(speed, stride_s, rate_hz):
    walker = SyntheticWalk(speed, stride_s, duration_s=max(5.0, 3 * stride_s))
    for kind in KINDS:
        errors = errors_s(walker, walker.walk_pass(rate_hz), kind)
        assert len(errors) >= 3
        assert np.abs(errors).max() < 0.02


@pytest.mark.parametrize("seed", range(3))
def test_noisy_landmarks(seed):
    walker = SyntheticWalk(duration_s=8.0)
    for kind in KINDS:
        assert np.mean(np.abs(errors_s(walker, walker.walk_pass(30.0, 0.008, seed), kind))) < 1 / 30


@pytest.mark.parametrize(
    "walker",
    [
        SyntheticWalk(affected="right", foot_drop_deg=20.0),
        SyntheticWalk(step_time_asymmetry=0.08),
        SyntheticWalk(treadmill=True),
    ],
)
def test_foot_drop_asymmetry_and_treadmill(walker):
    for kind in KINDS:
        assert np.abs(errors_s(walker, walker.walk_pass(60.0), kind)).max() < 0.03


def test_what_eyes_see_frames_what_force_plates_feel():
    walk_pass = SyntheticWalk().walk_pass(60.0)
    load, touch = find_events(walk_pass), find_events(walk_pass, contact="touch")
    for side in SIDES:
        assert np.allclose(load.times(side, "foot_strike") - touch.times(side, "foot_strike"), 0.025)
        assert np.allclose(
            touch.times(side, "foot_off") - load.times(side, "foot_off"), LEAVES_AFTER_UNLOAD_S
        )
    assert {event.method for event in touch.events} == {"zeni2008+touch"}


def with_toes_lowered(walk_pass: Pass, side: str, share: float) -> Pass:
    """As if the line heel→toe of one foot fell everywhere by this share of its length at the strikes."""
    path = walk_pass.trajectories
    position = path.position.copy()
    length = np.nanmedian(np.linalg.norm(path.of(f"{side}_toe") - path.of(f"{side}_heel"), axis=1))
    position[:, path.points.index(f"{side}_toe"), 1] -= share * length
    return replace(walk_pass, trajectories=replace(path, position=position))


def test_a_foot_that_lands_flat_touches_just_before_it_is_loaded():
    """Every strike of a foot by the same, so that its strides keep their times."""
    before_s = []
    for share in np.linspace(0, 0.6, 13):
        walk_pass = with_toes_lowered(SyntheticWalk().walk_pass(60.0), "left", share)
        load, touch = find_events(walk_pass), find_events(walk_pass, contact="touch")
        early = {side: load.times(side, "foot_strike") - touch.times(side, "foot_strike") for side in SIDES}
        assert np.allclose(early["right"], 0.025)
        assert np.allclose(early["left"], early["left"][0])
        before_s.append(early["left"][0])
    assert before_s[0] == pytest.approx(0.025)
    assert before_s[-1] == pytest.approx(0.005)
    assert (np.diff(before_s) <= 1e-9).all()


def test_second_detector_agrees_and_makes_sure():
    report = find_events(SyntheticWalk().walk_pass(100.0))
    assert report.agreed_share["foot_strike"] > 0.7
    assert report.agreed_share["foot_off"] > 0.7
    assert all(0.5 <= event.confidence <= 1.0 for event in report.events)
    assert max(event.confidence for event in report.events) > 0.7
    assert report.faults == ()


@pytest.mark.parametrize("detector", [Zeni2008(), OConnor2007()])
def test_nothing_is_found_where_nobody_walks(detector):
    noise = 0.005 * np.random.default_rng(1).standard_normal((90, len(POINTS), 2))
    one = SyntheticWalk().trajectories(30.0).position[30]
    standing = Trajectories.clean(POINTS, np.arange(90) / 30.0, one + noise, "m")
    assert detector.detect(standing) == ()
    nowhere = Trajectories.clean(POINTS, np.arange(90) / 30.0, np.full_like(noise, np.nan), "m")
    assert detector.detect(nowhere) == ()


def hidden(walk: Trajectories, point: str, middle_s: float, gap_s: float) -> Pass:
    position = np.array(walk.position)
    position[np.abs(walk.time_s - middle_s) < gap_s / 2, POINTS.index(point)] = np.nan
    return as_pass(Trajectories.clean(POINTS, walk.time_s, position, "m"))


@pytest.mark.parametrize(("kind", "point"), [("foot_strike", "heel"), ("foot_off", "toe")])
def test_an_event_of_a_briefly_hidden_foot_is_bridged_and_less_sure(kind, point):
    walker = SyntheticWalk()
    true_s = walker.event_times_s("left", kind)[2]
    report = find_events(hidden(walker.trajectories(60.0), f"left_{point}", true_s, 0.24))
    (found,) = (
        e for e in report.events if (e.side, e.kind) == ("left", kind) and abs(e.time_s - true_s) < 0.3
    )
    assert abs(found.time_s - true_s) < 0.045
    assert 0.1 <= found.confidence < 0.5


def test_an_event_of_an_unseen_foot_is_left_out_and_said():
    walker = SyntheticWalk()
    strike_s = walker.event_times_s("left", "foot_strike")[2]
    report = find_events(hidden(walker.trajectories(60.0), "left_heel", strike_s, 0.4))
    assert np.abs(report.times("left", "foot_strike") - strike_s).min() > 0.5
    assert any("not clearly visible" in fault for fault in report.faults)


def part(walk_pass: Pass, start_s: float, end_s: float, step: int = 1) -> Pass:
    """The stretch of a pass that a trimmed recording, with every step-th frame, would have shown."""
    t = walk_pass.trajectories
    kept = np.flatnonzero((t.time_s >= start_s) & (t.time_s <= end_s))[::step]
    cut = Trajectories.clean(t.points, t.time_s[kept], t.position[kept], t.unit)
    return replace(walk_pass, trajectories=cut, height_px=walk_pass.height_px[kept])


@given(
    start_s=st.floats(0.0, 2.0),
    lasting_s=st.floats(3.0, 4.0),  # two strides of the slowest: with fewer there is no rhythm to fit
    step=st.sampled_from([1, 2, 4]),
    walker=st.sampled_from(
        [SyntheticWalk(), SyntheticWalk(0.6, 1.4), SyntheticWalk(affected="left", foot_drop_deg=15.0)]
    ),
)
@settings(max_examples=40, deadline=None)
def test_wherever_the_recording_is_cut_nothing_is_invented_and_edges_are_right(
    start_s, lasting_s, step, walker
):
    trimmed = part(walker.walk_pass(120.0, 0.004, 1), start_s, start_s + lasting_s, step)
    report, time_s = find_events(trimmed), trimmed.trajectories.time_s
    for side in SIDES:
        for kind in KINDS:
            true, found = walker.event_times_s(side, kind), report.times(side, kind)
            assert all(np.abs(true - t).min() < 0.06 for t in found)
            inside = true[(true > time_s[0] + 0.3) & (true < time_s[-1] - 0.25)]
            assert all(np.abs(found - t).min() < 0.06 for t in inside)


def test_events_near_the_ends_are_found_and_less_sure():
    walker = SyntheticWalk(duration_s=8.0)
    strike_s = walker.event_times_s("right", "foot_strike")[3]
    report = find_events(part(walker.walk_pass(60.0), 0.0, strike_s + 0.12))
    last = report.events[-1]
    assert (last.side, last.kind) == ("right", "foot_strike")
    assert abs(last.time_s - strike_s) < 0.025
    assert last.confidence < 0.8
    whole = find_events(walker.walk_pass(60.0)).events
    assert last.confidence < min(e.confidence for e in whole if abs(e.time_s - strike_s) < 0.1)


def test_a_foot_that_turns_in_the_middle_of_its_way_does_not_leave_the_floor():
    walker = SyntheticWalk()
    walk = walker.trajectories(60.0)
    position = np.array(walk.position)
    middle_s = walker.event_times_s("left", "foot_strike")[2] + 0.36
    jolt = 0.42 * np.exp(-(((walk.time_s - middle_s) / 0.04) ** 2))
    for point in ("heel", "toe"):
        position[:, POINTS.index(f"left_{point}"), 0] += jolt
    report = find_events(as_pass(Trajectories.clean(POINTS, walk.time_s, position, "m")))
    assert np.abs(report.times("left", "foot_off") - middle_s).min() > 0.2


@given(scale=st.floats(0.01, 500.0), shift=st.floats(-1e3, 1e3), start_s=st.floats(-5.0, 100.0))
@settings(max_examples=12, deadline=None)
def test_units_place_and_clock_do_not_matter(scale, shift, start_s):
    walk = SyntheticWalk(duration_s=4.0).trajectories(30.0, 0.004, 3)
    moved = Trajectories.clean(POINTS, walk.time_s + start_s, scale * walk.position + shift, "px")
    before, after = find_events(as_pass(walk)).events, find_events(as_pass(moved)).events
    assert [(e.side, e.kind) for e in before] == [(e.side, e.kind) for e in after]
    assert np.allclose([e.time_s + start_s for e in before], [e.time_s for e in after], atol=1e-4)


def test_exchanged_names_exchange_the_events():
    walk = SyntheticWalk(affected="left", foot_drop_deg=15.0).trajectories(60.0)
    names = tuple(p.replace("left", "@").replace("right", "left").replace("@", "right") for p in POINTS)
    before = find_events(as_pass(walk))
    after = find_events(as_pass(Trajectories.clean(names, walk.time_s, walk.position, "m")))
    for side in SIDES:
        for kind in KINDS:
            assert np.array_equal(before.times(side, kind), after.times(other(side), kind))


@pytest.mark.parametrize("clip", ["d02_slow_elderly_60fps", "d03_foot_drop_right", "d10_fast_shorts_60fps"])
def test_rendered_walkers_seen_without_error(clip):
    truth = json.loads(shared(f"lab/clips/{clip}.truth.json").read_text())
    names = tuple(f"{side}_{point}" for side in SIDES for point in LEG_POINTS)
    paths = truth["frames"]["landmarks_3d_m"]
    position = [np.array(paths[f"{n.split('_')[1]}.{n[0].upper()}"])[:, [0, 2]] for n in names]
    walk = Trajectories.clean(names, np.array(truth["frames"]["time_s"]), np.stack(position, axis=1), "m")
    report = find_events(as_pass(walk), contact="touch")
    for kind, key in (("foot_strike", "heel_strike_s"), ("foot_off", "toe_off_s")):
        for side in SIDES:
            true = np.array(truth["events"][key][side[0].upper()])
            errors = [np.abs(true - t).min() for t in report.times(side, kind)]
            assert np.mean(errors) < 0.02  # feet that are set down flat cost 13 ms of it
