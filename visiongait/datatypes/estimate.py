"""A number with its 95 % interval and what that is made of; and the estimates of one recording.

There is one error model.  An interval is made once, in `metrics`, and carried by the table of the summary;
whoever says how certain a number is reads it from here.  What comes in addition where numbers are compared
(another pass, another day) is added as a component of its own, in quadrature.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np
import pandas as pd

from .walk import Side

Quality = Literal["ok", "caution", "withheld"]

Z95 = 1.96
"""Half the 95 % interval of a normal distribution, in SDs, as limits of agreement are made with."""

Where = Side | Literal["both"]

Component = Literal["strides", "passes", "systematic", "sessions"]
"""What an interval is made of, as SDs of the value.

strides: the scatter of the strides, as standard error of their mean; passes: what the means of several passes
scatter beyond that; systematic: the error that all strides share (landmarks, view, zero, scale), which more
strides do not lessen; sessions: what two recordings of one walk differ by beyond that, because the phone was
put up anew.  NaN: there is such an error, and nobody measured it.
"""

NOT_MEASURED = "It was not measured."


@dataclass(frozen=True)
class Verdict:
    """Whether a recording or a number can be relied on, and the reasons, as sentences for people."""

    quality: Quality
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Estimate:
    """A number, its 95 % interval, and what that is made of.

    value: NaN where not known or withheld; low, high: NaN where there is no interval; method: how the
    interval came about, as in column `ci95_method` of the summary; components: SDs by name.
    """

    value: float = np.nan
    low: float = np.nan
    high: float = np.nan
    method: str = ""
    components: Mapping[Component, float] = field(default_factory=dict)

    @property
    def known(self) -> bool:
        """Whether there is a value."""
        return bool(np.isfinite(self.value))

    @property
    def bounded(self) -> bool:
        """Whether there is a value with an interval."""
        return bool(np.isfinite([self.value, self.low, self.high]).all())

    @property
    def interval(self) -> tuple[float, float]:
        """From where to where the true value lies with 95 % confidence."""
        return self.low, self.high

    @property
    def error_sd(self) -> float:
        """SD of the method's own error, which more strides do not lessen; NaN where nobody measured it."""
        return float(np.hypot(self.components.get("systematic", 0.0), self.components.get("sessions", 0.0)))

    @property
    def walk_sd(self) -> float:
        """SD of the value from the scatter of strides and passes; NaN where it is not known."""
        return float(np.hypot(self.components.get("strides", np.nan), self.components.get("passes", 0.0)))

    @property
    def sem(self) -> float:
        """Standard error of measurement: the walk's own scatter and the method's error together."""
        return float(np.hypot(self.walk_sd, self.error_sd))


def widened(low: float, value: float, high: float, sd: float) -> tuple[float, float]:
    """Return an interval with one more independent error of this SD, added in quadrature on each side."""
    further = Z95 * sd
    return value - float(np.hypot(value - low, further)), value + float(np.hypot(high - value, further))


def difference(before: Estimate, after: Estimate) -> Estimate:
    """Return after − before, each end of its interval made of those of both by itself.

    MOVER (Zou & Donner 2008, Stat Med 27:1693); its components are those of both, in quadrature.
    """
    value = after.value - before.value
    below = np.hypot(after.value - after.low, before.high - before.value)
    above = np.hypot(after.high - after.value, before.value - before.low)
    names = dict.fromkeys((*before.components, *after.components))
    components = {
        name: float(np.hypot(before.components.get(name, 0.0), after.components.get(name, 0.0)))
        for name in names
    }
    return Estimate(value, value - float(below), value + float(above), "mover", components)


@dataclass(frozen=True, kw_only=True)
class MetricEstimate(Estimate):
    """The mean of one metric over the valid strides of one side, or what derives from such means.

    n: strides; sd: of the strides, NaN for one; quality, reason: whether it can be relied on, and why not;
    a withheld one has no value.
    """

    metric: str
    side: Where
    unit: str = ""
    n: int = 0
    sd: float = np.nan
    quality: Quality = "ok"
    reason: str = ""

    @property
    def verdict(self) -> Verdict:
        """Quality and reason, for the rules."""
        return Verdict(self.quality, (self.reason,) if self.reason else ())

    @property
    def withheld(self) -> bool:
        """Whether the number is not to be shown."""
        return self.quality == "withheld"

    @property
    def caution(self) -> str:
        """Why the number is to be read with caution; empty where it is not."""
        return self.reason if self.quality == "caution" else ""

    def adding(self, component: Component, sd: float) -> "MetricEstimate":
        """Return the estimate with one more component, and its interval so much wider."""
        low, high = widened(self.low, self.value, self.high, sd)
        return replace(self, low=low, high=high, components={**self.components, component: sd})


class Summary:
    """The estimates of one recording, by metric and side; `table` is the plain table they are read from."""

    def __init__(self, table: pd.DataFrame) -> None:
        self.table = table
        self._rows: dict[tuple[str, str], Mapping[Any, Any]] = {
            (str(row["metric"]), str(row["side"])): row for row in table.to_dict("records")
        }

    def __getitem__(self, key: tuple[str, str]) -> MetricEstimate:
        return _estimate(self._rows[key])

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, key: object) -> bool:
        return key in self._rows

    def items(self) -> Iterator[tuple[tuple[str, str], MetricEstimate]]:
        """Yield each metric and side with its estimate, in the order of the table."""
        for key, row in self._rows.items():
            yield key, _estimate(row)

    def get(self, metric: str, side: Where) -> MetricEstimate:
        """Return the estimate of a metric of a side; a withheld one that says so where there is none."""
        if (metric, side) in self._rows:
            return self[metric, side]
        return MetricEstimate(metric=metric, side=side, quality="withheld", reason=NOT_MEASURED)


def _estimate(row: Mapping[Any, Any]) -> MetricEstimate:
    """Return a row as an estimate; means have a systematic error, of spreads and shares there is none."""
    n, sd = int(row["n"]), float(row["sd"])
    components: dict[Component, float] = {}
    method = str(row.get("ci95_method") or "")
    if method not in ("chi2", "wilson"):
        components["strides"] = float(sd / np.sqrt(n)) if n > 1 else np.nan
        components["systematic"] = float(row.get("shared_sd", np.nan))
    return MetricEstimate(
        float(row["value"]),
        float(row["ci95_low"]),
        float(row["ci95_high"]),
        method,
        components,
        metric=str(row["metric"]),
        side=row["side"],
        unit=str(row["unit"]),
        n=n,
        sd=sd,
        quality=row["quality"],
        reason=str(row["reason"]),
    )
