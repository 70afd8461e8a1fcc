"""Who was recorded, under which conditions and by whom: what the head of a report says."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Sex = Literal["female", "male"]
SEXES: tuple[Sex, Sex] = ("female", "male")
OLDEST_YEARS = 120.0

AffectedSide = Literal["left", "right", "both"]
AFFECTED_SIDES: tuple[AffectedSide, ...] = ("left", "right", "both")


@dataclass(frozen=True)
class Person:
    """What a report, a reference value and a record may know of the person and the visit; all may be unknown.

    pseudonym: a name that means nothing to strangers; age_years: on the day of the recording; sex: that of
    the reference population to compare with; recorded_on: the day of the recording; affected_side: the leg
    that the complaint is about; diagnosis, aid, orthosis, shoes, task, clinician, comment: in the clinic's
    own words.

    Raises
    ------
    ValueError
        If the age is not between 0 and 120 years, or sex or affected side is none of `SEXES`,
        `AFFECTED_SIDES`.
    """

    pseudonym: str = ""
    age_years: float | None = None
    sex: Sex | None = None
    recorded_on: date | None = None
    affected_side: AffectedSide | None = None
    diagnosis: str = ""
    aid: str = ""
    orthosis: str = ""
    shoes: str = ""
    task: str = ""
    clinician: str = ""
    comment: str = ""

    def __post_init__(self) -> None:
        if self.age_years is not None and not 0 <= self.age_years <= OLDEST_YEARS:
            raise ValueError(f"age_years: expected 0 to {OLDEST_YEARS:.0f}, got {self.age_years}")
        if self.sex is not None and self.sex not in SEXES:
            raise ValueError(f"sex: expected one of {SEXES}, got {self.sex!r}")
        if self.affected_side is not None and self.affected_side not in AFFECTED_SIDES:
            raise ValueError(f"affected_side: expected one of {AFFECTED_SIDES}, got {self.affected_side!r}")


@dataclass(frozen=True)
class Clinic:
    """Whose report it is: name and address as they shall be printed, and a logo as `data:image/…;base64,…`.

    Raises
    ------
    ValueError
        If the logo is no PNG, JPEG or SVG in that form: pages fetch nothing.
    """

    name: str = ""
    address: str = ""
    logo: str = ""

    def __post_init__(self) -> None:
        kinds = ("png", "jpeg", "svg+xml")
        if self.logo and not self.logo.startswith(tuple(f"data:image/{kind};base64," for kind in kinds)):
            raise ValueError("logo: expected data:image/png;base64,… (or jpeg, svg+xml)")
