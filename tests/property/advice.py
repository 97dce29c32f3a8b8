#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""What a finding offers as replacement mends it: written in its place, the finding is gone.

advice.py PROGRAM

Tries the writers' mistakes of tests/golden/yaml and tests/golden/schema, and the clean definition with
one slip each. A replacement may uncover another fault; the one it was offered for must not stand there
again, nor any other of the kind that the schema tells. Prints TAP.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import slips  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
GOLDEN = ROOT / "tests/golden"
# old text, new text: a slip each in guidelines/prov/minimal.yaml
CHANGES = [
    ("får inget föreningsbidrag.", "får: inget föreningsbidrag."),
    ("motivering: Kamratstödet får", "motivering: @Kamratstödet får"),
    ("motivering: Kamratstödet får", "motivering: *Kamratstödet får"),
    ("motivering: Kamratstödet får", "motivering: !Kamratstödet får"),
    ("motivering: Kamratstödet får", "motivering: \"Kamratstödet får"),
    ("motivering: Kamratstödet får", "motivering: ,Kamratstödet får"),
    ("motivering: Kamratstödet får inget föreningsbidrag.",
     "motivering: ”Kamratstödet får inget föreningsbidrag.”"),
    ("IOGT-NTO vill pröva", "IOGT-NTO vill bl.a. pröva"),
    ("IOGT-NTO vill pröva", "IOGT-NTO vill (m.m.) pröva"),
    ("handläggare: Kim Exempel", "handläggare: \"Kim Exempel”"),
    ("nämnd: arbetsmarknadsnämnden", "nämnd: ”arbetsmarknadsnämnden”"),
    ("insats: 300 000", "insats: ”300 000”"),
    ("insats: 300 000", "insats: 300 000,-"),
    ("datum: 2020-10-05", "datum: 31 september 2020"),
    ("månader: [januari]", "månader: [jan]"),
    ("    parter: [iogt-nto]", "    part: [iogt-nto]"),
    ("till: 2022-12-31 }", "till och med: 2022-12-31 }"),
    ("    - godkänn", "    -\tgodkänn"),
    ("    - godkänn", "    godkänn"),
    ("    - godkänn", "    • godkänn"),
    ("    - teckna", "    – teckna"),
    ("  diarienummer:", "\u00a0\u00a0diarienummer:"),
    ("diarienummer: AN", "diarienummer:\u00a0AN"),
    ("diarienummer: AN", "diarienummer:AN"),
    ("diarienummer", "diarie\u00adnummer"),
    ("handläggare", "hand\u200bläggare"),
    ("handläggare: Kim Exempel", "handläggare: \"Kim Exempel\","),
    ("art: [personal, lokaler]", "art: personal, lokaler"),
    ("art: [personal, lokaler]", "art: [personal, lokaler"),
    ("undertecknare: { namn: Robin Exempel }", "undertecknare: { namn: Robin Exempel }."),
    ("undertecknare: { namn: Robin Exempel }", "undertecknare: Robin Exempel"),
    ("period: { från: 2021-01-01, till: 2022-12-31 }", "period: {från:2021-01-01, till:2022-12-31}"),
    ("period: { från: 2021-01-01, till: 2022-12-31 }", "period: { från: 2021-01-01, till: 2022-12-31"),
    ("period: { från: 2021-01-01, till: 2022-12-31 }", "period: 2021-01-01 – 2022-12-31"),
    ("gånger_per_år: 2", "gånger_per_år: två gånger"),
    ("nämnd: arbetsmarknadsnämnden", "nämnd: Arbetsmarknadsnamnden"),
    ("  mbl:\n    påkallad: nej", "  mbl: nej"),
    ("    påkallad: nej", "    påkallad nej"),
    ("    påkallad: nej", "    påkallad: Nej."),
    ("datum: 2020-10-05", "datum: den 5 okt. 2020"),
    ("insats: 300 000", "insats: 0,3 mkr"),
    ("insats: 300 000", "insats: 300,000"),
    ("insats: 300 000", "insats: 300,000 kr"),
    ("uppsägning: { månader: 6 }", "uppsägning: 6 månader"),
    ("uppsägning: { månader: 6 }", "uppsägning: ett halvår"),
    ("uppsägning: { månader: 6 }", "uppsägning: månader 6"),
    ("undertecknare: { namn: Robin Exempel }", "undertecknare: Robin Exempel, ordförande"),
    ("period: { från: 2021-01-01, till: 2022-12-31 }", "period: den 1 jan. 2021 till den 31 dec. 2022"),
    ("till: 2022-12-31 }", "till: 2022-12-31, månader: 2 år }"),
    ("till: 2022-12-31 }", "till: 2022-12-31, förlängning: { gånger: 1, år: 24 månader } }"),
]


