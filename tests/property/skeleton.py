#!/usr/bin/env python3
"""What `underlag new` writes can be filled in, and nothing else is wrong with it.

    skeleton.py PROGRAM    TAP on standard output
"""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = str(pathlib.Path(sys.argv[1]).resolve())
SCHEMA = json.loads((ROOT / "schema" / "definition.schema.json").read_text(encoding="utf-8"))
# What is empty, and what belongs to it: a list without entries, a group that wants one of its keys, or one only.
EMPTY = {"värde-saknas", "lista-kort"}
CHOICE = EMPTY | {"nyckel-någon-saknas", "nyckel-bara-en", "nycklar-få", "typ-fel", "värde-annat"}
points = []


def point(name, good, note=""):
    points.append((good, name, note))


def check(root, text):
    path = root / "agreements" / "2026-kamratstod.yaml"
    path.write_text(text, encoding="utf-8")
    run = subprocess.run([PROGRAM, "check", "--root", str(root), "--output", "json", str(path)], capture_output=True, text=True)
    return [each for each in json.loads(run.stdout)["findings"]]


def keys(schema):
    """All keys that the schema knows, wherever they are."""
    if isinstance(schema, list):
        return set().union(*map(keys, schema))
    if not isinstance(schema, dict):
        return set()
    return set(schema.get("properties", {})) | set().union(*(keys(value) for value in schema.values()))


def main():
    with tempfile.TemporaryDirectory() as temporary:
        root = pathlib.Path(temporary)
        for name in "kommun.yaml", "guidelines", "schema", "templates":
            (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, root / name)
        (root / "agreements").mkdir()
        run = subprocess.run([PROGRAM, "new", "2026-kamratstod", "--root", str(root)], capture_output=True, text=True)
        point("it is written", run.returncode == 0, run.stderr)
        text = (root / "agreements" / "2026-kamratstod.yaml").read_text(encoding="utf-8")
        longest = max(text.splitlines(), key=len)
        point("no line is too long or ends in a space", len(longest) <= 120 and not re.search(r"[ \t]$", text, re.M), longest)
        found = check(root, text)
        errors = [each for each in found if each["level"] == "error"]
        other = [each for each in errors if each["rule"] not in EMPTY and not each["rule"].startswith("IOP-")]
        point("nothing is wrong but what is empty", len(errors) > 50 and not other, str(other[:3]))
        empty = {number for number, line in enumerate(text.splitlines(), 1) if re.search(r"^ *(- )?[^#\s]\S*:( \||  *\[\])?$", line)}
        told = {each["place"]["line"] for each in errors if each["rule"] in EMPTY}
        groups = {number for number in empty if re.match(r" *(- |#|[^\s#])", text.splitlines()[number]) and
                  len(re.match(r" *", text.splitlines()[number])[0]) > len(re.match(r" *(- )?", text.splitlines()[number - 1])[0])}
        point("each empty key is told of", told and not empty - groups - told, str(sorted(empty - groups - told)))
        opened = re.sub(r"^( *)#(  )?(- )?([\wåäö]+:)", r"\1\2\3\4", text, flags=re.M)
        found = check(root, opened)
        other = [each for each in found if each["level"] == "error" and each["rule"] not in CHOICE and not each["rule"].startswith("IOP-")]
        point("keys that are commented out can be taken in as they stand", opened != text and not other, str(other[:3]))
        missing = {key for key in SCHEMA["properties"] if not re.search(rf"^#?{key}:", text, re.M)}
        deep = {key for key in keys(SCHEMA) if not re.search(rf"\b{key}:", text)}
        point("all keys are there, but for those deep within what is commented out", not missing and len(deep) < 12, str(missing | deep))
    print(f"1..{len(points)}")
    for number, (good, name, note) in enumerate(points, 1):
        print(f"{'ok' if good else 'not ok'} {number} - {name}")
        if not good:
            print("\n".join("# " + line for line in note.splitlines()))
    sys.exit(not all(good for good, _, _ in points))


main()
