#!/usr/bin/env python3
"""Every limit that a writer can hit is told, and nothing hostile gets further than that.

    hostile.py PROGRAM [NAME...]     TAP on standard output

Each case makes files, runs a command, and names the exit status and the id of the finding (or a
part of what is said). Whatever was said must be readable: a report that parses, and no control
characters on the terminal.
"""
import json
import os
import pathlib
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import xml.dom.minidom
import xml.parsers.expat
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = str(pathlib.Path(sys.argv[1]).resolve())
MINIMAL = (ROOT / "guidelines/prov/minimal.yaml").read_text(encoding="utf-8")
MEBIBYTE = 1 << 20
NOBODY = 65534


def write(name, content):
    """A maker of a file below the case's folder; content is text or bytes."""
    def make(folder):
        path = os.path.join(os.fsencode(folder), name if isinstance(name, bytes) else name.encode())
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode("utf-8"))
    return make


def sparse(name, size):
    return lambda folder: (folder / name).write_bytes(b"") or os.truncate(folder / name, size)


def fifo(name):
    return lambda folder: os.mkfifo(folder / name)


def link(name, target):
    return lambda folder: (folder / name).symlink_to(target)


def a_socket(name):
    def make(folder):
        here = os.getcwd()
        os.chdir(folder)  # the name of a socket is short
        with socket.socket(socket.AF_UNIX) as end:
            end.bind(name)
        os.chdir(here)
    return make


def folder_of(name):
    return lambda folder: (folder / name).mkdir(parents=True)


def unreadable(name):
    def make(folder):
        (folder / name).write_text("a: 1\n", encoding="utf-8")
        (folder / name).chmod(0)
    return make


def project(folder):
    (folder / "agreements").mkdir(exist_ok=True)
    for name in ("schema", "templates", "guidelines", "kommun.yaml"):
        (folder / name).symlink_to(ROOT / name)


def word_template(name, more):
    """A corporate template that is a paper of ours with something more in its styles."""
    def make(folder):
        paper = sorted((ROOT / "out").rglob("*.docx"))[0]
        with zipfile.ZipFile(paper) as old, zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as new:
            for part in old.namelist():
                text = old.read(part)
                if part == "word/styles.xml":
                    text = text.replace(b"</w:styles>", more.encode() + b"</w:styles>")
                new.writestr(part, text)
    return make


def with_rules(rules, points=None):
    """A project whose guideline has these rules, and these points instead of its own."""
    def make(folder):
        (folder / "agreements").mkdir(exist_ok=True)
        (folder / "guidelines").mkdir()
        for name in ("schema", "templates", "kommun.yaml"):
            (folder / name).symlink_to(ROOT / name)
        text = (ROOT / "guidelines/ks2016-313.yaml").read_text(encoding="utf-8")
        head = text[:text.index("\nregler:\n")]
        if points is not None:
            start, end = head.index("\npunkter:\n"), head.index("\nfamiljer:\n")
            head = f"{head[:start]}\npunkter:\n{points}{head[end:]}"
        (folder / "guidelines/ks2016-313.yaml").write_text(f"{head}\nregler:\n{rules}", encoding="utf-8")
    return make


def a_rule(rule, number=1, level="fel"):
    return f"""
  - id: IOP-E{number:02}
    rubrik: Prov
    källa: prov
    allvar: {level}
    {rule}
    meddelande: Prov.
    varför: Prov.
    exempel: {{ godkänt: [{{ version: 1 }}], underkänt: [{{ version: 2 }}] }}
"""


def with_rule(rule):
    """A project whose guideline has this one rule."""
    return with_rules(a_rule(rule))


def with_examples(examples):
    """A project whose guideline has one rule with these accepted examples."""
    def make(folder):
        with_rule("kräver: true()")(folder)
        sound = MINIMAL[:MINIMAL.index("\nundantag:\n") + 1]  # there is no other rule to except from
        write("guidelines/prov/minimal.yaml", sound)(folder)
        guideline = folder / "guidelines/ks2016-313.yaml"
        text = guideline.read_text(encoding="utf-8")
        guideline.write_text(text.replace("[{ version: 1 }]", examples), encoding="utf-8")
    return make


