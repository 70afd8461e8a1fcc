"""A frame as the decoder left it, made into what is asked for, when it is asked for."""

from functools import cached_property

import cv2
import numpy as np
from av.video.frame import VideoFrame

from ..datatypes._arrays import FloatArray
from ..datatypes.video import Frame, Image
from .picture import Grey, PictureMaker, shrunk
from .picture import sampled as sampled_of


class DecodedFrame(Frame):
    """A frame of a recording, whose RGB image is made when it is asked for: few uses need all of it."""

    def __init__(self, index: int, time_s: float, picture: VideoFrame, maker: PictureMaker) -> None:
        vars(self).update(index=index, time_s=time_s, picture=picture, maker=maker)

    picture: VideoFrame
    maker: PictureMaker

    @cached_property
    def image(self) -> Image:
        """The whole upright picture, RGB."""
        return self.maker.image(self.picture)

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height of the upright picture."""
        return self.maker.size_px


def resized(frame: Frame, size_px: tuple[int, int]) -> Image:
    """Return a frame's picture in another size (width, height), RGB."""
    if isinstance(frame, DecodedFrame):
        return frame.maker.image(frame.picture, size_px)
    if frame.image.shape[1::-1] == size_px:
        return frame.image
    how = cv2.INTER_AREA if size_px[0] < frame.image.shape[1] else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(frame.image, size_px, interpolation=how), np.uint8)


def brightness(frame: Frame, shrink: int) -> Grey:
    """Return a frame's brightness, each cell the mean of `shrink` x `shrink` pixels."""
    if isinstance(frame, DecodedFrame):
        return frame.maker.brightness(frame.picture, shrink)
    return shrunk(frame.image[..., 1], shrink)


def sampled(frame: Frame, affine: FloatArray, size: int, *, black_outside: bool = False) -> Image:
    """Return a square sample of a frame's picture, RGB; see `picture.sampled`."""
    if isinstance(frame, DecodedFrame):
        return frame.maker.sampled(frame.picture, affine, size, black_outside=black_outside)
    return sampled_of(frame.image, affine, size, black_outside=black_outside)
