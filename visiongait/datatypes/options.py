"""What is asked for: who was filmed, how to measure it, what to write, whom to tell of progress; checked."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from ..errors import UsageError
from .person import Clinic, Person

PoseQuality = Literal["standard", "best"]
POSE_QUALITIES: tuple[PoseQuality, PoseQuality] = ("standard", "best")

HEIGHT_M = (0.5, 2.6)
"""Statures that are believed, in metres: from a toddler to the tallest people."""

_POINT = re.compile(r"\d+(\.\d+)?,\d+(\.\d+)?")
_NUMBER = re.compile(r"[1-9]\d?")


@dataclass(frozen=True)
class Options:
    """What the user may choose about a recording; the command line's options of the same names.

    Parameters
    ----------
    model
        `heavy`, `full`, `lite` or the path of a .task bundle.
    height_m
        The subject's stature with shoes, in metres; None: nothing is told in metres.
    slowmo
        How many times slower than real time the file plays; None for the file's own word.
    start_s, end_s
        The part to read, in seconds as a player shows them; None: from the beginning, to the end.
    subject
        `auto`, `largest`, the number of a person (from 1, as in people.jpg) or "X,Y" in pixels.
    quality
        `standard`, or `best`, which takes over twice the time.
    person
        What is known of the subject.
    test
        The clinical test that was filmed: a name that `visiongait.assessments` knows.
    side
        The tested leg, where the test has one and the picture cannot say which.
    clinic
        Whose report it is.
    line_from, line_to, distance_m
        Of a timed walk: two points of the floor on the walker's way, "X,Y" in pixels of the picture, and how
        far apart they are, in metres; none of them, or all three.
    zero_deg
        The tilt of the heel→toe line over the sole of the left and the right foot, from standing in the same
        shoes in the same session (`--zero`); None: each recording finds its own.

    Raises
    ------
    UsageError
        If a value is impossible; the message names it.
    """

    model: str = "heavy"
    height_m: float | None = None
    slowmo: float | None = None
    start_s: float | None = None
    end_s: float | None = None
    subject: str = "auto"
    quality: PoseQuality = "standard"
    person: Person = field(default_factory=Person)
    test: str = "walk"
    side: Literal["left", "right"] | None = None
    clinic: Clinic = field(default_factory=Clinic)
    line_from: str | None = None
    line_to: str | None = None
    distance_m: float | None = None
    zero_deg: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        check_height(self.height_m)
        check_slowmo(self.slowmo)
        check_interval(self.start_s, self.end_s)
        check_subject(self.subject)
        if self.quality not in POSE_QUALITIES:
            raise UsageError(f"{self.quality!r} is not a quality setting.", "Choose standard or best.")
        if self.side not in (None, "left", "right"):
            raise UsageError(f"{self.side!r} is not a side.", "Choose left or right.")
        check_course(self.line_from, self.line_to, self.distance_m)
        if self.zero_deg is not None:
            object.__setattr__(self, "zero_deg", tuple(self.zero_deg))

    @property
    def course(self) -> "Course | None":
        """The marked course of a timed walk; None where nobody gave one."""
        if self.line_from is None or self.line_to is None or self.distance_m is None:
            return None
        return Course(point_of(self.line_from), point_of(self.line_to), self.distance_m)


@dataclass(frozen=True)
class Course:
    """Two points of the floor in pixels of the upright picture, and how far apart they are, in metres."""

    from_px: tuple[float, float]
    to_px: tuple[float, float]
    distance_m: float


COURSE_M = (0.5, 50.0)
"""Distances that are believed between the marks of a timed walk."""


def point_of(text: str) -> tuple[float, float]:
    """Return "X,Y" as two numbers."""
    x, y = text.split(",")
    return float(x), float(y)


def check_course(line_from: str | None, line_to: str | None, distance_m: float | None) -> None:
    """Raise UsageError unless there are two different points and a distance, or nothing."""
    given = [one is not None for one in (line_from, line_to, distance_m)]
    how = "Give all three, such as --from 210,640 --to 1080,640 --distance 4."
    if not any(given):
        return
    if not all(given):
        raise UsageError("A marked course needs both points and their distance.", how)
    for text in (line_from, line_to):
        if not _POINT.fullmatch(text or ""):
            raise UsageError(f"'{text}' is not a point of the picture.", how)
    if point_of(line_from or "")[0] == point_of(line_to or "")[0]:
        raise UsageError("The two points of the course are above each other.", how)
    if not COURSE_M[0] <= (distance_m or 0.0) <= COURSE_M[1]:
        raise UsageError(f"{distance_m:g} m is not a plausible course.", how)


@dataclass(frozen=True)
class Outputs:
    """What a result folder gets.

    Parameters
    ----------
    video, blur
        Whether to make `annotated.mp4`, and whether to blur faces in it and in the report's pictures.
    pdf
        Whether to make `report.pdf` and `patient.pdf` (A4).
    overwrite
        Replace an earlier result.
    dated
        Whether the results may tell when the recording was made, as its file says.
    """

    video: bool = True
    blur: bool = True
    pdf: bool = False
    overwrite: bool = False
    dated: bool = True


def check_height(height_m: float | None) -> None:
    """Raise UsageError for a stature that is nobody's; one in centimetres gets the right number."""
    if height_m is None or HEIGHT_M[0] <= height_m <= HEIGHT_M[1]:
        return
    in_metres = height_m / 100
    likely = f"{in_metres:.2f}" if HEIGHT_M[0] <= in_metres <= HEIGHT_M[1] else "1.75"
    raise UsageError(
        f"{height_m:g} m is not a plausible height.", f"Give the height in metres, such as --height {likely}."
    )


