"""The annotated video: skeleton, angles and events over the recording, faces hidden."""

from .movie import annotate, keep_pictures
from .stills import Still, draw_stills, read_stills, write_stills

__all__ = ["Still", "annotate", "draw_stills", "keep_pictures", "read_stills", "write_stills"]
