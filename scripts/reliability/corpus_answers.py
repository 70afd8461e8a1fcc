"""A case of the corpus: a file, and what is right to come out of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Outcome = Literal["right", "said", "refused", "wrong", "crash", "hang", "surprise"]
"""right: numbers within limits; said: no numbers to trust, and it is said why; refused: a sentence, as is
right; wrong: numbers beyond limits without a word; crash, hang; surprise: any other exit code or words."""

GOOD: tuple[Outcome, ...] = ("right", "said", "refused")

CADENCE = 110.2
"""Steps a minute of the sample d01, by its truth; stance is 63 % of the stride."""
CADENCE_DROP = 95.6
"""The same of d03, the dropped foot; stance is 65 %."""
CADENCE_TREADMILL = 108.0
"""The same of the treadmill walk; stance is 64 %."""

READ, NO_GAIT, UNREADABLE, USAGE = 0, 4, 3, 2


@dataclass(frozen=True)
class Right:
    """What may come out.

    cadence, stance: of a walk that is measured, None where there must be none; codes: the exit codes that are
    right; must, never: words on the way (said to the user, or reasons), in small letters; unsure: whether
    numbers may be withheld or marked for care instead.
    """

    cadence: float | None = CADENCE
    stance: float = 63.0
    cadence_limit: float = 3.0
    stance_limit: float = 4.0
    codes: tuple[int, ...] = (READ,)
    must: tuple[str, ...] = ()
    never: tuple[str, ...] = ("traceback", "this is a bug", "made to do harm")
    unsure: bool = False


WALK = Right()
WALK_OR_SAID = Right(codes=(READ, UNREADABLE, NO_GAIT), unsure=True)
"""The right number, or a sentence."""
REFUSED = Right(cadence=None, codes=(UNREADABLE,))
NOBODY = Right(cadence=None, codes=(NO_GAIT,))
ANY_SENTENCE = Right(cadence=None, codes=(UNREADABLE, NO_GAIT))


@dataclass(frozen=True)
class Case:
    """A file of the corpus.

    kind: the row of the table; make: writes it into a folder and returns its path; options: of `analyze`;
    quick: part of the third that runs at every change.
    """

    name: str
    kind: str
    make: Callable[[Path], Path]
    right: Right = WALK
    options: Sequence[str] = ()
    quick: bool = False


@dataclass(frozen=True)
class Came:
    """What came out: numbers are None where none were told."""

    code: int
    words: str
    cadence: float | None = None
    stance: float | None = None
    quality: str = ""
    crashed: bool = False
    hung: bool = False


def judged(right: Right, came: Came) -> Outcome:
    """Return how what came out stands to what is right."""
    words = came.words.lower()
    if came.hung:
        return "hang"
    if came.crashed or came.code == 1 or "this is a bug" in words or "traceback" in words:
        return "crash"
    if came.code not in right.codes or not all(word in words for word in right.must):
        return "surprise"
    if any(word in words for word in right.never):
        return "surprise"
    return _judged_numbers(right, came) if came.code == READ else "refused"


def _judged_numbers(right: Right, came: Came) -> Outcome:
    told = came.cadence is not None and came.quality != "withheld"
    if right.cadence is None:
        return "wrong" if told and came.quality == "ok" else "said"
    if not told:
        return "said" if right.unsure else "surprise"
    assert came.cadence is not None
    near = abs(came.cadence - right.cadence) <= right.cadence_limit
    near &= came.stance is None or abs(came.stance - right.stance) <= right.stance_limit
    if near:
        return "right"
    return "said" if right.unsure and came.quality == "caution" and bool(right.must) else "wrong"
