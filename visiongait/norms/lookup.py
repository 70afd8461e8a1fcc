"""The usual values of a metric for somebody."""

from collections.abc import Iterator

from ..datatypes.finding import Reference
from ..datatypes.options import Person
from .tables import PAPERS, Row, Table, load_table


def reference(
    metric: str, person: Person, pace: float | None = None, language: str = "en"
) -> Reference | None:
    """Return the usual values of a metric for a person of this age and sex at this pace.

    Parameters
    ----------
    metric
        A stride metric of the contract.
    person
        Age and sex where they are known; what is not known leaves only values that hold for everybody.
    pace
        Dimensionless walking speed (`pace_of`); where it is None, free walking is taken.
    language
        Of the sentences in `Reference.origin`.

    Returns
    -------
    Reference or None
        None where no paper gives the metric.  Where only people of another age were measured, their values
        are returned, and `origin.caveat` says so.
    """
    found = next(_answers(metric, person, pace, language), None)
    if found is None:
        return None
    table, row = found
    return Reference(metric, row.mean, row.sd, table.origin(person, row.n, row.caveat))


def _answers(metric: str, person: Person, pace: float | None, language: str) -> Iterator[tuple[Table, Row]]:
    """Yield the rows that speak of this person, then those of tables that may stand in."""
    tables = [load_table(name, language) for name in PAPERS]
    asked = [
        (table, row, pace if pace is not None else table.free_pace)
        for table in tables
        for row in table.rows
        if row.metric == metric
    ]
    yield from (
        (table, row) for table, row, at in asked if table.measured(person) and row.speaks_of(person, at)
    )
    yield from ((table, row) for table, row, at in asked if table.may_stand_in(person) and row.at(at))
