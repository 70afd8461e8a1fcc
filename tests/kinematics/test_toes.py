"""Toes that are lifted do not lift the sole: `AnkleZero.toes_up_share`."""

import numpy as np
import pytest

from visiongait.datatypes import AnkleZero
from visiongait.kinematics import CORRECTED_TOES_UP_SHARE


def test_the_sole_turns_less_than_the_line_to_the_toes_while_it_points_up():
    zero = AnkleZero("foot_flat", 2.0, 30, 1.0, toes_up_share=0.85)
    assert zero.sole_deg(np.array([22.0, 2.0])) == pytest.approx([17.0, 0.0])


def test_downwards_it_turns_as_far():
    zero = AnkleZero("foot_flat", 2.0, 30, 1.0, toes_up_share=0.85)
    assert zero.sole_deg(np.array([-38.0])) == pytest.approx([-40.0])


def test_marker_recordings_and_plain_landmarks_keep_their_angle():
    assert AnkleZero("landmark", -2.0, 0, np.nan).sole_deg(np.array([20.0])) == pytest.approx([22.0])


def test_the_share_lies_between_what_real_and_rendered_people_say():
    assert 0.74 < CORRECTED_TOES_UP_SHARE < 1.0
