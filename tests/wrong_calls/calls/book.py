"""What the chapters use besides."""

from tests.wrong_calls.kinds import Kind, optional
from tests.wrong_calls.trying import Right
from textbook_cnn import book

CALLS = [
    Right(book.photograph, name=("hopper", Kind())),
    Right(book.trained, source=("sample", optional(Kind()))),
]