def with_points(points, rules):
    """A project whose guideline has so many points, and rules that are each about all of them."""
    served = ", ".join(f"V{i}" for i in range(points))
    rule = f"för: /definition/parter//*\n    kräver: false()\n    tjänar: [{served}]"
    answers = ["/inget"] * (points - 1) + ["/definition/parter"]
    return with_rules("".join(a_rule(rule, i, "varning") for i in range(1, rules + 1)), "".join(
        f"  - {{ id: V{i}, rubrik: Prov, svar: {answer} }}\n" for i, answer in enumerate(answers)))


def definition(*changes):
    """The clean definition with some of its words changed."""
    text = MINIMAL
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def of_groups(count):
    """The clean definition with so many activities of seven values each."""
    one = "    - rubrik: Samtalsgrupper\n      ansvariga: [iogt-nto]\n      text: Deltagarna träffas i små grupper med en ledare.\n"
    assert one in MINIMAL
    return MINIMAL.replace(one, one * count, 1)


def bomb(levels):
    lines = ["a0: &a0 [" + ", ".join(["x"] * 10) + "]"]
    lines += [f"a{i}: &a{i} [" + ", ".join([f"*a{i - 1}"] * 10) + "]" for i in range(1, levels)]
    return "\n".join(lines) + "\n"


TREE = ["tree", "x.yaml"]
FILL = ["fill", "x.md", "x.yaml"]
RENDER = ["render", "--root", str(ROOT), "--format", "html", "x.md"]
CHECK = ["check"]
BUILD = ["build"]
YES = write("x.yaml", "a: [1, 2]\n")