_FEET = re.compile(r"""(\d)\s*(?:'|’|′|ft|feet)\s*(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:"|”|″|''|in|inches)?)?""")
_METRIC = re.compile(r"(\d+(?:[.,]\d+)?)\s*(m|cm)?")
INCH_M = 0.0254


def height_from(text: str) -> float:
    """Return a stature in metres as people write it: `1.72`, `1,72 m`, `172`, `172 cm`, `5'8"`, `5 ft 8 in`.

    Raises
    ------
    UsageError
        If it is no height, or nobody's.
    """
    words = text.strip().lower()
    if found := _FEET.fullmatch(words):
        feet, inches = int(found[1]), float((found[2] or "0").replace(",", "."))
        height_m = (12 * feet + inches) * INCH_M if inches < 12 else math.nan
    elif found := _METRIC.fullmatch(words):
        value = float(found[1].replace(",", "."))
        in_cm = found[2] == "cm" or (not found[2] and HEIGHT_M[0] <= value / 100 <= HEIGHT_M[1])
        height_m = value / 100 if in_cm else value
    else:
        height_m = math.nan
    if not HEIGHT_M[0] <= height_m <= HEIGHT_M[1]:
        raise UsageError(f"'{text}' is not a height.", "Write the height as 1.72 (metres), 172 cm or 5'8\".")
    return round(height_m, 4)


def check_slowmo(factor: float | None) -> None:
    """Raise UsageError unless the factor is positive and finite."""
    if factor is not None and not 0 < factor < math.inf:
        raise UsageError(
            f"{factor:g} is not a slow-motion factor.",
            "Give the number of times slower than real time the file plays, such as --slowmo 8 for 240 fps "
            "shown at 30.",
        )


def check_interval(start_s: float | None, end_s: float | None) -> None:
    """Raise UsageError for a part of the recording that is empty."""
    start, end = start_s or 0.0, math.inf if end_s is None else end_s
    if not 0 <= start < end:
        raise UsageError(
            f"The part from {start:g} s to {end:g} s is empty.",
            "Give --start and --end in seconds as a player shows them, --start before --end.",
        )


def check_subject(subject: str) -> None:
    """Raise UsageError unless the subject is `auto`, `largest`, a number or a point of the picture."""
    named = subject in ("auto", "largest") or _NUMBER.fullmatch(subject)
    if not named and not _POINT.fullmatch(subject):
        raise UsageError(
            f"'{subject}' is not a valid subject.",
            "Give auto, largest, a person's number (--subject 2), or a point on the person in pixels "
            "(--subject 640,360).",
        )


Progress = Callable[[str, int, int | None], None]
"""Called as `progress(stage, done, total)`; total is None while it is unknown."""


def silent(stage: str, done: int, total: int | None) -> None:
    """Report nothing."""
