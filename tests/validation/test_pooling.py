import numpy as np
import pandas as pd
import pytest
from made_truth import made_result, made_truth

from visiongait.validation.agreement import cycle_errors, interval_cases, limits_of_agreement, swing_deficits
from visiongait.validation.document import BY_NAME, accuracy, coverage, markdown
from visiongait.validation.figures import pool, pool_all
from visiongait.validation.scoring import leg_means, matched_strides, score


def table(figure, maes, ns, wanted=None, invented=0, view_angle_deg=0.0):
    return pd.DataFrame(
        {
            "clip": [f"clip{i}" for i in range(len(maes))],
            "view_angle_deg": view_angle_deg,
            "leg": "near",
            "side": "left",
            "figure": figure,
            "wanted": wanted or ns,
            "n": ns,
            "invented": invented,
            "mae": maes,
            "bias": maes,
            "rmse": maes,
        }
    )


class TestPooling:
    def test_angles_weigh_by_clip_and_events_by_event(self):
        angles = pool(
            table("ankle_dorsiflexion_deg", [1.0, 4.0], [300, 100]), BY_NAME["ankle_dorsiflexion_deg"], "near"
        )
        assert angles.mean == pytest.approx(2.5)
        events = pool(table("foot_strike", [0.010, 0.040], [3, 1]), BY_NAME["foot_strike"], "near")
        assert events.mean == pytest.approx(17.5)

    def test_the_interval_is_that_of_clips_and_always_the_same(self):
        errors = table("ankle_rom_deg", [1.0, 2.0, 3.0, 4.0], [3, 3, 3, 3])
        one, again = (pool(errors, BY_NAME["ankle_rom_deg"], "near") for _ in range(2))
        assert one == again
        assert 1.0 <= one.low < one.mean < one.high <= 4.0
        alike = pool(table("ankle_rom_deg", [2.0, 2.0], [3, 3]), BY_NAME["ankle_rom_deg"], "near")
        assert (alike.low, alike.high) == (2.0, 2.0)
        single = pool(table("ankle_rom_deg", [2.0], [3]), BY_NAME["ankle_rom_deg"], "near")
        assert np.isnan(single.low)

    @pytest.mark.parametrize(
        ("mae", "wanted", "invented", "met"),
        [(0.009, 4, 0, True), (0.011, 4, 0, False), (0.009, 5, 0, False), (0.009, 4, 1, False)],
    )
    def test_an_event_goal_asks_for_all_of_them(self, mae, wanted, invented, met):
        one = pool(table("foot_strike", [mae], [4], [wanted], invented), BY_NAME["foot_strike"], "near")
        assert one.met is met

    def test_no_goal_and_no_number_are_neither(self):
        assert pool(table("hip_flexion_deg", [1.0], [9]), BY_NAME["hip_flexion_deg"], "near").met is None
        nothing = pool(table("ankle_rom_deg", [np.nan], [0], [3]), BY_NAME["ankle_rom_deg"], "near")
        assert nothing.met is None
        assert np.isnan(nothing.mean)

    def test_oblique_clips_are_left_out(self):
        errors = pd.concat(
            [
                table("ankle_rom_deg", [1.0], [3]),
                table("ankle_rom_deg", [9.0], [3], view_angle_deg=25.0),
            ]
        )
        (near,) = (one for one in pool_all(errors) if (one.figure.name, one.leg) == ("ankle_rom_deg", "near"))
        assert near.mean == 1.0


class TestAgreement:
    def test_limits_by_hand(self):
        means = pd.DataFrame({"metric": "m", "true": [1.0, 1.0, 1.0], "measured": [1.0, 2.0, 3.0]})
        (one,) = limits_of_agreement(means)
        assert (one.n, one.bias) == (3, 1.0)
        assert one.low == pytest.approx(1.0 - 1.96)
        assert one.high == pytest.approx(1.0 + 1.96)
        assert np.isnan(one.slope)

    def test_values_drawn_to_the_middle_have_a_slope_below_one(self):
        means = pd.DataFrame({"metric": "m", "true": [0.0, 5.0, 10.0], "measured": [2.0, 5.0, 8.0]})
        (one,) = limits_of_agreement(means)
        assert one.slope == pytest.approx(0.6)
        assert one.bias == 0.0

    def test_leg_means_are_means_of_the_strides(self, tmp_path):
        means = leg_means(matched_strides(made_truth(tmp_path), made_result(longer=1.1)))
        steps = means[means["metric"] == "step_length_m"].set_index("leg")
        assert steps.loc["near", "n"] == 3
        assert steps.loc["near", "measured"] - steps.loc["near", "true"] == pytest.approx(0.06)

    @pytest.mark.parametrize(("longer", "holds"), [(1.0, True), (1.01, True), (1.05, False)])
    def test_an_interval_holds_the_truth_or_not(self, tmp_path, longer, holds):
        cases = interval_cases(made_truth(tmp_path), made_result(longer=longer))
        assert list(cases["metric"]) == ["step_length_m", "step_length_m"]
        assert list(cases["holds"]) == [holds, holds]
        assert f"| {100 * holds} % |" in coverage(cases)

    def test_the_error_over_the_cycle(self, tmp_path):
        errors = cycle_errors(made_truth(tmp_path), made_result(offset_deg=1.5, factor=2.0))
        ankle = errors[(errors["angle"] == "ankle_dorsiflexion_deg") & (errors["leg"] == "near")]
        expected = 1.5 + 10 * np.sin(2 * np.pi * ankle["percent"] / 100)
        np.testing.assert_allclose(ankle["error_deg"], expected, atol=1e-6)


class TestFootDrop:
    def test_a_deficit_is_measured_on_the_affected_side_only(self, tmp_path):
        truth = made_truth(tmp_path)
        truth.angles.values["left"]["ankle_dorsiflexion_deg"].setflags(write=True)
        truth.angles.values["left"]["ankle_dorsiflexion_deg"][:] -= 12.0
        result = made_result(offset_deg=1.0)
        result.frames["left_ankle_dorsiflexion_deg"] -= 10.0
        (row,) = swing_deficits(truth, result).to_dict("records")
        assert row["side"] == "left"
        assert row["true_deg"] == pytest.approx(12.0, abs=0.3)
        assert row["error_deg"] == pytest.approx(-2.0)
        assert row["other_side_error_deg"] == pytest.approx(1.0)

    def test_alike_legs_have_none(self, tmp_path):
        assert len(swing_deficits(made_truth(tmp_path), made_result())) == 0


def test_the_page_says_what_is_met_and_what_not(tmp_path):
    truth = made_truth(tmp_path)
    good, bad = (accuracy(score(truth, made_result(offset_deg=off))) for off in (1.0, 4.0))
    assert "| Knee flexion | ° | 1.0 | ≤ 3 | yes | 1.0 | ≤ 3.5 | yes |" in good
    assert "| Knee flexion | ° | 4.0 | ≤ 3 | **no** | 4.0 | ≤ 3.5 | **no** |" in bad
    assert "| Minimum toe clearance | mm | withheld | ≤ 5 | withheld | withheld | – | withheld |" in good


def test_a_markdown_table():
    assert markdown(("a", "b"), [("x", "1")]) == "| a | b |\n| --- | ---: |\n| x | 1 |\n"
