"""The formulas themselves, each file named as the code that it speaks of.

A file of this folder is found by itself.  Its ``CHAPTER`` is the number of the chapter that shows the first of its
``FORMULAS``; the registry has them in the order of the chapters.
"""

from importlib import import_module
from pkgutil import iter_modules

_FILES = [import_module(f".{module.name}", __name__) for module in iter_modules(__path__)]
for _file in _FILES:
    if not (hasattr(_file, "CHAPTER") and hasattr(_file, "FORMULAS")):
        raise ValueError(f"{_file.__file__}: expected CHAPTER and FORMULAS, as a file of formulas has them")
STATEMENTS = sorted(_FILES, key=lambda module: (module.CHAPTER, module.__name__))
