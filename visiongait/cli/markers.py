"""`visiongait markers`: a marker recording measured by the rooms that measure videos."""

from pathlib import Path

import click

from ..errors import NoGaitError
from ..system import printable
from .options import folder_option
from .session import debug_option


def _read_markers(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    """Take POINT=LABEL pairs."""
    pairs = [text.partition("=") for text in given]
    for point, equals, label in pairs:
        if not (point and equals and label):
            raise click.BadParameter(f"{point} is not POINT=LABEL, such as left_knee=LKNE.")
    return {point: label for point, _, label in pairs}


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@folder_option(default="results", show_default=True, help="Where results go: FOLDER/<file's name>/.")
@click.option(
    "--marker",
    "markers",
    multiple=True,
    metavar="POINT=LABEL",
    callback=_read_markers,
    help="The marker to use for a point, such as left_knee=LKNE; may be repeated.",
)
@click.option("--overwrite", is_flag=True, help="Replace earlier results.")
@debug_option
def markers(file: Path, out: Path, markers: dict[str, str], overwrite: bool) -> None:
    """Analyse the walk in FILE, a marker recording (.c3d or .trc), as if a camera had seen it from the side.

    Hips, knees, ankles, heels and toes are found by the labels of common marker sets.  The result folder has
    the tables and the report of a video, so that both can be compared.
    """
    from ..api import measure_markers
    from . import tables

    result = measure_markers(file, markers=markers)
    folder = result.save(out / file.stem, video=False, overwrite=overwrite)
    if result.verdict.quality == "withheld":
        raise NoGaitError(f"{printable(file.name)}: {' '.join(result.verdict.reasons[:1])}")
    click.echo(f"{printable(file.name)}\n{tables.assessment_table(result.assessment)}")
    click.echo(f"To read: {printable(folder / 'report.html')}")
