"""floats as the page writes them."""

import numpy as np

from ...metrics.names import unit_of
from ..report.rows import DECIMALS, FINER


def decimals_of(metric: str) -> int:
    """Return how many decimals a metric deserves."""
    return FINER.get(metric, DECIMALS.get(unit_of(metric), 2))


def plain(value: float, metric: str) -> str:
    """Return a value as text with a true minus sign; empty for NaN."""
    if not np.isfinite(value):
        return ""
    decimals = decimals_of(metric)
    return f"{round(value, decimals) + 0.0:.{decimals}f}".replace("-", "−")


def signed(value: float, metric: str) -> str:
    """Return a difference as text, with its sign; empty for NaN."""
    text = plain(value, metric)
    return text if not text or text[0] == "−" or not value > 0 else f"+{text}"


def interval(low: float, high: float, metric: str) -> str:
    """Return an interval as text; empty where a bound is missing."""
    return f"{plain(low, metric)} to {plain(high, metric)}" if np.isfinite([low, high]).all() else ""


def percent(value: float) -> str:
    """Return whole per cent as text, with its sign; empty for NaN."""
    return f"{round(value) + 0.0:+.0f} %".replace("-", "−").replace("+0", "0") if np.isfinite(value) else ""
