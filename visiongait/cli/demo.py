"""`visiongait demo`: the main job on a sample."""

from pathlib import Path

import click

from ..datatypes.options import Options, Outputs
from .analyze import analyze_one
from .session import debug_option


@click.command()
@click.option("--real", is_flag=True, help="On a real walk in the street, fetched on first use.")
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    default="results",
    show_default=True,
    metavar="FOLDER",
    help="Where results go: FOLDER/<sample's name>/.",
)
@debug_option
def demo(real: bool, out: Path) -> None:
    """Analyse a sample recording and say where to look.

    An earlier result of the same sample is replaced.
    """
    from .. import samples
    from .progress import bars

    with bars() as progress:
        recording = samples.fetch_street(progress) if real else samples.NORMAL.path
    height_m = None if real else samples.NORMAL_STATURE_M
    click.echo(f"Measuring the walk in {recording.name} (a minute or two on two cores) …", err=True)
    analyze_one(recording, out, Options(height_m=height_m), Outputs(overwrite=True))
