#!/usr/bin/env python3
"""Corporate templates for the tests: realistic ones, and hostile ones. The standard library only.

    make.py FOLDER           writes each as a file of its name

REALISTIC and HOSTILE map names to functions that give bytes; HOSTILE with the id of the finding.
"""
import io
import pathlib
import struct
import sys
import zipfile
import zlib

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
P = "http://schemas.openxmlformats.org/package/2006/"
WT = "application/vnd.openxmlformats-officedocument.wordprocessingml."
NS = f'xmlns:w="{W}" xmlns:r="{R}"'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def png(width=120, height=40):
    """A blue rectangle: what stands for a logotype."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = (b"\0" + b"\x00\x4b\x8d" * width) * height
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def drawing(rid, embed="embed"):
    return (
        '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        'distT="0" distB="0" distL="0" distR="0"><wp:extent cx="1080000" cy="360000"/><wp:docPr id="1" name="Logotyp" '
        'descr="Kommunens logotyp"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr>'
        '<pic:cNvPr id="1" name="logo.png"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip r:{embed}="{rid}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
        '<a:ext cx="1080000" cy="360000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        '</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>')


def control(tag, words="Klicka här", extra=""):
    return (f'<w:sdt><w:sdtPr><w:rPr><w:b/></w:rPr><w:alias w:val="{tag}"/><w:tag w:val="{tag}"/><w:id w:val="{sum(map(ord, tag))}"/>'
            f'<w:placeholder><w:docPart w:val="DefaultPlaceholder_1"/></w:placeholder><w:showingPlcHdr/>{extra}<w:text/></w:sdtPr><w:sdtContent>'
            f'<w:r><w:rPr><w:rStyle w:val="Platshllartext"/></w:rPr><w:t>{words}</w:t></w:r></w:sdtContent></w:sdt>')


def simple(instruction, words="x"):
    return f'<w:fldSimple w:instr=" {instruction} "><w:r><w:t>{words}</w:t></w:r></w:fldSimple>'


def complex_field(parts, words="gammalt"):
    """A field as Word writes it: the instruction in several runs, the result in two."""
    runs = "".join(f'<w:r><w:instrText xml:space="preserve">{part}</w:instrText></w:r>' for part in parts)
    return ('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + runs + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
            f'<w:r><w:rPr><w:b/></w:rPr><w:t>{words[:3]}</w:t></w:r><w:r><w:t>{words[3:]}</w:t></w:r>'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>')


def paragraph(content, style=None):
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{content}</w:p>"


def text(words):
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def story(kind, content):
    return f"{HEAD}<w:{kind} {NS}>{content}</w:{kind}>"


def style(kind, ident, name, extra="", default=False):
    first = ' w:default="1"' if default else ""
    return f'<w:style w:type="{kind}"{first} w:styleId="{ident}"><w:name w:val="{name}"/>{extra}</w:style>'


def styles(numbered=False):
    number = '<w:numPr><w:numId w:val="7"/></w:numPr>' if numbered else ""
    heading = ('<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:uiPriority w:val="9"/><w:qFormat/><w:pPr><w:keepNext/>{}'
               '<w:spacing w:before="240"/><w:outlineLvl w:val="{}"/></w:pPr><w:rPr><w:b/><w:color w:val="004B8D"/><w:sz w:val="{}"/></w:rPr>')
    return (f'{HEAD}<w:styles {NS}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/>'
            '<w:sz w:val="21"/><w:lang w:val="en-US" w:eastAsia="en-US" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
            '<w:spacing w:after="140" w:line="280" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
            + style("paragraph", "Normal", "Normal", "<w:qFormat/>", True)
            + style("paragraph", "Rubrik1", "Heading 1", heading.format(number, 0, 30))
            + style("paragraph", "Rubrik2", "heading 2,Underrubrik", heading.format("", 1, 25))
            + style("character", "Standardstycketeckensnitt", "Default Paragraph Font", default=True)
            + style("table", "Normaltabell", "Normal Table", '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr>', True)
            + style("numbering", "Ingenlista", "No List", default=True)
            + style("paragraph", "Liststycke", "List Paragraph", '<w:basedOn w:val="Normal"/><w:pPr><w:ind w:left="720"/></w:pPr>')
            + style("paragraph", "Sidhuvud", "header", '<w:basedOn w:val="Normal"/><w:rPr><w:sz w:val="17"/></w:rPr>')
            + style("paragraph", "Sidfot", "footer", '<w:basedOn w:val="Normal"/><w:rPr><w:sz w:val="17"/></w:rPr>')
            + style("character", "Platshllartext", "Placeholder Text", '<w:rPr><w:color w:val="808080"/></w:rPr>')
            # An id of ours for a style of another name: ours must not take it over.
            + style("paragraph", "Tabelltext", "Kommunens tabell", '<w:basedOn w:val="Normal"/><w:rPr><w:i/></w:rPr>')
            + "</w:styles>")


def numbering():
    levels = "".join(f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
                     + (f'<w:pStyle w:val="Rubrik{i + 1}"/>' if i < 2 else "")
                     + f'<w:lvlText w:val="{".".join("%" + str(j + 1) for j in range(i + 1))}"/><w:lvlJc w:val="left"/>'
                     '<w:pPr><w:ind w:left="567" w:hanging="567"/></w:pPr></w:lvl>' for i in range(9))
    return (f'{HEAD}<w:numbering xmlns:w="{W}">'
            + f'<w:abstractNum w:abstractNumId="4"><w:nsid w:val="1A2B0001"/><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
            '<w:num w:numId="7"><w:abstractNumId w:val="4"/></w:num><w:numIdMacAtCleanup w:val="3"/></w:numbering>')


SECTION_ONE = ('<w:p><w:pPr><w:sectPr><w:headerReference w:type="even" r:id="rId21"/><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
               '<w:pgMar w:top="1000" w:right="1000" w:bottom="1000" w:left="1000" w:header="500" w:footer="500" w:gutter="0"/></w:sectPr></w:pPr></w:p>')
SECTION_LAST = ('<w:sectPr w:rsidR="00AA11BB"><w:headerReference w:type="default" r:id="rId22"/><w:headerReference w:type="first" r:id="rId23"/>'
                '<w:footerReference w:type="default" r:id="rId24"/><w:pgSz w:w="11906" w:h="16838"/>'
                '<w:pgMar w:top="2268" w:right="1701" w:bottom="1701" w:left="1985" w:header="850" w:footer="567" w:gutter="0"/>'
                '<w:cols w:space="708"/><w:titlePg/><w:docGrid w:linePitch="360"/></w:sectPr>')


def relationships(entries):
    rows = "".join(f'<Relationship Id="{i}" Type="{R}/{t}" Target="{target}"' + (' TargetMode="External"' if len(rest) else "") + "/>"
                   for i, t, target, *rest in entries)
    return f'{HEAD}<Relationships xmlns="{P}relationships">{rows}</Relationships>'


class Template:
    """The parts of a package by name; zip() packs them."""

    def __init__(self, main="document.main+xml", numbered=False, document="word/document.xml"):
        self.document = document
        self.overrides = {document: WT + main}
        self.relations = [("rId1", "styles", "styles.xml"), ("rId2", "settings", "settings.xml"),
                          ("rId21", "header", "header1.xml"), ("rId22", "header", "header2.xml"),
                          ("rId23", "header", "header3.xml"), ("rId24", "footer", "footer1.xml"),
                          ("rId25", "customXml", "../customXml/item1.xml"), ("rId30", "comments", "comments.xml")]
        default = (paragraph(text("Dnr ") + control("dnr") + text(" ") + complex_field([" TIT", "LE   \\* MERGEFORMAT "]), "Sidhuvud")
                   + paragraph(text("Sida ") + complex_field([" PAGE "], "1111")))
        first = (paragraph(drawing("rId1"), "Sidhuvud")
                 + paragraph(simple("DOCPROPERTY Diarienummer \\* MERGEFORMAT") + text(" / ")
                             + complex_field([" DOCPROPERTY ", " &quot;Handläggare&quot; "]), "Sidhuvud")
                 + '<w:sdt><w:sdtPr><w:tag w:val="namnd"/><w:id w:val="77"/></w:sdtPr><w:sdtContent>'
                 + paragraph(text("Nämndens namn")) + paragraph(text("andra raden")) + "</w:sdtContent></w:sdt>"
                 + paragraph(control("datum", extra="") + text(" ") + control("titel")))
        self.parts = {
            document: f'{HEAD}<w:document {NS}><w:body>{paragraph(text("Mallens egen text"), "Rubrik1")}{SECTION_ONE}'
                      f"{paragraph(text('slut'))}{SECTION_LAST}</w:body></w:document>",
            "word/styles.xml": styles(numbered),
            "word/settings.xml": f'{HEAD}<w:settings {NS}><w:writeProtection w:recommended="1"/><w:zoom/><w:attachedTemplate r:id="rId1"/>'
                                 '<w:evenAndOddHeaders/><w:rsids><w:rsidRoot w:val="00AA11BB"/></w:rsids></w:settings>',
            "word/_rels/settings.xml.rels": relationships([("rId1", "attachedTemplate", "file:///C:/hemlig/mall.dotx", 1)]),
            "word/header1.xml": story("hdr", paragraph(text("Jämn sida"))),
            "word/header2.xml": story("hdr", default),
            "word/header3.xml": story("hdr", first),
            "word/footer1.xml": story("ftr", paragraph(text("Postadress 581 81 Linköping"), "Sidfot")),
            "word/_rels/header3.xml.rels": relationships([("rId1", "image", "media/logo.png")]),
            "word/media/logo.png": png(),
            "word/comments.xml": f"{HEAD}<w:comments {NS}/>",
            "customXml/item1.xml": HEAD + '<mall xmlns="urn:kommunen"><version>7</version></mall>',
        }
        for name, kind in (("styles", "styles"), ("settings", "settings"), ("header1", "header"), ("header2", "header"),
                           ("header3", "header"), ("footer1", "footer"), ("comments", "comments")):
            self.overrides[f"word/{name}.xml"] = WT + kind + "+xml"
        if numbered:
            self.parts["word/numbering.xml"] = numbering()
            self.overrides["word/numbering.xml"] = WT + "numbering+xml"
            self.relations.append(("rId3", "numbering", "numbering.xml"))

    def types(self):
        rows = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in self.overrides.items())
        return (f'{HEAD}<Types xmlns="{P}content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                f'<Default Extension="xml" ContentType="application/xml"/><Default Extension="PNG" ContentType="image/png"/>{rows}</Types>')

    def zip(self, extra=()):
        parts = {"[Content_Types].xml": self.types(),
                 "_rels/.rels": relationships([("rId1", "officeDocument", self.document)]),
                 self.document.replace("word/", "word/_rels/") + ".rels": relationships(self.relations), **self.parts}
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in [*parts.items(), *extra]:
                info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, data)
        return out.getvalue()


def changed(**parts):
    """A template with some parts replaced: word_header2 for word/header2.xml."""
    template = Template()
    for name, data in parts.items():
        template.parts[name.replace("_", "/", 1) + ".xml"] = data
    return template.zip()


def replace_part(data, name, content):
    """The package with the part's content."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            target.writestr(info, content if info.filename == name else source.read(info))
    return out.getvalue()


