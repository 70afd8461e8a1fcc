"""`visiongait report` and `export`: a saved result as pages for people and in other programs' formats."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import UsageError
from .options import open_option, open_page, person_options, take_person
from .session import debug_option

if TYPE_CHECKING:
    from ..pages import Paper


EXPORTS_NAME = "exports"


def _check_formats(_: click.Context, __: click.Parameter, listed: str) -> tuple[str, ...]:
    """Take some of the formats, separated by commas."""
    from ..exports import FORMATS

    wanted = tuple(dict.fromkeys(name.strip().lower() for name in listed.split(",")))
    unknown = [name for name in wanted if name not in FORMATS]
    if unknown:
        raise UsageError(
            f"--to {listed}: there is no format {', '.join(unknown)}.", f"Choose from {', '.join(FORMATS)}."
        )
    return wanted


@click.command()
@click.argument("result_folder", metavar="RESULT_FOLDER", type=click.Path(path_type=Path))
@click.option(
    "--to",
    "formats",
    required=True,
    metavar="trc,mot,c3d,parquet,xlsx,fhir",
    callback=_check_formats,
    help="Formats, separated by commas: OpenSim (trc, mot), C3D, tables (parquet, xlsx), FHIR.",
)
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Where the files go.  [default: RESULT_FOLDER/exports]",
)
@click.option("--overwrite", is_flag=True, help="Replace files of an earlier export.")
@debug_option
def export(result_folder: Path, formats: tuple[str, ...], out: Path | None, overwrite: bool) -> None:
    """Write a saved result in formats for other programs.

    RESULT_FOLDER is what `visiongait analyze` wrote.  No export holds the name of the recording
    or a path; the only name of the person is the pseudonym.
    """
    from ..exports import export as write
    from ..results import read_assessment

    assessment = read_assessment(result_folder)
    files = write(assessment, formats, out or result_folder / EXPORTS_NAME, overwrite=overwrite)
    for file in files:
        click.echo(file)
    if "c3d" in formats and assessment.scale is None:
        click.echo("No height was given: the .c3d contains angles and events, but no markers.", err=True)


@click.command()
@click.argument("folder", metavar="RESULT_FOLDER", type=click.Path(path_type=Path))
@click.option(
    "--paper",
    type=click.Choice(["a4", "letter"]),
    default="a4",
    show_default=True,
    help="Paper size of the PDFs.",
)
@person_options
@open_option()
@debug_option
def report(folder: Path, paper: "Paper", opening: bool, **chosen: Any) -> None:
    """Rewrite report.html, report.pdf and patient.pdf from a RESULT_FOLDER of analyze.

    What is given here about the person applies to these pages; the rest stays as given to analyze.
    """
    from ..api import load_clinic, write_report
    from ..datatypes import Clinic
    from ..results import read_assessment

    assessment = read_assessment(folder)
    file = chosen.pop("clinic_file")
    clinic = load_clinic(file).clinic if file or assessment.clinic == Clinic() else None
    person = take_person(chosen, assessment.person)
    place = folder if folder.is_dir() else folder.parent
    for page in write_report(assessment, place, person=person, clinic=clinic, paper=paper):
        click.echo(f"To read: {page}")
    if opening:
        open_page(place / "report.html")