CASES = {
    # name: ([makers], command, status, words)
    "a file of 64 MiB and a byte": ([sparse("x.yaml", 64 * MEBIBYTE + 1)], TREE, 2, "fil-oläslig"),
    "a file of 50 MB": ([write("x.yaml", b"a: " + b"x" * 50_000_000)], TREE, 1, "fil-för-stor"),
    "a scalar of 2 MiB": ([write("x.yaml", b"a: " + b"x" * (2 * MEBIBYTE))], TREE, 1, "text-för-lång"),
    "a key of 2 KiB": ([write("x.yaml", "? " + "k" * 2048 + "\n: 1\n")], TREE, 1, "text-för-lång"),
    "a file of zeros": ([sparse("x.yaml", 4096)], TREE, 1, "text-utf16"),
    "NUL in the middle": ([write("x.yaml", b"a: x\0y\n")], TREE, 1, "text-styrtecken"),
    "broken UTF-8": ([write("x.yaml", b"a: \xff\xfe\xc3\n")], TREE, 1, "text-utf8"),
    "UTF-16": ([write("x.yaml", "a: 1\n".encode("utf-16"))], TREE, 1, "text-utf16"),
    "deep lists": ([write("x.yaml", "[" * 100000 + "]" * 100000)], TREE, 1, "träd-för-djupt"),
    "deep mappings": ([write("x.yaml", "".join(" " * i + "a:\n" for i in range(2000)))], TREE, 1, "träd-för-djupt"),
    "deep JSON": ([write("x.json", "[" * 100000)], ["tree", "x.json"], 1, "träd-för-djupt"),
    "many nodes": ([write("x.yaml", "- a\n" * 300000)], TREE, 1, "träd-för-stort"),
    "an alias bomb": ([write("x.yaml", bomb(10))], TREE, 1, "yaml-alias-växer"),
    "an alias of itself": ([write("x.yaml", "a: &a [*a]\n")], TREE, 1, "yaml-alias-i-sig"),
    "a merge bomb": ([write("x.yaml", "a0: &a0 {" + ", ".join(f"k{i}: v" for i in range(1000)) + "}\n" + "".join(
        f"b{i}: {{<<: *a0}}\n" for i in range(1000)))], TREE, 1, "yaml-alias-växer"),
    "many directives": ([write("x.yaml", "".join(f"%TAG !a{i}! tag:x,{i}:\n" for i in range(100000)) + "---\na: 1\n")],
                        TREE, 1, "yaml-direktiv-många"),
    "many directives later": ([write("x.yaml", "a: 1\n...\n" + "".join(
        f"%TAG !a{i}! tag:x,{i}:\n" for i in range(100000)) + "---\na: 1\n")], TREE, 1, "yaml-direktiv-många"),
    "a pipe": ([fifo("x.yaml")], TREE, 2, "fil-oläslig"),
    "a socket": ([a_socket("x.yaml")], TREE, 2, "fil-oläslig"),
    "a device": ([link("x.yaml", "/dev/zero")], TREE, 2, "fil-oläslig"),
    "a folder": ([folder_of("x.yaml")], TREE, 2, "fil-oläslig"),
    "a ring of links": ([link("x.yaml", "y.yaml"), link("y.yaml", "x.yaml")], TREE, 2, "fil-oläslig"),
    "a file nobody may read": ([unreadable("x.yaml")], TREE, 2, "fil-oläslig"),
    "standard input is empty": ([], ["tree", "-"], 0, "text-tom"),

    "a large template": ([write("x.md", "x\n" * (5 * MEBIBYTE)), YES], FILL, 1, "mall-för-stor"),
    "deep sections": ([write("x.md", "{{#a}}" * 200 + "{{/a}}" * 200), YES], FILL, 1, "mall-för-djup"),
    "a partial of itself": ([write("p/x.md", "{{>x}}"), write("x.md", "{{>x}}"), YES], ["fill", "--partials", "p", *FILL[1:]],
                            1, "mall-expansion-för-djup"),
    "a partial that doubles": ([write("p/x.md", "{{#a}}{{>x}}{{>x}}{{/a}}"), write("x.md", "{{>x}}"), YES],
                               ["fill", "--partials", "p", *FILL[1:]], 1, "mall-"),
    "sections that multiply": ([write("x.md", "{{#a}}" * 20 + "ord ord ord" * 100 + "{{/a}}" * 20),
                                write("x.yaml", "a: [1, 2, 3, 4]\n")], FILL, 1, "mall-text-för-stor"),
    "a partial outside": ([write("p/y.md", "y"), write("z.md", "z"), write("x.md", "{{>../z}}"), YES],
                          ["fill", "--partials", "p", *FILL[1:]], None, "mall-delmall-okänd|"),
    "a dynamic partial outside": ([write("p/y.md", "y"), write("z.md", "hemligt"), write("x.md", "{{>*a}}"),
                                   write("x.yaml", "a: ../z\n")], ["fill", "--partials", "p", *FILL[1:]], None, "!hemligt"),
    "a pipe for a partial": ([folder_of("p"), fifo("p/y.md"), write("x.md", "x"), YES],
                             ["fill", "--partials", "p", *FILL[1:]], 2, "fil-oläslig"),

    "a text of many short lines": ([write("x.md", "a\n" * (5 * MEBIBYTE))], RENDER, 1, "fil-för-stor"),
    "a paper of many short lines": ([write("x.md", "{{#a}}{{#a}}x\n{{/a}}{{/a}}"), write("x.yaml", "a:\n" + "- x\n" * 2000)],
                                    FILL, 1, "mall-text-för-stor"),
    "deep quotes": ([write("x.md", ">" * 50000 + "a\n")], RENDER, 1, "nästling-för-djup"),
    "deep lists in a text": ([write("x.md", "- " * 50000 + "a\n")], RENDER, 1, "nästling-för-djup"),
    "deep emphasis": ([write("x.md", "*a **b " * 5000 + "x" + "** c*" * 5000 + "\n")], RENDER, 1, "nästling-för-djup"),
    "a wide table": ([write("x.md", "|" + "a|" * 5000 + "\n|" + "-|" * 5000 + "\n")], RENDER, 1, "tabell-för-bred"),
    "a wide table of short rows": ([write("x.md", "|" + "a|" * 60 + "\n|" + "-|" * 60 + "\n" + "x\n" * 900000)], RENDER, 1,
                                   "tabell-rader-korta"),
    "noncharacters in a text": ([write("x.md", "a \ufdd0 b \ufdef\n")], RENDER, 1, "text-"),
    "raw HTML": ([write("x.md", "<script>alert(1)</script>\n")], RENDER, 1, "html-i-text"),
    "a script for a link": ([write("x.md", "[a](javascript:alert(1))\n")], RENDER, 1, "länk-otillåten"),

    "very many styles": ([word_template("m.docx", "".join(
        f'<w:style w:type="paragraph" w:styleId="s{i}"><w:name w:val="s{i}"/></w:style>' for i in range(30000))),
                          write("x.md", "# A\n")], [*RENDER[:-3], "--format", "docx", "--reference", "m.docx", "x.md"],
                         1, "wordmall-för-stor"),
    "very many attributes": ([word_template("m.docx", "<w:style " + " ".join(f'a{i}="1"' for i in range(60000)) + "/>"),
                              write("x.md", "# A\n")],
                             [*RENDER[:-3], "--format", "docx", "--reference", "m.docx", "x.md"], 1, "wordmall-för-stor"),
    "very many findings": ([project, write("agreements/x.yaml", MINIMAL + "".join(f"k{i}: 1\n" for i in range(12000)))],
                           CHECK, 1, "10"),
    "a heavy pattern": ([write("s.json", '{"pattern": "^(a*)*(a*)*(a*)*$"}'), write("x.yaml", "a" * 5000 + "b\n")],
                        ["check", "--schema", "s.json", "x.yaml"], 1, "uttryck-för-dyrt"),
    "a heavy pattern for each value": ([write("s.json", '{"items": {"pattern": "^(a+)+$"}}'),
                                       write("x.yaml", ("- " + "a" * 40 + "b\n") * 50000)],
                                      ["check", "--schema", "s.json", "x.yaml"], 1, "prövning-för-lång"),
    "many patterns for many keys": ([write("s.json", json.dumps({"patternProperties": {f"^a{i}": {} for i in range(2000)}})),
                                     write("x.yaml", "".join(f"k{i}: 1\n" for i in range(20000)))],
                                    ["check", "--schema", "s.json", "x.yaml"], 1, "prövning-för-lång"),
    "very many keys asked for": ([write("s.json", json.dumps({"required": [f"k{i}" for i in range(19999, 10000, -1)]})),
                                  write("x.yaml", "".join(f"k{i}: 1\n" for i in range(20000)))],
                                 ["check", "--schema", "s.json", "x.yaml"], 1, "prövning-för-lång"),
    "very many unknown keys": ([write("s.json", json.dumps({"additionalProperties": False, "properties": {
        f"nyckeln{i}": {} for i in range(19000)}})), write("x.yaml", "".join(f"nyckel{i}x: 1\n" for i in range(20000)))],
                               ["check", "--schema", "s.json", "x.yaml"], 1, "nyckel-okänd"),
    "a schema of itself": ([write("s.json", '{"$ref": "#"}'), YES], ["check", "--schema", "s.json", "x.yaml"], 1,
                           "schema-hänvisning-rundgång"),

    "a rule on each of very many nodes": ([with_rule('för: //*\n    kräver: contains(string(/), "xqz") or true()'), write("agreements/x.yaml", MINIMAL.replace(
        "  skickas_till:\n", "  underlag:\n" + "    - rubrik: handling\n" * 11500 + "  skickas_till:\n", 1))],
                                          CHECK, 1, "xpath-för-tungt"),
    "many rules about many points": ([with_points(500, 60), write("agreements/x.yaml", MINIMAL)], CHECK, 1, "Prov. [IOP-E01]"),
    "a rule about all pairs of nodes": ([with_rule("för: /\n    kräver: count(//*//*//*) > 0"), write(
        "agreements/x.yaml", of_groups(3000))], CHECK, 1, "xpath-för-tungt"),
    "a pattern on very long words": ([with_rule(r"text: { slag: mönster, mönster: '[ab].*[bc].*[cd].*[89]' }"), write(
        "agreements/x.yaml", definition(("bakgrund: IOGT-NTO", "bakgrund: " + "a b c d " * 12000)))],
                                     CHECK, 1, "mönster-för-tungt"),
    "a pattern that needs a deep stack": ([with_rule(r"text: { slag: mönster, mönster: '(?:\p{L} |\d )+slut' }"), write(
        "agreements/x.yaml", definition(("bakgrund: IOGT-NTO", "bakgrund: " + "a " * 1900 + "slut")))],
                                          CHECK, 1, "Prov. [IOP-E01]"),
    "a pattern that is too much for the interpreter": ([with_rule(
        r"text: { slag: mönster, fält: /definition/ärende/bakgrund, mönster: 'a.*b.*b.*9|slut' }"), write(
            "agreements/x.yaml", definition(("bakgrund: IOGT-NTO", "bakgrund: a" + "b" * 200 + " slut")))],
                                                        CHECK, 1, "Prov. [IOP-E01]"),
    "very many examples": ([with_examples(f"[{', '.join(['{}'] * 60000)}]")], [*CHECK, "guidelines/ks2016-313.yaml"],
                           1, "exempel-många"),
    "examples that are one, very many times": ([with_examples(f"[&a {{ version: 1 }}, {', '.join(['*a'] * 60000)}]")],
                                               [*CHECK, "guidelines/ks2016-313.yaml"], 1, "exempel-många"),
    "a very long example": ([with_examples("[{ ärende: { bakgrund: " + "ord " * 100000 + "} }]")],
                            [*CHECK, "guidelines/ks2016-313.yaml"], 1, "exempel-stort"),
    "an example of very many values": ([with_examples("[{ ärende: { skickas_till: [" + "a, " * 60000 + "] } }]")],
                                       [*CHECK, "guidelines/ks2016-313.yaml"], 1, "exempel-stort"),
    "a let of two definitions": ([with_rule("""för: "/definition | $tidigare"
    let: { rubriken: "string(/definition/ärende/rubrik)" }
    kräver: ärende/rubrik = $rubriken"""), write("agreements/x.yaml", MINIMAL + "tidigare: { definition: y }\n"), write(
        "agreements/y.yaml", definition(("rubrik: ", "rubrik: Om ")))], CHECK, None, "!Prov. [IOP-E01]"),
    "a definition of 30 000 values": ([project, write("agreements/x.yaml", of_groups(6000))], CHECK, 1, "träd-för-stort"),
    "an earlier one outside": ([project, write("agreements/x.yaml", MINIMAL + "tidigare: { definition: ../../x }\n")],
                               CHECK, 1, "text-mönster"),
    "an earlier one of no name": ([project, write("agreements/x.yaml", MINIMAL + "tidigare: { definition: '' }\n")],
                                  CHECK, 1, "text-mönster"),
    "a name of two dots": ([project, write("agreements/...yaml", MINIMAL)], [*BUILD, "agreements/...yaml"], 1,
                           "definition-namn"),
    "a hidden name": ([project, write("agreements/.x.yaml", MINIMAL)], [*BUILD, "agreements/.x.yaml"], 1,
                      "definition-namn"),
    "a name with a line break": ([project, write("agreements/a\nb.yaml", MINIMAL)], BUILD, 1, "definition-namn"),
    "a name with escapes": ([project, write("agreements/a\033[2Jb.yaml", MINIMAL)], BUILD, 1, "definition-namn"),
    "a name of broken UTF-8": ([project, write(b"agreements/a\xff\xfeb.yaml", MINIMAL)], BUILD, 1, "definition-namn"),
    "a name with commas and colons": ([project, write("agreements/a,b::c%0A.yaml", MINIMAL)], CHECK, 0, ""),
    "a very long name": ([project, write("agreements/" + "n" * 250 + ".yaml", MINIMAL)], BUILD, 0, ""),
    "two of one name": ([project, write("agreements/x.yaml", MINIMAL), write("b/x.yaml", MINIMAL)],
                        [*BUILD, "agreements/x.yaml", "b/x.yaml"], 1, "definition-dubbel"),
    "one twice": ([project, write("agreements/x.yaml", MINIMAL)], [*BUILD, "x", "x"], 0, "1 definition"),
    "a pipe among the definitions": ([project, fifo("agreements/x.yaml")], BUILD, 2, "fil-oläslig"),
    "a pipe for kommun.yaml": ([fifo("kommun.yaml")], BUILD, 2, "fil-oläslig"),
    "out is a file": ([project, write("agreements/x.yaml", MINIMAL), write("ut", "")], [*BUILD, "--out", "ut"], 2,
                      "fil-oskrivbar"),
    "out is nothing": ([project, write("agreements/x.yaml", MINIMAL)], [*BUILD, "--out", ""], 2, "behöver ett värde"),
    "out is a device": ([project, write("agreements/x.yaml", MINIMAL)], [*BUILD, "--out", "/dev/null"], 2,
                        "fil-oskrivbar"),
    "facts that look like markup": ([project, write("agreements/x.yaml", definition(
        ("kamratstöd\n  diarienummer", "\"*a* | <b> [x](y) `z` {{w}} &amp; \\\\\"\n  diarienummer")))], BUILD, None, ""),
}