def linked():
    template = Template()
    template.parts["word/_rels/header3.xml.rels"] = relationships([("rId1", "image", "https://example.org/logo.png", 1)])
    return template.zip()


def bare():
    """Styles, and nothing else that is ours to keep."""
    template = Template()
    for name in [name for name in template.parts if name not in (template.document, "word/styles.xml")]:
        del template.parts[name]
    template.parts[template.document] = f'{HEAD}<w:document {NS}><w:body><w:p/></w:body></w:document>'
    template.relations = template.relations[:1]
    template.overrides = {name: kind for name, kind in template.overrides.items() if name in template.parts}
    return template.zip()


def macros():
    template = Template("document.main+xml")
    template.overrides[template.document] = "application/vnd.ms-word.document.macroEnabled.main+xml"
    return template.zip([("word/vbaProject.bin", b"\xd0\xcf\x11\xe0")])


def embedded():
    """A linked picture, which is left out, and an object, which is refused."""
    template = Template()
    template.parts["word/_rels/header3.xml.rels"] = relationships(
        [("rId1", "image", "https://example.org/logo.png", 1), ("rId9", "oleObject", "embeddings/kalkyl.bin")])
    return template.zip([("word/embeddings/kalkyl.bin", b"x")])


def strict():
    data = Template()
    for name, part in data.parts.items():
        if isinstance(part, str):
            data.parts[name] = part.replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main").replace(
                R, "http://purl.oclc.org/ooxml/officeDocument/relationships")
    whole = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data.zip())) as source, zipfile.ZipFile(whole, "w") as target:
        for info in source.infolist():
            part = source.read(info)
            if info.filename.endswith(".rels"):
                part = part.replace(R.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships")
            target.writestr(zipfile.ZipInfo(info.filename, (1980, 1, 1, 0, 0, 0)), part)
    return whole.getvalue()


def encrypted_entry():
    data = bytearray(Template().zip())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        data[at + offset] |= 1
    return bytes(data)


def lying_size():
    """An entry that says it is small and is not."""
    data = bytearray(Template().zip([("word/media/logo2.png", b"\0" * 1000000)]))
    at = data.rfind(b"word/media/logo2.png")
    struct.pack_into("<I", data, at - 46 + 24, 10)
    return bytes(data)


class Pipe(io.BytesIO):
    """Cannot go back to say how large an entry became."""

    def seekable(self):
        return False

    def tell(self):
        raise OSError


def streamed():
    """As programs pack that write to a pipe: sizes behind the content; one entry as it is; a comment at the end."""
    out = Pipe()
    with zipfile.ZipFile(io.BytesIO(Template().zip())) as source, zipfile.ZipFile(out, "w") as target:
        for number, info in enumerate(source.infolist()):
            target.writestr(info, source.read(info), zipfile.ZIP_DEFLATED if number else zipfile.ZIP_STORED)
        target.comment = b"PK, en kommentar"
    data = out.getvalue()
    assert data[6] & 8
    return data


def with_entry(name, method=zipfile.ZIP_DEFLATED):
    """One entry more, of that name, compressed in that way."""
    out = io.BytesIO(Template().zip())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(zipfile.ZipInfo("Z" * len(name), (1980, 1, 1, 0, 0, 0)), b"x" * 500, method)
    return out.getvalue().replace(b"Z" * len(name), name)


def other_method():
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(Template().zip())) as source, zipfile.ZipFile(out, "w") as target:
        for info in source.infolist():
            target.writestr(info, source.read(info), zipfile.ZIP_BZIP2)
    return out.getvalue()


