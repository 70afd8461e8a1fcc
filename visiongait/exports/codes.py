"""Codes of the FHIR export: VisionGait's own system, the few that HL7 has, and units in UCUM.

There is no LOINC code for these measures, and none is invented.
"""

from typing import Any

import pandas as pd

from ..metrics import title_of

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
    "caution": "to be read with care",
    "withheld": "not to be relied on, so not given",
}


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