def cases(folder):
    """Files to try: their paths and the arguments that they are checked with."""
    for place, schema in (("yaml/skrivfel", "allt.json"), ("yaml/syntax", "allt.json"),
                          ("schema/skrivfel", "s.json")):
        for path in sorted((GOLDEN / place).glob("*.yaml")):
            yield path, ["--schema", str(GOLDEN / place / schema)]
    text = (ROOT / "guidelines/prov/minimal.yaml").read_text(encoding="utf-8")
    for number, (old, new) in enumerate(CHANGES):
        assert old in text, old
        path = folder / f"change{number:03}.yaml"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        yield path, ["--root", str(ROOT)]
    slips.write_all(folder)
    for path in sorted(folder.glob("[0-9]*.yaml")):
        yield path, ["--root", str(ROOT)]


def check(program, arguments, paths):
    """The findings of each file."""
    run = subprocess.run([program, "check", "--output", "json", *arguments, *map(str, paths)],
                         capture_output=True, text=True, check=False)
    found = {path.name: [] for path in paths}
    for finding in json.loads(run.stdout)["findings"]:
        name = pathlib.Path((finding["place"] or {}).get("file") or "").name
        if name in found:
            found[name].append(finding)
    return found


def mend(text, finding):
    place = finding["place"]
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    start = starts[place["line"] - 1] + place["column"] - 1
    end = starts[place["endLine"] - 1] + place["endColumn"] - 1
    return text[:start] + finding["replacement"] + text[end:]


def is_there(place, finding):
    """Whether the place lies in what the finding's replacement was written for."""
    start = finding["place"]["column"]
    end = start + max(len(finding["replacement"]), 1)
    return place["line"] == finding["place"]["line"] and start <= place["column"] < end


def main():
    program = sys.argv[1]
    failures = []
    tried = 0
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place)
        groups = {}
        for path, arguments in cases(folder):
            groups.setdefault(tuple(arguments), []).append(path)
        for group, (arguments, paths) in enumerate(groups.items()):
            mended = {}
            for name, findings in check(program, arguments, paths).items():
                path = next(p for p in paths if p.name == name)
                for number, finding in enumerate(findings):
                    if finding["replacement"] is None:
                        continue
                    target = folder / f"mended-{group}-{number:02}-{name}"
                    with open(path, encoding="utf-8", newline="") as source:
                        text = mend(source.read(), finding)
                    target.write_text(text, encoding="utf-8", newline="")
                    mended[target.name] = (target, finding)
            after = check(program, arguments, [target for target, _ in mended.values()])
            for name, (_, finding) in mended.items():
                tried += 1
                same = [f for f in after[name] if is_there(f["place"], finding)
                        and (f["rule"] == finding["rule"] or f["level"] == "error")]
                if same:
                    failures.append(f"{name}: {finding['message']} → {finding['replacement']!r}")
    print("1..2")
    print(f"{'not ok' if failures else 'ok'} 1 - a replacement mends its finding ({tried})")
    for failure in failures:
        print("#", failure)
    print(f"{'ok' if tried > 100 else 'not ok'} 2 - many findings have one")
    return bool(failures)


if __name__ == "__main__":
    sys.exit(main())
