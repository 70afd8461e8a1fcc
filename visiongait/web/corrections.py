"""What a page says of a correction, as `Amendment` takes it."""

from collections.abc import Mapping
from typing import Any

from ..errors import UsageError
from .people import Units, stature_m

NUMBERS = ("time_s", "to_s", "start_s", "end_s")
WORDS = ("side", "event")
LONGEST = 500
WHOLE = ("trim", "swap_sides")
"""Corrections of a part of the recording: without bounds they are of all of it."""


def amendment_from(given: Mapping[str, str], by: str, units: Units) -> dict[str, Any]:
    """Return the fields of an `Amendment` from a form; what is left empty is left out.

    Raises
    ------
    UsageError
        If a number is none.
    """
    kind = given.get("kind", "")
    found: dict[str, Any] = {"kind": kind, "by": by, "why": given.get("why", "").strip()[:LONGEST]}
    found |= {name: given[name] for name in WORDS if given.get(name)}
    found |= {name: _number(given[name]) for name in NUMBERS if given.get(name, "").strip()}
    if kind == "height":
        found["height_m"] = stature_m(given.get("stature", ""), units)
    return found


def _number(text: str) -> float:
    try:
        return round(float(text.strip().replace(",", ".")), 4)
    except ValueError:
        raise UsageError(f"{text} is not a number of seconds.", "Type it like this: 1.25.") from None
