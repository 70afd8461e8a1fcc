"""The summary as a FHIR R4 Bundle of Observations, without anything that names a person or a recording.

There is no LOINC code for these measures, and none is invented: codes are VisionGait's own, the few that HL7
has, and units in UCUM.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_OID, uuid5

import pandas as pd

from ..datatypes import Assessment
from ..metrics import METRICS, title_of

UCUM = "http://unitsofmeasure.org"
ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
PGHD = "http://hl7.org/fhir/uv/phr/CodeSystem/observation-pghd-codes"
"""HL7's Personal Health Records guide, at the time of writing a ballot.

A metric knows its code there (`Metric.pghd`).  None has `walkingAsymmetryPercentage`: that is the share of
time walked unevenly, ours a difference of means."""

OWN = "urn:uuid:d8bd8e48-0a54-42ad-b458-cfc18ebc31b3"
"""VisionGait's own codes; the bundle carries this system, so that it explains itself."""

UNITS = {
    "s": "s",
    "m": "m",
    "m/s": "m/s",
    "%": "%",
    "deg": "deg",
    "steps/min": "{steps}/min",
    "body heights": "{body_heights}",
    "strides": "{strides}",
}
"""Units of the summary in UCUM; in braces stands what is counted."""

QUALITY = "recording_quality"
PARTS = {
    "sd": "standard deviation of the strides",
    "n": "number of strides",
    "ci95_low": "lower end of the 95 % interval of the mean",
    "ci95_high": "upper end of the 95 % interval of the mean",
    "ci95_method": "how the interval was made, see docs/numbers.md",
    "share_of_strides": "share of strides with this value",
    "quality": "how far the number can be relied on: ok, caution or withheld",
}
WORDS = {
    QUALITY: "Whether the recording can be relied on",
    "left": "left leg",
    "right": "right leg",
    "both": "both legs",
    "heel": "heel strikes first",
    "flat": "foot lands flat",
    "forefoot": "forefoot strikes first",
    "ok": "can be relied on",
    "caution": "interpret with caution",
    "withheld": "not reliable, so withheld",
}

DECIMALS = 5
NUMBERS = ("sd", "ci95_low", "ci95_high")
METHOD, SHARE = "ci95_method", "share_of_strides"

Resource = dict[str, Any]


def write_fhir(assessment: Assessment, folder: Path) -> None:
    """Write `observations.fhir.json`, checked against the R4B models of fhir.resources.

    Those are FHIR 4.3.0; of Bundle, CodeSystem, Device and Observation it uses only what 4.0.1 (R4) has too.
    """
    from fhir.resources.R4B.bundle import Bundle

    content = bundle(assessment)
    Bundle.model_validate(content)
    text = json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False)
    (folder / "observations.fhir.json").write_text(text + "\n", encoding="utf-8", newline="\n")


def bundle(assessment: Assessment) -> Resource:
    """Return a Bundle (type collection): the software, our codes, the verdict, and each row of the summary.

    The subject is the pseudonym, the date the day of the recording, where they are known.  A withheld metric
    has no value but a `dataAbsentReason` with its reason as text.
    """
    ids = _Ids(assessment)
    software = ids.entry("device", _device(assessment))
    shared = _shared(assessment, software["fullUrl"])
    rows = assessment.summary.to_dict("records")
    codes = code_system(assessment.summary, assessment.provenance.program_version, assessment.notice)
    observations = [
        ids.entry("verdict", shared | _verdict(assessment)),
        *(ids.entry(f"{row['metric']} {row['side']}", shared | _observation(row, shared)) for row in rows),
    ]
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": assessment.provenance.created_utc,
        "entry": [software, ids.entry("codes", codes), *observations],
    }


class _Ids:
    """Identifiers that are the same each time an assessment is exported, and tell nothing about it."""

    def __init__(self, assessment: Assessment) -> None:
        self._of = hashlib.sha256(assessment.to_json().encode()).hexdigest()

    def entry(self, what: str, resource: Resource) -> Resource:
        identifier = str(uuid5(NAMESPACE_OID, f"{self._of} {what}"))
        return {"fullUrl": f"urn:uuid:{identifier}", "resource": {**resource, "id": identifier}}


def _device(assessment: Assessment) -> Resource:
    return {
        "resourceType": "Device",
        "deviceName": [{"name": "VisionGait", "type": "user-friendly-name"}],
        "version": [{"value": assessment.provenance.program_version}],
        "note": [{"text": assessment.notice}],
    }


