"""Whether the cells that a reader sees run without the others: a name that one needs comes from those before it."""

from __future__ import annotations

import ast
import builtins
import symtable
from collections.abc import Iterator

from nbformat import NotebookNode

# What they bind, they bind before they need it: a function may call itself.
COMPOUND = ast.For | ast.While | ast.If | ast.With | ast.Try | ast.FunctionDef
KNOWN = {*dir(builtins), "__name__"}


def lacking(notebook: NotebookNode) -> Iterator[tuple[str, list[str]]]:
    """Yield the first line of each cell that needs names that nothing has bound, and these names."""
    bound = set(KNOWN)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            binds, needs = names_in(cell.source)
            if needs - bound:
                yield cell.source.partition("\n")[0], sorted(needs - bound)
            bound |= binds


def names_in(source: str) -> tuple[set[str], set[str]]:
    """The names that a cell binds, and those that it needs from others."""
    binds: set[str] = set()
    needs: set[str] = set()
    for statement in ast.parse(source).body:
        table = symtable.symtable(ast.unparse(statement), "cell", "exec")
        assigned = {name.get_name() for name in table.get_symbols() if name.is_assigned() or name.is_imported()}
        used = {name.get_name() for name in table.get_symbols() if name.is_referenced()} | {*globals_inside(table)}
        if isinstance(statement, ast.AugAssign) and isinstance(statement.target, ast.Name):
            used.add(statement.target.id)
        needs |= used - binds - (assigned if isinstance(statement, COMPOUND) else set())
        binds |= assigned
    return binds, needs


def globals_inside(table: symtable.SymbolTable) -> Iterator[str]:
    """Yield what functions and comprehensions take from the cells around them."""
    for child in table.get_children():
        yield from (name.get_name() for name in child.get_symbols() if name.is_global() and name.is_referenced())
        yield from globals_inside(child)
