"""A person's sessions in order: what is baseline, what follows, and everything that can be said of them."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

from ..datatypes import Session, Side
from ..errors import UsageError
from .compare import Change, compare
from .effects import Cost, Drift, Item, drift, dual_task_costs, symmetry_checklist

NONE = ("none", "no", "without", "-", "–", "0")
"""What people write where there is no aid."""


@dataclass(frozen=True)
class Step:
    """A follow-up and what changed since the baseline; `differences`: conditions that changed as well."""

    session: Session
    changes: tuple[Change, ...]
    differences: tuple[str, ...]


@dataclass(frozen=True)
class Effect:
    """Two sessions of one day that differ in the task or in the state, and what the second one did."""

    plain: Session
    loaded: Session
    costs: tuple[Cost, ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class SymmetryTarget:
    """What the clinician wants of the limb symmetry index: of which leg, and at least how much."""

    involved: Side
    percent: float


@dataclass(frozen=True)
class Course:
    """Everything said of one person's sessions.

    baseline: the first session; steps: every later one under the same task and state, in order of days;
    dual_task: sessions of one day with and without a second task; tired: of one day, fresh and tired;
    within: first against last strides of the newest session; checklist: the newest session's limb symmetry
    against the clinician's target, empty without one; left_out: sessions that could not be used, and why;
    affected: the leg that the complaint is about, None where nobody said.
    """

    subject: str
    baseline: Session
    steps: tuple[Step, ...]
    within: tuple[Drift, ...]
    checklist: tuple[Item, ...]
    target: SymmetryTarget | None
    dual_task: tuple[Effect, ...] = ()
    tired: tuple[Effect, ...] = ()
    left_out: tuple[tuple[Session, str], ...] = ()
    affected: Side | None = None

    @property
    def sessions(self) -> tuple[Session, ...]:
        """Baseline and follow-ups."""
        return (self.baseline, *(step.session for step in self.steps))


def follow(subject: str, sessions: Iterable[Session], target: SymmetryTarget | None = None) -> Course:
    """Return the course of one person by the days of the sessions.

    The baseline is the earliest session of a single task by a fresh person, or else the earliest of all.

    Raises
    ------
    UsageError
        If there are fewer than two sessions with anything measured, or they are of different people.
    """
    ordered = sorted(sessions, key=lambda one: one.day or date.min)
    usable, left_out = _split(subject, ordered)
    baseline = next((one for one in usable if _kind(one) == ("single", "fresh")), usable[0])
    later = [one for one in usable if one is not baseline and _kind(one) == _kind(baseline)]
    return replace(
        _course(subject, baseline, later, target),
        dual_task=tuple(_dual(*pair) for pair in _pairs(usable, "task", ("single", "dual"))),
        tired=tuple(_tired(*pair) for pair in _pairs(usable, "state", ("fresh", "tired"))),
        left_out=left_out,
    )


def follow_in_order(
    subject: str, sessions: Sequence[Session], target: SymmetryTarget | None = None
) -> Course:
    """Return the course of one person in the order given, the first session being the baseline.

    Raises
    ------
    UsageError
        As `follow`, and if nothing was measured in the first session.
    """
    usable, left_out = _split(subject, sessions)
    if sessions[0] not in usable:
        raise UsageError(
            f"Nothing could be assessed in the baseline {sessions[0].name}: {_why(sessions[0])}",
            "Choose another baseline.",
        )
    return replace(_course(subject, usable[0], usable[1:], target), left_out=left_out)


def _course(
    subject: str, baseline: Session, later: Sequence[Session], target: SymmetryTarget | None
) -> Course:
    newest = (later[-1] if later else baseline).assessment
    checklist = symmetry_checklist(newest, target.involved, target.percent) if target else ()
    steps = tuple(_step(baseline, one) for one in later)
    return Course(subject, baseline, steps, drift(newest), checklist, target)


def _split(
    subject: str, sessions: Sequence[Session]
) -> tuple[list[Session], tuple[tuple[Session, str], ...]]:
    """Return the measured sessions of the first one's clinical test, and the others with the reason."""
    measured = [one for one in sessions if one.assessment.verdict.quality != "withheld"]
    usable = [one for one in measured if one.assessment.test == measured[0].assessment.test]
    _refuse_lonely(subject, sessions, usable)
    return usable, tuple((one, _why(one)) for one in sessions if one not in usable)


def _refuse_lonely(subject: str, ordered: Sequence[Session], usable: Sequence[Session]) -> None:
    if len(ordered) < 2:
        raise UsageError(
            f"There is only one session of {subject}: a change needs two.",
            "Add another session.",
        )
    if len(usable) < 2:
        raise UsageError(
            f"Only {len(usable)} of the {len(ordered)} sessions of {subject} could be assessed, and a change"
            " needs two.",
            "Their reports say why, and how to record better.",
        )


def _why(session: Session) -> str:
    if session.assessment.verdict.quality != "withheld":
        return f"It is a different clinical test ({session.assessment.test})."
    return " ".join(session.assessment.verdict.reasons)


def _kind(session: Session) -> tuple[str, str]:
    return session.conditions.task, session.conditions.state


def _step(baseline: Session, session: Session) -> Step:
    differing = _difference(asdict(baseline.conditions), asdict(session.conditions))
    said = {name: both for name, both in differing.items() if _both_said(*both)}
    differences = tuple(f"{name}: {before} → {after}" for name, (before, after) in said.items())
    return Step(session, compare(baseline.assessment, session.assessment), differences)


def _both_said(before: str, after: str) -> bool:
    """Whether two conditions are known and differ; how `none` was written is no difference."""
    a, b = ("none" if words.strip().lower() in NONE else words.strip().lower() for words in (before, after))
    return bool(a and b and a != b)


def _pairs(sessions: Sequence[Session], what: str, values: tuple[str, str]) -> list[tuple[Session, Session]]:
    """Return sessions of one day that differ in one condition, in these values, and in nothing else."""
    return [
        (plain, loaded)
        for plain in sessions
        for loaded in sessions
        if plain.day == loaded.day
        and {what: values} == _difference(asdict(plain.conditions), asdict(loaded.conditions))
    ]


def _difference(before: dict[str, str], after: dict[str, str]) -> dict[str, tuple[str, str]]:
    return {name: (before[name], after[name]) for name in before if before[name] != after[name]}


def _dual(plain: Session, loaded: Session) -> Effect:
    return Effect(plain, loaded, costs=dual_task_costs(plain.assessment, loaded.assessment))


def _tired(plain: Session, loaded: Session) -> Effect:
    return Effect(plain, loaded, changes=compare(plain.assessment, loaded.assessment))
