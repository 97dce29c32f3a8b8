#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""A build runs what changed, writes what differs, and nothing else.

    incremental.py PROGRAM         TAP on standard output

Works on a copy of the project. Which definitions a build ran is read from what it says: each of the
copies has a finding of its own, and only definitions that are run say theirs. What a build wrote is
read from the file system. After each change the papers must be those of a build from nothing.
"""
import io
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import warnings
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = str(pathlib.Path(sys.argv[1]).resolve())
ONE, EARLIER, LATER, OTHER = (
    "2018-social-gemenskap", "2018-utsatta-manniskor", "2021-manniskor-i-utanforskap",
    "2024-ostergotlands-stadsmission")
ALL = {ONE, EARLIER, LATER, OTHER}
warnings.filterwarnings("ignore", "Duplicate name")  # is what is wanted


class Project:
    def __init__(self, folder):
        self.root = pathlib.Path(folder) / "projekt"
        self.out = self.root / "out"
        self.root.mkdir()
        for name in ("agreements", "guidelines", "schema", "templates"):
            shutil.copytree(ROOT / name, self.root / name)
        shutil.copy(ROOT / "kommun.yaml", self.root)
        for name in ALL:
            # A needless exception: something to say about every definition.
            self.edit(f"agreements/{name}.yaml", "\nundantag:\n",
                      "\nundantag:\n  - { regel: IOP-E01, motivering: Bara för provet. }\n")

    def run(self, *arguments, out=None):
        return subprocess.run([PROGRAM, "build", "--root", str(self.root), "--out", str(out or self.out),
                               *arguments], capture_output=True, text=True, check=False,
                              env={**os.environ, "UNDERLAG_DATA": str(ROOT)})

    def build(self, *arguments, status=0):
        """The names of the definitions that were run, and of the files that were written."""
        before = self.files()
        done = self.run(*arguments)
        assert done.returncode == status, f"status {done.returncode}: {done.stdout}{done.stderr[-2000:]}"
        after = self.files()
        ran = {name for name in ALL if f"agreements/{name}.yaml:" in done.stderr}
        return ran, {path for path in after if after[path] != before.get(path)}

    def files(self):
        return {str(p.relative_to(self.out)): (p.stat().st_ino, p.stat().st_mtime_ns, p.read_bytes())
                for p in self.out.rglob("*") if p.is_file() and not p.name.startswith(".")}

    def path(self, name):
        return self.root / name

    def edit(self, name, old, new):
        path = self.path(name)
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{name} has no {old!r}"
        self.replace(path, text.replace(old, new, 1))

    def append(self, name, text="\n# Ett tillägg.\n"):
        self.replace(self.path(name), self.path(name).read_text(encoding="utf-8") + text)

    def replace(self, path, text):
        """As editors do: a build that runs meanwhile reads the old file or the new one."""
        beside = self.root / "beside"
        beside.write_text(text, encoding="utf-8")
        beside.rename(path)

    def definition(self, name):
        return self.path(f"agreements/{name}.yaml")

    def expect(self, ran, *arguments, written=None):
        """Builds; these definitions are run, these folders written to; papers are as from nothing."""
        did, wrote = self.build(*arguments)
        assert did == ran, f"ran {sorted(did)}, not {sorted(ran)}"
        folders = {path.split("/")[0] for path in wrote}
        assert folders <= ran, f"wrote {sorted(wrote)}"
        if written is not None:
            assert wrote == written, f"wrote {sorted(wrote)}, not {sorted(written)}"
        self.expect_same_as_fresh()
        again, nothing = self.build(*arguments)
        assert not again and not nothing, f"a second build ran {sorted(again)}, wrote {sorted(nothing)}"

    def expect_same_as_fresh(self):
        with tempfile.TemporaryDirectory() as fresh:
            assert self.run("--no-record", out=fresh).returncode == 0
            made = {str(p.relative_to(fresh)): p.read_bytes()
                    for p in pathlib.Path(fresh).rglob("*") if p.is_file()}
        assert made == {k: v[2] for k, v in self.files().items()}, "not the papers of a build from nothing"

    def users_of(self, identifier):
        return {name for name in ALL
                if re.search(rf"(?<![\w-]){identifier}(?![\w-])", self.definition(name).read_text())}


def test_first(p):
    p.expect(ALL)


def test_touched(p):
    p.build()
    for path in [p.path("kommun.yaml"), p.path("templates/tjansteskrivelse.md"), p.definition(ONE),
                 p.out / ONE / "overenskommelse.docx"]:
        path.touch()
    p.expect(set(), written=set())


def test_definition(p):
    p.build()
    p.append(f"agreements/{ONE}.yaml")
    p.expect({ONE}, written=set())
    p.edit(f"agreements/{ONE}.yaml", "rubrik: ", "rubrik: Nytt ")
    p.expect({ONE})


def test_definition_with_old_stamps(p):
    p.build()
    path = p.definition(ONE)
    stat = path.stat()
    text = path.read_text().replace("rubrik: ", "rubrik: X", 1)
    text = re.sub(r"(?m)^#(.*)$", lambda m: "#" + m[1][1:], text, count=1)  # the size stays
    assert len(text.encode()) == stat.st_size
    path.write_text(text)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert path.stat().st_mtime_ns == stat.st_mtime_ns
    p.expect({ONE})


def test_kommun_comment(p):
    p.build()
    p.append("kommun.yaml")
    p.expect(set(), written=set())


def test_kommun_entry(p):
    p.build()
    p.edit("kommun.yaml", "IOGT-NTO är en folkrörelse", "IOGT-NTO är en stor folkrörelse")
    users = p.users_of("iogt-nto")
    assert users and users != ALL
    p.expect(users)


def test_kommun_entry_through_another(p):
    """A board's office, and the office's director, belong to the board."""
    p.build()
    p.edit("kommun.yaml", "titel: direktör för integrations-", "titel: chef för integrations-")
    users = p.users_of("arbetsmarknadsnämnden") | p.users_of("direktören-för-integration-och-arbetsmarknad")
    assert users and users != ALL
    p.expect(users)


def test_kommun_entry_of_nobody(p):
    p.build()
    p.edit("kommun.yaml", "\nmål:\n", "\nmål:\n  nytt-mål:\n    område: Nytt\n")
    p.expect(set(), written=set())


def test_kommun_entry_in_a_text(p):
    """What is an id today is told of where words are asked for, which reports show."""
    one = "2024-ostergotlands-stadsmission"
    p.edit(f"agreements/{one}.yaml", "handläggare: Tora von Eckardstein", "handläggare: ny-enhet")
    p.build()
    p.edit("kommun.yaml", "\nmål:\n", "\nmål:\n  ny-enhet:\n    område: Nytt\n")
    p.expect({one})


def test_kommun_itself(p):
    p.build()
    p.edit("kommun.yaml", "  ort: Linköping", "  ort: Valla")
    p.expect(ALL)


def test_kommun_names(p):
    """The rules look for the names of all organisations in what others write."""
    p.build()
    p.edit("kommun.yaml", "\norganisationer:\n",
           "\norganisationer:\n  ny-forening:\n    namn: Nya föreningen\n    kortnamn: Nya\n    genitiv: Nyas\n"
           "    beskrivning: Nya föreningen finns.\n")
    p.expect(ALL, written=set())


def test_templates(p):
    p.build()
    for name in ("templates/tjansteskrivelse.md", "templates/partials/period.md"):
        p.append(name, "\nTillagt.\n")
        p.expect(ALL)
    p.append("templates/html/underlag.css", "\n")
    p.expect(ALL)
    p.edit("templates/docx/app.xml", "?>", "?> ")
    p.expect(ALL)


def test_template_new(p):
    p.build()
    shutil.copy(p.path("templates/tjansteskrivelse.md"), p.path("templates/extra.md"))
    p.expect(ALL)


def test_corporate_template(p):
    p.build()
    template = p.root / "mall.docx"

    def write(old, new):
        with zipfile.ZipFile(p.out / ONE / "overenskommelse.docx") as made, zipfile.ZipFile(template, "w") as out:
            for info in made.infolist():
                out.writestr(info, made.read(info).replace(old, new))

    write(b"", b"")
    p.edit("kommun.yaml", "  ort: Linköping\n", "  ort: Linköping\n  wordmall: mall.docx\n")
    p.expect(ALL)
    write(b'w:val="24"', b'w:val="26"')
    p.expect(ALL)
    p.edit("kommun.yaml", "  wordmall: mall.docx\n", "")
    p.expect(ALL)
    for options in (["--reference", str(template)], ["--plain"], []):
        ran, _ = p.build(*options)
        assert ran == ALL, f"{options}: {ran}"
        ran, _ = p.build(*options)
        assert not ran, f"{options} again: {ran}"


def test_schema(p):
    p.build()
    p.edit("schema/definition.schema.json", "{", "{ ")
    p.expect(ALL, written=set())


def test_guideline(p):
    p.build()
    p.append("guidelines/ks2016-313.yaml")
    p.expect(ALL, written=set())


def test_guideline_of_nobody(p):
    p.build()
    text = p.path("guidelines/ks2016-313.yaml").read_text()
    p.path("guidelines/annan.yaml").write_text(text.replace("\nid: ks2016-313\n", "\nid: annan\n", 1))
    p.expect(set(), written=set())


def test_earlier(p):
    p.build()
    p.append(f"agreements/{EARLIER}.yaml")
    p.expect({EARLIER, LATER}, written=set())


def test_earlier_comes_and_goes(p):
    text = p.definition(EARLIER).read_text()
    p.definition(EARLIER).unlink()
    p.build(status=1)
    assert not (p.out / LATER).exists()
    p.definition(EARLIER).write_text(text.replace("definition: 1", "definition: 2", 1))
    ran, _ = p.build(status=1)  # without what it would have been compared with
    assert ran == {EARLIER, LATER} and (p.out / LATER).exists(), ran
    p.definition(EARLIER).write_text(text)
    p.expect({EARLIER, LATER})
    p.definition(EARLIER).unlink()
    ran, written = p.build("--prune", status=1)
    assert ran == {LATER} and not written, ran


def test_papers(p):
    p.build()
    path = p.out / ONE / "overenskommelse.md"
    path.unlink()
    p.expect({ONE}, written={f"{ONE}/overenskommelse.md"})
    path.write_text(path.read_text() + "Ändrat för hand.\n")
    p.expect({ONE}, written={f"{ONE}/overenskommelse.md"})
    stat = path.stat()
    path.write_bytes(path.read_bytes()[:-2] + b"X\n")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    p.expect({ONE}, written={f"{ONE}/overenskommelse.md"})


def test_formats(p):
    p.build("--format", "md")
    ran, wrote = p.build("--format", "html,md")
    assert ran == ALL and all(path.endswith(".html") for path in wrote)
    p.expect(ALL)
    ran, wrote = p.build("--format", "docx")
    assert not ran and not wrote


def test_force(p):
    p.build()
    ran, wrote = p.build("--force")
    assert ran == ALL and not wrote


def test_some(p):
    """A build of one definition leaves what is known of the others."""
    p.build()
    p.append(f"agreements/{ONE}.yaml")
    p.append(f"agreements/{OTHER}.yaml")
    ran, _ = p.build(str(p.definition(ONE)))
    assert ran == {ONE}
    p.expect({OTHER})
    p.edit("kommun.yaml", "  ort: Linköping", "  ort: Valla")
    ran, _ = p.build(ONE)
    assert ran == {ONE}
    p.expect({EARLIER, LATER, OTHER})


def test_clone(p):
    """Committed papers without a record: looked at, not written."""
    p.build()
    for path in [p.out / ".underlag", *p.root.rglob("*.md")]:
        path.unlink() if path.name == ".underlag" else path.touch()
    p.expect(ALL, written=set())


def test_error(p):
    p.build()
    p.edit(f"agreements/{ONE}.yaml", "definition: 1", "definition: 2")
    for _ in range(2):
        ran, wrote = p.build(status=1)
        assert ran == {ONE} and not wrote
    p.edit(f"agreements/{ONE}.yaml", "definition: 2", "definition: 1")
    p.expect({ONE}, written=set())


def test_broken_record(p):
    p.build()
    record = p.out / ".underlag"
    whole = record.read_bytes()
    source = random.Random(1)
    broken = [b"", b"\n", b"underlag 1", os.urandom(1000), whole + b"x", whole * 2,
              *(whole[:source.randrange(len(whole))] for _ in range(6))]
    for _ in range(20):
        bits = bytearray(whole)
        bits[source.randrange(len(bits))] ^= 1 << source.randrange(8)
        broken.append(bytes(bits))
    for content in broken:
        record.write_bytes(content)
        ran, wrote = p.build()
        assert ran == ALL and not wrote, f"ran {ran}, wrote {wrote} with {content[:40]!r}"
        assert record.read_bytes() != content
    record.unlink()
    record.mkdir()
    ran, wrote = p.build()
    assert ran == ALL and not wrote
    record.rmdir()
    p.expect(ALL, written=set())


def test_prune(p):
    p.build()
    assert p.run("--draft", "--annotate", ONE).returncode == 0
    assert (p.out / ONE / "overenskommelse.UTKAST.granskning.html").exists()
    foreign = p.out / ONE / "anteckningar.md"
    foreign.write_text("Mitt.\n")
    (p.out / "eget").mkdir()
    (p.out / "eget" / "fil.md").write_text("Mitt.\n")
    elsewhere = p.root / "annat"
    shutil.copytree(p.out / OTHER, elsewhere)
    (p.out / "länk").symlink_to(elsewhere)
    p.definition(ONE).unlink()
    p.definition(OTHER).unlink()
    (p.out / OTHER / ".4711.2.underlag").write_text("Det som en avbruten körning lämnade.")
    done = p.run()
    assert done.returncode == 0 and "handlingar-utan-definition" in done.stderr
    assert f"/{ONE}”" in done.stderr and f"/{OTHER}”" in done.stderr and "eget" not in done.stderr
    assert (p.out / ONE / "overenskommelse.md").exists()
    assert p.run("--check").returncode == 1
    done = p.run("--prune")
    assert done.returncode == 0 and "handlingar-utan-definition" not in done.stderr
    assert sorted(x.name for x in (p.out / ONE).iterdir()) == ["anteckningar.md"]
    assert not (p.out / OTHER).exists() and (p.out / "eget" / "fil.md").exists()
    assert (elsewhere / "overenskommelse.md").exists() and (p.out / "länk").is_symlink()
    assert p.run("--check").returncode == 0
    assert p.run("--prune", EARLIER).returncode == 2


def test_prune_takes_only_its_own(p):
    """Also where the record is gone, and where Word has saved a paper since."""
    p.build()
    for name in (ONE, OTHER, LATER):
        p.definition(name).unlink()
    word = p.out / ONE / "overenskommelse.docx"
    with zipfile.ZipFile(word) as package:
        parts = {info: package.read(info) for info in package.infolist()}
    with zipfile.ZipFile(word, "w") as package:
        for info, data in parts.items():
            package.writestr(info, data.replace(b">underlag</Application>", b">Microsoft Office Word</Application>"))
    (p.out / "brev").mkdir()
    for suffix in ("md", "html", "docx"):
        (p.out / "brev" / f"overenskommelse.{suffix}").write_text("<!doctype html>\n<p>Mitt eget.\n")
    (p.out / LATER / "tjansteskrivelse.docx").unlink()
    (p.out / LATER / "tjansteskrivelse.html").unlink()
    p.run()  # forgets the definitions, but not that papers were written for them
    done = p.run("--prune")
    assert done.returncode == 0 and not (p.out / LATER).exists() and not (p.out / OTHER).exists(), done.stderr
    assert [x.name for x in (p.out / ONE).iterdir()] == ["overenskommelse.docx"]
    assert len(list((p.out / "brev").iterdir())) == 3 and done.stderr.count("handlingar-främmande") == 2
    assert f"{ONE}/overenskommelse.docx" in done.stderr and "brev/overenskommelse.md" in done.stderr
    assert done.stdout.count("borttagna") == 3
    p.definition(EARLIER).rename(p.path("agreements/ny.yaml"))
    (p.out / ".underlag").unlink()
    (p.out / EARLIER / "tjansteskrivelse.docx").unlink()
    (p.out / EARLIER / "tjansteskrivelse.html").unlink()
    p.run("--prune")
    assert [x.name for x in (p.out / EARLIER).iterdir()] == ["tjansteskrivelse.md"]


def test_draft_marks(p):
    """What is missing and what is wrong stands out in all formats, wherever the draft shows it."""
    text = p.definition(ONE).read_text(encoding="utf-8")
    text, count = re.subn(r"(?m)^(\s+insats: )[0-9 ]+", r"\g<1>1 msek", text, count=1)
    assert count == 1
    p.replace(p.definition(ONE), text)
    assert p.run("--draft", ONE).returncode in (0, 1)
    folder = p.out / ONE
    markdown = (folder / "tjansteskrivelse.UTKAST.md").read_text(encoding="utf-8")
    html = (folder / "tjansteskrivelse.UTKAST.html").read_text(encoding="utf-8")
    with zipfile.ZipFile(folder / "tjansteskrivelse.UTKAST.docx") as package:
        word = package.read("word/document.xml").decode()
    for key in ("diarienummer", "datum", "handläggare"):  # the head of this one has none of them
        assert f"{key.capitalize()}: ⟦saknas: ärende.{key}⟧" in markdown, key
    for kind in ("fel", "saknas"):
        count = markdown.count(f"⟦{kind}: ")
        assert count > 0, kind
        marked = len(re.findall(rf'"Utkast"/></w:rPr><w:t xml:space="preserve">⟦{kind}: ', word))
        assert html.count(f"<mark>⟦{kind}: ") == count == marked, (kind, count, marked)


def left_of(done):
    return sorted(set(re.findall(r"Handlingen ”[^”]*/out/([^”]*)” ligger kvar", done.stderr)))


def test_leftovers(p):
    """Papers of a template that is gone: told of, in each build, until --prune removes them."""
    extra = p.path("templates/extra.md")
    shutil.copy(p.path("templates/tjansteskrivelse.md"), extra)
    p.build("--annotate")
    (p.out / ONE / "extra.txt").write_text("Mitt.\n")
    (p.out / ONE / "egen.md").write_text("Mitt.\n")
    p.build()
    text = extra.read_text()
    extra.unlink()
    wanted = sorted(f"{name}/extra" for name in ALL)
    p.edit(f"agreements/{OTHER}.yaml", "definition: 1", "definition: 2")
    assert left_of(p.run(ONE)) == []  # a build of some tells nothing of the whole
    done = p.run()
    assert done.returncode == 1 and left_of(done) == wanted, done.stderr
    p.edit(f"agreements/{OTHER}.yaml", "definition: 2", "definition: 1")
    for options in ([], [], ["--force"], ["--draft"]):
        done = p.run(*options)
        assert done.returncode == 0 and left_of(done) == wanted, f"{options}: {done.stderr}"
    for draft in p.out.rglob("*.UTKAST.*"):
        draft.unlink()
    done = p.run("--check")
    assert done.returncode == 1 and left_of(done) == wanted, done.stdout + done.stderr
    extra.write_text(text)
    assert left_of(p.run()) == []
    extra.unlink()
    p.definition(OTHER).unlink()
    done = p.run("--prune")
    assert done.returncode == 0 and left_of(done) == [] and done.stdout.count("borttagna") == 4
    assert not (p.out / OTHER).exists()
    assert not [x for x in p.out.rglob("extra.*") if x.name != "extra.txt"]
    assert (p.out / ONE / "extra.txt").exists() and (p.out / ONE / "egen.md").exists()
    assert left_of(p.run("--check")) == [] and p.run("--check").returncode == 0
    # What is known is what was written: a file of that name that comes later is somebody's own.
    (p.out / ONE / "extra.md").write_text("Mitt.\n")
    p.run("--prune")
    assert (p.out / ONE / "extra.md").exists()


def test_old_drafts(p):
    """Told of once the papers are written for good, in each build, until --prune removes them."""
    told = lambda done: done.stderr.count("[handlingar-utkast]")
    text = p.definition(ONE).read_text(encoding="utf-8")
    p.edit(f"agreements/{ONE}.yaml", "definition: 1", "definition: 2")
    p.run("--draft", "--annotate", ONE)
    assert len(list((p.out / ONE).glob("*.UTKAST.*"))) == 12
    done = p.run()  # what is not sound needs its drafts
    assert done.returncode == 1 and told(done) == 0, done.stderr
    assert p.run("--prune").returncode == 1 and len(list((p.out / ONE).glob("*.UTKAST.*"))) == 12
    p.replace(p.definition(ONE), text)
    for options in ([], [], ["--force"]):
        done = p.run(*options)
        assert done.returncode == 0 and told(done) == 3, f"{options}: {done.stderr}"
    assert told(p.run("--draft", "--format", "md")) == 0
    for draft in p.out.rglob("*.UTKAST.*"):
        if draft.parent.name != ONE:
            draft.unlink()
    done = p.run("--check")
    assert done.returncode == 1 and told(done) == 3, done.stderr
    (p.out / ONE / "eget.UTKAST.md").write_text("Mitt.\n")
    (p.out / ONE / "tjansteskrivelse.UTKAST.md").write_text("Mitt eget.\n")
    done = p.run("--prune")
    assert done.returncode == 0 and done.stdout.count("borttagna") == 3, done.stdout + done.stderr
    assert done.stderr.count("handlingar-främmande") == 1
    own = {x.name for x in (p.out / ONE).glob("*.UTKAST.*")}
    assert own == {"eget.UTKAST.md", "tjansteskrivelse.UTKAST.md"}, own
    (p.out / ONE / "tjansteskrivelse.UTKAST.md").unlink()
    assert p.run("--check").returncode == 0 and told(p.run()) == 0


def test_leftovers_without_record(p):
    """Then only the program's own papers are known."""
    p.build()
    (p.out / ".underlag").unlink()
    (p.out / ONE / "egen.md").write_text("Mitt.\n")
    p.path("templates/riktlinjekontroll.md").unlink()
    done = p.run("--no-record", "--check")
    assert done.returncode == 1 and len(left_of(done)) == 4, done.stderr
    elsewhere = p.root / "annat"
    (p.out / OTHER).rename(elsewhere)
    (p.out / OTHER).symlink_to(elsewhere)
    done = p.run("--prune")
    assert done.returncode == 0 and done.stdout.count("borttagna") == 3, done.stdout
    assert (p.out / ONE / "egen.md").exists() and not (p.out / ONE / "riktlinjekontroll.md").exists()
    assert (elsewhere / "riktlinjekontroll.md").exists()


