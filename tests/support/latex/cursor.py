"""A place among the signs of a formula, and what every way of reading them needs."""

from .signs import Unreadable, signs


class Cursor:
    """Goes from left to right; each method leaves the place behind what it has read."""

    def __init__(self, latex, letters, functions):
        self.latex, self.functions, self.place = latex, functions, 0
        self.signs = list(signs(latex, letters))

    def refuse(self, why):
        rest = " ".join(text for _, text in self.signs[self.place : self.place + 6])
        raise Unreadable(f"{why} before {rest!r} in {self.latex}")

    @property
    def kind(self):
        return self.signs[self.place][0]

    @property
    def text(self):
        return self.signs[self.place][1]

    def stands(self, *texts):
        """Whether these signs come next."""
        following = self.signs[self.place : self.place + len(texts)]
        return tuple(text if kind != "word" else None for kind, text in following) == texts

    def take(self, *texts):
        """Go on by one sign, or by these."""
        if texts and not self.stands(*texts):
            self.refuse(f"expected {' '.join(texts)}")
        self.place += max(1, len(texts))
        return self.signs[self.place - 1][1]

    def took(self, *texts):
        """Whether these signs come next; if so, go on."""
        return self.stands(*texts) and bool(self.take(*texts))

    def group(self, reading):
        """What stands between braces."""
        self.take("{")
        read = reading()
        self.take("}")
        return read

    def listed(self, end, reading):
        """What stands between commas, up to a closing sign."""
        parts = [reading()]
        while self.took(","):
            parts.append(reading())
        self.take(end)
        return tuple(parts)
