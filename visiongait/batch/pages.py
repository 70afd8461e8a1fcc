"""The HTML pages of a batch: self-contained files, nothing fetched from anywhere."""

from typing import Any

from ..drawing import SIDE_COLOUR, css
from ..version import NOT_A_DEVICE, __version__


def render(template: str, **content: Any) -> bytes:
    """Return a page of `templates/`, filled."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    pages = Environment(
        loader=PackageLoader(__package__),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    shared = {
        "colour": {side: css(colour) for side, colour in SIDE_COLOUR.items()},
        "notice": NOT_A_DEVICE,
        "version": __version__,
    }
    return pages.get_template(template).render(**shared, **content).encode()


def title_of(metric: str) -> str:
    """Return a metric's name for people; one that has none keeps its own."""
    from ..pages.report.texts import load_texts

    named = load_texts()["metrics"]
    for ending, words in (("_asymmetry_percent", ": asymmetry"), ("_cv_percent", ": variation")):
        if metric.endswith(ending):
            return f"{title_of(metric.removesuffix(ending))}{words}"
    return str(named.get(metric, metric.replace("_", " ").capitalize()))
