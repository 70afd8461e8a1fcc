"""MediaPipe's own PoseLandmarker: the reference, and the way where the fast runtime is missing.

The only file that knows MediaPipe.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..datatypes import (
    BLAZEPOSE,
    DetectionPass,
    FloatArray,
    Frame,
    Image,
    IntArray,
    PoseModel,
    PoseQuality,
    PoseTrack,
    Progress,
)
from ..errors import EnvironmentFaultError
from ..system import printable
from ..video import ahead
from .blazepose import Pose
from .detection_pass import run_detection_pass
from .regions import Target, height_px, torso_px
from .weights import Bundle, read_bundle, resolve, write_bundle

if TYPE_CHECKING:
    from ..video import VideoSource

_MOST_PEOPLE = 4
_SAME_PERSON = 0.25  # body heights between the torsos of both opinions
_METADATA = b"TFLITE_METADATA"

Landmarker = Callable[[Image, float], list[Pose]]


def make(model: str, quality: PoseQuality, progress: Progress) -> "MediaPipeBackend":
    """Return the backend of a model's name or `.task` file, which knows one quality; see `MakeBackend`."""
    del quality
    return MediaPipeBackend(resolve(model, progress))


class MediaPipeBackend:
    """PoseLandmarker in VIDEO mode, which smooths and lags a little, on one core.

    MediaPipe 1.2 tries to send usage statistics to its maker and offers no way to forbid it
    (docs/decisions/0002); no pictures are known to be in them.

    Parameters
    ----------
    bundle
        Path of a `.task` bundle.

    Raises
    ------
    EnvironmentFaultError
        If MediaPipe is missing, or a system library that it needs.
    """

    def __init__(self, bundle: Path) -> None:
        self._bundle = read_bundle(bundle)
        words = f"{printable(bundle.stem)} on MediaPipe"
        self.model = PoseModel(words, f"{words} {_mediapipe().__version__}", self._bundle.sha256())

    def begin(self, source: "VideoSource") -> "MediaPipeSession":
        """Begin a recording."""
        return MediaPipeSession(source, self.model, self._bundle)

    def poses(self, frame: Frame) -> list[Pose]:
        """Find everybody in a single picture."""
        with landmarker(self._bundle) as landmarks_of:
            return landmarks_of(frame.image, 0.0)


class MediaPipeSession:
    """One recording: everybody's landmarks in its first reading, one's mirrored in the second."""

    def __init__(self, source: "VideoSource", model: PoseModel, bundle: Bundle) -> None:
        self._source, self._model, self._bundle = source, model, bundle
        self._detected: DetectionPass | None = None

    def detect(self, progress: Progress) -> DetectionPass:
        """Read the recording once: everybody in every frame, and the motion of the camera."""
        with landmarker(self._bundle) as landmarks_of:

            def detect(picture: Frame, _: list[Target]) -> list[Pose]:
                return landmarks_of(picture.image, picture.time_s)

            self._detected = run_detection_pass(
                self._source, detect, progress, every_s=0.0, backend=self._model.name
            )
        return self._detected

    def estimate_landmarks(self, person: int, progress: Progress) -> PoseTrack:
        """Give one person's landmarks as detected, with the mirrored recording's to compare them with."""
        if self._detected is None:
            raise ValueError("detect() comes before what is about the people that it finds")
        track = self._detected.people[person]
        mirrored = np.full_like(track.xy_px, np.nan)
        rows = {int(index): row for row, index in enumerate(self._detected.frame)}
        with landmarker(self._bundle) as landmarks_of:
            for picture in ahead(self._source.frames()):
                poses = landmarks_of(np.ascontiguousarray(picture.image[:, ::-1]), picture.time_s)
                row = rows[picture.index]
                mirrored[row] = _same_person(track.xy_px[row], poses, picture.image.shape[1])
                progress("landmarks", row + 1, len(rows))
        return replace(track, mirrored_xy_px=mirrored)

    def reestimate(self, person: int, rows: IntArray, progress: Progress) -> FloatArray:
        """Return no further estimates: every frame has been shown both ways."""
        del person, progress
        return np.empty((len(rows), 0, len(BLAZEPOSE.landmarks), 2))


