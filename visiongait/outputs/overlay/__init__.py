"""The annotated video: skeleton, angles and events over the recording, faces hidden."""

from .movie import annotate
from .stills import Still

__all__ = ["Still", "annotate"]
