#!/usr/bin/env python3
"""The same inputs give the same bytes, whatever the surroundings.

    bytes.py PROGRAM         TAP on standard output

Builds all of agreements/ again and again under other time zones, locales, umasks, working
directories, numbers of threads and orders of the files, and compares every byte with the first run.
Where the papers that are committed in out/ stand, nothing changes; only how parts of Word files are deflated
may be another version's. Then drafts and pages for review, which tell of places in files, of a project that is
reached and named in many ways: they are the same, too, and no path of this machine stands in them.
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


def show(number, name, make, wanted):
    """Prints the point; whether the bytes are the wanted ones."""
    try:
        other, note = make(), ""
    except AssertionError as fault:
        other, note = {}, f"# {fault}\n"
    good = other == wanted
    print(f"{'ok' if good else 'not ok'} {number} - {name}\n{note}", end="")
    for path in sorted(set(wanted) | set(other)):
        if wanted.get(path) != other.get(path):
            print("# differs:", path)
    return good


class Drafts:
    """A project with something to tell of a definition, of a template, and of a definition with errors."""

    def __init__(self, folder):
        self.root = pathlib.Path(folder) / "projekt"
        self.link = pathlib.Path(folder) / "en-länk"
        self.root.mkdir()
        for name in ("agreements", "guidelines", "schema", "templates"):
            shutil.copytree(ROOT / name, self.root / name)
        shutil.copy(ROOT / "kommun.yaml", self.root)
        self.link.symlink_to("projekt")
        template = self.root / "templates" / "tjansteskrivelse.md"
        template.write_text(template.read_text() + "\nDet skall ske etc.\n")
        definition = self.root / "agreements" / "2018-social-gemenskap.yaml"
        definition.write_text("".join(line for line in definition.read_text().splitlines(True) if not line.startswith("  nämnd:")))

    def build(self, cwd, *arguments):
        with tempfile.TemporaryDirectory() as out:
            done = subprocess.run([PROGRAM, "build", "--annotate", "--draft", "--out", out, *map(str, arguments)], cwd=cwd,
                                  capture_output=True, text=True)
            assert done.returncode == 1, done.stderr[-400:]  # of the one with errors
            for path in pathlib.Path(out).rglob("*"):
                text = path.read_bytes() if path.suffix in (".html", ".md") else b""
                assert str(self.root.parent).encode() not in text and b"../" not in text, path.name
            return digest(out)

    def rounds(self):
        first = self.build(self.root)
        inside, names = self.root / "agreements", [path.name for path in sorted((self.root / "agreements").glob("*.yaml"))]
        assert sum("granskning" in path for path in first) == 3 * len(names)
        return first, {
            "drafts from a folder inside": lambda: self.build(inside),
            "drafts from a folder inside, of named files": lambda: self.build(inside, *names),
            "drafts from elsewhere, with an absolute root": lambda: self.build("/", "--root", self.root),
            "drafts from elsewhere, with a relative root": lambda: self.build(self.root.parent, "--root", "projekt"),
            "drafts with a root that is a link": lambda: self.build("/", "--root", self.link),
            "drafts of files named through a link": lambda: self.build(self.root, *(self.link / "agreements" / name for name in names)),
        }


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
    with tempfile.TemporaryDirectory() as folder:
        drafts, more = Drafts(folder).rounds()
        rounds = [(name, make, first) for name, make in rounds.items()] + [(name, make, drafts) for name, make in more.items()]
        print(f"1..{len(rounds)}")
        results = [show(number, *each) for number, each in enumerate(rounds, 1)]
    sys.exit(not all(results))


main()
