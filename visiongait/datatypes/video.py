"""What a recording is, before anybody is looked for in it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .arrays import BoolArray, FloatArray, frozen

Image = NDArray[np.uint8]
"""(height, width, 3) RGB, upright as a viewer shows it."""


@dataclass(frozen=True)
class VideoInfo:
    """A recording's facts.  Sizes are after rotation, in square pixels; times are seconds of real walking.

    `nominal_fps` is the container's average rate divided by nothing and multiplied by `slowmo_factor`:
    the rate at which the camera took pictures.  It is information only: time comes from each frame.
    `notes` are sentences for people on how the file was read, none of them a fault.
    `filmed`: when it was taken, as the file itself says (ISO 8601 with its offset); empty where it does not.
    """

    name: str
    width_px: int
    height_px: int
    nominal_fps: float
    duration_s: float | None
    frame_count: int | None
    rotation_deg: int
    codec: str
    container: str
    sha256: str
    slowmo_factor: float = 1.0
    notes: tuple[str, ...] = ()
    filmed: str = ""


@dataclass(frozen=True)
class Frame:
    """One picture: `index` counts decoded frames of the source from 0, `time_s` is its presentation time.

    `time_s` is what a player shows, divided by the slow-motion factor, as float seconds: 0 at the source's
    first frame, unless sound begins before it by more than one picture.
    """

    index: int
    time_s: float
    image: Image

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height of the picture."""
        height_px, width_px = self.image.shape[:2]
        return width_px, height_px


@dataclass(frozen=True)
class CameraMotion:
    """How the background moved, frame by frame.

    `to_reference (T, 2, 3)`: affine that takes upright pixels (x right, y down) of frame t into the pixel
    frame of the first frame; identity for a camera on a tripod; NaN where unknown.
    `support (T,)`: share of background features that agree with it, 0 to 1.
    `moving`: whether the camera moved enough to matter (more than about 1 % of the picture's width).
    """

    to_reference: FloatArray
    support: FloatArray
    moving: bool

    def __post_init__(self) -> None:
        object.__setattr__(self, "to_reference", frozen(self.to_reference, (None, 2, 3), "to_reference"))
        object.__setattr__(self, "support", frozen(self.support, (len(self.to_reference),), "support"))

    @staticmethod
    def static(n_frames: int) -> "CameraMotion":
        """Return the motion of a camera that stood still for `n_frames`."""
        eye = np.broadcast_to(np.eye(2, 3), (n_frames, 2, 3))
        return CameraMotion(eye, np.ones(n_frames), False)


@dataclass(frozen=True)
class FrameFaults:
    """What was wrong with the recording's frames: `duplicate (T,)` repeats the frame before it.

    `dropped_gaps` are (start_s, end_s) where the container's time jumps by more than 1.5 usual intervals.
    `warnings` are sentences for people (truncated file, no time stamps …).
    `leaped (T,)` changed far more than all frames around it: pictures may have been cut out before it, if
    the person's movement says so too; None where the pictures themselves are not known.
    """

    duplicate: BoolArray
    dropped_gaps: tuple[tuple[float, float], ...] = ()
    warnings: tuple[str, ...] = ()
    leaped: BoolArray | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "duplicate", frozen(self.duplicate, (None,), "duplicate", np.bool_))
        if self.leaped is not None:
            object.__setattr__(
                self, "leaped", frozen(self.leaped, (len(self.duplicate),), "leaped", np.bool_)
            )
