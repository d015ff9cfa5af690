"""The table that ``python -m textbook_cnn prove`` prints."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

Record = dict[str, Any]  # what JSON tells of a formula, or of one of its proofs
NUMBERS = ("cases", "seconds")  # columns that are set to the right


class Row(NamedTuple):
    """A line of the table, by the heads of its columns."""

    formula: str = ""
    slide: str = ""
    status: str = ""
    code: str = ""
    proof: str = ""
    cases: str = ""
    seconds: str = ""
    covers: str = ""


def table(records: list[Record]) -> str:
    """Lines of a table with a row for each proof, and their sums."""
    rows = [Row(*Row._fields), *(row for record in records for row in rows_of(record)), totals(records)]
    # Nothing stands behind several functions, so they need no column.
    cells = [row._replace(code=row.code if row.proof else "") for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "\n".join(line(row, widths) for row in rows)


def rows_of(record: Record) -> Iterator[Row]:
    """A row for each proof of a formula; what it is called stands in the first, of several functions in one before."""
    status, proofs = record["status"] if record["passed"] else "NOT PROVED", record["proofs"]
    row = Row(record["id"], record["slide"], status, ", ".join(record["functions"]))
    if len(record["functions"]) > 1 or not proofs:
        yield row
        row = Row()
    for proof in proofs:
        yield row._replace(**cells_of(proof))
        row = Row()


def cells_of(proof: Record) -> dict[str, str]:
    """What a row tells of a proof."""
    kind = proof["kind"] if proof["passed"] else f"FAILED ({proof['kind']})"
    cases, seconds = f"{proof['cases']:,}", f"{proof['seconds']:.2f}"
    return {"proof": kind, "cases": cases, "seconds": seconds, "covers": proof["covers"]}


def totals(records: list[Record]) -> Row:
    """The last row: how many formulas and proofs, which are counted once each, and their cases and seconds."""
    proofs = [proof for record in records for proof in record["proofs"]]
    proofs = list({proof["about"] or place: proof for place, proof in enumerate(proofs)}.values())
    return Row(
        counted(len(records), "formula"),
        proof=counted(len(proofs), "proof"),
        cases=f"{sum(proof['cases'] for proof in proofs):,}",
        seconds=f"{sum(proof['seconds'] for proof in proofs):.1f}",
    )


def counted(number: int, what: str) -> str:
    """A number of things in words."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def line(row: Row, widths: list[int]) -> str:
    """The cells of a row in columns of these widths."""
    cells = zip(Row._fields, row, widths, strict=True)
    return "  ".join(cell.rjust(w) if name in NUMBERS else cell.ljust(w) for name, cell, w in cells).rstrip()
