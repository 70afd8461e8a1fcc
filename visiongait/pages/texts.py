"""Every word of report, patient's page and progress page, typed; the files are in `languages/`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from ..system import read_texts

Words = Mapping[str, str]
"""Words by the name of what they stand for: a metric, a side, a unit."""


@dataclass(frozen=True)
class AngleWords:
    """What an angle is called, and what it does upwards and downwards in a chart."""

    title: str
    up: str
    down: str


@dataclass(frozen=True)
class PersonWords:
    """Who was recorded, how and by whom; signature: the line under a report."""

    pseudonym: str
    age: str
    sex: str
    stature: str
    recorded: str
    years: str
    metres: str
    not_given: str
    test: str
    affected: str
    diagnosis: str
    aid: str
    orthosis: str
    shoes: str
    task: str
    clinician: str
    comment: str
    signature: str
    sexes: Words
    affected_sides: Words


@dataclass(frozen=True)
class FactWords:
    """What was recorded, and from where; walking, standing: by where the subject faces."""

    subject: str
    view: str
    recording: str
    scale: str
    strides: str
    nobody: str
    on_treadmill: str
    near_leg: str
    angle_known: str
    angle_unknown: str
    compensated: str
    no_pass: str
    frame_rate: str
    slowmo: str
    size: str
    duration: str
    scale_known: str
    scale_unknown: str
    stride_counts: str
    walking: Words
    standing: Words


@dataclass(frozen=True)
class CorrectionWords:
    """What was corrected by hand; kinds: by `Amendment.kind`; mark: of a number that it changed."""

    explain: str
    pictures: str
    signed: str
    reason: str
    mark: str
    start: str
    end: str
    events: Words
    kinds: Words


@dataclass(frozen=True)
class FindingWords:
    """Around the list of findings."""

    none: str
    uncertain: str
    source: str
    explain: str


@dataclass(frozen=True)
class CurveWords:
    """Around the curves over the gait cycle."""

    explain: str
    reference: str
    all_explain: str
    all_strides: str
    percent: str
    none: str
    missing: str
    reference_legend: str


@dataclass(frozen=True)
class RockerWords:
    """In the drawing of the rockers."""

    title: str
    heel: str
    ankle: str
    forefoot: str
    swing: str
    legend: tuple[str, ...]


@dataclass(frozen=True)
class TableWords:
    """In and under the tables."""

    metric: str
    reference: str
    asymmetry: str
    explain: str
    withheld: str
    caution_mark: str
    above: str
    below: str
    near_above: str
    near_below: str
    n: str
    none: str


@dataclass(frozen=True)
class ReferenceWords:
    """Reference values and their papers."""

    range: str
    mean: str
    cited: str


@dataclass(frozen=True)
class TimelineWords:
    """Around the foot contacts."""

    explain: str
    seconds: str


@dataclass(frozen=True)
class StillWords:
    """Under the pictures of one stride."""

    at: str
    instants: Words


@dataclass(frozen=True)
class MethodWords:
    """How the numbers were made; zero: by how the ankle's zero was found."""

    pose: str
    filter: str
    correction: str
    events: str
    masked: str
    signs: str
    versions: str
    zero: Words


@dataclass(frozen=True)
class AdviceWords:
    """How to record better."""

    explain: str
    items: tuple[str, ...]
    test_items: tuple[str, ...]


@dataclass(frozen=True)
class MeasureWords:
    """One number of the patient's page."""

    name: str
    explain: str
    value: str


@dataclass(frozen=True)
class PatientWords:
    """The page for the person who walked.

    certainty: by the verdict; findings: by their rules; good: by the metric that is as expected.
    """

    title: str
    intro: str
    for_whom: str
    for_you: str
    recorded: str
    measured: str
    went_well: str
    stood_out: str
    perhaps: str
    nothing_stood_out: str
    picture: str
    ask: str
    questions: tuple[str, ...]
    how_sure: str
    what_next: str
    rough: str
    next_withheld: str
    next: str
    certainty: Words
    legs: Words
    measures: Mapping[str, MeasureWords]
    good: Words
    findings: Words


@dataclass(frozen=True)
class ProgressHeadings:
    """Headings of the progress page."""

    summary: str
    details: str
    sessions: str
    changes: str
    trends: str
    curves: str
    dual_task: str
    tired: str
    within: str
    checklist: str
    left_out: str
    reasons: str
    method: str


@dataclass(frozen=True)
class SummaryWords:
    """A course in five lines; verdicts: by the direction of a change."""

    intro: str
    affected: str
    name: str
    values: str
    change: str
    explain: str
    verdicts: Words


@dataclass(frozen=True)
class SessionWords:
    """The table of sessions."""

    session: str
    day: str
    recording: str
    conditions: str
    quality: str
    strides: str
    differences: str
    verdicts: Words
    tasks: Words
    states: Words


@dataclass(frozen=True)
class ChangeWords:
    """The table of changes."""

    explain: str
    newest: str
    metric: str
    detectable: str


@dataclass(frozen=True)
class TrendWords:
    """The charts over the sessions."""

    explain: str
    session: str
    scores: str


@dataclass(frozen=True)
class ExplainedWords:
    """A sentence above something."""

    explain: str


@dataclass(frozen=True)
class EffectWords:
    """The tables of second task, fatigue and first against last strides."""

    metric: str
    side: str
    interval: str
    fresh: str
    tired: str
    cost: str
    change: str
    first: str
    last: str
    drift: str
    note_dual: str
    note_within: str
    none: str


@dataclass(frozen=True)
class ChecklistWords:
    """The limb symmetry checklist."""

    explain: str
    metric: str
    index: str
    answer: str
    answers: Words


@dataclass(frozen=True)
class ItemWords:
    """A list of sentences."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class ProgressWords:
    """The progress page; marks: by the direction of a change."""

    title: str
    made_on: str
    baseline: str
    followup: str
    no_day: str
    withheld: str
    headings: ProgressHeadings
    summary: SummaryWords
    sessions: SessionWords
    changes: ChangeWords
    marks: Words
    trends: TrendWords
    ratings: Words
    curves: ExplainedWords
    effects: EffectWords
    checklist: ChecklistWords
    method: ItemWords


@dataclass(frozen=True)
class Texts:
    """All words of one language; metrics: names of metrics, where the language is another than English."""

    language: str
    title: str
    made_on: str
    left_out: str
    metrics: Words
    sides: Words
    units: Words
    groups: Words
    patterns: Words
    angles: Mapping[str, AngleWords]
    verdict: Words
    person: PersonWords
    facts: FactWords
    headings: Words
    corrections: CorrectionWords
    findings: FindingWords
    curves: CurveWords
    rockers: RockerWords
    table: TableWords
    reference: ReferenceWords
    timeline: TimelineWords
    stills: StillWords
    method: MethodWords
    advice: AdviceWords
    patient: PatientWords
    progress: ProgressWords


@cache
def load_texts(language: str = "en") -> Texts:
    """Return every word of the pages in one language, a file of `languages/`."""
    return read_texts(Texts, __package__, language)