def packed(path, level=6, order=lambda entries: entries, **changes):
    """The bytes of the Word file as another program may have packed them, with the same headers."""
    with zipfile.ZipFile(path) as old:
        entries = [(info, old.read(info)) for info in old.infolist()]
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as new:
        for old, content in order(entries):
            info = zipfile.ZipInfo(changes.get("names", {}).get(old.filename, old.filename), old.date_time)
            info.create_system, info.create_version = old.create_system, old.create_version
            info.external_attr = old.external_attr
            info.compress_type = changes.get("methods", {}).get(old.filename, zipfile.ZIP_DEFLATED)
            new.writestr(info, changes.get("contents", {}).get(old.filename, content), compresslevel=level)
        for name in changes.get("more", ()):
            new.writestr(name, b"x")
    return made.getvalue()


def test_standing_word_files(p):
    """What another program deflated is left alone, as long as it is what would be written; else all is new."""
    p.build()
    path = p.out / ONE / "overenskommelse.docx"
    own = path.read_bytes()
    body = "word/document.xml"
    for level in (1, 6, 9):
        other = packed(path, level)
        assert other != own
        path.write_bytes(other)
        (p.out / ".underlag").unlink()
        ran, wrote = p.build()
        assert ran == ALL and not wrote, (level, wrote)
        assert p.run("--check").returncode == 0
        assert path.read_bytes() == other
        path.write_bytes(own)
    with zipfile.ZipFile(path) as package:
        text = package.read(body)
    faults = {
        "a changed part": packed(path, contents={body: text.replace(b"Parterna", b"parterna", 1)}),
        "an empty part": packed(path, contents={body: b""}),
        "another name": packed(path, names={body: "word/document2.xml"}),
        "a part more": packed(path, more=["word/mer.xml"]),
        "a part twice": packed(path, more=["word/styles.xml"]),
        "another order": packed(path, order=lambda entries: entries[:1] + entries[:0:-1]),
        "a part that is not deflated": packed(path, methods={body: zipfile.ZIP_STORED}),
        "trailing bytes": own + b"x",
        "leading bytes": b"x" + own,
        "half of it": own[:len(own) // 2],
        "no end": own[:-1],
        "nothing": b"",
        "no zip file": b"PK\3\4" * 100,
        "a wrong bit": own[:400] + bytes([own[400] ^ 4]) + own[401:],
    }
    for what, standing in faults.items():
        path.write_bytes(standing)
        (p.out / ".underlag").unlink()
        ran, wrote = p.build()
        assert wrote == {f"{ONE}/overenskommelse.docx"}, (what, wrote)
        with zipfile.ZipFile(path) as package:
            assert package.testzip() is None and package.read(body) == text, what
        assert p.run("--check").returncode == 0, what
        path.write_bytes(own)
    # The definition says something else: parts that it does not touch stay as they are.
    path.write_bytes(packed(path, 9))
    p.edit(f"agreements/{ONE}.yaml", "rubrik: ", "rubrik: Ny ")
    p.build()
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None


def test_check(p):
    p.build()
    before = p.files()
    record = (p.out / ".underlag").read_bytes()
    assert p.run("--check").returncode == 0
    docx = p.out / ONE / "overenskommelse.docx"
    with zipfile.ZipFile(docx) as old:
        parts = [(info, old.read(info)) for info in old.infolist()]
    with zipfile.ZipFile(docx, "w", zipfile.ZIP_STORED) as new:
        for info, content in parts:
            new.writestr(info.filename, content)
    assert p.run("--check").returncode == 0, "the same parts, packed in another way"
    with zipfile.ZipFile(docx, "w", zipfile.ZIP_STORED) as new:
        for info, content in reversed(parts):
            new.writestr(info.filename, content)
    done = p.run("--check")
    assert done.returncode == 1 and "annan ordning" in done.stdout, done.stdout
    whole = before[f"{ONE}/overenskommelse.docx"][2]
    for broken in (b"", whole[:5000], whole[:3000] + bytes([whole[3000] ^ 255]) + whole[3001:], b"PK"):
        docx.write_bytes(broken)
        done = p.run("--check")
        assert done.returncode == 1 and "går inte att läsa som Word-fil" in done.stdout, done.stdout
        assert done.stdout.count("\n") == 3, done.stdout
    docx.write_bytes(whole)
    text = p.out / ONE / "overenskommelse.md"
    text.write_bytes(text.read_bytes().replace(b"\n", b"\r\n"))
    done = p.run("--check")
    assert done.returncode == 1 and "radsluten" in done.stdout and done.stdout.count("\n") == 3, done.stdout
    text.write_bytes(before[f"{ONE}/overenskommelse.md"][2].replace(b"Parter", b"Par\rter", 1))
    done = p.run("--check")
    assert done.returncode == 1 and "radsluten" not in done.stdout and "\n+" in done.stdout, done.stdout
    text.write_bytes(before[f"{ONE}/overenskommelse.md"][2])
    with zipfile.ZipFile(docx, "w") as new:
        for info, content in parts:
            new.writestr(info, content.replace("Överenskommelse".encode(), b"Avtal"))
    done = p.run("--check")
    assert done.returncode == 1 and "word/document.xml" in done.stdout and "\n+" in done.stdout
    assert f"{ONE}/overenskommelse.docx: inte aktuell" in done.stdout
    docx.write_bytes(b"PK")
    assert p.run("--check").returncode == 1
    docx.write_bytes(before[f"{ONE}/overenskommelse.docx"][2])
    (p.out / ONE / "overenskommelse.html").unlink()
    done = p.run("--check")
    assert done.returncode == 1 and f"{ONE}/overenskommelse.html: saknas" in done.stdout
    p.edit(f"agreements/{OTHER}.yaml", "rubrik: ", "rubrik: Nytt ")
    done = p.run("--check")
    assert f"{OTHER}/tjansteskrivelse.md: inte aktuell" in done.stdout and "\n+" in done.stdout
    assert not (p.out / ONE / "overenskommelse.html").exists()
    assert (p.out / ".underlag").read_bytes() == record, "--check writes nothing"


def test_check_reviews(p):
    """Pages for review are looked at when they are asked for, and only then."""
    p.build("--annotate")
    done = p.run("--check", "--annotate")
    assert done.returncode == 0 and "48 aktuella" in done.stdout, done.stdout
    page = p.out / ONE / "overenskommelse.granskning.html"
    whole = page.read_bytes()
    for standing, word, difference in ((b"", "inte aktuell", "\n+<p>agreements/"), (None, "saknas", ""),
                                       (whole.replace(b">agreements/", b">../agreements/", 1), "inte aktuell", "\n-<p>../agreements/")):
        page.unlink()
        if standing is not None:
            page.write_bytes(standing)
        assert p.run("--check").returncode == 0
        done = p.run("--check", "--annotate")
        assert done.returncode == 1 and f"{ONE}/overenskommelse.granskning.html: {word}\n" in done.stdout, done.stdout
        assert difference in done.stdout and "1 fil inte aktuell, 47 aktuella" in done.stdout, done.stdout[-500:]
        page.write_bytes(whole)
    p.edit(f"agreements/{ONE}.yaml", "definition: 1", "definition: 2")
    for options, missing in ((["--check"], 9), (["--check", "--annotate"], 12)):
        done = p.run(*options)
        assert f"{missing} uteblev på grund av fel" in done.stdout, done.stdout


def test_shards(p):
    for count in (1, 2, 3, 7):
        shares, sizes = [], []
        for number in range(1, count + 1):
            with tempfile.TemporaryDirectory() as out:
                assert p.run("--shard", f"{number}/{count}", out=out).returncode == 0
                shares += [x.name for x in pathlib.Path(out).iterdir() if x.is_dir()]
            sizes.append(len(shares) - sum(sizes))
        assert sorted(shares) == sorted(ALL), f"{count}: {sorted(shares)}"
        assert max(sizes) - min(sizes) <= 1, f"{count}: {sizes}"
    for wrong in ("0/2", "3/2", "1", "1/0", "a/b", "1/2/3", "-1/2", "1/9999999", "/"):
        assert p.run("--shard", wrong).returncode == 2, wrong
    for number in (1, 2):
        p.build("--shard", f"{number}/2")
    p.expect(set(), written=set())
    # What another share makes has a definition; what is gone is for one share alone.
    for count in (2, 3):
        for number in range(1, count + 1):
            done = p.run("--prune", "--shard", f"{number}/{count}")
            assert done.returncode == 0 and "borttagna" not in done.stdout, done.stdout
    p.definition(ONE).unlink()
    said = "".join(p.run("--prune", "--shard", f"{number}/3").stdout for number in (1, 2, 3))
    assert said.count("borttagna") == 1, said
    p.expect(set(), written=set())


def test_at_once(p):
    """Builds at once, over changing definitions, leave whole papers, and the next build mends."""
    command = [PROGRAM, "build", "--root", str(p.root), "--out", str(p.out)]
    for turn in range(4):
        running = []
        for number in range(4):
            p.append(f"agreements/{sorted(ALL)[number]}.yaml", f"\n# {turn}\n")
            p.edit(f"agreements/{ONE}.yaml", "rubrik: ", f"rubrik: {turn}{number} ")
            running.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=open(p.root / "said", "w")))
        statuses = [process.wait() for process in running]
        assert statuses == [0] * 4, f"statuses {statuses}: " + (p.root / "said").read_text()
        p.build()
        p.expect_same_as_fresh()
    assert not [x for x in p.out.rglob(".*") if x.name != ".underlag"], "litter"


