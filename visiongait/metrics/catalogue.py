"""The metrics of a stride in walking, in the order of the columns, and what derives from them all.

A new metric is a `Metric` in the file of its family; another program registers one with `METRICS.register`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from .angles import ANGULAR
from .distances import DISTANCES
from .metric import Group, MeasuredStride, Metric, Need, unit_decimals, unit_of
from .timing import TIMING

_DERIVED = {"_asymmetry_percent": "{} – asymmetry", "_cv_percent": "{} – variability"}
_COUNTS = {
    "n_strides": "Number of strides",
    "masked_frames_percent": "Frames in which the leg was not tracked reliably",
}


class Registry:
    """Metrics by name, in the order in which they were registered."""

    def __init__(self, metrics: Iterable[Metric] = ()) -> None:
        self._metrics: dict[str, Metric] = {}
        for metric in metrics:
            self.register(metric)

    def register(self, metric: Metric) -> Metric:
        """Add a metric; ValueError if its name is taken."""
        if metric.name in self._metrics:
            raise ValueError(f"there is a metric {metric.name} already")
        self._metrics[metric.name] = metric
        return metric

    def remove(self, name: str) -> None:
        """Take a metric out again."""
        del self._metrics[name]

    def __iter__(self) -> Iterator[Metric]:
        return iter(tuple(self._metrics.values()))

    def __len__(self) -> int:
        return len(self._metrics)

    def __contains__(self, name: object) -> bool:
        return name in self._metrics

    def __getitem__(self, name: str) -> Metric:
        return self._metrics[name]

    def get(self, name: str) -> Metric | None:
        """Return the metric of that name, if there is one."""
        return self._metrics.get(name)

    def names(self, chosen: Callable[[Metric], object] | None = None) -> tuple[str, ...]:
        """Return the names of all metrics, or of those chosen."""
        return tuple(metric.name for metric in self if chosen is None or chosen(metric))

    def needing(self, need: Need) -> tuple[str, ...]:
        """Return the names of the metrics for which something must be there or right."""
        return self.names(lambda metric: need in metric.needs)

    def of_group(self, group: Group) -> tuple[str, ...]:
        """Return the names of the metrics under one heading."""
        return self.names(lambda metric: metric.group == group)

    def of_curve(self, angle: str) -> tuple[str, ...]:
        """Return the names of the metrics that are values of an angle."""
        return self.names(lambda metric: metric.curve == angle)

    def measure(
        self, stride: MeasuredStride, names: Iterable[str] | None = None
    ) -> dict[str, float | str | None]:
        """Return the numbers of one stride: of all metrics, or of those named."""
        chosen = list(self) if names is None else [self[name] for name in names]
        return {metric.name: metric.compute(stride) for metric in chosen}


METRICS = Registry((*TIMING, *DISTANCES, *ANGULAR))
"""Every column of `strides.csv` that is a metric, in the order of the columns."""


def title_of(name: str, translated: Mapping[str, str] | None = None) -> str:
    """Return what a metric, or any row of the summary, is called.

    translated: titles of metrics in another language, which come first.
    """
    for ending, words in _DERIVED.items():
        if name.endswith(ending):
            return words.format(title_of(name.removesuffix(ending), translated))
    if translated and name in translated:
        return translated[name]
    metric = METRICS.get(name)
    return metric.title if metric else _COUNTS.get(name, name.replace("_", " "))


def decimals_of(name: str) -> int:
    """Return how many decimals a metric, or any row of the summary, deserves in tables for people."""
    metric = METRICS.get(name)
    return metric.decimals if metric else unit_decimals(unit_of(name))


def numbers_table() -> str:
    """Return the table of docs/numbers.md: a row for each metric, as Markdown."""
    rows = ["| name | what it is | zero, and what is positive | source |", "|---|---|---|---|"]
    rows += [f"| `{m.name}` | {m.definition} | {m.zero} | {m.source} |" for m in METRICS]
    return "\n".join(rows) + "\n"
