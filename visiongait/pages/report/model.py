"""What a report says, gathered once: the web page and the PDF are two looks of the same."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ...datatypes.assessment import Assessment
from ...datatypes.finding import Band, Finding, Reference
from ...datatypes.options import Person
from ...datatypes.walk import Side
from ...drawing import Still
from ...findings import find
from ...metrics import STRIDE_METRICS
from ...norms import band, pace_of, reference
from .charts import LEAST_RANGE_DEG, CycleChart, cycle_charts
from .contacts import Phase, Timeline, phase_bars, timeline
from .patient import PatientPage, patient_page
from .pictures import Picture, pictures
from .rows import Group, Note, SummaryTables
from .texts import load_texts
from .withheld import cycles_to_show, rockers_to_show
from .wording import Fact, facts, heading, left_out, made_on, method, person_facts


@dataclass(frozen=True)
class Report:
    """Everything that the pages say: words are final, places are those of the drawings.

    heading: the pseudonym, or the recording's name; tables: by name (`walk`, `angles`) in groups of rows;
    phases: the rockers of each side; withheld: what numbers were not given or are to be read with care, and
    why; papers: whose reference values are shown; advised: whether to say how to record better.
    """

    texts: Mapping[str, Any]
    heading: str
    made_on: str
    quality: str
    reasons: tuple[str, ...]
    person: tuple[Fact, ...]
    facts: tuple[Fact, ...]
    findings: tuple[Finding, ...]
    tables: Mapping[str, tuple[Group, ...]]
    charts: tuple[CycleChart, ...]
    usual_from: str
    phases: Mapping[Side, tuple[Phase, ...]]
    timeline: Timeline | None
    pictures: tuple[Picture, ...]
    withheld: tuple[Note, ...]
    papers: tuple[Note, ...]
    left_out: tuple[str, ...]
    method: tuple[str, ...]
    notes: tuple[str, ...]
    patient: PatientPage
    notice: str

    @property
    def measured(self) -> bool:
        """Whether there are numbers to show."""
        return self.quality != "withheld"

    @property
    def advised(self) -> bool:
        """Whether to say how to record better."""
        return self.quality != "ok"


@dataclass(frozen=True)
class Comparison:
    """What is usual for this person at this pace, and what stands out against it."""

    usual: Mapping[str, Reference]
    bands: Mapping[str, Band]
    findings: tuple[Finding, ...]


def make_report(assessment: Assessment, stills: Iterable[Still] = (), person: Person | None = None) -> Report:
    """Gather what the report of one recording says.

    Parameters
    ----------
    assessment
        What was measured; where that is nothing, the report says why and how to record better.
    stills
        Pictures of one stride.
    person
        Who was recorded, where it is another than the assessment remembers.
    """
    texts = load_texts()
    person = person or assessment.person
    measured = assessment.verdict.quality != "withheld"
    compared = _compared(assessment, person) if measured else Comparison({}, {}, ())
    ends = rockers_to_show(assessment) if measured else {}
    tables = SummaryTables(assessment.summary, compared.usual, texts)
    return Report(
        texts=texts,
        heading=heading(assessment, person),
        made_on=made_on(assessment, texts),
        quality=assessment.verdict.quality,
        reasons=assessment.verdict.reasons,
        person=tuple(person_facts(assessment, person, texts)),
        facts=tuple(facts(assessment, texts)),
        findings=compared.findings,
        tables=tables.tables if measured else {},
        charts=cycle_charts(cycles_to_show(assessment), compared.bands, ends) if measured else (),
        usual_from=tables.usual_course(compared.bands),
        phases=phase_bars(ends),
        timeline=timeline(assessment) if measured else None,
        pictures=tuple(pictures(assessment, stills, texts)),
        withheld=tables.footnotes.reasons,
        papers=tables.footnotes.papers,
        left_out=tuple(left_out(assessment, texts)),
        method=tuple(method(assessment, texts)),
        notes=assessment.notes,
        patient=patient_page(assessment, person, compared.findings, texts),
        notice=assessment.notice,
    )


def _compared(assessment: Assessment, person: Person) -> Comparison:
    pace = pace_of(assessment)
    usual = {metric: found for metric in STRIDE_METRICS if (found := reference(metric, person, pace))}
    bands = {angle: course for angle in LEAST_RANGE_DEG if (course := band(angle, person, pace))}
    return Comparison(usual, bands, find(assessment, person))
