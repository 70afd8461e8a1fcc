"""The session's score in words, for its end."""

from .coach import Coach
from .plan import Target
from .tally import Tally


def score_lines(coach: Coach) -> tuple[str, ...]:
    """Return a sentence for each target: how often it was reached, in all and minute by minute."""
    return tuple(_score_line(target, tally) for target, tally in coach.scores())


def _score_line(target: Target, tally: Tally) -> str:
    what = f"{target.about.title} {target.goal}"
    total, minutes = tally.total, tally.minutes()
    if not total.judged:
        return f"{what}: no stride could be judged."
    each = ", ".join(f"minute {number}: {success.percent:.0f} %" for number, success in minutes)
    whole = f"{what}: reached in {total.reached} of {total.judged} strides, {total.percent:.0f} %"
    return f"{whole} ({each})." if len(minutes) > 1 else f"{whole}."
