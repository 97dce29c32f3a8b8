#!/usr/bin/env python3
"""Definitions made by chance, with a fixed seed: one to eight parties, optional parts on and off, long
names, words that look like markup in some format.

    generated.py PROGRAM [COUNT [FIRST]]    TAP on standard output

For each: the program does not crash; the words are the same in the three formats; every Word part is
XML; hostile words come out as words. Control characters are refused. Where the judges lie beside the
project, some of the papers are shown to them.

The definitions are made from those of agreements/, read by `underlag tree`, and written as JSON, which
is YAML, too.
"""
import io
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import same_words

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
JUDGES = ROOT.parent / "shared" / "judges"
PROGRAM = str(pathlib.Path(sys.argv[1]).resolve())
FORMATS = (".md", ".html", ".docx")
JUDGED = 4

HOSTILE = [
    "*a* | b", "<script>alert(1)</script>", "]]>", "a \\\\ b \\", "`x` ``y``", "[a](javascript:x)", "&amp; &#0; &lt;",
    "# rubrik", "1. punkt", "- streck", "+ plus", "> citat", "--- | ---", "{{ärende.rubrik}}", "${x} %s %n", "=SUMMA(A1)",
    "\"citat' ”svenska”", "🤝 och 𝄞", "e\u0301 a\u030a", "_a_ __b__ ~~c~~", "![bild](https://example.org/x.png)",
    "<https://example.org/>", "https://example.org/a_b_c?d=1&e=2", "![", "]", "\\", "|", "a|b|c", "*", "**", "<!-- x -->",
    "<b>", "&", "&copy;", "[^1]", "[x]: /y", "Tabell: x", "Rad\u00a0med hårt mellanslag", "x" * 200,
    "Centralföreningen för " + "mycket " * 30 + "långa namn", "Förtroendemannainflytandelagstiftningsöversynskommittén" * 4,
    "```", "~~~", "***", "===", "\u00ad mjukt", "a:b: c", "Etikett: värde", "'", "@", "~", "!", "?: ja", "日本語のなまえ",
]
FORBIDDEN = ["\u202e omvänd", "\u0007 ljud", "\u2066 isolerad", "\ufdd0 icke-tecken"]
# What other things in the definition lean on, or what decides the kind of a paper.
KEEP = {"definition", "riktlinje", "ärende", "parter", "rubrik", "nämnd", "idéburna", "organisation", "insats", "från", "till"}


def read(path):
    """The file as Python values, by the program's own reader."""
    dump = subprocess.run([PROGRAM, "tree", str(path)], capture_output=True, check=True).stdout
    return value(ET.fromstring(dump))


def value(node):
    kind = node.get("typ")
    if kind == "object":
        return {child.get("namn", child.tag): value(child) for child in node}
    if kind == "array":
        return [value(child) for child in node]
    reader = {"integer": lambda text: int(float(text)), "number": float, "boolean": lambda text: text == "true"}.get(kind, str)
    return reader(node.text or "")


def prune(chance, node):
    """Leaves out optional parts."""
    if isinstance(node, dict):
        for key in list(node):
            if key not in KEEP and chance.random() < 0.12:
                del node[key]
            else:
                prune(chance, node[key])
                if node[key] in ({}, []):
                    del node[key]
    elif isinstance(node, list):
        if len(node) > 1 and chance.random() < 0.3:
            del node[chance.randrange(1, len(node)):]
        for entry in node:
            prune(chance, entry)


def salt(chance, node, texts):
    """Puts hostile words into single lines of text that are free to say anything."""
    free = {"avser", "rubrik", "handläggare", "namn", "text", "titel", "mottagare", "funktion", "varför"}
    for key, entry in list(node.items()) if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        if isinstance(entry, (dict, list)):
            salt(chance, entry, texts)
        elif key in free and isinstance(entry, str) and entry and "\n" not in entry and chance.random() < 0.4:
            word = chance.choice(HOSTILE)
            node[key] = chance.choice([word, f"{entry} {word}", f"{word} {entry}"])
            texts.append(node[key])


def parties(chance, definition, register):
    """One to eight parties, with organisations of names of their own."""
    first = definition["parter"]["idéburna"]
    made = []
    for number in range(chance.choice([1, 1, 2, 3, 4, 5, 6, 7, 8])):
        ident = f"part-{number + 1}"
        name = chance.choice(HOSTILE + ["Linköpings Stadsmission", "Röda Korset"]) + f" {number + 1}"
        register[ident] = {"namn": name, "kortnamn": chance.choice([name, f"Part {number + 1}"])}
        party = json.loads(json.dumps(chance.choice(first)))
        party["organisation"] = ident
        party["insats"] = chance.choice([0, 1, 999, 250000, 12345678])
        party.pop("ersättning", None)
        made.append(party)
    definition["parter"]["idéburna"] = made


def rename(node, known):
    """Other places that name an organisation name one that exists."""
    for key, entry in list(node.items()) if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        if isinstance(entry, (dict, list)):
            rename(entry, known)
        elif isinstance(entry, str) and key in ("organisation", "ansvarig"):
            node[key] = entry if entry in known else known[0]


