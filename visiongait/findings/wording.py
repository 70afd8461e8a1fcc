"""Findings in words, which stand apart from the rules: a file in `languages/` for each language."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from ..datatypes import Estimate, MetricEstimate, Where, other
from ..metrics import FEW_STRIDES, FILMING_ADVICE
from ..system import number, read_texts, sentences
from .rules import Deviation, Rule

DECIMALS = {"deg": 0, "%": 0, "m": 3}
OTHER_DECIMALS = 2

Words = Mapping[str, str]


@dataclass(frozen=True)
class NumberWords:
    """A number with its interval, and a reference range."""

    interval: str
    reference: str


@dataclass(frozen=True)
class SourceWords:
    """Where a comparison comes from that no paper made."""

    method: str


@dataclass(frozen=True)
class FindingTexts:
    """Every word of the findings; rules: by the rule's key, what is said of each comparison it makes."""

    sides: Words
    units: Words
    numbers: NumberWords
    doubts: Words
    sources: SourceWords
    rules: Mapping[str, Words]


@dataclass(frozen=True)
class Case:
    """A rule that one number meets, and how."""

    rule: Rule
    side: Where
    own: MetricEstimate
    other_leg: MetricEstimate | None
    deviation: Deviation


@cache
def load_texts(language: str = "en") -> FindingTexts:
    """Return every word of the findings in one language."""
    return read_texts(FindingTexts, __package__, language)


def title(case: Case, language: str) -> str:
    """Return the finding in two or three words."""
    return _words(case, language)["title"]


def statement(case: Case, language: str) -> str:
    """Return the observation as a sentence with its number, interval and what it was held against."""
    texts = load_texts(language)
    own, deviation = case.own, case.deviation
    blanks: dict[str, Any] = {"own": _spread(own, own.unit, texts)}
    if case.side != "both":
        blanks |= {"side": texts.sides[case.side], "other": texts.sides[other(case.side)]}
    if deviation.reference is not None:
        low, high = (
            _number(end, own.unit, texts) for end in (deviation.reference.low, deviation.reference.high)
        )
        blanks["reference"] = texts.numbers.reference.format(low=low, high=high)
    if deviation.side_difference is not None:
        blanks["difference"] = _spread(deviation.side_difference, own.unit, texts)
    if case.rule.limit is not None:
        blanks["limit"] = _number(case.rule.limit, own.unit, texts)
    return _words(case, language)[deviation.against].format(**blanks)


def doubts(case: Case, language: str) -> tuple[str, ...]:
    """Return why the finding is uncertain, one sentence each; nothing where it is certain."""
    words, deviation = load_texts(language).doubts, case.deviation
    found = [case.own.caution]
    if np.isnan(case.own.error_sd):
        found.append(words["error_unknown"])
    if not deviation.clear:
        found.append(words["reference"])
    if deviation.reference is not None and deviation.reference.origin.stands_in:
        found.append(deviation.reference.origin.caveat)
    if deviation.against == "other_leg" and case.other_leg is not None:
        found += _doubts_of_other_leg(case.other_leg, load_texts(language))
    each = dict.fromkeys(sentence for reason in found for sentence in sentences(reason))
    return tuple(sentence for sentence in each if sentence not in FILMING_ADVICE)


def _doubts_of_other_leg(leg: MetricEstimate, texts: FindingTexts) -> tuple[str, ...]:
    """Return why the leg that is compared with is uncertain itself; of few strides, only their number."""
    if not leg.caution:
        return ()
    if leg.n < FEW_STRIDES:
        key = "one_of_other_leg" if leg.n == 1 else "few_of_other_leg"
        return (texts.doubts[key].format(n=leg.n, side=texts.sides[leg.side]),)
    return sentences(leg.caution)


def source(case: Case, language: str) -> str:
    """Return where the comparison comes from."""
    if case.deviation.reference is not None:
        return case.deviation.reference.origin.paper
    if case.deviation.against == "limit":
        return _words(case, language)["limit_source"]
    return load_texts(language).sources.method


def _words(case: Case, language: str) -> Words:
    return load_texts(language).rules[case.rule.key]


def _spread(one: Estimate, unit: str, texts: FindingTexts) -> str:
    """Return a number with its interval; each number of degrees has its sign, other units stand once."""
    low, high = (
        _number(end, unit, texts) if unit == "deg" else number(end, DECIMALS.get(unit, OTHER_DECIMALS))
        for end in one.interval
    )
    return texts.numbers.interval.format(value=_number(one.value, unit, texts), low=low, high=high)


def _number(value: float, unit: str, texts: FindingTexts) -> str:
    """Return a number with its unit; no minus before a zero."""
    decimals = DECIMALS.get(unit, OTHER_DECIMALS)
    return f"{number(value, decimals)}{texts.units[unit]}"
