#!/usr/bin/env python3
"""Learn models/leg_correction.npz from rendered walks whose joints and soles are known exactly.

    scripts/train_correction CLIPS REPLAYS... [-o FILE] [--split train valid]

CLIPS holds NAME.truth.json (format synthetic-gait-truth/1), for instance of scripts/training_walkers; each
REPLAYS holds NAME.npz: the same clips' landmarks as `visiongait.pose.save_recording` writes them, one folder
for each way of looking at the frames.  `--beside FILE` puts a network that learnt from other walkers beside
the new one (`SAY_BESIDE`).  Needs torch beside the program's own packages, for instance
`uv run --with torch scripts/train_correction ...`.  The same files and seeds give the same network.
"""

import argparse
import io
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from visiongait.cleaning import clean
from visiongait.cleaning.correction import leg_inputs
from visiongait.cleaning.points import POINTS, middle, nan_mean
from visiongait.datatypes.walk import LEG_POINTS, SIDES, Pass, other
from visiongait.pose import ReplayBackend

Arrays = dict[str, np.ndarray]
NETWORK = "pose_landmarker_heavy on OpenVINO"
LAGS_S = np.array([-0.6, -0.4, -0.2, -0.1, -0.05, 0.0, 0.05, 0.1, 0.2, 0.4, 0.6])  # most of a stride
PACES = (0.8, 1.0, 1.25)  # every walk is also shown slower and faster
MOST_RATE_HZ = 30.0  # frames nearer in time than that say the same
HIDDEN, EPOCHS, BATCH, RATE, SEEDS = 64, 40, 4096, 7e-3, range(5)
JITTER, OFFSET = 0.002, 0.004  # body heights (SD): of each landmark by itself, and throughout the window
SHORTENED = 0.5  # share of the windows that are made to end early, on each side
TURN_DEG, SIZE = 1.5, 0.04  # SD of the whole leg's rotation and relative size
POINT_UNIT, ANGLE_UNIT_RAD, POINT_WEIGHT = 0.01, np.radians(2.0), 0.3
LEAST_FRAMES = 20
SAY_BESIDE = 1 / 3  # of an earlier network in the mean of both (docs/decisions/0008)
MISTAKEN = 0.1  # body heights: landmarks farther off lie on the other leg, or anywhere
LIKE_DEG, MOST_WEIGHT = 3.0, 2.0  # legs whose mean ankle angles lie this close are alike; weight of rare ones


@dataclass(frozen=True)
class Leg:
    """One leg in body heights: inputs (P, T, F) at each pace, measured and true points (T, 5, 2).

    ends: (P, T, 2) seconds since the leg was first seen and until it is last seen, at each pace.
    """

    inputs: np.ndarray
    ends: np.ndarray
    measured: np.ndarray
    true: np.ndarray


def legs_of(truth: dict, replay: Path) -> list[Leg]:
    """Return every leg of a clip that was seen long enough."""
    backend = ReplayBackend(replay)
    survey = backend.survey()
    walk = clean(backend.follow(), survey.camera, survey.video)
    legs = [leg for one in walk.passes for leg in _legs_of_pass(truth, one)]
    return [leg for leg in legs if len(leg.true) >= LEAST_FRAMES]


def _legs_of_pass(truth: dict, one: Pass) -> list[Leg]:
    path, sides = one.trajectories, (one.near_side, other(one.near_side))
    from_hips = (path.position - middle(path.position, "hip")[:, None]) / one.height_px[:, None, None]
    columns = [[POINTS.index(f"{side}_{part}") for part in LEG_POINTS] for side in sides]
    measured = from_hips[:, columns]
    true = np.stack([_true_leg(truth, path.time_s, side) for side in sides], axis=1)
    # the person stays where the landmarks are: only the shape is corrected
    true += nan_mean((measured - true).reshape(len(true), -1, 2), axis=1)[:, None, None]
    frames = truth["frames"]
    inside = np.interp(path.time_s, frames["time_s"], np.array(frames["legs_in_frame"], float), 0, 0) > 0.99
    legs = []
    for k in range(len(SIDES)):
        sign = 1.0 - 2.0 * k
        inputs = [leg_inputs(path.time_s, measured[:, k], sign, LAGS_S * pace) for pace in PACES]
        ends = np.stack([ends_of(path.time_s, measured[:, k]) / pace for pace in PACES])
        off = np.linalg.norm(true[:, k] - measured[:, k], axis=2)
        usable = inside & (off < MISTAKEN).all(axis=1)
        usable &= np.arange(len(usable)) % max(1, round(path.rate_hz / MOST_RATE_HZ)) == 0
        legs.append(Leg(np.stack(inputs)[:, usable], ends[:, usable], measured[usable, k], true[usable, k]))
    return legs


