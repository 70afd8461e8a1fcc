"""Why a clinical test is withheld, in one sentence each, and what to do about it."""

from collections.abc import Mapping

from ...datatypes import Verdict
from ...metrics import TINY_PX

FROM_THE_SIDE = "Film from the side, with the whole person in the picture from head to feet."


def withheld(reason: str, advice: str = FROM_THE_SIDE) -> Verdict:
    """Return a verdict that gives no numbers: why, and what to do."""
    return Verdict("withheld", tuple(one for one in (reason, advice) if one))


ABSENCES: Mapping[str, Verdict] = {
    "nobody": withheld("The person is not fully in the picture."),
    "walks": withheld(
        "The person walks through the picture: this test is done in one place.",
        "If a walk was filmed, measure it as one (--test walk).",
    ),
    "feet": withheld(
        "The feet are out of the picture.",
        "Step back or hold the camera lower, so that both feet stay in the picture.",
    ),
    "hips": withheld(
        "The hips are out of the picture.",
        "Step back until the whole person stays in the picture, from head to feet.",
    ),
    "front": withheld(
        "The person is filmed from the front or from behind.",
        "Place the camera at the person's side, at a right angle to the way the feet point.",
    ),
}
"""By what `cleaning.clean_in_place` could not do."""


def too_small(height_px: float) -> Verdict:
    """Return the verdict on a person who is too small in the picture."""
    return withheld(
        f"The person is only {height_px:.0f} px tall in the picture; at least {TINY_PX:.0f} px are needed.",
        "Film from closer, or at a higher resolution.",
    )


def wrong_side(named: str, found: str, what: str) -> Verdict:
    """Return the verdict where another leg was named than the one that does the test."""
    return withheld(
        f"The {named} leg was named, but it is the {found} leg that {what}.",
        f"Measure it again with --side {found}, or check which leg was filmed.",
    )
