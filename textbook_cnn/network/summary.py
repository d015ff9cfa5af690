"""The table of a network's layers, as Keras prints it."""

from __future__ import annotations

from .layer import Shape


class Summary(str):
    """A table as text that shows itself, line by line, at the prompt and in a notebook."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def summary_table(rows: list[tuple[str, Shape, int]]) -> Summary:
    """Lines of layer, output shape and number of parameters, and the totals."""
    cells = [(title, f"(None, {', '.join(map(str, shape))})", f"{count:,}") for title, shape, count in rows]
    lines = [f" {a:<30}{b:<24}{c:>10}" for a, b, c in [("Layer (type)", "Output Shape", "Param #"), *cells]]
    total, width = sum(count for _, _, count in rows), max(map(len, lines)) + 1
    size = f"{total * 4 / 1024:.2f} KB" if total * 4 < 1 << 20 else f"{total * 4 / (1 << 20):.2f} MB"
    totals = [
        f" Total params: {total:,} ({size} as float32)",
        f" Trainable params: {total:,}",
        " Non-trainable params: 0",
    ]
    thin, thick = "─" * width, "═" * width
    return Summary("\n".join([thin, lines[0], thick, *lines[1:], thick, *totals, thin]))
