"""Differences within subjects and between groups, against hand-worked numbers and scipy's own tests."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from test_cohort import row, values

from visiongait.batch.cohort import write_cohort
from visiongait.batch.differences import difference_of, difference_table, holm_adjusted
from visiongait.batch.store import open_store
from visiongait.batch.tables import as_parquet

A, B = [1.0, 2.0, 3.0, 4.5], [4.0, 6.0, 8.0]


def by_subject(numbers, first=0):
    return pd.Series(numbers, index=[f"S{first + place}" for place in range(len(numbers))])


def test_a_paired_difference_by_hand():
    one = difference_of(by_subject([5.0, 5.0, 5.0]), by_subject([6.0, 7.0, 8.0]))
    assert (one.kind, one.n_a, one.difference) == ("paired", 3, 2.0)
    assert (one.low, one.high) == pytest.approx((2 - 4.302653 / np.sqrt(3), 2 + 4.302653 / np.sqrt(3)))
    assert one.effect_size == pytest.approx(2 * (1 - 3 / 7))
    assert one.p == pytest.approx(stats.ttest_rel([6, 7, 8], [5, 5, 5]).pvalue)


def test_a_difference_of_groups_is_welchs():
    one = difference_of(by_subject(A), by_subject(B, first=10))
    welch = stats.ttest_ind(B, A, equal_var=False)
    interval = welch.confidence_interval()
    assert (one.kind, one.n_a, one.n_b) == ("groups", 4, 3)
    assert one.difference == pytest.approx(np.mean(B) - np.mean(A))
    assert (one.low, one.high, one.p) == pytest.approx((interval.low, interval.high, welch.pvalue))
    pooled = np.sqrt((3 * np.var(A, ddof=1) + 2 * np.var(B, ddof=1)) / 5)
    assert one.effect_size == pytest.approx(one.difference / pooled * (1 - 3 / 19))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (by_subject([1.0, 2.0]), by_subject([3.0, 4.0], first=10)),  # too few
        (by_subject(A), by_subject([3.0, 4.0, 6.0, 7.0], first=2)),  # two subjects are in both
    ],
)
def test_no_difference_where_none_can_be_calculated(a, b):
    assert difference_of(a, b) is None


def test_differences_that_do_not_scatter_have_no_interval():
    one = difference_of(by_subject([1.0, 2.0, 3.0]), by_subject([2.0, 3.0, 4.0]))
    assert one.difference == 1.0
    assert np.isnan([one.low, one.high, one.p, one.effect_size]).all()


def test_holm_by_hand():
    assert holm_adjusted(np.array([0.01, 0.04, np.nan, 0.03])) == pytest.approx(
        [0.03, 0.06, np.nan, 0.06], nan_ok=True
    )
    assert holm_adjusted(np.array([0.6, 0.7])) == pytest.approx([1.0, 1.0])


def cohort():
    gains = {"S1": 1.0, "S2": 2.0, "S3": 3.0}
    rows = []
    for subject, gain in gains.items():
        sex = "female" if subject == "S1" else "male"
        for condition, value in (("barefoot", 20.0), ("brace", 20.0 + gain)):
            about = {"subject": subject, "condition": condition, "affected_side": "right", "sex": sex}
            rows.append(row(f"{subject}{condition}", value, **about))
            rows.append(row(f"{subject}{condition}", value - gain, side="right", **about))
            rows.append(row(f"{subject}{condition}", value + gain, side="left", **about))
    return values(*rows)


def test_conditions_are_compared_within_subjects_and_so_are_legs():
    table = difference_table(cohort())
    both = table[(table["factor"] == "condition") & (table["side"] == "both")].iloc[0]
    assert (both["group_a"], both["group_b"], both["kind"], both["n_a"]) == ("barefoot", "brace", "paired", 3)
    assert both["difference"] == pytest.approx(2.0)
    leg = table[table["factor"] == "leg"].iloc[0]
    assert (leg["group_a"], leg["group_b"], leg["kind"]) == ("unaffected", "affected", "paired")
    assert leg["difference"] == pytest.approx(-4.0)


def test_all_comparisons_of_a_factor_count_and_too_few_subjects_give_none():
    table = difference_table(cohort())
    assert set(table["factor"]) == {"condition", "leg"}  # one woman and two men are no groups
    condition = table[table["factor"] == "condition"]
    assert set(condition["comparisons"]) == {len(condition)}
    assert (condition["p_holm"] >= condition["p"]).all()


def test_the_page_begins_with_what_stands_and_folds_the_rest(tmp_path):
    store = open_store(str(tmp_path))
    gains = np.random.default_rng(1).normal(4.0, 0.2, 12)
    rows = [
        row(f"S{number}{condition}", 20.0 + number + more, subject=f"S{number}", condition=condition)
        for number, gain in enumerate(gains)
        for condition, more in (("barefoot", 0.0), ("brace", gain))
    ]
    store.write("summary.parquet", as_parquet(pd.DataFrame(rows)))
    write_cohort(str(tmp_path))
    page = (tmp_path / "cohort.html").read_text(encoding="utf-8")
    standing = page.index("brace minus barefoot")
    assert "Holm" in page
    assert standing < page.index("<details>")
    assert page.count("<table>") == page[page.index("<details>") :].count("<table>")
    table = pd.read_csv(tmp_path / "differences.csv")
    assert table["difference"].tolist() == pytest.approx([gains.mean()])
