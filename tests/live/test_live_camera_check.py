"""The set-up screen says what to change, one thing at a time, and lets the walk begin when all is well."""

from dataclasses import replace

import numpy as np
import pytest
from made_frames import GOOD_VIEW, frame

from visiongait.live.camera_check import camera_checks, next_advice
from visiongait.live.cues import LONGEST_CUE
from visiongait.live.display import SetUp
from visiongait.live.display.screen import READY_FOR_S


@pytest.mark.parametrize(
    ("change", "advice"),
    [
        ({}, ""),
        ({"people": 0, "stature_share": np.nan, "view_angle_deg": np.nan}, "Step into view"),
        ({"stature_share": 0.3}, "Come closer"),
        ({"stature_share": 0.97}, "Step back"),
        ({"feet_in_picture": False}, "Tilt camera down"),
        ({"head_in_picture": False}, "Tilt camera up"),
        ({"feet_in_picture": False, "head_in_picture": False}, "Step back"),
        ({"view_angle_deg": 45.0}, "Turn sideways"),
        ({"facing": 0}, "Turn sideways"),
        ({"view_angle_deg": np.nan}, "Turn sideways"),
        ({"brightness": 0.1}, "More light"),
        ({"brightness": np.nan}, "More light"),
        ({"contrast": 0.01}, "More light"),
        ({"brightness": 0.95}, "Less light"),
        ({"brightness": 0.1, "stature_share": 0.3}, "Come closer"),
    ],
)
def test_the_most_important_thing_to_change_is_named(change, advice):
    checks = camera_checks(replace(GOOD_VIEW, **change))
    assert next_advice(checks) == advice
    assert len(advice) <= LONGEST_CUE
    assert [check.name for check in checks] == ["Distance", "Whole body", "Side view", "Light"]


def test_the_walk_begins_when_all_was_well_for_a_while():
    set_up = SetUp()
    needed = round(READY_FOR_S * 30)
    assert not any(set_up.look(frame(n)) for n in range(needed))
    assert set_up.look(frame(needed + 1))


def test_one_bad_moment_starts_the_wait_again():
    set_up = SetUp()
    needed = round(READY_FOR_S * 30)
    dark = replace(GOOD_VIEW, brightness=0.05)
    looks = [set_up.look(frame(n, check=dark if n == 60 else GOOD_VIEW)) for n in range(needed + 30)]
    assert not any(looks)
    assert set_up.banner(frame(60, check=dark)).words == "Stay there"


def test_a_camera_that_sends_nothing_is_named_instead_of_the_patient():
    set_up = SetUp()
    waiting = frame(3, status="stalled", message="The camera sends no pictures.", check=None)
    set_up.look(waiting)
    assert set_up.banner(waiting).text == "The camera sends no pictures."
