#!/usr/bin/env python3
"""Papers in corporate templates: what is the template's is kept, what is ours is filled, and what is
hostile is refused in words.

    run.py PROGRAM           TAP on standard output

With the judges beside the project each paper is also held against the schemas, and its words
against those of the paper without a template.
"""
import pathlib
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import zipfile

import make
import many
import more

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
JUDGES = ROOT.parent / "shared" / "judges"
PROGRAM = str(pathlib.Path(sys.argv[1]).resolve())
DEFINITION = "2024-ostergotlands-stadsmission"
PLAIN = pathlib.Path(tempfile.mkdtemp())
MEMORY = 400 << 20
# Its shadow memory alone passes any such bound.
SANITIZED = b"__asan_init" in pathlib.Path(PROGRAM).read_bytes()
points = []


def point(name, good, note=""):
    points.append((good, name, note))


def build(template, out, *arguments):
    """Builds with the template; without one when it is None."""
    bound = (lambda: resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))) if not SANITIZED else None
    return subprocess.run([PROGRAM, "build", DEFINITION, "--root", str(ROOT), "--out", str(out), "--format", "docx",
                           *(["--reference", str(template)] if template else []), *arguments], capture_output=True, text=True, timeout=60, preexec_fn=bound)


def words(xml):
    return re.sub(r"<[^>]*>", "", re.sub(r"</w:p>", "\n", xml))


def judged(papers):
    """What the judges say of each paper. Microsoft's needs seconds to start for each: it sees one paper of each
    template, and papers of all kinds."""
    judge = JUDGES / "docx-validate"
    if not judge.exists():
        return None
    seen = {paper for number, template in enumerate(sorted({paper.parent for paper in papers}))
            for paper in [sorted(template.glob("*.docx"))[number % 3]]}
    result = ""
    for chosen, how in (seen, []), (set(papers) - seen, ["--skip", "sdk"]):
        result += subprocess.run([str(judge), *how, *map(str, sorted(chosen))], capture_output=True, text=True).stdout
    said = {}
    for paper in papers:
        plain = PLAIN / DEFINITION / paper.name
        same = subprocess.run([str(JUDGES / "same-content"), str(paper), str(plain)], capture_output=True, text=True)
        wrong = [line for line in result.splitlines() if line.startswith(f"{paper}:") and ": OK" not in line]
        said[paper] = "\n".join(wrong) + (same.stdout if same.returncode else "")
    return said


def write_papers(name, template, folder):
    out = folder / name
    result = build(template, out)
    papers = sorted(out.rglob("*.docx"))
    point(f"{name}: papers are written", result.returncode == 0 and len(papers) >= 2, result.stderr[-400:])
    return read_parts(next(paper for paper in papers if paper.stem == "tjansteskrivelse")) if papers else {}


def check_sound(folder):
    papers = sorted(folder.glob("*-ut/**/*.docx"))
    verdicts = judged(papers)
    for paper in papers:
        said = verdicts and verdicts[paper]
        name = paper.relative_to(folder)
        point(f"{name} is sound and says the same{' # SKIP no judges' if said is None else ''}", not said, said or "")


def read_parts(paper):
    with zipfile.ZipFile(paper) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def check_kept(parts):
    get = lambda name: parts.get(name, b"").decode("utf-8", "replace")
    point("the logotype is kept, byte for byte", parts.get("word/media/logo.png") == make.png())
    main = get("word/document.xml")
    section = main[main.rfind("<w:sectPr"):]
    point("margins are the template's", 'w:left="1985"' in section and 'w:top="2268"' in section)
    point("first and even headers are kept, also an inherited one", "w:titlePg" in section and section.count("headerReference") == 3)
    point("styles are found by name", 'w:pStyle w:val="Rubrik1"' in main and "Heading1" not in main)
    point("a style of theirs with an id of ours is left alone", 'w:pStyle w:val="TabelltextUnderlag"' in main)
    point("its body is not ours", "Mallens egen text" not in main)
    types = get("[Content_Types].xml")
    point("the type is a document's", "template.main" not in types and "document.main" in types)
    point("comments and the attached template are left behind", "word/comments.xml" not in parts and "hemlig" not in "".join(map(get, parts)))
    point("their custom XML is kept beside ours", "urn:kommunen" in get("customXml/item1.xml") and "urn:underlag" in get("customXml/item1_2.xml"))
    point("the language is Swedish", 'w:val="sv-SE"' in get("word/styles.xml") and 'w:val="en-US"' not in get("word/styles.xml"))


