"""Pictures of the errors: limits of agreement per metric, and the error over the gait cycle."""

from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..metrics import unit_of
from .agreement import limits_of_agreement
from .figures import LEGS
from .real_walks import COMPARED

COLOURS = {"near": "#1f5f8b", "far": "#d1701f"}
SHOWN = (
    *COMPARED,
    "stride_time_s",
    "stance_percent",
    "step_length_m",
    "walking_speed_m_per_s",
    "double_support_percent",
    "min_toe_clearance_m",
)
"""Metrics drawn, those measured at all."""

ANGLES = {
    "ankle_dorsiflexion_deg": "Ankle dorsiflexion",
    "shank_to_vertical_deg": "Shank to vertical",
    "foot_to_floor_deg": "Foot to floor",
    "knee_flexion_deg": "Knee flexion",
    "hip_flexion_deg": "Hip flexion",
}
PER_ROW = 3
DPI = 110


def draw_agreement(means: pd.DataFrame, path: Path) -> None:
    """Draw a Bland-Altman plot per metric: a dot is the mean of one leg in one clip.

    Across, the truth (exact here, so not the mean of both methods); upwards, measured minus true; lines at
    the bias and the limits of agreement.
    """
    metrics = [metric for metric in SHOWN if metric in set(means["metric"])]
    figure, panels = _panels(len(metrics), height=2.6)
    for panel, metric in zip(panels, metrics, strict=True):
        _draw_metric(panel, metric, means[means["metric"] == metric])
    _finish(figure, panels, path)


def draw_cycles(cycles: pd.DataFrame, path: Path) -> None:
    """Draw the error of each angle over the gait cycle: mean over clips, and the band of ± 1 SD of clips."""
    figure, panels = _panels(len(ANGLES), height=2.8)
    for panel, (angle, words) in zip(panels, ANGLES.items(), strict=True):
        for leg in LEGS:
            mine = cycles[(cycles["angle"] == angle) & (cycles["leg"] == leg)]
            at = mine.groupby("percent")["error_deg"]
            mean, sd = at.mean(), at.std().fillna(0.0)
            panel.plot(mean.index, mean, color=COLOURS[leg], label=f"{leg} leg")
            panel.fill_between(mean.index, mean - sd, mean + sd, color=COLOURS[leg], alpha=0.2, linewidth=0)
        panel.axhline(0.0, color="black", linewidth=0.8)
        panel.set(title=words, xlabel="% of the stride", ylabel="measured - true (°)", xlim=(0, 100))
    _finish(figure, panels, path)


def _draw_metric(panel: Axes, metric: str, rows: pd.DataFrame) -> None:
    (limits,) = limits_of_agreement(rows)
    for leg in LEGS:
        mine = rows[rows["leg"] == leg]
        difference = mine["measured"] - mine["true"]
        panel.scatter(mine["true"], difference, s=18, color=COLOURS[leg], label=f"{leg} leg")
    panel.axhline(limits.bias, color="black", linewidth=1.0)
    for limit in (limits.low, limits.high):
        if np.isfinite(limit):
            panel.axhline(limit, color="black", linewidth=0.8, linestyle="--")
    panel.axhline(0.0, color="grey", linewidth=0.5)
    words = metric.removesuffix("_deg").removesuffix("_m_per_s").removesuffix("_m").removesuffix("_s")
    panel.set(title=words.replace("_", " "), xlabel=f"true ({unit_of(metric)})", ylabel="measured - true")


def _panels(count: int, height: float) -> tuple[Figure, list[Axes]]:
    rows = max(1, -(-count // PER_ROW))
    figure = Figure(figsize=(10.0, height * rows), layout="constrained")
    return figure, [figure.add_subplot(rows, PER_ROW, place + 1) for place in range(count)]


def _finish(figure: Figure, panels: list[Axes], path: Path) -> None:
    for panel in panels:
        panel.spines[["top", "right"]].set_visible(False)
        panel.title.set_fontsize(10)
    if panels:
        handles, labels = panels[0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside lower right", ncols=2, frameon=False)
    figure.savefig(path, dpi=DPI, metadata={"Software": None})
