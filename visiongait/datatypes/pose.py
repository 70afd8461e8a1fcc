"""Landmarks as a pose network gives them: pixels of the upright picture, y down."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from .arrays import BoolArray, FloatArray, IntArray, SingleArray, check_increasing, frozen
from .video import CameraMotion, FrameFaults, VideoInfo


@dataclass(frozen=True)
class Skeleton:
    """Names of landmarks, the edges to draw, and the pairs that change place in a mirror."""

    name: str
    landmarks: tuple[str, ...]
    edges: tuple[tuple[str, str], ...]
    mirror_pairs: tuple[tuple[str, str], ...]

    def index(self, landmark: str) -> int:
        """Return the column of a landmark; ValueError if the skeleton lacks it."""
        return self.landmarks.index(landmark)

    def mirrored_order(self) -> IntArray:
        """Return, for each landmark, the column that it has in a mirrored picture (K,)."""
        order = np.arange(len(self.landmarks))
        for a, b in self.mirror_pairs:
            i, j = self.index(a), self.index(b)
            order[i], order[j] = j, i
        return order

    def swapped_legs(self) -> IntArray:
        """Return the column order that names the left leg's landmarks right and the right one's left (K,)."""
        order = np.arange(len(self.landmarks))
        for part in ("hip", "knee", "ankle", "heel", "foot_index"):
            left, right = self.index(f"left_{part}"), self.index(f"right_{part}")
            order[left], order[right] = right, left
        return order


# fmt: off
_FACE = ("nose", "left_eye_inner", "left_eye", "left_eye_outer", "right_eye_inner", "right_eye",
         "right_eye_outer", "left_ear", "right_ear", "left_mouth", "right_mouth")
_SIDED = ("shoulder", "elbow", "wrist", "pinky", "index", "thumb", "hip", "knee", "ankle", "heel",
          "foot_index")
_BONES = (("shoulder", "elbow"), ("elbow", "wrist"), ("shoulder", "hip"), ("hip", "knee"), ("knee", "ankle"),
          ("ankle", "heel"), ("heel", "foot_index"), ("ankle", "foot_index"))
# fmt: on


def _blazepose() -> Skeleton:
    body = tuple(f"{side}_{name}" for name in _SIDED for side in ("left", "right"))
    edges = [(f"{s}_{a}", f"{s}_{b}") for s in ("left", "right") for a, b in _BONES]
    edges += [("left_shoulder", "right_shoulder"), ("left_hip", "right_hip")]
    names = _FACE + body
    pairs = tuple((n, n.replace("left", "right")) for n in names if n.startswith("left"))
    return Skeleton("blazepose33", names, tuple(edges), pairs)


BLAZEPOSE = _blazepose()
"""MediaPipe's 33 landmarks; `foot_index` is the toe of this program."""


@dataclass(frozen=True)
class PoseModel:
    """What finds landmarks, as calibrations and a result's provenance refer to it.

    id: of network and runtime, the same wherever they give the same landmarks; name: the same in words for
    people, with the device; sha256: hash of each file of weights, by its name; calibration: the id that
    calibrations of landmarks bear which were learnt with this model (`LegCorrection.network`), empty where
    there are none; skeleton: of its landmarks.
    """

    id: str
    name: str
    sha256: Mapping[str, str]
    calibration: str = ""
    skeleton: Skeleton = BLAZEPOSE