def engine(p, command, wanted):
    """Runs an engine over the graph: everything, nothing, then what changed."""
    environment = {**os.environ, "PATH": f"{p.root / 'bin'}:{os.environ['PATH']}"}
    (p.root / "bin").mkdir()
    (p.root / "bin" / "underlag").symlink_to(PROGRAM)
    graph = subprocess.run([PROGRAM, "graph", "--output", wanted], cwd=p.root, capture_output=True, check=True)
    (p.root / ("build.ninja" if wanted == "ninja" else "Makefile")).write_bytes(graph.stdout)

    said = ""

    def run():
        before = p.files()
        done = subprocess.run(command, cwd=p.root, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        after = p.files()
        nonlocal said
        said = done.stdout + done.stderr
        ran = {name for name in ALL if f"agreements/{name}.yaml:" in said}
        return ran, {x.split("/")[0] for x in after if after[x][2] != before.get(x, (0, 0, b""))[2]}

    def expect(ran, wrote):
        did = run()
        assert did == (ran, wrote), f"ran and wrote {did}, not {(ran, wrote)}: {said[-1500:]}"

    expect(ALL, ALL)
    p.expect_same_as_fresh()
    expect(set(), set())
    p.append(f"agreements/{EARLIER}.yaml")
    expect({EARLIER, LATER}, set())
    expect(set(), set())
    p.edit(f"agreements/{ONE}.yaml", "rubrik: ", "rubrik: Nytt ")
    expect({ONE}, {ONE})
    p.append("templates/tjansteskrivelse.md", "\nTillagt.\n")
    expect(ALL, ALL)
    expect(set(), set())
    p.expect_same_as_fresh()


def test_ninja(p):
    if not shutil.which("ninja"):
        return "ninja is not installed"
    engine(p, ["ninja", "-j2"], "ninja")


def test_make(p):
    version = shutil.which("make") and subprocess.run(["make", "--version"], capture_output=True, text=True).stdout
    if not version or tuple(map(int, re.findall(r"Make (\d+)\.(\d+)", version)[0])) < (4, 3):
        return "GNU make 4.3 is not installed"
    engine(p, ["make", "-j2", "all"], "make")


def test_dot(p):
    done = subprocess.run([PROGRAM, "graph", "--output", "dot"], cwd=p.root, capture_output=True, text=True)
    assert done.returncode == 0 and done.stdout.count("->") == 2 * len(ALL) + 1
    assert subprocess.run([PROGRAM, "graph", "--output", "x"], cwd=p.root, capture_output=True).returncode == 2


def test_durable(p):
    p.expect(ALL, "--durable")


def main():
    tests = [(name[5:].replace("_", " "), test) for name, test in globals().items() if name.startswith("test_")]
    chosen = sys.argv[2:]
    tests = [t for t in tests if not chosen or t[1].__name__[5:] in chosen]
    print(f"1..{len(tests)}", flush=True)
    failed = False
    for number, (name, test) in enumerate(tests, 1):
        with tempfile.TemporaryDirectory() as folder:
            try:
                skipped = test(Project(folder))
                print(f"ok {number} - {name}" + (f" # SKIP {skipped}" if skipped else ""), flush=True)
            except AssertionError as fault:
                failed = True
                print(f"not ok {number} - {name}")
                line = fault.__traceback__.tb_next.tb_lineno
                print("#", f"line {line}: {fault}".replace("\n", "\n# "), flush=True)
    sys.exit(failed)


main()
