"""The page that says how far the numbers hold: tables in Markdown, CSV beside it, pictures."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..results import marked_table
from .agreement import DEFICIT, GOAL_DEG, limits_of_agreement
from .figures import EVENTS, FIGURES, LEGS, SAGITTAL_DEG, Figure, Pooled, pool, pool_all
from .scoring import leg_means

if TYPE_CHECKING:
    from .run import Validation

TABLES = ("errors", "strides", "cycles", "intervals", "deficits", "standing", "ablation")
AGREEMENT_PLOT, CYCLE_PLOT = "agreement.png", "error_over_cycle.png"
NOTHING = "–"
ABLATED = (
    "ankle_dorsiflexion_deg",
    "ankle_rom_deg",
    "shank_to_vertical_deg",
    "foot_to_floor_deg",
    "knee_flexion_deg",
    "foot_strike",
    "foot_off",
    "step_length_m",
)
PER_CLIP = (*ABLATED[:2], "peak_dorsiflexion_stance_deg", "peak_plantarflexion_deg", *ABLATED[2:])
SHORT = {
    "ankle_dorsiflexion_deg": "ankle",
    "ankle_rom_deg": "ankle ROM",
    "peak_dorsiflexion_stance_deg": "peak DF stance",
    "peak_plantarflexion_deg": "peak PF",
    "shank_to_vertical_deg": "shank",
    "foot_to_floor_deg": "foot",
    "knee_flexion_deg": "knee",
    "foot_strike": "strike ms",
    "foot_off": "off ms",
    "step_length_m": "step cm",
}
DEFICITS = ("true_deg", "measured_deg", "error_deg", "other_side_error_deg")
BY_NAME = {figure.name: figure for figure in FIGURES}


def write_documents(validation: "Validation", out: Path) -> None:
    """Write `validity.md`, its pictures and the tables behind it into `out`."""
    out.mkdir(parents=True, exist_ok=True)
    for name in TABLES:
        table = marked_table(getattr(validation, name))
        table.to_csv(out / f"{name}.csv", index=False, float_format="%.6g")
    draw_plots(validation, out)
    head = f"# Accuracy on rendered walks with known truth (network `{validation.model}`)\n"
    text = "\n".join([head, *sections(validation)])
    (out / "validity.md").write_text(text, encoding="utf-8", newline="\n")


def draw_plots(validation: "Validation", folder: Path) -> None:
    """Draw both pictures into `folder`."""
    from .plots import draw_agreement, draw_cycles

    draw_agreement(leg_means(validation.strides), folder / AGREEMENT_PLOT)
    draw_cycles(validation.cycles, folder / CYCLE_PLOT)


def sections(validation: "Validation", pictures: str = "") -> list[str]:
    """Return the page's sections; `pictures` is the path of the plots as seen from the page."""
    return [
        accuracy(validation.errors),
        foot_drop(validation.deficits),
        clip_by_clip(validation.errors, validation.standing),
        cycle(pictures),
        agreement(validation.strides, pictures),
        coverage(validation.intervals),
        ablation(validation.ablation),
    ]


def markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table, its first column words and the others numbers."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def number(value: float, decimals: int = 1, sign: str = "") -> str:
    """Return a number as written, or a dash for NaN."""
    return f"{value:{sign}.{decimals}f}" if np.isfinite(value) else NOTHING


def accuracy(errors: pd.DataFrame) -> str:
    """Return the table of the goals and whether they are met."""
    clips = errors[errors["view_angle_deg"] <= SAGITTAL_DEG]["clip"].nunique()
    pooled = {(one.figure.name, one.leg): one for one in pool_all(errors)}
    rows = [
        [figure.words, figure.unit, *(cell for leg in LEGS for cell in _goal_cells(pooled[figure.name, leg]))]
        for figure in FIGURES
    ]
    head = ("mean absolute error", "unit", "near leg", "goal", "met", "far leg", "goal", "met")
    return (
        f"## Accuracy\n\nMean absolute error over {clips} walking clips within {SAGITTAL_DEG:.0f}° of the"
        " side view, with the 95 % interval of a bootstrap over clips. Angles: mean of the clips; events,"
        " steps and strides: mean of all of them. Peaks and range of motion: per stride, strides cut with the"
        " true events. Stature was given.\n\n" + markdown(head, rows) + "\n" + _found(pooled)
    )


def _goal_cells(one: Pooled) -> list[str]:
    goal, decimals = one.figure.goal(one.leg), one.figure.decimals
    if not one.n and one.wanted:
        return ["withheld", NOTHING if goal is None else f"≤ {goal:g}", "withheld"]
    interval = f" ({number(one.low, decimals)} to {number(one.high, decimals)})"
    mean = number(one.mean, max(decimals, 1)) + (interval if np.isfinite(one.low) else "")
    met = {True: "yes", False: "**no**", None: NOTHING}[one.met]
    return [mean, NOTHING if goal is None else f"≤ {goal:g}", met]


def _found(pooled: dict[tuple[str, str], Pooled]) -> str:
    parts = []
    for name in EVENTS:
        for leg in LEGS:
            one = pooled[name, leg]
            parts.append(
                f"{BY_NAME[name].words.lower()}, {leg} leg: {one.n} of {one.wanted}, {one.invented} invented"
                f", bias {number(one.bias, 1, '+')} ms"
            )
    return "Events found: " + "; ".join(parts) + ". Goal: all found, none invented.\n"


