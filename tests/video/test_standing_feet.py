"""A textured foot that turns about its toe, before a floor that does not move."""

import cv2
import numpy as np
import pytest

from visiongait.datatypes import Frame
from visiongait.video import StandingFoot, follow_standing_feet

HEEL, TOE, STATURE_PX = np.array([120.0, 200.0]), np.array([210.0, 203.0]), 480.0


def picture(turn_deg: float) -> np.ndarray:
    """Return the foot turned clockwise about its toe by so much, on a floor of its own texture."""
    rng = np.random.default_rng(1)
    floor = cv2.GaussianBlur(rng.integers(90, 150, (260, 340), np.uint8), (0, 0), 1.5)
    foot = cv2.GaussianBlur(rng.integers(0, 255, (260, 340), np.uint8), (0, 0), 1.2)
    mask = np.zeros_like(foot)
    cv2.fillPoly(mask, [np.array([[112, 204], [112, 172], [150, 170], [214, 192], [214, 207]])], 255)
    turn = cv2.getRotationMatrix2D((float(TOE[0]), float(TOE[1])), -turn_deg, 1.0)
    foot, mask = (cv2.warpAffine(one, turn, (340, 260)) for one in (foot, mask))
    grey = np.where(mask > 127, foot, floor)
    return np.repeat(grey[..., None], 3, axis=2)


def followed(turns_deg):
    frames = [Frame(i, i / 30, picture(turn)) for i, turn in enumerate(turns_deg)]
    still = frozenset(range(5))
    foot = StandingFoot(HEEL, TOE, STATURE_PX)
    return follow_standing_feet(lambda: iter(frames), (foot, None), still, range(len(frames)))


def test_a_foot_that_turns_about_its_toe_is_followed():
    turns = [0.0] * 5 + list(np.linspace(0, 8, 12))
    found = followed(turns)
    reach = np.linalg.norm(HEEL - TOE)
    assert found[-1, 0, 2] == pytest.approx(8.0, abs=0.7)
    assert found[-1, 0, 1] == pytest.approx(-reach * np.sin(np.radians(8)), abs=1.2)
    assert np.isnan(found[:, 1]).all()


def test_a_foot_that_stands_does_not_move_at_all():
    assert np.abs(followed([0.0] * 10)[:, 0]).max() < 0.1
