"""The look of all pages: one set of templates, for HTML files that fetch nothing and for drawings."""

from functools import cache
from typing import TYPE_CHECKING, Any

from ..drawing import SIDE_COLOUR, css
from ..system import compact
from ..version import NOT_A_DEVICE, __version__

if TYPE_CHECKING:
    from jinja2 import Environment

    from .texts import Texts


def render(template: str, **content: Any) -> str:
    """Return a page of `templates/`, filled; what comes from outside is escaped, nothing is fetched."""
    return _templates().get_template(template).render(**content)


def drawing(kind: str, content: Any, texts: "Texts") -> str:
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
    return render("drawing.svg.j2", kind=kind, content=content, t=texts, standalone=True)


@cache
def _templates() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    templates = Environment(
        loader=PackageLoader(__package__),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    templates.globals |= {
        "colour": {side: css(colour) for side, colour in SIDE_COLOUR.items()},
        "compact": compact,
        "notice": NOT_A_DEVICE,
        "version": __version__,
        "standalone": False,
    }
    return templates
