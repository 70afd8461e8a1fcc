"""`visiongait desk`: everything in a browser."""

from pathlib import Path

import click

from .session import debug_option


@click.command()
@click.option(
    "--workspace",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Where recordings and results are kept; by default a folder in your data folder.",
)
@click.option(
    "--port", type=click.IntRange(1, 65535), metavar="N", help="Port to listen on; by default a free one."
)
@click.option("--no-browser", is_flag=True, help="Only print the address; do not open a browser.")
@debug_option
def desk(workspace: Path | None, port: int | None, no_browser: bool) -> None:
    """Open the clinic desk: film, measure, look, correct and compare in a browser.

    It runs on this computer only, and nothing leaves it.  The first line printed is the address,
    with a token that opens the desk once; started a second time, it shows the desk that is
    already running.  Ctrl-C stops it; started again, everything is as it was.
    """
    from ..web import DeskOptions, run_desk

    run_desk(DeskOptions(workspace, port, not no_browser), click.echo)