def is_readable(form, text):
    """Whether a report of that form is whole."""
    if form == "json":
        return isinstance(json.loads(text), dict)
    if form == "sarif":
        return json.loads(text)["version"] == "2.1.0"
    if form == "junit":
        return xml.dom.minidom.parseString(text) is not None
    if form == "github":
        return all(line.startswith("::") for line in text.splitlines())
    return not any(ord(c) < 32 and c != "\n" for c in text)


def drop_rights():
    """Root may read anything."""
    if os.getuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)


def bound_time():
    """None of this comes near to it."""
    resource.setrlimit(resource.RLIMIT_CPU, (60, 60))


def run(command, folder, prepare=bound_time):
    result = subprocess.run([PROGRAM, *command], cwd=folder, capture_output=True, input=b"",
                            preexec_fn=prepare, timeout=120)
    return result.returncode, result.stdout, result.stderr


def what_is_wrong(makers, command, status, words, folder):
    folder.chmod(0o755)
    for make in makers:
        make(folder)
    secret = any(path.is_file() and path.stat().st_mode & 0o777 == 0 for path in folder.iterdir())
    try:
        found, out, errors = run(command, folder, drop_rights if secret else bound_time)
    except PermissionError:  # the program itself lies where nobody else may go
        return None
    said = (out + errors).decode("utf-8", "replace")
    if found < 0 or found > 2 or (status is not None and found != status):
        return f"status {found}: {said[-400:]}"
    if words.startswith("!"):
        if words[1:] in said:
            return f"says {words[1:]}"
    elif words.rstrip("|") not in said and not words.endswith("|"):
        return f"does not say {words}: {said[-400:]}"
    if any(ord(c) < 32 and c not in "\n" for c in errors.decode("utf-8", "replace")):
        return "control characters on the terminal"
    errors.decode("utf-8")
    if found == 1 and project in makers:
        for form in ("text", "json", "sarif", "junit", "github") if len(out) < MEBIBYTE else ("json",):
            operands = [word for word in command[1:] if word.endswith(".yaml")]
            found, out, errors = run(["check", "--output", form, *operands], folder)
            if found < 0 or not is_readable(form, out.decode("utf-8")):
                return f"{form}: status {found}, or a report that cannot be read"
    if (folder.parent / "tjansteskrivelse.md").exists() or any((folder / "agreements").glob("*.docx")):
        return "wrote outside of out/"
    return None


def main():
    wanted = sys.argv[2:]
    cases = {name: case for name, case in CASES.items() if not wanted or name in wanted}
    print(f"1..{len(cases)}", flush=True)
    failed = False
    with tempfile.TemporaryDirectory() as temporary:
        os.chmod(temporary, 0o755)
        for number, (name, case) in enumerate(cases.items(), 1):
            folder = pathlib.Path(temporary, "case")
            folder.mkdir()
            try:
                wrong = what_is_wrong(*case, folder)
            except (ValueError, subprocess.TimeoutExpired, xml.parsers.expat.ExpatError) as error:
                wrong = repr(error)[:300]
            failed = failed or wrong is not None
            print(f"{'ok' if wrong is None else 'not ok'} {number} - {name}", flush=True)
            if wrong is not None:
                print("#", wrong.replace("\n", "\n# "))
            shutil.rmtree(folder)
    sys.exit(failed)


if __name__ == "__main__":
    main()
