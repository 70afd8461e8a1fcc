"""The network of a leg correction and its training; the only module that needs torch.

torch is no dependency of the project, so that its types are unknown here.  The same legs, settings and
versions give the same weights.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from visiongait.datatypes import FloatArray

from .legs import Leg
from .settings import CorrectionSettings

try:
    import torch
except ImportError as error:
    raise SystemExit("Training needs torch: PYTHON names an interpreter that has it.") from error

Tensor = Any
torch.set_num_threads(1)


class Shifts(torch.nn.Module):
    """One hidden layer beside a linear map: shifts (N, 10) of a leg's points from its standardised inputs."""

    def __init__(self, inputs: int, settings: CorrectionSettings) -> None:
        super().__init__()
        self.unit = settings.point_unit
        self.hidden = torch.nn.Linear(inputs, settings.hidden)
        self.out = torch.nn.Linear(settings.hidden, 10)
        self.direct = torch.nn.Linear(inputs, 10, bias=False)
        torch.nn.init.zeros_(self.out.weight)
        torch.nn.init.zeros_(self.direct.weight)

    def forward(self, z: Tensor) -> Tensor:
        return 2 * self.unit * (self.out(torch.tanh(self.hidden(z))) + self.direct(z))


def trained(
    legs: Sequence[Leg], mean: FloatArray, scale: FloatArray, seed: int, settings: CorrectionSettings
) -> dict[str, FloatArray]:
    """Train one network on standardised inputs and return its weights by name, inputs first.

    Legs count by how rare their ankles are, however many frames they have.
    """
    torch.manual_seed(seed)
    paces = len(settings.paces)
    x = _tensor([leg.inputs.reshape(-1, len(mean)) for leg in legs])
    ends = _tensor([leg.ends.reshape(-1, 2) for leg in legs])
    measured = _tensor([np.tile(leg.measured, (paces, 1, 1)) for leg in legs])
    true = _tensor([np.tile(leg.true, (paces, 1, 1)) for leg in legs])
    shares = zip(legs, rarity(legs, settings), strict=True)
    weight = _tensor([np.full(paces * len(leg.true), rare / len(leg.true)) for leg, rare in shares])
    weight /= weight.mean()
    net = Shifts(len(mean), settings)
    rate, epochs = settings.learning_rate, settings.epochs
    optimiser = torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=settings.weight_decay)
    steps = epochs * (len(x) // settings.batch + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, total_steps=steps, pct_start=0.1)
    scaling = _tensor([mean]), _tensor([scale])
    for _ in range(epochs):
        for rows in torch.randperm(len(x)).split(settings.batch):
            z, start, goal = _varied(x[rows], ends[rows], measured[rows], true[rows], *scaling, settings)
            loss = (weight[rows] * _misfit(start + net(z).reshape(-1, 5, 2), goal, settings)).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
    return {name: values.numpy().T for name, values in net.state_dict().items()}


def rarity(legs: Sequence[Leg], settings: CorrectionSettings) -> FloatArray:
    """(N,) weight of each leg: rare ones count more, or unusual ankles are drawn to common ones."""
    directed = [_directions(torch.tensor(leg.true)).numpy() for leg in legs]
    ankle_deg = np.degrees([np.mean(angles[:, 0] - angles[:, 1]) for angles in directed])
    alike = np.exp(-0.5 * ((ankle_deg[:, None] - ankle_deg) / settings.alike_deg) ** 2).sum(axis=1)
    return np.asarray(np.minimum(np.median(alike) / alike, settings.max_weight))


def _varied(
    x: Tensor,
    ends: Tensor,
    start: Tensor,
    goal: Tensor,
    mean: Tensor,
    scale: Tensor,
    settings: CorrectionSettings,
) -> tuple[Tensor, Tensor, Tensor]:
    """Turn, resize, shorten and disturb each sample: standardised inputs, measured points, true points.

    Beyond what was seen, a window holds the end, with its disturbance: it is one moment, not many.
    """
    n, lags = len(x), len(settings.lags_s)
    moments = _held(ends, settings)[:, :, None, None].expand(-1, -1, 5, 2)
    window = torch.gather(x[:, :-1].reshape(n, lags, 5, 2), 1, moments)
    turn = torch.randn(n) * np.radians(settings.turn_sd_deg)
    cos, sin = torch.cos(turn), torch.sin(turn)
    size = 1 + settings.size_sd * torch.randn(n, 1, 1)
    matrix = torch.stack([cos, -sin, sin, cos], dim=-1).reshape(n, 2, 2) * size
    offset = settings.offset_sd * torch.randn(n, 1, 5, 2)
    jitter = torch.gather(settings.jitter_sd * torch.randn(window.shape), 1, moments)
    window = torch.einsum("bij,blpj->blpi", matrix, window) + offset + jitter
    start, goal = (torch.einsum("bij,bpj->bpi", matrix, points) for points in (start, goal))
    z = (torch.cat([window.reshape(n, -1), x[:, -1:]], dim=1) - mean) / scale
    return z, start + offset[:, 0], goal


def _held(ends: Tensor, settings: CorrectionSettings) -> Tensor:
    """(N, L) which moment of the window stands at each lag, when some windows are made to end early.

    Nearer to its own end than its reach, a window holds what lies at the end, seen at the next lag beyond.
    """
    lags = torch.tensor(settings.lags, dtype=torch.float32)
    count = len(settings.lags_s)
    reach = torch.tensor([-settings.lags[0], settings.lags[-1]], dtype=torch.float32)
    shortened = torch.rand(len(ends), 2) < settings.shortened_share
    early = torch.where(shortened, torch.rand(len(ends), 2) * reach, torch.inf)
    own = (ends <= early).long()
    first = (lags < -torch.minimum(ends, early)[:, :1]).sum(dim=1) - own[:, 0]
    last = (lags <= torch.minimum(ends, early)[:, 1:]).sum(dim=1) - 1 + own[:, 1]
    within = torch.maximum(torch.minimum(torch.arange(count), last[:, None]), first[:, None])
    return within.clamp(0, count - 1)


def _misfit(found: Tensor, true: Tensor, settings: CorrectionSettings) -> Tensor:
    """(N,) how far points and, mostly, angles are off; small errors squared, large ones not."""
    points = torch.sqrt(1 + ((found - true) / settings.point_unit) ** 2).mean(dim=(1, 2))
    off = _directions(found) - _directions(true)
    foot, shank, thigh = ((off + np.pi) % (2 * np.pi) - np.pi).T
    off = torch.stack([foot, shank, thigh, shank - foot, thigh - shank], dim=1)
    off = off / np.radians(settings.angle_unit_deg)
    return settings.point_weight * points + torch.sqrt(1 + off**2).mean(dim=1)


def _directions(leg: Tensor) -> Tensor:
    """(N, 3) angles of foot, shank and thigh in the picture, in radians, counterclockwise."""
    hip, knee, ankle, heel, toe = leg.unbind(dim=1)
    segments = torch.stack([toe - heel, knee - ankle, hip - knee], dim=1)
    return torch.atan2(segments[..., 1], segments[..., 0])


def _tensor(parts: Sequence[FloatArray]) -> Tensor:
    return torch.tensor(np.concatenate(parts), dtype=torch.float32)
