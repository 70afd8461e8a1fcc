"""From a filmed stick walker to an assessment: numbers, tables, words."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from made_recording import (
    CHOICE,
    PROVENANCE,
    SPEED_M_PER_S,
    STATURE_M,
    STEP_M,
    STRIDE_S,
    detected,
    mirrored,
    times,
    track,
    walking_m,
)

from visiongait.assessments import assess_walk
from visiongait.datatypes import SIDES, SUMMARY, Assessment, CameraMotion, PoseTrack, other
from visiongait.errors import UsageError
from visiongait.metrics import METRICS, strides_schema
from visiongait.model_files import load_correction, load_precision

WALK = track(walking_m(times()), times())


def assess(one: PoseTrack = WALK, height_m: float | None = STATURE_M) -> Assessment:
    return assess_walk(detected(one), CHOICE, one, height_m=height_m, provenance=PROVENANCE)


@pytest.fixture(scope="module")
def assessment() -> Assessment:
    return assess()


def value(assessment: Assessment, metric: str, side: str) -> float:
    indexed = assessment.summary.set_index(["metric", "side"])
    return float(indexed.loc[(metric, side), "value"])


def test_the_numbers_of_the_walk(assessment: Assessment) -> None:
    assert assessment.verdict.quality == "ok"
    for side in SIDES:
        assert value(assessment, "stride_time_s", side) == pytest.approx(STRIDE_S, abs=0.002)
        assert value(assessment, "step_length_m", side) == pytest.approx(STEP_M, abs=0.02)
        assert value(assessment, "step_length_per_height", side) == pytest.approx(
            STEP_M / STATURE_M, abs=0.012
        )
    assert value(assessment, "step_length_m", "both") == pytest.approx(STEP_M, abs=0.008)
    assert value(assessment, "walking_speed_m_per_s", "both") == pytest.approx(SPEED_M_PER_S, rel=0.01)
    assert value(assessment, "cadence_steps_per_min", "both") == pytest.approx(120 / STRIDE_S, rel=0.002)
    assert value(assessment, "n_strides", "both") == 6


def test_one_row_per_frame_and_nothing_outside_the_pass(assessment: Assessment) -> None:
    frames = assessment.frames
    assert frames["frame"].tolist() == WALK.frame.tolist()
    assert frames["time_s"].tolist() == WALK.time_s.tolist()
    (one,) = assessment.passes
    inside = frames["time_s"].between(one.start_s, one.end_s)
    assert (~inside).sum() < 10
    for side in SIDES:
        assert frames.loc[inside, f"{side}_ankle_dorsiflexion_deg"].notna().all()
        assert frames.loc[~inside, f"{side}_ankle_dorsiflexion_deg"].isna().all()
        assert frames[f"{side}_reliable"].tolist() == inside.astype(int).tolist()


def test_the_toe_rests_on_the_floor_in_stance_and_rises_in_swing(assessment: Assessment) -> None:
    height_m = assessment.frames["left_toe_height_m"]
    assert height_m.median() == pytest.approx(0, abs=0.003)
    assert 0.03 < height_m.max() < 0.15


def test_landmarks_are_as_tracked(assessment: Assessment) -> None:
    table = assessment.landmarks
    assert table["right_toe_x_px"].to_numpy() == pytest.approx(WALK.of("right_foot_index")[:, 0])
    assert table["left_hip_y_px"].to_numpy() == pytest.approx(WALK.of("left_hip")[:, 1])
    assert table["left_heel_visibility"].to_numpy() == pytest.approx(0.98)
    assert table.shape[1] == 2 + 2 * 5 * 3


def test_events_name_their_nearest_frame(assessment: Assessment) -> None:
    events = assessment.events
    assert events["time_s"].is_monotonic_increasing
    assert events["frame"].tolist() == np.round(events["time_s"] * 60).astype(int).tolist()
    assert set(events["event"]) == {"foot_strike", "foot_off"}


def test_strides_cycles_and_summary_have_their_columns(assessment: Assessment) -> None:
    assert tuple(assessment.strides.columns) == strides_schema().names
    assert tuple(assessment.summary.columns) == SUMMARY.names
    assert assessment.strides["stride"].tolist() == [1, 2, 3, 4, 5, 6]
    assert len(assessment.cycles) == 6 * 101


def test_it_says_who_and_how(assessment: Assessment) -> None:
    assert assessment.subject == CHOICE
    assert CHOICE.reason in assessment.notes
    assert assessment.scale is not None
    assert assessment.scale.height_m == STATURE_M
    assert assessment.processing["cutoff_hz"] == assessment.processing["settings"]["cleaning"]["cutoff_hz"]
    (one,) = assessment.passes
    assert (one.facing, one.near_side, one.valid_strides) == ("right", "right", 6)


def test_without_a_stature_lengths_in_metres_are_withheld() -> None:
    bare = assess(height_m=None)
    row = bare.summary.set_index(["metric", "side"]).loc[("step_length_m", "left")]
    assert row["quality"] == "withheld"
    assert "--height" in row["reason"]
    assert np.isnan(row["value"])
    assert value(bare, "step_length_per_height", "left") == pytest.approx(STEP_M / STATURE_M, abs=0.012)
    assert bare.frames["left_toe_height_m"].isna().all()
    assert any("--height" in note for note in bare.notes)


def test_an_impossible_stature_is_refused() -> None:
    with pytest.raises(UsageError):
        assess(height_m=17.5)


def test_a_mirrored_recording_exchanges_the_legs_and_nothing_else(assessment: Assessment) -> None:
    there = assess(mirrored(WALK))
    assert there.passes[0].facing == "left"
    for side in SIDES:
        for metric in METRICS.names():
            expected = value(assessment, metric, side)
            assert value(there, metric, other(side)) == pytest.approx(expected, abs=1e-6, nan_ok=True), metric


def test_out_and_back_makes_two_passes_and_leaves_out_the_turn() -> None:
    back = mirrored(WALK)
    again_s = WALK.time_s[-1] + 1 / 60 + WALK.time_s
    both_ways = PoseTrack(
        WALK.skeleton,
        np.arange(2 * len(again_s)),
        np.concatenate([WALK.time_s, again_s]),
        np.concatenate([WALK.xy_px, back.xy_px]),
        np.concatenate([WALK.visibility, back.visibility]),
    )
    found = assess(both_ways)
    assert [one.facing for one in found.passes] == ["right", "left"]
    assert found.strides["stride"].tolist() == list(range(1, len(found.strides) + 1))
    assert found.strides["start_s"].is_monotonic_increasing
    assert set(found.strides["pass"]) == {0, 1}
    assert set(found.cycles["stride"]) == set(found.strides["stride"])
    assert len(found.frames) == 2 * len(WALK.time_s)
    rom = found.summary.set_index(["metric", "side"]).loc["ankle_rom_deg"]
    assert (rom["quality"] == "ok").all()  # each leg was once the near one


def test_under_a_camera_that_follows_lengths_are_those_within_pictures() -> None:
    drift_px = 90 * np.sin(2.1 * WALK.time_s)
    shaken = replace(WALK, xy_px=WALK.xy_px + np.stack([drift_px, 0 * drift_px], axis=1)[:, None])
    unknown = CameraMotion(np.full((len(drift_px), 2, 3), np.nan), np.zeros(len(drift_px)), True)
    seen = replace(detected(shaken), camera=unknown)
    found = assess_walk(seen, CHOICE, shaken, height_m=STATURE_M, provenance=PROVENANCE)
    quality = found.summary.set_index(["metric", "side"])["quality"]
    for metric in ("walking_speed_m_per_s", "stride_length_m", "step_length_m"):
        assert quality[metric, "both"] == "caution"
    assert value(found, "step_length_m", "both") == pytest.approx(STEP_M, abs=0.04)
    assert value(found, "stride_length_m", "both") == pytest.approx(2 * STEP_M, abs=0.08)


def test_warnings_of_the_recording_reach_the_verdict() -> None:
    seen = detected(WALK, warnings=("The file ends early; it was read as far as it goes.",))
    found = assess_walk(seen, CHOICE, WALK, provenance=PROVENANCE)
    assert found.verdict.quality == "caution"
    assert "The file ends early; it was read as far as it goes." in found.verdict.reasons


def test_tables_hold_numbers_and_words_where_they_should(assessment: Assessment) -> None:
    words = {
        "side",
        "reject_reason",
        "contact_pattern",
        "leg",
        "method",
        "event",
        "metric",
        "unit",
        "quality",
        "ci95_method",
    }
    for table in (assessment.frames, assessment.events, assessment.strides, assessment.summary):
        for name in set(table.columns) - words - {"reason"}:
            assert pd.api.types.is_numeric_dtype(table[name]), name


def test_the_shared_error_is_told_only_with_the_legs_it_was_learnt_with() -> None:
    correction, precision = load_correction(), load_precision()

    def shared_sd(calibration: str) -> "pd.Series[float]":
        found = assess_walk(
            detected(WALK),
            CHOICE,
            replace(WALK, calibration=calibration),
            correction=correction,
            precision=precision,
            provenance=PROVENANCE,
        )
        return found.summary.set_index(["metric", "side"])["shared_sd"]

    assert shared_sd(correction.network)["ankle_rom_deg", "left"] > 1
    assert shared_sd("another network").isna().all()
