"""The grammar of formulas: what belongs to what, as tuples (kind, parts …), with the rules that a mathematician has.

A term is a product, or two operands with a sign such as ⋆ or / between them; a Σ takes the rest of its term.  A power
belongs to what stands right before it, indices and places too.  Anything that these rules leave open is refused.
"""

from .parts import RELATIONS, Parts

STARTS = {
    "(",
    "[",
    r"\{",
    r"\left|",
    r"\lfloor",
    r"\lceil",
    r"\langle",
    r"\frac",
    r"\sqrt",
    r"\sum",
    r"\max",
    r"\log",
    r"\cos",
}
STARTS |= {r"\underbrace", r"\begin{bmatrix}", r"\begin{cases}"}
NO_FACTORS = {"and", "otherwise", "byte", "bytes", "outside"}
DOTS = r"\cdot", r"\times"


def read(latex, letters=(), functions=()):
    """What a formula says; `letters` of more than one sign, and letters that are `functions`, have to be told."""
    reader = Reader(latex, letters, functions)
    formula = reader.condition()
    if reader.kind != "end":
        reader.refuse("expected the end")
    return formula


class Reader(Parts):
    """Reads conditions, sums and terms."""

    def condition(self):
        """A sum, or relations between sums, also several with "and" between them."""
        parts = self.relation()
        while self.kind == "word" and self.text == "and":
            self.take()
            parts += self.relation()
        return parts[0] if len(parts) == 1 else ("and", *parts)

    def relation(self):
        """A sum alone, or every relation of a < b < c."""
        left, found = self.sum(), []
        while self.kind == "sign" and self.text in RELATIONS:
            sign, right = self.take(), self.sum()
            if "cases" in (left[0], right[0]):
                self.refuse("a brace without an end")
            found.append(("relation", sign, left, right))
            left = right
        return found or [left]

    def sum(self):
        """Terms with + and − between them; … stands for the terms between its neighbours."""
        terms = [("minus", self.closed_term())] if self.took("-") else [self.term()]
        while self.kind == "sign" and self.text in ("+", "-"):
            if terms[0][0] == "cases":
                self.refuse("a brace without an end")
            if self.took("+", r"\dots", "+"):
                terms.append(("dots", terms.pop(), self.closed_term()))
            else:
                terms.append(("minus", self.closed_term()) if self.take() == "-" else self.closed_term())
        return terms[0] if len(terms) == 1 else ("sum", *terms)

    def closed_term(self):
        """A term beside others: no brace without an end, which would take them in."""
        read = self.term()
        if read[0] == "cases":
            self.refuse("a brace without an end")
        return read

    def term(self):
        """A product; or two operands and one sign."""
        units, dotted = [], False
        while not units or dotted or self.at_unit():
            if prefixed := self.prefixed():
                units.append(prefixed)
                break
            over = self.text in (r"\frac", r"\underbrace") and self.signs[self.place + 2][0] == "number"
            if units and units[-1][0] == "number" and not dotted and (over or self.kind == "number"):
                self.refuse("two numbers side by side")
            units.append(self.unit())
            dotted = any(map(self.took, DOTS))
        if len(units) > 1 and any(unit[0] == "cases" for unit in units):
            self.refuse("a brace without an end")
        if self.kind == "word" and self.text in ("byte", "bytes"):
            self.take()
        if self.kind == "operator" or self.text == "/":
            sign, right = self.take(), self.unit()
            if len(units) > 1 or self.at_unit() or self.kind == "operator" or self.text in (*DOTS, "/"):
                self.refuse(f"more than one factor beside {sign}")
            return ("operation", sign, units[0], right)
        return units[0] if len(units) == 1 else ("product", *units)

    def at_unit(self):
        """Whether a factor begins here."""
        if self.kind == "word":
            return self.text not in NO_FACTORS
        return self.kind in ("number", "letter") or self.text in STARTS

    def prefixed(self):
        """Σ, max, log or ∂/∂x with what they are taken of, if one of them stands here."""
        if self.took(r"\sum", "_", "{"):
            return self.total()
        if self.took(r"\max", "_", "{"):
            return ("maximum", self.ranges(), self.body())
        if self.took(r"\log"):
            return ("log", self.one_factor())
        if self.took(r"\frac", "{", r"\partial", "}", "{", r"\partial"):
            by = self.unit()
            self.take("}")
            return ("derivative", self.one_factor(), by)
        if self.kind == "word" and self.text == "axes of":
            self.take()
            return ("axes", self.one_factor())
        return None

    def total(self):
        """What stands below and above a Σ, and what is added."""
        if self.took(r"\substack", "{"):
            indices, conditions = self.names(), []
            while self.took(r"\\"):
                conditions.append(self.condition())
            self.take("}", "}")
            return ("total", indices, tuple(conditions), self.body())
        indices = self.names()
        if not self.took("="):
            self.take("}")
            return ("total", indices, (), self.body())
        first = self.sum()
        self.take("}", "^")
        return ("sum from to", indices[0], first, self.group(self.sum), self.body())

    def names(self):
        """Letters with commas between them."""
        names = [self.unit()]
        while self.took(","):
            names.append(self.unit())
        return tuple(names)

    def ranges(self):
        """Such as 0 ≤ u, v < k, up to the closing brace."""
        ranges = []
        while not ranges or self.took(","):
            first = self.sum()
            self.take(r"\le")
            names = self.names()
            ends = self.take()
            ranges.append((first, names, ends, self.sum()))
        self.take("}")
        return tuple(ranges)

    def body(self):
        """The rest of the term; a / b would leave open whether b belongs to it."""
        read = self.term()
        if read[:2] == ("operation", "/"):
            self.refuse("a slash under a sum or a maximum")
        return read

    def one_factor(self):
        """One factor alone; with a second, it would be open whether that belongs to it."""
        read = self.prefixed() or self.unit()
        if self.at_unit() or self.kind == "operator" or self.text in (*DOTS, "/"):
            self.refuse("more than one factor behind log or ∂/∂")
        return read