def directory_field(entry, offset, value):
    """The directory's entry of that number says something else."""
    data = bytearray(Template().zip())
    at = -1
    for _ in range(entry + 1):
        at = data.index(b"PK\x01\x02", at + 1)
    struct.pack_into("<I", data, at + offset, value)
    return bytes(data)


def end_field(offset, layout, *values):
    """The record at the end says something else."""
    data = bytearray(Template().zip())
    struct.pack_into(layout, data, len(data) - 22 + offset, *values)
    return bytes(data)


def doctype(name="word/header2.xml"):
    bomb = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10 if i else "ha" * 50}">' for i in range(9))
    return HEAD + f"<!DOCTYPE hdr [{bomb}]><w:hdr {NS}><w:p><w:r><w:t>&a8;</w:t></w:r></w:p></w:hdr>"


def swedish(name="{}", body=True, numbers="", levels=()):
    """Styles as Word makes them in Sweden; `name` is what heading 1 is called, "{}" the built-in one."""
    own = name != "{}"
    built_in = lambda english, swedish: swedish if own else english
    normal = '<w:qFormat/><w:pPr><w:spacing w:after="0"/></w:pPr><w:rPr><w:sz w:val="22"/></w:rPr>'
    heading = ('<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/><w:pPr><w:keepNext/>'
               '{}<w:spacing w:before="240" w:after="60"/></w:pPr><w:rPr><w:b/></w:rPr>')
    count = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="5"/></w:numPr>' if levels else ""
    template = Template()
    template.parts["word/styles.xml"] = (
        f'{HEAD}<w:styles {NS}>' + style("paragraph", "Normal", "Normal", normal, True)
        + style("paragraph", "Rubrik1", built_in("heading 1", "Rubrik 1"), heading.format(count.format(0)))
        + style("paragraph", "Rubrik2", built_in("heading 2", "Rubrik 2"), heading.format(count.format(1)))
        + (style("paragraph", "Brdtext", built_in("Body Text", "Brödtext"), '<w:basedOn w:val="Normal"/><w:pPr><w:spacing w:after="160"/></w:pPr>') if body else "")
        + style("paragraph", "Sidhuvud", built_in("header", "Sidhuvud"), '<w:basedOn w:val="Normal"/>')
        + style("paragraph", "Sidfot", built_in("footer", "Sidfot"), '<w:basedOn w:val="Normal"/>')
        + style("character", "Platshllartext", "Placeholder Text")
        + style("paragraph", "Punktlista", built_in("List Bullet", "Punktlista"), '<w:basedOn w:val="Normal"/><w:pPr><w:numPr><w:numId w:val="99"/></w:numPr></w:pPr>')
        + "</w:styles>")
    if levels:
        rows = "".join(f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{shown}"/><w:lvlJc w:val="left"/></w:lvl>'
                       for i, (kind, shown) in enumerate(levels))
        template.parts["word/numbering.xml"] = (
            f'{HEAD}<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="2"><w:multiLevelType w:val="multilevel"/>{rows}</w:abstractNum>'
            '<w:num w:numId="5"><w:abstractNumId w:val="2"/></w:num></w:numbering>')
        template.overrides["word/numbering.xml"] = WT + "numbering+xml"
        template.relations.append(("rId3", "numbering", "numbering.xml"))
    return template.zip()


