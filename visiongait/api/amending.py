"""Corrections made by hand to a saved result: numbers again from its landmarks, the measured ones kept.

measured.json     the assessment as it was measured, byte for byte, while corrections are in force
corrections.json  what is in force, and what was taken back and can be put back
assessment.json   the corrected numbers, with the corrections in `corrections`
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..datatypes import Amendment, Progress, silent
from ..errors import InputError, UsageError
from .result import Result, load

if TYPE_CHECKING:
    from ..datatypes import Assessment
    from ..video import VideoSource

CORRECTIONS_FILE = "corrections.json"


@dataclass(frozen=True)
class _History:
    """What is in force, in order, and what was taken back, the next one to put back last.

    drawn: what was in force when annotated video and pictures were drawn.
    """

    in_force: tuple[Amendment, ...] = ()
    undone: tuple[Amendment, ...] = ()
    drawn: tuple[Amendment, ...] = ()

    def text(self) -> str:
        """Return the content of `corrections.json`."""
        return json.dumps({name: _plain(v) for name, v in vars(self).items()}, ensure_ascii=False, indent=1)


def amend(
    folder: Path | str,
    *amendments: Amendment,
    recording: Path | str | None = None,
    progress: Progress = silent,
) -> Result:
    """Correct a saved result by hand: its numbers are calculated again from the saved landmarks.

    Needs neither the recording nor a network.  The folder is written whole or not at all: tables, report (and
    PDFs, if there were any), `assessment.json`; the measured original stays beside it as `measured.json`.
    Exports made before are removed.  What was undone before is forgotten.

    Parameters
    ----------
    folder
        A result folder.
    amendments
        Corrections in the order in which they were made, behind those in force.
    recording
        The recording itself, from which annotated video and pictures are then drawn again; without it they
        keep showing what was measured.
    progress
        Called as `progress(stage, done, total)`.

    Raises
    ------
    UsageError
        If a correction does not fit what was measured, or this is another recording; nothing is written then.
    InputError
        If the folder holds no result or no landmarks.

    Examples
    --------
    >>> from visiongait import Amendment, amend
    >>> late = Amendment(
    ...     "move_event", side="left", event="foot_strike", time_s=1.23, to_s=1.27, why="heel was up"
    ... )
    >>> amend("results/walk", late).corrections  # doctest: +SKIP
    """
    before = load(folder)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    added = tuple(one if one.at_utc else replace(one, at_utc=now) for one in amendments)
    if not added and recording is None:
        raise UsageError("No correction was given.", "`visiongait amend --help` lists what can be corrected.")
    kept = _history(before)
    history = replace(kept, in_force=(*kept.in_force, *added), undone=() if added else kept.undone)
    return _written(before, history, Path(recording) if recording else None, progress)


def undo(folder: Path | str) -> Result:
    """Take the last correction of a saved result back; with the last one gone it is as it was measured.

    Raises
    ------
    UsageError
        If there is none.
    InputError
        As `amend`.
    """
    before = load(folder)
    history = _history(before)
    if not history.in_force:
        raise UsageError(f"{folder} has no correction to take back.")
    *left, last = history.in_force
    return _written(before, replace(history, in_force=tuple(left), undone=(*history.undone, last)))


def redo(folder: Path | str) -> Result:
    """Put back the correction that was last taken back.

    Raises
    ------
    UsageError
        If there is none.
    InputError
        As `amend`.
    """
    before = load(folder)
    history = _history(before)
    if not history.undone:
        raise UsageError(f"{folder} has no correction to put back.")
    *left, last = history.undone
    return _written(before, replace(history, in_force=(*history.in_force, last), undone=tuple(left)))


def undone(folder: Path | str) -> tuple[Amendment, ...]:
    """Return the corrections that `redo` would put back, the next one last."""
    return _history(load(folder)).undone


def _written(
    before: Result, history: _History, recording: Path | None = None, progress: Progress = silent
) -> Result:
    from .saving import write_amended

    assert before.folder is not None  # it was loaded
    corrected = _with_only(before, history.in_force)
    source = None
    if recording:
        source = _opened(recording, corrected)
        history = replace(history, drawn=history.in_force)
    shown = _with_only(before, history.drawn)
    write_amended(
        corrected.measurement or corrected.as_measured(),
        shown.assessment,
        before.folder,
        history.text(),
        source=source,
        progress=progress,
    )
    return load(before.folder)


def pictured(result: Result) -> "Assessment":
    """Return the assessment that annotated video and pictures of a corrected result show."""
    return _with_only(result, _history(result).drawn).assessment


def _with_only(result: Result, amendments: tuple[Amendment, ...]) -> Result:
    """Return a saved result with these corrections and no others."""
    original = result.as_measured()
    measured = Result(original.assessment, original)
    return measured.amended(*amendments) if amendments else measured


def _history(result: Result) -> _History:
    """Return what is in force, as the assessment says, and what can be put back."""
    file = (result.folder or Path()) / CORRECTIONS_FILE
    if not file.is_file():
        return _History(result.corrections)
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        undone, drawn = (tuple(Amendment(**one) for one in kept[name]) for name in ("undone", "drawn"))
        return _History(result.corrections, undone, drawn)
    except (OSError, ValueError, TypeError, KeyError) as fault:
        raise InputError(
            f"{file} cannot be read.", "Delete it; the corrections in force are kept."
        ) from fault


def _plain(amendments: Sequence[Amendment]) -> list[dict[str, Any]]:
    return [{name: v for name, v in asdict(one).items() if v not in (None, "")} for one in amendments]


def _opened(recording: Path, result: Result) -> "VideoSource":
    """Open the recording that a result was measured from, the way up that it was measured in."""
    from ..video import open_video

    measured = result.assessment.video
    parameters = result.assessment.provenance.parameters
    bounds = {name: parameters.get(name) for name in ("start_s", "end_s")}
    source = open_video(recording, slowmo=measured.slowmo_factor, **bounds)
    if source.info.sha256 != measured.sha256:
        raise UsageError(
            f"{recording} is not the recording that was measured ({measured.name}).",
            "Give the same file, unchanged.",
        )
    if turns := (measured.rotation_deg - source.info.rotation_deg) // 90 % 4:
        source.turn(turns)
    return source
