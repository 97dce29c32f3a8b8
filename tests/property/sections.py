#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""The papers read well whatever a definition leaves out.

    sections.py PROGRAM [WORD]    TAP on standard output

papers/full.yaml has every key. Variants of it lack one key, have one entry in a list, another number or
answer, texts with and without a full stop, one to four parties, or several of these by chance (with a
fixed seed). No paper may show a heading with nothing under it or out of its order, an empty list item or
cell, an introduction to nothing, two full stops or spaces, a sentence twice, or a tag. Some are written in
all formats and must hold the same words. WORD: only the variants whose name holds it.
"""
import collections
import copy
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import generated

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SCHEMA = json.loads((ROOT / "schema/definition.schema.json").read_text(encoding="utf-8"))
COMPARED = 8
RANDOM = 60
# Without these there is no partnership to write about.
NEEDED = {"definition", "riktlinje", "rubrik", "nämnd", "organisation"}
# The reader's own introductions, which end in a colon, have points.
INTRODUCED = {"punkter"}
# What only rules read, or what the papers have from elsewhere when it is left out.
FOR_RULES = (
    "sammanträde", ".minst", ".art", "undertecknare.befattning", ".form", "allmännyttigt_syfte", "nämner_idéburna",
    "tidigare.upphör", "tidigare.insats", "tidigare.total", "tidigare.klausuler", "målgrupp.barn", "ekonomi.total", "period.månader",
)
# What is said of each activity under its own heading.
OF_ACTIVITIES = ("ansvarar för aktiviteten.", "till mötena.")
ORDER = {
    "tjansteskrivelse": """Förslag till … beslut|Ärende|Beslutsunderlag|Bakgrund|Idéburet offentligt partnerskap|
        Målgrupp och målsättning|Målgrupp|Målsättning|Utfall av tidigare partnerskap|Tidigare överenskommelse|Innehåll|
        Ekonomiska konsekvenser|Kommunala mål|Jämställdhet|Barnets bästa|Samråd|Uppföljning och utvärdering|
        Information eller förhandling enligt lag (1976:580) om medbestämmande i arbetslivet|Beslutet skickas till""",
    "overenskommelse": """Bakgrund till överenskommelsen|Övergripande syfte|Målsättning|Effektmål|Målgrupp|Oro för barn|
        Värdegrund|Jämställdhet|Aktörer|Utgångspunkter|Aktiviteter|Lokaler|Avstämning och uppföljning|Personuppgifter|
        Ekonomi|Period|Bilagor|Underskrifter""",
}
FAULTS = {
    "a tag or a value that is missing": r"\{\{|\}\}|⟦",
    "two full stops": r"\.\.|[?!:]\.",
    "a space before a mark": r"(?<!\|) [,.;:?!)]|\( |,,|, \.|\(\)|\(,",
    "two spaces": r"[  ]{2}",
    "a number that can break off its unit": r"\d (?:kr|kronor|%|\d{3}\b)",
    "an empty list item": r"(?m)^\s*(?:[-*]|\d+\.)\s*$",
    "an empty cell": r"\| *\|",
    "a word twice": r"\b([^\W\d]{2,}) \1\b",
    "a small letter after a full stop": r"(?<!m)[.!?] [a-zåäö]",
    "a heading that is empty or ends in a mark": r"(?m)^#+ *(?:[\d.]+ *)?$|^#.*(?<!m\.m)[.,:;]$",
    "a table without rows": r"(?m)^\| :?---.*\n(?!\|)",
}


def resolve(schema):
    while "$ref" in schema:
        schema = SCHEMA["$defs"][schema["$ref"].rsplit("/", 1)[1]] | {k: v for k, v in schema.items() if k != "$ref"}
    return schema


def places(node, schema, path=()):
    """Every value with its place and its schema, outermost first."""
    schema = resolve(schema)
    yield path, node, schema
    if isinstance(node, dict):
        for key, entry in node.items():
            yield from places(entry, schema["properties"][key], (*path, key))
    elif isinstance(node, list):
        for index, entry in enumerate(node):
            yield from places(entry, schema["items"], (*path, index))


def is_needed(key, schema):
    chosen = {name for choice in (*schema.get("oneOf", ()), *schema.get("anyOf", ())) for name in choice["required"]}
    return key in NEEDED or key in schema.get("required", ()) or key in chosen


def parent_of(definition, path):
    for key in path[:-1]:
        definition = definition[key]
    return definition


def without(definition, path):
    """A copy without that value; what is left empty goes, too."""
    made = copy.deepcopy(definition)
    while path:
        parent = parent_of(made, path)
        del parent[path[-1]]
        path = path[:-1]
        if parent:
            break
    return made


def with_value(definition, path, value):
    made = copy.deepcopy(definition)
    parent_of(made, path)[path[-1]] = value
    return made


def other_values(value, schema, beside):
    if "enum" in schema:
        return [each for each in schema["enum"] if each != value and each not in beside]
    if schema.get("format") == "ja-nej":
        return ["nej" if value == "ja" else "ja"]
    if schema.get("format") == "kronor":
        return [0, 1]
    if schema.get("type") == "integer" and "maximum" not in schema:
        return [n for n in (0, 1, 2, 12, 13) if n >= schema.get("minimum", 0) and n != value]
    return []


def is_line(schema):
    """A text of one line that the template sets into a sentence or a list, and that may end as it likes."""
    return schema.get("pattern") == "^[^\\n]*$" and schema.get("type") == "string"


def with_ends(definition, change):
    made = copy.deepcopy(definition)
    for path, value, schema in places(definition, SCHEMA):
        if is_line(schema) and path[-1] not in ("handläggare", "namn", "diarienummer", "titel"):
            parent_of(made, path)[path[-1]] = change(str(value).rstrip("."))
    return made


def by_chance(definition, seed):
    """Leaves out about a quarter of what can be left out, and shortens lists."""
    chance = random.Random(seed)
    made = definition
    for path, value, _ in list(places(definition, SCHEMA)):
        if chance.random() < 0.75 or not path:
            continue
        try:
            above = [each for each in places(made, SCHEMA) if each[0] == path[:-1]][0][2]
            if isinstance(path[-1], str) and not is_needed(path[-1], above) and path[-1] not in INTRODUCED:
                made = without(made, path)
            elif isinstance(value, list) and len(value) > 1:
                made = with_value(made, path, value[:1])
        except (IndexError, KeyError):  # gone already, with what it was in
            continue
    return made


def with_parties(definition, count):
    made = copy.deepcopy(definition)
    made["parter"]["idéburna"] = (made["parter"]["idéburna"] + [{"organisation": "linkopings-domkyrkopastorat"}])[:count]
    return made


def without_money(definition):
    made = without(definition, ("ekonomi",))
    for party in (made["parter"]["kommunen"], *made["parter"]["idéburna"]):
        for key in ("insats", "minst", "ersättning", "föreningsbidrag", "delar", "ändras"):
            party.pop(key, None)
    return made


def least(definition):
    made = {key: definition[key] for key in ("definition", "riktlinje")}
    made["ärende"] = {key: definition["ärende"][key] for key in ("rubrik", "nämnd")}
    made["parter"] = {"idéburna": [{"organisation": "iogt-nto"}]}
    return made


def only(definition, *path):
    """The least definition and one section of the full one."""
    made = least(definition)
    made.setdefault(path[0], {})
    if len(path) == 1:
        made[path[0]] = definition[path[0]]
    else:
        made[path[0]][path[1]] = definition[path[0]][path[1]]
    return made


def whole(definition):
    """Nothing is decided of an earlier agreement that is not there."""
    if "förlängning" in definition.get("tidigare", {}) or "beslut" not in definition["ärende"]:
        return definition
    made = copy.deepcopy(definition)
    made["ärende"]["beslut"] = [point for point in made["ärende"]["beslut"] if "förläng" not in point] or [{"godkänn": "överenskommelsen"}]
    return made


def variants(definition):
    yield "the whole", definition
    yield "the least", least(definition)
    for path, value, schema in places(definition, SCHEMA):
        name = ".".join(["definition", *map(str, path)])
        if isinstance(value, dict):
            for key in value:
                if not is_needed(key, schema) and key not in INTRODUCED:
                    yield f"without {name}.{key}", without(definition, (*path, key))
        if isinstance(value, list) and len(value) > 1:
            yield f"one of {name}", with_value(definition, path, value[:1])
            yield f"the last of {name}", with_value(definition, path, value[-1:])
        beside = parent_of(definition, path) if path and isinstance(path[-1], int) else ()
        for other in other_values(value, schema, beside):
            yield f"{name} as {other}", with_value(definition, path, other)
    for section in ("ärende", "överenskommelse", "ekonomi", "tidigare"):
        for key in definition[section]:
            if section != "tidigare":
                yield f"only {section}.{key}", only(definition, section, key)
    for section in ("villkor", "period", "parter"):
        yield f"only {section}", only(definition, section)
    for count in range(1, 5):
        yield f"{count} parties", with_parties(definition, count)
    yield "no money", without_money(definition)
    for board in ("kommunstyrelsen", "socialnämnden"):
        yield f"the board is {board}", with_value(definition, ("ärende", "nämnd"), board)
    for index, party in enumerate(definition["parter"]["idéburna"]):
        if "delar" in party:
            yield "only parts", without(without(definition, ("parter", "idéburna", index, "avser")), ("parter", "idéburna", index, "art"))
    payment = ("ekonomi", "utbetalning")
    for months in (["juli"], ["januari", "juli"], "januari februari mars april maj juni juli augusti september oktober november december".split()):
        yield f"paid in {len(months)} months", with_value(definition, payment, {"månader": months, "sätt": "efterskott"})
    yield "full stops", with_ends(definition, lambda text: text + ".")
    yield "no full stops", with_ends(definition, lambda text: text)
    yield "abbreviations", with_ends(definition, lambda text: text + " m.m.")
    for seed in range(RANDOM):
        yield f"by chance {seed}", by_chance(definition, seed)


def headings(text):
    return [(number, len(match[1]), re.sub(r"^[\d.]+ ", "", match[2]))
            for number, line in enumerate(text.split("\n")) if (match := re.match(r"(#+) (.*)", line))]


def heading_faults(text, paper):
    lines = text.split("\n")
    found = headings(text)
    for (number, level, title), (after, deeper, _) in zip(found, found[1:] + [(len(lines), 0, "")]):
        if deeper <= level and not "".join(lines[number + 1:after]).strip(" _*"):
            yield f"nothing under ”{title}”"
        if deeper > level + 1:
            yield f"a level is left out under ”{title}”"
    if paper in ORDER:
        order = [re.sub(r"\s+", " ", each.strip()) for each in ORDER[paper].split("|")]
        seen = [re.sub(r"^Förslag till .* beslut$", "Förslag till … beslut", title) for _, level, title in found if level == 2]
        if unknown := [title for title in seen if title not in order]:
            yield f"the order says nothing of ”{unknown[0]}”"
        elif seen != sorted(set(seen), key=order.index):
            yield f"the order is {', '.join(seen)}"


def prose_of(text):
    """The paragraphs between the head and the signatures."""
    body = text.partition("\n## ")[2].partition("Underskrifter\n")[0]
    for block in re.split(r"\n{2,}", body):
        if block and not re.match(r"[#|\-_>]|\d+\. |Tabell|.*\\\n", block):
            yield block.partition("\n")[2] if block in body[:len(block)] else block


def sentence_faults(text, copied):
    count = collections.Counter()
    for block in prose_of(text):
        if not block.strip():
            continue
        if not re.search(r"[.:!?”)]$", block):
            yield f"a paragraph that does not end: ”{block[-60:]}”"
        if re.search(r":$", block) and not re.match(r"\n\n(?:[-|]|\d+\. |Tabell)", text[text.index(block) + len(block):]):
            yield f"an introduction to nothing: ”{block[-60:]}”"
        if re.match(r"[a-zåäö]", block):
            yield f"a paragraph that begins small: ”{block[:60]}”"
        count.update(re.split(r"(?<=[.!?]) (?=[A-ZÅÄÖ])", block))
    if match := re.search(r"(?m)^(#+ .*)\n\nTabell", text):
        yield f"a table that nothing introduces: ”{match[1]}”"
    for sentence, times in count.items():
        if times > 1 and sentence.strip() not in copied and not sentence.endswith(OF_ACTIVITIES):
            yield f"twice: ”{sentence[:90]}”"


def faults_of(text, paper, copied):
    for name, pattern in FAULTS.items():
        if match := re.search(pattern, text):
            yield f"{name}: ”{text[max(0, match.start() - 40):match.end() + 30]}”".replace("\n", "⏎")
    yield from heading_faults(text, paper)
    if paper != "riktlinjekontroll":
        yield from sentence_faults(text, copied)


def sparse(register):
    """The register with nothing but what its schema demands."""
    schema = json.loads((ROOT / "schema/kommun.schema.json").read_text(encoding="utf-8"))
    made = {}
    for name, part in register.items():
        entry = schema["properties"][name]
        if "additionalProperties" in entry and isinstance(entry["additionalProperties"], dict):
            kept = entry["additionalProperties"]
            wanted = kept.get("required", []) + [each for choice in kept.get("anyOf", []) for each in choice["required"]]
            made[name] = {ident: {key: value for key, value in post.items() if key in wanted} for ident, post in part.items()}
        else:
            made[name] = {key: value for key, value in part.items() if key in entry["required"]}
    return made


def make_root(folder, made, change=lambda register: register):
    """A project with a guideline that demands nothing: what is left out is left out."""
    root = pathlib.Path(folder)
    for name in ("agreements", "guidelines"):
        (root / name).mkdir()
    for name in ("templates", "schema"):
        (root / name).symlink_to(ROOT / name)
    guideline = (ROOT / "guidelines/ks2016-313.yaml").read_text(encoding="utf-8").partition("\nfamiljer:")[0] + "\nregler: []\n"
    (root / "guidelines/ks2016-313.yaml").write_text(guideline, encoding="utf-8")
    register = generated.read(ROOT / "kommun.yaml")
    register["kommun"]["organisationsnummer"] = "888888-8883"
    register["organisationer"]["iogt-nto"]["organisationsnummer"] = "802001-5569"
    del register["dokument"]["program-ideburna-sektorn"]["bestämd"], register["organisationer"]["sionforsamlingen"]["beskrivning"]
    register["mål"]["samhälle"]["länk"] = "https://example.org/mal"
    (root / "kommun.yaml").write_text(json.dumps(change(register), ensure_ascii=False), encoding="utf-8")
    earlier = root / "agreements/2018-utsatta-manniskor.yaml"  # what all of them name
    earlier.write_text(json.dumps(least(generated.read(HERE / "papers/full.yaml")), ensure_ascii=False), encoding="utf-8")
    for number, (_, definition) in enumerate(made):
        path = root / "agreements" / f"v{number:04}.yaml"
        path.write_text(json.dumps(definition, ensure_ascii=False), encoding="utf-8")
    return root


def build(root, *arguments):
    command = [generated.PROGRAM, "build", "--root", str(root), "--out", str(root / "out"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


def unsaid(root, made):
    """Keys that no paper misses when they are left out, but for those that only rules read."""
    texts = [{path.name: path.read_bytes() for path in (root / "out" / f"v{number:04}").glob("*.md")} for number in range(len(made))]
    return [name for (name, _), text in zip(made, texts)
            if name.startswith("without ") and made[0][0] == "the whole" and text == texts[0]
            and not any(name.endswith(key) for key in FOR_RULES)]


def say(number, name, faults):
    print(f"{'not ok' if faults else 'ok'} {number} - {name}")
    for fault in faults[:40]:
        print("#", fault)
    return bool(faults)


def read_papers(root, made, copied):
    """What is wrong, with the names of the variants where it is; the variants that were not written."""
    faults, missing = collections.defaultdict(list), []
    for number, (name, _) in enumerate(made):
        papers = sorted((root / "out" / f"v{number:04}").glob("*.md"))
        if len(papers) != 3:
            missing.append(name)
        for paper in papers:
            for fault in faults_of(paper.read_text(encoding="utf-8"), paper.stem, copied):
                faults[f"{paper.stem}: {fault}"].append(name)
    told = [f"{fault} ({', '.join(names[:3])}{f' and {len(names) - 3} more' if len(names) > 3 else ''})" for fault, names in faults.items()]
    return told, missing


def with_sparse_register(full, copied):
    made = [("the whole", full), ("the least", least(full)), *((f"{count} parties", with_parties(full, count)) for count in range(1, 5))]
    with tempfile.TemporaryDirectory() as folder:
        root = make_root(folder, made, sparse)
        run = build(root, "--format", "md")
        told, missing = read_papers(root, made, copied)
        return told + (missing and [*missing, *run.stderr.split("\n")[:20]])


# Of a guideline its points, and what the memo and the report say of them.
GUIDELINES = (
    ([("V1", "Det finns ingen marknad", "villkor/marknad"), ("V2", "Alla får komma", "överenskommelse/jämställdhet"),
      ("A-a", "Syftet är gemensamt", "överenskommelse/syfte"), ("A-b", "Lokalerna är kända", "överenskommelse/lokaler")],
     ("anger två villkor. En nämnd får ingå ett partnerskap när alla är uppfyllda.", "De två villkoren i riktlinjen",
      "| 1. Det finns ingen marknad | ", "| 2. Alla får komma | "),
     ("De två villkoren och svaren", "De två punkterna", "Om marknaden (V1) har", "| V1 Det finns ingen marknad |")),
    ([("V3", "Initiativet är föreningens", "villkor/initiativ"), ("A-a", "Perioden är känd", "period")],
     ("anger ett villkor. En nämnd får ingå ett partnerskap när det är uppfyllt.", "Villkoret i riktlinjen och hur",
      "| 3. Initiativet är föreningens | "),
     ("Villkoret och svaret", "Punkten som överenskommelsen", "Initiativtagare: ")),
    ([], (" gäller för partnerskapet.\n",), ("Riktlinjen anger inga villkor för sig.", "Riktlinjen anger inga punkter")),
)


def with_guideline(full, copied, points, memo, report):
    """The papers set out the guideline's own points, not those of another."""
    with tempfile.TemporaryDirectory() as folder:
        root = make_root(folder, [("the whole", full)])
        path = root / "guidelines/ks2016-313.yaml"
        guideline = generated.read(path) | {
            "punkter": [{"id": ident, "rubrik": title, "svar": "/definition/" + answer} for ident, title, answer in points]}
        path.write_text(json.dumps(guideline, ensure_ascii=False), encoding="utf-8")
        run = build(root, "--format", "md")
        told, missing = read_papers(root, [("the whole", full)], copied)
        if missing:
            return run.stderr.split("\n")[:20]
        papers = {name: (root / "out/v0000" / f"{name}.md").read_text(encoding="utf-8") for name in ("tjansteskrivelse", "riktlinjekontroll")}
        told += [f"the memo does not say ”{words}”" for words in memo if words not in papers["tjansteskrivelse"]]
        told += [f"the report does not say ”{words}”" for words in report if words not in papers["riktlinjekontroll"]]
        return told + [f"{name} tells of eight or five" for name, text in papers.items() if re.search(r"åtta villkor|De fem punkt", text)]


