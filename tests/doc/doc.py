#!/usr/bin/env python3
"""Holds the documentation to the program.

    tests/doc/doc.py PROGRAM [--accept]

Every fenced block `console` of README.md and docs/handbok.md is run: a line that begins with "$ " is a
command, what follows is what it prints (both outputs, in the order they come). The commands of a page
share a scratch folder with the project's files, guidelines/prov/minimal.yaml as kamratstod.yaml and the files of
tests/doc; in ny-regel and trasig-regel that is the only definition, and the guideline is the file so called; eget is a
project of its own with the guideline riktlinje-2026.yaml. A block with a file's name behind its language (`yaml andra.yaml`) has to stand in
that file. docs/rules.md has to be what `explain --all` prints, the manual has to name every command
and option, and docs/handbok.md every key of a definition, of kommun.yaml and of a guideline, every key of a template's front matter and every block. --accept writes outputs and docs/rules.md anew. TAP on standard output.
"""
import difflib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PAGES = ["README.md", "docs/handbok.md"]
SHARED = ["kommun.yaml", "agreements", "guidelines", "schema", "templates"]


class Tap:
    """Points as they are made; the plan comes last."""

    def __init__(self):
        self.count = 0
        self.failed = False

    def point(self, good, name, details=()):
        self.count += 1
        self.failed = self.failed or not good
        print(f"{'ok' if good else 'not ok'} {self.count} - {name}")
        for line in details if not good else ():
            print("#", line)

    def skip(self, name, why):
        self.count += 1
        print(f"ok {self.count} - {name} # SKIP {why}")


def read(path):
    return (ROOT / path).read_text(encoding="utf-8")


def difference(expected, actual):
    return difflib.unified_diff(expected.splitlines(), actual.splitlines(), "page", "program",
                                lineterm="")


def make_scratch(folder, program):
    for name in SHARED:
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, folder / name)
    for path in [*HERE.glob("*.yaml"), *HERE.glob("*.md")]:
        shutil.copy(path, folder / path.name)
    minimal = read("guidelines/prov/minimal.yaml")
    (folder / "kamratstod.yaml").write_text(minimal, encoding="utf-8")
    for name in ("ny-regel", "trasig-regel"):
        project = folder / name
        for part in ("agreements", "guidelines"):
            (project / part).mkdir(parents=True)
        for part in ("kommun.yaml", "schema", "templates"):
            (project / part).symlink_to(ROOT / part)
        shutil.copy(HERE / f"{name}.yaml", project / "guidelines/ks2016-313.yaml")
        # Its exceptions are from rules that this guideline does not have.
        (project / "agreements/kamratstod.yaml").write_text(
            minimal.partition("\nundantag:")[0] + "\n", encoding="utf-8")
    make_own(folder / "eget", minimal)
    (folder / ".bin").mkdir()
    (folder / ".bin/underlag").symlink_to(program)


def make_own(project, minimal):
    """A project as the handbook says to start one, with a guideline of its own."""
    (project / "guidelines/prov").mkdir(parents=True)
    for part in ("schema", "templates"):
        shutil.copytree(ROOT / part, project / part)
    shutil.copy(HERE / "riktlinje-2026.yaml", project / "guidelines")
    entry = "dokument:\n  riktlinje-2026:\n    namn: Riktlinje för partnerskap\n"
    (project / "kommun.yaml").write_text(read("kommun.yaml").replace("dokument:\n", entry, 1), encoding="utf-8")
    sound = minimal.partition("\nundantag:")[0].replace("riktlinje: ks2016-313", "riktlinje: riktlinje-2026") + "\n"
    (project / "agreements").mkdir()
    for path in ("guidelines/prov/felfri.yaml", "agreements/2026-kamratstod.yaml"):
        (project / path).write_text(sound, encoding="utf-8")


def run(command, folder):
    environment = {"PATH": f"{folder}/.bin:{os.environ['PATH']}", "NO_COLOR": "1",
                   "LC_ALL": "C.UTF-8"}
    environment.update({n: v for n, v in os.environ.items() if n.endswith("SAN_OPTIONS")})
    result = subprocess.run(["sh", "-c", command], cwd=folder, env=environment, timeout=120,
                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, check=False)
    return result.stdout.decode("utf-8", "replace").rstrip("\n")


def run_block(block, folder):
    """The block again, with what its commands print now."""
    commands = [line for line in block.splitlines() if line.startswith("$ ")]
    return "".join("\n".join(filter(None, (line, run(line[2:], folder)))) + "\n"
                   for line in commands)


