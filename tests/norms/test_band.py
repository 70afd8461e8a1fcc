"""Usual curves: what they are derived from, and that they are what the paper's file says."""

import numpy as np
import pandas as pd
import pytest
from conftest import shared

from visiongait.datatypes import ANGLES, Person
from visiongait.norms import band

PACE = {"VerySlow": 0.1, "Slow": 0.3, "Free": 0.4, "Fast": 0.6, "VeryFast": 0.8}
SAME = {"ankle_dorsiflexion_deg": "ankle_dorsiflexion", "knee_flexion_deg": "knee_flexion"}


def course(angle, pace=None):
    return band(angle, Person(), pace).mean_deg


@pytest.mark.parametrize("pace", [None, *PACE.values()])
def test_the_foot_of_the_usual_curves_lies_flat_in_mid_stance(pace):
    """A check of zero and signs: ankle, knee, hip and pelvis of the paper add up to a flat foot."""
    assert np.abs(course("foot_to_floor_deg", pace)[12:23]).max() < 1.5


def test_ankle_is_shank_and_foot_together():
    angles = course("shank_to_vertical_deg") + course("foot_to_floor_deg")
    assert course("ankle_dorsiflexion_deg") == pytest.approx(angles, abs=0.02)


def test_free_walking_is_taken_where_the_pace_is_unknown():
    assert (course("knee_flexion_deg") == course("knee_flexion_deg", 0.43)).all()
    assert course("knee_flexion_deg", 0.1).max() < course("knee_flexion_deg").max() - 8


def test_what_has_no_published_spread_has_none():
    assert np.isnan(band("shank_to_vertical_deg", Person()).sd_deg).all()
    assert (band("ankle_dorsiflexion_deg", Person()).sd_deg > 2).all()


def test_every_angle_but_the_plain_one_has_a_band():
    assert [angle for angle in ANGLES if band(angle, Person()) is None] == ["shin_ankle_deg"]


@pytest.mark.parametrize("pace", [-0.2, 2.5, float("nan")])
def test_a_pace_at_which_nobody_was_measured_has_no_band(pace):
    assert band("knee_flexion_deg", Person(), pace) is None


def test_an_adult_is_told_that_these_are_children():
    assert "children" in band("knee_flexion_deg", Person(age_years=50)).origin.caveat
    assert "adults" not in band("knee_flexion_deg", Person(age_years=9)).origin.caveat


@pytest.mark.parametrize("speed", PACE)
@pytest.mark.parametrize("angle", SAME)
def test_ankle_and_knee_are_those_of_the_paper(speed, angle):
    published = pd.read_csv(shared("normative/schwartz2008_sagittal_mean_sd.csv"))
    rows = published[(published["speed"] == speed) & (published["variable"] == SAME[angle])]
    ours = band(angle, Person(), PACE[speed])
    assert ours.mean_deg[::2] == pytest.approx(rows["mean_deg"].to_numpy(), abs=0.006)
    assert ours.sd_deg[::2] == pytest.approx(rows["sd_deg"].to_numpy(), abs=0.006)
