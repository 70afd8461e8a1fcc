"""Saved landmarks instead of a network: what most tests, and anyone who tunes the later rooms, needs."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

import numpy as np

from ..datatypes._arrays import FloatArray, IntArray
from ..datatypes.pose import BLAZEPOSE, PoseTrack, Survey
from ..datatypes.progress import Progress
from ..datatypes.video import CameraMotion, Frame, FrameFaults, VideoInfo
from ..errors import InputError
from ..system import whole_file

if TYPE_CHECKING:
    from ..video import VideoSource
    from .blazepose import Pose

FORMAT = "visiongait-landmarks/1"
_OPTIONAL = ("world_m", "second_xy_px", "relabelled", "label_margin")


def save_recording(path: Path, survey: Survey, track: PoseTrack) -> None:
    """Write a survey and the followed person's track to a `.npz`, without loss; whole or not at all."""
    notes = {
        "format": FORMAT,
        "video": asdict(survey.video),
        "moving": survey.camera.moving,
        "dropped_gaps": survey.faults.dropped_gaps,
        "warnings": survey.faults.warnings,
        "sources": [person.source for person in survey.people],
        "source": track.source,
    }
    arrays: dict[str, Any] = {
        "notes": np.array(json.dumps(notes)),
        "frame": survey.frame,
        "time_s": survey.time_s,
        "to_reference": survey.camera.to_reference,
        "support": survey.camera.support,
        "duplicate": survey.faults.duplicate,
        **_packed("track", track),
    }
    for i, person in enumerate(survey.people):
        arrays |= _packed(f"person{i}", person)
    with whole_file(path) as part, part.open("wb") as file:
        np.savez_compressed(file, **arrays)


def load_recording(path: Path) -> tuple[Survey, PoseTrack]:
    """Read what `save_recording` wrote.

    Raises
    ------
    InputError
        If the file is missing or is not such a recording.
    """
    try:
        with np.load(path, allow_pickle=False) as saved:
            return _unpack_recording(saved)
    except (OSError, EOFError, BadZipFile, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path} is not a recording of landmarks that this program saved.") from error


class ReplayBackend:
    """A backend that answers from a file: the survey as saved, and the track of the person followed then."""

    def __init__(self, path: Path) -> None:
        self._survey, self._track = load_recording(path)
        self.name = f"replay of {self._track.source}"
        self.weights_sha256: Mapping[str, str] = {}
        self.network_core_s = 0.0

    def survey(self, source: "VideoSource | None" = None, progress: Progress | None = None) -> Survey:
        """Return the saved survey; neither the recording nor a progress bar is needed."""
        del source, progress
        return self._survey

    def follow(
        self,
        source: "VideoSource | None" = None,
        survey: Survey | None = None,
        person: int = 0,
        progress: Progress | None = None,
    ) -> PoseTrack:
        """Return the saved track, whoever is asked for."""
        del source, survey, person, progress
        return self._track

    def look_again(
        self,
        source: "VideoSource | None",
        survey: Survey,
        person: int,
        rows: IntArray,
        progress: Progress | None = None,
    ) -> FloatArray:
        """Return no further looks: what was saved has been settled."""
        del source, survey, person, progress
        return np.empty((len(rows), 0, len(BLAZEPOSE.landmarks), 2))

    def look(self, frame: Frame | None = None) -> "list[Pose]":
        """Find nobody: only what was saved is known."""
        del frame
        return []


def _packed(prefix: str, track: PoseTrack) -> dict[str, Any]:
    names = ["xy_px", "visibility", *(name for name in _OPTIONAL if getattr(track, name) is not None)]
    return {f"{prefix}.{name}": getattr(track, name) for name in names}


def _unpack_recording(saved: Mapping[str, Any]) -> tuple[Survey, PoseTrack]:
    notes = json.loads(str(saved["notes"]))
    if notes["format"] != FORMAT:
        raise ValueError(notes["format"])
    people = [_unpacked(f"person{i}", saved, source) for i, source in enumerate(notes["sources"])]
    survey = Survey(
        video=VideoInfo(**notes["video"] | {"notes": tuple(notes["video"].get("notes", ()))}),
        frame=saved["frame"],
        time_s=saved["time_s"],
        people=tuple(people),
        camera=CameraMotion(saved["to_reference"], saved["support"], notes["moving"]),
        faults=FrameFaults(
            saved["duplicate"], tuple((a, b) for a, b in notes["dropped_gaps"]), tuple(notes["warnings"])
        ),
    )
    return survey, _unpacked("track", saved, notes["source"])


def _unpacked(prefix: str, saved: Mapping[str, Any], source: str) -> PoseTrack:
    optional = {name: saved[f"{prefix}.{name}"] for name in _OPTIONAL if f"{prefix}.{name}" in saved}
    if "second_xy_px" in optional and _only_between_neighbours(
        saved[f"{prefix}.xy_px"], optional["second_xy_px"]
    ):
        del optional["second_xy_px"]
    return PoseTrack(
        skeleton=BLAZEPOSE,
        frame=saved["frame"],
        time_s=saved["time_s"],
        xy_px=saved[f"{prefix}.xy_px"],
        visibility=saved[f"{prefix}.visibility"],
        source=source,
        **optional,
    )


def _only_between_neighbours(xy_px: FloatArray, second_xy_px: FloatArray) -> bool:
    """Whether a second opinion is the neighbours' midpoint, as was written until science version 3."""
    if len(xy_px) < 3 or np.array_equal(xy_px, second_xy_px, equal_nan=True):
        return False
    with np.errstate(over="ignore"):
        between = (xy_px[:-2] + xy_px[2:]) / 2
    return np.array_equal(second_xy_px[1:-1], between, equal_nan=True)
