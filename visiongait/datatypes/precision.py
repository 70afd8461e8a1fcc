"""How sure each number is, beyond what the scatter of its strides tells."""

from collections.abc import Mapping
from dataclasses import dataclass


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