def check_filled(parts):
    get = lambda name: parts.get(name, b"").decode("utf-8", "replace")
    default, first = words(get("word/header2.xml")), words(get("word/header3.xml"))
    point("a control by its tag: dnr", "Dnr AN 2023-165" in default, default)
    point("a complex field in pieces: TITLE", "gam" not in default and "malt" not in default, default)
    point("the page's number is left alone", "1111" in default, default)
    point("a simple field: DOCPROPERTY Diarienummer", "AN 2023-165 / " in first, first)
    point("a control of two paragraphs: namnd", "arbetsmarknadsnämnden" in first.lower() and "andra raden" not in first, first)
    point("datum and titel", "2023-" in first and "Klicka" not in first, first)
    point("nothing is a placeholder any more", "showingPlcHdr" not in get("word/header2.xml") and "docPart" not in get("word/header2.xml"))


def check_tidied(kept, folder):
    get = lambda template, name="word/document.xml": kept[template].get(name, b"").decode("utf-8", "replace")
    agreement = lambda template: read_parts(next((folder / f"{template}-ut").rglob("overenskommelse.docx")))["word/document.xml"].decode()
    for template in "svensk.docx", "svenska-namn.docx":
        main = get(template)
        point(f"{template}: its headings, its running text", 'w:val="Rubrik1"' in main and 'w:val="Brdtext"' in main and "Heading1" not in main)
    point("running text has space where their Normal has none", 'w:val="BodyText"' in get("utan-brodtext.docx"))
    heading = re.compile(r'<w:pStyle w:val="Rubrik1"/>(.*?)</w:pPr>', re.S)
    point("headings that count as ours count by themselves", "numId" not in heading.search(agreement("raknar-lika.docx"))[1])
    point("headings that count in another way count as ours", "numId" in heading.search(agreement("raknar-romerskt.docx"))[1])
    point("a bullet that their list has not is ours", re.search(r'"Punktlista"/><w:numPr>', get("svensk.docx")) is not None)
    lists = get("kommentar-sist.docx", "word/numbering.xml")
    point("lists stand in the root, whatever stands behind it", lists.rstrip().endswith("</w:numbering>") and "startOverride" in lists, lists[-400:])
    section = get("sektioner.docx")
    section = section[section.rfind("<w:sectPr"):]
    point("the last upright section is the paper's", 'w:w="11906"' in section and 'r:id="rId22"' in section, section)
    point("a paper has one column, from left to right", "w:num=" not in section and "bidi" not in section, section)
    header = get("rester.docx", "word/header2.xml")
    point("tracked changes are accepted", "tillagt" in header and "struket" not in header and "Malle" not in header, header)
    notes = get("rester.docx", "word/footnotes.xml")
    point("notes of its body are left behind", "separator" in notes and "Mallens" not in notes, notes)
    shown = words(get("fler-platser.docx", "word/header2.xml"))
    point("a control round a cell is filled", "AN 2023-165" in shown, shown)
    point("fields do not show the template's own facts", not re.search("Mall|17|2019", shown) and "2023-" in shown, shown)
    point("a part in UTF-16 is filled", "AN 2023-165" in words(get("utf-16.docx", "word/header2.xml")))
    style = get("oordnad.docx", "word/styles.xml")
    point("the text's style becomes the default", re.search(r'<w:style [^>]*w:styleId="Normal"[^>]*w:default="1"', style) is not None)


