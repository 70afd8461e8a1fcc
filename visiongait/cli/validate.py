"""`visiongait validate`: how far the numbers are from the truth of clips that have one."""

from pathlib import Path

import click

from .session import debug_option


@click.command()
@click.argument("clips", metavar="CLIPS", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    default="validation",
    show_default=True,
    metavar="FOLDER",
    help="Where tables, plots, landmarks and one result folder per clip go.",
)
@click.option(
    "--model",
    default="heavy",
    show_default=True,
    metavar="heavy|full|lite|FILE",
    help="Pose network, as for analyze.",
)
@click.option("--overwrite", is_flag=True, help="Evaluate clips again whose landmarks FOLDER already holds.")
@debug_option
def validate(clips: Path, out: Path, model: str, overwrite: bool) -> None:
    """Measure every clip of the folder CLIPS that has truth, and write how far the numbers are off.

    A clip NAME.mp4 has its truth in NAME.truth.json beside it.  Stopped and started again, it goes on
    where it was.
    """
    from ..validation import validate_clips
    from .progress import bars

    with bars() as progress:
        validate_clips(clips, out, model=model, overwrite=overwrite, progress=progress)
    click.echo(f"To read: {out / 'validity.md'} (tables, plots and a result folder per clip lie beside it)")