def _shared(assessment: Assessment, device: str) -> Resource:
    """Return what all observations of a recording have in common."""
    person = assessment.person
    common: Resource = {
        "resourceType": "Observation",
        "status": "final",
        "issued": assessment.provenance.created_utc,
        "method": {"text": "Landmarks of the body in a video from the side, without markers"},
        "device": {"reference": device, "type": "Device"},
        "note": [{"text": assessment.notice}],
    }
    if person.pseudonym:
        common["subject"] = {"identifier": {"value": person.pseudonym}}
    if person.recorded_on:
        common["effectiveDateTime"] = person.recorded_on.isoformat()
    return common


def _verdict(assessment: Assessment) -> Resource:
    verdict = assessment.verdict
    notes = [{"text": text} for text in (*verdict.reasons, assessment.notice)]
    return {"code": _concept(QUALITY), "valueCodeableConcept": _concept(verdict.quality), "note": notes}


def _observation(row: Mapping[Any, Any], shared: Resource) -> Resource:
    """Return what is particular to one row of the summary."""
    particular: Resource = {"code": _code(row), "bodySite": _concept(row["side"])}
    if row["quality"] == "withheld":
        absent = {"coding": [{"system": ABSENT, "code": "unknown"}], "text": row["reason"]}
        return particular | {"dataAbsentReason": absent}
    if row["reason"]:
        particular["note"] = [{"text": row["reason"]}, *shared["note"]]
    return particular | _value(row)


def _code(row: Mapping[Any, Any]) -> Resource:
    concept = _concept(row["metric"])
    metric = METRICS.get(row["metric"])
    if row["side"] == "both" and metric and metric.pghd:
        concept["coding"].append({"system": PGHD, "code": metric.pghd})
    return concept


def _value(row: Mapping[Any, Any]) -> Resource:
    """Return value and components; the commonest contact pattern is a word with its share of strides."""
    metric = METRICS.get(row["metric"])
    is_share = metric is not None and metric.is_word
    unit = "%" if is_share else row["unit"]
    value = {"valueQuantity": _quantity(row["value"], unit)}
    if not is_share:
        return value | {"component": _parts(row, unit)}
    pattern = _concept(row["unit"].removeprefix("% "))
    return {"valueCodeableConcept": pattern, "component": [_part(SHARE, value), *_parts(row, unit)]}


def _parts(row: Mapping[Any, Any], unit: str) -> list[Resource]:
    """Return what is known besides the value: quality, spread, interval and how it was made, strides."""
    known = {name: unit for name in NUMBERS if row[name] == row[name]} | (
        {"n": "strides"} if row["n"] else {}
    )
    quality = _part("quality", {"valueCodeableConcept": _concept(row["quality"])})
    numbers = [_part(name, {"valueQuantity": _quantity(row[name], unit)}) for name, unit in known.items()]
    method = [_part(METHOD, {"valueString": row[METHOD]})] if row[METHOD] else []
    return [quality, *numbers, *method]


def _part(code: str, value: Resource) -> Resource:
    return {"code": _concept(code), **value}


def _concept(code: str) -> Resource:
    own = coding(code)
    return {"coding": [own], "text": own["display"]}


def _quantity(value: float, unit: str) -> Resource:
    return {"value": round(float(value), DECIMALS), "unit": unit, "system": UCUM, "code": UNITS[unit]}


def display_of(code: str) -> str:
    """Return the words of one of our own codes."""
    return PARTS.get(code) or WORDS.get(code) or title_of(code)


def coding(code: str) -> dict[str, str]:
    """Return one of our own codes as a FHIR Coding."""
    return {"system": OWN, "code": code, "display": display_of(code)}


def code_system(summary: pd.DataFrame, version: str, notice: str) -> dict[str, Any]:
    """Return the FHIR CodeSystem of all own codes that a bundle of this summary uses."""
    codes = [*dict.fromkeys(summary["metric"]), *PARTS, *WORDS]
    return {
        "resourceType": "CodeSystem",
        "url": OWN,
        "version": version,
        "name": "VisionGaitMeasures",
        "title": "Measures of VisionGait",
        "status": "active",
        "description": f"Defined in VisionGait's docs/numbers.md. {notice}",
        "caseSensitive": True,
        "content": "complete",
        "concept": [{"code": code, "display": display_of(code)} for code in codes],
    }