def main():
    full = generated.read(HERE / "papers/full.yaml")
    wanted = sys.argv[2] if len(sys.argv) > 2 else ""
    made = [(name, whole(each)) for name, each in variants(full) if wanted in name]
    copied = {value for _, value, schema in places(full, SCHEMA) if schema.get("x-prosa")}
    print("1..6")
    with tempfile.TemporaryDirectory() as folder:
        root = make_root(folder, made)
        run = build(root, "--format", "md")
        told, missing = read_papers(root, made, copied)
        failed = say(1, f"all {len(made)} variants are written", missing and [*missing, *run.stderr.split("\n")[:40]])
        failed |= say(2, "every paper of them reads well", told)
        failed |= say(3, "what a definition says, a paper says", unsaid(root, made))
        chosen = random.Random(1).sample(range(len(made)), min(COMPARED, len(made)))
        build(root, *(f"agreements/v{number:04}.yaml" for number in chosen))
        differing = [f"{made[number][0]}: {paper.name}: {fault}" for number in chosen
                     for paper in sorted((root / "out" / f"v{number:04}").glob("*.html")) if (fault := generated.compare(paper))]
        failed |= say(4, f"{len(chosen)} of them have the same words in every format", differing)
        failed |= say(5, "a register that says little is enough", with_sparse_register(full, copied))
        failed |= say(6, "the conditions are the guideline's own", [fault for each in GUIDELINES for fault in with_guideline(full, copied, *each)])
    sys.exit(failed)


if __name__ == "__main__":
    main()
