"""Prints what CPython's `symtable` finds in files of the standard library: JSON lines [file, source, scopes].

The argument is how many files to take, spread over all of them; `all` takes all. A scope is one text, without those
names that are only passed through to an inner scope.
"""

from __future__ import annotations

import json
import symtable
import sys
import sysconfig
import warnings
from pathlib import Path

FLAGS = {
    "a": symtable.Symbol.is_assigned,
    "i": symtable.Symbol.is_imported,
    "p": symtable.Symbol.is_parameter,
    "r": symtable.Symbol.is_referenced,
    "g": symtable.Symbol.is_declared_global,
    "n": symtable.Symbol.is_nonlocal,
}
WITHOUT_LINE = {"top", "lambda", "listcomp", "setcomp", "dictcomp", "genexpr"}


def scopes(table: symtable.SymbolTable) -> list[str]:
    symbols = []
    for symbol in table.get_symbols():
        flags = "".join(flag for flag, has in FLAGS.items() if has(symbol))
        # `.0` is what a comprehension goes through.
        if flags and not symbol.get_name().startswith("."):
            found = "local" if symbol.is_local() else "enclosing" if symbol.is_free() else "global"
            symbols.append(f"{symbol.get_name()}:{flags}:{found}")
    name = table.get_name()
    line = "-" if name in WITHOUT_LINE else str(table.get_lineno())
    own = " ".join([table.get_type(), name, line, *sorted(symbols)])
    return [own, *(scope for child in table.get_children() for scope in scopes(child))]


def main() -> None:
    warnings.simplefilter("ignore")
    root = Path(sysconfig.get_paths()["stdlib"])
    files = sorted(path for path in root.rglob("*.py") if "site-packages" not in path.parts)
    if sys.argv[1] != "all":
        files = files[:: max(1, len(files) // int(sys.argv[1]))]
    for path in files:
        try:
            # As Python reads it: with the encoding that the file names, and line breaks made one.
            source = path.read_text("utf-8")
            table = symtable.symtable(source, str(path), "exec")
        except (SyntaxError, ValueError):
            continue
        print(json.dumps([str(path.relative_to(root)), source, sorted(scopes(table))]))


main()
