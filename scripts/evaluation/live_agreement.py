"""See how far the live numbers are from those of the full analysis.

    scripts/compare_live CLIP... [--live full] [--full heavy] [--write]

Every picture of each CLIP is given to the live path in turn, and the CLIP to `visiongait analyze`.  Compared
are the means of a leg's valid strides; the table tells the mean and the greatest of these differences.
`--write` puts it into docs/live.md.
"""

import argparse
import re
from collections import defaultdict
from pathlib import Path

import numpy as np
import pandas as pd
from checkout import DOCS

from visiongait.causal import LiveAnalysis
from visiongait.datatypes import SIDES
from visiongait.model_files import load_live_correction
from visiongait.pipeline import Options, measure
from visiongait.pose import make_live_tracker
from visiongait.video import open_video

PAGE = DOCS / "live.md"
METRICS = {
    "stride_time_s": ("stride time", "{:.2f} s"),
    "stance_percent": ("stance", "{:.1f} %"),
    "peak_dorsiflexion_stance_deg": ("peak dorsiflexion in stance", "{:.1f}°"),
    "peak_dorsiflexion_swing_deg": ("peak dorsiflexion in swing", "{:.1f}°"),
    "ankle_rom_deg": ("ankle range of motion", "{:.1f}°"),
    "shank_to_vertical_midstance_deg": ("shank at mid-stance", "{:.1f}°"),
    "foot_strike_angle_deg": ("sole at foot strike", "{:.1f}°"),
    "heel_rise_percent": ("heel rise", "{:.1f} %"),
    "peak_knee_flexion_swing_deg": ("peak knee flexion in swing", "{:.1f}°"),
}


def live_means(clip: Path, model: str) -> dict[tuple[str, str], float]:
    """Return the means of each leg's valid strides as told live, by side and metric."""
    source, tracker = open_video(clip), make_live_tracker(model)
    analysis = LiveAnalysis(source.info.width_px, source.info.height_px, load_live_correction())
    told = [analysis.add(f.time_s, tracker.look(f.image, f.time_s)) for f in source.frames()]
    complete = [stride for one in told for stride in one.strides if stride.complete]
    valid = [stride for stride in (*complete, *analysis.finish()) if stride.valid]
    return {
        (side, metric): float(np.nanmean([s.metrics[metric] for s in valid if s.side == side]))
        for side in {stride.side for stride in valid}
        for metric in METRICS
    }


def full_means(clip: Path, model: str) -> dict[tuple[str, str], float]:
    """Return the same of the full analysis."""
    summary: pd.DataFrame = measure(clip, Options(model=model)).assessment.summary
    values = summary.set_index(["side", "metric"])["value"]
    return {(side, metric): float(values.get((side, metric), np.nan)) for side in SIDES for metric in METRICS}


def table(clips: list[Path], live: str, full: str) -> str:
    off = defaultdict(list)
    for clip in clips:
        mine, theirs = live_means(clip, live), full_means(clip, full)
        for (side, metric), value in mine.items():
            difference = abs(value - theirs[side, metric])
            if np.isfinite(difference):
                off[metric].append(difference)
                print(f"{clip.stem:<28} {side:<6} {metric:<34} {value:8.2f} {theirs[side, metric]:8.2f}")
    rows = ["| | mean difference | largest |", "|---|---|---|"]
    for metric, (name, form) in METRICS.items():
        rows.append(f"| {name} | {form.format(np.mean(off[metric]))} | {form.format(max(off[metric]))} |")
    return "\n".join(rows)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("clips", type=Path, nargs="+")
    parser.add_argument("--live", default="full")
    parser.add_argument("--full", default="heavy")
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    fresh = table(arguments.clips, arguments.live, arguments.full)
    print(fresh)
    if arguments.write:
        page = PAGE.read_text(encoding="utf-8")
        old = re.compile(r"\| \| mean difference \| greatest \|\n(?:\|.*\n)+")
        PAGE.write_text(old.sub(lambda _: fresh + "\n", page, count=1), encoding="utf-8")


if __name__ == "__main__":
    main()
