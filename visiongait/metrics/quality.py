"""Whether a number of the summary can be relied on, by rules that each say their reason in a sentence.

Every rule looks at one metric of one side in the conditions of the recording: a verdict, or None.
The limits are judgements from published accuracy (docs) and are named here, one by one.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from ..datatypes import SIDES, AnkleZero, Quality, Side, Verdict
from .angles import HEEL_RISE
from .catalogue import METRICS
from .distances import CLEARANCE, MIN_PX_PER_M
from .metric import Family, Metric

FEW_STRIDES = 3
"""Below this a single odd stride moves the mean."""
MASKED_CAUTION_PERCENT, MASKED_LIMIT_PERCENT = 25.0, 50.0
"""Share of frames with a doubted leg point: good recordings have 10 to 20 %, mostly single frames, filled."""
VIEW_CAUTION_DEG, VIEW_LIMIT_DEG = 20.0, 28.0
"""Oblique view: on four rendered walks the errors of angles were 1.1 times those from the side at 20° and 1.4
times at 30° (scripts/calibrate); on two others, before oblique walks were learnt from, twice at 28°."""
DISAGREEMENT_S, AGREED_SHARE = 0.05, 0.8
"""Two independent detectors of healthy gait agree within 50 ms on nearly all events."""
EVENT_WORDS = {"foot_strike": "initial contact", "foot_off": "foot off"}
ZERO_SPREAD_DEG = 4.0
"""Spread of the flat foot's angle above which its mean is a poor zero."""
SMALL_PX, TINY_PX = 200.0, 100.0
"""Stature in the picture: at 200 px a foot is 30 px long and one pixel turns it by 2°, at 100 px by 4°."""
MANY_STRIDES = 50
"""Strides a coefficient of variation needs."""

FILM_MORE = "Film more passes: at least three full strides of each leg in one recording."
FILM_LONGER = "Film a longer walk: four steps before the camera and four after it."
FILM_CLEARLY = "Film at 60 frames a second, in good light, with nothing in front of the legs."
FILM_BACK = "Film the walk back as well."
FILMING_ADVICE = frozenset({FILM_MORE, FILM_LONGER, FILM_CLEARLY, FILM_BACK})
"""What to change next time: sentences that follow the reasons."""

_MISSED: Mapping[Family, tuple[str, str]] = {
    "time": ("times", "a foot off was not clearly visible"),
    "distance": ("lengths", "one of the feet was not clearly visible"),
    "angle": ("angles", "a part of the leg was not clearly visible"),
}
"""What the metrics of a family are called, and why a complete stride may lack them."""
_NEVER = {
    CLEARANCE: ("toe clearance", "the toes had no lowest point in swing"),
    HEEL_RISE: ("heel rise", "the heel was not seen on the floor and then rising"),
}
"""The same of metrics that a stride may lack although all of it was seen."""


@dataclass(frozen=True)
class RecordingConditions:
    """What the recording offers, for the rules.

    far_side: the leg farther from the camera, None if each was once; view_angle_deg: largest of the passes,
    None if unknown; height_px: stature in the picture; px_per_m: None without a scale; over_ground: whether
    lengths were measured there, not within single pictures; disagreement_s and agreed_share: of two event
    detectors, per kind of event; disagreement: median distance of the legs' landmarks from halfway between
    the frames before and after, in body heights (noise, and what a movement bends in two frames), None if
    unknown; unsteady: valid strides that belong to starting, stopping or turning; side_doubts: sentences
    about which leg is left and which right.
    """

    masked_frames_percent: Mapping[Side, float]
    zero: Mapping[Side, AnkleZero]
    far_side: Side | None
    view_angle_deg: float | None
    rate_hz: float
    height_px: float
    px_per_m: float | None
    over_ground: bool = True
    disagreement_s: Mapping[str, float] = field(default_factory=dict)
    agreed_share: Mapping[str, float] = field(default_factory=dict)
    disagreement: float | None = None
    unsteady: Mapping[Side, int] = field(default_factory=lambda: dict.fromkeys(SIDES, 0))
    side_doubts: tuple[str, ...] = ()
    tilt_doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Case:
    """What a rule is asked about: the mean of one metric over `n` of the `of` usable strides of one side."""

    metric: Metric
    side: Side
    n: int
    of: int
    conditions: RecordingConditions