def check_more(kept, folder):
    agreement = lambda template: read_parts(next((folder / f"{template}-ut").rglob("overenskommelse.docx")))["word/document.xml"].decode()
    get = lambda template, name: kept[template].get(f"word/{name}.xml", b"").decode("utf-8", "replace")
    page = re.compile(r'instr=" PAGE "')
    main, first = get("bara-sidfot.docx", "document"), get("bara-sidfot.docx", "header2")
    header = get("bara-sidfot.docx", "header1")
    point("a template without headers gets ours", "AN 2023-165" in header and page.search(header) and page.search(first), header)
    point("its first page keeps its footer", "<w:titlePg/>" in main and main.count('w:footerReference') == 2, main[-900:])
    point("a footer that shows all is enough", "w:headerReference" not in get("sidfot-med-allt.docx", "document"))
    footer = get("bara-sidhuvud.docx", "footer1")
    point("a template without footers gets ours", "AN 2023-165" in footer and page.search(footer), footer)
    shown, custom = words(get("uppslag.docx", "header2")), kept["uppslag.docx"]["docProps/custom.xml"].decode()
    point("fields of other names are filled", "AN 2023-165" in shown and "gammal variabel" not in shown and "2023-08-30" in shown, shown)
    point("no path, and no date of today's", "hemligt" not in shown and " DATE" not in get("uppslag.docx", "header2"), shown)
    point("a bookmark of its body becomes a property", 'REF' not in re.sub("STYLEREF", "", get("uppslag.docx", "header2")) and "Tora" in shown, shown)
    point("what its fields look up is there to be found", 'name="dnr"' in custom and "013-20 60 00" in custom and 'name="titel"' in custom, custom)
    point("and nothing else of its own", "mallens egen" not in custom and "MALL 1" not in custom, custom)
    shown = words(get("bunden.docx", "header2"))
    point("Word's quick parts are filled", "Mall" not in shown and "Tjänsteskrivelse" in shown and 'w:tag w:val="skrivet-av"' in get("bunden.docx", "header2"), shown)
    boxes = [get("textrutor.docx", f"header{i}") for i in (1, 2, 3)]
    ids = re.findall(r'docPr [^>]*id="(\d+)"', "".join(boxes))
    point("drawings of all headers have numbers of their own", len(ids) == len(set(ids)) == 3, str(ids))
    point("drawings have words", "".join(boxes).count('descr="') == 3 and "Klicka" not in "".join(boxes))
    point("a picture whose part is not named is left out", "rId77" not in boxes[0] and "w:drawing" not in boxes[0])
    shown = get("rader.docx", "header2")
    point("a row's label stays, its value is filled", "Diarienummer:" in words(shown) and "AN 2023-165" in words(shown) and "gammalt" not in shown, shown)
    point("nobody's editing is traced", "rsid" not in shown)
    point("margins are in the measure that all read", 'w:left="1417"' in get("andra-matt.docx", "document"))
    main = agreement("rader.docx")
    point("the title of a cover stands lower on the page", re.search(r'w:before="2400" w:after="360"', main[:3000]) is not None, main[:1500])
    demands = get("krav.docx", "settings")
    point("settings ask nothing of the reader", not re.search("trackRev|documentProt|updateFields|docVar|linkStyles", demands) and "mirrorMargins" in demands, demands)
    point("a large sheet is filled to its width", 'w:w="20409" w:type="dxa"' in get("a3.docx", "document"))
    point("bullets are the template's pictures", "numPicBullet" in get("bildpunkter.docx", "numbering") and "word/media/logo.png" in kept["bildpunkter.docx"])
    main, shown = get("decimaler.docx", "document"), get("decimaler.docx", "styles")
    point("measures are whole", 'w:w="11909" w:h="16834"' in main and 'w:right="1134"' in main and 'w:gutter="0"' in main
          and 'w:before="201" w:line="276"' in shown and 'w:left="-504"' in shown, shown)
    point("tables are as wide as its text", 'w:w="9641" w:type="dxa"' in main, main[-900:])
    point("a page that its template does not tell of is ours", '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1417"' in get("bara-format.docx", "document"))
    style = lambda template, ident: re.search(rf'<w:style [^>]*w:styleId="{ident}".*?</w:style>', get(template, "styles"), re.S)[0]
    point("the line to sign on ends at the margin", 'w:leader="underscore" w:pos="6237"' in style("smal.docx", "Underskriftsrad"))
    point("a wide page has the line that ours has", 'w:pos="8505"' in style("a3.docx", "Underskriftsrad"))
    for ident in "Tabelltext", "Title", "Caption", "Underskrift", "TOCHeading":
        shown = style("indragen.docx", ident)
        point(f"{ident} stands at the margin", re.search(r'<w:ind w:left="0" w:right="0" w:firstLine="0"/>\s*<w:jc w:val="left"/>', shown) is not None, shown)
    shown = get("indragen.docx", "numbering")
    point("lists stand in running text, numbers of headings do not", 'w:left="1758"' in shown and 'w:left="680"' in shown, shown[-900:])
    point("quotes stand in running text", 'w:left="1871"' in style("indragen.docx", "Quote"), style("indragen.docx", "Quote"))
    point("lists of a template that indents nothing are ours", 'w:left="454"' in get("namne.docx", "numbering"))
    shown = style("indragen.docx", "Brevhuvud")
    point("labels hang as they do", '<w:ind w:left="2268" w:hanging="2268" w:right="0"/>' in shown and 'firstLine' not in shown, shown)
    point("their running text is theirs", "w:ind" not in style("svensk.docx", "Tabelltext") and 'w:firstLine="284"' in style("indragen.docx", "Normal"))
    point("a broken line is not stretched", "<w:doNotExpandShiftReturn/>" in get("krav.docx", "settings"))
    point("styles that build on each other are all ours", '<w:basedOn w:val="UnderskriftUnderlag"/>' in style("namne.docx", "Underskriftsrad"), style("namne.docx", "Underskriftsrad"))
    shown, said = words(get("organisation.docx", "header2")), kept["organisation.docx"]["docProps/app.xml"].decode()
    point("Company is there for the header to show, Manager is not", re.search("<Company>Linköpings +kommun</Company>", said) and "Malle" not in said, said)
    point("nothing else is told of the template", "Linköpings kommun" in shown and not re.search("Hemlig|Malle|4711|Hemvägen", shown), shown)
    point("what Word counts is left alone", "17" in shown, shown)
    point("nobody who opens the paper is in it", "USERADDRESS" not in get("organisation.docx", "header2"))
    main, shown = get("forsta-sidan.docx", "document"), get("forsta-sidan.docx", "header1")
    point("a picture that nothing shows is left behind", "word/media/logo.png" not in kept["forsta-sidan.docx"]
          and "word/_rels/header3.xml.rels" not in kept["forsta-sidan.docx"])
    point("pages behind the first get ours", main.count("w:headerReference") == 3 and "AN 2023-165" in shown and page.search(shown), main[-900:])
    header = get("strukna.docx", "header2")
    shown = words(header)
    point("rows, cells and tables that are struck out are gone", "kvar" in shown and "bort" not in shown and header.count("<w:tbl>") == header.count("<w:tr>") == 1, header)
    point("paragraphs whose marks are struck out are one", "ett och samma" in shown and "w:jc" not in header, header)
    point("labels in a control round others stay", re.search("Ärendet: Tjänsteskrivelse.* Numret: AN 2023-165", shown) is not None, shown)
    shown = get("hamtar.docx", "header2")
    stays = "bild kvar", "adress kvar", "svar kvar", "citat kvar", "oklart kvar", "summa kvar"
    point("what fetches shows what it showed, and fetches no more", all(word in words(shown) for word in stays) and "<w:instrText>dol<" in shown
          and not re.search("include|database|RD x|QUOTE", shown, re.I) and "1111" in words(shown), shown)
    shown = get("fragar.docx", "header2")
    point("what looks up instead keeps its spaces", '<w:instrText xml:space="preserve"> DOCPROPERTY "Diarienummer" <' in shown, shown)
    point("what asks is answered, or left out", "AN 2023-165" in shown and "Tjänsteskrivelse" in words(shown) and not re.search(
        "Klicka|1999|«|ifyllt|frågat|MACROBUTTON|FORMTEXT|MERGEFIELD|Macro|ASK", shown), shown)


