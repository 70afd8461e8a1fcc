"""Findings of whole walks: the synthetic walker's, and those that the pose network saw."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from made_summary import walk_with

from visiongait.datatypes import AnkleZero, EventReport, Person
from visiongait.events import find_strides
from visiongait.findings import find
from visiongait.metrics import RecordingConditions, measure_strides, strides_schema, summarise
from visiongait.synthetic import SyntheticWalk

PX_PER_M = 1000.0
WELL_SEEN = RecordingConditions(
    masked_frames_percent={"left": 0.0, "right": 0.0},
    zero=dict.fromkeys(("left", "right"), AnkleZero("foot_flat", 0.0, 50, 1.0)),
    far_side=None,
    view_angle_deg=0.0,
    rate_hz=200.0,
    height_px=1700.0,
    px_per_m=PX_PER_M,
)


def found(walk: SyntheticWalk) -> set[tuple[str, str, str]]:
    """Rule, side and confidence of each finding on a walk that was measured without fault."""
    scaled = walk.walk_pass(200.0)
    path = scaled.trajectories
    pixels = replace(
        scaled,
        trajectories=replace(path, position=path.position * PX_PER_M, unit="px"),
        height_px=np.full(len(path.time_s), walk.height_m * PX_PER_M),
    )
    rows = measure_strides(
        find_strides(EventReport(walk.events()), 0), walk.angles(path.time_s), pixels, scaled
    )
    strides = pd.DataFrame(rows, columns=list(strides_schema().names))
    summary = summarise(strides, WELL_SEEN).to_dict("records")
    findings = find(walk_with(*summary, height_m=walk.height_m), Person(age_years=30, sex="female"))
    return {(finding.rule, finding.side, finding.confidence) for finding in findings}


@pytest.mark.parametrize("walk", [SyntheticWalk(), SyntheticWalk(treadmill=True)])
def test_a_usual_walker_has_no_findings(walk):
    assert found(walk) == set()


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_foot_that_hangs_is_found_on_its_side(side):
    findings = found(SyntheticWalk(affected=side, foot_drop_deg=15.0))
    assert ("swing_dorsiflexion_deficit", side, "certain") in findings
    assert ("low_foot_contact", side, "certain") in findings
    assert {where for _, where, _ in findings} == {side}


def test_an_uneven_rhythm_is_found_on_the_quicker_side():
    """The left foot lands 5 % of 1.1 s late: its steps last 0.605 s, those of the right 0.495 s."""
    findings = found(SyntheticWalk(step_time_asymmetry=0.05))
    assert ("step_time_asymmetry", "right", "certain") in findings