Rule = Callable[[Case], Verdict | None]
_ORDER: tuple[Quality, ...] = ("ok", "caution", "withheld")


def judge(
    metric: str, side: Side, n: int, conditions: RecordingConditions, *, of: int | None = None
) -> Verdict:
    """Return the worst verdict for the mean of one metric over `n` strides of one side, with its reasons.

    of: how many strides of that side are in the means at all; by default those `n`.
    """
    case = Case(METRICS[metric], side, n, n if of is None else of, conditions)
    verdict = worst(rule(case) for rule in RULES)
    return _nothing(case) if n == 0 and verdict.quality != "withheld" else verdict


def worst(verdicts: Iterable[Verdict | None]) -> Verdict:
    """Join verdicts: the worst quality, and the reasons of exactly that quality, each once."""
    found = [verdict for verdict in verdicts if verdict is not None]
    qualities: list[Quality] = ["ok", *(verdict.quality for verdict in found)]
    quality = max(qualities, key=_ORDER.index)
    reasons = dict.fromkeys(reason for one in found if one.quality == quality for reason in one.reasons)
    return Verdict(quality, tuple(reasons))


def caution(*reasons: str) -> Verdict:
    """Return a verdict that lets the number stand, with a warning."""
    return Verdict("caution", reasons)


def withheld(*reasons: str) -> Verdict:
    """Return a verdict that keeps the number back."""
    return Verdict("withheld", reasons)


def judge_variation(n: int) -> Verdict | None:
    """Return what the number of strides says about a coefficient of variation."""
    if n < FEW_STRIDES:
        return withheld(f"Variability needs at least {FEW_STRIDES} strides; there are {n}.")
    if n < MANY_STRIDES:
        return caution(f"Variability is only reliable from about {MANY_STRIDES} strides; there are {n}.")
    return None


def _scale(case: Case) -> Verdict | None:
    c = case.conditions
    if "scale" not in case.metric.needs or c.px_per_m is not None:
        return None
    return withheld("No height given (--height), so pixels cannot be converted to metres.")


def _lengths(case: Case) -> Verdict | None:
    if case.conditions.over_ground or "ground" not in case.metric.needs:
        return None
    return caution(
        "The camera or the floor moved: step lengths are heel-to-heel distances within single frames."
    )


def _clearance(case: Case) -> Verdict | None:
    c = case.conditions
    if case.metric.name != CLEARANCE or c.px_per_m is None:
        return None
    pixel_mm = 1000 / c.px_per_m
    if c.px_per_m < MIN_PX_PER_M:
        return withheld(f"One pixel is {pixel_mm:.1f} mm here, too coarse for a clearance of 10 to 20 mm.")
    return caution(f"Toe clearance from one camera is not validated; one pixel is {pixel_mm:.1f} mm here.")


def _nothing(case: Case) -> Verdict:
    if case.of:
        things, why = _lacking(case.metric)
        return withheld(f"None of the {_strides(case.of, case.side)} could be used for {things}: {why}.")
    if slow := case.conditions.unsteady[case.side]:
        return withheld(f"Only {_strides(slow, case.side)}, in starting, stopping or turning.", FILM_LONGER)
    return withheld(f"The {case.side} leg had no complete stride.", FILM_MORE)


def _few_strides(case: Case) -> Verdict | None:
    """Count what there is the same way everywhere: the strides of the leg, then what this number lacks."""
    if case.n >= FEW_STRIDES:
        return None
    if case.of > case.n > 0:
        things, why = _lacking(case.metric)
        others = "the other one" if case.of == case.n + 1 else "the others"
        return caution(
            f"Only {case.n} of {_strides(case.of, case.side)} could be used for {things}: in {others} {why}.",
            FILM_MORE,
        )
    slow = case.conditions.unsteady[case.side]
    more = f", and {slow} more in starting, stopping or turning" if slow else ""
    return caution(f"Only {_strides(case.n, case.side)}{more}.", FILM_MORE)