def check_rendered(folder):
    """What no paper of ours has."""
    paper = folder / "lista.md"
    paper.write_text("# T\n\n- a\n\n  |b|\n  |-|\n\n  ```\n  c\n  ```\n\n|d|\n|-|\n", encoding="utf-8")
    result = subprocess.run([PROGRAM, "render", str(paper), "--format", "docx", "--reference", str(folder / "indragen.docx")], cwd=ROOT, capture_output=True)
    (folder / "lista.docx").write_bytes(result.stdout)
    main = read_parts(folder / "lista.docx")["word/document.xml"].decode()
    code = re.search(r'"HTMLPreformatted"/>.*?<w:ind w:left="(\d+)"', main)[1]
    point("a table in a list begins where its words do", re.findall(r'<w:tblInd w:w="(\d+)"', main) == [code] == ["1758"], main)


def check_hostile(name, wanted, template, folder):
    out = folder / name
    result = build(template, out)
    text = result.stdout + result.stderr
    if wanted is None:
        point(f"{name}: refused or read, never a crash", result.returncode in (0, 1, 2), text[-300:])
        return
    good = result.returncode == 1 and f"[{wanted}]" in text and not list(out.rglob("*.docx"))
    point(f"{name}: {wanted}", good, f"{result.returncode} {text[-400:]}")


