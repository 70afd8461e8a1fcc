"""Run myogait on clips, inside its own environment, and write what it says as result tables.

    python run_myogait.py OUT CLIP...

OUT/default/NAME holds what `run_pipeline` says with its defaults, OUT/best/NAME what it says with the
settings that suit walks to either side and fast ankles: no exchange of the legs, no factor 0.8, and 6 Hz
instead of 4.
"""

import csv
import logging
import sys
from pathlib import Path
from typing import Any

import myogait
from myogait.models.mediapipe import MediaPipePoseExtractor

JOINTS = {"ankle_dorsiflexion_deg": "ankle", "knee_flexion_deg": "knee", "hip_flexion_deg": "hip"}
SIDES = {"left": "L", "right": "R"}
EVENTS = {"foot_strike": "hs", "foot_off": "to"}

Tables = dict[str, Any]


class Remembering:
    """Keeps the network's answers for one clip, so that a second look at the clip needs no network."""

    def __init__(self) -> None:
        self.answers: list[Any] = []
        self._evaluate = MediaPipePoseExtractor.process_frame
        self._next = 0
        remembering = self

        def process_frame(extractor: MediaPipePoseExtractor, frame: Any) -> Any:
            if remembering._next == len(remembering.answers):
                remembering.answers.append(remembering._evaluate(extractor, frame))
            remembering._next += 1
            answer = remembering.answers[remembering._next - 1]
            return None if answer is None else answer.copy()

        MediaPipePoseExtractor.process_frame = process_frame

    def rewind(self, *, forget: bool = False) -> None:
        """Start at the first frame again."""
        self._next = 0
        if forget:
            self.answers.clear()


def with_defaults(clip: Path) -> Tables:
    """Return the data of myogait's own recommended entry."""
    data: Tables = myogait.run_pipeline(clip, model="mediapipe", show_progress=False)["data"]
    return data


def with_best_settings(clip: Path) -> Tables:
    """Return the data with everything off that is known to spoil the numbers."""
    data = myogait.extract(clip, flip_if_right=False, correct_inversions=False, show_progress=False)
    data = myogait.normalize(data, filters=["butterworth"], butterworth_cutoff=6.0)
    data = myogait.compute_angles(data, correction_factor=1.0, calibrate=False)
    data = myogait.canonicalize_angle_signs(data)
    events: Tables = myogait.detect_events(data, method="zeni", trim_standstill=False)
    return events


def write(folder: Path, data: Tables) -> None:
    """Write `frames.csv` and `events.csv` with the columns of the contract."""
    folder.mkdir(parents=True, exist_ok=True)
    columns = [f"{side}_{angle}" for side in SIDES for angle in JOINTS]
    with (folder / "frames.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["frame", "time_s", *columns])
        for frame in data["angles"]["frames"]:
            values = [
                frame.get(f"{joint}_{letter}") for letter in SIDES.values() for joint in JOINTS.values()
            ]
            index = frame["frame_idx"]
            writer.writerow([index, index / data["meta"]["fps"], *("" if v is None else v for v in values)])
    with (folder / "events.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["time_s", "side", "event"])
        for side in SIDES:
            for event, name in EVENTS.items():
                writer.writerows([one["time"], side, event] for one in data["events"][f"{side}_{name}"])


def main() -> None:
    logging.disable(logging.WARNING)
    out, memory = Path(sys.argv[1]), Remembering()
    for clip in map(Path, sys.argv[2:]):
        if (out / "best" / clip.stem / "events.csv").exists():
            continue
        memory.rewind(forget=True)
        write(out / "default" / clip.stem, with_defaults(clip))
        memory.rewind()
        write(out / "best" / clip.stem, with_best_settings(clip))
        print(clip.stem, flush=True)


if __name__ == "__main__":
    main()
