"""The networks on OpenVINO: every core busy, and nothing evaluated that nobody reads."""

import atexit
import hashlib
import io
import os
import sys
import tempfile
import weakref
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from platformdirs import user_cache_path

from ..datatypes import Image
from ..errors import EnvironmentFaultError
from ..system import working_threads, write_whole
from . import core_time
from .blazepose import LANDMARK_SIZE, Outputs

# OpenVINO reports its own import to an analytics service; without this module it keeps quiet.
sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]

import openvino as ov  # noqa: E402
from openvino.preprocess import PrePostProcessor  # noqa: E402

_SEGMENTATION_SIZE = LANDMARK_SIZE**2
DEVICE = "VISIONGAIT_DEVICE"
"""Environment variable: another of OpenVINO's devices than the processor, for instance GPU."""

Answer = TypeVar("Answer")

_at_work: "weakref.WeakSet[Network]" = weakref.WeakSet()


class Network:
    """One network, fed with crops of the picture as bytes.

    Parameters
    ----------
    tflite
        The network's TFLite file.
    mean, scale
        Normalisation of the crop's bytes: (byte - mean) / scale.
    prompt
        All cores work on one crop at a time: each result comes sooner, but fewer a second.

    Attributes
    ----------
    device
        What it runs on, as OpenVINO names it.

    Notes
    -----
    Always in single precision.  Where a processor has bfloat16, OpenVINO would use it unasked: three times as
    fast, but legs move by 1 px on average and by 40 px in one of a hundred pictures (docs/decisions/0002).
    Threads are free to move: pinned, as is OpenVINO's habit, those of two processes sit on the same core.
    """

    def __init__(self, tflite: bytes, mean: float, scale: float, *, prompt: bool = False) -> None:
        core = ov.Core()
        cores = working_threads()
        hint, streams = ("LATENCY", 1) if prompt else ("THROUGHPUT", cores)
        settings = {
            "PERFORMANCE_HINT": hint,
            "NUM_STREAMS": streams,
            "INFERENCE_NUM_THREADS": cores,
            "INFERENCE_PRECISION_HINT": "f32",
            "ENABLE_CPU_PINNING": False,
        }
        self.device = os.environ.get(DEVICE, "CPU")

        def make() -> Any:
            return _compiled(core, _prepared(core, tflite, mean, scale), self.device, settings)

        with core_time.watched():
            if self.device == "CPU":
                network = hashlib.sha256(tflite).hexdigest()
                self._compiled = cached_network(core, make, settings, ov.get_version(), network, mean, scale)
            else:
                self._compiled = make()
            self._queue: Any = ov.AsyncInferQueue(self._compiled, 2 * cores)  # the next ones wait ready
        self._queue.set_callback(_deliver)
        _at_work.add(self)

    @property
    def precision(self) -> str:
        """Of the arithmetic, as OpenVINO names it."""
        return str(self._compiled.get_property("INFERENCE_PRECISION_HINT").get_type_name())

    def submit(self, crop: Image, read: Callable[[Outputs], Answer]) -> Future[Answer]:
        """Evaluate a crop in the background, and promise what `read` makes of the raw outputs.

        `read` runs in a thread of the network; the outputs are valid only during the call.  Waits while every
        worker is busy, so that crops never pile up.
        """
        answer: Future[Answer] = Future()
        self._queue.start_async({0: crop[None]}, (read, answer))
        return answer

    def finish(self) -> None:
        """Wait until everything that was submitted has been answered."""
        self._queue.wait_all()


@atexit.register
def _end() -> None:
    """Wait for what Ctrl-C left at work: results must not be handed over to a Python that is no more."""
    for network in list(_at_work):
        network.finish()


def _deliver(request: Any, promised: tuple[Callable[[Outputs], Answer], Future[Answer]]) -> None:
    read, answer = promised
    with core_time.left_out():
        try:
            answer.set_result(read({tensor.size: tensor.data for tensor in request.output_tensors}))
        except BaseException as error:  # noqa: BLE001 (raised where the answer is wanted)
            answer.set_exception(error)


def _compiled(core: Any, model: Any, device: str, settings: dict[str, Any]) -> Any:
    try:
        if device == "CPU":
            return core.compile_model(model, device, settings)
        exact = {"INFERENCE_PRECISION_HINT": "f32", "PERFORMANCE_HINT": settings["PERFORMANCE_HINT"]}
        return core.compile_model(model, device, exact)
    except RuntimeError as fault:
        known = ", ".join(core.available_devices)
        raise EnvironmentFaultError(
            f"The networks cannot run on {device}, the device given in {DEVICE}.",
            f"Available: {known}. Unset {DEVICE} to use the processor.",
        ) from fault


def _prepared(core: Any, tflite: bytes, mean: float, scale: float) -> Any:
    """Read a network, prune its segmentation output and let it take bytes."""
    with tempfile.TemporaryDirectory() as folder:  # OpenVINO reads TFLite from files only
        path = Path(folder) / "network.tflite"
        path.write_bytes(tflite)
        model = core.read_model(path)
    kept = [output for output in model.outputs if int(np.prod(output.shape)) != _SEGMENTATION_SIZE]
    model = ov.Model([output.get_node() for output in kept], model.get_parameters(), "pose")
    steps = PrePostProcessor(model)
    steps.input().tensor().set_element_type(ov.Type.u8)
    steps.input().preprocess().convert_element_type(ov.Type.f32).mean(mean).scale(scale)
    return steps.build()


def cached_network(core: Any, make: Callable[[], Any], settings: Mapping[str, Any], *origin: object) -> Any:
    """Return a network as OpenVINO runs it on the processor, from the user's cache if it is there.

    Parameters
    ----------
    core
        OpenVINO's.
    make
        Makes the network where the cache does not hold it, or not intact.
    settings
        How it shall run.  The cache does not hold that: without it, OpenVINO would take bfloat16.
    origin
        Everything else that the network depends on.
    """
    digest = hashlib.sha256(repr((settings, origin)).encode()).hexdigest()
    path = user_cache_path("visiongait") / "networks" / f"{digest[:32]}.bin"
    with suppress(OSError, RuntimeError, ValueError):
        return core.import_model(io.BytesIO(_read(path)), "CPU", settings)
    made = make()
    with suppress(OSError, RuntimeError):  # the disk is full, or may not be written
        _write(path, made.export_model().getvalue())
    return made


def _read(path: Path) -> bytes:
    """Return what was written.

    Raises
    ------
    OSError, ValueError
        If there is nothing, or something else: a damaged network could bring the program down.
    """
    cached = path.read_bytes()
    digest, content = cached[: hashlib.sha256().digest_size], cached[hashlib.sha256().digest_size :]
    if hashlib.sha256(content).digest() != digest:
        raise ValueError(f"{path} is damaged")
    return content


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, hashlib.sha256(content).digest() + content)