def foot_drop(deficits: pd.DataFrame) -> str:
    """Return the table of the swing dorsiflexion deficits."""
    rows = [
        [
            f"{one['clip']}, {one['side']} ({one['leg']})",
            *(number(float(one[name]), 1, "+") for name in DEFICITS),
        ]
        for one in deficits.to_dict("records")
    ]
    head = ("clip, affected side", "true °", "measured °", "error °", "error of the other side °")
    words = (
        "Swing dorsiflexion deficit of the affected side: the other side's mean dorsiflexion in swing minus"
        " its own, in clips where that is 5° or more. Goal: within 2° of its true size, the other side"
        " untouched."
    )
    within = int((deficits["error_deg"].abs() <= GOAL_DEG).sum())
    count = f"\n{within} of {len(deficits)} within {GOAL_DEG:.0f}°.\n"
    return f"## Is foot drop measured as foot drop?\n\n{words}\n\n" + markdown(head, rows) + count


def clip_by_clip(errors: pd.DataFrame, standing: pd.DataFrame) -> str:
    """Return the table of every clip and leg, and what was found in standing clips."""
    head = ("clip", "leg", *(SHORT[name] for name in PER_CLIP), "strikes found", "offs found")
    rows = []
    for clip, mine in errors.groupby("clip"):
        for leg in LEGS:
            cells = [_clip_cell(mine, BY_NAME[name], leg) for name in PER_CLIP]
            rows.append([str(clip), leg, *cells, *(_counts(mine, name, leg) for name in EVENTS)])
    still = [
        f"In the standing clip {one.clip}: {one.events} events, {one.strides} strides.\n"
        for one in standing.itertuples()
    ]
    note = "Mean absolute errors, in degrees unless stated otherwise; found / present + invented.\n\n"
    return "## Clip by clip\n\n" + note + markdown(head, rows) + "".join("\n" + one for one in still)


def _clip_cell(errors: pd.DataFrame, figure: Figure, leg: str) -> str:
    return number(pool(errors, figure, leg).mean, figure.decimals)


def _counts(errors: pd.DataFrame, kind: str, leg: str) -> str:
    one = pool(errors, BY_NAME[kind], leg)
    return f"{one.n}/{one.wanted}+{one.invented}"


def cycle(pictures: str) -> str:
    """Return the section of the error over the gait cycle."""
    return (
        "## Error over the gait cycle\n\nMeasured minus true, mean over clips, band ± 1 SD of clips.\n\n"
        f"![Error of each angle over the gait cycle]({pictures}{CYCLE_PLOT})\n"
    )


def agreement(strides: pd.DataFrame, pictures: str) -> str:
    """Return the limits of agreement of every metric."""
    rows = [
        [
            f"`{one.metric}`",
            str(one.n),
            *(number(v, 3, "+") for v in (one.bias, one.low, one.high)),
            number(one.slope, 2),
        ]
        for one in limits_of_agreement(leg_means(strides))
    ]
    head = ("metric", "legs", "bias", "lower limit", "upper limit", "slope")
    words = (
        "What a user reads in `summary.csv`, the product's own strides, against the true mean of the same"
        " strides (Bland & Altman 1986). Withheld numbers are left out, so toe clearance is missing if"
        " every clip is too coarse for it. Slope of measured over true: below 1, unusual walks look more"
        " normal than they are (few of these walks are unusual, so take it as a warning, not as a constant)."
    )
    picture = f"![Bland-Altman plots]({pictures}{AGREEMENT_PLOT})\n"
    return f"## Limits of agreement\n\n{words}\n\n{picture}\n" + markdown(head, rows)


def coverage(intervals: pd.DataFrame) -> str:
    """Return how often the stated intervals hold the truth."""
    rows = []
    for metric, mine in intervals.groupby("metric", sort=False):
        by_leg = [mine[mine["leg"] == leg]["holds"] for leg in LEGS]
        rows.append([f"`{metric}`", str(len(mine)), _share(mine["holds"]), *map(_share, by_leg)])
    if len(intervals):
        by_leg = [intervals[intervals["leg"] == leg]["holds"] for leg in LEGS]
        rows.append(
            ["**all**", str(len(intervals)), _share(intervals["holds"]), *(_share(one) for one in by_leg)]
        )
    head = ("metric", "intervals", "contain the true mean", "near", "far")
    words = (
        "Share of the stated 95 % intervals of `summary.csv` that contain the true mean; goal: 90 to 98 %."
    )
    return f"## Stated intervals\n\n{words}\n\n" + markdown(head, rows)


def _share(holds: "pd.Series[bool]") -> str:
    return f"{100 * holds.astype(float).mean():.0f} %" if len(holds) else NOTHING


def ablation(table: pd.DataFrame) -> str:
    """Return what every step contributes: near / far error with the step left out."""
    means = table.set_index(["variant", "figure", "leg"])["mean"]
    counts = table[table["figure"] == ABLATED[0]].groupby("variant")[["n", "wanted"]].sum()
    seen = 100 * counts["n"] / counts["wanted"]

    def cell(variant: str, figure: Figure) -> str:
        pair = (float(means[variant, figure.name, leg]) for leg in LEGS)
        return " / ".join(number(value, max(figure.decimals, 1)) for value in pair)

    def others(variant: str) -> list[str]:
        return [number(float(means[variant, DEFICIT, "affected"])), f"{float(seen[variant]):.1f} %"]

    rows = [
        [variant, *(cell(variant, BY_NAME[name]) for name in ABLATED), *others(variant)]
        for variant in table["variant"].unique()
    ]
    head = ("left out", *(SHORT[name] for name in ABLATED), "foot drop", "measured")
    words = (
        "The same landmarks measured with one step of the cleaning left out or changed: mean absolute error,"
        " near / far leg. A step is worthwhile where the error without it is larger, or where fewer frames'"
        " ankles are `measured` without it (then the errors are those of fewer, easier frames). `foot drop`:"
        " mean absolute error of the deficits above."
    )
    return f"## What each step contributes\n\n{words}\n\n" + markdown(head, rows)
