"""`visiongait cohort`: group tables, plots and reliability of an archive that a batch has measured."""

import click

from .session import debug_option


@click.command()
@click.argument("out", metavar="PLACE")
@debug_option
def cohort(out: str) -> None:
    """Compare groups within the archive whose results are in PLACE (the -o of `visiongait batch`).

    Groups are those of the manifest (conditions, speed, affected side, sex, age) and of the measured walking
    speed.  Subjects recorded twice give test-retest reliability.
    """
    from ..batch import write_cohort

    found = write_cohort(out)
    click.echo(f"Subjects: {found.n_subjects}; recordings: {found.n_recordings}.")
    click.echo(f"To read: {out.rstrip('/')}/cohort.html (cohort.csv and reliability.csv lie beside it)")
