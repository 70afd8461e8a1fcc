"""Who was recorded, as far as it is known: nothing that names anybody."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Sex = Literal["female", "male"]
SEXES: tuple[Sex, Sex] = ("female", "male")
OLDEST_YEARS = 120.0


@dataclass(frozen=True)
class Person:
    """What a report, a reference value and a record may know of the person walking; all of it may be unknown.

    pseudonym: a name that means nothing to strangers; age_years: on the day of the recording; sex: that of
    the reference population to compare with; recorded_on: the day of the recording.

    Raises
    ------
    ValueError
        If the age is not between 0 and 120 years or the sex is neither of `SEXES`.
    """

    pseudonym: str = ""
    age_years: float | None = None
    sex: Sex | None = None
    recorded_on: date | None = None

    def __post_init__(self) -> None:
        if self.age_years is not None and not 0 <= self.age_years <= OLDEST_YEARS:
            raise ValueError(f"age_years: expected 0 to {OLDEST_YEARS:.0f}, got {self.age_years}")
        if self.sex is not None and self.sex not in SEXES:
            raise ValueError(f"sex: expected one of {SEXES}, got {self.sex!r}")
