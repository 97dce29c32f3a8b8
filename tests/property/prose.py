#!/usr/bin/env python3
"""What a writer has in one prose field changes nothing outside of it, wherever a template puts it.

    prose.py PROGRAM     TAP on standard output

Each text is put into each place of a template, built as HTML and Markdown, and what stands round it
is compared with the same paper with a harmless text; the Markdown is read again, too. A text that
is refused has to be refused at its own place.
"""
import functools
import json
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = str(pathlib.Path(sys.argv[1]).resolve())

BEFORE = "# Titel\n\n## Ett\n\nFÖRE.\n\n"
AFTER = """

EFTER *betonat* `kod` [länk][l] [x] och `slut` {{namn}}.

- punkt

    kod

---

| c | d |
|---|---|
| 1 | {{namn}} |

## Två

SLUT [](#ett) och [](#tva).

[l]: https://exempel.se
"""

PLACES = {
    "stycke": "{{{text}}}",
    "punkt": "- {{{text}}}\n- NÄSTA",
    "nummer": "1. {{{text}}}\n2. NÄSTA",
    "citat": "> {{{text}}}",
    "ord": "Ord före {{{text}}} ord efter.",
    "radslut": "{{namn}}: {{{text}}}",
    "radbrott": "{{{text}}}\nNÄSTA rad.",
    "fet": "**{{{text}}}**",
    "rubrik": "### {{{text}}}",
    "tabell": "| a | b |\n|---|---|\n| {{{text}}} | NÄSTA *d* `e` |",
    "tabellrest": "a | b\n---|---\n{{{text}}} | NÄSTA *d* `e`",
    "fore tabell": "{{{text}}}\n\n| a | b |\n|---|---|\n| 1 | NÄSTA |",
    "efter lista": "- a\n\n{{{text}}}\n\n- NÄSTA",
    "par": "{{{text}}} {{{andra}}}",
    "tva": "{{{text}}}\n\n{{{andra}}}",
    "kod": "```\n{{{text}}}\n```",
    "block": "```{brevhuvud}\nNamn: {{{text}}}\n{{{text}}}\n```",
}

TEXTS = [
    "```\nöppet", "~~~~ x\nöppet", "ord\n```", "```{sidbrytning}\n```", "```{brevhuvud}", "```{okänt}\n```",
    "*halv", "**halv", "_halv __halv", "`halv", "``halv ` kvart", "[halv", "[halv](", "![halv](x", "<halv", "<!-- halv",
    "slut*", "slut**", "slut`", "slut]", "slut](x)", "[x]: /mål", "[x]: /mål 'titel'", "text\n\n[x]: /mål",
    "[l]: javascript:alert(1)", "[x]:\n", "[x]", "[länk][l]", "text\n---", "text\n===", "---", "***", "* * *", "===",
    "- a\n- b", "* a", "+ a\n\n  b", "7. a\n8. b", "1) a", "- [ ] a", "- ", "-", "1.", "> citat", "> ", ">", "a\n> b",
    "# Rubrik", "## Två", "### Ett", "###### Sex", "#", "# a #", "Rubrik\n=====", "Rubrik\n---", "#### Fyra\n# En\n## Två",
    "    kod", "a\n\n    kod", "\\", "slut\\", "slut  ", "slut\\\\", "<div>", "<pre>", "<script>", "<?php", "<![CDATA[",
    "</div>", "a <b> c", "| a | b |\n|---|---|\n| 1 | 2 |", "| a | b |", "|---|---|", "| a |\n|---|", "a\n|---|", "|", "a | b",
    "Tabell: ord", "text\n\nTabell: ord", "Tabell 3. ord", "&", "&amp", "&#", "&nbsp;", "!", "a!", "[](#ett)", "[](#tva)",
    "{{namn}}", "{{{text}}}", "{{=<% %>=}}", "a\n\nb", "a\n\n- b\n\nc", "- a\n\n  - b\n\nc", "a\n- b", "- a\nb", "$1", "%s",
    "[a]: /b\n[c]: /d", "[x]: <", "^", "~", "~~halv", "http://exempel.se", "<https://exempel.se>", "a<br>b", "\\`", "\\*halv*",
    "1986. A", "a\n\n***\n\nb", "- a\n***", "* a\n\n\n- b", "**a *b** c*", "[a](b \"c", "Namn: värde", ": värde", "---\n\na\n\n---",
    "a[^1]", "a[^1]\n\n[^1]: b", "a[^1]\n\n[^1]: /b", "[^1]: b", "![a](b.png)", "a ![b][c]\n\n[c]: d", "a\nb\n==",
    "⟦saknas: x⟧", "⟦saknas: ", "⟧",
]
HARMLESS = "Ord."

