"""Which files of a result folder this program wrote: only these may ever be deleted."""

import re
from pathlib import Path

RESULT_FILES = (
    "annotated.mp4",
    "frames.csv",
    "landmarks.csv",
    "events.csv",
    "strides.csv",
    "summary.csv",
    "assessment.json",
    "pose.npz",
    "report.html",
    "report.pdf",
    "patient.pdf",
    "still_1_foot_strike.jpg",
    "still_2_foot_flat.jpg",
    "still_3_mid_stance.jpg",
    "still_4_heel_rise.jpg",
    "still_5_foot_off.jpg",
    "still_6_mid_swing.jpg",
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
    named = (half["name"] if half else path.name) in RESULT_FILES and path.name != EXPORTS
    return named and _is_plain(path) and _signed(path)


def is_exported(path: Path) -> bool:
    """Whether a file of a folder of exports is one that this program writes there."""
    if path.name.startswith(".partial"):
        return path.is_dir() and not path.is_symlink()
    half = _HALF_WRITTEN.fullmatch(path.name)
    named = _EXPORTED.fullmatch(half["name"] if half else path.name)
    return bool(named) and _is_plain(path) and _signed(path)


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
