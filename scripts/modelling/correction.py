"""Train a leg correction from rendered walks whose joints and soles are known exactly.

    scripts/train_correction CLIPS REPLAYS... [-o FILE] [--split train valid] [--blend FILE]
    scripts/train_live_correction CLIPS [-o FILE] [--split train valid] [--blend FILE] [--model full]

CLIPS holds NAME.truth.json (format synthetic-gait-truth/1), for instance of scripts/training_walkers.  For
recordings, each REPLAYS holds NAME.npz: the same clips' landmarks as `visiongait.pose.save_landmarks` writes
them, one folder for each quality of the landmark pass.  For live pictures NAME.mp4 is shown to the live path
instead.  `--blend FILE` mixes in a correction that was trained on other walkers.
"""

import argparse
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from visiongait.datatypes import FloatArray
from visiongait.pose import make_live_tracker

from .legs import Leg, recorded_legs, truths
from .live_legs import live_legs
from .settings import LIVE, OFFLINE, CorrectionSettings

Arrays = dict[str, FloatArray]
NETWORK = "pose_landmarker_heavy on OpenVINO"


class Trained(NamedTuple):
    """What a model file holds: its arrays, where they come from, and the pose network that they correct."""

    arrays: Arrays
    name: str
    network: str


def standard(legs: Sequence[Leg], settings: CorrectionSettings) -> tuple[FloatArray, FloatArray]:
    """Mean and scale (F,) of the inputs; a point's scale is the same at every lag."""
    count = len(settings.lags_s)
    x = np.concatenate([leg.inputs.reshape(-1, leg.inputs.shape[-1]) for leg in legs])
    scale = x.std(axis=0)
    by_point = np.maximum(scale[:-1].reshape(count, -1).mean(axis=0), 0.01)
    return x.mean(axis=0), np.concatenate([np.tile(by_point, count), [1.0]])


def whitening_of(legs: Sequence[Leg], mean: FloatArray, scale: FloatArray) -> tuple[FloatArray, float]:
    """Matrix (F, F) that makes the inputs' scatter 1 in every direction, and their 99.5th percentile."""
    z = (np.concatenate([leg.inputs[1] for leg in legs]) - mean) / scale
    values, vectors = np.linalg.eigh(np.cov(z.T))
    matrix = vectors / np.sqrt(values + 0.02)  # 0.02: landmark noise, so that no direction is without scatter
    matrix /= np.sqrt(np.mean((z @ matrix) ** 2))
    return matrix, float(np.percentile(np.sqrt(np.mean((z @ matrix) ** 2, axis=1)), 99.5))


def correction_of(legs: Sequence[Leg], settings: CorrectionSettings) -> Arrays:
    """Train the networks and put them side by side: their mean is one network with all their hidden units."""
    from .network import trained

    mean, scale = standard(legs, settings)
    nets = [trained(legs, mean, scale, seed, settings) for seed in settings.seeds]
    share = 2 * settings.point_unit / len(nets)
    whitening, common = whitening_of(legs, mean, scale)
    longest = max(np.linalg.norm(leg.true - leg.measured, axis=2).max() for leg in legs)
    return {
        "lags_s": settings.lags,
        "mean": mean,
        "scale": scale,
        "hidden": np.concatenate([net["hidden.weight"] for net in nets], axis=1),
        "hidden_bias": np.concatenate([net["hidden.bias"] for net in nets]),
        "out": share * np.concatenate([net["out.weight"] for net in nets]),
        "out_bias": share * np.sum([net["out.bias"] for net in nets], axis=0),
        "direct": share * np.sum([net["direct.weight"] for net in nets], axis=0),
        "whitening": whitening,
        "usual": np.array(1.25 * common),
        "strange": np.array(2.5 * common),
        "longest_shift": np.array(longest),
    }