def ends_of(time_s: np.ndarray, leg: np.ndarray) -> np.ndarray:
    """(T, 2) seconds since a leg (T, 5, 2) was first seen whole and until it is last seen."""
    seen_s = time_s[np.isfinite(leg).all(axis=(1, 2))]
    first_s, last_s = (seen_s[0], seen_s[-1]) if len(seen_s) else (np.nan, np.nan)
    return np.stack([time_s - first_s, last_s - time_s], axis=1)


def _true_leg(truth: dict, time_s: np.ndarray, side: str) -> np.ndarray:
    """(T, 5, 2) hip, knee, ankle, heel and toe tip on the rigid sole, in body heights, at the given times."""
    frames, letter = truth["frames"], side[0].upper()

    def path(name: str) -> np.ndarray:
        points = np.array(frames["landmarks_3d_m"][f"{name}.{letter}"], float)[:, [0, 2]]
        moments = [np.interp(time_s, frames["time_s"], column, np.nan, np.nan) for column in points.T]
        return np.stack(moments, axis=1) / truth["subject"]["stature_m"]

    heel = path("heel_sole")
    along = path("ball_sole") - heel
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    length = np.nanmedian(np.linalg.norm(path("toe_sole") - heel, axis=1))
    return np.stack([path("hip"), path("knee"), path("ankle"), heel, heel + length * along], axis=1)


class Shifts(torch.nn.Module):
    """One hidden layer beside a linear map."""

    def __init__(self, inputs: int) -> None:
        super().__init__()
        self.hidden = torch.nn.Linear(inputs, HIDDEN)
        self.out = torch.nn.Linear(HIDDEN, 10)
        self.direct = torch.nn.Linear(inputs, 10, bias=False)
        torch.nn.init.zeros_(self.out.weight)
        torch.nn.init.zeros_(self.direct.weight)

    def forward(self, z: torch.Tensor) -> torch.Tensor:
        return 2 * POINT_UNIT * (self.out(torch.tanh(self.hidden(z))) + self.direct(z))


