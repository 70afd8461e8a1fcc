"""How each leg correction is trained: one settings object per model file."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from checkout import MODELS

from visiongait.datatypes import FloatArray


@dataclass(frozen=True)
class CorrectionSettings:
    """Everything that a leg correction depends on beside the walkers it is trained on.

    Lengths are in body heights, unless their name has a unit.

    Attributes
    ----------
    file
        Name of the model file in models/.
    lags_s
        Moments of the input window, relative to the frame that is corrected.
    paces
        Every walk is shown at these speeds.
    max_rate_hz
        Frames nearer in time than that hold the same information and are left out.
    min_frames
        Legs seen in fewer frames are left out.
    max_error
        Landmarks farther off lie on the other leg, or anywhere, and are left out.
    hidden, epochs, batch, learning_rate, weight_decay, seeds
        Hidden units of a network and how it is trained; one is trained per seed, and their mean is used.
    jitter_sd, offset_sd
        Noise added to the input: to each landmark by itself, and throughout the window.
    turn_sd_deg, size_sd
        Random rotation and relative size of the whole leg.
    shortened_share
        Share of the windows that are made to end early, on each side: walks begin and end.
    point_unit, angle_unit_deg, point_weight
        Errors that count as one in the loss; weight of the points beside the angles.
    alike_deg, max_weight
        Legs whose mean ankle angles lie this close are alike; the most that a rare one counts.
    blend_share
        Share of an earlier network in the mean of both (docs/decisions/0008).
    """

    file: str
    lags_s: tuple[float, ...]
    epochs: int
    paces: tuple[float, ...] = (0.8, 1.0, 1.25)
    max_rate_hz: float = 30.0
    min_frames: int = 20
    max_error: float = 0.1
    hidden: int = 64
    batch: int = 4096
    learning_rate: float = 7e-3
    weight_decay: float = 1e-3
    seeds: tuple[int, ...] = (0, 1, 2, 3, 4)
    jitter_sd: float = 0.002
    offset_sd: float = 0.004
    turn_sd_deg: float = 1.5
    size_sd: float = 0.04
    shortened_share: float = 0.5
    point_unit: float = 0.01
    angle_unit_deg: float = 2.0
    point_weight: float = 0.3
    alike_deg: float = 3.0
    max_weight: float = 2.0
    blend_share: float = 1 / 3

    @property
    def lags(self) -> FloatArray:
        """(L,) `lags_s` as an array."""
        return np.array(self.lags_s)

    @property
    def path(self) -> Path:
        """Where the model file lies in a checkout."""
        return MODELS / self.file


OFFLINE = CorrectionSettings(
    file="leg_correction.npz",
    lags_s=(-0.6, -0.4, -0.2, -0.1, -0.05, 0.0, 0.05, 0.1, 0.2, 0.4, 0.6),  # most of a stride
    epochs=40,
)
"""For recordings: looks back and ahead."""

LIVE = replace(
    OFFLINE,
    file="leg_correction_live.npz",
    lags_s=(-1.2, -1.0, -0.8, -0.6, -0.4, -0.2, -0.1, -0.05, 0.0),  # a whole stride, all of it past
    epochs=100,  # after 40 the loss still falls: one estimate per picture gives fewer frames than offline
)
"""For live pictures: looks only back."""
