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
    "lzma.h": "base",
    "unicode/": "no_icu.c",
}
PRINTS = re.compile(r"\b(?:printf|fprintf|puts|putchar|fputs|exit|abort|_exit)\s*\(")
def is_mutable_global(line):
    """Whether an object at file scope is declared on the line, or begins to be, that is not const itself."""
    declared = re.split(r"[={;]", line)[0]
    if not re.match(r"[a-z_A-Z]", line) or "(" in declared or declared.strip() == line.strip():
        return False
    if re.match(r"(?:__extension__ )?typedef\b|extern\b|return\b", line) or re.fullmatch(r"(?:struct|enum|union)(?: \w+)?\s*", declared):
        return False
    if re.fullmatch(r"static (?:const )?(?:struct|union)\s*", declared):
        return "const" not in declared  # of a type without a name
    return not re.search(r"\bconst\b[^*]*$", declared)


SAMPLES = {
    "static int seen[] = { 1,": True, "static const char *last_name;": True, "static struct { int calls; } state = {": True,
    "struct spare spares[3];": True, "static _Thread_local int depth;": True, "const char *const words[] = {": False,
    "static const struct {": False, "static const int sizes[] = { 1,": False, "struct point {": False, "enum { SIZE = 3 };": False,
    "static bool is_sound(const char *text) {": False, "typedef int number;": False, "#define SIZE 3": False,
    "static const char *find(const char *name);": False, "    int local = 3;": False,
}
faults = [f"is_mutable_global({line!r})" for line, is_one in SAMPLES.items() if is_mutable_global(line) != is_one]
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
        if path.suffix == ".c" and is_mutable_global(code):
            faults.append(f"{place}: a mutable global: {line.strip()}")
    if not text.startswith("/*") or "SPDX-License-Identifier: EUPL-1.2" not in text[:200]:
        if path.suffix in (".c", ".h"):
            faults.append(f"{relative}: no SPDX line at the top")

print("1..1")
for fault in faults:
    print("#", fault)
print("not ok 1 - layers" if faults or count == 0 else f"ok 1 - layers ({count} includes)")
