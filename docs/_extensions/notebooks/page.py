"""A finished page as the cells of its notebook."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Collection, Iterable
from html import escape
from pathlib import Path

import nbformat
from docutils import nodes
from jupyter_cache import get_cache
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from sphinx.application import Sphinx

from textbook_cnn.formulas import REGISTRY
from textbook_cnn.formulas.slides.mistakes import WRONG

from ..execution.cells import folder_of_outputs
from ..formulas import places
from ..formulas.badges import KINDS, STATUS
from ..listings.code import shown_lines
from ..listings.places import listing, program_of
from .blocks import Block, Blocks, Cell, Heading, listed_code

HIDES = {
    "source_hidden": {"hide-input", "hide-cell", "remove-input", "solution"},
    "outputs_hidden": {"hide-output", "hide-cell", "remove-output", "solution"},
}
DRAWING = "data:image/svg+xml;base64,"
FIGTYPES = {nodes.figure: "figure", nodes.table: "table"}


def keep_listings(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put beside each listing the code that it shows, before it becomes HTML."""
    for node in list(doctree.findall(listing)):
        program = program_of(app)
        definition = program.definitions[node["name"]]
        text = program.text(definition)
        lines = text.splitlines()
        code = "\n".join(lines[number - 1] for number in shown_lines(definition, text))
        path = definition.path.relative_to(program.root).as_posix()
        kept = listed_code("", code, name=definition.own_name, path=path, folded=node["folded"])
        node.parent.insert(node.parent.index(node), kept)


def notebook_of(app: Sphinx, doctree: nodes.document, docname: str, pages: Collection[str], note: str) -> NotebookNode:
    """Return the notebook of a page, with the outputs of the book; the note stands below its title."""
    executed = executed_page(app, docname)
    blocks = Blocks(docname, pages, lambda node: number(app, docname, node), lambda node: remark(app, node))
    cells, text = [], []
    for block in [*with_note(blocks.of(doctree), note), None]:
        if not isinstance(block, str) and text:
            cells.append(new_markdown_cell("\n\n".join(text)))
            text = []
        if isinstance(block, Cell):
            cells.append(code_cell(executed.cells[block.index], block))
        elif block is not None:
            text.append(block.text if isinstance(block, Heading) else block)
    for place, cell in enumerate(cells):
        cell["id"] = f"{docname.rpartition('/')[2][:40]}-{place}"
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel, "language_info": {"name": "python"}})


def with_note(blocks: Iterable[Block], note: str) -> list[Block]:
    """Put the note below the first heading."""
    first, *others = blocks
    return [first, note, *others]


def executed_page(app: Sphinx, docname: str) -> NotebookNode:
    """The page's cells as myst-nb has read them, with the outputs that the cache keeps of them."""
    cells = nbformat.read(Path(app.env.mystnb_config.output_folder, f"{docname}.ipynb"), as_version=4)
    try:
        return get_cache(folder_of_outputs(app, docname)).merge_match_into_notebook(cells)[1]
    except KeyError:  # a cell failed, which is a warning of its own: nothing is kept of the page
        return cells


def code_cell(executed: NotebookNode, place: Cell) -> NotebookNode:
    """Return a cell to take home: what hides it in the book hides it in a notebook."""
    tags = [*executed.metadata.get("tags", []), *(["solution"] if place.solution else [])]
    hidden = {key: True for key, names in HIDES.items() if names & {*tags}}
    metadata = ({"jupyter": hidden} if hidden else {}) | ({"tags": tags} if tags else {})
    words = executed.metadata.get("mystnb", {}).get("image", {}).get("alt", "")
    outputs = [seen_at_once(output, words) for output in executed.outputs]
    return new_code_cell(executed.source, execution_count=executed.execution_count, outputs=outputs, metadata=metadata)


def seen_at_once(output: NotebookNode, words: str) -> NotebookNode:
    """Return an output whose drawing is an element of HTML: of files from elsewhere JupyterLab shows no bare SVG."""
    drawing = output.get("data", {}).get("image/svg+xml")
    if drawing is not None:
        data = b64encode(drawing.encode()).decode()
        output.data["text/html"] = f'<img alt="{escape(words)}" src="{DRAWING}{data}">'
        del output.data["image/svg+xml"]
    return output


def number(app: Sphinx, docname: str, node: nodes.Element) -> str:
    """Number of a section, an equation or a figure, as the page prints it; empty where it has none."""
    if isinstance(node, nodes.math_block):
        return places.number(app.env, node["label"]) if node.get("label") in REGISTRY else ""
    if isinstance(node, nodes.section):
        anchor = f"#{node['ids'][0]}" if isinstance(node.parent, nodes.section) else ""
        return ".".join(map(str, app.env.toc_secnumbers.get(docname, {}).get(anchor, ())))
    kind = FIGTYPES[type(node)]
    numbers = app.env.toc_fignumbers.get(docname, {}).get(kind, {}).get(next(iter(node["ids"]), ""), ())
    words = app.config.numfig_format[kind] if numbers else kind.capitalize()
    return words.replace("%s", ".".join(map(str, numbers)))


def remark(app: Sphinx, node: nodes.math_block) -> str:
    """What stands below an equation: how it is proved or what else it is, and its id in the registry."""
    name = node.get("formula", "")
    if name in WRONG:
        return f"✗ *wrong: a counterexample refutes it* · `{name}`"
    if name not in REGISTRY:
        return ""
    formula = REGISTRY[name]
    kinds = [KINDS[kind][0] for kind in dict.fromkeys(proof.kind for proof in formula.proofs)]
    words = [] if formula.status == "proved" else [STATUS[formula.status][0]]
    again = "" if node.get("label") else f" {places.number(app.env, name)}"
    sign = "✓ " if kinds else ""
    return f"{sign}*{' · '.join([*filter(None, [formula.step]), *words, *kinds])}* · `{name}`{again}"
