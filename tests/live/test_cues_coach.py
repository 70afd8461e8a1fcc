"""Judging strides: at the event that matters, one focus at a time, rarer while the target is held."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_frames import SET, UNSET, stride

from visiongait.live.cues import Coach, CueTarget, Fader, Plan, Tally, score_lines

STANCE, SWING, SHANK = (
    "peak_dorsiflexion_stance_deg",
    "peak_dorsiflexion_swing_deg",
    "shank_to_vertical_midstance_deg",
)


def coach_of(*targets, **settings):
    return Coach(Plan(targets=targets, **settings))


def test_a_stride_is_judged_when_its_measure_becomes_known():
    coach = coach_of(CueTarget(STANCE, at_least=8))
    assert coach.judge([stride(**{SWING: 3.0})], 1.0, SET) == ()
    (verdict,) = coach.judge([stride(7, "right", **{STANCE: 9.0})], 2.0, SET)
    assert (verdict.stride, verdict.side, verdict.value, verdict.reached) == (7, "right", 9.0, True)
    assert coach.latest is verdict


def test_a_measure_known_before_is_not_judged_again():
    coach = coach_of(CueTarget(STANCE, at_least=8))
    known = stride(**{STANCE: 9.0, SWING: 1.0})
    told_before = type(known)(1, "left", 0.0, 1.0, known.metrics, (SWING,))
    assert coach.judge([told_before], 1.0, SET) == ()


def test_what_is_not_measured_or_not_valid_is_not_judged():
    coach = coach_of(CueTarget(STANCE, at_least=8))
    assert coach.judge([stride(**{STANCE: np.nan})], 1.0, SET) == ()
    assert coach.judge([stride(valid=False, **{STANCE: 9.0})], 1.0, SET) == ()


def test_an_ankle_without_its_zero_is_not_judged_but_the_shank_is():
    coach = coach_of(CueTarget(STANCE, at_least=8), CueTarget(SHANK, at_least=10))
    both = stride(**{STANCE: 9.0, SHANK: 12.0})
    assert [v.target.measure for v in coach.judge([both], 1.0, UNSET)] == [SHANK]
    assert [v.target.measure for v in coach.judge([both], 1.0, {})] == [SHANK]
    assert len(coach.judge([both], 1.0, SET)) == 2


def test_only_the_chosen_leg_is_judged():
    coach = coach_of(CueTarget(STANCE, at_least=8), leg="left")
    both = [stride(1, "left", **{STANCE: 9.0}), stride(2, "right", **{STANCE: 9.0})]
    assert [v.side for v in coach.judge(both, 1.0, SET)] == ["left"]
    coach.change_leg()
    assert [v.side for v in coach.judge(both, 1.0, SET)] == ["right"]
    coach.change_leg()
    assert [v.side for v in coach.judge(both, 1.0, SET)] == ["left", "right"]
    coach.change_leg()
    assert coach.leg == "left"


def test_the_patient_is_told_of_the_first_target_that_is_not_held():
    coach = coach_of(CueTarget(STANCE, at_least=8), CueTarget(SHANK, at_least=10), fading=False)
    told = [
        [v.target.measure for v in coach.judge([stride(n, **{STANCE: 9.0, SHANK: 3.0})], n, SET) if v.given]
        for n in range(12)
    ]
    assert told[0] == [STANCE]
    assert told[-1] == [SHANK]


def test_when_all_is_held_the_first_target_is_told():
    coach = coach_of(CueTarget(STANCE, at_least=8), CueTarget(SHANK, at_least=10))
    for n in range(30):
        coach.judge([stride(n, **{STANCE: 9.0, SHANK: 12.0})], n, SET)
    assert coach.focus == 0


def test_without_targets_nothing_is_judged():
    coach = coach_of()
    assert coach.focus is None
    assert coach.judge([stride(**{STANCE: 9.0})], 1.0, SET) == ()
    assert score_lines(coach) == ()


def test_a_stride_remembers_which_targets_it_reached():
    coach = coach_of(CueTarget(STANCE, at_least=8), CueTarget(SWING, at_least=0))
    coach.judge([stride(4, **{STANCE: 9.0})], 1.0, SET)
    coach.judge([stride(4, **{SWING: -3.0})], 2.0, SET)
    assert coach.outcome(4) == {STANCE: True, SWING: False}
    assert coach.outcome(5) == {}


def test_the_score_is_told_minute_by_minute():
    coach = coach_of(CueTarget(STANCE, at_least=8))
    for second, value in ((5, 9.0), (50, 7.0), (70, 9.0)):
        coach.judge([stride(second, **{STANCE: value})], second, SET)
    (line,) = score_lines(coach)
    assert line == (
        "Dorsiflexion in stance ≥ 8°: reached in 2 of 3 strides, 67 % (minute 1: 50 %, minute 2: 100 %)."
    )
    assert score_lines(coach_of(CueTarget(STANCE, at_least=8)))[0].endswith("no stride could be judged.")


def test_cues_become_rarer_while_the_target_is_held_and_come_back_when_it_is_lost():
    fader = Fader(fading=True)
    given = [fader.judge(True) for _ in range(17)]
    assert given[:5] == [True] * 5
    assert sum(given[5:10]) in (2, 3)
    assert sum(given[10:]) < 3
    assert fader.strength == 0.5
    assert not fader.judge(False)  # one miss is nobody's fault
    assert fader.judge(False)
    assert fader.strength == 1.0


def test_without_fading_every_stride_is_told():
    fader = Fader(fading=False)
    assert all(fader.judge(True) for _ in range(40))
    assert fader.strength == 1.0


@given(st.lists(st.booleans(), max_size=80))
def test_misses_in_a_row_are_always_told(outcomes):
    fader = Fader(fading=True)
    before = True
    for reached in outcomes:
        told = fader.judge(reached)
        if not reached and not before:
            assert told
        before = reached


@given(st.lists(st.tuples(st.floats(0, 400), st.booleans()), max_size=60))
def test_minutes_add_up_to_the_whole(judged):
    tally = Tally()
    for time_s, reached in sorted(judged):
        tally.add(time_s, reached)
    minutes = [success for _, success in tally.minutes()]
    assert sum(success.judged for success in minutes) == tally.total.judged == len(judged)
    assert sum(success.reached for success in minutes) == tally.total.reached


def test_the_last_minute_forgets_what_is_older():
    tally = Tally()
    tally.add(0.0, True)
    tally.add(30.0, False)
    assert tally.last_minute(59.0).percent == pytest.approx(50)
    assert tally.last_minute(61.0).percent == 0
    assert tally.last_minute(200.0).percent is None
