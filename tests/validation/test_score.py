import dataclasses

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_truth import AMPLITUDE_DEG, CLEARANCE_M, STEP_M, TIME_S, made_result, made_truth

from visiongait.errors import InputError, UsageError
from visiongait.validation import read_result, score
from visiongait.validation.result import Result, legs_swapped
from visiongait.validation.scoring import event_errors
from visiongait.validation.truth import find_truths, read_truth


@pytest.fixture(scope="module")
def truth(tmp_path_factory):
    return made_truth(tmp_path_factory.mktemp("truth"))


def figure(errors, name, leg="near"):
    (row,) = errors[(errors["figure"] == name) & (errors["leg"] == leg)].to_dict("records")
    return row


def without_event(result, index):
    return dataclasses.replace(result, events=result.events.drop(index=index))


def with_events(result, *times_s, side="left", event="foot_strike"):
    more = pd.DataFrame([{"time_s": t, "side": side, "event": event} for t in times_s])
    return dataclasses.replace(result, events=pd.concat([result.events, more]))


class TestTruth:
    def test_the_walk_as_written(self, truth):
        assert truth.near_side == "left"
        assert truth.view_angle_deg == 10.0
        assert [one.side for one in truth.strides].count("left") == 3
        left = truth.stride_metrics[truth.stride_metrics["side"] == "left"].iloc[0]
        assert left["stance_percent"] == pytest.approx(60.0)
        assert left["ankle_rom_deg"] == pytest.approx(2 * AMPLITUDE_DEG)
        assert left["peak_dorsiflexion_stance_deg"] == pytest.approx(AMPLITUDE_DEG)
        assert left["walking_speed_m_per_s"] == pytest.approx(1.2)
        assert left["step_length_m"] == STEP_M
        assert left["min_toe_clearance_m"] == CLEARANCE_M
        assert left["seen"]

    def test_what_is_no_truth_is_refused(self, tmp_path):
        (tmp_path / "a.truth.json").write_text('{"format": "another/1"}')
        with pytest.raises(InputError, match="synthetic-gait-truth/1"):
            read_truth(tmp_path / "a.truth.json")
        with pytest.raises(InputError):
            read_truth(tmp_path / "missing.truth.json")

    def test_a_folder_without_truth_is_refused(self, tmp_path):
        with pytest.raises(UsageError, match="no clip with truth"):
            find_truths(tmp_path)
        with pytest.raises(UsageError, match="no clip with truth"):
            find_truths(tmp_path / "missing")


class TestAngles:
    def test_the_truth_itself_has_no_error(self, truth):
        errors = score(truth, made_result())
        angles = errors[errors["figure"].str.endswith("_deg")]
        assert (angles["mae"].abs() < 1e-9).all()
        assert (angles["n"] == angles["wanted"]).all()

    @settings(deadline=None, max_examples=20)
    @given(st.floats(-30, 30))
    def test_a_constant_shows_in_every_angle_but_not_in_the_range(self, truth, offset_deg):
        errors = score(truth, made_result(offset_deg=offset_deg))
        for name in ("ankle_dorsiflexion_deg", "knee_flexion_deg", "peak_plantarflexion_deg"):
            row = figure(errors, name)
            assert row["bias"] == pytest.approx(offset_deg, abs=1e-9)
            assert row["mae"] == pytest.approx(abs(offset_deg), abs=1e-9)
            assert row["rmse"] == pytest.approx(abs(offset_deg), abs=1e-9)
        assert figure(errors, "ankle_rom_deg")["mae"] == pytest.approx(0, abs=1e-9)

    def test_too_large_a_swing_shows_in_range_and_peaks(self, truth):
        errors = score(truth, made_result(factor=1.2))
        assert figure(errors, "ankle_rom_deg")["bias"] == pytest.approx(0.4 * AMPLITUDE_DEG)
        assert figure(errors, "peak_dorsiflexion_stance_deg")["bias"] == pytest.approx(0.2 * AMPLITUDE_DEG)
        assert figure(errors, "peak_plantarflexion_deg")["bias"] == pytest.approx(-0.2 * AMPLITUDE_DEG)
        mean_of_sine = 2 / np.pi
        assert figure(errors, "ankle_dorsiflexion_deg")["mae"] == pytest.approx(
            0.2 * AMPLITUDE_DEG * mean_of_sine, rel=0.01
        )

    def test_frames_with_legs_out_of_the_picture_do_not_count(self, tmp_path):
        truth = made_truth(tmp_path)
        inside = TIME_S > 2.2
        truth = dataclasses.replace(truth, legs_in_frame=inside)
        errors = score(truth, made_result(offset_deg=1.0))
        assert figure(errors, "ankle_dorsiflexion_deg")["wanted"] == inside.sum()
        assert figure(errors, "ankle_rom_deg")["wanted"] == 1

    def test_what_was_not_measured_is_said(self, truth):
        result = made_result()
        result.frames.loc[:49, "left_ankle_dorsiflexion_deg"] = np.nan
        row = figure(score(truth, result), "ankle_dorsiflexion_deg")
        assert row["wanted"] - row["n"] == 50

    def test_swapped_legs_are_the_other_legs_errors(self, truth):
        result = made_result()
        for name in ("left_knee_flexion_deg", "right_knee_flexion_deg"):
            result.frames[name] += 4.0 if name.startswith("left") else 1.0
        back = legs_swapped(legs_swapped(result))
        pd.testing.assert_frame_equal(back.frames, result.frames)
        pd.testing.assert_frame_equal(back.events, result.events)
        swapped = legs_swapped(result).frames
        assert (swapped["left_knee_flexion_deg"] == result.frames["right_knee_flexion_deg"]).all()
        assert figure(score(truth, legs_swapped(result)), "foot_strike")["n"] == 0


