#!/usr/bin/env python3
"""The thread sanitizer is silent over a build and a check of many definitions on four threads.

    threads.py PROGRAM         TAP on standard output

PROGRAM is built with -Db_sanitize=thread; what it finds, it tells on standard error and by its status.
"""
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = str(pathlib.Path(sys.argv[1]).resolve())
DEFINITIONS = 64
COMMANDS = (["build", "-j4"], ["build", "-j4"], ["check", "-j4", "--output", "json"])


def make_project(folder):
    (folder / "agreements").mkdir()
    for name in ("schema", "templates", "guidelines", "kommun.yaml"):
        (folder / name).symlink_to(ROOT / name)
    definitions = sorted((ROOT / "agreements").glob("*.yaml"))
    for definition in definitions:  # some name others
        (folder / "agreements" / definition.name).write_bytes(definition.read_bytes())
    for i in range(DEFINITIONS):
        (folder / f"agreements/{i}.yaml").write_bytes(definitions[i % len(definitions)].read_bytes())


def main():
    print(f"1..{len(COMMANDS)}")
    failed = False
    with tempfile.TemporaryDirectory() as temporary:
        make_project(pathlib.Path(temporary))
        for number, command in enumerate(COMMANDS, 1):
            result = subprocess.run([PROGRAM, *command], cwd=temporary, capture_output=True,
                                    env={**os.environ, "TSAN_OPTIONS": "halt_on_error=0"})
            good = result.returncode in (0, 1) and b"ThreadSanitizer" not in result.stderr
            failed = failed or not good
            print(f"{'ok' if good else 'not ok'} {number} - {' '.join(command)}", flush=True)
            if not good:
                at = max(result.stderr.find(b"WARNING: ThreadSanitizer"), 0)
                print("#", result.stderr[at:at + 4000].decode("utf-8", "replace").replace("\n", "\n# "))
    sys.exit(failed)


main()
