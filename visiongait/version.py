"""The program's version, in one place that costs nothing to import."""

__version__ = "0.1.0"
SCIENCE_VERSION = 5
"""One more with every scientific change (CHANGELOG.md): `visiongait batch` then measures everything again."""

SCHEMA_VERSION = "1.0"
NOT_A_DEVICE = (
    "Not a diagnostic device: for measurement and research only, to be read by a qualified professional."
)
