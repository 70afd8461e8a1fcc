"""What makes the model files: kinds of walkers, settings, the mixture of two corrections."""

from collections import Counter
from dataclasses import FrozenInstanceError, replace

import numpy as np
import pytest
from modelling.correction import blended
from modelling.legs import ends_of
from modelling.settings import LIVE, OFFLINE
from modelling.walkers import CATALOGUES, FIRST

from visiongait.model_files import load_correction, load_live_correction


def test_every_stretch_of_walkers_holds_each_kind_in_its_share():
    counted = Counter(FIRST.kind_of(number) for number in range(400, 600))
    assert {kind: round(count / 200, 1) for kind, count in counted.items()} == {
        kind: round(share, 1) for kind, share in FIRST.kinds
    }


def test_catalogues_do_not_repeat_each_others_walkers():
    for part in ("prefix", "seed"):
        assert len({getattr(one, part) for one in CATALOGUES.values()}) == len(CATALOGUES)
    assert all(sum(share for _, share in one.kinds) == pytest.approx(1) for one in CATALOGUES.values())


def test_a_walkers_kind_is_its_own_whatever_else_varies():
    tilted = replace(FIRST, prefix="t", seed=(1, 2), camera=lambda rng: None)
    assert [tilted.kind_of(k) for k in range(9)] == [FIRST.kind_of(k) for k in range(9)]


def test_the_settings_are_those_of_the_shipped_files():
    assert np.allclose(load_correction().lags_s, OFFLINE.lags)
    assert np.allclose(load_live_correction().lags_s, LIVE.lags)
    assert LIVE.lags.max() == 0.0
    with pytest.raises(FrozenInstanceError):
        OFFLINE.epochs = 1


def network(rng, lags):
    size = 10 * len(lags) + 1
    drawn = {"mean": (size,), "hidden": (size, 4), "hidden_bias": (4,), "out": (4, 10)}
    return {
        "lags_s": np.array(lags),
        "scale": rng.uniform(0.5, 2, size),
        "direct": rng.normal(size=(size, 10)),
        "out_bias": rng.normal(size=10),
        **{name: rng.normal(size=shape) for name, shape in drawn.items()},
    }


def shift(net, x):
    z = (x - net["mean"]) / net["scale"]
    hidden = np.tanh(z @ net["hidden"] + net["hidden_bias"])
    return hidden @ net["out"] + z @ net["direct"] + net["out_bias"]


def test_a_blend_shifts_by_the_weighted_mean_of_both():
    rng = np.random.default_rng(1)
    first, second = network(rng, [-0.2, -0.1, 0.0]), network(rng, [-0.2, 0.0])
    x = rng.normal(size=(5, 31))
    narrow = x[:, [*range(10), *range(20, 31)]]
    expected = 0.75 * shift(first, x) + 0.25 * shift(second, narrow)
    assert np.allclose(shift(blended(first, second, 0.25), x), expected)
    with pytest.raises(SystemExit, match="window"):
        blended(second, network(rng, [-0.7]), 0.25)


def test_a_leg_is_there_from_its_first_whole_frame_to_its_last():
    leg = np.zeros((5, 5, 2))
    leg[0, 3] = np.nan
    assert ends_of(np.arange(5.0), leg)[2].tolist() == [1.0, 2.0]