def unordered():
    """Properties in an order of the program's own, references to styles that are not there, a default
    paragraph style that does not say so, and two drawings of one number."""
    template = Template()
    template.parts["word/styles.xml"] = (
        styles().replace(' w:default="1" w:styleId="Normal"', ' w:styleId="Normal"')
        .replace('<w:qFormat/><w:pPr><w:keepNext/>', '<w:pPr><w:keepNext/>').replace('<w:b/><w:color w:val="004B8D"/>', '<w:color w:val="004B8D"/><w:b/>')
        .replace('<w:basedOn w:val="Normal"/><w:rPr><w:sz w:val="17"/>', '<w:uiPriority w:val="9"/><w:basedOn w:val="Saknas"/><w:rPr><w:sz w:val="17"/>'))
    template.parts["word/settings.xml"] = f'{HEAD}<w:settings {NS}><w:listSeparator w:val=";"/><w:footnotePr/><w:defaultTabStop w:val="720"/></w:settings>'
    template.parts["word/header3.xml"] = story("hdr", paragraph(drawing("rId1")) + paragraph(drawing("rId1"), "Saknas"))
    return template.zip()


def sections():
    """An upright part with a header, an appendix that lies, in two columns."""
    template = Template()
    page = '<w:pgSz w:w="{}" w:h="{}"/><w:pgMar w:top="1701" w:right="1701" w:bottom="1701" w:left="1985" w:header="850" w:footer="567" w:gutter="0"/><w:cols w:num="2" w:space="300"/>'
    template.parts[template.document] = (
        f'{HEAD}<w:document {NS}><w:body><w:p><w:pPr><w:sectPr><w:headerReference w:type="default" r:id="rId22"/>{page.format(11906, 16838)}</w:sectPr></w:pPr></w:p>'
        f'<w:sectPr><w:headerReference w:type="default" r:id="rId21"/>{page.format(16838, 11906)}<w:bidi/></w:sectPr></w:body></w:document>')
    return template.zip()


