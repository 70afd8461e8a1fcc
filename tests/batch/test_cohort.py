"""Groups and reliability, against numbers worked out by hand."""

import numpy as np
import pandas as pd
import pytest

from visiongait.batch.cohort import write_cohort
from visiongait.batch.statistics import factors_of, group_table, measured_values, retest_table
from visiongait.batch.store import open_store
from visiongait.batch.tables import as_parquet
from visiongait.errors import InputError
from visiongait.pages.plotting import Value, strip

METRIC, SPEED = "ankle_rom_deg", "walking_speed_m_per_s"


def row(recording, value, *, metric=METRIC, side="both", unit="deg", quality="ok", **known):
    about = {
        "subject": "",
        "session": "",
        "age_years": np.nan,
        "sex": "",
        "affected_side": "",
        "speed": "",
    } | known
    return {"recording": recording, **about, "metric": metric, "side": side, "value": value, "unit": unit,
            "recording_quality": "ok", "n": 3, "quality": quality, "reason": ""}  # fmt: skip


def values(*rows):
    return measured_values(pd.DataFrame(rows))


def group(table, factor, name, side="both", metric=METRIC):
    (found,) = table[
        (table["factor"] == factor)
        & (table["group"] == name)
        & (table["side"] == side)
        & (table["metric"] == metric)
    ].to_dict("records")
    return found


def test_a_subject_with_several_recordings_counts_once():
    table = group_table(
        values(
            row("a", 10.0, subject="S1"),
            row("b", 20.0, subject="S1", quality="caution"),
            row("c", 25.0, subject="S2"),
            row("d", 5.0),
            row("e", np.nan, subject="S3", quality="withheld"),
        )
    )
    everybody = group(table, "all", "all")
    assert everybody["n_subjects"] == 3
    assert everybody["n_recordings"] == 4
    assert everybody["n_caution"] == 1
    assert everybody["mean"] == pytest.approx((15 + 25 + 5) / 3)
    assert everybody["sd"] == pytest.approx(10.0)
    assert (everybody["min"], everybody["median"], everybody["max"]) == (5, 15, 25)


def test_a_recording_that_is_withheld_as_a_whole_is_in_no_group():
    counted = row("a", 0.0, metric="n_strides", unit="strides") | {"recording_quality": "withheld"}
    assert values(counted).empty


def test_groups_by_condition_age_speed_and_affected_side():
    known = values(
        row("a", 10.0, side="left", affected_side="left", age_years=69.9, condition="barefoot"),
        row("a", 20.0, side="right", affected_side="left", age_years=69.9, condition="barefoot"),
        row("a", 1.2, metric=SPEED, unit="m/s", affected_side="left", age_years=69.9, condition="barefoot"),
        row("b", 30.0, side="left", affected_side="right", age_years=70.0, condition="shoes"),
        row("b", 40.0, side="right", affected_side="right", age_years=70.0, condition="shoes"),
    ).fillna({"condition": ""})
    table = group_table(known)
    assert set(factors_of(known)) == {"all", "condition", "affected_side", "age_years", SPEED}
    assert group(table, "all", "all", "affected")["mean"] == 25.0
    assert group(table, "all", "all", "unaffected")["mean"] == 25.0
    assert group(table, "condition", "shoes", "left")["mean"] == 30.0
    assert group(table, "age_years", "60 to 70", "left")["mean"] == 10.0
    assert group(table, "age_years", "70 to 80", "left")["mean"] == 30.0
    assert group(table, SPEED, "1.2 to 1.6", "left")["mean"] == 10.0
    assert len(table[(table["factor"] == SPEED) & (table["metric"] == METRIC)]["group"].unique()) == 1


def test_the_share_of_the_commonest_contact_is_not_averaged():
    assert values(row("a", 80.0, metric="contact_pattern", unit="% heel")).empty


def retest(**known):
    """Two sessions of three subjects: session 2 is one degree above session 1, but for one of them."""
    numbers = {"S1": (10, 11), "S2": (20, 21), "S3": (30, 30)}
    return [
        row(f"{subject}-{session}", pair[session], subject=subject, session=str(session), **known)
        for subject, pair in numbers.items()
        for session in (0, 1)
    ]


def test_reliability_by_hand():
    """Mean squares worked out on paper: error 1/6, sessions 2/3."""
    (found,) = retest_table(values(*retest())).to_dict("records")
    sem = np.sqrt((2 / 3 - 1 / 6) / 3 + 1 / 6)
    assert found["n_subjects"] == 3
    assert found["sem"] == pytest.approx(sem)
    assert found["mdc95"] == pytest.approx(1.959964 * np.sqrt(2) * sem)
    assert 0.99 < found["icc_2_1"] < 1


def test_reliability_takes_the_first_two_sessions_and_the_mean_within_one():
    again = [row("S1-0b", 12.0, subject="S1", session="0"), row("S1-2", 99.0, subject="S1", session="2")]
    pooled = retest_table(values(*retest(), *again)).to_dict("records")[0]
    moved = [one | {"value": 11.0} if one["recording"] == "S1-0" else one for one in retest()]
    assert pooled == retest_table(values(*moved)).to_dict("records")[0]


def test_conditions_are_not_mixed_in_reliability():
    table = retest_table(values(*retest(speed="usual"), *retest(speed="fast")))
    assert sorted(table["within"]) == ["speed fast", "speed usual"]
    once = [one for one in retest(speed="usual") if one["session"] == "0"]
    other = [one for one in retest(speed="fast") if one["session"] == "1"]
    assert retest_table(values(*once, *other)).empty


def test_a_strip_keeps_order_and_shows_everything():
    drawn = strip("Range", "deg", {"Left": [Value(-3.0, "a"), Value(9.0, "b", care=True)], "Right": []})
    (only,) = drawn.rows
    places = [dot.x for dot in only.dots]
    assert places == sorted(places)
    assert drawn.ticks[0][0] <= places[0]
    assert places[1] <= drawn.ticks[-1][0]
    assert only.quartiles[0] <= only.quartiles[1] <= only.quartiles[2]
    assert strip("Range", "deg", {"Left": []}) is None
    assert strip("Range", "deg", {"Left": [Value(0.0, "a")]}).rows[0].median == 0.0


def test_a_page_of_everything(tmp_path):
    rows = [*retest(speed="usual"), *retest(speed="fast"), row("x", 3.0, side="left", subject="<S&9>")]
    open_store(str(tmp_path)).write("summary.parquet", as_parquet(pd.DataFrame(rows)))
    cohort = write_cohort(str(tmp_path))
    assert (cohort.n_subjects, cohort.n_recordings) == (4, 7)
    page = (tmp_path / "cohort.html").read_text()
    assert "Test-retest reliability" in page
    assert "speed usual" in page
    assert "http" not in page
    assert "Not a diagnostic device" in page
    pd.testing.assert_frame_equal(
        pd.read_csv(tmp_path / "cohort.csv"), pd.read_parquet(tmp_path / "cohort.parquet"), check_dtype=False
    )


def test_what_holds_no_cohort_is_one_sentence(tmp_path):
    with pytest.raises(InputError, match="does not contain the tables of a batch"):
        write_cohort(str(tmp_path))
    withheld = pd.DataFrame([row("a", np.nan)])
    open_store(str(tmp_path)).write("summary.parquet", as_parquet(withheld))
    with pytest.raises(InputError, match="Nothing was measured"):
        write_cohort(str(tmp_path))
