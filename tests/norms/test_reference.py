"""Usual values: whose they are, at which pace, and what is said where they are somebody else's."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from visiongait.datatypes import SEXES, Origin, Person, Reference
from visiongait.metrics import METRICS as STRIDE_METRICS
from visiongait.norms import reference
from visiongait.norms.tables import PAPERS, load_table

ROWS = [(name, row) for name in PAPERS for row in load_table(name).rows]
METRICS = sorted({row.metric for _, row in ROWS})
people = st.builds(
    Person,
    age_years=st.none() | st.floats(0, 120),
    sex=st.none() | st.sampled_from(SEXES),
)
paces = st.none() | st.floats(0.05, 1.0)


def test_a_woman_of_seventy_two_is_compared_with_women_of_her_decade():
    usual = reference("walking_speed_m_per_s", Person(age_years=72, sex="female"))
    assert usual.mean == 1.132
    assert "Bohannon" in usual.origin.paper
    assert not usual.origin.stands_in


@pytest.mark.parametrize(
    "person", [Person(), Person(age_years=72), Person(sex="female"), Person("x", 12, "male")]
)
def test_speed_needs_age_and_sex(person):
    assert reference("walking_speed_m_per_s", person) is None


def test_a_birthday_belongs_to_the_new_decade():
    before, after = (
        reference("walking_speed_m_per_s", Person(age_years=age, sex="male")) for age in (79.9, 80.0)
    )
    assert (before.mean, after.mean) == (1.262, 0.968)


def test_children_stand_in_for_an_adult_only_with_a_word():
    child, adult = (reference("peak_dorsiflexion_stance_deg", Person(age_years=age)) for age in (9, 40))
    assert (child.mean, child.sd) == (adult.mean, adult.sd) == (12.8, 3.6)
    assert not child.origin.stands_in
    assert adult.origin.stands_in
    assert "children" in adult.origin.caveat


def test_adults_do_not_stand_in_for_a_child():
    assert reference("cadence_steps_per_min", Person(age_years=9)) is None
    assert "Schwartz" in reference("stance_percent", Person(age_years=9)).origin.paper
    assert "Hebenstreit" in reference("stance_percent", Person(age_years=30)).origin.paper


def test_slow_walkers_are_compared_with_slow_walkers():
    knee = [
        reference("peak_knee_flexion_swing_deg", Person(age_years=9), pace).mean for pace in (0.1, 0.3, 0.4)
    ]
    assert knee == [50.6, 56.1, 60.5]
    assert reference("peak_knee_flexion_swing_deg", Person(age_years=9)).mean == 60.5


def test_nothing_is_said_of_a_metric_that_no_paper_gives():
    assert reference("hopping_m", Person()) is None


def test_few_people_make_a_wide_range():
    """Student's prediction interval, worked out by hand: t = 2.571 with 5 degrees of freedom."""
    few = Reference("x", 10.0, 3.2, Origin("", "", n=6))
    assert few.low == pytest.approx(10 - 2.571 * 3.2 * (7 / 6) ** 0.5, abs=0.002)
    many = Reference("x", 10.0, 3.2, Origin("", ""))
    assert many.high == pytest.approx(10 + 1.96 * 3.2, abs=0.02)


@settings(deadline=None)
@given(st.sampled_from(METRICS), people, paces)
def test_whoever_asks_gets_a_whole_answer_or_none(metric, person, pace):
    usual = reference(metric, person, pace)
    if usual is None:
        return
    assert usual.low < usual.mean < usual.high
    assert usual.origin.paper
    assert usual.origin.population
    assert not usual.origin.stands_in or usual.origin.caveat


@pytest.mark.parametrize("name", PAPERS)
def test_tables_hold_metrics_of_the_contract_with_a_spread(name):
    for row in load_table(name).rows:
        assert row.metric.removesuffix("_cv_percent") in STRIDE_METRICS
        assert row.sd > 0


@pytest.mark.parametrize("metric", METRICS)
def test_groups_of_pace_do_not_overlap(metric):
    for name in PAPERS:
        groups = sorted(row.pace for row in load_table(name).rows if row.metric == metric and row.pace)
        assert all(one[1] <= next_one[0] for one, next_one in pairwise(groups))
