"""Estimate models/precision.toml from rendered walks whose truth is known.

    scripts/calibrate CLIPS REPLAYS CORRECTION [-o FILE] [--views view]

CLIPS holds NAME.truth.json, REPLAYS their landmarks NAME.npz, CORRECTION the leg correction to measure with,
which should not have seen a third of the clips (scripts/train_correction --split train).  An error is that of
the mean of a leg's strides in a clip, brought back to the side view.  The split `--views` holds walks seen
under growing angles: it says how fast errors grow with the angle.
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from checkout import MODELS
from scipy.optimize import curve_fit

from visiongait.assessments import assess_walk
from visiongait.cleaning import choose_subject
from visiongait.datatypes import Assessment, Provenance
from visiongait.metrics import METRICS
from visiongait.model_files import load_correction
from visiongait.pose import load_landmarks
from visiongait.validation.result import result_of
from visiongait.validation.scoring import leg_means, matched_strides
from visiongait.validation.truth import TrueWalk, read_truth

SHARE = 0.65
"""Share of each error's SD that intervals need: they also count the scatter of strides, partly the same.
With it, 93 % of 1856 intervals of 43 walkers unknown to the correction hold the truth (two thirds of them
have unusual ankles: 89 %, the others 99 %); with all of it 98 % would."""

ANGLES = METRICS.names(lambda metric: metric.unit == "deg")


def measured(arguments: argparse.Namespace) -> Iterator[tuple[str, TrueWalk, Assessment]]:
    """Yield the split, the truth and the assessment of every clip that has landmarks."""
    correction = load_correction(arguments.correction)
    for file in sorted(arguments.clips.glob("*.truth.json")):
        split = json.loads(file.read_text(encoding="utf-8"))["split"]
        replay = arguments.replays / file.name.replace(".truth.json", ".npz")
        if not replay.is_file():
            continue
        truth = read_truth(file)
        detected, track = load_landmarks(replay)
        assessment = assess_walk(
            detected,
            choose_subject(detected),
            track,
            height_m=truth.stature_m,
            correction=correction,
            provenance=Provenance("", "", track.source, {}, {}, {}),
        )
        yield split, truth, assessment


def errors(truth: TrueWalk, assessment: Assessment) -> pd.DataFrame:
    """Return, per leg and metric, the error of the mean and the SD of the strides."""
    means = leg_means(matched_strides(truth, result_of(assessment)))
    summary = assessment.summary[["metric", "side", "sd"]]
    table = means.merge(summary.astype({"metric": object, "side": object}), on=["metric", "side"])
    table["error"] = table["measured"] - table["true"]
    table["disagreement"] = assessment.processing["landmark_disagreement"]
    table["rate_hz"] = np.median(assessment.processing["rate_hz"])
    return table


def doubling_deg(views: pd.DataFrame) -> float:
    """Return the angle at which errors are twice those from the side: 1 + (angle / doubling)² fitted."""
    angular = views[views["metric"].isin(ANGLES)]
    by_view = angular.groupby("view_angle_deg")["error"].apply(lambda e: float(np.mean(np.abs(e))))
    (base, doubling), _ = curve_fit(
        lambda x, base, double: base * (1 + (x / double) ** 2), by_view.index, by_view, p0=(2.0, 30.0)
    )
    print(by_view.round(2).to_dict(), f"from the side {base:.2f}")
    return float(abs(doubling))


def shared(table: pd.DataFrame) -> dict[str, dict[str, float]]:
    """Return the SDs per metric: of the error that strides share, for each leg, and of the strides."""
    errors_of = SHARE * table.groupby(["metric", "leg"])["error"].apply(robust_sd).unstack()
    stride = table.groupby("metric")["sd"].apply(rms)
    wanted = [metric for metric in METRICS.names() if metric in stride.dropna().index]
    return {metric: {**errors_of.loc[[metric]].iloc[0], "stride": stride[metric]} for metric in wanted}


def robust_sd(error: "pd.Series[float]") -> float:
    """Return the SD about 0 of a normal distribution that leaves as many errors beyond its 90 % limits."""
    return float(error.abs().quantile(0.9) / 1.645)


def rms(values: "pd.Series[float]") -> float:
    """Return the root mean square."""
    return float(np.sqrt(values.pow(2).mean()))


def text_of(table: pd.DataFrame, views: pd.DataFrame) -> str:
    """Return the file."""
    doubling = round(doubling_deg(views))
    by_geometry = ~table["metric"].isin(METRICS.names(lambda metric: metric.family == "time"))
    table["error"] /= 1 + by_geometry * (table["view_angle_deg"] / doubling) ** 2
    clips = table["clip"].nunique()
    lines = [
        "# Made by scripts/calibrate; SDs in each metric's unit, see visiongait/datatypes/calibration.py.",
        f'name = "errors of {clips} rendered walks"',
        f"doubling_view_deg = {doubling}.0",
        f"rate_hz = {table['rate_hz'].median():.0f}.0",
        f"disagreement = {table.groupby('clip')['disagreement'].first().median():.4f}",
        "",
        "[metrics]",
    ]
    for metric, row in shared(table.dropna(subset=["error"])).items():
        values = ", ".join(f"{name} = {value:.3g}" for name, value in row.items())
        lines.append(f"{metric} = {{ {values} }}")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write the file that the command line names."""
    plain = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=plain)
    parser.add_argument("clips", type=Path)
    parser.add_argument("replays", type=Path)
    parser.add_argument("correction", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=MODELS / "precision.toml")
    parser.add_argument("--views", default="view")
    arguments = parser.parse_args()
    tables: dict[bool, list[pd.DataFrame]] = {False: [], True: []}
    for split, truth, assessment in measured(arguments):
        tables[split == arguments.views].append(errors(truth, assessment))
    text = text_of(pd.concat(tables[False]), pd.concat(tables[True]))
    arguments.output.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
