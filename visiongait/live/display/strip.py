"""What stands large across the window's foot: a sign, words to be read from four metres, and a bar."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from ...datatypes import Image, Side
from ...drawing import GREY, INK, PALE, SIDE_COLOUR, SLATE, WHITE, Colour, pen, width_px, write
from ...system import number
from ..cues import Coach, CueTarget, Success, Verdict
from ..state import LiveFrame, Status
from .theme import CUE_PX, MISSED, REACHED, SMALLEST_CUE_PX, STRIP, STRIP_GROUND, faint

Sign = Literal["reached", "missed", "none"]

SHOWN_FOR_S = 5.0
"""A verdict older than this is no news; the target stands there again."""

PRAISE = "Good"

FOLLOWING: tuple[Status, ...] = ("tracking", "two_people")
"""Somebody is measured, and can be given cues."""

SIGN_AT, SIGN_RADIUS = (105.0, 104.0), 78.0
LEFT, RIGHT = 212.0, 1256.0
TITLE_Y, WORDS_Y, BAR_Y = 26.0, 92.0, 176.0
BAR_HEIGHT = 26.0
TEXT_SIZES_PX = (72.0, 66.0, 60.0, 54.0, 48.0, 42.0, 36.0)
TEXT_ROOM_PX, LINE_HEIGHT = 190.0, 1.2
KEYS_Y = 219.0


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
        return Banner(text="Walk. No target set.")
    target = coach.plan.targets[number]
    aside = _in_words(coach.success(number, frame.time_s))
    verdict = coach.latest
    if verdict is None or verdict.target is not target or frame.time_s - verdict.time_s > SHOWN_FOR_S:
        return Banner(target.words(float("nan")), title=target.about.title, aside=aside, gauge=gauge(target))
    return _verdict_banner(verdict, aside)


def gauge(target: CueTarget, value: float | None = None) -> Gauge:
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


def value_text(target: CueTarget, value: float) -> str:
    """Return a value with its unit, in whole numbers."""
    return f"{number(value)}{target.about.unit}"


def _in_words(success: Success) -> str:
    return f"{success.reached} of {success.judged} in the last minute" if success.judged else ""


class Strip:
    """Draws the foot of the window; what has not changed is not drawn again."""

    def __init__(self) -> None:
        self._drawn: tuple[Banner, str] | None = None
        self._image = np.zeros((int(STRIP.bottom - STRIP.top), int(STRIP.right), 3), np.uint8)

    def draw(self, canvas: Image, banner: Banner, keys: str) -> None:
        """Draw a banner and the line of keys into the canvas."""
        if self._drawn != (banner, keys):
            self._draw_anew(banner, keys)
            self._drawn = (banner, keys)
        canvas[int(STRIP.top) :] = self._image

    def _draw_anew(self, banner: Banner, keys: str) -> None:
        image = self._image
        image[:] = STRIP_GROUND
        if banner.text:
            _draw_text(image, banner.text)
        else:
            _draw_cue(image, banner)
        image[int(KEYS_Y) - 21 :] = INK
        write(image, keys, (24, KEYS_Y), 20, PALE)


def _draw_cue(image: Image, banner: Banner) -> None:
    _draw_sign(image, banner)
    colour = faint(WHITE, banner.strength, STRIP_GROUND)
    _draw_titles(image, banner)
    size_px = fitting_px(banner.words, RIGHT - LEFT, CUE_PX, SMALLEST_CUE_PX)
    write(image, banner.words, (LEFT, WORDS_Y), size_px, colour, bold=True)
    if banner.gauge:
        _draw_gauge(image, banner.gauge, _colour_of(banner))


def _draw_titles(image: Image, banner: Banner) -> None:
    x = LEFT
    if banner.side:
        word = banner.side.capitalize()
        write(image, word, (x, TITLE_Y), 32, SIDE_COLOUR[banner.side], bold=True)
        x += width_px(word, 32, bold=True) + 14
    write(image, banner.title, (x, TITLE_Y), 28, PALE)
    write(image, banner.aside, (RIGHT, TITLE_Y), 32, WHITE, anchor="r", bold=True)


def fitting_px(text: str, room_px: float, largest_px: float, smallest_px: float) -> float:
    """Return the largest size in which a line fits, but no smaller than the smallest."""
    return max(smallest_px, largest_px * min(1.0, room_px / width_px(text, largest_px, bold=True)))


def _colour_of(banner: Banner) -> Colour:
    colours = {"reached": REACHED, "missed": MISSED, "none": GREY}
    return faint(colours[banner.sign], banner.strength, STRIP_GROUND)


def _draw_sign(image: Image, banner: Banner) -> None:
    """Draw a disc with a tick for reached, a ring with an arrow for missed, an empty ring for neither."""
    colour, (x, y) = _colour_of(banner), SIGN_AT
    if banner.sign == "reached":
        pen.dot(image, SIGN_AT, SIGN_RADIUS, colour)
        pen.path(image, [(x - 38, y + 2), (x - 10, y + 32), (x + 40, y - 30)], STRIP_GROUND, 18)
        return
    pen.ring(image, SIGN_AT, SIGN_RADIUS - 5, colour, 10)
    if banner.sign == "missed":
        up = -1 if _wants_more(banner.gauge) else 1
        tip = y + 44 * up
        pen.path(image, [(x, y - 40 * up), (x, tip)], colour, 16)
        pen.path(image, [(x - 32, tip - 34 * up), (x, tip), (x + 32, tip - 34 * up)], colour, 16)


def _wants_more(gauge: Gauge | None) -> bool:
    """Whether the value has to rise to reach the target."""
    return gauge is None or gauge.at_most is None or (gauge.value or 0.0) <= gauge.at_most


def _draw_gauge(image: Image, gauge: Gauge, colour: Colour) -> None:
    """Draw the bar, filled up to the value, with the target's reach framed and lettered."""
    top, bottom = BAR_Y - BAR_HEIGHT / 2, BAR_Y + BAR_HEIGHT / 2
    room = width_px(gauge.goal, 32, bold=True) + 20
    right = RIGHT - room
    _box(image, LEFT, top, right, bottom, SLATE)
    if gauge.value is not None:
        _box(image, LEFT, top + 4, _along(gauge.value, right), bottom - 4, colour)
    start, end = _along(gauge.at_least or 0.0, right), _along(_or_one(gauge.at_most), right)
    frame = [(start, top - 6), (end, top - 6), (end, bottom + 6), (start, bottom + 6), (start, top - 6)]
    pen.path(image, frame, WHITE, 4)
    write(image, gauge.goal, (RIGHT, BAR_Y), 32, WHITE, anchor="r", bold=True)


