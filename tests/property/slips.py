#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""One slip in a clean definition is told once, and brings no finding of the guideline.

slips.py PROGRAM

Each line of guidelines/prov/minimal.yaml is changed in several ways: its key mistyped, its value missing or of
another kind, an amount in millions, a date in words. The schema has something to say of most of them;
where it has, no rule may repeat it. Prints TAP.
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
MONTHS = "januari februari mars april maj juni juli augusti september oktober november december".split()
LINE = re.compile(r"^(\s*(?:- )?)([\wåäö]+):(\s*)(.*)$")


def slips(line):
    """The line with one fault each."""
    if not (match := LINE.match(line)):
        return
    indent, key, space, value = match.groups()
    if len(key) > 3:  # a near key is known by its other letters
        yield f"{indent}{key[:-1]}x:{space}{value}"
    if not value or value[0] in "|>[{\"":
        return
    yield f"{indent}{key}:"
    yield f"{indent}{key}: 17"
    yield f"{indent}{key}: fel värde"
    if re.fullmatch(r"\d{1,3}( \d{3})+", value):
        yield f"{indent}{key}: {value} msek"
    if date := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", value):
        yield f"{indent}{key}: {int(date[3])} {MONTHS[int(date[2]) - 1]} {date[1]}"
    if value in ("ja", "nej"):
        yield f"{indent}{key}: {'yes' if value == 'ja' else 'no'}"


def write_all(folder):
    """The changed definitions: file name to what was changed."""
    lines = (ROOT / "guidelines/prov/minimal.yaml").read_text(encoding="utf-8").split("\n")
    first = lines.index("ärende:")
    last = lines.index("undantag:")
    changes = {}
    for number in range(first, last):
        for slip in slips(lines[number]):
            name = f"{len(changes):04}.yaml"
            changed = lines[:number] + [slip] + lines[number + 1:]
            (folder / name).write_text("\n".join(changed), encoding="utf-8")
            changes[name] = f"{number + 1}: {slip.strip()}"
    return changes


def main():
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place)
        changes = write_all(folder)
        command = [sys.argv[1], "check", "--root", str(ROOT), "--output", "json"]
        run = subprocess.run(command + [str(folder / name) for name in changes], capture_output=True,
                             text=True, check=False)
        found = {name: [] for name in changes}
        for finding in json.loads(run.stdout)["findings"]:
            name = pathlib.Path((finding["place"] or {}).get("file") or "").name
            if name in found:
                found[name].append(finding["rule"])
    failures = []
    for name, rules in found.items():
        repeated = [rule for rule in rules if rule.startswith("IOP-")]
        if repeated and len(repeated) != len(rules):
            failures.append(f"{changes[name]} gives {', '.join(rules)}")
    told = sum(any(not rule.startswith("IOP-") for rule in rules) for rules in found.values())
    print("1..2")
    print(f"{'not ok' if failures else 'ok'} 1 - no rule repeats a slip ({len(changes)} slips)")
    for failure in failures:
        print("#", failure)
    print(f"{'ok' if told > len(changes) // 2 else 'not ok'} 2 - the schema tells of most ({told})")
    return bool(failures)


if __name__ == "__main__":
    sys.exit(main())
