"""Numbers as people read them."""

import numpy as np
import pytest

from visiongait.system import compact, degrees, number, span


@pytest.mark.parametrize(
    ("value", "decimals", "plus", "text"),
    [
        (-3.04, 1, False, "−3.0"),
        (3.04, 1, True, "+3.0"),
        (-0.04, 1, True, "0.0"),
        (0.04, 1, True, "0.0"),
        (-20.4, 0, True, "−20"),
        (np.nan, 1, True, ""),
    ],
)
def test_a_number_has_a_true_sign_and_zero_has_none(value, decimals, plus, text):
    assert number(value, decimals, plus=plus) == text


def test_an_interval_is_whole_or_empty():
    assert span(-1, 2, 1) == "−1.0 to 2.0"
    assert span(np.nan, 1, 1) == ""


def test_degrees_and_compact_numbers():
    assert [degrees(4.4), degrees(-3.6), degrees(0.2), degrees(np.nan)] == ["+4°", "−4°", "0°", "–"]
    assert degrees(4.4, plus=False) == "4°"
    assert [compact(-0.25), compact(1200.0), compact(0.123456789, 3), compact(np.nan)] == [
        "−0.25",
        "1200",
        "0.123",
        "",
    ]