def _or_one(share: float | None) -> float:
    return 1.0 if share is None else share


def _along(share: float, right: float) -> float:
    return LEFT + share * (right - LEFT)


def _box(image: Image, left: float, top: float, right: float, bottom: float, colour: Colour) -> None:
    image[round(top) : round(bottom), round(left) : round(right)] = colour


def _draw_text(image: Image, text: str) -> None:
    """Write a sentence over the whole strip, as large as it fits."""
    for size_px in TEXT_SIZES_PX:
        lines = _wrapped(text, size_px)
        if len(lines) * LINE_HEIGHT * size_px <= TEXT_ROOM_PX:
            break
    for place, line in enumerate(lines):
        y = 100 + (place - (len(lines) - 1) / 2) * LINE_HEIGHT * size_px
        write(image, line, (48, y), size_px, WHITE, bold=True)


def _wrapped(text: str, size_px: float) -> list[str]:
    lines = [""]
    for word in (_shortened(word, size_px) for word in text.split()):
        longer = f"{lines[-1]} {word}".strip()
        if _fits(longer, size_px):
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _shortened(word: str, size_px: float) -> str:
    """Return a word that fits into a line: the end of a long address gives way to dots."""
    length = len(word)
    while length and not _fits(word[:length] + "…" * (length < len(word)), size_px):
        length -= 1
    return word[:length] + "…" * (length < len(word))


def _fits(line: str, size_px: float) -> bool:
    return width_px(line, size_px, bold=True) <= RIGHT - 48
