"""How many threads to use, and for what."""

from ..system import working_threads

_ONE_THREAD_PX = 1920 * 1080
"""A thread decodes pictures of this size in half the time that two cores take for all the rest."""


def decoding_threads(width_px: int, height_px: int) -> int:
    """Return by how many threads to decode pictures of a size: no more than keep up with the cores.

    Several take a fifth more time of the cores for each picture, and more memory.
    """
    cores = working_threads()
    return max(1, cores // 2, min(cores, round(width_px * height_px / _ONE_THREAD_PX)))


def each_in_one_thread() -> None:
    """Let OpenCV work in the thread that calls it, in all of this process.

    Its own threads wait for each other actively, which takes cores from the networks.
    """
    import cv2

    cv2.setNumThreads(1)
