#!/usr/bin/env python3
"""Runs the cases of tests/golden and compares what the program prints, byte for byte.

    tests/golden.py PROGRAM [--accept] [CASE...]

A case is a folder with a file `command`, the files that it names, and `expected`: of each command
standard output, then standard error, then the exit status. --accept writes `expected` anew. TAP on
standard output.

A line of `command` is a call of the program, in the words of a shell: quotes, `*` and `?` for files,
NAME=VALUE before it, `>FILE` and `<FILE` behind it. Lines that begin with # are comments. With
several lines each answer is headed by its line. {root} is the project's folder and {out} an empty
one; what lies there afterwards is listed. TERMINAL=1 makes both outputs a terminal, TERMINAL=stderr
only the second; there ESC is shown as ␛.

A script `setup` runs before the commands, in a copy of the case, with $OUT for {out} and $ROOT for {root}. What it lays
in {out} is listed as untouched when it is the same afterwards.

After the cases, a point that says whether every id of the program's catalogue occurs in some
expected output: a finding that no case provokes is a message that nobody has read.
"""
import difflib
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import threading

TESTS = pathlib.Path(__file__).resolve().parent
ROOT = TESTS.parent
GOLDEN = TESTS / "golden"


class Terminal:
    """A pseudo terminal whose output is gathered."""

    def __init__(self):
        self.master, self.slave = os.openpty()
        self.bytes = b""
        self.thread = threading.Thread(target=self.gather)
        self.thread.start()

    def gather(self):
        try:
            while more := os.read(self.master, 65536):
                self.bytes += more
        except OSError:  # the other end is closed
            pass

    def close(self):
        os.close(self.slave)
        self.thread.join()
        os.close(self.master)
        return self.bytes.replace(b"\r\n", b"\n").replace(b"\x1b", "␛".encode())


def has_terminals():
    """Not in a container without /dev/pts."""
    try:
        for end in os.openpty():
            os.close(end)
    except OSError:
        return False
    return True


def expand(word, folder):
    if not set(word) & set("*?"):
        return [word]
    return sorted(str(path.relative_to(folder)) for path in folder.glob(word)) or [word]


def files_below(folder):
    return {path.relative_to(folder): path.read_bytes()
            for path in sorted(folder.rglob("*")) if path.is_file()}


def call(program, line, folder):
    """One line of `command`: what was printed, and the status."""
    words = shlex.split(line)
    environment = {"PATH": os.environ["PATH"], "NO_COLOR": "1", "LC_ALL": "C.UTF-8",
                   "UNDERLAG_DATA": os.path.relpath(ROOT, folder)}
    environment.update({n: v for n, v in os.environ.items() if n.endswith("SAN_OPTIONS")})
    while "=" in words[0]:
        name, value = words.pop(0).split("=", 1)
        environment[name] = value
    output, stdin = subprocess.PIPE, b""
    if words[-1][0] == ">":
        output = open(words.pop()[1:], "wb")
    if words[-1][0] == "<":
        stdin = (folder / words.pop()[1:]).read_bytes()
    words = [each for word in words for each in expand(word, folder)]
    terminals = {}
    if wanted := environment.pop("TERMINAL", ""):
        terminals = {name: Terminal() for name in ("stdout", "stderr") if wanted in ("1", name)}
    ends = {"stdout": output, "stderr": subprocess.PIPE}
    ends.update({name: terminal.slave for name, terminal in terminals.items()})
    result = subprocess.run([program, *words], cwd=folder, input=stdin, env=environment, timeout=120,
                            **ends)
    printed = {"stdout": result.stdout or b"", "stderr": result.stderr or b""}
    printed.update({name: terminal.close() for name, terminal in terminals.items()})
    text = printed["stdout"].decode("utf-8", "replace")
    if printed["stderr"]:
        text += "--- standard error\n" + printed["stderr"].decode("utf-8", "replace")
    return f"{text}--- status {result.returncode}\n"


def run_in(program, case, folder, out):
    before = {}
    if (case / "setup").exists():
        subprocess.run(["sh", "-e", "./setup"], cwd=folder, check=True, timeout=120,
                       env={"PATH": os.environ["PATH"], "OUT": str(out), "ROOT": str(ROOT)})
        before = files_below(out)
    root = os.path.relpath(ROOT, folder)
    lines = (case / "command").read_text(encoding="utf-8").splitlines()
    lines = [line for line in lines if line and not line.startswith("#")]
    text = ""
    for line in lines:
        text += f"$ underlag {line}\n" if len(lines) > 1 else ""
        text += call(program, line.replace("{root}", root).replace("{out}", str(out)), folder)
    after = files_below(out)
    if after:
        text += "--- files\n"
    for name, content in after.items():
        text += f"{name}{' (untouched)' if before.get(name) == content else ''}\n"
    return text.replace(str(out), "{out}").replace(root + "/", "{root}/")


def run(program, case):
    with tempfile.TemporaryDirectory() as scratch:
        out = pathlib.Path(scratch) / "out"
        out.mkdir()
        folder = case
        if (case / "setup").exists():
            folder = pathlib.Path(scratch) / "case"
            shutil.copytree(case, folder, symlinks=True)
        return run_in(program, case, folder, out)


def catalogue():
    text = (ROOT / "src/report/catalogue.def").read_text(encoding="utf-8")
    return re.findall(r'^ENTRY\(\w+, "([^"]+)"', text, re.M)


def main():
    arguments = [a for a in sys.argv[1:] if a != "--accept"]
    accept = "--accept" in sys.argv
    program = str(pathlib.Path(arguments[0]).resolve())
    chosen = arguments[1:]
    cases = sorted(p.parent for p in GOLDEN.rglob("command") if p.is_file())
    cases = [c for c in cases if not chosen or str(c.relative_to(GOLDEN)).startswith(tuple(chosen))]
    print(f"1..{len(cases) + (not chosen)}")
    seen = set()
    failed = False
    terminals = has_terminals()
    for number, case in enumerate(cases, 1):
        if not terminals and "TERMINAL=" in (case / "command").read_text(encoding="utf-8"):
            print(f"ok {number} - {case.relative_to(GOLDEN)} # SKIP no pseudo terminal here")
            continue
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
            for line in difflib.unified_diff(expected.splitlines(), actual.splitlines(), "expected",
                                             "actual", lineterm=""):
                print("#", line)
    if not chosen:
        missing = [i for i in catalogue() if i not in seen]
        print(f"{'not ok' if missing else 'ok'} {len(cases) + 1} - "
              "every finding of the catalogue is provoked")
        for name in missing:
            print("# never provoked:", name)
        failed = failed or bool(missing)
    sys.exit(failed)


if __name__ == "__main__":
    main()