def check_lost(folder):
    """What a template lacks is left out of its papers, and told of."""
    for name, (*wanted, produce) in more.LOST.items():
        (folder / name).write_bytes(produce())
        parts = write_papers(name + "-ut", folder / name, folder)
        text = build(folder / name, folder / f"{name}-igen").stderr
        same = [paper.read_bytes() for paper in sorted((folder / f"{name}-ut").rglob("*.docx"))]
        again = [paper.read_bytes() for paper in sorted((folder / f"{name}-igen").rglob("*.docx"))]
        point(f"{name}: the papers are the same again", same == again and same)
        point(f"{name}: nothing is fetched", b"example.org/" not in parts.get("word/header2.xml", b"").replace(b"spar.png", b""))
        point(f"{name}: it is told what is left out", parts and all(word in text for word in wanted), text[-400:])


def check_draft(folder):
    """The first page of a draft says that it is one: in our header, or above the words where the header is theirs."""
    above, first, behind = "word/document.xml", "word/header2.xml", "word/header1.xml"
    for name, wanted in {"kommun.dotx": {above}, "bara-sidfot.docx": {first, behind}, "forsta-sidan.docx": {above, behind}}.items():
        out = folder / f"{name}-utkast"
        result = build(folder / name, out, "--draft")
        parts = read_parts(next(out.rglob("tjansteskrivelse.UTKAST.docx"))) if result.returncode == 0 else {}
        marked = {part for part in parts if part.endswith(".xml") and "UTKAST" in words(parts[part].decode())}
        point(f"{name}: a draft says that it is one", marked == wanted, f"{marked} {result.stderr[-300:]}")


def main():
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        kept = {}
        build(None, PLAIN)
        for name, produce in {**make.REALISTIC, **more.MORE}.items():
            (folder / name).write_bytes(produce())
            kept[name] = write_papers(name + "-ut", folder / name, folder)
        check_kept(kept["kommun.dotx"])
        check_filled(kept["kommun.dotx"])
        check_tidied({name.removesuffix("-ut"): parts for name, parts in kept.items()}, folder)
        check_more({name.removesuffix("-ut"): parts for name, parts in kept.items()}, folder)
        boxed = words(kept["skikt.docx"].get("word/header2.xml", b"").decode())
        point("a field in a text box is filled", "AN 2023-165" in boxed, boxed)
        point("a linked picture is left out", b"w:drawing" not in kept["lankad-bild.docx"].get("word/header3.xml", b"w:drawing"))
        again = build(folder / "kommun.dotx", folder / "enkel-ut", "--plain", "-j1")
        point("--plain has no controls", again.returncode == 0 and b"<w:sdt>" not in zipfile.ZipFile(
            next((folder / "enkel-ut").rglob("tjansteskrivelse.docx"))).read("word/document.xml").split(b"docPartGallery")[0])
        paper = next((folder / "kommun.dotx-ut").rglob("overenskommelse.docx"))
        write_papers("egen-ut", paper, folder)
        check_lost(folder)
        check_rendered(folder)
        check_draft(folder)
        check_sound(folder)
        for name, (wanted, produce) in {**make.HOSTILE, **more.HOSTILE, **many.MANY}.items():
            (folder / name).write_bytes(produce())
            check_hostile(name + "-ut", wanted, folder / name, folder)
    shutil.rmtree(PLAIN)
    print(f"1..{len(points)}")
    for number, (good, name, note) in enumerate(points, 1):
        print(f"{'ok' if good else 'not ok'} {number} - {name}")
        if not good:
            print("\n".join("# " + line for line in note.splitlines()[-12:]))
    sys.exit(not all(good for good, _, _ in points))


main()
