"""What a metric is: one object that every table, page and list of codes derives its facts from.

A metric is computed from a `MeasuredStride`, which reads angles at instants and over phases and refuses where
samples are missing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ..datatypes import AngleSeries, FloatArray, Pass, Stride

MIN_RATE_HZ = 24.0
"""Below this many frames a second an event is uncertain by 20 ms and more."""

MIN_WINDOW_SHARE = 0.8
"""Share of a window's samples that must be measured before its greatest or smallest value is a peak."""

Family = Literal["time", "distance", "angle"]
"""What a metric is made of: events alone, distances, or angles (and what is read off them)."""

Group = Literal["temporal", "spatial", "ankle", "knee"]
"""The heading under which pages list it."""

Need = Literal["scale", "ground", "ankle_zero", "foot_off"]
"""What must be there or right: `scale`, the stature, to turn pixels into metres; `ground`, one that stands
still between two instants; `ankle_zero`, the zero of the ankle or the sole; `foot_off`, that event beside the
foot strikes."""

_UNITS = (
    ("_m_per_s", "m/s"),
    ("_steps_per_min", "steps/min"),
    ("_per_height", "body heights"),
    ("_percent", "%"),
    ("_deg", "deg"),
    ("_s", "s"),
    ("_m", "m"),
)
_DECIMALS = {"s": 2, "m": 2, "m/s": 2, "%": 1, "steps/min": 0, "deg": 1, "body heights": 2}


def unit_of(name: str) -> str:
    """Return the unit that a name ends with; empty for counts and words."""
    return next((unit for ending, unit in _UNITS if name.endswith(ending)), "")


def unit_decimals(unit: str) -> int:
    """Return how many decimals a unit deserves in tables for people."""
    return _DECIMALS.get(unit, 2)


@dataclass(frozen=True)
class MeasuredStride:
    """One stride, and what was measured while it lasted.

    angles: on the clock of the pass; walk_pass, scaled_pass: the pass in pixels and in metres, None where not
    known; toe_height_m: of the stride's own foot, on the clock of the pass in metres, None without a scale.
    """

    stride: Stride
    angles: AngleSeries
    walk_pass: Pass | None = None
    scaled_pass: Pass | None = None
    toe_height_m: FloatArray | None = None

    def at(self, angle: str, instant_s: float | None) -> float:
        """Return an angle of the stride's own leg at an instant (see `at`)."""
        return at(self.angles.time_s, self._curve(angle), instant_s)

    def peak(self, angle: str, start_s: float | None, end_s: float | None) -> float:
        """Return the greatest value of an angle in a phase (see `peak`)."""
        return peak(self.angles.time_s, self._curve(angle), start_s, end_s)

    def trough(self, angle: str, start_s: float | None, end_s: float | None) -> float:
        """Return the smallest value of an angle in a phase (see `trough`)."""
        return trough(self.angles.time_s, self._curve(angle), start_s, end_s)

    def _curve(self, angle: str) -> FloatArray:
        return self.angles.of(self.stride.side, angle)


@dataclass(frozen=True)
class Metric:
    """One number of a stride: a column of `strides.csv`, and with each side a row of `summary.csv`.

    Parameters
    ----------
    name
        Of the column; its ending is the unit.
    title, short_title
        As tables and as narrow places call it; without a short title, the title stands for it.
    definition
        For docs/numbers.md: what is measured, in a clause.
    compute
        The number of one stride, in the unit of the name; NaN where it was not measured.
    family, group
        What it is made of, and under which heading pages list it.
    zero
        What it counts from and which sign means what, where that is not plain.
    curve
        The angle that it is a value of; empty for what is an instant, a share or a word.
    source
        The paper that defines it, empty where the definition is common.
    needs
        What must be there or right, for the rules of quality.
    of_walk
        Whether pages show it once for both legs, as a property of the walk.
    ratio_scaled
        Whether its zero is nothing at all, so that percentages of it mean something.  An angle's zero is a
        convention: 4° of dorsiflexion is not twice 2°, and left 1°, right −1° would be an infinite asymmetry.
    followed
        Whether progress pages follow it from session to session.
    is_word
        Whether it is a word; the summary then gives the commonest one and the share of strides that have it.
    min_rate_hz
        Frames per second below which it is resolved too coarsely.
    digits
        Decimals in tables for people; those of its unit where None.
    pghd
        Its code in HL7's Personal Health Records guide, for both legs together; empty without one.
    """

    name: str
    title: str
    definition: str
    compute: Callable[[MeasuredStride], float | str | None]
    family: Family
    group: Group
    short_title: str = ""
    zero: str = ""
    curve: str = ""
    source: str = ""
    needs: frozenset[Need] = frozenset()
    of_walk: bool = False
    ratio_scaled: bool = False
    followed: bool = False
    is_word: bool = False
    min_rate_hz: float = MIN_RATE_HZ
    digits: int | None = None
    pghd: str = ""

    @property
    def unit(self) -> str:
        """The unit of the values; empty for words."""
        return unit_of(self.name)

    @property
    def short(self) -> str:
        """What narrow places call it."""
        return self.short_title or self.title

    @property
    def decimals(self) -> int:
        """How many decimals its values deserve in tables for people."""
        return unit_decimals(self.unit) if self.digits is None else self.digits

    @property
    def missing(self) -> float | None:
        """What stands for "not measured"."""
        return None if self.is_word else np.nan


def sample(time_s: FloatArray, values: FloatArray, instants_s: FloatArray) -> FloatArray:
    """Return the values at some instants, each linear between the two samples around it.

    NaN where a sample next to the instant is missing, and outside the signal.
    """
    return np.interp(instants_s, time_s, values, left=np.nan, right=np.nan)


def at(time_s: FloatArray, values: FloatArray, instant_s: float | None) -> float:
    """Return the value at one instant, as `sample`; NaN if there is no instant."""
    return np.nan if instant_s is None else float(sample(time_s, values, np.array([instant_s]))[0])


def peak(time_s: FloatArray, values: FloatArray, start_s: float | None, end_s: float | None) -> float:
    """Return the greatest value in `[start_s, end_s]`, both ends interpolated.

    NaN if an end is missing, if fewer than `MIN_WINDOW_SHARE` of the samples are measured, or if the greatest
    value borders on missing samples: the true peak may be among those.
    """
    if start_s is None or end_s is None or not start_s < end_s:
        return np.nan
    inside = values[(time_s > start_s) & (time_s < end_s)]
    window = np.array([at(time_s, values, start_s), *inside, at(time_s, values, end_s)])
    measured = np.isfinite(window)
    if measured.mean() < MIN_WINDOW_SHARE:
        return np.nan
    top = int(np.nanargmax(window))
    whole = measured[max(top - 1, 0) : top + 2].all()
    return float(window[top]) if whole else np.nan


def trough(time_s: FloatArray, values: FloatArray, start_s: float | None, end_s: float | None) -> float:
    """Return the smallest value in `[start_s, end_s]`; NaN as for `peak`."""
    return -peak(time_s, -values, start_s, end_s)
