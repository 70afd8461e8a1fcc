"""95 % intervals against tables, against how often they hold the truth, and where nothing is known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from visiongait.metrics.interval import FEWEST, MOST, asymmetry_interval, asymmetry_percent, mean_interval

strides = st.lists(st.floats(0.5, 2.0), min_size=2, max_size=30).map(np.array)


def walk(n: int, mean: float = 1.1, sd: float = 0.03, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(mean, sd, n)


def test_few_strides_have_students_interval() -> None:
    # mean 5, SD 2, t(3, 0.975) = 3.18245: 5 ± 3.18245 · 2 / 2
    found = mean_interval(5 + np.sqrt(3) * np.array([-1.0, -1.0, 1.0, 1.0]))
    assert (found.low, found.high) == pytest.approx((5 - 3.18245, 5 + 3.18245), abs=1e-4)
    assert found.method == "t"


def test_two_legs_have_welchs_interval() -> None:
    left, right = walk(4, 1.0), walk(4, 1.3, 0.05)
    total = stats.ttest_ind(left, -right, equal_var=False).confidence_interval()  # left − (−right)
    found = mean_interval(left, right)
    assert (2 * found.low, 2 * found.high) == pytest.approx((total.low, total.high))


@pytest.mark.parametrize(
    ("n", "method"), [(1, ""), (2, "t"), (FEWEST - 1, "t"), (FEWEST, "bootstrap"), (MOST + 1, "t")]
)
def test_the_method_is_said(n: int, method: str) -> None:
    found = mean_interval(walk(n))
    assert found.method == method
    assert np.isfinite(found.low) == bool(method)


def test_a_leg_of_one_stride_is_pooled_with_the_other() -> None:
    left, right = walk(5), walk(1, seed=1)
    assert mean_interval(left, right) == mean_interval(np.concatenate([left, right]))


def test_the_same_strides_give_the_same_interval_every_time() -> None:
    assert mean_interval(walk(20)) == mean_interval(walk(20))


def test_equal_strides_leave_no_doubt_but_the_instruments() -> None:
    assert (mean_interval(np.full(10, 1.1)).low, mean_interval(np.full(10, 1.1)).high) == (1.1, 1.1)
    wide = mean_interval(np.full(10, 1.1), systematic_sd=0.1)
    assert (wide.low, wide.high) == pytest.approx((1.1 - 0.196, 1.1 + 0.196), abs=1e-4)


def test_one_odd_stride_among_equal_ones_has_a_finite_interval() -> None:
    found = mean_interval(np.array([*[1.1] * 9, 1.4]))
    assert found.method == "t"
    assert np.isfinite([found.low, found.high]).all()


def test_the_instruments_error_does_not_shrink_with_strides() -> None:
    found = mean_interval(walk(100), systematic_sd=0.1)
    assert found.high - found.low == pytest.approx(2 * 1.96 * np.hypot(0.1, 0.003), rel=0.03)


@pytest.mark.parametrize(
    "draw", [np.random.Generator.standard_normal, np.random.Generator.standard_exponential]
)
def test_it_holds_the_truth_as_often_as_it_says(draw) -> None:  # type: ignore[no-untyped-def]
    random, truth = np.random.default_rng(3), 1.0 if "exponential" in draw.__name__ else 0.0
    found = [mean_interval(draw(random, 12)) for _ in range(400)]
    assert all(one.method == "bootstrap" for one in found)
    assert 0.91 < np.mean([one.low <= truth <= one.high for one in found]) < 0.98


def test_skewed_strides_have_a_lopsided_interval() -> None:
    values = np.random.default_rng(1).exponential(1, 20)
    found = mean_interval(values)
    assert found.high - values.mean() > 1.2 * (values.mean() - found.low)


def test_a_difference_between_the_legs_is_not_doubt_about_their_mean() -> None:
    apart = mean_interval(walk(10, 1.0), walk(10, 1.4, seed=1))
    alike = mean_interval(walk(10, 1.2), walk(10, 1.2, seed=1))
    assert apart.high - apart.low == pytest.approx(alike.high - alike.low)


@given(strides, st.floats(0.1, 10), st.floats(-5, 5))
def test_unit_and_zero_move_the_interval_along(values: np.ndarray, factor: float, shift: float) -> None:
    found, moved = mean_interval(values), mean_interval(factor * values + shift)
    assert (moved.low, moved.high) == pytest.approx((factor * found.low + shift, factor * found.high + shift))


@given(strides, strides)
def test_asymmetry_lies_in_its_interval_and_knows_no_side(left: np.ndarray, right: np.ndarray) -> None:
    index = asymmetry_percent(float(left.mean()), float(right.mean()))
    found, swapped = asymmetry_interval(left, right), asymmetry_interval(right, left)
    assert found.low - 1e-9 <= index <= found.high + 1e-9
    if found.method == "t":  # resamples of the first and of the second leg are drawn apart
        assert (found.low, found.high) == pytest.approx((swapped.low, swapped.high), abs=1e-9)


def test_legs_that_may_be_alike_are_said_to_be() -> None:
    assert asymmetry_interval(walk(20), walk(20, seed=1)).low == 0
    clear = asymmetry_interval(walk(20, 1.0), walk(20, 1.2, seed=1))
    assert clear.low > 10
    assert clear.method == "bootstrap"


def test_asymmetry_holds_the_truth_as_often_as_it_says() -> None:
    random, truth = np.random.default_rng(5), asymmetry_percent(1.0, 1.2)
    found = [asymmetry_interval(random.normal(1.0, 0.1, 10), random.normal(1.2, 0.1, 10)) for _ in range(400)]
    assert 0.92 < np.mean([one.low <= truth <= one.high for one in found]) < 0.98


@pytest.mark.parametrize(
    ("left", "right"), [(walk(1), walk(9)), (walk(0), walk(9)), (-walk(9), walk(9, 1.0))]
)
def test_no_interval_of_no_asymmetry(left: np.ndarray, right: np.ndarray) -> None:
    assert asymmetry_interval(left, right).method == ""