SCHEMA = {"type": "object", "properties": {
    "namn": {"type": "string"}, "andra": {"type": "string", "x-prosa": True}, "text": {"type": "string", "x-prosa": True}}}


def make_project(root):
    for name in ("agreements", "schema", "templates", "guidelines"):
        (root / name).mkdir()
    for name in ("templates/docx", "templates/html"):
        (root / name).symlink_to(ROOT / name)
    (root / "kommun.yaml").write_text("kommun: { namn: Prov }\n", encoding="utf-8")
    (root / "schema/definition.schema.json").write_text(json.dumps(SCHEMA), encoding="utf-8")
    (root / "schema/kommun.schema.json").write_text("{}", encoding="utf-8")
    for number, place in enumerate(PLACES.values()):
        (root / f"templates/p{number}.md").write_text(BEFORE + place + AFTER, encoding="utf-8")
    for number, text in enumerate([HARMLESS, *TEXTS]):
        block = "".join(f"  {line}\n" for line in text.split("\n"))
        (root / f"agreements/d{number}.yaml").write_text(
            f"namn: Anna\nandra: Ord.\ntext: |2\n{block}", encoding="utf-8")


def around(place, html):
    """What stands before and after the place, as the renderer wrote it."""
    body = html[html.index("<main"):] if "<main" in html else html
    start = body.index("FÖRE.")
    end = body.index("EFTER")
    after = body[end:]
    if "NÄSTA" in place:
        assert "NÄSTA" in body[start:end], "the template's own words are gone"
        if place.startswith("|") or place.startswith("{{{text}}}\n\n|"):
            after = body[body.index("NÄSTA"):end] + after
    return body[:start], after


def run(*arguments):
    return subprocess.run([PROGRAM, *arguments], capture_output=True, encoding="utf-8")


@functools.cache
def rendered(root, paper):
    """A paper in Markdown as HTML; what is harmless is asked for with each text."""
    return run("render", "--root", str(root), "--format", "html", "--fragment", str(paper)).stdout


def difference(expected, found):
    for before, after in zip(expected, found):
        if before != after:
            at = next((i for i, (a, b) in enumerate(zip(before, after)) if a != b), min(len(before), len(after)))
            return f"{before[max(0, at - 60):at + 60]!r} became {after[max(0, at - 60):at + 60]!r}"
    return None


def try_text(root, number, text):
    name = f"agreements/d{number}.yaml"
    built = run("build", "--root", str(root), "--out", str(root / "out"), "--format", "md,html", "--no-record", str(root / name))
    if built.returncode == 1:
        places = re.findall(r"^(\S+?):(\d+):\d+: (?:fel|varning)", built.stderr, re.M)
        if not places or any(not place.endswith(name) or int(line) < 3 for place, line in places):
            return "refused at another place: " + built.stderr[:300]
        return None
    if built.returncode != 0:
        return f"status {built.returncode}: {built.stderr[:300]}"
    for index, (what, place) in enumerate(PLACES.items()):
        for form in ("html", "md"):
            papers = [root / "out" / d / f"p{index}.{form}" for d in ("d0", f"d{number}")]
            if form == "html":
                htmls = [paper.read_text(encoding="utf-8") for paper in papers]
            else:
                htmls = [rendered(root, paper) for paper in papers]
            if form == "md" or what == "rubrik":  # a second heading of the same words may come first
                htmls = [re.sub(r'(href|id)="#?[a-z%0-9A-Z-]+"', r"\1", html) for html in htmls]
            try:
                wrong = difference(*(around(place, html) for html in htmls))
            except (ValueError, AssertionError) as error:
                wrong = repr(error)
            if wrong is not None:
                return f"{what}, {form}: {wrong}"
    return None


def main():
    failed = False
    with tempfile.TemporaryDirectory() as temporary:
        root = pathlib.Path(temporary)
        make_project(root)
        harmless = run("build", "--root", str(root), "--out", str(root / "out"), "--format", "md,html", "--no-record",
                       str(root / "agreements/d0.yaml"))
        print(f"1..{len(TEXTS) + 1}", flush=True)
        print("ok" if harmless.returncode == 0 else "not ok", "1 - the harmless text")
        for number, text in enumerate(TEXTS, 1):
            wrong = try_text(root, number, text)
            failed = failed or wrong is not None
            shown = re.sub(r"#", "\\#", json.dumps(text, ensure_ascii=False))
            print("ok" if wrong is None else "not ok", number + 1, "-", shown, flush=True)
            if wrong is not None:
                print("#", wrong.replace("\n", "\n# "))
    sys.exit(failed)


if __name__ == "__main__":
    main()
