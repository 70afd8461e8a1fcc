"""The bundle, read by the R4 (4.0.1) models of fhirclient, which we did not write."""

import json
from dataclasses import replace

import pytest
from fhirclient.models.bundle import Bundle
from made_exports import walk_out_and_back

from visiongait.datatypes import Person, Verdict
from visiongait.exports import export
from visiongait.exports.fhir import ABSENT, OWN, PGHD, UCUM, bundle
from visiongait.version import NOT_A_DEVICE


@pytest.fixture(scope="module")
def assessment():
    return walk_out_and_back()


@pytest.fixture(scope="module")
def folder(assessment, tmp_path_factory):
    place = tmp_path_factory.mktemp("erika") / "exports"
    export(assessment, ["fhir"], place)
    return place


@pytest.fixture(scope="module")
def text(folder):
    return (folder / "observations.fhir.json").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def read(text):
    """Strict: unknown elements, wrong types and missing ones are errors."""
    return Bundle(json.loads(text), strict=True)


def resources(read, kind):
    return [entry.resource for entry in read.entry if entry.resource.resource_type == kind]


def by_row(read):
    """Observations of the summary by metric and side."""
    found = {}
    for one in resources(read, "Observation"):
        if one.bodySite is not None:
            found[one.code.coding[0].code, one.bodySite.coding[0].code] = one
    return found


def test_an_observation_per_row_with_its_value(read, assessment):
    found = by_row(read)
    assert len(found) == len(assessment.summary)
    for row in assessment.summary.to_dict("records"):
        one = found[row["metric"], row["side"]]
        if row["quality"] == "withheld":
            assert (one.valueQuantity, one.component) == (None, None)
            assert (one.dataAbsentReason.text, one.dataAbsentReason.coding[0].system) == (
                row["reason"],
                ABSENT,
            )
        elif row["metric"] != "contact_pattern":
            assert one.dataAbsentReason is None
            assert one.valueQuantity.value == pytest.approx(row["value"], abs=1e-5)
            assert one.valueQuantity.unit == row["unit"]


def test_spread_and_interval_are_components(read, assessment):
    row = assessment.summary.set_index(["metric", "side"]).loc[("ankle_rom_deg", "left")]
    one = by_row(read)["ankle_rom_deg", "left"]
    parts = {part.code.coding[0].code: part.valueQuantity for part in one.component}
    (method,) = (part.valueString for part in one.component if part.valueString is not None)
    assert method == row["ci95_method"] != ""
    for name in ("sd", "ci95_low", "ci95_high"):
        assert parts[name].value == pytest.approx(row[name], abs=1e-5)
        assert parts[name].code == "deg"
    assert parts["n"].value == row["n"]


def test_the_contact_pattern_is_a_word_with_its_share(read):
    one = by_row(read)["contact_pattern", "left"]
    assert one.valueCodeableConcept.coding[0].code in ("heel", "flat", "forefoot")
    assert 0 < one.component[0].valueQuantity.value <= 100
    assert {"quality", "n"} <= {part.code.coding[0].code for part in one.component}


def test_units_are_ucum(read):
    units = {
        one.valueQuantity.code for one in resources(read, "Observation") if one.valueQuantity is not None
    }
    assert units == {"s", "m", "m/s", "%", "deg", "{steps}/min", "{body_heights}", "{strides}"}


def test_no_code_but_ours_and_those_named(text, read):
    systems = {part.split('"')[0] for part in text.split('"system": "')[1:]}
    assert systems == {OWN, PGHD, UCUM, ABSENT}
    assert "loinc" not in text.lower()
    borrowed = {
        (coding.code, one.code.coding[0].code)
        for one in resources(read, "Observation")
        for coding in one.code.coding
        if coding.system == PGHD
    }
    assert borrowed == {
        ("walkingSpeed", "walking_speed_m_per_s"),
        ("walkingStepLength", "step_length_m"),
        ("walkingDoubleSupportPercentage", "double_support_percent"),
    }


def codings(part):
    """Every coding anywhere in the bundle."""
    if isinstance(part, list):
        return [one for item in part for one in codings(item)]
    if isinstance(part, dict):
        own = [part] if {"system", "code", "display"} <= set(part) else []
        return own + codings(list(part.values()))
    return []


def test_the_bundle_explains_its_own_codes(text, read):
    (system,) = resources(read, "CodeSystem")
    known = {concept.code: concept.display for concept in system.concept}
    used = {one["code"]: one["display"] for one in codings(json.loads(text)) if one["system"] == OWN}
    assert len(used) > 60
    assert used.items() <= known.items()


def test_every_observation_names_software_person_and_day(read):
    (device,) = resources(read, "Device")
    address = next(entry.fullUrl for entry in read.entry if entry.resource is device)
    for one in resources(read, "Observation"):
        assert one.device.reference == address
        assert one.subject.identifier.value == "P-07"
        assert one.as_json()["effectiveDateTime"] == "2026-11-19"
        assert any(note.text == NOT_A_DEVICE for note in one.note)
    assert len({entry.fullUrl for entry in read.entry}) == len(read.entry)


def test_nobody_known_is_nobody_named(assessment):
    observations = bundle(replace(assessment, person=Person()))["entry"][2:]
    assert not any({"subject", "effectiveDateTime"} & set(one["resource"]) for one in observations)


def test_the_verdict_comes_first(read):
    first = resources(read, "Observation")[0]
    assert first.code.coding[0].code == "recording_quality"
    assert first.valueCodeableConcept.coding[0].code == "caution"
    assert first.note[0].text.startswith("The timing of initial contact is uncertain")


def test_a_recording_without_gait_says_why(assessment):
    nothing = replace(
        assessment, verdict=Verdict("withheld", ("Nobody walks.",)), summary=assessment.summary.iloc[:0]
    )
    read = Bundle(bundle(nothing), strict=True)
    (only,) = resources(read, "Observation")
    assert only.note[0].text == "Nobody walks."


def test_the_same_result_gives_the_same_bundle(assessment):
    assert bundle(assessment) == bundle(assessment)
