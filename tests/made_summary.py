"""An assessment that holds nothing but a summary, made by hand."""

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from visiongait.datatypes import SUMMARY, Assessment, Person, Provenance, Scale, Verdict, VideoInfo
from visiongait.metrics import unit_of

NOTHING = pd.DataFrame()
SPREAD = (-0.5, 0.0, 0.5)
"""Three strides around their mean, where nothing else is said."""


def row(metric, side, value, *, quality="ok", reason="", spread=SPREAD, n=None):
    """A line of the summary: strides at `value` plus `spread`."""
    strides = pd.Series([value + one for one in spread])
    half = stdtrit(len(strides) - 1, 0.975) * strides.std() / np.sqrt(len(strides))
    return {
        "metric": metric, "side": side, "value": value, "unit": unit_of(metric),
        "n": n or len(strides), "sd": strides.std(), "ci95_low": value - half, "ci95_high": value + half,
        "quality": quality, "reason": reason,
    }  # fmt: skip


def walk_with(*rows, height_m=1.7, verdict="ok", person=None):
    """An assessment with these lines."""
    video = VideoInfo("walk.mp4", 1920, 1080, 60.0, 4.0, 240, 0, "h264", "mp4", "0" * 64)
    return Assessment(
        video=video,
        subject=None,
        verdict=Verdict(verdict),
        scale=Scale(height_m, "made by hand", 0.01) if height_m else None,
        **dict.fromkeys(("frames", "landmarks", "events", "strides", "cycles"), NOTHING),
        summary=pd.DataFrame(rows, columns=list(SUMMARY.relied_on)),
        provenance=Provenance("0", "2026-11-01T00:00:00", "made by hand", {}, {}, {}),
        person=person or Person(),
    )
