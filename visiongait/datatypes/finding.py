"""What stands out in a walk, in plain words: an observation with its number, never a diagnosis."""

from dataclasses import dataclass
from typing import Literal

from .reference import Reference
from .walk import Side

Confidence = Literal["sure", "uncertain"]
Where = Side | Literal["both"]


@dataclass(frozen=True)
class Finding:
    """One observation on one leg, or on the whole walk (`side` "both").

    rule: key of the rule, as in the texts; statement: the observation in plain words, number and reference
    included; metric, value, unit: what was measured; interval: from where to where the true value may
    lie with 95 % confidence, scatter of strides and error of the method together; reference: what it was
    compared with, None where it was compared with the other leg or with the method's own error; confidence:
    `uncertain` where the interval reaches into the usual or the number is itself to be read with caution;
    source: where the limit comes from; doubt: why it is uncertain, empty where it
    is not; title: the observation in two or three words.
    """

    rule: str
    side: Where
    statement: str
    metric: str
    value: float
    unit: str
    interval: tuple[float, float]
    reference: Reference | None
    confidence: Confidence
    source: str
    doubt: str = ""
    title: str = ""