def left_over():
    """Tracked changes, and notes of its own."""
    author = 'w:author="Malle Mallson" w:date="2020-01-01T00:00:00Z"'
    template = Template()
    template.parts["word/header2.xml"] = story("hdr", (
        f'<w:p><w:pPr><w:rPr><w:ins w:id="3" {author}/></w:rPr></w:pPr><w:ins w:id="1" {author}><w:r><w:t>tillagt</w:t></w:r></w:ins>'
        f'<w:del w:id="2" {author}><w:r><w:delText>struket</w:delText></w:r></w:del></w:p>'))
    template.parts["word/footnotes.xml"] = story("footnotes", (
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
        '<w:footnote w:id="1"><w:p><w:r><w:t>Mallens fotnot</w:t></w:r></w:p></w:footnote>'))
    template.overrides["word/footnotes.xml"] = WT + "footnotes+xml"
    template.relations.append(("rId40", "footnotes", "footnotes.xml"))
    return template.zip()


def more_slots():
    """A control round a cell, fields that show what the template's own heading and author were."""
    cell = '<w:tc><w:tcPr><w:tcW w:w="3000" w:type="dxa"/></w:tcPr><w:p/></w:tc>'
    around = lambda tag, content: f'<w:sdt><w:sdtPr><w:tag w:val="{tag}"/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>'
    return changed(word_header2=story("hdr", (
        '<w:tbl><w:tblPr><w:tblW w:w="6000" w:type="dxa"/></w:tblPr><w:tblGrid><w:gridCol w:w="3000"/><w:gridCol w:w="3000"/></w:tblGrid>'
        f'<w:tr>{around("dnr", cell)}{cell}</w:tr></w:tbl>'
        + paragraph(simple("STYLEREF &quot;Rubrik 1&quot;", "Mallens kapitel") + text(" ") + simple("STYLEREF 1 \\n", "17")
                    + simple("AUTHOR", "Malle Mallson") + complex_field([" SAVE", "DATE "], "2019-01-01")))))


