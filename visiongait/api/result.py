"""One recording, measured: its tables, and what can be done with them."""

import math
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..datatypes import Options, Progress, silent
from ..errors import InputError, UsageError

if TYPE_CHECKING:
    from types import EllipsisType

    import pandas as pd

    from ..datatypes import Amendment, Assessment, Person, Side, Summary, Verdict
    from ..pipeline import Measurement
    from ..video import VideoSource


@dataclass(frozen=True, eq=False)
class Result:
    """What came out of one recording.

    Parameters
    ----------
    assessment
        Everything that was measured, with verdict, reasons and provenance.
    measurement
        The landmarks behind it; None for a result read back from a folder.
    source
        The recording; None where there is none to draw into.
    folder
        Where the result is saved; None: nowhere yet.
    network_core_s
        Seconds of all cores that the networks took; NaN where nobody knows.
    original
        What was measured, for a result that was corrected by hand.

    Examples
    --------
    >>> import visiongait
    >>> result = visiongait.analyse("walk.mp4", height_m=1.72)  # doctest: +SKIP
    >>> result.summary.set_index(["metric", "side"]).loc["ankle_rom_deg"]  # doctest: +SKIP
    >>> result.save("results/walk")  # doctest: +SKIP
    """

    assessment: "Assessment"
    measurement: "Measurement | None" = None
    source: "VideoSource | None" = None
    folder: Path | None = None
    network_core_s: float = field(default=math.nan, repr=False)
    original: "Measurement | None" = field(default=None, repr=False)

    @property
    def verdict(self) -> "Verdict":
        """Whether the recording can be relied on, and the reasons."""
        return self.assessment.verdict

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences on how the numbers came about."""
        return self.assessment.notes

    @property
    def summary(self) -> "pd.DataFrame":
        """A row per metric and side: value, n, SD, 95 % interval, quality (columns as in summary.csv)."""
        return self.assessment.summary

    @property
    def estimates(self) -> "Summary":
        """The summary as numbers with intervals: `result.estimates["ankle_rom_deg", "left"].interval`."""
        return self.assessment.estimates

    @property
    def strides(self) -> "pd.DataFrame":
        """A row per stride of one side (columns as in strides.csv)."""
        return self.assessment.strides

    @property
    def cycles(self) -> "pd.DataFrame":
        """Each angle at 0, 1 … 100 % of each stride: `stride`, `side`, `valid`, `percent`, angles."""
        return self.assessment.cycles

    @property
    def events(self) -> "pd.DataFrame":
        """A row per event (columns as in events.csv)."""
        return self.assessment.events

    @property
    def frames(self) -> "pd.DataFrame":
        """A row per video frame: the angles (columns as in frames.csv)."""
        return self.assessment.frames

    @property
    def landmarks(self) -> "pd.DataFrame":
        """A row per video frame: the leg landmarks in pixels (columns as in landmarks.csv)."""
        return self.assessment.landmarks

    @property
    def corrections(self) -> "tuple[Amendment, ...]":
        """What was corrected by hand, in order; empty for a result as it was measured."""
        return self.assessment.corrections

    @property
    def people(self) -> "pd.DataFrame":
        """A row per person seen: `person` (from 1, as in `subject="2"`), when and where, `measured`.

        x_px, y_px: the middle of the hips in upright source pixels, half-way between start_s and end_s.
        """
        from .people import people_table

        return people_table(self.as_measured())

    def people_at(self, time_s: float) -> dict[int, tuple[float, float, float, float]]:
        """Return a box x0, y0, x1, y1 (upright source pixels) about each person at a time, by number."""
        from .people import boxes_at

        return boxes_at(self.as_measured().detected, time_s)

    def table(self, name: str) -> "pd.DataFrame":
        """Return a table by its name: those above, and those of the clinical test (`repetitions`).

        Raises
        ------
        KeyError
            If the test has no such table.
        """
        return self.assessment.all_tables[name]

    def save(
        self,
        folder: Path | str,
        *,
        video: bool | None = None,
        blur: bool = True,
        pdf: bool = False,
        overwrite: bool = False,
        progress: Progress = silent,
    ) -> Path:
        """Write the result folder: tables, annotated video, report; or nothing.

        Parameters
        ----------
        folder
            New or empty, or, with `overwrite`, an earlier result.
        video, blur
            Whether to make `annotated.mp4`, for which the recording is read again (`analyse_into` reads it
            once; None: if there is one); and whether to blur faces in it and in the report's pictures.
        pdf
            Whether to make `report.pdf` and `patient.pdf` (A4).
        overwrite
            Replace an earlier result; it stays in place until the new one is complete.

        Returns
        -------
        Path
            The folder, filled.

        Raises
        ------
        UsageError
            If the folder is filled or cannot be written, or the numbers were corrected by hand.
        InputError
            If the result was read from a folder that holds no landmarks.
        EnvironmentFaultError
            If the disk is full.
        """
        from .saving import write_result

        self._refuse_corrected()
        video = self.source is not None if video is None else video
        if video and self.source is None:
            raise UsageError("There is no recording to draw on.", "Save it with video=False.")
        return write_result(
            self.as_measured().for_writing(),
            self.source,
            folder,
            video=video,
            blur=blur,
            pdf=pdf,
            overwrite=overwrite,
            progress=progress,
        )

    def remeasure(
        self,
        *,
        height_m: "float | EllipsisType | None" = ...,
        subject: "str | EllipsisType" = ...,
        start_s: "float | EllipsisType | None" = ...,
        end_s: "float | EllipsisType | None" = ...,
        side: "Side | EllipsisType | None" = ...,
        test: "str | EllipsisType" = ...,
        person: "Person | EllipsisType" = ...,
    ) -> "Result":
        """Measure the landmarks again under other options, without the recording and without a network.

        Parameters
        ----------
        height_m, subject, start_s, end_s, side, test, person
            As for `analyse`; what is not given stays as it was.  The landmarks are those of one person and
            one part of the recording: `subject` must name that person, `start_s` and `end_s` may cut.

        Raises
        ------
        UsageError
            If a value is impossible, another person or part is named than the landmarks cover, or the numbers
            were corrected by hand.
        InputError
            If the result was read from a folder that holds no landmarks (`pose.npz`).
        """
        from ..remeasure import measure_again

        self._refuse_corrected()
        asked = {
            "height_m": height_m,
            "subject": subject,
            "start_s": start_s,
            "end_s": end_s,
            "side": side,
            "test": test,
            "person": person,
        }
        changes = {name: value for name, value in asked.items() if value is not ...}
        measurement = measure_again(self.as_measured(), _options_of(self.assessment, changes))
        whole = not changes.keys() & {"start_s", "end_s"}
        return Result(measurement.assessment, measurement, self.source if whole else None)

    def amended(self, *amendments: "Amendment") -> "Result":
        """Return the result with further corrections made by hand, without writing anything.

        Its summary has a column `by_hand`: 1 where a number is not the measured one.  `visiongait.amend`
        does the same to a saved result.

        Raises
        ------
        UsageError
            If a correction does not fit what was measured.
        InputError
            If the result was read from a folder that holds no landmarks.
        """
        from ..remeasure import measure_again, with_changes_marked

        original = self.as_measured()
        options = _options_of(original.assessment, {})
        corrected = measure_again(original, options, (*self.corrections, *amendments))
        marked = with_changes_marked(measure_again(original, options), corrected)
        return Result(marked.assessment, marked, self.source, original=original)

    def as_measured(self) -> "Measurement":
        """Return the measurement before any correction by hand, with its landmarks.

        Raises
        ------
        InputError
            If the result was read from a folder that holds no landmarks, or not what was measured.
        """
        if self.original is not None:
            return self.original
        if self.measurement is not None:
            return self.measurement
        from ..pipeline import Measurement
        from ..pose import load_landmarks
        from ..results import MEASURED_FILE, read_assessment
        from .saving import POSE_FILE

        file = (self.folder or Path()) / POSE_FILE
        if not file.is_file():
            raise InputError(
                f"{file.parent} holds no landmarks ({POSE_FILE}).", "Measure the recording again."
            )
        corrected = bool(self.corrections)
        assessment = read_assessment(file.with_name(MEASURED_FILE)) if corrected else self.assessment
        return Measurement(assessment, *load_landmarks(file))

    def _refuse_corrected(self) -> None:
        if self.corrections:
            raise UsageError(
                "These numbers were corrected by hand.",
                "Correct them further with visiongait.amend, or take corrections back with visiongait.undo.",
            )


def _options_of(assessment: "Assessment", changes: dict[str, Any]) -> Options:
    """Return the options under which an assessment was made, with some changes."""
    known = {one.name for one in fields(Options)}
    before = {name: v for name, v in assessment.provenance.parameters.items() if name in known}
    return Options(**{**before, "person": assessment.person, "clinic": assessment.clinic, **changes})


def load(folder: Path | str) -> Result:
    """Read back a result folder.

    Parameters
    ----------
    folder
        What `visiongait analyze` or `Result.save` wrote, or the `assessment.json` in it.

    Raises
    ------
    InputError
        If there is no such folder, no assessment in it, or one that is damaged or of another schema version.
    """
    from ..results import read_assessment

    path = Path(folder)
    return Result(read_assessment(path), folder=path if path.is_dir() else path.parent)
