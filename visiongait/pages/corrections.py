"""What was corrected by hand, in sentences."""

from ..datatypes import Amendment, Assessment
from ..system import day_of
from .texts import CorrectionWords, Texts


def corrections(assessment: Assessment, texts: Texts) -> tuple[str, ...]:
    """Return a sentence for each correction in force: what, by whom, when and why."""
    words = texts.corrections
    return tuple(_signed(_what(one, texts), one, words) for one in assessment.corrections)


def _what(one: Amendment, texts: Texts) -> str:
    words = texts.corrections
    kind = "no_height" if one.kind == "height" and one.height_m is None else one.kind
    return words.kinds[kind].format(
        side=texts.sides[one.side] if one.side else "",
        event=words.events[one.event] if one.event else "",
        time=_seconds(one.time_s),
        to=_seconds(one.to_s),
        start=words.start if one.start_s is None else _seconds(one.start_s),
        end=words.end if one.end_s is None else _seconds(one.end_s),
        height=f"{one.height_m:.2f}" if one.height_m is not None else "",
    )


def _seconds(time_s: float | None) -> str:
    return "" if time_s is None else f"{time_s:.2f} s"


def _signed(what: str, one: Amendment, words: CorrectionWords) -> str:
    signed = ", ".join(part for part in (one.by, _day(one.at_utc)) if part)
    sentence = words.signed.format(what=what, signed=signed) if signed else what
    return (
        words.reason.format(sentence=sentence, why=one.why.strip().rstrip("."))
        if one.why.strip()
        else sentence
    )


def _day(instant: str) -> str:
    try:
        return day_of(instant).isoformat()
    except ValueError:
        return ""
