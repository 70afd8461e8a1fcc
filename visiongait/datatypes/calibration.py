"""What was learnt about a pose network: a correction of the legs, and how far off each metric is."""

from collections.abc import Mapping
from dataclasses import dataclass

from .arrays import FloatArray, frozen


@dataclass(frozen=True, eq=False)
class LegCorrection:
    """What is added to the five points of one leg, as a function of the leg's movement around a frame.

    Input (F,): the leg's hip, knee, ankle, heel and toe, counted from the mid-hip, x forward and y up, in
    body heights, at each of `lags_s` (L,) about the frame; then +1 for the near leg, -1 for the far one.  It
    is taken as ``z = (input - mean) / scale``, both (F,) with ``F = 10 L + 1``.

    Output (10,): ``tanh(z @ hidden + hidden_bias) @ out + z @ direct + out_bias``, shifts of the five points
    in body heights; hidden (F, H), out (H, 10), direct (F, 10).

    `whitening` (F, F) tells how unusual an input is: the root mean square of ``z @ whitening`` is about 1 for
    the walks that the network was trained on.  Up to `in_distribution` it is trusted wholly, from
    `out_of_distribution` on not at all.  No point is shifted by more than `longest_shift`.

    name, sha256: of the file; network: the name of the pose network that it was learnt for.
    """

    name: str
    sha256: str
    network: str
    lags_s: FloatArray
    mean: FloatArray
    scale: FloatArray
    hidden: FloatArray
    hidden_bias: FloatArray
    out: FloatArray
    out_bias: FloatArray
    direct: FloatArray
    whitening: FloatArray
    in_distribution: float
    out_of_distribution: float
    longest_shift: float

    def __post_init__(self) -> None:
        inputs, units = 10 * len(self.lags_s) + 1, len(self.hidden_bias)
        shapes: dict[str, tuple[int, ...]] = {
            "lags_s": (len(self.lags_s),),
            "mean": (inputs,),
            "scale": (inputs,),
            "hidden": (inputs, units),
            "hidden_bias": (units,),
            "out": (units, 10),
            "out_bias": (10,),
            "direct": (inputs, 10),
            "whitening": (inputs, inputs),
        }
        for name, shape in shapes.items():
            object.__setattr__(self, name, frozen(getattr(self, name), shape, name))
        low, high = self.in_distribution, self.out_of_distribution
        if not 0 < low < high:
            raise ValueError(f"expected 0 < in_distribution < out_of_distribution, got {low} and {high}")


@dataclass(frozen=True)
class MetricError:
    """How far off one metric is, as SDs in its unit.

    near, far: of the error that all strides of a leg share, for the leg nearer to the camera and the one
    farther away, seen from the side; stride: of single strides about their mean.
    """

    near: float
    far: float
    stride: float


@dataclass(frozen=True)
class Precision:
    """The errors that more strides do not lessen, learnt from rendered walks whose truth is known.

    metrics: by name; the error of a metric that is not among them is not known.
    doubling_view_deg: the view angle at which errors of angles and lengths are twice those from the side.
    rate_hz: usual frame rate of those walks.
    disagreement: in them, the median distance between the first and the second opinion about a leg's
    landmarks, in body heights.
    name, sha256: of the file.
    """

    name: str
    sha256: str
    metrics: Mapping[str, MetricError]
    doubling_view_deg: float
    rate_hz: float
    disagreement: float


@dataclass(frozen=True, eq=False)
class Bending:
    """How thigh and trunk of somebody who bends follow from what landmarks show: straight lines.

    thigh_near, thigh_far (3,): of the thigh as seen, of its angle by the hip's height, and the constant, in
    degrees; trunk_near, trunk_far (3,): of the lean as seen, of it times the thigh's angle by height over
    100, and the constant.  name, sha256: of the file; network: the calibration of the pose network that it
    was learnt for.
    """

    name: str
    sha256: str
    network: str
    thigh_near: FloatArray
    thigh_far: FloatArray
    trunk_near: FloatArray
    trunk_far: FloatArray

    def __post_init__(self) -> None:
        for name in ("thigh_near", "thigh_far", "trunk_near", "trunk_far"):
            object.__setattr__(self, name, frozen(getattr(self, name), (3,), name))

    def thigh(self, far: bool) -> FloatArray:
        """(3,) the line of the far leg, or of the near one."""
        return self.thigh_far if far else self.thigh_near