def make(seed, bases, kommun):
    chance = random.Random(seed)
    definition = json.loads(json.dumps(chance.choice(bases)))
    register = json.loads(json.dumps(kommun))
    texts = []
    prune(chance, definition)
    parties(chance, definition, register["organisationer"])
    definition.pop("tidigare", None) if chance.random() < 0.5 else None
    salt(chance, definition, texts)
    return definition, register, texts


def build(root, out, *arguments):
    environment = {**os.environ, "UNDERLAG_DATA": str(root / "data")}
    return subprocess.run([PROGRAM, "build", "--root", str(root), "--out", str(out), *arguments], env=environment,
                          capture_output=True, text=True, timeout=120)


def make_root(folder, definition, register):
    root = pathlib.Path(folder)
    (root / "agreements").mkdir(parents=True)
    (root / "data").mkdir()
    for name in ("templates", "schema", "guidelines"):
        (root / "data" / name).symlink_to(ROOT / name)
    (root / "kommun.yaml").write_text(json.dumps(register, ensure_ascii=False, indent=1), encoding="utf-8")
    (root / "agreements" / "x.yaml").write_text(json.dumps(definition, ensure_ascii=False, indent=1), encoding="utf-8")
    return root


def compare(paper):
    """What differs between the three formats of one paper; None: nothing."""
    html = paper.with_suffix(".html").read_text(encoding="utf-8")
    html = html.replace('<p class="utkast">UTKAST</p>', "")  # in the header of the Word file
    markdown = paper.with_suffix(".md").read_text(encoding="utf-8")
    markdown = markdown.removeprefix("UTKAST\n\n")

    def read_markdown(text):
        page = same_words.render(PROGRAM, "-", "--format", "html", "--fragment", text=text.encode())
        return same_words.html_words(page.decode())

    fault = same_words.difference("md", same_words.html_words(html), read_markdown(markdown))
    data = paper.with_suffix(".docx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            ET.fromstring(archive.read(name))
    fault = fault or same_words.difference("docx", same_words.html_words(html, skip_numbers=True), same_words.docx_words(data))
    wrong = same_words.bindings(data)
    fault = fault or (f"docx: {wrong[0]}" if wrong else None)
    if "<script" in html:
        fault = fault or "html: a script"
    return fault


def judge(papers):
    """What the judges say of a definition's papers: one call of each, since a browser takes its time to start."""
    said = ""
    for tool, suffix in (("docx-validate", ".docx"), ("html-validate", ".html")):
        run = subprocess.run([str(JUDGES / tool), *(f"{stem}{suffix}" for stem in papers)], capture_output=True, text=True)
        said += run.stdout[-1500:] if run.returncode == 1 else ""
    return said


def try_one(seed, bases, kommun, judged):
    """Faults of one generated definition, and how many papers were compared."""
    definition, register, texts = make(seed, bases, kommun)
    with tempfile.TemporaryDirectory() as folder:
        root = make_root(folder, definition, register)
        run = build(root, root / "out", "--draft")
        if run.returncode not in (0, 1) or "runtime error" in run.stderr:
            return [f"status {run.returncode}: {run.stderr[-800:]}"], 0
        papers = sorted({path.with_suffix("") for path in (root / "out").rglob("*") if path.is_file()})
        faults = [f"no papers: {run.stderr[-600:]}"] if not papers else []
        for stem in papers:
            paper = stem.parent / (stem.name + ".html")
            fault = compare(paper)
            if fault:
                faults.append(f"{paper.name}: {fault}")
        said = judge(papers) if papers and not faults and judged and JUDGES.is_dir() else ""
        return faults + ([said] if said else []), len(papers)


def refuses(word, bases, kommun):
    definition, register, _ = make(1, bases, kommun)
    definition["ärende"]["rubrik"] = "En rubrik " + word
    with tempfile.TemporaryDirectory() as folder:
        root = make_root(folder, definition, register)
        run = build(root, root / "out")
        papers = [path for path in (root / "out").rglob("*.*") if not path.name.startswith(".")]
        return run.returncode == 1 and not papers, run.stdout + run.stderr


def main():
    bases = [read(path) for path in sorted((ROOT / "agreements").glob("*.yaml"))]
    for base in bases:  # each will be alone in its project
        base.get("tidigare", {}).pop("definition", None)
    kommun = read(ROOT / "kommun.yaml")
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 24
    first = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    print(f"1..{count + len(FORBIDDEN)}")
    failed = False
    for number, seed in enumerate(range(first, first + count), 1):
        faults, papers = try_one(seed, bases, kommun, number <= JUDGED)
        failed = failed or bool(faults)
        print(f"{'not ok' if faults else 'ok'} {number} - seed {seed}, {papers} papers", flush=True)
        for fault in faults:
            print("\n".join("# " + line for line in fault.splitlines()))
    for number, word in enumerate(FORBIDDEN, count + 1):
        good, text = refuses(word, bases, kommun)
        failed = failed or not good
        print(f"{'ok' if good else 'not ok'} {number} - {word!a} is refused")
        if not good:
            print("# " + text[-300:].replace("\n", "\n# "))
    sys.exit(failed)


if __name__ == "__main__":
    main()
