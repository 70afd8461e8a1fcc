"""A course in five lines: the affected leg and what stood out first; better or worse where that is known."""

from dataclasses import replace

import pytest
from made_sessions import assessment, session

from visiongait.change import compare, follow
from visiongait.datatypes import Person
from visiongait.pages import Directions, five_lines, load_texts, render_progress

SWING, ROM, SPEED = "peak_dorsiflexion_swing_deg", "ankle_rom_deg", "walking_speed_m_per_s"
TEXTS = load_texts()


def course_of(before, after, affected=None, **conditions):
    first, then = session("a", "2026-09-01", **before), session("b", "2026-12-01", **after)
    course = follow("P01", [first, then])
    return replace(course, affected=affected) if affected else course


def lines_of(*means, affected=None):
    return five_lines(course_of(*means, affected=affected), TEXTS)


def test_what_stood_out_comes_first_and_is_better_when_it_moved_back():
    lines = lines_of({"right": {SWING: -12.0}}, {"right": {SWING: 3.0}}, affected="right")
    assert len(lines) == 5
    swing = lines[0]
    assert swing.name == "Peak dorsiflexion in swing, right"
    assert (swing.direction, swing.verdict) == ("better", "better")
    assert swing.values == "−12.0 → 3.3°"
    assert swing.change.startswith("+15.3° (")


def test_what_stands_out_now_and_did_not_before_is_worse():
    swing = lines_of({"right": {SWING: 3.0}}, {"right": {SWING: -12.0}}, affected="right")[0]
    assert (swing.name, swing.direction) == ("Peak dorsiflexion in swing, right", "worse")


def test_the_affected_leg_comes_before_the_other():
    low = {SWING: -12.0}
    for leg in ("left", "right"):
        lines = lines_of({"left": low, "right": low}, {}, affected=leg)
        assert lines[0].name.endswith(leg)


def test_the_affected_leg_is_known_from_the_recording():
    first, then = session("a", "2026-09-01"), session("b", "2026-12-01")
    told = replace(then.assessment, person=Person(affected_side="left"))
    course = follow("P01", [first, replace(then, assessment=told)])
    assert all(line.name.endswith("left") for line in five_lines(course, TEXTS))
    assert "Affected leg: left." in render_progress(course)


def test_where_nothing_changed_the_lines_say_so():
    lines = lines_of({}, {})
    assert {line.verdict for line in lines} <= {"no change shown", "cannot be decided"}


@pytest.mark.parametrize(
    ("before", "after", "metric", "known"),
    [
        ({}, {"left": {ROM: 60.0}}, ROM, "changed"),  # no reference says which is better
        ({"left": {SPEED: 0.5}, "right": {SPEED: 0.5}}, {}, SPEED, "better"),
        ({}, {"left": {SPEED: 0.5}, "right": {SPEED: 0.5}}, SPEED, "worse"),
        ({}, {"masked_percent": {"left": 80.0}}, ROM, "unknown"),
    ],
)
def test_directions(before, after, metric, known):
    first, then = assessment("a", **before), assessment("b", **after)
    side = "both" if metric == SPEED else "left"
    change = next(
        one for one in compare(first, then) if (one.before.metric, one.before.side) == (metric, side)
    )
    assert Directions(first, then).of(change) == known


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("trainers", "barefoot", ("shoes: trainers → barefoot",)),
        ("", "barefoot", ()),
        ("None", "none", ()),
        ("no", "-", ()),
        ("none", "stick", ("shoes: none → stick",)),
    ],
)
def test_only_conditions_that_are_known_and_differ_are_told(before, after, said):
    course = follow("P01", [session("a", shoes=before), session("b", "2026-12-01", shoes=after)])
    assert course.steps[0].differences == said


def test_the_rest_is_folded_below_the_lines():
    page = render_progress(course_of({"right": {SWING: -12.0}}, {}))
    assert page.index("Peak dorsiflexion in swing, right") < page.index("<details>") < page.index("MDC")
    assert "<details open" not in page
