"""The error that strides share, and the file that it comes from."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats
from test_quality_rules import GOOD

from visiongait.datatypes import MetricError, Precision
from visiongait.errors import InputError
from visiongait.metrics.interval import mean_interval, share_interval, variation_interval
from visiongait.metrics.summary import MOST_NOISE, stride_sd, systematic_sd
from visiongait.model_files import load_precision

TABLE = Precision(
    "made up",
    "",
    {"ankle_rom_deg": MetricError(2.0, 3.0, 1.5), "stride_time_s": MetricError(0.01, 0.02, 0.015)},
    doubling_view_deg=28.0,
    rate_hz=30.0,
    disagreement=0.008,
)
SEEN = replace(GOOD, far_side="right", view_angle_deg=0.0, rate_hz=60.0)


def test_the_far_leg_is_less_certain_and_with_both_in_turn_the_worse_counts():
    assert systematic_sd("ankle_rom_deg", "left", SEEN, TABLE) == pytest.approx(2.0)
    assert systematic_sd("ankle_rom_deg", "right", SEEN, TABLE) == pytest.approx(3.0)
    assert systematic_sd("ankle_rom_deg", "left", replace(SEEN, far_side=None), TABLE) == pytest.approx(3.0)


def test_angles_grow_with_the_view_and_times_with_the_frame_interval():
    oblique = replace(SEEN, view_angle_deg=28.0)
    assert systematic_sd("ankle_rom_deg", "left", oblique, TABLE) == pytest.approx(4.0)
    assert systematic_sd("stride_time_s", "left", oblique, TABLE) == pytest.approx(0.01)
    assert systematic_sd("stride_time_s", "left", replace(SEEN, rate_hz=15.0), TABLE) == pytest.approx(0.02)


def test_noisy_landmarks_count_up_to_a_limit_and_quiet_ones_promise_nothing():
    def with_noise(disagreement):
        return systematic_sd("ankle_rom_deg", "left", replace(SEEN, disagreement=disagreement), TABLE)

    assert with_noise(0.016) == pytest.approx(4.0)
    assert with_noise(0.004) == pytest.approx(2.0)
    assert with_noise(1.0) == pytest.approx(MOST_NOISE * 2.0)


def test_an_unknown_metric_has_no_known_error():
    assert np.isnan(systematic_sd("heel_rise_percent", "left", SEEN, TABLE))
    assert np.isnan(stride_sd("heel_rise_percent", TABLE))


def test_few_strides_lean_on_the_typical_scatter():
    alike = np.array([30.0, 30.01])
    told = mean_interval(alike, stride_sd=2.0)
    assert told.method == "usual"
    assert told.high - told.low > 20 * (mean_interval(alike).high - mean_interval(alike).low)
    apart = np.array([25.0, 35.0])
    alone, beside = mean_interval(apart), mean_interval(apart, stride_sd=2.0)
    assert beside.high - beside.low < 0.2 * (alone.high - alone.low)
    single = mean_interval(np.array([30.0]), stride_sd=2.0)
    assert single.low < 30 - 1.96 * 2.0 < 30 + 1.96 * 2.0 < single.high


def test_usual_intervals_hold_the_truth_as_often_as_they_say():
    random = np.random.default_rng(3)
    held = []
    for _ in range(2000):
        shared = random.normal(0, 1.5)
        interval = mean_interval(random.normal(shared, 2.0, 3), systematic_sd=1.5, stride_sd=2.0)
        held.append(interval.low <= 0 <= interval.high)
    assert 0.93 < np.mean(held) < 0.98


def test_variation_and_shares_have_intervals():
    # chi-squared quantiles at 9 degrees of freedom: 2.700 and 19.023
    cv = variation_interval(3.0, 9)
    assert cv.low == pytest.approx(3 * np.sqrt(9 / 19.023), rel=1e-3)
    assert cv.high == pytest.approx(3 * np.sqrt(9 / 2.700), rel=1e-3)
    # Newcombe 1998, Stat Med 17:857: Wilson's interval of 81 in 263 is 0.2553 to 0.3662
    share = share_interval(81, 263)
    assert (share.low, share.high) == (pytest.approx(25.53, abs=0.01), pytest.approx(36.62, abs=0.01))
    assert share_interval(4, 4).high == pytest.approx(100.0)


def test_shares_have_scipy_s_interval():
    for count, n in ((0, 1), (1, 3), (7, 12), (40, 40)):
        theirs = stats.binomtest(count, n).proportion_ci(method="wilson")
        ours = share_interval(count, n)
        assert (ours.low, ours.high) == pytest.approx((100 * theirs.low, 100 * theirs.high), abs=1e-12)


def test_the_table_that_comes_with_the_program_is_read():
    table = load_precision()
    assert table.metrics["ankle_rom_deg"].near > 0.5
    assert 15 < table.doubling_view_deg < 60


def test_a_file_that_is_no_table_is_refused(tmp_path):
    (tmp_path / "a.toml").write_text("name = 3 =")
    (tmp_path / "b.toml").write_text("[metrics]\nx = { near = 1.0 }")
    for name in ("a.toml", "b.toml", "missing.toml"):
        with pytest.raises(InputError):
            load_precision(tmp_path / name)
