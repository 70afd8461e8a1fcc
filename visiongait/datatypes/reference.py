"""What is usual in walking, as a paper found it in some people."""

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from ._arrays import FloatArray, frozen

LEVEL = 0.95
MANY = 1000
"""People assumed where a paper does not tell how many."""


@dataclass(frozen=True)
class Origin:
    """Where a reference value comes from, in sentences for people.

    paper: authors, year, journal; population: who was measured and how; n: how many, None if not told;
    zero: what the angle is counted from there, empty where nothing has a zero; caveat: what makes the
    comparison with the person asked about doubtful (other age, other zero), empty where nothing does;
    stands_in: people of another age stand in for the person's own.
    """

    paper: str
    population: str
    n: int | None = None
    zero: str = ""
    caveat: str = ""
    stands_in: bool = False


@dataclass(frozen=True)
class Reference:
    """The usual values of one metric, in the unit of its name.

    mean and sd of the people measured; sd is NaN where the paper gives none, and then so is the range `low`
    to `high`, which holds the next such person with a probability of 95 %: mean ± t · sd · √(1 + 1/n), wider
    where few were measured (Student's prediction interval).
    """

    metric: str
    mean: float
    sd: float
    origin: Origin

    @property
    def low(self) -> float:
        """Lower end of the usual range."""
        return self.mean - self._half_width()

    @property
    def high(self) -> float:
        """Upper end of the usual range."""
        return self.mean + self._half_width()

    def _half_width(self) -> float:
        n = self.origin.n or MANY
        return float(stdtrit(n - 1, 0.5 + 0.5 * LEVEL) * self.sd * np.sqrt(1 + 1 / n))


@dataclass(frozen=True, eq=False)
class Band:
    """The usual course of one angle: mean (101,) and SD (101,) in degrees at 0, 1 … 100 % of the stride.

    The SD is NaN where it is not known.
    """

    angle: str
    mean_deg: FloatArray
    sd_deg: FloatArray
    origin: Origin

    def __post_init__(self) -> None:
        object.__setattr__(self, "mean_deg", frozen(self.mean_deg, (101,), "mean_deg"))
        object.__setattr__(self, "sd_deg", frozen(self.sd_deg, (101,), "sd_deg"))
