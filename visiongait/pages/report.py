"""The report: what it says is gathered once, and shown as a web page, a PDF and the patient's page."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..assessments import clinical_test
from ..datatypes import Assessment, Band, Clinic, Fact, Finding, Person, Reference, Section, Side
from ..drawing import Still
from ..findings import find
from ..metrics import METRICS
from ..norms import band, pace_of, reference
from ..system import write_whole
from .corrections import corrections
from .cycle_charts import MIN_RANGE_DEG, CycleChart, cycle_charts, cycles_to_show, rockers_to_show
from .facts import facts, heading, left_out, made_on, method, person_facts
from .html import render
from .patient import PatientPage, patient_page
from .pdf import Paper, render_patient_pdf, render_pdf
from .report_drawings import Phase, Picture, Timeline, phase_bars, pictures, timeline
from .report_tables import Group, Note, SummaryTables
from .texts import Texts, load_texts


@dataclass(frozen=True)
class Report:
    """Everything that the pages say: words are final, places are those of the drawings.

    title: what kind of report it is; heading: the pseudonym, or the recording's name; walked: whether there
    are numbers of a walk; corrections: what was corrected by hand; tables: by name (`walk`, `angles`) in
    groups of rows; phases: the rockers of each side; sections: the clinical test's own; withheld: what
    numbers were not given or need caution, and why; papers: whose reference values are shown; for_patient:
    whether there is a page for the person, whose sentences are about walking.
    """

    texts: Texts
    title: str
    heading: str
    made_on: str
    quality: str
    verdict: str
    walked: bool
    reasons: tuple[str, ...]
    clinic: Clinic
    person: tuple[Fact, ...]
    facts: tuple[Fact, ...]
    clinician: str
    corrections: tuple[str, ...]
    pictures_as_before: bool
    findings: tuple[Finding, ...]
    tables: Mapping[str, tuple[Group, ...]]
    charts: tuple[CycleChart, ...]
    reference_from: str
    phases: Mapping[Side, tuple[Phase, ...]]
    timeline: Timeline | None
    pictures: tuple[Picture, ...]
    pictures_heading: str
    advice: tuple[str, ...]
    for_patient: bool
    sections: tuple[Section, ...]
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
    def patient_picture(self) -> int | None:
        """The place in `pictures` of the one for the person who walked; None without any."""
        instants = [picture.instant for picture in self.pictures]
        wanted = self.patient.instant
        return instants.index(wanted) if wanted in instants else 0 if instants else None

    @property
    def advised(self) -> bool:
        """Whether to say how to record better."""
        return self.quality != "ok"


@dataclass(frozen=True)
class Comparison:
    """The reference values for this person at this pace, and what stands out against them."""

    references: Mapping[str, Reference]
    bands: Mapping[str, Band]
    findings: tuple[Finding, ...]


def make_report(
    assessment: Assessment,
    stills: Iterable[Still] = (),
    person: Person | None = None,
    *,
    clinic: Clinic | None = None,
    pictures_as_before: bool = False,
) -> Report:
    """Gather what the report of one recording says.

    Parameters
    ----------
    assessment
        What was measured; where that is nothing, the report says why and how to record better.
    stills
        Pictures of one stride.
    person
        Who was recorded, where it is another than the assessment remembers.
    clinic
        Whose report it is, where it is another than the assessment remembers.
    pictures_as_before
        Whether video and pictures show other corrections by hand than the numbers.
    """
    texts = load_texts()
    person = person or assessment.person
    measured = assessment.verdict.quality != "withheld"
    of_walk = not assessment.tables
    walked = measured and of_walk
    compared = _compared(assessment, person) if walked else Comparison({}, {}, ())
    ends = rockers_to_show(assessment) if walked else {}
    tables = SummaryTables(assessment.summary, compared.references, texts, compared.findings)
    return Report(
        texts=texts,
        title=texts.title if of_walk else clinical_test(assessment.test).title,
        heading=heading(assessment, person),
        made_on=made_on(assessment, texts),
        quality=assessment.verdict.quality,
        verdict=texts.verdict[assessment.verdict.quality if measured or of_walk else "withheld_test"],
        walked=walked,
        reasons=assessment.verdict.reasons,
        clinic=clinic or assessment.clinic,
        person=tuple(person_facts(assessment, person, clinical_test(assessment.test).title, texts)),
        facts=tuple(facts(assessment, person, texts)),
        clinician=person.clinician,
        corrections=corrections(assessment, texts),
        pictures_as_before=pictures_as_before,
        findings=compared.findings,
        tables=tables.tables if walked else {},
        charts=cycle_charts(cycles_to_show(assessment), compared.bands, ends) if walked else (),
        reference_from=tables.reference_from(compared.bands),
        phases=phase_bars(ends),
        timeline=timeline(assessment) if walked else None,
        pictures=tuple(pictures(assessment, stills, texts)),
        pictures_heading=texts.headings["stills" if of_walk else "instants"],
        advice=texts.advice.items if of_walk else texts.advice.test_items,
        for_patient=of_walk,
        sections=clinical_test(assessment.test).sections(assessment),
        withheld=tables.footnotes.reasons,
        papers=tables.footnotes.papers,
        left_out=tuple(left_out(assessment, texts)),
        method=tuple(method(assessment, texts)),
        notes=assessment.notes,
        patient=patient_page(assessment, person, compared.findings, compared.references, texts),
        notice=assessment.notice,
    )


def render_html(report: Report) -> str:
    """Return the report as one self-contained HTML file, the patient's page at its end."""
    return render("report.html.j2", r=report, t=report.texts)


def write_pages(report: Report, folder: Path, paper: Paper | None) -> tuple[Path, ...]:
    """Write `report.html` and, with a paper size, `report.pdf` and `patient.pdf`; return their paths.

    Each page takes the place of an earlier one when it is complete.
    """
    made = [(folder / name, content) for name, content in _pages(report, paper)]
    for path, content in made:
        write_whole(path, content)
    return tuple(path for path, _ in made)


def _pages(report: Report, paper: Paper | None) -> Iterator[tuple[str, bytes]]:
    yield "report.html", render_html(report).encode()
    if paper:
        yield "report.pdf", render_pdf(report, paper)
        if report.for_patient:
            yield "patient.pdf", render_patient_pdf(report, paper)


def _compared(assessment: Assessment, person: Person) -> Comparison:
    pace = pace_of(assessment)
    references = {metric: found for metric in METRICS.names() if (found := reference(metric, person, pace))}
    bands = {angle: course for angle in MIN_RANGE_DEG if (course := band(angle, person, pace))}
    return Comparison(references, bands, find(assessment, person, affected=_one_leg(person)))


def _one_leg(person: Person) -> Side | None:
    """Return the affected leg, if it is one."""
    return None if person.affected_side == "both" else person.affected_side
