"""Angles on the clock of the stride."""

from dataclasses import replace

import numpy as np
import pytest
from made_strides import CURVES, angles, strides, walk

from visiongait.datatypes import ANGLES, CYCLES
from visiongait.metrics import normalise_cycles


def test_every_stride_has_101_points_of_every_angle() -> None:
    cycles = normalise_cycles(strides(), angles(walk()), first_number=3)
    assert cycles.columns.tolist() == list(CYCLES.names)
    assert cycles.groupby(["stride", "side"]).size().to_dict() == {
        (3, "left"): 101,
        (4, "right"): 101,
        (5, "left"): 101,
        (6, "right"): 101,
        (7, "left"): 101,
    }
    assert np.isfinite(cycles[list(ANGLES)]).all(axis=None)


@pytest.mark.parametrize("name", ["ankle_dorsiflexion_deg", "knee_flexion_deg"])
def test_the_curve_comes_back(name: str) -> None:
    cycles = normalise_cycles(strides(), angles(walk()))
    for _, one in cycles.groupby("stride"):
        assert one[name].to_numpy() == pytest.approx(np.interp(one["percent"], *CURVES[name]), abs=1e-5)


def test_a_gap_stays_a_gap_and_a_rejected_stride_says_so() -> None:
    measured = angles(walk())
    knee = measured.of("left", "knee_flexion_deg").copy()
    knee[40:50] = np.nan
    left = {**measured.values["left"], "knee_flexion_deg": knee}
    gappy = replace(measured, values={**measured.values, "left": left})
    cycle = normalise_cycles((replace(strides()[0], valid=False),), gappy)
    assert np.flatnonzero(cycle["knee_flexion_deg"].isna()).tolist() == list(range(40, 50))
    assert not cycle["valid"].any()


def test_a_stride_beyond_the_recording_is_empty_there() -> None:
    beyond = replace(strides()[0], start_s=3.0, end_s=4.0)
    cycle = normalise_cycles((beyond,), angles(walk()))
    assert cycle["knee_flexion_deg"].notna().sum() == 60  # the walk ends at 3.59 s


def test_no_strides_no_rows() -> None:
    assert normalise_cycles((), angles(walk())).empty
