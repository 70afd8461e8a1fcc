"""The clinician's settings file: what it says is what is done, and each fault is named."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visiongait.causal import STRIDE_METRICS
from visiongait.errors import UsageError
from visiongait.live.cues import (
    LONGEST_CUE,
    MEASURES,
    CueTarget,
    Plan,
    load_preset,
    load_settings,
    parse_plan,
    preset_names,
)
from visiongait.live.display.column import ANGLE_WORDS

WHOLE = """
title = "Morning walk"
leg = "right"
fading = false

[[target]]
measure = "heel_rise_percent"
at_least = 40
cue = "Heel down"

[[target]]
measure = "cadence_steps_per_min"
at_least = 95
at_most = 105

[metronome]
steps_per_min = 100

[sound]
tones = false
spoken_count = true
volume = 0.8
"""


def test_every_setting_reaches_the_plan():
    plan = parse_plan(WHOLE, "my.toml")
    targets = (
        CueTarget("heel_rise_percent", 40, None, "Heel down"),
        CueTarget("cadence_steps_per_min", 95, 105),
    )
    assert plan == Plan("Morning walk", "right", targets, 100, False, True, 0.8, False)


def test_an_empty_file_is_a_walk_without_targets():
    assert parse_plan("", "empty.toml") == Plan()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("leg = 'links'", "leg is 'links'; expected left, right or both."),
        ("colour = 1", "'colour' in the file is unknown"),
        ("fading = 1", "fading is 1; expected true or false."),
        ("title = 3", "title is 3; expected words in quotes."),
        ("target = 3", "Targets are written as [[target]]"),
        ("[[target]]\nat_least = 3", "In target 1, measure is missing"),
        ("[[target]]\nmeasure = 'speed'\nat_least = 3", "In target 1, measure is 'speed'"),
        ("[[target]]\nmeasure = 'heel_rise_percent'", "In target 1, at_least or at_most is missing."),
        (
            "[[target]]\nmeasure = 'heel_rise_percent'\nat_least = true",
            "at_least is True; expected a number.",
        ),
        ("[[target]]\nmeasure = 'heel_rise_percent'\nat_most = nan", "at_most is nan; expected a number."),
        ("[[target]]\nmeasure = 'heel_rise_percent'\nat_least = 3\nat_most = 2", "greater than at_most"),
        ("[[target]]\nmeasure = 'heel_rise_percent'\nat_least = 3\ncue = 'Keep your heel down'", "from afar"),
        ("metronome = 3", "The metronome is written as [metronome]"),
        ("[metronome]\nsteps_per_min = 900", "steps_per_min is 900; expected a number from 30 to 200."),
        ("[metronome]\nbpm = 90", "'bpm' in metronome is unknown"),
        ("sound = 3", "Sound is written as [sound]"),
        ("[sound]\nvolume = 2", "volume is 2; expected a number from 0 to 1."),
        ("[sound]\ntones = 'no'", "tones is 'no'; expected true or false."),
    ],
)
def test_a_fault_is_named(text, named):
    with pytest.raises(UsageError) as caught:
        parse_plan(text, "my.toml")
    assert caught.value.message.startswith("my.toml cannot be used: ")
    assert named in caught.value.message


def test_all_faults_are_named_at_once():
    with pytest.raises(UsageError) as caught:
        parse_plan("leg = 1\nfading = 2\n[sound]\nvolume = -1", "my.toml")
    assert all(word in caught.value.message for word in ("leg", "fading", "volume"))


@given(st.text(max_size=60))
def test_whatever_is_in_the_file_it_is_a_plan_or_one_sentence(text):
    with suppress(UsageError):
        assert isinstance(parse_plan(text, "my.toml"), Plan)


@pytest.mark.parametrize("name", ["foot-drop", "early-heel-rise", "ankle-rocker", "symmetry", "cadence"])
def test_presets_are_plans(name):
    assert name in preset_names()
    assert load_preset(name).targets


def test_an_unknown_preset_names_the_known_ones():
    with pytest.raises(UsageError) as caught:
        load_preset("moonwalk")
    assert all(name in caught.value.hint for name in preset_names())


def test_settings_that_cannot_be_read_are_said(tmp_path):
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe")
    for path in (tmp_path / "none.toml", tmp_path, tmp_path / "binary.toml"):
        with pytest.raises(UsageError, match="cannot be read as a settings file"):
            load_settings(path)


def test_every_measure_is_one_that_the_engine_tells_and_has_a_curve():
    for measure in MEASURES.values():
        assert measure.name in STRIDE_METRICS
        assert measure.angle in ANGLE_WORDS
        assert max(len(measure.low_cue), len(measure.high_cue)) <= LONGEST_CUE


@pytest.mark.parametrize(
    ("target", "goal"),
    [
        (CueTarget("peak_dorsiflexion_stance_deg", at_least=8), "≥ 8°"),
        (CueTarget("step_time_asymmetry_percent", at_most=10), "≤ 10 %"),
        (CueTarget("cadence_steps_per_min", 95, 105), "95–105 steps/min"),
        (CueTarget("foot_strike_angle_deg", -2.5, 5), "−2.5 to 5°"),
    ],
)
def test_a_goal_reads_as_a_clinician_writes_it(target, goal):
    assert target.goal == goal


@given(st.floats(-50, 50), st.floats(-50, 50), st.floats(-100, 100))
def test_reached_lies_between_the_limits_ends_included(a, b, value):
    low, high = sorted((a, b))
    target = CueTarget("foot_strike_angle_deg", low, high)
    assert target.reached_by(value) == (low <= value <= high)
    assert target.reached_by(low)
    assert target.reached_by(high)


def test_the_words_point_to_the_target():
    target = CueTarget("cadence_steps_per_min", 95, 105)
    assert target.words(80) == "Quicker steps"
    assert target.words(120) == "Slower steps"
    assert CueTarget("cadence_steps_per_min", 95, cue="March").words(80) == "March"
