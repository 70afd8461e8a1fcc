"""Files that were torn, whose bits have flipped, or that were made to do harm."""

import struct
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np

from .corpus_answers import ANY_SENTENCE, CADENCE, NO_GAIT, READ, UNREADABLE, Case, Right
from .corpus_files import NO_B, sample_small
from .corpus_making import encode, pictures

TORN = Right(CADENCE, codes=(READ, UNREADABLE, NO_GAIT), unsure=True, cadence_limit=6, stance_limit=6)
"""Numbers as those of the whole walk, fewer strides allow for more; or a sentence."""

PARENTS = (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts", b"dinf")


def boxes(
    content: bytes, start: int = 0, end: int | None = None, path: str = ""
) -> Iterator[tuple[str, int, int]]:
    """Yield path, place and size of every box of an MP4 file."""
    end = len(content) if end is None else end
    while start + 8 <= end:
        size, kind = struct.unpack_from(">I4s", content, start)
        size = size or end - start
        if size < 8:
            return
        name = f"{path}/{kind.decode('latin-1')}"
        yield name, start, size
        if kind in PARENTS:
            yield from boxes(content, start + 8, min(start + size, end), name)
        start += size


def damage_cases() -> Iterator[Case]:
    """Yield truncations, flipped bits, and bombs."""
    yield from _truncations()
    yield from _flips()
    yield from _bombs()


def _truncations() -> Iterator[Case]:
    kind = "truncations"
    for front in (True, False):
        where = "front" if front else "back"
        for number in range(BOXES):
            name = f"cut_at_box_{number}_{where}.mp4"
            yield Case(name, kind, partial(_cut_at_box, number, front, name), TORN, quick=True)
    for share in (30, 60, 95):
        for ending in ("mp4", "mkv", "ts", "avi"):
            name = f"cut_at_{share}.{ending}"
            yield Case(name, kind, partial(_cut, share, name), TORN, quick=ending == "mp4" and share == 30)


BOXES = 22
"""As many boxes as the small walk has, and no more than that."""


def _cut_at_box(number: int, front: bool, name: str, folder: Path) -> Path:
    content = sample_small("faststart" if front else "").read_bytes()
    found = list(boxes(content))
    _, start, size = found[min(number, len(found) - 1)]
    (folder / name).write_bytes(content[: start + size // 2])
    return folder / name


def _cut(share: int, name: str, folder: Path) -> Path:
    path = encode(folder / name, pictures(), options=NO_B, container_options=_front(name))
    content = path.read_bytes()
    path.write_bytes(content[: len(content) * share // 100])
    return path


def _front(name: str) -> dict[str, str]:
    return {"movflags": "faststart"} if name.endswith("mp4") else {}


def _flips() -> Iterator[Case]:
    for place in ("headers", "pictures"):
        for count in (1, 10, 100, 1000):
            for seed in (1, 2):
                name = f"flips_{place}_{count}_{seed}.mp4"
                quick = place == "headers" and seed == 1
                yield Case(
                    name, "flipped bits", partial(_flipped, name, place, count, seed), TORN, quick=quick
                )


def _flipped(name: str, place: str, count: int, seed: int, folder: Path) -> Path:
    content = bytearray(sample_small().read_bytes())
    moov = content.index(b"moov") - 4
    start, end = (moov, len(content)) if place == "headers" else (64, moov)
    rng = np.random.default_rng([seed, count])
    for at in rng.integers(start, end, count):
        content[at] ^= 1 << int(rng.integers(8))
    (folder / name).write_bytes(content)
    return folder / name


def _bombs() -> Iterator[Case]:
    kind = "bombs"
    for name, make in BOMBS.items():
        yield Case(name, kind, partial(make, name), ANY_SENTENCE, quick=name not in ("sparse_4_gb.mp4",))
    yield Case("dimensions_in_header.mp4", kind, _patched_size, TORN, quick=True)
    yield Case("endless_edit_list.mp4", kind, _patched_duration, TORN)


def _gif_bomb(name: str, folder: Path) -> Path:
    head = b"GIF89a" + struct.pack("<HHBBB", 65_535, 65_535, 0xF0, 0, 0) + bytes([0, 0, 0, 255, 255, 255])
    picture = b"," + struct.pack("<HHHHB", 0, 0, 65_535, 65_535, 0) + b"\x02\x02D\x01\0"
    (folder / name).write_bytes(head + picture * 50 + b";")
    return folder / name


def _png_bomb(name: str, folder: Path) -> Path:
    import zlib

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    size = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    packed = zlib.compress(bytes(50_000_000), 9)
    (folder / name).write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    )
    return folder / name


def _sparse(name: str, folder: Path) -> Path:
    with (folder / name).open("wb") as file:
        file.truncate(4 << 30)
    return folder / name


def _nested(name: str, folder: Path) -> Path:
    content = b""
    for _ in range(20_000):
        content = struct.pack(">I4s", len(content) + 8, b"moov") + content
        if len(content) > 400_000:
            break
    (folder / name).write_bytes(b"\0\0\0\x14ftypisom\0\0\2\0isom" + content)
    return folder / name


def _huge_box(name: str, folder: Path) -> Path:
    head = b"\0\0\0\x14ftypisom\0\0\2\0isom" + struct.pack(">I4sQ", 1, b"moov", (1 << 63) - 1)
    (folder / name).write_bytes(head + bytes(1000))
    return folder / name


def _many_samples(name: str, folder: Path) -> Path:
    """A table that says it has four thousand million entries."""
    content = bytearray(sample_small().read_bytes())
    at = content.index(b"stsz") + 12
    struct.pack_into(">I", content, at, 0xFFFFFFF0)
    (folder / name).write_bytes(content)
    return folder / name


def _zip_bomb(name: str, folder: Path) -> Path:
    import gzip

    (folder / name).write_bytes(gzip.compress(bytes(100_000_000), 9))
    return folder / name


BOMBS = {
    "gif_of_65535.gif": _gif_bomb,
    "png_of_60000.mp4": _png_bomb,
    "sparse_4_gb.mp4": _sparse,
    "nested_boxes.mp4": _nested,
    "box_of_2_63.mp4": _huge_box,
    "packed_zeros.mp4": _zip_bomb,
    "a_table_without_end.mp4": _many_samples,
}


def _patched_size(folder: Path) -> Path:
    """The container says 65535 pixels each way, the pictures say otherwise."""
    content = bytearray(sample_small().read_bytes())
    at = content.index(b"avc1", content.index(b"stsd")) + 4 + 24
    struct.pack_into(">HH", content, at, 65_535, 65_535)
    (folder / "dimensions_in_header.mp4").write_bytes(content)
    return folder / "dimensions_in_header.mp4"


def _patched_duration(folder: Path) -> Path:
    content = bytearray(sample_small().read_bytes())
    at = content.index(b"elst") + 12
    struct.pack_into(">I", content, at, 0x7FFFFFFF)
    (folder / "endless_edit_list.mp4").write_bytes(content)
    return folder / "endless_edit_list.mp4"
