"""Whom a clinical test in one place measures, and which leg is which."""

import numpy as np

from ...cleaning import (
    chain_height_px,
    choose_subject,
    name_legs_in_place,
    name_standing_leg,
    point_paths,
)
from ...datatypes import DetectionPass, PoseTrack, Side, SubjectChoice
from ...errors import NoGaitError

BESIDE = 0.5
"""Somebody else counts who is this tall against the tallest, for this share of the recording."""


def choose_in_place(detected: DetectionPass, how: str = "auto") -> SubjectChoice:
    """Choose the person who does the test: the only one, or the one who was pointed at.

    Raises
    ------
    NoGaitError
        If nobody is seen, or several people are and nobody said who it is.
    UsageError
        If `how` is none of `auto`, `largest` and `X,Y`.
    """
    if how != "auto":
        return choose_subject(detected, how)
    tall = np.array([_height_px(person) for person in detected.people])
    shown = np.array([person.present.mean() for person in detected.people])
    if not np.isfinite(tall).any():
        raise NoGaitError(
            "No person was found in the recording.",
            "Film one person from the side, with the whole body in the picture.",
        )
    counts = (tall >= BESIDE * np.nanmax(tall)) & (shown >= BESIDE)
    chosen = np.flatnonzero(counts)
    if len(chosen) > 1:
        raise NoGaitError(
            f"{len(chosen)} people are in the picture, and it is not clear who does the test.",
            "Film one person, or point at the right one with --subject X,Y (pixels).",
        )
    best = int(chosen[0]) if len(chosen) else int(np.nanargmax(tall))
    seen = int(np.isfinite(tall).sum())
    others = f", the tallest of {seen}" if seen > 1 else ""
    return SubjectChoice(best, f"The person in the recording{others}.", seen)


def name_in_place(track: PoseTrack, _: DetectionPass, side: Side | None = None) -> PoseTrack:
    """Name the legs of somebody who stays in one place: see `cleaning.name_legs_in_place`."""
    del side
    return name_legs_in_place(track)


def name_on_one_leg(track: PoseTrack, _: DetectionPass, side: Side | None = None) -> PoseTrack:
    """Name the legs of somebody who may stand on one: see `cleaning.name_standing_leg`."""
    return name_standing_leg(track, side)


def _height_px(person: PoseTrack) -> float:
    heights = chain_height_px(point_paths(person)[0])
    known = heights[np.isfinite(heights)]
    return float(np.median(known)) if known.size else np.nan
