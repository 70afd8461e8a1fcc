"""Minimal detectable changes that others have published, each looked up, with its population.

They say by how much the gait of people varies from day to day, measured well; a less exact instrument cannot
detect less (`detectable`).
"""

from collections.abc import Callable
from dataclasses import dataclass

from ..metrics.names import ANGULAR, unit_of


@dataclass(frozen=True)
class Published:
    """The least change that was more than chance in 95 % of a population, in the metric's unit."""

    value: float
    source: str
    population: str


LEWEK = "Lewek & Sykes 2019, J Neurol Phys Ther 43:2"
LEWEK_LIMITS = ((0.4, 0.10), (0.8, 0.15), (float("inf"), 0.18))
"""Comfortable speed below this (m/s): minimal detectable change (m/s); 76 people in two visits."""

WILKEN = "Wilken et al. 2012, Gait Posture 35:301"
WILKEN_DEG = 5.0
"""29 adults in two visits: "changes greater than approximately 5°" of gait kinematics can be identified."""


def _speed(baseline_m_per_s: float) -> Published | None:
    for below, value in LEWEK_LIMITS:
        if baseline_m_per_s < below:
            return Published(value, LEWEK, "people after a stroke who walk as fast as this person")
    return None


def _angle(baseline_deg: float) -> Published:
    del baseline_deg
    return Published(WILKEN_DEG, WILKEN, "healthy young adults, marker system")


_OF: dict[str, Callable[[float], Published | None]] = {
    "walking_speed_m_per_s": _speed,
    **{metric: _angle for metric in ANGULAR if unit_of(metric) == "deg"},
}


def published_change(metric: str, baseline: float) -> Published | None:
    """Return the published minimal detectable change of a metric at this baseline value; None without one."""
    find = _OF.get(metric)
    return find(baseline) if find else None
