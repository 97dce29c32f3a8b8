#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Runs the official Mustache cases through the built program: mustache.py PROGRAM [TABLE.json …]

TAP on standard output. Each case gets a folder of its own with the template, the data as JSON and
the partials, so that what is tested is what a user runs.
"""
import json
import pathlib
import subprocess
import sys
import tempfile


def fill(program, case):
    """What the program prints for the case."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        template, data, partials = folder / "mall", folder / "data.json", folder / "delar"
        partials.mkdir()
        template.write_text(case["template"], encoding="utf-8", newline="")
        data.write_text(json.dumps(case["data"]), encoding="utf-8")
        for partial, text in case.get("partials", {}).items():
            (partials / partial).write_text(text, encoding="utf-8", newline="")
        return subprocess.run(
            [program, "fill", template, data, "--partials", partials, "--escape", "html"],
            capture_output=True, check=False)


def main():
    program = sys.argv[1]
    here = pathlib.Path(__file__).parent / "mustache"
    tables = [pathlib.Path(name) for name in sys.argv[2:]] or sorted(here.glob("*.json"))
    number = failed = 0
    for table in tables:
        for case in json.loads(table.read_text(encoding="utf-8"))["tests"]:
            number += 1
            run = fill(program, case)
            good = run.returncode == 0 and run.stdout.decode() == case["expected"]
            failed += not good
            print(f"{'ok' if good else 'not ok'} {number} - {table.stem}: {case['name']}")
            if not good:
                print(f"# template {case['template']!r}\n# expected {case['expected']!r}")
                print(f"# got      {run.stdout.decode()!r} {run.stderr.decode()!r}")
    print(f"1..{number}")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
