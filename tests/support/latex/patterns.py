"""What dots stand for: the part that is written twice, with an index where the two differ."""

from .signs import Unreadable

INDEX = ("letter", "#")


def pattern(first, last):
    """The part with an index in it, and the values of the index in the two places: a_1 + … + a_n is a_# from 1 to n."""
    pairs = set()
    body = merged(first, last, pairs)
    if len(pairs) != 1:
        raise Unreadable(f"expected one index that runs over the dots, got {sorted(map(str, pairs))}")
    ((begin, end),) = pairs
    return body, begin, end


def merged(first, last, pairs):
    """The part that both are, with the index wherever they differ."""
    if first == last:
        return first
    kinds = {part[0] if part and isinstance(part[0], str) else "" for part in (first, last)}
    if len(kinds) == 1 and not kinds & {"number", "letter"} and len(first) == len(last):
        return tuple(merged(a, b, pairs) for a, b in zip(first, last))
    pairs.add((first, last))
    return INDEX


def put_in(body, value):
    """The part with something in the place of its index."""
    if body == INDEX:
        return value
    return tuple(put_in(part, value) for part in body) if isinstance(body, tuple) else body
