"""What other people's tools open: OpenSim, C3D, Parquet, Excel and FHIR, from a saved assessment."""

from .folder import FORMATS, Format, export, register
from .trial import Trial, trials

__all__ = ["FORMATS", "Format", "Trial", "export", "register", "trials"]
