"""The look of the report: templates, and its drawings as pictures that stand alone."""

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from ...drawing import SIDE_COLOUR, css
from .rows import Texts


@cache
def look() -> Environment:
    """Return the templates of the report; what comes from outside is escaped."""
    templates = Environment(
        loader=PackageLoader(__package__),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    templates.globals |= {
        "colour": {side: css(colour) for side, colour in SIDE_COLOUR.items()},
        "standalone": False,
    }
    return templates


def drawing(kind: str, content: Any, texts: Texts) -> str:
    """Return one drawing of `charts.html.j2` as an SVG that stands alone.

    Parameters
    ----------
    kind
        The macro: `cycle`, `strides`, `rockers`, `contacts` or `photo`.
    content
        What it draws.
    texts
        The words of the report.
    """
    template = look().get_template("drawing.svg.j2")
    return template.render(kind=kind, content=content, t=texts, standalone=True)
