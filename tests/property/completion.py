#!/usr/bin/env python3
"""What `underlag completion` writes does complete, in each shell that is installed.

    completion.py PROGRAM    TAP on standard output
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile

PROGRAM = str(pathlib.Path(sys.argv[1]).resolve())

# A command line, and what has to be among the offers for its last word; "-": nothing but files.
CASES = [
    (["underlag", "bu"], "build"),
    (["underlag", "build", "--dr"], "--draft"),
    (["underlag", "build", "--format", ""], "docx"),
    (["underlag", "check", "--output", "sa"], "sarif"),
    (["underlag", "graph", "--output", "ni"], "ninja"),
    (["underlag", "explain", "--al"], "--all"),
    (["underlag", "completion", "z"], "zsh"),
    (["underlag", "tree", "--lang", "e"], "en"),
]

BASH = """
source "$1"
shift
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_underlag
printf '%s\\n' "${COMPREPLY[@]}"
"""


def offers(shell, script, words):
    if shell == "bash":
        command = ["bash", "-c", BASH, "bash", script, *words]
    else:
        command = ["fish", "-c", f"source {script}; complete -C '{' '.join(words)}'"]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    return [line.split("\t")[0] for line in result.stdout.splitlines()]


def main():
    points = []
    with tempfile.TemporaryDirectory() as folder:
        for shell in ("bash", "fish", "zsh"):
            script = f"{folder}/{shell}"
            text = subprocess.run([PROGRAM, "completion", shell], capture_output=True, check=True).stdout
            pathlib.Path(script).write_bytes(text)
            if shutil.which(shell) is None:
                points.append((True, f"{shell} # SKIP not installed"))
                continue
            sound = subprocess.run([shell, "-n", script], check=False).returncode == 0
            points.append((sound, f"{shell} takes the script"))
            for words, wanted in CASES if shell != "zsh" else []:
                found = wanted in offers(shell, script, words)
                points.append((found, f"{shell}: {' '.join(words)!r} offers {wanted}"))
    print(f"1..{len(points)}")
    for number, (good, text) in enumerate(points, 1):
        print(f"{'ok' if good else 'not ok'} {number} - {text}")


main()
