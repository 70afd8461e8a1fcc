"""`visiongait report`: the pages for people, written anew from a saved result."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .options import person_options, take_person
from .session import debug_option

if TYPE_CHECKING:
    from ..pages import Paper


@click.command()
@click.argument("folder", metavar="RESULT_FOLDER", type=click.Path(path_type=Path))
@click.option(
    "--paper", type=click.Choice(["a4", "letter"]), default="a4", show_default=True, help="Size of the PDFs."
)
@person_options
@debug_option
def report(folder: Path, paper: "Paper", **chosen: Any) -> None:
    """Write report.html, report.pdf and patient.pdf anew from a RESULT_FOLDER of analyze.

    What is said of the person holds for these pages; what is not said stays as analyze was told.
    """
    from ..api import write_report
    from ..results import read_assessment

    assessment = read_assessment(folder)
    person = take_person(chosen, assessment.person)
    place = folder if folder.is_dir() else folder.parent
    for page in write_report(assessment, place, person=person, paper=paper):
        click.echo(f"To read: {page}")
