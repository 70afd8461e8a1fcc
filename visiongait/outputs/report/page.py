"""The report page: one self-contained HTML file, nothing fetched from anywhere."""

import base64
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from ...datatypes.assessment import Assessment
from ..overlay.stills import Still
from ..palette import SIDE_COLOUR, css
from .charts import cycle_charts, timeline
from .rows import SummaryTable, Texts
from .texts import load_texts
from .wording import facts, method

LEAST_LISTED_S = 0.1
"""Shorter stretches that were left out are not worth a line on the page."""


def render_report(assessment: Assessment, stills: Iterable[Still] = ()) -> str:
    """Return the report of one recording as HTML.

    Parameters
    ----------
    assessment
        What was measured; where that is nothing, the page says why and how to record better.
    stills
        Pictures of the annotated video to show.
    """
    pages = Environment(
        loader=PackageLoader(__package__),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    return pages.get_template("report.html.j2").render(_content(assessment, stills))


def _content(assessment: Assessment, stills: Iterable[Still]) -> dict[str, Any]:
    texts = load_texts()
    measured = assessment.verdict.quality != "withheld"
    return {
        "t": texts,
        "a": assessment,
        "measured": measured,
        "made_on": _made_on(assessment, texts),
        "facts": facts(assessment, texts),
        "method": method(assessment, texts),
        "charts": cycle_charts(assessment) if measured else [],
        "table": SummaryTable(assessment.summary, texts) if measured else None,
        "timeline": timeline(assessment) if measured else None,
        "left_out": [out for out in assessment.left_out if out.end_s - out.start_s >= LEAST_LISTED_S],
        "stills": [_still(still, texts) for still in stills],
        "colour": {side: css(colour) for side, colour in SIDE_COLOUR.items()},
    }


def _made_on(assessment: Assessment, texts: Texts) -> str:
    made = assessment.provenance
    try:
        date = datetime.fromisoformat(made.created_utc).strftime("%Y-%m-%d")
    except ValueError:
        date = made.created_utc
    return str(texts["made_on"].format(date=date, version=made.program_version))


def _still(still: Still, texts: Texts) -> dict[str, str]:
    side = texts["sides"][still.side]
    return {
        "jpeg": base64.b64encode(still.jpeg).decode("ascii"),
        "caption": texts["stills"][still.instant].format(side=side),
        "time": texts["stills"]["at"].format(time=f"{still.time_s:.2f}"),
    }
