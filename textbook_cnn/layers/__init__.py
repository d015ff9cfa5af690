"""The layers as pure functions, one file per layer, forward and backward together.

A file of this folder whose name has no underscore in front is a layer: what it lists in ``__all__`` is public, here and
in ``textbook_cnn``, without being named anywhere else.
"""

from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the stub that the wheel carries beside this file names them one by one

    def __getattr__(name: str) -> Any: ...


__all__: list[str] = []
for _file in sorted(module.name for module in iter_modules(__path__) if not module.name.startswith("_")):
    _layer = import_module(f".{_file}", __name__)
    if not hasattr(_layer, "__all__"):
        raise AttributeError(
            f"layers/{_file}.py: expected __all__ = [...] with the names of its public functions, got none"
        )
    globals().update({name: getattr(_layer, name) for name in _layer.__all__})
    __all__ += _layer.__all__
