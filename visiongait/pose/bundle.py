"""A `.task` bundle: an uncompressed zip of the two networks, the same bytes every time it is made."""

import hashlib
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..errors import WeightsError
from ..system import sha256_of

DETECTOR = "pose_detector.tflite"
LANDMARKS = "pose_landmarks_detector.tflite"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_TFLITE_MARK = b"TFL3"


@dataclass(frozen=True)
class Bundle:
    """The two networks of a pose model, as TFLite files in memory."""

    path: Path
    detector: bytes
    landmarks: bytes

    def sha256(self) -> Mapping[str, str]:
        """Return the hash of the bundle and of each network in it."""
        return {
            self.path.name: sha256_of(self.path),
            DETECTOR: hashlib.sha256(self.detector).hexdigest(),
            LANDMARKS: hashlib.sha256(self.landmarks).hexdigest(),
        }


def read_bundle(path: Path) -> Bundle:
    """Read both networks of a `.task` file.

    Raises
    ------
    WeightsError
        If the file is missing, or is not a bundle of a pose detector and a landmark network.
    """
    hint = "Give a pose landmarker bundle (.task), or one of the names heavy, full, lite."
    if not path.is_file():
        raise WeightsError(f"There is no model file {path}.", hint)
    try:
        with zipfile.ZipFile(path) as bundle:
            detector, landmarks = bundle.read(DETECTOR), bundle.read(LANDMARKS)
    except (zipfile.BadZipFile, KeyError) as error:
        raise WeightsError(f"{path} is not a pose landmarker bundle.", hint) from error
    if not all(network[4:8] == _TFLITE_MARK for network in (detector, landmarks)):
        raise WeightsError(f"The networks in {path} are not TFLite files.", hint)
    return Bundle(path, detector, landmarks)


def write_bundle(path: Path, detector: bytes, landmarks: bytes) -> None:
    """Write both networks as a `.task` file; equal networks give equal bytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as bundle:
        for name, content in ((DETECTOR, detector), (LANDMARKS, landmarks)):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = 3  # zipfile would note the operating system
            bundle.writestr(entry, content)
