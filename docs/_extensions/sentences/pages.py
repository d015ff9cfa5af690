"""What a page of MyST says: its blocks of prose, captions and alternative texts, and the code of its cells."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

SYNTAX = ["attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath", "fieldlist"]
NOT_PROSE = {"code", "code-block", "literalinclude", "math", "toctree"}
NAMES = {"erratum", "figure", "formula", "image", "listing", "wrong-formula"}  # the others show their first line
TAG = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
NOT_RUN = {"raises-exception", "skip-execution"}  # tags of cells
HEAD = re.compile(r"\A(?:---\n(?P<yaml>(?:.*\n)*?)---\n|(?P<options>(?::[\w-]+:.*\n)+))")
ROLE = re.compile(r"\A(?:~.*\.)?(?P<shown>.*?)(?:\s*<[^<>]*>)?\Z", re.DOTALL)
PLAIN = str.maketrans({"“": '"', "”": '"', "’": "'", "‘": "'", "\u00a0": " ", "\u202f": " ", "\u2009": " "})
NOTICE = "What to notice."


@dataclass
class Block:
    """A paragraph, heading, caption or the like, as a reader sees it."""

    speaks_of_outputs: bool = False
    text: str = ""
    prose: list[bool] = field(default_factory=list)  # of each character: no code, mathematics, role, link to elsewhere
    lines: list[int] = field(default_factory=list)  # of each character

    def add(self, text: str, line: int, *, prose: bool = True) -> None:
        """Write on; white space collapses."""
        for character in text.translate(PLAIN):
            line += character == "\n"
            shown = " " if character.isspace() else character
            if shown != " " or not self.text.endswith(" "):
                self.text += shown
                self.prose.append(prose)
                self.lines.append(line)


@dataclass
class Page:
    """The blocks of a page and the code of its cells, each with the line at which it starts."""

    blocks: list[Block] = field(default_factory=list)
    cells: list[tuple[int, str]] = field(default_factory=list)


@cache
def parser() -> MarkdownIt:
    """Return the parser with which the book reads its pages."""
    return create_md_parser(MdParserConfig(enable_extensions=SYNTAX), RendererHTML)


def read(text: str) -> Page:
    """Return the page that a text of MyST is."""
    page = Page()
    _read(page, text, 1)
    return page


def _read(page: Page, text: str, first: int, *, caption: bool = False) -> None:
    for token in parser().parse(text):
        line = first + (token.map or [0])[0]
        if token.type == "inline":
            page.blocks.append(_block(token, line, caption))
        elif token.type in ("fence", "colon_fence") and token.info.startswith("{"):
            name, _, argument = token.info[1:].partition("}")
            if name == "code-cell":
                _cell(page, token.content, line)
            else:
                _directive(page, token.content, line, name, argument)
        elif token.type == "html_block":
            _read(page, TAG.sub("", token.content), line)


def _directive(page: Page, content: str, line: int, name: str, title: str) -> None:
    options, start, body = _head(content, line)
    if title.strip() and name not in NOT_PROSE | NAMES:
        _read(page, title, line)
    for key in ("alt", "caption"):
        _read(page, str(options.get(key, "")), line, caption=True)
    if name not in NOT_PROSE:
        _read(page, body, start, caption=name == "figure")


def _head(content: str, line: int) -> tuple[dict[str, Any], int, str]:
    """Split off the options of a directive that stands at a line; return them, and where the rest starts."""
    found = HEAD.match(content)
    if not found:
        return {}, line + 1, content
    lines = (found["options"] or "").splitlines()
    options = yaml.safe_load(found["yaml"]) if found["yaml"] else dict(each[1:].split(":", 1) for each in lines)
    return options or {}, line + 1 + found[0].count("\n"), content[found.end() :]


def _cell(page: Page, content: str, line: int) -> None:
    options, start, code = _head(content, line)
    shown = options.get("mystnb") or {}
    texts = {"alt": (shown.get("image") or {}).get("alt"), "caption": (shown.get("figure") or {}).get("caption")}
    for key, words in texts.items():
        if words:
            before = content.partition(f"{key}:")[0].count("\n")
            _read(page, " ".join(str(words).split()), line + 1 + before, caption=True)
    if not NOT_RUN & set(_tags(options)) and not code.lstrip().startswith("%%"):
        page.cells.append((start, "\n".join("pass" if one[:1] in ("%", "!") else one for one in code.splitlines())))


def _tags(options: dict[str, Any]) -> list[str]:
    tags = options.get("tags") or []
    return [tag.strip() for tag in tags.strip(" []").split(",")] if isinstance(tags, str) else tags


def _block(token: Token, line: int, caption: bool) -> Block:
    block, away = Block(caption), False  # in a link to another site, whose words are names: an issue, a licence
    for part in token.children or []:
        if part.type in ("link_open", "link_close"):
            away = "://" in str(part.attrGet("href"))
        text = part.content
        if part.type in ("softbreak", "hardbreak"):
            block.add("\n", line)
            line += 1
        elif part.type in ("text", "image"):  # of an image its alternative text
            block.add(text, line, prose=not away)
        elif part.type == "myst_role":
            block.add(ROLE.sub(r"\g<shown>", text), line, prose=False)
        elif part.type in ("code_inline", "math_inline"):
            block.add(text, line, prose=False)
            line += text.count("\n")
    block.speaks_of_outputs = caption or block.text.startswith(NOTICE)
    return block
