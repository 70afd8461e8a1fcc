"""Runs cases: each by the whole command, or in a process that keeps its network, which is quicker."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from subprocess import CalledProcessError
from tempfile import TemporaryDirectory
from typing import Any

from av import FFmpegError

from visiongait.batch import Isolated, Limits, MeasureOptions
from visiongait.errors import VisionGaitError

from .corpus_answers import NO_GAIT, READ, Came, Case, Outcome, judged
from .corpus_damage import damage_cases
from .corpus_files import codec_cases, content_cases, name_cases, rotation_cases, time_cases
from .corpus_scenes import scene_cases

HEIGHT_M = 1.75
LIMIT_MIN = 2.0
MODEL = "lite"
CRASHED = ("crashed over it", "decodes the video failed on it")
HUNG = ("was not finished after", "nothing has moved for")
OPTIONS: Mapping[str, Any] = {
    "model": MODEL,
    "quality": "standard",
    "height_m": HEIGHT_M,
    "slowmo": MeasureOptions().slowmo,
    "video": False,
    "blur": True,
    "subject": "",
    "age_years": None,
    "sex": None,
}


def cases() -> list[Case]:
    """Return the whole corpus."""
    groups = (codec_cases, rotation_cases, time_cases, content_cases, name_cases, damage_cases, scene_cases)
    return [case for group in groups for case in group()]


class Kept:
    """A process that keeps its network, and measures one case after the other."""

    def __init__(self) -> None:
        self._isolated = Isolated("visiongait.batch.child:Measuring", 1)

    def run(self, case: Case, recording: Path, folder: Path) -> Came:
        """Measure a case's file, as a batch does."""
        question = {
            "kind": "measure",
            "recording": str(recording),
            "folder": str(folder / "result"),
            "options": {**OPTIONS, **_options(case)},
            "log": str(folder / "log"),
        }
        try:
            self._isolated.ask(question, Limits(LIMIT_MIN), lambda *_: None)
        except VisionGaitError as failure:
            said = f"{failure.message} {failure.hint}"
            code = 1 if type(failure).__name__ == "BugError" else failure.exit_code
            return _error(Came(code, said))
        return _read(json.loads((folder / "result" / "assessment.json").read_text(encoding="utf-8")))

    def close(self) -> None:
        """End the process."""
        self._isolated.close()


class Commands:
    """The command, as a user calls it; slower, and nothing is left out."""

    def run(self, case: Case, recording: Path, folder: Path) -> Came:
        """Call `visiongait analyze` on a case's file."""
        program = str(Path(sys.executable).with_name("visiongait"))
        options = ["--model", MODEL, "--height", str(HEIGHT_M), "--no-video", "--json", *case.options]
        command = [program, "analyze", os.fspath(recording), *options, "-o", str(folder / "out")]
        try:
            done = subprocess.run(
                command, capture_output=True, timeout=60 * LIMIT_MIN, stdin=subprocess.DEVNULL, check=False
            )
        except subprocess.TimeoutExpired:
            return Came(-1, "", hung=True)
        words = done.stderr.decode(errors="replace")
        if done.returncode != READ:
            crashed = done.returncode < 0 or done.returncode > 128
            return _error(Came(done.returncode, words, crashed=crashed))
        told = json.loads(done.stdout.decode(errors="replace").splitlines()[-1])
        return _of(told["summary"], told["quality"], [*told["reasons"], words])

    def close(self) -> None:
        """Nothing to end."""


def run(chosen: Iterable[Case], runner: Kept | Commands) -> Iterator[tuple[Case, Outcome, Came]]:
    """Make and run cases, each in a folder of its own that is gone afterwards."""
    try:
        for case in chosen:
            with TemporaryDirectory(prefix="corpus-") as place:
                folder = Path(place)
                try:
                    recording = case.make(folder)
                except FileNotFoundError:  # no ffmpeg on this computer
                    continue
                except (FFmpegError, OSError, CalledProcessError) as fault:
                    yield case, "surprise", Came(-2, f"It could not be made: {fault}")
                    continue
                came = runner.run(case, recording, folder)
            yield case, judged(case.right, came), came
    finally:
        runner.close()


def _options(case: Case) -> dict[str, float]:
    return {"slowmo": float(case.options[1])} if case.options else {}


def _error(came: Came) -> Came:
    """Note what a sentence says of crashes and of time that ran out."""
    words = came.words.lower()
    crashed = came.crashed or any(sign in words for sign in CRASHED)
    return Came(came.code, came.words, crashed=crashed, hung=any(sign in words for sign in HUNG))


def _read(content: Mapping[str, Any]) -> Came:
    """Return what an assessment says."""
    columns = {column["name"]: column["values"] for column in content["summary"]["columns"]}
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    verdict = content["verdict"]
    notes = [*verdict["reasons"], *content["video"].get("notes", ())]
    return _of(rows, verdict["quality"], notes)


def _of(rows: list[dict[str, Any]], quality: str, said: Iterable[str]) -> Came:
    values = {(row["metric"], row["side"]): row["value"] for row in rows}
    code = NO_GAIT if quality == "withheld" else READ
    cadence, stance = (values.get((name, "both")) for name in ("cadence_steps_per_min", "stance_percent"))
    return Came(code, " ".join(said), cadence, stance, quality)
