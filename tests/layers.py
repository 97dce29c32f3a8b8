#!/usr/bin/env python3
"""The include table of docs/design.md as a test: who may include whom, who may print, no globals.

TAP on standard output. Run from anywhere: the sources are found beside this file.
"""
import pathlib
import re

SRC = pathlib.Path(__file__).resolve().parent.parent / "src"

FOLDERS = {
    "base": "base",
    "report": "base report",
    "tree": "base report tree",
    "fill": "base report tree fill",
    "check": "base report tree fill check",
    "document": "base report document",
    "render": "base report document render",
    "cmd": "base report tree fill check document render cmd",
    "main.c": "cmd",
}
# One exception, argued in docs/design.md: the document reads the map that fill made.
EXTRA = {("document", "fill/sourcemap.h"), ("cmd", "config.h"), ("render", "config.h")}
# Who has the door to each library.
LIBRARIES = {
    "yaml.h": "tree",
    "libxml/": "report tree fill check render",
    "cmark.h": "document",
    "minizip/": "render",
    "libdeflate.h": "render",
    "zlib.h": "",
    "pcre2.h": "check",
    "utf8proc.h": "base",
    "xxhash.h": "base",
    "jansson.h": "report cmd",
    "pthread.h": "base",
}
PRINTS = re.compile(r"\b(?:printf|fprintf|puts|putchar|fputs|exit|abort|_exit)\s*\(")
# A file-scope variable: begins in column one and is not const.
GLOBAL = re.compile(r"^(?!.*\b(?:const|typedef|extern|struct \w+;|DEFINE_\w+)\b)[a-z][\w \*]*?\b\w+(?:\[[^\]]*\])?\s*(?:=[^=].*)?;\s*$")

faults = []
count = 0
for path in sorted(SRC.rglob("*.[ch]")):
    relative = path.relative_to(SRC)
    folder = relative.parts[0]
    text = path.read_text(encoding="utf-8")
    bare = re.sub(r"/\*.*?\*/", lambda m: re.sub(r"[^\n]", " ", m[0]), text, flags=re.S)
    for number, line in enumerate(bare.splitlines(), 1):
        place = f"{relative}:{number}"
        if match := re.match(r'#include "([^"]+)"', line):
            count += 1
            wanted = match[1]
            if wanted.split("/")[0] not in FOLDERS[folder].split() and (folder, wanted) not in EXTRA:
                faults.append(f"{place}: {folder} may not include {wanted}")
        elif match := re.match(r"#include <([^>]+)>", line):
            for library, doors in LIBRARIES.items():
                if match[1].startswith(library) and folder not in doors.split():
                    faults.append(f"{place}: <{match[1]}> has its door in {doors}")
        code = re.sub(r'"(?:[^"\\]|\\.)*"', '""', line)
        if PRINTS.search(code) and folder != "cmd" and str(relative) not in ("main.c", "base/arena.c"):
            if not re.search(r"\b(?:snprintf|vsnprintf|arena_printf|buffer_printf|buffer_puts)\b", code):
                faults.append(f"{place}: only cmd/ prints: {line.strip()}")
        if path.suffix == ".c" and GLOBAL.match(code) and not code.startswith(("}", "#")):
            faults.append(f"{place}: a mutable global: {line.strip()}")
    if not text.startswith("/*") or "SPDX-License-Identifier: EUPL-1.2" not in text[:200]:
        if path.suffix in (".c", ".h"):
            faults.append(f"{relative}: no SPDX line at the top")

print("1..1")
for fault in faults:
    print("#", fault)
print("not ok 1 - layers" if faults or count == 0 else f"ok 1 - layers ({count} includes)")
