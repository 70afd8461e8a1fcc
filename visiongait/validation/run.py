"""The main path of a validation: every clip measured once, scored, taken apart and written up."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from ..api import write_result
from ..datatypes import Progress, silent
from ..errors import InputError, UsageError
from ..pipeline import Measurement, Options, measure
from ..pose import PoseBackend, ReplayBackend, load_landmarks, make_backend, save_landmarks
from ..video import open_video
from .ablation import VARIANTS, measure_variant
from .agreement import DEFICIT, cycle_errors, interval_cases, swing_deficits
from .figures import pool_all
from .result import Result, result_of
from .scoring import matched_strides, score
from .truth import ENDING, TrueWalk, find_truths, read_truth

LANDMARKS = "landmarks"


@dataclass(frozen=True, eq=False)
class Validation:
    """What came out of the clips with truth, walks and standing apart.

    errors: `errors.score`; strides: `strides.matched_strides`; cycles: `cycle.cycle_errors`; intervals:
    `agreement.interval_cases`; deficits: `foot_drop.swing_deficits`; standing: a row per standing clip, what
    was found in it; ablation: a row per variant, figure and leg with the pooled `mean` of `n` samples of
    `wanted`.
    """

    model: str
    errors: pd.DataFrame
    strides: pd.DataFrame
    cycles: pd.DataFrame
    intervals: pd.DataFrame
    deficits: pd.DataFrame
    standing: pd.DataFrame
    ablation: pd.DataFrame


@dataclass(frozen=True)
class Clip:
    """One clip, its truth, and where its landmarks and its result are kept."""

    video: Path
    truth: TrueWalk
    landmarks: Path
    folder: Path


def validate_clips(
    folder: Path | str,
    out: Path | str,
    *,
    model: str = "heavy",
    overwrite: bool = False,
    progress: Progress = silent,
) -> Validation:
    """Run the product over a folder of clips with truth and write what came out.

    Into `out`: a result folder per clip, the network's landmarks, the tables as CSV, the plots, and
    `validity.md`.  Clips whose landmarks are there from an earlier run are not evaluated again.

    Parameters
    ----------
    folder
        Holds NAME.mp4 (or another video) and NAME.truth.json.
    out
        New, empty, or of an earlier validation.
    model
        Pose network, as for `analyze`.
    overwrite
        Evaluate every clip again.

    Raises
    ------
    UsageError
        If no clip has truth, or `out` holds something else.
    InputError
        If a truth file or its clip cannot be read.
    """
    from .document import write_documents

    out = _checked(Path(out))
    clips = [_clip(path, out, model) for path in find_truths(Path(folder))]
    network = _Network(model, progress)
    results = []
    for done, clip in enumerate(clips):
        progress("Clips", done, len(clips))
        results.append(_measured(clip, network, overwrite, progress))
    progress("Clips", len(clips), len(clips))
    validation = _validation(model, clips, results, progress)
    write_documents(validation, out)
    return validation


class _Network:
    """The pose network, loaded when the first clip needs it."""

    def __init__(self, model: str, progress: Progress) -> None:
        self.model, self._progress = model, progress

    @cached_property
    def backend(self) -> PoseBackend:
        return make_backend(self.model, progress=self._progress)


def _checked(out: Path) -> Path:
    """Refuse a folder that holds anything but an earlier validation."""
    if out.is_file() or (out.is_dir() and any(out.iterdir()) and not (out / LANDMARKS).is_dir()):
        raise UsageError(
            f"{out} holds other things than an earlier validation.", "Choose a new folder with -o."
        )
    return out


def _clip(path: Path, out: Path, model: str) -> Clip:
    name = path.name.removesuffix(ENDING)
    videos = [one for one in sorted(path.parent.glob(f"{name}.*")) if one.suffix not in (".json", ".npz")]
    if not videos:
        raise InputError(f"The clip of {path} is missing.", f"Put {name}.mp4 beside it.")
    landmarks = out / LANDMARKS / Path(model).stem / f"{name}.npz"
    return Clip(videos[0], read_truth(path), landmarks, out / name)


def _measured(clip: Clip, network: _Network, overwrite: bool, progress: Progress) -> Result:
    """Measure one clip, keep its landmarks, and write its result folder."""
    options = Options(model=network.model, height_m=clip.truth.stature_m)
    kept = clip.landmarks.is_file() and not overwrite
    backend = ReplayBackend(clip.landmarks) if kept else network.backend
    measurement = measure(clip.video, options, backend=backend, progress=progress)
    if not kept:
        _keep_landmarks(clip, measurement)
    write_result(measurement, open_video(clip.video), clip.folder, video=False, overwrite=True)
    return result_of(measurement.assessment)


def _keep_landmarks(clip: Clip, measurement: Measurement) -> None:
    clip.landmarks.parent.mkdir(parents=True, exist_ok=True)
    if measurement.track is not None:
        save_landmarks(clip.landmarks, measurement.detected, measurement.track)


def _validation(model: str, clips: list[Clip], results: list[Result], progress: Progress) -> Validation:
    walks = [(c.truth, r) for c, r in zip(clips, results, strict=True) if not c.truth.standing]
    still = [(c.truth, r) for c, r in zip(clips, results, strict=True) if c.truth.standing]

    def table(measure_one: Callable[[TrueWalk, Result], pd.DataFrame]) -> pd.DataFrame:
        tables = [measure_one(truth, result) for truth, result in walks]
        filled = [one for one in tables if len(one)] or tables[:1]
        return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame()

    return Validation(
        model=model,
        errors=table(score),
        strides=table(matched_strides),
        cycles=table(cycle_errors),
        intervals=table(interval_cases),
        deficits=table(swing_deficits),
        standing=pd.DataFrame(
            [{"clip": t.name, "events": len(r.events), "strides": len(r.strides)} for t, r in still]
        ),
        ablation=_ablation([clip for clip in clips if not clip.truth.standing], progress),
    )


def _ablation(clips: list[Clip], progress: Progress) -> pd.DataFrame:
    """Measure the kept landmarks once per variant and pool each; clips without landmarks are left out."""
    recordings = [(clip.truth, load_landmarks(clip.landmarks)) for clip in clips if clip.landmarks.is_file()]
    rows: list[tuple[object, ...]] = []
    for done, variant in enumerate(VARIANTS if recordings else ()):
        progress("Ablation", done, len(VARIANTS))
        results = [(truth, measure_variant(variant, *saved, truth.stature_m)) for truth, saved in recordings]
        pooled = pool_all(pd.concat([score(truth, result) for truth, result in results]))
        rows += [(variant.words, one.figure.name, one.leg, one.mean, one.n, one.wanted) for one in pooled]
        off_deg = pd.concat([swing_deficits(truth, result) for truth, result in results])["error_deg"].abs()
        rows.append((variant.words, DEFICIT, "affected", off_deg.mean(), off_deg.count(), len(off_deg)))
    progress("Ablation", len(VARIANTS), len(VARIANTS))
    return pd.DataFrame(rows, columns=["variant", "figure", "leg", "mean", "n", "wanted"])
