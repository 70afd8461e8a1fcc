"""What a result folder holds: the files of this program, of which alone any is ever deleted; reading back."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import InputError

if TYPE_CHECKING:
    from ..datatypes import Assessment

RESULT_FILES = (
    "annotated.mp4",
    "frames.csv",
    "landmarks.csv",
    "events.csv",
    "strides.csv",
    "summary.csv",
    "assessment.json",
    "measured.json",
    "corrections.json",
    "pose.npz",
    "people.jpg",
    "report.html",
    "report.pdf",
    "patient.pdf",
    "still_1_foot_strike.jpg",
    "still_2_foot_flat.jpg",
    "still_3_mid_stance.jpg",
    "still_4_heel_rise.jpg",
    "still_5_foot_off.jpg",
    "still_6_mid_swing.jpg",
    "still_1_start.jpg",
    "still_2_peak.jpg",
    "still_3_end.jpg",
    "README.txt",
    "exports",
    "recording.json",
)
"""Everything that a result folder may hold; only such a folder may be replaced."""

LEFT_BY_SYSTEMS = (".DS_Store", "Thumbs.db", "desktop.ini")
"""What file browsers put into folders by themselves; it does not count."""

EXPORTS = "exports"
NOTES = "README.txt"

_EXPORTED = re.compile(
    r"pass\d+(_part\d+)?\.(trc|mot|c3d)|tables\.xlsx|observations\.fhir\.json|README(-exports)?\.txt"
    r"|(frames|landmarks|events|strides|cycles|summary)\.parquet"
)
_HALF_WRITTEN = re.compile(r"\.(?P<name>.+)\.(partial|partial-\d+|\d+)")
_SIGNATURE = b"VisionGait "


def is_result(path: Path) -> bool:
    """Whether a file of a result folder is one that this program writes there, half-written ones included."""
    half = _HALF_WRITTEN.fullmatch(path.name)
    name = half["name"] if half else path.name
    named = (name in RESULT_FILES and name != EXPORTS) or (name.endswith(".csv") and name in _test_files())
    return named and _is_plain(path) and _signed(path)


def _test_files() -> set[str]:
    """Return the names of the tables that clinical tests add."""
    from ..assessments import clinical_tests  # late: it imports all the science

    return {f"{table}.csv" for test in clinical_tests().values() for table in test.tables}


def is_exported(path: Path) -> bool:
    """Whether a file of a folder of exports is one that this program writes there."""
    if path.name.startswith(".partial"):
        return path.is_dir() and not path.is_symlink()
    half = _HALF_WRITTEN.fullmatch(path.name)
    name = half["name"] if half else path.name
    own = name.endswith(".parquet") and name.replace(".parquet", ".csv") in _test_files()
    named = own or bool(_EXPORTED.fullmatch(name))
    return named and _is_plain(path) and _signed(path)


def is_own_notes(path: Path) -> bool:
    """Whether a note is not there, or is one that this program wrote: people call their own README, too."""
    return not path.exists() or (_is_plain(path) and _signed(path))


def _is_plain(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _signed(path: Path) -> bool:
    if not path.name.startswith("README"):
        return True
    with path.open("rb") as file:
        return file.read(len(_SIGNATURE)) == _SIGNATURE


ASSESSMENT_FILE = "assessment.json"
MEASURED_FILE = "measured.json"
"""The assessment before any correction by hand, where there are corrections."""

A_FOLDER = "Give a folder that `visiongait analyze` wrote."
ANEW = "Measure the recording again with `visiongait analyze`."


def read_assessment(folder: Path | str) -> "Assessment":
    """Return the assessment that a result folder holds.

    Parameters
    ----------
    folder
        What `visiongait analyze` wrote, or the `assessment.json` (or `measured.json`) in it.

    Raises
    ------
    InputError
        If there is no such folder, no assessment in it, or one that is damaged or of another schema version;
        the message says which.
    """
    from ..datatypes import Assessment
    from .tables import schema_of

    path = Path(folder)
    file = path / ASSESSMENT_FILE if path.is_dir() else path
    if not path.exists():
        raise InputError(f"The result folder {path} does not exist.", A_FOLDER)
    if file.name not in (ASSESSMENT_FILE, MEASURED_FILE) or not file.is_file():
        raise InputError(f"{path} is not a result folder: it does not contain {ASSESSMENT_FILE}.", A_FOLDER)
    try:
        assessment = Assessment.from_json(file.read_text(encoding="utf-8"))
        for name, table in assessment.all_tables.items():
            schema_of(name).check(table)
        return assessment
    except OSError as fault:
        raise InputError(f"{file} cannot be read ({fault.strerror}).") from fault
    except (ValueError, TypeError, KeyError, AttributeError) as fault:
        raise InputError(f"{file} cannot be read: {_why(fault)}.", ANEW) from fault


def _why(fault: Exception) -> str:
    """Return the reason as a clause; what is no JSON, or JSON of something else, is damaged."""
    foreign = "schema version" in str(fault)
    return str(fault) if foreign else "it is damaged, or was not written by this program"