def check_page(tap, page, program, accept):
    text = read(page)
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        make_scratch(folder, program)

        def replace(match):
            actual = run_block(match[2], folder)
            name = f"{page}: {match[2].splitlines()[0]}"
            tap.point(accept or actual == match[2], name, difference(match[2], actual))
            return match[1] + actual + match[3]

        renewed = re.sub(r"(^```console\n)(.*?\n)(^```$)", replace, text, flags=re.M | re.S)
    if accept and renewed != text:
        (ROOT / page).write_text(renewed, encoding="utf-8")


def find_file(name):
    if name == "kamratstod.yaml":
        return ROOT / "guidelines/prov/minimal.yaml"
    return next(path for path in (HERE / name, ROOT / name) if path.exists())


def check_quotes(tap, page):
    """Blocks that name a file: their lines follow each other in it, at whatever depth."""
    for name, block in re.findall(r"^```\w+ (\S+)\n(.*?\n)```$", read(page), flags=re.M | re.S):
        lines = find_file(name).read_text(encoding="utf-8").splitlines()
        wanted = textwrap.dedent(block).rstrip("\n")
        size = wanted.count("\n") + 1
        found = any(textwrap.dedent("\n".join(lines[i:i + size])) == wanted
                    for i in range(len(lines)))
        tap.point(found, f"{page}: a quotation of {name}", wanted.splitlines())


def check_rules(tap, program, accept):
    actual = subprocess.run([program, "explain", "--all", "--root", str(ROOT)], check=True,
                            capture_output=True).stdout.decode("utf-8")
    path = ROOT / "docs/rules.md"
    if accept:
        path.write_text(actual, encoding="utf-8")
    expected = path.read_text(encoding="utf-8")
    tap.point(actual == expected, "docs/rules.md is what explain --all prints",
              difference(expected, actual))


def keys_of(schema):
    """The names of all properties of a schema, at whatever depth."""
    if isinstance(schema, dict):
        for name, value in schema.items():
            if name == "properties":
                yield from value
            yield from keys_of(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from keys_of(value)


def check_keys(tap):
    page = read("docs/handbok.md")
    for name in ("definition", "kommun", "guideline"):
        keys = sorted(set(keys_of(json.loads(read(f"schema/{name}.schema.json")))))
        missing = [key for key in keys if not re.search(rf"`{key}[`:]|`[^`]*\b{key}: ", page)]
        tap.point(bool(keys) and not missing,
                  f"docs/handbok.md explains every key of {name}.schema.json", missing)


def check_names(tap, path, pattern, what):
    """Names that a file of the program lists."""
    page = read("docs/handbok.md")
    names = re.findall(r'"([^"]+)"', "".join(re.findall(pattern, read(path), flags=re.S)))
    missing = [name for name in names if f"`{name}`" not in page]
    tap.point(bool(names) and not missing, f"docs/handbok.md explains {what}", missing)


def check_manual(tap):
    manual = read("src/underlag.1")
    commands = re.findall(r'^    \{ "([a-z]+)", "', read("src/cmd/commands.c"), flags=re.M)
    missing = [name for name in commands if not re.search(rf"^\.It Nm Cm {name}\b", manual, re.M)]
    tap.point(bool(commands) and not missing, "the manual names every command", missing)
    options = re.findall(r'^OPTION\(\w+, "([a-z-]+)"', read("src/cmd/options.def"), flags=re.M)
    missing = [name for name in options
               if not re.search(rf"Fl Fl {re.escape(name)}(?![\w-])", manual)]
    tap.point(bool(options) and not missing, "the manual names every option", missing)
    if shutil.which("mandoc") is None:
        tap.skip("mandoc finds nothing in the manual", "mandoc is not installed")
        return
    result = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", str(ROOT / "src/underlag.1")],
                            capture_output=True, text=True, check=False)
    tap.point(result.returncode == 0, "mandoc finds nothing in the manual",
              result.stdout.splitlines())


def main():
    accept = "--accept" in sys.argv
    program = str(pathlib.Path([a for a in sys.argv[1:] if a != "--accept"][0]).resolve())
    tap = Tap()
    for page in PAGES:
        check_page(tap, page, program, accept)
        check_quotes(tap, page)
    check_rules(tap, program, accept)
    check_keys(tap)
    check_names(tap, "src/fill/frontmatter.c", r"\bkeys\[\] = \{.*?\};|\[PROPERTY_[A-Z_]+\] = [^\n]*",
                "the keys of a template's front matter")
    check_names(tap, "src/document/directive.c", r"\} directives\[\] = \{.*?\};", "the blocks of a paper")
    check_manual(tap)
    print(f"1..{tap.count}")
    sys.exit(tap.failed)


if __name__ == "__main__":
    main()
