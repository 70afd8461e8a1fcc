"""summary.csv: means, spreads, what is withheld and why."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from made_strides import GOOD, angles, in_pixels, strides, walk

from visiongait.datatypes import SUMMARY
from visiongait.metrics import METRICS, measure_strides, strides_schema, summarise

STRIDE_METRICS = METRICS.names()


def table(n: int = 4) -> pd.DataFrame:
    one = walk(seconds=n + 0.6)
    rows = measure_strides(strides(n), angles(one), in_pixels(one), one)
    return pd.DataFrame(rows, columns=list(strides_schema().names))


def row(summary: pd.DataFrame, metric: str, side: str) -> "pd.Series[float]":
    found = summary[(summary["metric"] == metric) & (summary["side"] == side)]
    assert len(found) == 1
    return found.iloc[0]


def test_every_metric_and_side_has_one_row() -> None:
    summary = summarise(table(), GOOD)
    further = [
        f"{m}_{what}"
        for m in METRICS.names(lambda metric: metric.ratio_scaled)
        for what in ("asymmetry_percent", "cv_percent")
    ]
    assert set(summary["metric"]) == {
        *STRIDE_METRICS,
        *further,
        "n_strides",
        "masked_frames_percent",
    }
    assert summary.columns.tolist() == list(SUMMARY.names)
    assert not summary.duplicated(["metric", "side"]).any()
    for metric in STRIDE_METRICS:
        assert summary.loc[summary["metric"] == metric, "side"].tolist() == ["left", "right", "both"]


def test_mean_spread_and_interval() -> None:
    strides_table = table()
    left = strides_table["side"] == "left"
    strides_table.loc[left, "ankle_rom_deg"] = [28.0, 30.0, 32.0, 30.0]
    found = row(summarise(strides_table, GOOD), "ankle_rom_deg", "left")
    assert (found["value"], found["n"], found["unit"], found["quality"]) == (30.0, 4, "deg", "ok")
    assert found["sd"] == pytest.approx(np.sqrt(8 / 3))
    half = 3.18245 * np.sqrt(8 / 3) / 2
    assert (found["ci95_low"], found["ci95_high"]) == pytest.approx((30 - half, 30 + half), abs=1e-4)


def test_both_pools_the_strides() -> None:
    found = row(summarise(table(), GOOD), "step_length_m", "both")
    assert found["n"] == 7
    assert found["value"] == pytest.approx((4 * 0.70 + 3 * 0.60) / 7)


def test_asymmetry_compares_the_sides_means() -> None:
    found = row(summarise(table(), GOOD), "step_length_m_asymmetry_percent", "both")
    assert found["value"] == pytest.approx(100 * 0.10 / 0.65)
    assert found["unit"] == "%"


def test_one_stride_has_a_mean_but_no_spread() -> None:
    only = table()
    only.loc[only["stride"] > 2, "valid"] = False
    found = row(summarise(only, GOOD), "stride_time_s", "left")
    assert found["value"] == pytest.approx(1.0)
    assert np.isnan([found["sd"], found["ci95_low"], found["ci95_high"]]).all()
    assert found["quality"] == "caution"
    assert found["reason"].startswith("Only 1 left stride. Film more passes: ")


def test_strides_of_starting_and_stopping_are_left_out_of_the_means_and_told() -> None:
    some = table()
    left = some.index[some["side"] == "left"]
    some.loc[left[:2], "steady"] = False
    some.loc[left[:2], "ankle_rom_deg"] = 99.0
    found = row(summarise(some, GOOD), "ankle_rom_deg", "left")
    assert (found["n"], found["value"]) == (len(left) - 2, pytest.approx(30.0, abs=1e-4))
    none_steady = replace(GOOD, unsteady={"left": len(left), "right": 0})
    some.loc[left, "steady"] = False
    found = row(summarise(some, none_steady), "ankle_rom_deg", "left")
    assert found["quality"] == "withheld"
    assert "starting, stopping or turning" in found["reason"]
    assert "Film a longer walk" in found["reason"]


def test_rejected_strides_do_not_count() -> None:
    some = table()
    some.loc[0, ["valid", "ankle_rom_deg"]] = [False, 99.0]
    found = row(summarise(some, GOOD), "ankle_rom_deg", "left")
    assert (found["n"], found["value"]) == (3, pytest.approx(30.0, abs=1e-4))
    assert row(summarise(some, GOOD), "n_strides", "both")["value"] == 6


def test_a_withheld_side_is_blank_and_the_other_speaks_for_both() -> None:
    hidden = replace(GOOD, masked_frames_percent={"left": 55.0, "right": 4.0})
    summary = summarise(table(), hidden)
    left, both = row(summary, "ankle_rom_deg", "left"), row(summary, "ankle_rom_deg", "both")
    assert left["quality"] == "withheld"
    assert np.isnan(left["value"])
    assert "55 %" in str(left["reason"])
    assert both["quality"] == "caution"
    assert both["n"] == 3
    assert both["reason"] == "From the right leg only; the left one was withheld."
    assert row(summary, "ankle_rom_deg_asymmetry_percent", "both")["quality"] == "withheld"


def test_nothing_to_say_is_withheld_without_a_number() -> None:
    none = table()
    none["valid"] = False
    summary = summarise(none, GOOD)
    counts = summary["metric"].isin(["n_strides", "masked_frames_percent"])
    assert summary.loc[~counts, "value"].isna().all()
    assert (summary.loc[~counts, "quality"] == "withheld").all()
    assert (summary.loc[~counts, "reason"] != "").all()


def test_contact_names_the_commonest_pattern_and_its_share() -> None:
    mixed = table()
    mixed.loc[mixed["side"] == "left", "contact_pattern"] = ["heel", "flat", "flat", "flat"]
    found = row(summarise(mixed, GOOD), "contact_pattern", "left")
    assert (found["value"], found["unit"], found["n"]) == (75.0, "% flat", 4)


def test_exchanging_the_sides_exchanges_the_summary() -> None:
    there = table()
    back = there.assign(side=there["side"].map({"left": "right", "right": "left"}))
    a, b = (
        summarise(there, GOOD),
        summarise(back, replace(GOOD, masked_frames_percent={"left": 4, "right": 2})),
    )
    for metric in (*STRIDE_METRICS, "n_strides", "masked_frames_percent"):
        assert row(a, metric, "left")["value"] == pytest.approx(row(b, metric, "right")["value"], nan_ok=True)
        assert row(a, metric, "both")["value"] == pytest.approx(row(b, metric, "both")["value"], nan_ok=True)
