"""Symmetry index and coefficient of variation against numbers worked out elsewhere."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visiongait.metrics.interval import asymmetry_percent, cv_percent

positive = st.floats(0.01, 1000)


def test_symmetry_index() -> None:
    assert asymmetry_percent(0.55, 0.45) == pytest.approx(20.0)
    assert asymmetry_percent(0.5, 0.5) == 0


@pytest.mark.parametrize(("left", "right"), [(np.nan, 1.0), (1.0, np.nan), (1.0, -1.0), (0.0, 0.0)])
def test_no_symmetry_index_of_nothing(left: float, right: float) -> None:
    assert np.isnan(asymmetry_percent(left, right))


@given(positive, positive, st.floats(0.1, 10))
def test_symmetry_index_knows_neither_side_nor_unit(left: float, right: float, factor: float) -> None:
    index = asymmetry_percent(left, right)
    assert asymmetry_percent(right, left) == pytest.approx(index)
    assert asymmetry_percent(left * factor, right * factor) == pytest.approx(index)
    assert 0 <= index <= 200


def test_variation_of_one_side() -> None:
    assert cv_percent(np.array([1.0, 1.1, 0.9])) == pytest.approx(10.0)
    assert np.isnan(cv_percent(np.array([1.0])))


def test_asymmetry_is_not_variability() -> None:
    assert cv_percent(np.array([1.0, 1.0, 1.0]), np.array([2.0, 2.0, 2.0])) == 0
    # variances 0.01 and 0.03, means 1 and 2: 100 · sqrt(0.02) / 1.5
    both = cv_percent(np.array([0.9, 1.0, 1.1]), 2 + np.sqrt(0.03) * np.array([-1.0, 0.0, 1.0]))
    assert both == pytest.approx(100 * np.sqrt(0.02) / 1.5)
