#!/usr/bin/env python3
"""Runs the cases of tests/golden and compares what the program prints, byte for byte.

    tests/golden.py PROGRAM [--accept] [CASE...]

A case is a folder with a file `command` (one line of arguments; {root} is the project's folder),
the files that the command names, and `expected` (standard output, then standard error, then the
exit status). A case whose command writes papers lists them by `{out}`, an empty folder; each file
there is listed with its size. --accept writes `expected` anew. TAP on standard output.

After the cases, a point that says whether every id of the program's catalogue occurs in some
expected output: a finding that no case provokes is a message that nobody has read.
"""
import difflib
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

TESTS = pathlib.Path(__file__).resolve().parent
ROOT = TESTS.parent
GOLDEN = TESTS / "golden"


def run(program, case):
    with tempfile.TemporaryDirectory() as out:
        names = {"{root}": os.path.relpath(ROOT, case), "{out}": out}
        words = shlex.split((case / "command").read_text(encoding="utf-8"))
        for name, value in names.items():
            words = [word.replace(name, value) for word in words]
        stdin = (case / "stdin").read_bytes() if (case / "stdin").exists() else b""
        environment = dict(os.environ, NO_COLOR="1")
        result = subprocess.run([program, *words], cwd=case, capture_output=True, input=stdin,
                                env=environment, timeout=60)
        listing = "".join(f"{path.relative_to(out)}\n" for path in sorted(pathlib.Path(out).rglob("*"))
                          if path.is_file())
    parts = [result.stdout.decode("utf-8", "replace")]
    if result.stderr:
        parts.append("--- standard error\n" + result.stderr.decode("utf-8", "replace"))
    if listing:
        parts.append("--- files\n" + listing)
    parts.append(f"--- status {result.returncode}\n")
    text = "".join(parts)
    for name, value in names.items():
        text = text.replace(value, name) if name == "{out}" else text
    return text.replace(names["{root}"] + "/", "{root}/")


def catalogue():
    text = (ROOT / "src/report/catalogue.def").read_text(encoding="utf-8")
    return re.findall(r'^ENTRY\(\w+, "([^"]+)"', text, re.M)


def main():
    arguments = [a for a in sys.argv[1:] if a != "--accept"]
    accept = "--accept" in sys.argv
    program = str(pathlib.Path(arguments[0]).resolve())
    chosen = arguments[1:]
    cases = sorted(p.parent for p in GOLDEN.rglob("command"))
    cases = [c for c in cases if not chosen or c.name in chosen]
    print(f"1..{len(cases) + (not chosen)}")
    seen = set()
    failed = False
    for number, case in enumerate(cases, 1):
        actual = run(program, case)
        seen.update(re.findall(r"\[([^\s\[\]]+)\]$", actual, re.M))
        path = case / "expected"
        expected = path.read_text(encoding="utf-8") if path.exists() else ""
        if accept and actual != expected:
            path.write_text(actual, encoding="utf-8")
            expected = actual
        good = actual == expected
        failed = failed or not good
        print(f"{'ok' if good else 'not ok'} {number} - {case.relative_to(GOLDEN)}")
        if not good:
            for line in difflib.unified_diff(expected.splitlines(), actual.splitlines(), "expected", "actual", lineterm=""):
                print("#", line)
    if not chosen:
        missing = [i for i in catalogue() if i not in seen]
        print(f"{'not ok' if missing else 'ok'} {len(cases) + 1} - every finding of the catalogue is provoked")
        for name in missing:
            print("# never provoked:", name)
        failed = failed or bool(missing)
    sys.exit(failed)


if __name__ == "__main__":
    main()