def blended(first: Arrays, second: Arrays, share: float) -> Arrays:
    """Mix another correction into the first, with this share; limits and window stay the first's.

    Networks trained on different walkers err differently, so that their mean errs less than either.
    """
    lags = [int(np.abs(first["lags_s"] - lag).argmin()) for lag in second["lags_s"]]
    if not np.allclose(first["lags_s"][lags], second["lags_s"]):
        raise SystemExit("The other correction's window holds moments that this one's does not.")
    rows = np.concatenate([*(np.arange(10) + 10 * lag for lag in lags), [10 * len(first["lags_s"])]])
    stretch = (first["scale"][rows] / second["scale"])[:, None]
    moved = (first["mean"][rows] - second["mean"]) / second["scale"]

    def widened(matrix: FloatArray) -> FloatArray:
        whole = np.zeros((len(first["mean"]), matrix.shape[1]))
        whole[rows] = stretch * matrix
        return whole

    own = 1 - share
    bias = second["out_bias"] + moved @ second["direct"]
    return {
        **first,
        "hidden": np.hstack([first["hidden"], widened(second["hidden"])]),
        "hidden_bias": np.append(first["hidden_bias"], second["hidden_bias"] + moved @ second["hidden"]),
        "out": np.vstack([own * first["out"], share * second["out"]]),
        "out_bias": own * first["out_bias"] + share * bias,
        "direct": own * first["direct"] + share * widened(second["direct"]),
    }


def train_offline(clips: Path, splits: Sequence[str] | None, replays: Sequence[Path]) -> Trained:
    """Train the correction for recordings on saved landmarks."""
    found: dict[str, list[Path]] = {}
    legs: list[Leg] = []
    for truth in truths(clips, splits):
        name = truth["name"]
        found[name] = [path for folder in replays if (path := folder / f"{name}.npz").is_file()]
        legs += [leg for replay in found[name] for leg in recorded_legs(truth, replay, OFFLINE)]
    count = sum(bool(paths) for paths in found.values())
    return Trained(correction_of(legs, OFFLINE), f"legs of {count} rendered walkers", NETWORK)


def train_live(clips: Path, splits: Sequence[str] | None, model: str) -> Trained:
    """Train the correction for live pictures on the clips themselves."""
    tracker = make_live_tracker(model)
    legs: list[Leg] = []
    count = 0
    for count, truth in enumerate(truths(clips, splits), start=1):  # noqa: B007
        legs += live_legs(truth, clips / f"{truth['name']}.mp4", tracker, LIVE)
    name = f"legs of {count} rendered walkers, live"
    return Trained(correction_of(legs, LIVE), name, tracker.model.id)


def save(trained: Trained, path: Path) -> None:
    """Write a model file."""
    arrays: dict[str, Any] = {key: value.astype(np.float32) for key, value in trained.arrays.items()}
    file = io.BytesIO()
    np.savez(file, name=np.array(trained.name), network=np.array(trained.network), **arrays)
    path.write_bytes(file.getvalue())
    print(f"{path}: {trained.name}, {path.stat().st_size} bytes")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    kinds = parser.add_subparsers(dest="kind", required=True)
    offline, live = kinds.add_parser("offline"), kinds.add_parser("live")
    for one, settings in ((offline, OFFLINE), (live, LIVE)):
        one.add_argument("clips", type=Path)
        one.add_argument("-o", "--output", type=Path, default=settings.path)
        one.add_argument("--split", nargs="+", help="use only the clips of these splits")
        one.add_argument("--blend", type=Path, help="another correction, which gets a share in the mean")
    offline.add_argument("replays", type=Path, nargs="+")
    live.add_argument("--model", default="full")
    return parser.parse_args()


def main() -> None:
    """Train the correction that the command line names."""
    arguments = _arguments()
    if arguments.kind == "offline":
        trained = train_offline(arguments.clips, arguments.split, arguments.replays)
        settings = OFFLINE
    else:
        trained, settings = train_live(arguments.clips, arguments.split, arguments.model), LIVE
    if arguments.blend:
        with np.load(arguments.blend) as saved:
            arrays = blended(trained.arrays, dict(saved), settings.blend_share)
            trained = trained._replace(arrays=arrays, name=f"{trained.name}, blended with {saved['name']}")
    save(trained, arguments.output)


if __name__ == "__main__":
    main()
