"""ICC, SEM and MDC against published figures and by their own rules."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from visiongait.change.reliability import (
    icc_2_1,
    icc_3_1,
    minimal_detectable_change,
    sem_agreement,
    sem_consistency,
)

SHROUT_FLEISS = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
)
"""Six targets and four judges: table 2 of Shrout & Fleiss 1979."""

TWO_SESSIONS = np.array(
    [
        *([24.1, 25.0], [18.3, 19.9], [30.2, 29.4], [21.7, 23.3]),
        *([27.5, 27.9], [15.8, 17.4], [22.6, 21.9], [26.0, 27.2]),
    ]
)
PINGOUIN = [
    (icc_2_1, SHROUT_FLEISS, 0.28976377952755916, (0.02, 0.76)),
    (icc_3_1, SHROUT_FLEISS, 0.7148407148407154, (0.34, 0.95)),
    (icc_2_1, TWO_SESSIONS, 0.9650818491414948, (0.79, 0.99)),
    (icc_3_1, TWO_SESSIONS, 0.9747983689892397, (0.88, 0.99)),
]
"""`pingouin.intraclass_corr` 0.7.0, ICC(A,1) and ICC(C,1): its intervals have two decimals.  Written down
here because it brings twelve packages that nothing else here needs (docs/decisions/0031)."""


@pytest.mark.parametrize(("ours", "values", "icc", "interval"), PINGOUIN)
def test_pingouin_says_the_same(ours, values, icc, interval):
    found = ours(values)
    assert found.value == pytest.approx(icc, rel=1e-12)
    assert (found.low, found.high) == pytest.approx(interval, abs=0.005)


@pytest.mark.parametrize(
    ("values", "error", "sessions"),
    [(SHROUT_FLEISS, 15.291667 / 15, 97.458333 / 3), (TWO_SESSIONS, 3.5075 / 7, 2.1025)],
)
def test_error_of_measurement_from_a_table_of_variance(values, error, sessions):
    """Sums of squares by `statsmodels.stats.anova_lm` 0.15.0, two-way without interaction."""
    assert sem_consistency(values) == pytest.approx(np.sqrt(error), rel=1e-6)
    assert sem_agreement(values) == pytest.approx(np.sqrt((sessions - error) / len(values) + error), rel=1e-6)


def test_the_paper_s_own_example():
    """0.29 and 0.71 are the paper's; the intervals those of the R package psych for the same table."""
    agreement, consistency = icc_2_1(SHROUT_FLEISS), icc_3_1(SHROUT_FLEISS)
    assert agreement.value == pytest.approx(0.29, abs=0.005)
    assert (agreement.low, agreement.high) == pytest.approx((0.019, 0.761), abs=0.002)
    assert consistency.value == pytest.approx(0.71, abs=0.006)
    assert (consistency.low, consistency.high) == pytest.approx((0.342, 0.946), abs=0.002)


def test_error_of_measurement_of_the_example():
    """The paper's mean squares: error 1.02, judges 32.49."""
    assert sem_consistency(SHROUT_FLEISS) == pytest.approx(np.sqrt(1.02), abs=0.005)
    assert sem_agreement(SHROUT_FLEISS) == pytest.approx(np.sqrt(1.02 + (32.49 - 1.02) / 6), abs=0.01)


def test_detectable_change_is_2_77_errors():
    assert minimal_detectable_change(1.0) == pytest.approx(2.77, abs=0.005)


def test_known_errors_are_found_again():
    random = np.random.default_rng(1)
    people = random.normal(20, 4, (2000, 1)) + random.normal(0, 2, (2000, 2))
    assert icc_3_1(people).value == pytest.approx(16 / 20, abs=0.03)
    assert sem_consistency(people) == pytest.approx(2, rel=0.05)


def test_a_shift_of_everybody_counts_in_agreement_only():
    people = np.array([[1.0, 4.1], [2.0, 4.9], [3.0, 6.0], [5.0, 8.1]])
    assert icc_3_1(people).value > 0.99
    assert icc_2_1(people).value < 0.6
    assert sem_agreement(people) > 10 * sem_consistency(people)


def test_same_values_again_agree_wholly():
    twice = np.array([[1.0, 1.0], [2.0, 2.0], [4.0, 4.0]])
    assert icc_2_1(twice).value == icc_3_1(twice).value == pytest.approx(1.0)
    assert sem_agreement(twice) == 0


@pytest.mark.parametrize("values", [np.empty((0, 2)), [[1.0, 2.0]], [[1.0], [2.0]], [[1, np.nan], [2, 3]]])
def test_too_few_say_nothing(values):
    assert np.isnan(icc_2_1(values).value)
    assert np.isnan(icc_3_1(values).low)
    assert np.isnan(sem_agreement(values))
    assert np.isnan(sem_consistency(values))


def test_a_wrong_shape_is_said():
    with pytest.raises(ValueError, match=r"\(subjects, sessions\), got \(3,\)"):
        icc_2_1([1.0, 2.0, 3.0])


@settings(deadline=None)
@given(scale=st.floats(0.01, 100), shift=st.floats(-100, 100))
def test_units_do_not_matter(scale, shift):
    moved = scale * SHROUT_FLEISS + shift
    assert icc_2_1(moved).value == pytest.approx(icc_2_1(SHROUT_FLEISS).value, rel=1e-6)
    assert icc_2_1(moved).low == pytest.approx(icc_2_1(SHROUT_FLEISS).low, rel=1e-5)
    assert sem_agreement(moved) == pytest.approx(scale * sem_agreement(SHROUT_FLEISS), rel=1e-6)


@settings(deadline=None)
@given(order=st.permutations(range(4)))
def test_the_order_of_sessions_does_not_matter(order):
    assert icc_2_1(SHROUT_FLEISS[:, order]).value == pytest.approx(icc_2_1(SHROUT_FLEISS).value)
