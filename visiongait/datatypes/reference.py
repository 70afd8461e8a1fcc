"""What is usual in walking, as a paper found it in some people."""

from dataclasses import dataclass

from ._arrays import FloatArray, frozen

WIDTH_SD = 1.96
"""Half width, in SD, of the range that holds 95 % of a population."""


@dataclass(frozen=True)
class Origin:
    """Where a reference value comes from, in sentences for people.

    paper: authors, year, journal; population: who was measured and how; n: how many, None if not told;
    zero: what the angle is counted from there, empty where nothing has a zero; caveat: what makes the
    comparison with the person asked about doubtful (other age, other zero), empty where nothing does.
    """

    paper: str
    population: str
    n: int | None = None
    zero: str = ""
    caveat: str = ""


@dataclass(frozen=True)
class Reference:
    """The usual values of one metric, in the unit of its name.

    mean and sd of the population; sd is NaN where the paper gives none, and then so is the range.
    """

    metric: str
    mean: float
    sd: float
    origin: Origin

    @property
    def low(self) -> float:
        """Lower end of the range that holds about 95 % of the population: mean − 1.96 SD."""
        return self.mean - WIDTH_SD * self.sd

    @property
    def high(self) -> float:
        """Upper end of the range that holds about 95 % of the population: mean + 1.96 SD."""
        return self.mean + WIDTH_SD * self.sd


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
