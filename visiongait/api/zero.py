"""The zero of a session: from a result of quiet standing to the recordings made in the same shoes."""

from pathlib import Path

from ..errors import UsageError

STANDING = "standing"


def zero_of(folder: Path | str) -> tuple[float, float]:
    """Return the tilt of the heel→toe line over the sole of the left and the right foot, in degrees.

    Parameters
    ----------
    folder
        A result of the test `standing`.

    Raises
    ------
    InputError
        If it is no result folder.
    UsageError
        If it is the result of another test, or nothing could be measured in it.
    """
    from ..results import read_assessment

    assessment = read_assessment(folder)
    if assessment.test != STANDING:
        raise UsageError(
            f"{folder} is not a result of quiet standing.",
            "Film the person standing still in the same shoes and analyse that with --test standing.",
        )
    if assessment.verdict.quality == "withheld" or not assessment.ankle_zero:
        raise UsageError(f"{folder} holds no zero: {' '.join(assessment.verdict.reasons)}")
    return assessment.ankle_zero["left"].offset_deg, assessment.ankle_zero["right"].offset_deg