def unrelated():
    """A header that nothing leads to, and a footer whose part is missing."""
    template = Template()
    template.relations = [entry for entry in template.relations if entry[0] != "rId22"]
    del template.parts["word/header2.xml"], template.parts["word/footer1.xml"]
    for name in "word/header2.xml", "word/footer1.xml":
        del template.overrides[name]
    return template.zip()


REALISTIC = {
    "orelaterad.docx": unrelated,
    "svensk.docx": swedish,
    "svenska-namn.docx": lambda: swedish("Rubrik 1"),
    "utan-brodtext.docx": lambda: swedish(body=False),
    "raknar-lika.docx": lambda: swedish(levels=(("decimal", "%1"), ("decimal", "%1.%2"), ("decimal", "%1.%2.%3"))),
    "raknar-romerskt.docx": lambda: swedish(levels=(("upperRoman", "§ %1"), ("lowerLetter", "%2)"), ("decimal", "%3"))),
    "oordnad.docx": unordered,
    "sektioner.docx": sections,
    "rester.docx": left_over,
    "fler-platser.docx": more_slots,
    "utf-16.docx": lambda: changed(word_header2=story("hdr", paragraph(control("dnr"))).replace("UTF-8", "UTF-16").encode("utf-16")),
    "bara-latenta.docx": lambda: changed(word_styles=f"{HEAD}<w:styles {NS}><w:latentStyles w:count=\"376\"/></w:styles>"),
    "kommun.dotx": lambda: Template("template.main+xml").zip(),
    "strommad.docx": streamed,
    "numrerad.docx": lambda: Template(numbered=True).zip(),
    "kommentar-sist.docx": lambda: replace_part(Template(numbered=True).zip(), "word/numbering.xml", numbering() + "<!-- skriven av mallverktyget -->"),
    "document2.docx": lambda: Template(document="word/document2.xml").zip(),
    "bara-format.docx": bare,
    "lankad-bild.docx": linked,
    "skikt.docx": lambda: changed(word_header2=story("hdr", "<w:p><w:r>" + '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="wps" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"/><mc:Fallback><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" style="width:100pt;height:20pt"><v:textbox><w:txbxContent><w:p>' + complex_field([" DOCPROPERTY Diarienummer "]) + "</w:p></w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>")),
}
HOSTILE = {
    "text.docx": ("wordmall-format", lambda: b"ingen mall\n"),
    "tom.docx": ("wordmall-format", lambda: b""),
    "gammal.docx": ("wordmall-låst", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)),
    "krypterad.docx": ("wordmall-låst", encrypted_entry),
    "avhuggen.docx": ("wordmall-skadad", lambda: Template().zip()[:-400]),
    "halv.docx": ("wordmall-skadad", lambda: Template().zip()[:3000]),
    "trasig-xml.docx": ("wordmall-skadad", lambda: changed(word_header2="<w:hdr>")),
    "entiteter.docx": ("wordmall-skadad", lambda: changed(word_header2=doctype())),
    "windows-1252.docx": ("wordmall-skadad", lambda: changed(word_header2=story("hdr", paragraph(control("dnr"))).replace("UTF-8", "windows-1252"))),
    "djup.docx": ("wordmall-skadad", lambda: changed(word_header2=story("hdr", "<w:p>" * 100000))),
    "fel-rot.docx": ("wordmall-skadad", lambda: changed(word_styles=story("hdr", "<w:p/>"))),
    "ljuger.docx": (None, lying_size),
    "bomb.docx": ("wordmall-för-stor", lambda: Template().zip([(f"word/media/b{i}.png", bytes(8 << 20)) for i in range(9)])),
    "stor-xml.docx": ("wordmall-för-stor", lambda: changed(word_header2=story("hdr", "<w:p/>" * 1000000))),
    "manga.docx": ("wordmall-för-stor", lambda: Template().zip([(f"x/{i}", b"") for i in range(2500)])),
    "uppat.docx": ("wordmall-namn", lambda: Template().zip([("../../etc/x.xml", b"x")])),
    "rot.docx": ("wordmall-namn", lambda: Template().zip([("/etc/x.xml", b"x")])),
    "bakstreck.docx": ("wordmall-namn", lambda: Template().zip([("word\\x.xml", b"x")])),
    "nolltecken.docx": ("wordmall-namn", lambda: with_entry(b"word/a\0b.xml")),
    "teckenkod.docx": ("wordmall-namn", lambda: with_entry(b"word/bild\x86.png")),
    "langt-namn.docx": ("wordmall-namn", lambda: with_entry(b"word/" + b"a" * 60000)),
    "metod.docx": ("wordmall-skadad", other_method),
    "zip64.docx": ("wordmall-för-stor", lambda: directory_field(3, 24, 0xFFFFFFFF)),
    "langt-bort.docx": ("wordmall-skadad", lambda: directory_field(0, 42, 0x7FFFFFFF)),
    "fel-summa.docx": ("wordmall-skadad", lambda: directory_field(0, 16, 1)),
    "katalog-bort.docx": ("wordmall-skadad", lambda: end_field(16, "<I", 0xFFFFFFF0)),
    "katalog-fel.docx": ("wordmall-skadad", lambda: end_field(16, "<I", 7)),
    "flera-skivor.docx": ("wordmall-skadad", lambda: end_field(4, "<HH", 1, 1)),
    "fler-poster.docx": ("wordmall-skadad", lambda: end_field(8, "<HH", 1000, 1000)),
    "dubbel.docx": ("wordmall-namn", lambda: Template().zip([("WORD/Styles.xml", b"x")])),
    "makron.docm": ("wordmall-makron", macros),
    "objekt.docx": ("wordmall-makron", embedded),
    "strikt.docx": ("wordmall-strikt", strict),
    "kalkyl.docx": ("wordmall-format", lambda: Template("sheet.main+xml").zip()),
}


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in REALISTIC.items():
        (folder / name).write_bytes(make())
    for name, (_, make) in HOSTILE.items():
        (folder / name).write_bytes(make())


if __name__ == "__main__":
    main()
