"""What stands out in a walk, and the published values that it is held against."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import stdtrit

from .arrays import FloatArray, frozen
from .estimate import Estimate, Where

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


Beyond = Literal["above", "below", ""]


@dataclass(frozen=True)
class Reference:
    """The reference range of one metric, in the unit of its name.

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
        """Lower end of the reference range."""
        return self.mean - self._half_width()

    @property
    def high(self) -> float:
        """Upper end of the reference range."""
        return self.mean + self._half_width()

    @property
    def fits(self) -> bool:
        """Whether the people measured are like the person asked about, and nothing else stands against it."""
        return not self.origin.caveat

    def beyond(self, one: Estimate) -> Beyond:
        """Return on which side of the range the whole interval of a number lies; empty where it does not."""
        return "below" if one.high < self.low else "above" if one.low > self.high else ""

    def explains(self, one: Estimate) -> bool:
        """Whether people's spread and the measurement's error together explain how far a number is off.

        The two are independent, so half the range and half the interval add in quadrature; a range beside an
        interval that it just fails to touch would ask for their sum.
        """
        towards = one.high - one.value if one.value < self.mean else one.value - one.low
        return bool(abs(one.value - self.mean) <= np.hypot(self._half_width(), np.nan_to_num(towards)))

    def _half_width(self) -> float:
        n = self.origin.n or MANY
        return float(stdtrit(n - 1, 0.5 + 0.5 * LEVEL) * self.sd * np.sqrt(1 + 1 / n))


@dataclass(frozen=True, eq=False)
class Band:
    """The reference course of one angle: mean (101,) and SD (101,) in degrees at 0, 1 … 100 % of the stride.

    The SD is NaN where it is not known.
    """

    angle: str
    mean_deg: FloatArray
    sd_deg: FloatArray
    origin: Origin

    def __post_init__(self) -> None:
        object.__setattr__(self, "mean_deg", frozen(self.mean_deg, (101,), "mean_deg"))
        object.__setattr__(self, "sd_deg", frozen(self.sd_deg, (101,), "sd_deg"))


Confidence = Literal["certain", "uncertain"]


@dataclass(frozen=True)
class Finding:
    """One observation on one leg, or on the whole walk (`side` "both").

    rule: key of the rule, as in the texts; statement: the observation in plain words, number and reference
    included; metric, value, unit: what was measured; interval: from where to where the true value may
    lie with 95 % confidence, scatter of strides and error of the method together; reference: what it was
    compared with, None where it was compared with the other leg or with the method's own error; confidence:
    `uncertain` where the interval reaches into the reference range or the number is itself to be read with
    caution; beyond: on which side of what is usual it lies; errors: how many of its own standard errors it
    lies outside; source: where the limit comes from; doubt: why it is uncertain, empty where it is not;
    title: the observation in two or three words.
    """

    rule: str
    side: Where
    statement: str
    metric: str
    value: float
    unit: str
    interval: tuple[float, float]
    reference: Reference | None
    confidence: Confidence
    source: str
    doubt: str = ""
    title: str = ""
    beyond: Beyond = "below"
    errors: float = 0.0
