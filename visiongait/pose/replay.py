"""Saved landmarks instead of a network: what most tests, and anyone who tunes the later rooms, needs."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

import numpy as np

from ..datatypes import (
    BLAZEPOSE,
    CameraMotion,
    DetectionPass,
    FloatArray,
    Frame,
    FrameFaults,
    IntArray,
    PoseModel,
    PoseTrack,
    Progress,
    VideoInfo,
    silent,
)
from ..errors import InputError
from ..system import whole_file

if TYPE_CHECKING:
    from ..video import VideoSource
    from .blazepose import Pose

FORMAT = "visiongait-landmarks/1"
_OPTIONAL = ("world_m", "mirrored_xy_px", "dissent_xy_px", "relabelled", "label_margin", "standing_feet")
_SECOND = "second_xy_px"
"""What files of before hold instead of the two kinds of landmarks to compare with."""


def save_landmarks(path: Path, detected: DetectionPass, track: PoseTrack) -> None:
    """Write a detection pass and the subject's track to a `.npz`, without loss; whole or not at all."""
    notes = {
        "format": FORMAT,
        "video": asdict(detected.video),
        "moving": detected.camera.moving,
        "dropped_gaps": detected.faults.dropped_gaps,
        "warnings": detected.faults.warnings,
        "sources": [person.source for person in detected.people],
        "source": track.source,
        "calibrations": [one.calibration for one in (*detected.people, track)],
    }
    arrays: dict[str, Any] = {
        "notes": np.array(json.dumps(notes)),
        "frame": detected.frame,
        "time_s": detected.time_s,
        "to_reference": detected.camera.to_reference,
        "support": detected.camera.support,
        "duplicate": detected.faults.duplicate,
        **_packed("track", track),
    }
    if detected.faults.leaped is not None:
        arrays["leaped"] = detected.faults.leaped
    for i, person in enumerate(detected.people):
        arrays |= _packed(f"person{i}", person)
    with whole_file(path) as part, part.open("wb") as file:
        np.savez_compressed(file, **arrays)


def load_landmarks(path: Path) -> tuple[DetectionPass, PoseTrack]:
    """Read what `save_landmarks` wrote.

    Raises
    ------
    InputError
        If the file is missing or is not such a recording.
    """
    try:
        with np.load(path, allow_pickle=False) as saved:
            return _unpacked_recording(saved)
    except (OSError, EOFError, BadZipFile, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path} is not a recording of landmarks that this program saved.") from error


class ReplayBackend:
    """A backend that answers from a file, whatever recording it is given: see `save_landmarks`."""

    def __init__(self, path: Path) -> None:
        self._saved = load_landmarks(path)
        _, track = self._saved
        name = f"replay of {track.source}"
        self.model = PoseModel(name, name, {}, track.calibration, track.skeleton)

    def begin(self, source: "VideoSource | None" = None) -> "ReplaySession":
        """Begin a recording, which will not be read."""
        del source
        return ReplaySession(*self._saved)

    def poses(self, frame: Frame) -> "list[Pose]":
        """Find nobody: only what was saved is known."""
        del frame
        return []


@dataclass(frozen=True)
class ReplaySession:
    """The detection pass and the landmarks of one person, as they were saved."""

    detected: DetectionPass
    track: PoseTrack

    def detect(self, progress: Progress = silent) -> DetectionPass:
        """Return the saved detection pass."""
        del progress
        return self.detected

    def estimate_landmarks(self, person: int = 0, progress: Progress = silent) -> PoseTrack:
        """Return the saved landmarks, whoever is asked for."""
        del person, progress
        return self.track

    def reestimate(self, person: int, rows: IntArray, progress: Progress = silent) -> FloatArray:
        """Return no further estimates: what was saved has been settled."""
        del person, progress
        return np.empty((len(rows), 0, len(self.track.skeleton.landmarks), 2))


def _packed(prefix: str, track: PoseTrack) -> dict[str, Any]:
    names = ["xy_px", "visibility", *(name for name in _OPTIONAL if getattr(track, name) is not None)]
    return {f"{prefix}.{name}": getattr(track, name) for name in names}


def _unpacked_recording(saved: Mapping[str, Any]) -> tuple[DetectionPass, PoseTrack]:
    notes = json.loads(str(saved["notes"]))
    if notes["format"] != FORMAT:
        raise ValueError(notes["format"])
    sources = [*notes["sources"], notes["source"]]
    calibrations = notes.get("calibrations", [_calibration_of(source) for source in sources])
    names = [*(f"person{i}" for i in range(len(notes["sources"]))), "track"]
    *people, track = (
        _unpacked(name, saved, source, calibration)
        for name, source, calibration in zip(names, sources, calibrations, strict=True)
    )
    detected = DetectionPass(
        video=VideoInfo(**notes["video"] | {"notes": tuple(notes["video"].get("notes", ()))}),
        frame=saved["frame"],
        time_s=saved["time_s"],
        people=tuple(people),
        camera=CameraMotion(saved["to_reference"], saved["support"], notes["moving"]),
        faults=FrameFaults(
            saved["duplicate"],
            tuple((a, b) for a, b in notes["dropped_gaps"]),
            tuple(notes["warnings"]),
            saved.get("leaped"),
        ),
    )
    return detected, track


def _unpacked(prefix: str, saved: Mapping[str, Any], source: str, calibration: str) -> PoseTrack:
    optional = {name: saved[f"{prefix}.{name}"] for name in _OPTIONAL if f"{prefix}.{name}" in saved}
    second_px = saved.get(f"{prefix}.{_SECOND}")
    if second_px is not None and not _only_between_neighbours(saved[f"{prefix}.xy_px"], second_px):
        optional["mirrored_xy_px" if "on MediaPipe" in source else "dissent_xy_px"] = second_px
    return PoseTrack(
        skeleton=BLAZEPOSE,
        frame=saved["frame"],
        time_s=saved["time_s"],
        xy_px=saved[f"{prefix}.xy_px"],
        visibility=saved[f"{prefix}.visibility"],
        source=source,
        calibration=calibration,
        **optional,
    )


def _calibration_of(source: str) -> str:
    """Return the calibration of files that tell only in words what made them: `PoseModel.name`."""
    known = re.search(r"pose_landmarker_(heavy|full|lite) on OpenVINO", source)
    return known[0] if known else ""


def _only_between_neighbours(xy_px: FloatArray, second_xy_px: FloatArray) -> bool:
    """Whether a second opinion is the neighbours' midpoint, as was written until science version 3."""
    if len(xy_px) < 3 or np.array_equal(xy_px, second_xy_px, equal_nan=True):
        return False
    with np.errstate(over="ignore"):
        between = (xy_px[:-2] + xy_px[2:]) / 2
    return np.array_equal(second_xy_px[1:-1], between, equal_nan=True)