@dataclass(frozen=True)
class PoseTrack:
    """One person through the recording, on the recording's own frames.

    frame (T,) source frame index; time_s (T,) strictly increasing, may be uneven;
    xy_px (T, K, 2) upright source pixels, origin at the picture's top left corner (first pixel's centre is
    (0.5, 0.5)), y down, NaN where the person was not found;
    visibility (T, K) what the network says, 0 to 1 (it does not flag swapped legs);
    world_m (T, K, 3) the network's metric guess about the hip centre, or None;
    mirrored_xy_px (T, K, 2) where the mirrored recording, run through the same network, has them, NaN where
    the person was not found in it, or None where that was not done;
    dissent_xy_px (T, K, 2) of several estimates for each frame the one that differs most, but for a single
    one that stands alone, NaN where there is one estimate only, or None;
    source: what found them, in words (`PoseModel.name`); calibration: see `PoseModel`;
    relabelled (T,) whether left and right leg, as the network named them, have been swapped back, and
    label_margin (T,) how sure it is which leg is which (`cleaning.relabel`); None before that was looked
    into;
    standing_feet (T, 2, 3) for left and right foot, followed in the pictures themselves from where it stood
    flat: by how many pixels the heel has moved to the right and down, and by how many degrees the foot has
    turned clockwise in the picture, NaN where it could not be followed; None where nobody looked.
    Visibility and metric guess are held in single precision, as networks tell them: recordings can be
    long. Left is the subject's left.
    """

    skeleton: Skeleton
    frame: IntArray
    time_s: FloatArray
    xy_px: FloatArray
    visibility: FloatArray | SingleArray
    world_m: FloatArray | SingleArray | None = None
    mirrored_xy_px: FloatArray | None = None
    dissent_xy_px: FloatArray | None = None
    source: str = ""
    calibration: str = ""
    relabelled: BoolArray | None = None
    label_margin: FloatArray | None = None
    standing_feet: FloatArray | None = None

    def __post_init__(self) -> None:
        n, k = len(self.time_s), len(self.skeleton.landmarks)
        put = object.__setattr__
        put(self, "frame", frozen(self.frame, (n,), "frame", np.int64))
        put(self, "time_s", frozen(self.time_s, (n,), "time_s"))
        put(self, "xy_px", frozen(self.xy_px, (n, k, 2), "xy_px"))
        put(self, "visibility", frozen(self.visibility, (n, k), "visibility", np.float32))
        if self.world_m is not None:
            put(self, "world_m", frozen(self.world_m, (n, k, 3), "world_m", np.float32))
        for name in ("mirrored_xy_px", "dissent_xy_px"):
            if getattr(self, name) is not None:
                put(self, name, frozen(getattr(self, name), (n, k, 2), name))
        if self.relabelled is not None:
            put(self, "relabelled", frozen(self.relabelled, (n,), "relabelled", np.bool_))
        if self.label_margin is not None:
            put(self, "label_margin", frozen(self.label_margin, (n,), "label_margin"))
        if self.standing_feet is not None:
            put(self, "standing_feet", frozen(self.standing_feet, (n, 2, 3), "standing_feet"))
        check_increasing(self.time_s)

    @property
    def present(self) -> BoolArray:
        """(T,) whether the person was found in the frame."""
        return np.asarray(np.any(np.all(np.isfinite(self.xy_px), axis=2), axis=1))

    @property
    def compared_xy_px(self) -> FloatArray | None:
        """(T, K, 2) what the landmarks can be compared with, to doubt those that lie elsewhere; or None."""
        return self.dissent_xy_px if self.mirrored_xy_px is None else self.mirrored_xy_px

    def moved(self, xy_px: FloatArray) -> "PoseTrack":
        """Return the track with its landmarks at other pixels (T, K, 2)."""
        return replace(self, xy_px=xy_px)

    def rows(self, rows: BoolArray) -> "PoseTrack":
        """Return the track of some frames (T,)."""
        own: dict[str, Any] = {
            name: value[rows] for name, value in vars(self).items() if isinstance(value, np.ndarray)
        }
        return replace(self, **own)

    def of(self, landmark: str) -> FloatArray:
        """(T, 2) path of one landmark in pixels."""
        return self.xy_px[:, self.skeleton.index(landmark)]

    def visibility_of(self, landmark: str) -> FloatArray:
        """(T,) what the network says of one landmark's visibility, 0 to 1."""
        return self.visibility[:, self.skeleton.index(landmark)].astype(float)


@dataclass(frozen=True)
class DetectionPass:
    """Everything the first look at a recording finds: who is there, and how the camera moved.

    All `people` share `frame` and `time_s`; a person is NaN in frames without them.
    """

    video: VideoInfo
    frame: IntArray
    time_s: FloatArray
    people: tuple[PoseTrack, ...]
    camera: CameraMotion
    faults: FrameFaults

    def __post_init__(self) -> None:
        n = len(self.time_s)
        object.__setattr__(self, "frame", frozen(self.frame, (n,), "frame", np.int64))
        object.__setattr__(self, "time_s", frozen(self.time_s, (n,), "time_s"))


@dataclass(frozen=True)
class SubjectChoice:
    """Whose walk is measured: `person` indexes `DetectionPass.people`; `reason` is a sentence for people."""

    person: int
    reason: str
    people_seen: int


@dataclass(frozen=True, eq=False)
class LivePose:
    """What one picture of a live stream showed.

    xy_px (33, 2), visibility (33,): landmarks of the followed person as in `PoseTrack`, None where they were
    not seen; people: how many are in view.
    """

    xy_px: FloatArray | None
    visibility: FloatArray | None
    people: int
