"""The overview page of a batch: worst recordings first, distributions, and links to each report."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from ..metrics import METRICS, title_of
from ..pages import Strip, Value, render, strip
from .plan import Planned
from .store import LOGS, RECORDINGS, Store
from .tables import pooled

WORST_FIRST = ("failed", "withheld", "caution", "duplicate", "pending", "ok")
SIDES = ("left", "right", "both")


@dataclass(frozen=True)
class Listed:
    """One recording in the list: what to say of it and where its report and log lie, if anywhere."""

    name: str
    standing: str
    said: str
    report: str
    log: str


def write_overview(recordings: Sequence[Planned], store: Store) -> None:
    """Write `overview.html`; within a quality, those come first of which most numbers are in doubt."""
    summary = pooled("summary", [one for one in recordings if one.outcome.measured], store)
    doubted = Counter(summary.loc[summary["quality"] != "ok", "recording"])
    listed = sorted(
        (_listed(one) for one in recordings),
        key=lambda one: (WORST_FIRST.index(one.standing), -doubted[one.name], one.name),
    )
    page = render(
        "overview.html.j2",
        recordings=listed,
        counts=Counter(one.standing for one in listed),
        order=WORST_FIRST,
        main=_strips(summary, [m for m in METRICS.names() if m in set(summary["metric"])]),
        further=_strips(summary, [m for m in summary["metric"].unique() if m not in METRICS]),
    )
    store.write("overview.html", page.encode())


def _listed(one: Planned) -> Listed:
    outcome = one.outcome
    standing = outcome.quality if outcome.measured else outcome.status
    return Listed(
        outcome.recording,
        standing,
        " ".join(text for text in (outcome.error, outcome.hint, outcome.reason, outcome.note) if text),
        f"{RECORDINGS}/{outcome.recording}/report.html" if outcome.measured else "",
        f"{LOGS}/{outcome.recording}.log" if outcome.final else "",
    )


def _strips(summary: pd.DataFrame, metrics: Sequence[str]) -> list[Strip]:
    strips = (_strip(metric, summary[summary["metric"] == metric]) for metric in metrics)
    return [one for one in strips if one]


def _strip(metric: str, rows: pd.DataFrame) -> Strip | None:
    known = rows.dropna(subset="value")
    groups = {
        side.capitalize(): [
            Value(value, recording, quality != "ok")
            for value, recording, quality in known.loc[
                known["side"] == side, ["value", "recording", "quality"]
            ].itertuples(index=False)
        ]
        for side in SIDES
    }
    unit = "%" if metric in METRICS and METRICS[metric].is_word else str(rows["unit"].iloc[0])
    return strip(title_of(metric), unit, groups)
