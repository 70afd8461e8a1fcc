"""The naive method of the lab beside the clips, as result tables: see the lab's `naive_baseline.py`."""

import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd

SIDES = {"L": "left", "R": "right"}
EVENTS = {"heel_strike": "foot_strike", "toe_off": "foot_off"}
ANGLES = {
    "ankle_dorsiflexion_deg": "ankle_dorsiflexion_deg",
    "shank_angle_deg": "shank_to_vertical_deg",
    "foot_floor_angle_deg": "foot_to_floor_deg",
    "knee_flexion_deg": "knee_flexion_deg",
}


def run_naive(lab: Path, clips: list[Path], weights: Path, out: Path) -> Path:
    """Run the lab's naive method with these weights; return the folder with a result folder per clip."""
    python, landmarks, said = sys.executable, out / "landmarks", out / "said"
    missing = [clip for clip in clips if not (landmarks / f"{clip.stem}.npz").is_file()]
    if missing:
        command: list[str | Path] = [
            python,
            lab / "run_blazepose.py",
            "--model",
            weights,
            "--out",
            landmarks,
            *missing,
        ]
        subprocess.run(command, check=True)
    command = [python, lab / "naive_baseline.py", "--pose", landmarks, "--out", said]
    subprocess.run([*command, "--clips", clips[0].parent], check=True, stdout=subprocess.DEVNULL)
    for clip in clips:
        _write_tables(said, clip.stem, out / "results" / clip.stem)
    return out / "results"


def _write_tables(said: Path, name: str, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    angles, events, steps = (
        pd.read_csv(said / f"{name}.{what}.csv") for what in ("angles", "events", "steps")
    )
    frames = angles.pivot(index="time_s", columns="side", values=list(ANGLES))
    names: list[Any] = list(frames.columns)
    frames.columns = pd.Index([f"{SIDES[side]}_{ANGLES[angle]}" for angle, side in names])
    frames.reset_index().to_csv(folder / "frames.csv", index=False)
    events = events.assign(side=events["side"].map(SIDES), event=events["event"].map(EVENTS))
    events.to_csv(folder / "events.csv", index=False)
    _strides(events, steps.assign(side=steps["side"].map(SIDES))).to_csv(folder / "strides.csv", index=False)


def _strides(events: pd.DataFrame, steps: pd.DataFrame) -> pd.DataFrame:
    """Return a stride between each foot strike and the next of the same side, with the step that ends it."""
    rows = []
    for side in SIDES.values():
        strikes = events[(events["side"] == side) & (events["event"] == "foot_strike")]["time_s"].tolist()
        lengths = steps[steps["side"] == side].set_index("time_s")["length_m"]
        for start_s, end_s in pairwise(strikes):
            step_m = lengths.get(end_s)
            rows.append((side, start_s, end_s, 1, end_s - start_s, 120 / (end_s - start_s), step_m))
    columns = ["side", "start_s", "end_s", "valid", "stride_time_s", "cadence_steps_per_min", "step_length_m"]
    return pd.DataFrame(rows, columns=columns)
