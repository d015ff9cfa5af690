"""The parts of a term: numbers, letters with indices, functions, brackets, fractions, powers."""

from .cursor import Cursor

BRACKETS = {r"\left|": ("absolute", r"\right|"), r"\lfloor": ("floor", r"\rfloor"), r"\lceil": ("ceiling", r"\rceil")}
RELATIONS = {">", "<", "=", r"\in", r"\le", r"\ne"}
DIFFERENTIALS = {"d", "D", r"\delta", r"\Delta"}  # dy/dx is a derivative, whatever d is elsewhere
CLOSED_TO_POWERS = {"power", "transposed", "fraction", "derivative", "second derivative", "brace", "exp"}


class Parts(Cursor):
    """Reads factors; `condition` and `term` come with the grammar."""

    def unit(self):
        """A factor with its indices, places and powers."""
        read = self.primary()
        while True:
            if self.stands("_"):
                if read[0] not in ("letter", "call", "group", "element", "matrix"):
                    self.refuse(f"indices of {read[0]}")
                self.take("_")
                read = ("index", read, *self.group(self.indices))
            elif self.stands("^"):
                named = read[0] == "letter" and "^" in read[1]
                if read[0] in CLOSED_TO_POWERS or named or read[:2] == ("call", "cos"):
                    self.refuse(f"an exponent after {read[0]}")
                self.take("^")
                top = self.stands("{", r"\top")
                exponent = self.group(self.take if top else self.sum)
                read = ("transposed", read) if top else ("power", read, exponent)
            elif self.stands("[") and not self.relation_in_brackets():
                self.take("[")
                read = ("element", read, *self.listed("]", self.sum))
            else:
                if self.stands("(") and self.called(read):
                    self.refuse("parentheses that may hold the arguments of what stands")
                return read

    def called(self, read):
        """Whether parentheses behind it would hold its arguments: those of a function, also squared, or of f ⋆ g."""
        if read[0] == "group":
            return read[1][0] == "operation" and read[1][1] not in ("/", "entry by entry")
        while read[0] in ("power", "index"):
            read = read[1]
        if read[0] != "letter":
            return False
        return read[1] in (*self.functions, r"\Gamma") or read[1].startswith(r"\text") or self.several_in_parentheses()

    def several_in_parentheses(self):
        """Whether the parentheses that open here hold parts with commas between them."""
        depth = 0
        for _, text in self.signs[self.place :]:
            depth += (text in "([{" and bool(text)) - (text in ")]}" and bool(text))
            if depth == 0 or (depth == 1 and text == ","):
                return depth == 1
        return False

    def relation_in_brackets(self):
        """Whether the bracket that opens here holds a relation, so that it is a factor of its own."""
        depth = 0
        for kind, text in self.signs[self.place :]:
            depth += (text in "[(" and bool(text)) - (text in "])" and bool(text))
            if kind != "word" and text in RELATIONS:
                return True
            if depth == 0:
                return False
        return False

    def indices(self):
        """Signs side by side, each an index; or parts with commas between them; or one sum."""
        begin, read = self.place, []
        while self.kind in ("number", "letter") or self.text == "(":
            if self.kind == "number":
                read += [("number", int(digit)) for digit in self.take()]
            elif self.kind == "letter":
                letter = ("letter", self.take())
                read.append(("index", letter, *self.group(self.indices)) if self.took("_") else letter)
            else:
                read.append(self.unit())
        if self.text == "}":
            return read
        self.place = begin
        read = [self.sum()]
        while self.took(","):
            read.append(self.sum())
        return read

    def primary(self):
        """A factor without what follows it."""
        if self.kind == "number":
            text = self.take()
            return ("number", float(text) if "." in text else int(text))
        if self.kind == "word":
            return self.word()
        if self.kind == "letter":
            return self.letter()
        if self.took("("):
            parts = self.listed(")", self.condition)
            return ("group" if len(parts) == 1 else "tuple", *parts)
        if self.took("["):
            condition = self.condition()
            self.take("]")
            return ("bracket", condition)
        if self.text in BRACKETS:
            name, end = BRACKETS[self.take()]
            self.refuse_bars_in_bars(end)
            inner = self.sum()
            self.take(end)
            return (name, inner)
        if self.took(r"\langle"):
            return ("inner", *self.listed(r"\rangle", self.sum))
        return self.command()

    def refuse_bars_in_bars(self, end):
        """Bars look alike on both sides: |a |b| c| is |a| b |c| as well."""
        depth = 0
        for _, text in self.signs[self.place :] if end == r"\right|" else ():
            depth += (text in "([{" and bool(text)) - (text in ")]}" and bool(text))
            if depth == 0 and text == end:
                return
            if depth == 0 and text == r"\left|":
                self.refuse("bars in bars")

    def command(self):
        """A factor that begins with a command."""
        if self.stands(r"\frac"):
            return self.fraction()
        if self.took(r"\sqrt"):
            return ("root", self.group(self.sum))
        for name in ("max", "cos"):
            if self.took(rf"\{name}", "("):
                return ("call", name, *self.listed(")", self.sum))
        if self.took(r"\{"):
            member = self.sum()
            self.take(":")
            condition = self.condition()
            self.take(r"\}")
            return ("set", member, condition)
        if self.took(r"\underbrace"):
            part = self.group(self.unit)
            self.take("_")
            return ("brace", part, self.group(self.sum))
        if self.took(r"\begin{bmatrix}"):
            return ("matrix", *self.rows(r"\end{bmatrix}"))
        if self.took(r"\begin{cases}"):
            return ("cases", *self.rows(r"\end{cases}"))
        return self.refuse("expected a factor")

    def rows(self, end):
        """Rows of entries; of cases the second is a condition."""
        rows = [[]]
        while True:
            if self.kind == "word" and self.text == "otherwise":
                rows[-1].append(("otherwise", self.take()))
            elif self.text in (r"\dots", r"\vdots", r"\ddots"):
                rows[-1].append(("dots", self.take()))
            else:
                rows[-1].append(self.condition())
            if self.took(end):
                return tuple(map(tuple, rows))
            if self.took(r"\\"):
                rows.append([])
            else:
                self.take("&")

    def word(self):
        """A function by its name, the way back through one, or a letter that is a word."""
        name = self.take()
        if name == "F":
            name += "^-1" if self.took("^", "{", "-", "1", "}") else ""
        if self.took("'"):
            self.take("_")
            at = self.group(self.sum)
            self.take("(")
            return ("call", name + "'", at, *self.listed(")", self.sum))
        if self.took("("):
            return ("call", name, *self.listed(")", self.condition))
        return ("letter", rf"\text{{{name}}}")

    def letter(self):
        """A letter, a function of that name, e or ω to a power."""
        name = self.take()
        if name == "e" and self.took("^"):
            return ("exp", self.group(self.sum))
        if name == r"\omega" and self.took("_"):
            length = self.group(self.sum)
            self.take("^")
            return ("power", ("root of one", length), self.group(self.sum))
        if (name in self.functions or name == r"\Gamma") and self.took("("):
            return ("call", name, *self.listed(")", self.sum))
        return ("letter", name)

    def fraction(self):
        """A fraction, or a derivative."""
        self.take(r"\frac")
        if not self.took("{", r"\partial"):
            begin = self.place
            above, middle = self.group(self.sum), self.place
            fraction = ("fraction", above, self.group(self.sum))
            if self.differentials(begin, middle, alone=True) & self.differentials(middle, self.place):
                self.refuse("a fraction that is a derivative")
            return fraction
        second = self.took("^", "2") or self.took("^", "{", "2", "}")
        of = self.unit()
        self.take("}", "{", r"\partial")
        by = [self.unit()]
        if second:
            self.take(r"\partial")
            by.append(self.unit())
        self.take("}")
        return ("second derivative" if second else "derivative", of, *by)

    def differentials(self, begin, end, *, alone=False):
        """The letters d in a part that have a factor right behind them; or that are all of it, if these count too."""
        found, after = set(), self.place
        for self.place in range(begin + 1, end - 1):
            first, letter = self.place, self.text
            if letter in DIFFERENTIALS:
                self.take()
                if self.took("^"):
                    self.group(self.sum)
                if self.at_unit() or (alone and self.place == end - 1 and first <= begin + 2):
                    found.add(letter)
        self.place = after
        return found
