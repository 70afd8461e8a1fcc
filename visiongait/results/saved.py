"""A result folder read back."""

from pathlib import Path

from ..datatypes.assessment import Assessment
from ..errors import InputError

ASSESSMENT_FILE = "assessment.json"
A_FOLDER = "Give a folder that `visiongait analyze` wrote."
ANEW = "Measure the recording again with `visiongait analyze`."


def read_assessment(folder: Path | str) -> Assessment:
    """Return the assessment that a result folder holds.

    Parameters
    ----------
    folder
        What `visiongait analyze` wrote, or the `assessment.json` in it.

    Raises
    ------
    InputError
        If there is no such folder, no assessment in it, or one that is damaged or of another schema version;
        the message says which.
    """
    path = Path(folder)
    file = path / ASSESSMENT_FILE if path.is_dir() else path
    if not path.exists():
        raise InputError(f"There is no result folder {path}.", A_FOLDER)
    if file.name != ASSESSMENT_FILE or not file.is_file():
        raise InputError(f"{path} is not a result folder: it holds no {ASSESSMENT_FILE}.", A_FOLDER)
    try:
        return Assessment.from_json(file.read_text(encoding="utf-8"))
    except OSError as fault:
        raise InputError(f"{file} cannot be read ({fault.strerror}).") from fault
    except (ValueError, TypeError, KeyError, AttributeError) as fault:
        raise InputError(f"{file} cannot be read: {_why(fault)}.", ANEW) from fault


def _why(fault: Exception) -> str:
    """Return the reason as a clause; what is no JSON, or JSON of something else, is damaged."""
    foreign = "schema version" in str(fault)
    return str(fault) if foreign else "it is damaged or was not written by this program"
