"""An assessment comes back from JSON as it went in."""

import json
import math
from dataclasses import fields, replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_recording import CHOICE, PROVENANCE, detected, times, track, walking_m

from visiongait.assessments import assess_walk
from visiongait.datatypes import TABLES, AnkleZero, Assessment, LeftOut, Person, Scale, Verdict

WALK = track(walking_m(times(3.0)), times(3.0))
MEASURED = assess_walk(detected(WALK), CHOICE, WALK, height_m=1.75, provenance=PROVENANCE)
BARE = replace(MEASURED, **{name: getattr(MEASURED, name).iloc[:0] for name in TABLES})


def again(assessment: Assessment) -> Assessment:
    return Assessment.from_json(assessment.to_json())


def assert_same(a: Assessment, b: Assessment) -> None:
    for field in fields(Assessment):
        before, after = getattr(a, field.name), getattr(b, field.name)
        if field.name in TABLES:
            pd.testing.assert_frame_equal(after, before, check_exact=True)
        else:
            assert repr(after) == repr(before), field.name  # NaN equals itself in words


def test_a_measured_walk_comes_back() -> None:
    assert_same(MEASURED, again(MEASURED))


def test_writing_again_writes_the_same() -> None:
    assert again(MEASURED).to_json() == MEASURED.to_json()


floats = st.floats(allow_nan=True, allow_infinity=False)
tables = st.builds(
    lambda rows: pd.DataFrame(
        {
            "whole": pd.Series([r[0] for r in rows], dtype="int64"),
            "real": pd.Series([r[1] for r in rows], dtype="float64"),
            "word": pd.Series([r[2] for r in rows], dtype="str"),
            "maybe": pd.Series([r[3] for r in rows], dtype="object"),
            "truth": pd.Series([r[4] for r in rows], dtype="bool"),
        }
    ),
    st.lists(
        st.tuples(
            st.integers(-(2**62), 2**62),
            floats,
            st.text(),
            st.none() | st.text(min_size=1),
            st.booleans(),
        ),
        max_size=5,
    ),
)


@settings(deadline=None, max_examples=40)
@given(tables)
def test_any_table_comes_back_with_its_types(table: pd.DataFrame) -> None:
    back = again(replace(BARE, frames=table)).frames
    pd.testing.assert_frame_equal(back, table, check_exact=True)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3).map(tuple) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(deadline=None, max_examples=40)
@given(
    st.dictionaries(st.text(), values, max_size=4),
    st.builds(AnkleZero, st.sampled_from(["foot_flat", "landmark"]), floats, st.integers(0, 999), floats),
    st.none() | st.builds(Scale, floats, st.text(), floats),
    st.lists(st.builds(LeftOut, floats, floats, st.text()), max_size=3).map(tuple),
    st.builds(Verdict, st.just("caution"), st.lists(st.text(), max_size=3).map(tuple)),
)
def test_any_field_comes_back(
    parameters: dict[str, object],
    zero: AnkleZero,
    scale: Scale | None,
    left_out: tuple[LeftOut, ...],
    verdict: Verdict,
) -> None:
    provenance = replace(PROVENANCE, parameters=parameters)
    changed = replace(
        BARE,
        provenance=provenance,
        ankle_zero={"left": zero},
        scale=scale,
        left_out=left_out,
        verdict=verdict,
        subject=None,
    )
    assert_same(changed, again(changed))


def test_numpy_numbers_and_lists_become_plain_ones() -> None:
    odd = replace(MEASURED, processing={"rate": np.float64(59.94), "n": np.int64(3), "seen": [1, (2.5,)]})
    assert again(odd).processing == {"rate": 59.94, "n": 3, "seen": (1, (2.5,))}


def test_nan_is_null_and_the_text_is_strict_json() -> None:
    zero = {"left": AnkleZero("landmark", -3.0, 0, math.nan)}
    text = replace(MEASURED, ankle_zero=zero).to_json()
    plain = json.loads(text, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    assert plain["ankle_zero"]["left"]["spread_deg"] is None
    assert math.isnan(Assessment.from_json(text).ankle_zero["left"].spread_deg)


def test_infinity_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        replace(MEASURED, processing={"x": math.inf}).to_json()


@pytest.mark.parametrize("found", ["0.9", "2.0", None])
def test_another_schema_version_is_refused_in_words(found: str | None) -> None:
    plain = json.loads(MEASURED.to_json()) | {"schema_version": found}
    with pytest.raises(ValueError, match=f"schema version {found}; this program reads version 1"):
        Assessment.from_json(json.dumps(plain))


@pytest.mark.parametrize("text", ["[]", "{}", '"walk"'])
def test_what_is_no_assessment_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="schema version None"):
        Assessment.from_json(text)


def test_a_missing_field_is_named() -> None:
    plain = json.loads(MEASURED.to_json())
    del plain["verdict"]["quality"]
    with pytest.raises(ValueError, match="Verdict: expected the fields"):
        Assessment.from_json(json.dumps(plain))


def test_a_file_from_before_persons_were_kept_is_still_read() -> None:
    plain = json.loads(MEASURED.to_json())
    del plain["person"]
    assert Assessment.from_json(json.dumps(plain)).person == Person()


def test_a_person_survives_with_the_day() -> None:
    person = Person("K-17", 63.0, "female", date(2026, 11, 20))
    assert Assessment.from_json(replace(MEASURED, person=person).to_json()).person == person
