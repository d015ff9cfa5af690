"""Which instructions of some files are run while something is done, told from those of the same line."""

import dis
import linecache
import sys
import threading
from contextlib import contextmanager
from functools import cache
from typing import NamedTuple

IDLE = {
    "CACHE",
    "COPY_FREE_VARS",
    "EXTENDED_ARG",
    "MAKE_CELL",
    "NOP",
    "PRECALL",
    "PUSH_NULL",
    "RESUME",
    "RETURN_GENERATOR",
}


class Instruction(NamedTuple):
    """One instruction of a function."""

    file: str
    function: str
    line: int
    code: object
    offset: int


def instructions_run(action, files):
    """The instructions of some files that are run while something is done, in threads that begin meanwhile too."""
    names, run = {str(path) for path in files}, {}

    def note(code, offset):
        if code.co_filename in names:
            run.setdefault(code, set()).add(offset)

    with monitored(note) if sys.version_info >= (3, 12) else traced(note, names):
        action()
    return {each for code, offsets in run.items() for each in instructions_of(code) if each.offset in offsets}


@contextmanager
def monitored(note):
    """While in this context, each instruction is told when it is run first: from Python 3.12 on."""
    monitoring, tool = sys.monitoring, 4

    def tell(code, offset):
        note(code, offset)
        return monitoring.DISABLE

    monitoring.use_tool_id(tool, __name__)
    monitoring.register_callback(tool, monitoring.events.INSTRUCTION, tell)
    monitoring.set_events(tool, monitoring.events.INSTRUCTION)
    monitoring.restart_events()
    try:
        yield
    finally:
        monitoring.set_events(tool, monitoring.events.NO_EVENTS)
        monitoring.register_callback(tool, monitoring.events.INSTRUCTION, None)
        monitoring.free_tool_id(tool)


@contextmanager
def traced(note, names):
    """While in this context, each instruction of some files is told whenever it is run: before Python 3.12."""

    def tell(frame, event, argument):
        if event == "opcode":
            note(frame.f_code, frame.f_lasti)
        return tell

    def begin(frame, event, argument):
        if frame.f_code.co_filename not in names:
            return None
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        return tell

    before = sys.gettrace(), threading.gettrace()
    sys.settrace(begin)
    threading.settrace(begin)
    try:
        yield
    finally:
        sys.settrace(before[0])
        threading.settrace(before[1])


@cache
def instructions_of(code):
    """All instructions of a function that do something."""
    line, found = code.co_firstlineno, []
    for each in dis.get_instructions(code):
        line = (each.positions and each.positions.lineno) or line
        if each.opname not in IDLE:
            found.append(Instruction(code.co_filename, code.co_qualname, line, code, each.offset))
    return found


def text_of(instruction):
    """The part of the source that an instruction belongs to."""
    (place,) = (each.positions for each in dis.get_instructions(instruction.code) if each.offset == instruction.offset)
    if place is None or place.lineno is None or place.lineno != place.end_lineno:
        return linecache.getline(instruction.file, instruction.line).strip()
    line = linecache.getline(instruction.file, place.lineno).encode()
    return line[place.col_offset : place.end_col_offset].decode()