def _masked(case: Case) -> Verdict | None:
    share = case.conditions.masked_frames_percent[case.side]
    reasons = (f"The {case.side} leg was hidden or blurred in {share:.0f} % of the frames.", FILM_CLEARLY)
    if share > MASKED_LIMIT_PERCENT:
        return withheld(*reasons)
    return caution(*reasons) if share > MASKED_CAUTION_PERCENT else None


def _which_leg(case: Case) -> Verdict | None:
    doubts = case.conditions.side_doubts
    return Verdict("caution", doubts) if doubts else None


def _tilt(case: Case) -> Verdict | None:
    doubts = case.conditions.tilt_doubts
    return Verdict("caution", doubts) if doubts and case.metric.family == "angle" else None


def _far_leg(case: Case) -> Verdict | None:
    if case.side != case.conditions.far_side or case.metric.family != "angle":
        return None
    return caution(
        f"The {case.side} leg was farther from the camera and at times hidden by the other leg.", FILM_BACK
    )


def _view(case: Case) -> Verdict | None:
    angle_deg = case.conditions.view_angle_deg
    if angle_deg is None or case.metric.family == "time":
        return None
    text = f"The camera view was {angle_deg:.0f}° away from a true side view"
    if angle_deg > VIEW_LIMIT_DEG:
        return withheld(f"{text}; beyond {VIEW_LIMIT_DEG:.0f}° this cannot be measured.")
    return caution(f"{text}.") if angle_deg > VIEW_CAUTION_DEG else None


def _rate(case: Case) -> Verdict | None:
    rate_hz = case.conditions.rate_hz
    if rate_hz >= case.metric.min_rate_hz or case.metric.family == "distance":
        return None
    return caution(f"{rate_hz:.0f} frames per second are too few to resolve this well; record at 60 or more.")


def _detectors(case: Case) -> Verdict | None:
    if case.metric.family != "time":
        return None
    kinds = ("foot_strike", "foot_off") if "foot_off" in case.metric.needs else ("foot_strike",)
    for kind in kinds:
        if _disagree(kind, case.conditions):
            return caution(
                f"The timing of {EVENT_WORDS[kind]} is uncertain: two detection methods differ by more than"
                f" {1000 * DISAGREEMENT_S:.0f} ms.",
                FILM_CLEARLY,
            )
    return None


def _lacking(metric: Metric) -> tuple[str, str]:
    return _NEVER.get(metric.name, _MISSED[metric.family])


def _strides(count: int, side: Side) -> str:
    return f"1 {side} stride" if count == 1 else f"{count} {side} strides"


def _disagree(kind: str, c: RecordingConditions) -> bool:
    return c.disagreement_s.get(kind, 0.0) > DISAGREEMENT_S or c.agreed_share.get(kind, 1.0) < AGREED_SHARE


def _zero(case: Case) -> Verdict | None:
    zero = case.conditions.zero.get(case.side)
    if "ankle_zero" not in case.metric.needs or zero is None:
        return None
    if zero.method == "landmark":
        return caution(
            "No foot-flat phase was found to set the zero: the absolute angle may be off by several degrees."
        )
    if zero.spread_deg > ZERO_SPREAD_DEG:
        return caution(f"The foot-flat angle that sets the zero varied by {zero.spread_deg:.0f}°.")
    return None


def _size(case: Case) -> Verdict | None:
    height_px = case.conditions.height_px
    text = f"The person is only {height_px:.0f} px tall in the picture"
    if height_px < TINY_PX:
        return withheld(f"{text}; at least {TINY_PX:.0f} px are needed, and {SMALL_PX:.0f} px are better.")
    return caution(f"{text}.") if height_px < SMALL_PX and case.metric.family != "time" else None


RULES: tuple[Rule, ...] = (
    _scale,
    _lengths,
    _clearance,
    _few_strides,
    _masked,
    _which_leg,
    _tilt,
    _far_leg,
    _view,
    _rate,
    _detectors,
    _zero,
    _size,
)
