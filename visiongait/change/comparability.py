"""Whether two recordings may be compared at all, and which of their numbers only with care or not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from ..datatypes import SIDES, Assessment, Verdict, in_means
from ..errors import UsageError
from ..metrics import METRICS, caution, withheld, worst
from .session_means import COMPARED_SIDES, compared

SeenAs = Mapping[str, frozenset[str]]

SAME_STATURE_M = 0.03
"""Statures of one person, typed at two visits in two pairs of shoes, differ by less."""


def refuse_incomparable(before: Assessment, after: Assessment) -> None:
    """Raise UsageError where two assessments are of two people, or are the same recording twice."""
    names = [one.person.pseudonym for one in (before, after)]
    if all(names) and names[0] != names[1]:
        raise UsageError(
            f"These are two different people: {names[0]} and {names[1]}.", "Compare recordings of one person."
        )
    if before.test != after.test:
        raise UsageError(
            f"These are two different tests: {before.test} and {after.test}.",
            "Compare recordings of the same test.",
        )
    if before.scale and after.scale and abs(before.scale.height_m - after.scale.height_m) > SAME_STATURE_M:
        raise UsageError(
            f"These seem to be two different people: one is {before.scale.height_m:.2f} m tall, the other"
            f" {after.scale.height_m:.2f} m.",
            "Compare recordings of one person; if a height was mistyped, analyse that recording again.",
        )
    if recording_of(before) == recording_of(after):
        raise UsageError(
            f"Both results come from the same recording, {before.video.name}.",
            "Give the results of two different recordings.",
        )


def recording_of(assessment: Assessment) -> str:
    """Return what tells recordings apart: the file's sha256, the part that was read, and who was chosen."""
    parameters = assessment.provenance.parameters
    chosen = (parameters.get(name) for name in ("start_s", "end_s", "subject"))
    return " ".join([assessment.video.sha256, *(str(one) for one in chosen)])


@dataclass(frozen=True)
class Pair:
    """One metric of one side in two assessments, for the rules; `seen_as`: which legs were near or far."""

    metric: str
    side: str
    before: Assessment
    after: Assessment
    seen_as: tuple[SeenAs, SeenAs]


Rule = Callable[[Pair], Verdict | None]


def judge_pairs(before: Assessment, after: Assessment) -> dict[tuple[str, str], Verdict]:
    """Return what stands against comparing each metric of each side, with the reasons."""
    seen_as = _seen_as(before.strides), _seen_as(after.strides)
    pairs = (Pair(m, side, before, after, seen_as) for m in compared() for side in COMPARED_SIDES)
    return {(pair.metric, pair.side): worst(rule(pair) for rule in RULES) for pair in pairs}


def _zero(pair: Pair) -> Verdict | None:
    """Absolute ankle angles are comparable only where their zeros agree (docs/numbers.md)."""
    if "ankle_zero" not in METRICS[pair.metric].needs:
        return None
    sides = [side for side in SIDES if pair.side in (side, "both")]
    methods = [
        {a.ankle_zero[s].method for s in sides if s in a.ankle_zero} for a in (pair.before, pair.after)
    ]
    if methods[0] == methods[1]:
        return None
    return withheld(
        "The ankle's zero was determined in different ways, so absolute angles cannot be compared."
    )


def _correction(pair: Pair) -> Verdict | None:
    if METRICS[pair.metric].family != "angle":
        return None
    before, after = (one.processing.get("leg_correction") for one in (pair.before, pair.after))
    if (before is None) != (after is None):
        return withheld(
            "The leg landmarks were corrected in only one recording, which shifts angles by several degrees."
        )
    if before is not None and after is not None and before["sha256"] != after["sha256"]:
        return caution("The leg landmarks were corrected by different versions of the correction.")
    return None


def _network(pair: Pair) -> Verdict | None:
    before, after = (dict(one.provenance.weights_sha256) for one in (pair.before, pair.after))
    return caution("The landmarks come from different pose networks.") if before != after else None


def _treadmill(pair: Pair) -> Verdict | None:
    before, after = ({walk.treadmill for walk in one.passes} for one in (pair.before, pair.after))
    if before == after:
        return None
    return caution("One walk was on a treadmill and the other was not, which in itself changes gait.")


def _leg(pair: Pair) -> Verdict | None:
    if METRICS[pair.metric].family == "time" or pair.side == "both":
        return None
    before, after = (seen.get(pair.side, frozenset()) for seen in pair.seen_as)
    if not before or not after or before & after:
        return None
    return caution(f"The {pair.side} leg was nearer to the camera in one recording and farther in the other.")


def _seen_as(strides: pd.DataFrame) -> SeenAs:
    """Return whether the valid strides of each leg were seen as near leg, as far leg or both."""
    if "leg" not in strides or not len(strides):
        return {}
    used = in_means(strides)
    return {str(side): frozenset(legs.dropna()) for side, legs in used.groupby("side")["leg"]}


def _stature(pair: Pair) -> Verdict | None:
    before, after = pair.before.scale, pair.after.scale
    if (
        METRICS[pair.metric].family != "distance"
        or before is None
        or after is None
        or before.height_m == after.height_m
    ):
        return None
    return caution(
        f"Lengths were scaled with different heights ({before.height_m:.2f} and {after.height_m:.2f} m)."
    )


RULES: tuple[Rule, ...] = (_zero, _correction, _network, _treadmill, _leg, _stature)
