#!/usr/bin/env python3
"""The same inputs give the same bytes, whatever the surroundings.

    bytes.py PROGRAM         TAP on standard output

Builds all of agreements/ again and again under other time zones, locales, umasks, working
directories, numbers of threads and orders of the files, and compares every byte with the first run.
Where the papers that are committed in out/ stand, nothing changes; only how parts of Word files are deflated
may be another version's.
"""
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = str(pathlib.Path(sys.argv[1]).resolve())


def digest(folder):
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(pathlib.Path(folder).rglob("*"))
            if path.is_file() and not path.name.startswith(".")}


def build(arguments=(), environment=None, cwd=ROOT, umask=0o022, files=(), standing=None):
    with tempfile.TemporaryDirectory() as out:
        if standing is not None:
            shutil.copytree(standing, out, dirs_exist_ok=True)
        subprocess.run([PROGRAM, "build", "--root", os.path.relpath(ROOT, cwd), "--out", out, *arguments, *files],
                       cwd=cwd, env={**os.environ, **(environment or {})}, check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, umask=umask)
        return digest(out)


def standing(first):
    """The papers of a build over those in out/; the first run's when that changed nothing."""
    made = build(standing=ROOT / "out")
    return first if made == digest(ROOT / "out") and made.keys() == first.keys() else made


def main():
    definitions = sorted(str(path) for path in (ROOT / "agreements").glob("*.yaml"))
    first = build(["-j1"])
    rounds = {
        "papers were written": lambda: first if len(first) >= 6 * len(definitions) else {},
        "the committed papers are current": lambda: standing(first),
        "two threads": lambda: build(["-j2"]),
        "another time zone": lambda: build(environment={"TZ": "Pacific/Kiritimati"}),
        "another locale": lambda: build(environment={"LANG": "tr_TR.UTF-8", "LC_ALL": "C"}),
        "another user": lambda: build(environment={"USER": "någon", "HOME": "/nonexistent", "LOGNAME": "x"}),
        "another umask": lambda: build(umask=0o077),
        "another working directory": lambda: build(cwd=ROOT / "templates"),
        "definitions in another order": lambda: build(files=list(reversed(definitions))),
        "another year": lambda: build(environment={"SOURCE_DATE_EPOCH": "86400"}),
    }
    print(f"1..{len(rounds)}")
    failed = False
    for number, (name, make) in enumerate(rounds.items(), 1):
        other = make()
        good = other == first
        failed = failed or not good
        print(f"{'ok' if good else 'not ok'} {number} - {name}")
        for path in sorted(set(first) | set(other)):
            if first.get(path) != other.get(path):
                print("# differs:", path)
    sys.exit(failed)


main()
