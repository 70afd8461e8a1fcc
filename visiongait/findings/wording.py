"""Findings in words."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..datatypes.finding import Where
from ..datatypes.walk import other
from ..system import number
from .contrast import Contrast
from .measured import Measured
from .rules import Rule
from .texts import load_texts

DECIMALS = {"deg": 0, "%": 0, "m": 3}
USUAL_DECIMALS = 2


@dataclass(frozen=True)
class Case:
    """A rule that one number meets, and how."""

    rule: Rule
    side: Where
    own: Measured
    other_leg: Measured | None
    contrast: Contrast


def title(case: Case, language: str) -> str:
    """Return the finding in two or three words."""
    return str(_words(case, language)["title"])


def statement(case: Case, language: str) -> str:
    """Return the observation as a sentence with its number, interval and what it was held against."""
    texts = load_texts(language)
    own, contrast = case.own, case.contrast
    blanks: dict[str, Any] = {"own": _spread(own.value, own.half, own.unit, texts)}
    if case.side != "both":
        blanks |= {"side": texts["sides"][case.side], "other": texts["sides"][other(case.side)]}
    if contrast.reference is not None:
        low, high = (
            _number(end, own.unit, texts) for end in (contrast.reference.low, contrast.reference.high)
        )
        blanks["usual"] = texts["numbers"]["usual"].format(low=low, high=high)
    if contrast.difference is not None:
        blanks["difference"] = _spread(*contrast.difference, own.unit, texts)
    if case.rule.limit is not None:
        blanks["limit"] = _number(case.rule.limit, own.unit, texts)
    return str(_words(case, language)[contrast.way].format(**blanks))


def doubts(case: Case, language: str) -> tuple[str, ...]:
    """Return why the finding is uncertain, one sentence each; nothing where it is sure."""
    words, contrast = load_texts(language)["doubts"], case.contrast
    found = [case.own.caution]
    if np.isnan(case.own.error_sd):
        found.append(words["error_unknown"])
    if not contrast.clear:
        found.append(words[contrast.way])
    if contrast.reference is not None and contrast.reference.origin.stands_in:
        found.append(contrast.reference.origin.caveat)
    if contrast.way == "other_leg" and case.other_leg is not None and case.other_leg.caution:
        found.append(words["of_other_leg"].format(reason=case.other_leg.caution))
    return tuple(dict.fromkeys(sentence for sentence in found if sentence))


def source(case: Case, language: str) -> str:
    """Return where the comparison comes from."""
    if case.contrast.reference is not None:
        return case.contrast.reference.origin.paper
    if case.contrast.way == "limit":
        return str(_words(case, language)["limit_source"])
    return str(load_texts(language)["sources"]["method"])


def _words(case: Case, language: str) -> dict[str, str]:
    words: dict[str, str] = load_texts(language)["rules"][case.rule.key]
    return words


def _spread(value: float, half: float, unit: str, texts: dict[str, Any]) -> str:
    numbers = (_number(one, unit, texts) for one in (value, value - half, value + half))
    return str(
        texts["numbers"]["interval"].format(**dict(zip(("value", "low", "high"), numbers, strict=True)))
    )


def _number(value: float, unit: str, texts: dict[str, Any]) -> str:
    """Return a number with its unit; no minus before a zero."""
    decimals = DECIMALS.get(unit, USUAL_DECIMALS)
    return f"{number(value, decimals)}{texts['units'][unit]}"