class TestEvents:
    @pytest.mark.parametrize("late_s", [0.02, -0.03])
    def test_late_and_early(self, truth, late_s):
        row = figure(score(truth, made_result(late_s=late_s)), "foot_strike")
        assert (row["n"], row["wanted"], row["invented"]) == (4, 4, 0)
        assert row["bias"] == pytest.approx(late_s)
        assert row["mae"] == pytest.approx(abs(late_s))

    def test_missed(self, truth):
        row = figure(score(truth, without_event(made_result(), 1)), "foot_strike")
        assert (row["n"], row["wanted"], row["invented"]) == (3, 4, 0)

    def test_invented_and_doubled(self, truth):
        row = figure(score(truth, with_events(made_result(), 1.0, 1.55)), "foot_strike")
        assert (row["n"], row["wanted"], row["invented"]) == (4, 4, 2)

    def test_too_far_off_is_missed_and_invented(self, truth):
        errors_s, invented = event_errors(truth, np.array([0.7, 1.5, 2.5, 3.5]), "left", "foot_strike")
        assert np.isnan(errors_s[0])
        assert np.isfinite(errors_s[1:]).all()
        assert invented == 1

    def test_at_the_clips_ends_and_out_of_the_picture_nothing_counts(self, truth):
        row = figure(score(truth, with_events(made_result(), 0.05, 3.95)), "foot_strike")
        assert row["invented"] == 0
        out = dataclasses.replace(truth, legs_in_frame=TIME_S < 3.0)
        row = figure(score(out, made_result()), "foot_strike")
        assert (row["n"], row["wanted"]) == (3, 3)


class TestStrides:
    def test_lengths_in_metres_and_rates_in_percent(self, truth):
        errors = score(truth, made_result(longer=1.05))
        assert figure(errors, "step_length_m")["bias"] == pytest.approx(0.05 * STEP_M)
        assert figure(errors, "walking_speed_m_per_s")["bias"] == pytest.approx(5.0)
        assert figure(errors, "stride_time_s", "far")["bias"] == pytest.approx(5.0)
        assert figure(errors, "step_length_m")["n"] == 3
        assert figure(errors, "min_toe_clearance_m")["n"] == 0

    def test_what_the_summary_withholds_is_not_judged(self, truth):
        result = made_result()
        result.summary.loc[result.summary["side"] == "left", "quality"] = "withheld"
        errors = score(truth, result)
        assert figure(errors, "step_length_m")["n"] == 0
        assert figure(errors, "step_length_m", "far")["n"] == 2

    def test_strides_that_are_not_valid_or_not_true_are_left_out(self, truth):
        result = made_result()
        result.strides.loc[0, "valid"] = False
        result.strides.loc[1, "end_s"] += 0.5
        assert figure(score(truth, result), "step_length_m")["wanted"] == 1


def test_tables_of_another_program_may_lack_all_but_frames(truth, tmp_path):
    frames = made_result(offset_deg=2.0).frames.drop(columns="left_hip_flexion_deg")
    frames.to_csv(tmp_path / "frames.csv", index=False)
    errors = score(truth, read_result(tmp_path))
    assert figure(errors, "ankle_dorsiflexion_deg")["mae"] == pytest.approx(2.0)
    assert figure(errors, "hip_flexion_deg")["n"] == 0
    assert figure(errors, "foot_strike")["n"] == 0
    assert isinstance(read_result(tmp_path), Result)
    with pytest.raises(InputError, match=r"frames\.csv"):
        read_result(tmp_path / "nowhere")
