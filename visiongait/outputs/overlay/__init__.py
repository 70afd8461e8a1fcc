"""The annotated video: skeleton, angles and events over the recording, faces hidden."""

from .movie import annotate
from .stills import Still, read_stills, write_stills

__all__ = ["Still", "annotate", "read_stills", "write_stills"]