def _same_person(xy_px: FloatArray, mirrored: list[Pose], width_px: int) -> FloatArray:
    """(33, 2) the mirrored pose of the same person, mirrored back; NaN where there is none."""
    order = BLAZEPOSE.mirrored_order()
    nearest, best = np.full_like(xy_px, np.nan), float(_SAME_PERSON * height_px(xy_px))
    for pose in mirrored:
        back = (pose.xy_px * [-1, 1] + [width_px, 0])[order]
        off = float(np.linalg.norm(torso_px(back) - torso_px(xy_px)))
        if off < best:
            nearest, best = back, off
    return nearest


@contextmanager
def landmarker(bundle: Bundle, most_people: int = _MOST_PEOPLE) -> Iterator[Landmarker]:
    """Open a PoseLandmarker and give a function from picture and time to the poses in it."""
    mp = _mediapipe()
    vision = mp.tasks.vision
    options = vision.PoseLandmarkerOptions(
        base_options=mp.tasks.BaseOptions(model_asset_buffer=with_metadata(bundle)),
        running_mode=vision.RunningMode.VIDEO,
        num_poses=most_people,
    )
    last_ms = -1
    with _system_libraries():
        opened = vision.PoseLandmarker.create_from_options(options)
    with opened:

        def landmarks_of(image: Image, time_s: float) -> list[Pose]:
            nonlocal last_ms
            last_ms = max(last_ms + 1, round(1000 * time_s))  # whole milliseconds, strictly increasing
            picture = mp.Image(image_format=mp.ImageFormat.SRGB, data=image)
            return _poses(opened.detect_for_video(picture, last_ms), image)

        yield landmarks_of


def _poses(result: Any, image: Image) -> list[Pose]:
    """Turn MediaPipe's result into poses in pixels."""
    height, width = image.shape[:2]
    return [
        Pose(
            score=1.0,
            xy_px=np.array([(point.x * width, point.y * height) for point in points]),
            visibility=np.array([point.visibility for point in points]),
            world_m=np.array([(point.x, point.y, point.z) for point in world]),
        )
        for points, world in zip(result.pose_landmarks, result.pose_world_landmarks, strict=True)
    ]


def _mediapipe() -> Any:
    with _system_libraries():
        import mediapipe
    return mediapipe


@contextmanager
def _system_libraries() -> Iterator[None]:
    """Say in words which library MediaPipe could not load."""
    try:
        yield
    except (ImportError, OSError) as error:
        raise EnvironmentFaultError(
            f"MediaPipe cannot be loaded: {error}.",
            "On Debian or Ubuntu: apt-get install libegl1 libgles2",
        ) from error


def with_metadata(bundle: Bundle) -> bytes:
    """Return the bundle as MediaPipe wants it: each network saying how its pixels are normalised."""
    detector = _normalised(bundle.detector, mean=127.5, std=127.5)
    landmarks = _normalised(bundle.landmarks, mean=0.0, std=255.0)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bundle.task"
        write_bundle(path, detector, landmarks)
        return path.read_bytes()


def _normalised(tflite: bytes, mean: float, std: float) -> bytes:
    """Return a network with NormalizationOptions in its metadata; as it is if it has metadata already."""
    from flatbuffers import Builder  # type: ignore[import-untyped]
    from mediapipe.tasks.metadata import schema_py_generated as schema

    model = schema.ModelT.InitFromPackedBuf(tflite, 0)
    entries = model.metadata or []
    if any(entry.name == _METADATA for entry in entries):
        return tflite
    entry, content = schema.MetadataT(), schema.BufferT()
    content.data = list(_normalization_metadata(mean, std))
    entry.name, entry.buffer = _METADATA.decode(), len(model.buffers)
    model.buffers.append(content)
    model.metadata = [*entries, entry]
    packed = Builder(len(tflite))
    packed.Finish(model.Pack(packed), b"TFL3")
    return bytes(packed.Output())


def _normalization_metadata(mean: float, std: float) -> bytes:
    """Return TFLite model metadata that holds nothing but the normalisation of the first input."""
    from flatbuffers import Builder
    from mediapipe.tasks.metadata import metadata_schema_py_generated as schema

    options, unit = schema.NormalizationOptionsT(), schema.ProcessUnitT()
    options.mean, options.std = [mean], [std]
    unit.optionsType, unit.options = schema.ProcessUnitOptions.NormalizationOptions, options
    tensor, graph, model = schema.TensorMetadataT(), schema.SubGraphMetadataT(), schema.ModelMetadataT()
    tensor.processUnits = [unit]
    graph.inputTensorMetadata = [tensor]
    model.subgraphMetadata = [graph]
    packed = Builder(0)
    packed.Finish(model.Pack(packed), b"M001")
    return bytes(packed.Output())
