"""Arrays by name as a .npz file: what is written comes back bit by bit, and nothing is unpickled."""

from __future__ import annotations

import os
import struct
from collections.abc import Mapping
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import numpy as np
from numpy.lib import format as npy

SUFFIX = ".npy"
BFLOAT16 = "bfloat16"  # NumPy's files know no such dtype: its bits stand in records with this one field
HEADERS = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}
SPARE, TIMES = 1 << 26, 100  # bytes that any file may unpack to, and how many times its own size a larger one may
HEADER, LENGTHS_AT = 30, 26  # bytes before the name of a member, and where there the lengths of name and extras stand
BEHIND = 24  # bytes that may follow a member: its lengths, where it was written as a stream
LONGEST = 1 << 15  # bytes of a name; zip files have room for twice as many


def write(file: BinaryIO, arrays: Mapping[str, np.ndarray]) -> None:
    """Write arrays, uncompressed; equal arrays make equal files."""
    with ZipFile(file, "w", ZIP_STORED) as archive:
        for name, A in arrays.items():
            bits = A.view([(BFLOAT16, "<u2")]) if A.dtype.name == BFLOAT16 else A
            with archive.open(ZipInfo(name + SUFFIX), "w", force_zip64=True) as member:
                npy.write_array(member, bits, allow_pickle=False)


def read(file: BinaryIO) -> dict[str, np.ndarray]:
    """Read arrays; before there is memory for one, its size is compared with what is there."""
    with ZipFile(file) as archive:
        members = archive.infolist()
        _check_list(file, members, archive.start_dir)
        _check_members(members, os.fstat(file.fileno()).st_size)
        return {info.filename.removesuffix(SUFFIX): _array(archive, info) for info in members}


def comes_back(dtype: np.dtype) -> bool:
    """Whether arrays of a dtype are written and read as they are: real numbers of NumPy's own, and bfloat16."""
    return dtype.name == BFLOAT16 or (dtype.kind in "biuf" and dtype.isbuiltin != 2)


def check_name(name: str) -> None:
    """Refuse a name that a zip file, or a folder to which one is unpacked, would change or confuse with another."""
    parts = name.split("/")
    if name.endswith(SUFFIX) or "\\" in name or "\0" in name or {"", ".", ".."} & set(parts):
        words = f"without NUL, backslash, the ending {SUFFIX} and the parts '', '.' and '..'"
        raise ValueError(f"params: expected names {words}, got {name[:60]!r}")
    try:
        short = len(name.encode()) <= LONGEST
    except UnicodeEncodeError:
        raise ValueError(f"params: expected names that are Unicode text, got {name[:60]!r}") from None
    if not short:
        raise ValueError(f"params: expected names of at most {LONGEST:,} bytes, got {name[:60]!r} …")


def bfloat16() -> Any:
    """The dtype of ml_dtypes; ImportError without that package."""
    try:
        from ml_dtypes import bfloat16 as dtype
    except ImportError:
        raise ImportError("NumPy arrays of bfloat16 need the package ml_dtypes") from None
    return dtype


def _check_members(members: list[ZipInfo], size: int) -> None:
    """Refuse an archive of anything but arrays, or one whose claims about itself cannot be true."""
    if len({info.filename for info in members}) < len(members):
        raise ValueError("two arrays have the same name")
    for info in members:
        if not info.filename.endswith(SUFFIX) or info.orig_filename != info.filename:
            raise ValueError(f"{info.orig_filename[:60]!r} is no array")
        if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise ValueError(f"{info.filename[:60]!r} is compressed in a way that NumPy does not know")
    check_room(sum(info.file_size for info in members), size)


def check_room(unpacked: int, size: int) -> None:
    """Refuse what a file would unpack to before there is memory for it, where that is far more than its size."""
    if unpacked > max(SPARE, TIMES * size):
        raise ValueError(f"it would unpack to {unpacked:,} bytes from {size:,}")


def _check_list(file: BinaryIO, members: list[ZipInfo], beginning: int) -> None:
    """Refuse an archive whose list of members, which no checksum guards, leaves one out or has one twice."""
    begins, ends = [], [0]
    for info in sorted(members, key=lambda info: info.header_offset):
        file.seek(info.header_offset + LENGTHS_AT)
        begins.append(info.header_offset)
        ends.append(info.header_offset + HEADER + sum(struct.unpack("<2H", file.read(4))) + info.compress_size)
    if not all(0 <= begin - end <= BEHIND for begin, end in zip([*begins, beginning], ends, strict=True)):
        raise ValueError("its list leaves out some of what is there, or has it twice")


def _array(archive: ZipFile, info: ZipInfo) -> np.ndarray:
    """One array, if its header says what it is and how many bytes there are."""
    with archive.open(info) as member:
        version = npy.read_magic(member)
        if version not in HEADERS:
            raise ValueError(f"{info.filename[:60]!r} is of version {version}")
        shape, _, dtype = HEADERS[version](member)
        bits = dtype.names == (BFLOAT16,) and dtype == np.dtype([(BFLOAT16, "<u2")])
        if not (bits or dtype.kind in "biuf"):
            raise ValueError(f"{info.filename[:60]!r} is of dtype {dtype}")
        count = dtype.itemsize
        for length in shape:
            count *= length
        if min(shape, default=0) < 0 or member.tell() + count != info.file_size:
            raise ValueError(f"{info.filename[:60]!r} is not as long as its header says")
    with archive.open(info) as member:
        A = npy.read_array(member, allow_pickle=False)  # to the member's end, where its checksum is compared
    return A.view(bfloat16()) if bits else A
