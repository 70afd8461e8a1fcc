"""Settings of the documentation site: docs/ in Markdown, docstrings, and the gallery of examples/."""

import os
import re
from importlib import import_module
from importlib.metadata import version as version_of
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
os.environ["MPLBACKEND"] = "Agg"

project = "VisionGait"
version = release = version_of("visiongait")
copyright = "the VisionGait authors"  # noqa: A001  Sphinx's own name
extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.napoleon",
    "sphinx_gallery.gen_gallery",
]
source_suffix = {".md": "markdown", ".rst": "restructuredtext"}
master_doc = "index"
exclude_patterns = ["gallery/*.ipynb", "gallery/*.zip"]
myst_heading_anchors = 3
napoleon_google_docstring = False
autodoc_typehints = "description"
autodoc_member_order = "bysource"
autosummary_generate = True
nitpicky = False
suppress_warnings = ["myst.xref_missing", "config.cache", "misc.highlighting_failure"]

sphinx_gallery_conf = {
    "examples_dirs": str(ROOT / "examples"),
    "gallery_dirs": "gallery",
    "filename_pattern": "/plot_",
    "ignore_pattern": "sample_results",
    "download_all_examples": False,
    "show_memory": False,
    "write_computation_times": False,  # its page would load scripts from elsewhere
    "remove_config_comments": True,
}

html_theme = "alabaster"
html_theme_options = {"description": "Ankle and gait numbers from a phone video", "page_width": "1080px"}
html_title = f"VisionGait {version}"
html_show_sourcelink = False


def import_lazy_names() -> None:
    """Let each door of docs/reference.md hold its lazy names, which autodoc does not see otherwise."""
    page = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
    for name in re.findall(r"automodule:: (\S+)", page):
        door = import_module(name)
        vars(door).update({public: getattr(door, public) for public in getattr(door, "__all__", ())})


import_lazy_names()
