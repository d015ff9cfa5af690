"""The instructions that functions are made of: those that all may have, and what the others are called in a list.

Names and numbers of instructions differ between versions of Python; one that stands in neither list is refused by its
own name, so a new version of Python is not taken for lawful before somebody has read what it adds.
"""

from __future__ import annotations

LOADS = ("LOAD_CONST", "LOAD_CONST_IMMORTAL", "LOAD_SMALL_INT", "RETURN_CONST")  # numbers, texts, other constants
SKIPPED = ("CACHE", "EXTENDED_ARG")


def words(*lines: str) -> frozenset[str]:
    """Return the words of the lines."""
    return frozenset(" ".join(lines).split())


PLAIN = words(
    # bookkeeping
    "RESUME NOP PRECALL PUSH_NULL NOT_TAKEN COPY SWAP POP_TOP",
    # local names and constants; those that are read from outside are judged by name
    "LOAD_FAST LOAD_FAST_CHECK LOAD_FAST_AND_CLEAR LOAD_FAST_LOAD_FAST LOAD_FAST_BORROW",
    "LOAD_FAST_BORROW_LOAD_FAST_BORROW STORE_FAST STORE_FAST_LOAD_FAST STORE_FAST_STORE_FAST STORE_FAST_MAYBE_NULL",
    "LOAD_COMMON_CONSTANT LOAD_GLOBAL LOAD_ATTR LOAD_METHOD",
    # names that inner functions share
    "MAKE_CELL COPY_FREE_VARS LOAD_DEREF LOAD_CLOSURE STORE_DEREF MAKE_FUNCTION SET_FUNCTION_ATTRIBUTE",
    # calls, answers, refusals
    "CALL CALL_KW CALL_FUNCTION_EX RETURN_VALUE RAISE_VARARGS",
    # arithmetic and comparison; powers and operations on bits have names of their own
    "BINARY_OP BINARY_SUBSCR BINARY_SLICE UNARY_NEGATIVE UNARY_NOT COMPARE_OP IS_OP CONTAINS_OP TO_BOOL",
    # tuples, lists, slices
    "BUILD_TUPLE BUILD_LIST BUILD_SLICE LIST_EXTEND LIST_APPEND LIST_TO_TUPLE UNPACK_SEQUENCE UNPACK_EX",
    # branches and loops
    "JUMP_FORWARD JUMP_BACKWARD JUMP_BACKWARD_NO_INTERRUPT JUMP_IF_TRUE_OR_POP JUMP_IF_FALSE_OR_POP",
    "POP_JUMP_IF_TRUE POP_JUMP_IF_FALSE POP_JUMP_IF_NONE POP_JUMP_IF_NOT_NONE POP_JUMP_FORWARD_IF_TRUE",
    "POP_JUMP_FORWARD_IF_FALSE POP_JUMP_FORWARD_IF_NONE POP_JUMP_FORWARD_IF_NOT_NONE POP_JUMP_BACKWARD_IF_TRUE",
    "POP_JUMP_BACKWARD_IF_FALSE POP_JUMP_BACKWARD_IF_NONE POP_JUMP_BACKWARD_IF_NOT_NONE",
    "GET_ITER FOR_ITER END_FOR POP_ITER",
    # what becomes of a generator, and of a comprehension that Python writes into its function, when something is raised
    "RETURN_GENERATOR RERAISE",
)

CALLED = {
    name: what
    for what, names in {
        "set display": "BUILD_SET SET_ADD SET_UPDATE",
        "dict display": "BUILD_MAP BUILD_CONST_KEY_MAP MAP_ADD DICT_UPDATE DICT_MERGE",
        "try or with": "PUSH_EXC_INFO CHECK_EXC_MATCH CHECK_EG_MATCH POP_EXCEPT SETUP_FINALLY SETUP_WITH BEFORE_WITH "
        "WITH_EXCEPT_START LOAD_SPECIAL LOAD_ASSERTION_ERROR",
        "import": "IMPORT_NAME IMPORT_FROM",
        "global variable written": "STORE_GLOBAL DELETE_GLOBAL",
        "attribute written": "STORE_ATTR DELETE_ATTR",
        "element written": "STORE_SUBSCR STORE_SLICE",
        "del": "DELETE_FAST DELETE_DEREF DELETE_NAME DELETE_SUBSCR",
        "yield": "YIELD_VALUE",
        "yield from": "GET_YIELD_FROM_ITER SEND END_SEND CLEANUP_THROW",
        "match": "MATCH_CLASS MATCH_SEQUENCE MATCH_MAPPING MATCH_KEYS GET_LEN",
        "class statement": "LOAD_BUILD_CLASS LOAD_NAME STORE_NAME LOAD_CLASSDEREF LOAD_FROM_DICT_OR_DEREF",
        "bit operation": "UNARY_INVERT",
        "text from values": "FORMAT_VALUE FORMAT_SIMPLE FORMAT_WITH_SPEC CONVERT_VALUE BUILD_STRING "
        "BUILD_INTERPOLATION BUILD_TEMPLATE",
        "async": "GET_AWAITABLE GET_AITER GET_ANEXT END_ASYNC_FOR BEFORE_ASYNC_WITH",
    }.items()
    for name in names.split()
}

OPERATORS = {
    sign + inplace: what
    for inplace in ("", "=")
    for what, signs in {"power": ("**",), "bit operation": ("<<", ">>", "&", "|", "^")}.items()
    for sign in signs
}

# With one of these, a function of an array library changes an array, or leaves out part of it.
KEYWORDS = words("out where initial")

# These methods change a list or a dict, which remembers it: spelled otherwise where the function did not make it.
CHANGING = words("append clear extend insert pop popitem remove reverse setdefault sort update")

# CALL_INTRINSIC_1 by number: an iterator that stops inside a generator, +x, and a list made a tuple.
INTRINSICS = frozenset((3, 5, 6))


def attribute(name: str, own: bool = False) -> str:
    """What an attribute is called in the lists; `own` says that it is of a list or a dict that the function makes."""
    return f"attribute {name} of what others hold" if name in CHANGING and not own else f"attribute {name}"
