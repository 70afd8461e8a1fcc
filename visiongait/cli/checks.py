"""What an option of `analyze` may be, and what is said of one that may not."""

import re

import click

from ..errors import UsageError

STATURE_M = (0.4, 2.5)
"""Statures that are believed: from a toddler to the tallest people."""


def check_height(_: click.Context, __: click.Parameter, height_m: float | None) -> float | None:
    """Take a stature in metres; a likely one in centimetres gets the hint."""
    if height_m is not None and not STATURE_M[0] <= height_m <= STATURE_M[1]:
        raise UsageError(
            f"A stature of {height_m:g} m is not a person's.", "Give --height in metres, e.g. --height 1.75."
        )
    return height_m


def check_slowmo(_: click.Context, __: click.Parameter, factor: float | None) -> float | None:
    """Take a positive slow-motion factor, or none."""
    if factor is not None and not 0 < factor < float("inf"):
        raise UsageError(
            f"--slowmo {factor:g} is not a slow-motion factor.",
            "Give how many times slower than life the file plays, e.g. --slowmo 8 for 240 fps shown at 30.",
        )
    return factor


def check_subject(_: click.Context, __: click.Parameter, subject: str) -> str:
    """Take auto, largest or a point of the picture."""
    if subject not in ("auto", "largest") and not re.fullmatch(r"\d+(\.\d+)?,\d+(\.\d+)?", subject):
        raise UsageError(
            f"--subject {subject} names nobody.",
            "Give auto, largest, or a point of the picture on the person, in pixels, e.g. --subject 640,360.",
        )
    return subject


def check_interval(start_s: float | None, end_s: float | None) -> None:
    """Take a part of the recording that is not empty."""
    if end_s is not None and (start_s or 0.0) >= end_s:
        raise UsageError(
            f"The part from {start_s or 0:g} s to {end_s:g} s is empty.",
            "Give --start and --end in seconds as a player shows them, --start before --end.",
        )
