"""The least change that is more than chance and measuring error: published, or this person's own."""

from dataclasses import dataclass

import numpy as np

from .level import Level
from .published import published_change
from .reliability import minimal_detectable_change

OWN = "these recordings' own scatter of strides and passes, and the program's measured error"


@dataclass(frozen=True)
class Detectable:
    """A minimal detectable change (95 %) in the metric's unit, and where it comes from, in words."""

    value: float
    basis: str


NO_DETECTABLE = Detectable(np.nan, "")


def detectable_change(before: Level, after: Level) -> Detectable:
    """Return the minimal detectable change between two sessions: the published one, where there is one.

    Where the two recordings' own error is larger than what was published with a better instrument, or nothing
    was, their own counts: 1.96 · √2 · SEM, with the SEM of both from the scatter of strides and passes and
    the product's error (`Level.sem`).  NaN where a session has one stride only, or that error is not known.
    """
    own = minimal_detectable_change(float(np.sqrt(0.5 * (before.sem**2 + after.sem**2))))
    published = published_change(before.metric, before.value)
    if np.isnan(own):
        return NO_DETECTABLE
    if published is None or own > published.value:
        return Detectable(own, OWN)
    return Detectable(published.value, f"{published.source}; {published.population}")
