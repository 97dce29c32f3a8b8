#!/usr/bin/env python3
"""Adds up what meson test recorded and ends with the plain line "N passed, N failed".

A TAP test counts each of its points; another test counts as one.
"""
import json
import pathlib
import sys

passed = failed = skipped = 0
for folder in sys.argv[1:]:
    log = pathlib.Path(folder, "meson-logs", "testlog.json")
    if not log.exists():
        continue
    for line in log.read_text(encoding="utf-8").splitlines():
        test = json.loads(line)
        points = [l for l in test.get("stdout", "").splitlines() if l.startswith(("ok ", "not ok "))]
        bad = [p for p in points if p.startswith("not ok")]
        skips = [p for p in points if p.startswith("ok ") and "# SKIP" in p.upper().replace("#SKIP", "# SKIP")]
        if test["result"] == "SKIP":
            skipped += 1
        elif points:
            passed += len(points) - len(bad) - len(skips)
            skipped += len(skips)
            failed += len(bad)
            if test["result"] not in ("OK", "EXPECTEDFAIL") and not bad:
                failed += 1
        elif test["result"] in ("OK", "EXPECTEDFAIL"):
            passed += 1
        else:
            failed += 1
        if test["result"] not in ("OK", "SKIP"):
            print(f"failed: {test['name']} ({test['result']})")
print(f"{passed} passed, {failed} failed, {skipped} skipped")
