"""Measure recordings again with fewer pictures a second and people of other sizes, and print a table.

    scripts/rates_and_sizes [CLIP ...]      CLIP: a further rendered clip, NAME.truth.json beside it

Needs the folder `shared` beside the checkout.  Which leg is which, masks and events must not depend on either.
"""

import argparse
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from pathlib import Path

import av
import numpy as np
import pandas as pd
from checkout import SHARED
from reliability.corpus_making import Picture, encode

import visiongait
from visiongait.datatypes import Assessment
from visiongait.validation.document import markdown, number
from visiongait.validation.figures import FIGURES, LEGS, pool
from visiongait.validation.real_walks import Agreement, compare, counted_strikes, read_events, within_one
from visiongait.validation.result import result_of
from visiongait.validation.scoring import score
from visiongait.validation.truth import read_truth

RATES = (60, 30, 20, 15)
STATURES_PX = (900, 300, 200, 150)
FAST = ("d02_slow_elderly_60fps", "d04_equinus_right_60fps", "d07_treadmill_60fps", "d10_fast_shorts_60fps")
SIZED = ("d01_normal_sagittal", "d02_slow_elderly_60fps", "d03_foot_drop_right", "d11_barefoot_shorts")
REAL_STATURE_PX = 300
ANKLE = next(figure for figure in FIGURES if figure.name == "ankle_dorsiflexion_deg")
STRIKE = next(figure for figure in FIGURES if figure.name == "foot_strike")


@dataclass
class Row:
    """What a group of recordings gave: rendered ones against their truth, real ones against the eye."""

    errors: list[pd.DataFrame] = field(default_factory=list)
    valid: int = 0
    withheld: int = 0
    legs_within_one: int = 0
    strikes: Agreement = field(default_factory=Agreement)

    def count(self, one: Assessment) -> None:
        """Count the valid strides of a recording, or that it was withheld."""
        self.valid += int(one.strides["valid"].sum()) if len(one.strides) else 0
        self.withheld += one.verdict.quality == "withheld"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("clip", nargs="*", type=Path)
    clips: list[Path] = parser.parse_args().clip
    with tempfile.TemporaryDirectory() as folder:
        for title, groups in (("pictures a second", by_rate), ("stature in the picture", by_stature)):
            rows = [(said, rendered(paths)) for said, paths in groups(Path(folder))]
            print(markdown((title, *HEAD), [[said, *cells(row)] for said, row in rows]))
        if clips:
            print(
                markdown(("clip", *HEAD), [[path.stem, *cells(rendered([(path, path)]))] for path in clips])
            )
        sizes = [(f"{px} px", real(px, Path(folder))) for px in STATURES_PX]
        print(markdown(("real people", *REAL_HEAD), [[said, *real_cells(row)] for said, row in sizes]))


HEAD = ("ankle near", "ankle far", "foot strikes found", "too many", "off by", "valid strides", "withheld")
REAL_HEAD = (
    "legs within one of the count",
    "foot strikes read by eye",
    "too many",
    "valid strides",
    "withheld",
)


def cells(row: Row) -> list[str]:
    """Return the cells of a row of rendered recordings."""
    errors = pd.concat(row.errors)
    ankle = [f"{number(pool(errors, ANKLE, leg).mean)}°" for leg in LEGS]
    strikes = [pool(errors, STRIKE, leg) for leg in LEGS]
    found, wanted = (sum(getattr(one, name) for one in strikes) for name in ("n", "wanted"))
    off_ms = np.average([one.mean for one in strikes], weights=[max(one.n, 1) for one in strikes])
    invented = sum(one.invented for one in strikes)
    return [
        *ankle,
        f"{found} of {wanted}",
        str(invented),
        f"{off_ms:.0f} ms",
        str(row.valid),
        str(row.withheld),
    ]


def real_cells(row: Row) -> list[str]:
    """Return the cells of a row of real recordings."""
    strikes = row.strikes
    return [
        str(row.legs_within_one),
        f"{strikes.found} of {strikes.read}",
        str(strikes.extra + strikes.wrong_side),
        str(row.valid),
        str(row.withheld),
    ]


def by_rate(folder: Path) -> Iterator[tuple[str, list[tuple[Path, Path]]]]:
    """Yield the fast recordings with every, every second, third and fourth picture."""
    for rate in RATES:
        yield str(rate), [(thinned(clip(name), RATES[0] // rate, folder), clip(name)) for name in FAST]


def by_stature(folder: Path) -> Iterator[tuple[str, list[tuple[Path, Path]]]]:
    """Yield recordings as filmed, and with the person so many pixels tall."""
    yield "as filmed", [(clip(name), clip(name)) for name in SIZED]
    for px in STATURES_PX:
        yield f"{px} px", [(resized(clip(name), px / stature_px(name), folder), clip(name)) for name in SIZED]


def clip(name: str) -> Path:
    """Return a rendered clip of the lab."""
    return SHARED / "lab" / "clips" / f"{name}.mp4"


@cache
def stature_px(name: str) -> float:
    """Return how many pixels tall the person of a rendered clip is, half way through."""
    truth = pd.read_json(clip(name).with_suffix(".truth.json"), typ="series")
    px_per_m: list[float] = truth["px_per_m"]
    return float(truth["subject"]["stature_m"]) * px_per_m[len(px_per_m) // 2]


def rendered(paths: Iterable[tuple[Path, Path]]) -> Row:
    """Measure variants of rendered clips against the truth beside the clip that each was made of."""
    row = Row()
    for path, original in paths:
        one = visiongait.analyse(path).assessment
        row.count(one)
        row.errors.append(score(read_truth(original.with_suffix(".truth.json")), result_of(one)))
    return row


def real(px: int, folder: Path) -> Row:
    """Measure the real recordings with the person so many pixels tall against counts and the eye."""
    source, row = SHARED / "real", Row()
    counts, read = counted_strikes(source / "strike_counts.csv"), read_events(source / "events.csv")
    for path in sorted(source.glob("*.mp4")):
        one = visiongait.analyse(resized(path, px / REAL_STATURE_PX, folder)).assessment
        row.count(one)
        row.legs_within_one += within_one(one.events, counts[path.stem])
        if path.stem in read:
            row.strikes += compare(one.events, read[path.stem], "foot_strike")
    return row


def thinned(path: Path, step: int, folder: Path) -> Path:
    """Return the recording with every `step`-th picture only."""
    return path if step == 1 else _encoded(path, 1.0, step, folder)


def resized(path: Path, scale: float, folder: Path) -> Path:
    """Return the recording with pictures `scale` times as wide and high."""
    return path if scale == 1 else _encoded(path, scale, 1, folder)


def _encoded(path: Path, scale: float, step: int, folder: Path) -> Path:
    made = folder / f"{path.stem}_{step}_{scale:.2f}.mp4"
    with av.open(str(path)) as source:
        rate = Fraction(source.streams.video[0].average_rate or 25) / step
        encode(made, _pictures(source, scale, step), rate=rate, options={"crf": "18"})
    return made


def _pictures(source: "av.container.InputContainer", scale: float, step: int) -> Iterator[Picture]:
    way = "AREA" if scale < 1 else "LANCZOS"
    for index, frame in enumerate(source.decode(video=0)):
        if index % step == 0:
            width, height = (2 * round(size * scale / 2) for size in (frame.width, frame.height))
            yield np.asarray(frame.reformat(width, height, "rgb24", interpolation=way).to_ndarray(), np.uint8)


if __name__ == "__main__":
    main()
