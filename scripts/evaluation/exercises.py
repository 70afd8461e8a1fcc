"""Write docs/validity_tests.md: clinical tests on rendered people whose truth is known.

    scripts/validity_tests [FOLDER ...] [-o CACHE]

FOLDER holds NAME.mp4 and NAME.truth.json; `shared/lab/exercises` beside the checkout if none is given.  CACHE
keeps the landmarks, so that a second run needs no network.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
from checkout import DOCS, SHARED
from platformdirs import user_cache_path

from visiongait.cli.progress import bars
from visiongait.datatypes import Options, Provenance
from visiongait.errors import NoGaitError
from visiongait.pipeline import Measurement, assess, measure_source, subject_of
from visiongait.pose import load_landmarks, make_backend, save_landmarks
from visiongait.validation.exercises import TESTS, pooled, read_truth, score_test
from visiongait.video import open_video

HEAD = """# How far the numbers of clinical tests hold

Made by `scripts/validity_tests`; edit nothing here. Rendered people whose joints, soles and contacts are known
exactly do the tests; stature is given. The near leg is the one nearer to the camera. Error: measured minus
true. Covered: how often the stated 95 % interval of a repetition holds the truth. Rendered people are not
photographs: on real video errors can only be larger or different, and these clips are few.
"""

SHOWN = {"_m": (1000.0, "mm"), "_deg": (1.0, "°"), "_s": (1000.0, "ms")}


def measured(file: Path, options: Options, cache: Path) -> Measurement:
    """Measure one clip; its landmarks are kept."""
    kept = cache / f"{file.stem}.{options.test}.npz"
    if not kept.is_file():
        with bars() as progress:
            done = measure_source(open_video(file), options, make_backend("heavy"), progress=progress)
        if done.track is None:
            return done
        kept.parent.mkdir(parents=True, exist_ok=True)
        save_landmarks(kept, done.detected, done.track)
    detected, track = load_landmarks(kept)
    subject = subject_of(detected, options)
    followed = None if isinstance(subject, NoGaitError) else track
    return assess(detected, subject, followed, options, Provenance("", "", "", {}, {}, {}))


def errors_of(folders: list[Path], cache: Path) -> Iterator[pd.DataFrame]:
    """Yield the errors of every clip whose test is known."""
    for folder in folders:
        for file in sorted(folder.glob("*.truth.json")):
            truth = read_truth(file)
            of = TESTS.get(truth["exercise"]["name"])
            clip = folder / file.name.replace(".truth.json", ".mp4")
            if of is None or not clip.is_file():
                continue
            options = Options(test=of.test, height_m=round(truth["subject"]["stature_m"], 2))
            yield score_test(measured(clip, options, cache).assessment, truth)


def document(errors: pd.DataFrame) -> str:
    """Return the page."""
    parts = [HEAD]
    for test, mine in pooled(errors).groupby("test", sort=False):
        clips = errors.loc[errors["test"] == test, "clip"].nunique()
        parts.append(f"## {test}\n\n{clips} clip{'s' * (clips > 1)}.\n")
        parts.append("| quantity | leg | n | mean absolute error | bias | greatest | covered |")
        parts.append("| --- | --- | ---: | ---: | ---: | ---: | ---: |")
        parts += [_row(row) for row in mine.to_dict("records")]
        parts.append("")
    return "\n".join(parts)


def _row(row: dict[Any, Any]) -> str:
    name = str(row["quantity"])
    factor, unit = next((SHOWN[end] for end in SHOWN if name.endswith(end)), (1.0, ""))
    mae, bias, worst = (float(str(row[key])) * factor for key in ("mae", "bias", "worst"))
    covered = float(str(row["covered"]))
    held = f"{100 * covered:.0f} %" if covered == covered else "–"
    digits = 0 if unit in ("ms", "") else 1
    return (
        f"| `{name}`{f' ({unit})' if unit else ''} | {row['leg']} | {row['n']} | {mae:.{digits}f} | "
        f"{bias:+.{digits}f} | {worst:.{digits}f} | {held} |"
    )


def main() -> None:
    """Measure, score and write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", type=Path, nargs="*", default=[SHARED / "lab" / "exercises"])
    parser.add_argument("-o", "--out", type=Path, default=user_cache_path("visiongait") / "validity_tests")
    given = parser.parse_args()
    errors = pd.concat(errors_of(given.folders, given.out), ignore_index=True)
    (DOCS / "validity_tests.md").write_text(document(errors), encoding="utf-8")


if __name__ == "__main__":
    main()
