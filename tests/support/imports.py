"""Who imports whom inside the package, read from the files: imports in functions and for type checkers count."""

import ast

from tests.support.places import PACKAGE

FILES = sorted(PACKAGE.rglob("*.py"))


def dotted(path):
    """The module's name inside the package, such as "layers.conv2d"; that of a package's face ends in "__init__"."""
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts)


MODULES = {dotted(path): path for path in FILES}


KNOWN = {f"textbook_cnn.{name}".removesuffix(".__init__"): name for name in MODULES}


def _target(module, name):
    """The module that `from module import name` reaches: a module of that name, a package's face, or the module."""
    for found in (
        f"{module}.{name}".strip("."),
        f"{module}.{name}.__init__".strip("."),
        f"{module}.__init__".strip("."),
    ):
        if found in MODULES:
            return found
    return module


def imports(path):
    """What a file imports: modules of the package, and top-level names outside."""
    package = path.relative_to(PACKAGE).parent.parts
    inside, outside = set(), set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = ".".join([*package[: len(package) + 1 - node.level], *(node.module or "").split(".")]).strip(".")
            inside |= {_target(base, alias.name) for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            outside.add(node.module.split(".")[0])
        elif isinstance(node, ast.Import):
            outside |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("import_module", "__import__")):
            for name in (each.value for each in node.args[:1] if isinstance(each, ast.Constant)):
                if name in KNOWN:
                    inside.add(KNOWN[name])
                else:
                    outside.add(name.split(".")[0])
    return inside, outside


GRAPH = {name: imports(path)[0] - {name} for name, path in MODULES.items()}


def room(name):
    """The part of the package that a module belongs to: a file of the root or of `formulas`, or a folder."""
    parts = name.split(".")
    depth = 2 if parts[0] == "formulas" else 1
    return ".".join(parts[:depth])
