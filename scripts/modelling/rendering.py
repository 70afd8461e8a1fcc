"""Render walkers with known joints, for scripts/train_correction and scripts/calibrate.

    scripts/training_walkers LAB CLIPS [--catalogue first] [--walkers 120] [--jobs 1] [--minutes 600]

LAB is a folder that holds the renderer `gaitlab`; what that needs (ffmpeg, moderngl, anny) is said there.
Every walker has a body, clothes, shoes, gait and camera of its own, drawn by its number (`walkers`): the same
number gives the same clip NAME.mp4 and NAME.truth.json again.  Every fourth walker is of the split `valid`;
the split `view` shows four more people at growing view angles.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import numpy as np

from .shoes import extend
from .walkers import CATALOGUES, FIRST, Catalogue, Kind, Random, usual

VIEWS_DEG = (0, 10, 20, 30, 38)
VIEWED = replace(FIRST, prefix="v", seed=(20, 27))
VIEWED_PEOPLE = 4


def walker(number: int, catalogue: Catalogue = FIRST) -> Any:
    """Return the specification of one walker.

    Kinds and splits alternate, so that any first few walkers hold them all.
    """
    rng = np.random.default_rng([*catalogue.seed, number])
    kind = catalogue.kind_of(number)
    split = "valid" if number % 4 == 3 else "train"
    name = f"{catalogue.prefix}{number:03d}_{kind.__name__}"
    return _clip(rng, catalogue, name, split, kind, catalogue.camera(rng))


def viewed(number: int) -> Any:
    """Return the specification of one of the people shown at growing angles."""
    who, view = divmod(number, len(VIEWS_DEG))
    rng = np.random.default_rng([*VIEWED.seed, who])
    still = {
        "kind": "static",
        "shake": 0,
        "shutter": 0,
        "fps": 30,
        "distance": 4.2,
        "width": 1280,
        "height_px": 720,
    }
    lens = replace(VIEWED.camera(rng), azimuth=VIEWS_DEG[view], **still)
    name = f"{VIEWED.prefix}{who}_{VIEWS_DEG[view]:02d}"
    return _clip(rng, VIEWED, name, "view", usual, lens, treadmill=False)


def _clip(
    rng: Random, catalogue: Catalogue, name: str, split: str, kind: Kind, lens: Any, treadmill: bool = True
) -> Any:
    from gaitlab.clip import ClipSpec

    who, wear, where = catalogue.body(rng), catalogue.outfit(rng), catalogue.room(rng)
    walk = catalogue.gait(rng, kind)
    where.treadmill = where.treadmill and treadmill
    if where.treadmill:
        lens.kind = "static"
    start = rng.random()
    about = name, split, kind.__name__, _seconds(walk, where, lens, catalogue.strides), start
    return ClipSpec(*about, None, who, wear, walk, lens, where, int(rng.integers(1, 2**31)))


def _seconds(walk: Any, where: Any, lens: Any, strides: float) -> float:
    """As long as the walker stays in the picture, so many strides at most (fewer where frames are many)."""
    longest = min(strides * walk.stride_time, 300 / lens.fps)
    if lens.kind != "static" or where.treadmill:
        return float(longest)
    width_m = lens.distance * lens.width / lens.focal_px
    return float(min(longest, (width_m - 0.4) / walk.speed))


def specifications(walkers: int, catalogue: Catalogue = FIRST) -> Iterator[Any]:
    """Yield all specifications; with the first catalogue those of the split `view` come before."""
    if catalogue is FIRST:
        yield from (viewed(k) for k in range(VIEWED_PEOPLE * len(VIEWS_DEG)))
    yield from (walker(k, catalogue) for k in range(walkers))


def rendered(task: tuple[Path, float, Catalogue, Any]) -> str:
    """Render one clip, unless it is there or the time is over."""
    folder, until, catalogue, spec = task
    if time.time() > until or (folder / f"{spec.name}.truth.json").is_file():
        return ""
    from gaitlab.clip import render_clip

    start = time.time()
    if catalogue.shoes:
        rng = np.random.default_rng([*catalogue.seed, spec.seed])
        extend(catalogue.shoes(rng), tuple(rng.uniform(*catalogue.toe_bend_deg, 2)))
    try:
        truth = render_clip(spec, folder, one_sided=catalogue is not FIRST)
    except (ValueError, np.linalg.LinAlgError) as error:  # a gait that no leg of this body can walk
        return f"{spec.name}: {error}"
    return f"{spec.name}: {truth['video']['frames']} frames, {time.time() - start:.0f} s"


def main() -> None:
    """Render what the command line asks for."""
    plain = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=plain)
    parser.add_argument("lab", type=Path)
    parser.add_argument("clips", type=Path)
    parser.add_argument("--catalogue", choices=CATALOGUES, default="first")
    parser.add_argument("--walkers", type=int, default=120)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=600)
    options = parser.parse_args()
    sys.path.insert(0, str(options.lab.resolve()))
    until = time.time() + 60 * options.minutes
    catalogue = CATALOGUES[options.catalogue]
    tasks = [(options.clips, until, catalogue, spec) for spec in specifications(options.walkers, catalogue)]
    with Pool(options.jobs, maxtasksperchild=20) as pool:
        for line in filter(None, pool.imap_unordered(rendered, tasks)):
            print(line, flush=True)


if __name__ == "__main__":
    main()