def trained(legs: list[Leg], mean: np.ndarray, scale: np.ndarray, seed: int) -> Shifts:
    """Train one network; legs count by how rare their ankles are, however many frames they have."""
    torch.manual_seed(seed)
    count = len(PACES)
    x = _tensor([leg.inputs.reshape(-1, len(mean)) for leg in legs])
    ends = _tensor([leg.ends.reshape(-1, 2) for leg in legs])
    measured = _tensor([np.tile(leg.measured, (count, 1, 1)) for leg in legs])
    true = _tensor([np.tile(leg.true, (count, 1, 1)) for leg in legs])
    shares = zip(legs, rarity(legs), strict=True)
    weight = _tensor([np.full(count * len(leg.true), rare / len(leg.true)) for leg, rare in shares])
    weight /= weight.mean()
    net = Shifts(len(mean))
    optimiser = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=1e-3)
    steps = EPOCHS * (len(x) // BATCH + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps, pct_start=0.1)
    scaling = _tensor([mean]), _tensor([scale])
    for _ in range(EPOCHS):
        for rows in torch.randperm(len(x)).split(BATCH):
            z, start, goal = varied(x[rows], ends[rows], measured[rows], true[rows], *scaling)
            loss = (weight[rows] * misfit(start + net(z).reshape(-1, 5, 2), goal)).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
    return net


def rarity(legs: list[Leg]) -> np.ndarray:
    """(N,) weight of each leg: the fewer like it, the more, or unusual ankles are drawn to the usual ones."""
    directed = [directions(torch.tensor(leg.true)).numpy() for leg in legs]
    ankle_deg = np.degrees([np.mean(angles[:, 0] - angles[:, 1]) for angles in directed])
    alike = np.exp(-0.5 * ((ankle_deg[:, None] - ankle_deg) / LIKE_DEG) ** 2).sum(axis=1)
    return np.minimum(np.median(alike) / alike, MOST_WEIGHT)


def varied(
    x: torch.Tensor,
    ends: torch.Tensor,
    start: torch.Tensor,
    goal: torch.Tensor,
    mean: torch.Tensor,
    scale: torch.Tensor,
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Turn, resize, shorten and disturb each sample: standardised inputs, measured points, true points.

    Where a window reaches beyond what was seen, the end is held, with its disturbance: it is one moment, not many.
    """
    n = len(x)
    moments = held(ends)[:, :, None, None].expand(-1, -1, 5, 2)
    window = torch.gather(x[:, :-1].reshape(n, len(LAGS_S), 5, 2), 1, moments)
    turn = torch.randn(n) * np.radians(TURN_DEG)
    cos, sin = torch.cos(turn), torch.sin(turn)
    matrix = torch.stack([cos, -sin, sin, cos], dim=-1).reshape(n, 2, 2) * (1 + SIZE * torch.randn(n, 1, 1))
    offset = OFFSET * torch.randn(n, 1, 5, 2)
    jitter = torch.gather(JITTER * torch.randn(window.shape), 1, moments)
    window = torch.einsum("bij,blpj->blpi", matrix, window) + offset + jitter
    start, goal = (torch.einsum("bij,bpj->bpi", matrix, points) for points in (start, goal))
    z = (torch.cat([window.reshape(n, -1), x[:, -1:]], dim=1) - mean) / scale
    return z, start + offset[:, 0], goal


def held(ends: torch.Tensor) -> torch.Tensor:
    """(N, L) which moment of the window stands at each place, when some windows are made to end early.

    Nearer to its own end than its reach, a window holds what lies at the end, seen at the next place beyond.
    """
    lags, places = torch.tensor(LAGS_S, dtype=torch.float32), torch.arange(len(LAGS_S))
    reach = torch.tensor([-LAGS_S[0], LAGS_S[-1]], dtype=torch.float32)
    early = torch.where(torch.rand(len(ends), 2) < SHORTENED, torch.rand(len(ends), 2) * reach, torch.inf)
    own = (ends <= early).long()
    first = (lags < -torch.minimum(ends, early)[:, :1]).sum(dim=1) - own[:, 0]
    last = (lags <= torch.minimum(ends, early)[:, 1:]).sum(dim=1) - 1 + own[:, 1]
    return torch.maximum(torch.minimum(places, last[:, None]), first[:, None]).clamp(0, len(LAGS_S) - 1)


def misfit(found: torch.Tensor, true: torch.Tensor) -> torch.Tensor:
    """(N,) how far points and, mostly, angles are off; small errors squared, large ones not."""
    points = torch.sqrt(1 + ((found - true) / POINT_UNIT) ** 2).mean(dim=(1, 2))
    off = directions(found) - directions(true)
    foot, shank, thigh = ((off + np.pi) % (2 * np.pi) - np.pi).T
    off = torch.stack([foot, shank, thigh, shank - foot, thigh - shank], dim=1) / ANGLE_UNIT_RAD
    return POINT_WEIGHT * points + torch.sqrt(1 + off**2).mean(dim=1)


def directions(leg: torch.Tensor) -> torch.Tensor:
    """(N, 3) angles of foot, shank and thigh in the picture, in radians, counterclockwise."""
    hip, knee, ankle, heel, toe = leg.unbind(dim=1)
    segments = torch.stack([toe - heel, knee - ankle, hip - knee], dim=1)
    return torch.atan2(segments[..., 1], segments[..., 0])


def _tensor(parts: list[np.ndarray]) -> torch.Tensor:
    return torch.tensor(np.concatenate(parts), dtype=torch.float32)


def standard(legs: list[Leg]) -> tuple[np.ndarray, np.ndarray]:
    """Mean and scale (F,) of the inputs; a point's scale is the same at every lag."""
    x = np.concatenate([leg.inputs.reshape(-1, leg.inputs.shape[-1]) for leg in legs])
    scale = x.std(axis=0)
    by_point = np.maximum(scale[:-1].reshape(len(LAGS_S), -1).mean(axis=0), 0.01)
    return x.mean(axis=0), np.concatenate([np.tile(by_point, len(LAGS_S)), [1.0]])


def whitening_of(legs: list[Leg], mean: np.ndarray, scale: np.ndarray) -> tuple[np.ndarray, float]:
    """Matrix (F, F) that makes the inputs' scatter 1 in every direction, and their 99.5th percentile."""
    z = (np.concatenate([leg.inputs[1] for leg in legs]) - mean) / scale
    values, vectors = np.linalg.eigh(np.cov(z.T))
    matrix = vectors / np.sqrt(values + 0.02)  # 0.02: landmark noise, so that no direction is without scatter
    matrix /= np.sqrt(np.mean((z @ matrix) ** 2))
    return matrix, float(np.percentile(np.sqrt(np.mean((z @ matrix) ** 2, axis=1)), 99.5))


def packed(legs: list[Leg]) -> Arrays:
    """Train the networks and put them side by side: their mean is one network with all their hidden units."""
    mean, scale = standard(legs)
    nets = [trained(legs, mean, scale, seed) for seed in SEEDS]
    share = 2 * POINT_UNIT / len(nets)
    whitening, usual = whitening_of(legs, mean, scale)
    longest = max(np.linalg.norm(leg.true - leg.measured, axis=2).max() for leg in legs)

    def get(name: str) -> list[np.ndarray]:
        return [net.state_dict()[name].numpy().T for net in nets]

    return {
        "lags_s": LAGS_S,
        "mean": mean,
        "scale": scale,
        "hidden": np.concatenate(get("hidden.weight"), axis=1),
        "hidden_bias": np.concatenate(get("hidden.bias")),
        "out": share * np.concatenate(get("out.weight")),
        "out_bias": share * np.sum(get("out.bias"), axis=0),
        "direct": share * np.sum(get("direct.weight"), axis=0),
        "whitening": whitening,
        "usual": np.array(1.25 * usual),
        "strange": np.array(2.5 * usual),
        "longest_shift": np.array(longest),
    }


def beside(first: Arrays, second: Arrays) -> Arrays:
    """Put another network beside the first, with `SAY_BESIDE` of the say; limits and window stay the first's.

    Networks that learnt from different walkers err differently, so that their mean errs less than either.
    """
    places = [int(np.abs(first["lags_s"] - lag).argmin()) for lag in second["lags_s"]]
    if not np.allclose(first["lags_s"][places], second["lags_s"]):
        raise SystemExit("The other network looks at moments that this one does not see.")
    rows = np.concatenate([*(np.arange(10) + 10 * place for place in places), [10 * len(first["lags_s"])]])
    stretch = (first["scale"][rows] / second["scale"])[:, None]
    moved = (first["mean"][rows] - second["mean"]) / second["scale"]

    def widened(matrix: np.ndarray) -> np.ndarray:
        whole = np.zeros((len(first["mean"]), matrix.shape[1]))
        whole[rows] = stretch * matrix
        return whole

    say = 1 - SAY_BESIDE, SAY_BESIDE
    bias = second["out_bias"] + moved @ second["direct"]
    return {
        **first,
        "hidden": np.hstack([first["hidden"], widened(second["hidden"])]),
        "hidden_bias": np.append(first["hidden_bias"], second["hidden_bias"] + moved @ second["hidden"]),
        "out": np.vstack([say[0] * first["out"], say[1] * second["out"]]),
        "out_bias": say[0] * first["out_bias"] + say[1] * bias,
        "direct": say[0] * first["direct"] + say[1] * widened(second["direct"]),
    }


def main() -> None:
    plain = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=plain)
    parser.add_argument("clips", type=Path)
    parser.add_argument("replays", type=Path, nargs="+")
    parser.add_argument("-o", "--output", type=Path, default=Path("models/leg_correction.npz"))
    parser.add_argument("--split", nargs="+", help="use only the clips of these splits")
    parser.add_argument("--beside", type=Path, help="another correction, which gets a share of the say")
    options = parser.parse_args()
    torch.set_num_threads(1)
    legs, names = [], []
    for file in sorted(options.clips.glob("*.truth.json")):
        truth = json.loads(file.read_text(encoding="utf-8"))
        replays = [path for folder in options.replays if (path := folder / f"{truth['name']}.npz").is_file()]
        if replays and (options.split is None or truth["split"] in options.split):
            legs += [leg for replay in replays for leg in legs_of(truth, replay)]
            names.append(truth["name"])
    arrays, name = packed(legs), f"legs of {len(names)} rendered walkers"
    if options.beside:
        with np.load(options.beside) as saved:
            arrays, name = beside(arrays, dict(saved)), f"{name}, beside {saved['name']}"
    arrays = {key: np.asarray(value, dtype=np.float32) for key, value in arrays.items()}
    file = io.BytesIO()
    np.savez(file, name=np.array(name), network=np.array(NETWORK), **arrays)
    options.output.write_bytes(file.getvalue())
    frames = sum(len(leg.true) for leg in legs)
    print(f"{options.output}: {name}, {frames} frames of one leg, {options.output.stat().st_size} bytes")


if __name__ == "__main__":
    main()
