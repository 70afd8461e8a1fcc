"""What stands large across the window's foot: a sign, a few words, a bar."""

from dataclasses import dataclass
from typing import Literal

from ...datatypes.walk import Side
from ..cues import Coach, Success, Target, Verdict
from ..state import LiveFrame, Status

Sign = Literal["reached", "missed", "none"]

SHOWN_FOR_S = 5.0
"""A verdict older than this is no news; the target stands there again."""

PRAISE = "Good"

FOLLOWING: tuple[Status, ...] = ("tracking", "two_people")
"""Somebody is measured, and can be given cues."""


@dataclass(frozen=True)
class Gauge:
    """The bar: a value and the target's limits, as shares of the bar's length; None for no such limit."""

    value: float | None
    at_least: float | None
    at_most: float | None
    goal: str


@dataclass(frozen=True)
class Banner:
    """Everything that the strip shows.

    words: large; text: a sentence instead of words, as large as it fits; aside: small, at the right;
    strength: how plainly it is drawn, 0 to 1.
    """

    words: str = ""
    text: str = ""
    sign: Sign = "none"
    title: str = ""
    side: Side | None = None
    aside: str = ""
    gauge: Gauge | None = None
    strength: float = 1.0


def walking_banner(coach: Coach, frame: LiveFrame) -> Banner:
    """Return what the patient reads while walking."""
    if frame.status not in FOLLOWING:
        return Banner(text=frame.message)
    number = coach.focus
    if number is None:
        return Banner(text="Walk. No target is set.")
    target = coach.plan.targets[number]
    aside = _in_words(coach.success(number, frame.time_s))
    verdict = coach.latest
    if verdict is None or verdict.target is not target or frame.time_s - verdict.time_s > SHOWN_FOR_S:
        return Banner(target.words(float("nan")), title=target.about.title, aside=aside, gauge=gauge(target))
    return _verdict_banner(verdict, aside)


def gauge(target: Target, value: float | None = None) -> Gauge:
    """Return the bar of a target, with the value if there is one."""
    low, high = target.about.span
    shares = [
        None if level is None else min(max((level - low) / (high - low), 0.0), 1.0)
        for level in (value, target.at_least, target.at_most)
    ]
    return Gauge(shares[0], shares[1], shares[2], target.goal)


def _verdict_banner(verdict: Verdict, aside: str) -> Banner:
    target = verdict.target
    return Banner(
        PRAISE if verdict.reached else verdict.words,
        sign="reached" if verdict.reached else "missed",
        title=f"{target.about.title} {value_text(target, verdict.value)}",
        side=verdict.side,
        aside=aside,
        gauge=gauge(target, verdict.value),
        strength=verdict.strength,
    )


def value_text(target: Target, value: float) -> str:
    """Return a value with its unit, in whole numbers."""
    return f"{value:.0f}{target.about.unit}".replace("-", "−")


def _in_words(success: Success) -> str:
    return f"{success.reached} of {success.judged} in the last minute" if success.judged else ""
