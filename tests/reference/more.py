"""More corporate templates: what people in municipalities build, and programs leave behind. Shares its
pieces with make.py.
"""
import make
from make import HEAD, NS, R, W, WT, Template, complex_field, control, drawing, paragraph, relationships, simple, story, text

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
V = "urn:schemas-microsoft-com:vml"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
CORE = "{6C3C8BC8-F283-45AE-878A-BAB7291924A1}"
PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
MARGINS = '<w:pgMar w:top="{0}" w:right="{0}" w:bottom="{0}" w:left="{0}" w:header="709" w:footer="709" w:gutter="0"/>'


def section(*references, size='<w:pgSz w:w="11906" w:h="16838"/>', margins=MARGINS.format(1701), title=False):
    """A body whose only section shows these: ("header", "default", "rId22")."""
    shown = "".join(f'<w:{kind}Reference w:type="{which}" r:id="{ident}"/>' for kind, which, ident in references)
    first = "<w:titlePg/>" if title else ""
    return f'{HEAD}<w:document {NS}><w:body><w:p/><w:sectPr>{shown}{size}{margins}{first}</w:sectPr></w:body></w:document>'


def with_parts(parts, document=None):
    template = Template()
    for name, content in parts.items():
        template.parts[f"word/{name}.xml"] = content
    if document:
        template.parts[template.document] = document
    return template


def custom_properties(**values):
    rows = "".join(f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{i}" name="{name}"><vt:lpwstr>{value}</vt:lpwstr></property>'
                   for i, (name, value) in enumerate(values.items(), 2))
    return f'{HEAD}<Properties xmlns="{PROPERTIES}" xmlns:vt="{VALUES}">{rows}</Properties>'


def footer_only(extra=""):
    """An address at the foot of each page, and nothing else."""
    return with_parts({"footer1": story("ftr", paragraph(text("Postadress 581 81 Linköping ") + extra, "Sidfot"))},
                      section(("footer", "default", "rId24"))).zip()


def header_only():
    template = with_parts({"header2": story("hdr", paragraph(drawing("rId1"), "Sidhuvud"))}, section(("header", "default", "rId22")))
    template.parts["word/_rels/header2.xml.rels"] = relationships([("rId1", "image", "media/logo.png")])
    return template.zip()


def look_ups():
    """Fields that look up what only the template has, under names that are not ours."""
    fields = (complex_field([" DOCPROPERTY ", "dnr "]) + simple("DOCPROPERTY Telefon", "gammal telefon") + simple("DOCVARIABLE titel", "gammal variabel")
              + complex_field([" REF ", "Handlaggare ", "\\h "], "gammalt bokmärke") + simple("DATE \\@ &quot;yyyy-MM-dd&quot;", "2001-02-03")
              + simple("FILENAME \\p", "C:\\hemligt\\mall.dotx") + simple("DOCPROPERTY Company", "Kommunen"))
    template = with_parts({"header2": story("hdr", paragraph(fields))})
    template.parts["docProps/custom.xml"] = custom_properties(Telefon="013-20 60 00", Hemlig="mallens egen", Diarienummer="MALL 1")
    template.overrides["docProps/custom.xml"] = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
    data = template.zip()
    # The package leads to its properties; make.py's does not.
    return make.replace_part(data, "_rels/.rels", relationships(
        [("rId1", "officeDocument", template.document), ("rId2", "custom-properties", "docProps/custom.xml")]))


def bound():
    """Word's own quick parts, which are bound to the properties and have no tag."""
    def part(alias, path, words):
        return (f'<w:sdt><w:sdtPr><w:alias w:val="{alias}"/><w:id w:val="{sum(map(ord, alias))}"/><w:dataBinding w:prefixMappings="'
                'xmlns:ns0=&quot;http://purl.org/dc/elements/1.1/&quot; xmlns:ns1=&quot;http://schemas.openxmlformats.org/package/2006/metadata/core-properties&quot; " '
                f'w:xpath="/ns1:coreProperties[1]/{path}[1]" w:storeItemID="{CORE}"/><w:text/></w:sdtPr><w:sdtContent>{text(words)}</w:sdtContent></w:sdt>')
    return with_parts({"header2": story("hdr", paragraph(
        part("Dokumentets namn", "ns0:title", "Mallens rubrik") + part("Skrivet av", "ns0:creator", "Malle Mallson") + part("Kategori", "ns1:category", "Mallkategori")))}).zip()


def box(content, number=7):
    """A text box as Word writes it: for new readers and for old ones."""
    frame = '<a:xfrm><a:off x="0" y="0"/><a:ext cx="2500000" cy="700000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    return paragraph(
        f'<w:r><mc:AlternateContent xmlns:mc="{MC}"><mc:Choice xmlns:wps="{WPS}" Requires="wps"><w:drawing><wp:inline xmlns:wp="{WP}"><wp:extent cx="2500000" cy="700000"/>'
        f'<wp:docPr id="{number}" name="Textruta {number}"/><a:graphic xmlns:a="{A}"><a:graphicData uri="{WPS}"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr>{frame}</wps:spPr>'
        f'<wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>'
        f'<mc:Fallback><w:pict><v:shape xmlns:v="{V}" ID="s1" style="width:200pt;height:50pt"><v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox></v:shape></w:pict>'
        '</mc:Fallback></mc:AlternateContent></w:r>')


def boxes():
    """The same box in two headers, with one number; and a picture nobody has described, without a part."""
    content = paragraph(control("DNR")) + paragraph(control("Handlaggare"))
    bare = drawing("rId1").replace(' descr="Kommunens logotyp"', "")
    template = with_parts({"header2": story("hdr", box(content)), "header3": story("hdr", box(content) + paragraph(bare)),
                           "header1": story("hdr", paragraph(drawing("rId77")))})
    return template.zip()


def rows():
    """A control round a row of a table, whose first cell says what it is."""
    cell = lambda content: f'<w:tc><w:tcPr><w:tcW w:w="3000" w:type="dxa"/></w:tcPr>{paragraph(content)}</w:tc>'
    row = f'<w:sdt><w:sdtPr><w:tag w:val="Dnr"/></w:sdtPr><w:sdtContent><w:tr w:rsidR="00AB12CD">{cell(text("Diarienummer:"))}{cell(text("gammalt"))}</w:tr></w:sdtContent></w:sdt>'
    return with_parts({"header2": story("hdr", (
        '<w:tbl><w:tblPr><w:tblW w:w="6000" w:type="dxa"/></w:tblPr><w:tblGrid><w:gridCol w:w="3000"/><w:gridCol w:w="3000"/></w:tblGrid>'
        f'{row}</w:tbl>{paragraph("")}'))}).zip()


def other_units():
    """Margins in centimetres, as docx of npm writes them, and a font table by LibreOffice."""
    template = with_parts({"fontTable": f'{HEAD}<w:fonts {NS}><w:font w:name="Arial"><w:charset w:val="00" w:characterSet="windows-1252"/></w:font></w:fonts>'},
                          section(("header", "default", "rId22"), margins=MARGINS.format("2.5cm")))
    template.overrides["word/fontTable.xml"] = WT + "fontTable+xml"
    template.relations.append(("rId50", "fontTable", "fontTable.xml"))
    return template.zip()


def settings():
    """All that a template's settings may demand of those who open it."""
    return with_parts({"settings": (
        f'{HEAD}<w:settings {NS}><w:view w:val="print"/><w:mirrorMargins/><w:linkStyles/><w:trackRevisions/><w:documentProtection w:edit="forms" w:enforcement="1"/>'
        '<w:defaultTabStop w:val="1304"/><w:updateFields w:val="true"/><w:docVars><w:docVar w:name="dnr" w:val="x"/></w:docVars><w:compat><w:compatSetting '
        'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="12"/></w:compat></w:settings>')}).zip()


def large_sheet():
    """A3, lying, and nothing else."""
    return with_parts({}, section(("header", "default", "rId22"), ("footer", "default", "rId24"), size='<w:pgSz w:w="23811" w:h="16838" w:orient="landscape"/>')).zip()


def picture_bullets():
    shape = (f'<w:numPicBullet w:numPicBulletId="0"><w:pict><v:shape xmlns:v="{V}" id="b" style="width:9pt;height:9pt"><v:imagedata r:id="rId1"/></v:shape></w:pict></w:numPicBullet>')
    level = ('<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:pStyle w:val="Punktlista"/><w:lvlText w:val="•"/><w:lvlPicBulletId w:val="0"/><w:lvlJc w:val="left"/>'
             '<w:pPr><w:ind w:left="360" w:hanging="360"/></w:pPr></w:lvl>')
    template = with_parts({"numbering": f'{HEAD}<w:numbering xmlns:w="{W}" xmlns:r="{R}">{shape}<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="hybridMultilevel"/>{level}'
                                        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'})
    template.parts["word/styles.xml"] = make.styles().replace("</w:styles>", make.style(
        "paragraph", "Punktlista", "List Bullet", '<w:basedOn w:val="Normal"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>') + "</w:styles>")
    template.parts["word/_rels/numbering.xml.rels"] = relationships([("rId1", "image", "media/logo.png")])
    template.overrides["word/numbering.xml"] = WT + "numbering+xml"
    template.relations.append(("rId3", "numbering", "numbering.xml"))
    return template.zip()


def with_content(word, content):
    """Its part of that kind has this content: a new one, or the one that the template has."""
    template = with_parts({word: content})
    if all(kind != word for _, kind, _ in template.relations):
        template.overrides[f"word/{word}.xml"] = WT + word + "+xml"
        template.relations.append(("rId60", word, f"{word}.xml"))
    return template.zip()


def with_theme(root):
    template = with_parts({"theme": f'{HEAD}<a:{root} xmlns:a="{A}" name="x"/>'})
    template.overrides["word/theme.xml"] = "application/vnd.openxmlformats-officedocument.theme+xml"
    template.relations.append(("rId60", "theme", "theme.xml"))
    return template.zip()


def of_type(name, kind):
    """The part's content type is another."""
    template = Template()
    template.overrides[name] = kind
    return template.zip()


def related(part, entries):
    """The part's relationships are these, too; those of the body when it is None."""
    template = Template()
    if part is None:
        template.relations += entries
    else:
        template.parts[f"word/_rels/{part}.xml.rels"] = relationships([("rId1", "image", "media/logo.png"), *entries])
    return template.zip()


def without(*names):
    """Parts that lie in no file of the template's, though it refers to them."""
    template = Template()
    for name in names:
        del template.parts[name]
        template.overrides.pop(name, None)
    return template.zip()


def two_styles():
    template = with_parts({"styles2": make.styles()})
    template.overrides["word/styles2.xml"] = WT + "styles+xml"
    template.relations.append(("rId60", "styles", "styles2.xml"))
    return template.zip()


def wrong_reference():
    """Its header is a footer."""
    return with_parts({}, section(("header", "default", "rId24"))).zip()


def nested(before, inner, behind, words="gammalt"):
    """A field whose code holds another field."""
    code = lambda part: f'<w:r><w:instrText xml:space="preserve">{part}</w:instrText></w:r>'
    mark = lambda kind: f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'
    return mark("begin") + code(before) + inner + code(behind) + mark("separate") + text(words) + mark("end")


def with_fields(content, kind="header2"):
    return with_parts({kind: story("hdr" if kind.startswith("h") else "ftr", paragraph(content))}).zip()


def struck_out():
    """A field of which something is struck out: what is left runs."""
    code = lambda part: f'<w:r><w:instrText>{part}</w:instrText></w:r>'
    mark = lambda kind: f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'
    return mark("begin") + code("DDE") + f'<w:del w:id="1" w:author="x">{code("x")}</w:del>' + code("AUTO c:\\x") + mark("end")


def fetching():
    """Fields that fetch, in all the ways they may be written; and what Word may read otherwise than others do."""
    code = lambda part: f'<w:r><w:instrText>{part}</w:instrText></w:r>'
    mark = lambda kind: f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'
    choice = f'<mc:AlternateContent xmlns:mc="{MC}"><mc:Choice Requires="w">{code("x")}</mc:Choice></mc:AlternateContent>'
    return with_fields(
        complex_field([" Include", "Picture &quot;https://example.org/spår.png&quot; \\d "], "bild kvar")
        + simple("\u00a0&quot;INCLUDETEXT&quot; \\\\server\\adress.docx", "adress kvar")
        + nested(" IF 1 = 1 &quot;", complex_field(["\tDATABASE \\d x"], "dolt"), "&quot;", "svar kvar")
        + nested("INCLUDE", complex_field(["QUOTE TEXT"], "TEXT"), " \\\\server\\x", "citat kvar")
        + mark("begin") + code("PAGE") + choice + code(" x") + mark("separate") + text("oklart kvar") + mark("end")
        + nested(" = ", complex_field([" PAGE "], "1111"), " + 1 ", "summa kvar") + mark("begin") + code(" RD x.docx "))


def asking():
    """Fields that ask whoever makes a paper to write."""
    form = lambda name, words: ('<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="' + name + '"/><w:enabled/><w:calcOnExit w:val="0"/>'
        '<w:entryMacro w:val="Kor"/><w:textInput/></w:ffData></w:fldChar></w:r><w:r><w:instrText> FORMTEXT </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + text(words) + '<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    button = ('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> MACROBUTTON nomacro [Klicka här] </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>')
    return with_fields(button + form("Diarienummer", "KS 1999-1") + form("Text7", "KS 1999-2") + simple("MERGEFIELD Titel", "«Titel»") + simple("MERGEFIELD Adress", "«Adress»")
                       + simple("FILLIN &quot;Skriv dnr&quot;", "ifyllt") + complex_field([" ASK", " namn &quot;Vem?&quot;"], "frågat"))


def nameless():
    """Controls without tag and title: one that asks, one that has forgotten that it does, one that does not."""
    control = lambda words, marks="": f'<w:sdt><w:sdtPr>{marks}</w:sdtPr><w:sdtContent>{text(words)}</w:sdtContent></w:sdt>'
    return with_fields(control("Ange kontaktväg", "<w:showingPlcHdr/><w:text/>") + control("Klicka här för att ange text.") + control("Linköping Arena"))


def with_styles(old, new, margins=MARGINS.format(1701), size='<w:pgSz w:w="11906" w:h="16838"/>'):
    """Styles as in make.py, with one thing said in another way."""
    styles = make.styles()
    assert old in styles, old
    return with_parts({"styles": styles.replace(old, new)}, section(("header", "default", "rId22"), margins=margins, size=size)).zip()


def decimals():
    """Measures with a decimal point, as Google Docs writes them; no gutter."""
    margins = MARGINS.format("1133.8582677165355").replace(' w:gutter="0"', "")
    own = make.style("paragraph", "Egen", "Egen", '<w:pPr><w:spacing w:before="200.5" w:line="276.0005454545455" w:lineRule="auto"/><w:ind w:left="-504.00000000000006"/></w:pPr>')
    return with_styles("</w:styles>", own + "</w:styles>", margins, '<w:pgSz w:w="11909.448818897638" w:h="16834.015748031496"/>')


def narrow():
    """Text of 11 cm, no more."""
    return with_styles("</w:styles>", "</w:styles>", MARGINS.format(1417).replace('w:left="1417"', 'w:left="4252"'))


def indented():
    """Running text that is indented and justified, and so is all that builds on it."""
    normal = '<w:pPr><w:spacing w:after="120"/><w:ind w:left="1304" w:firstLine="284"/><w:jc w:val="both"/></w:pPr>'
    template = with_parts({}, section(("header", "default", "rId22")))
    template.parts["word/styles.xml"] = f'{HEAD}<w:styles {NS}>' + make.style("paragraph", "Normal", "Normal", normal, True) + "</w:styles>"
    return template.zip()


def namesakes():
    """A style of theirs that has the name of one of ours, on which others of ours build."""
    own = make.style("paragraph", "Underskrift", "Underskrift", '<w:basedOn w:val="Normal"/><w:pPr><w:ind w:left="4536"/></w:pPr>')
    return with_styles("</w:styles>", own + "</w:styles>")


def with_application(template, **values):
    """Word's own properties of a template, Company among them."""
    rows = "".join(f"<{name}>{value}</{name}>" for name, value in values.items())
    template.parts["docProps/app.xml"] = (
        f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>Mall</Application>{rows}</Properties>')
    return make.replace_part(template.zip(), "_rels/.rels", relationships(
        [("rId1", "officeDocument", template.document), ("rId2", "extended-properties", "docProps/app.xml")]))


def organisation():
    """A control bound to Company; what else Word says of a template, and of those who wrote it."""
    bound = ('<w:sdt><w:sdtPr><w:alias w:val="Företag"/><w:dataBinding w:prefixMappings="xmlns:ns0=\'http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\'" '
             'w:xpath="/ns0:Properties[1]/ns0:Company[1]" w:storeItemID="{6668398D-A668-4E3E-A5EB-62B293D839F1}"/><w:text/></w:sdtPr><w:sdtContent>'
             + text("Linköpings kommun") + "</w:sdtContent></w:sdt>")
    fields = (simple("DOCPROPERTY Category", "Hemligt") + simple("INFO Author", "Malle Mallson") + simple("DOCPROPERTY LastSavedBy", "Malle Mallson")
              + simple("REVNUM", "4711") + simple("USERADDRESS", "Hemvägen 1") + simple("INFO NumPages", "17"))
    return with_application(with_parts({"header2": story("hdr", paragraph(bound + fields))}), Company="Linköpings &amp;#127; kommun".replace("&amp;", "&"), Manager="Malle Mallson")


def first_only():
    """A header on the first page, with the page's number and the registry number, and nothing behind it."""
    header = story("hdr", paragraph(simple("PAGE", "1") + text(" ") + control("dnr")))
    return with_parts({"header3": header}, section(("header", "first", "rId23"), title=True)).zip()


def struck_parts():
    """Rows, a cell, a whole table and a paragraph's mark that are struck out; a control round two others and their labels."""
    mark = 'w:id="1" w:author="Malle Mallson" w:date="2020-01-01T00:00:00Z"'
    cell = lambda words, how="": f'<w:tc><w:tcPr><w:tcW w:w="3000" w:type="dxa"/>{how}</w:tcPr>{paragraph(text(words))}</w:tc>'
    row = lambda cells, how="": f"<w:tr>{how}{cells}</w:tr>"
    gone = f"<w:trPr><w:del {mark}/></w:trPr>"
    table = lambda rows: f'<w:tbl><w:tblPr><w:tblW w:w="3000" w:type="dxa"/></w:tblPr><w:tblGrid><w:gridCol w:w="3000"/></w:tblGrid>{rows}</w:tbl>'
    part = lambda words: f'<w:p><w:pPr><w:jc w:val="right"/><w:rPr><w:del {mark}/></w:rPr></w:pPr>{text(words)}</w:p>'
    return with_parts({"header2": story("hdr", (
        table(row(cell("raden kvar") + cell("cellen bort", f"<w:cellDel {mark}/>")) + row(cell("raden bort"), gone)) + part("ett ") + part("och ") + paragraph(text("samma"), "Sidhuvud")
        + '<w:sdt><w:sdtPr><w:alias w:val="Titel"/></w:sdtPr><w:sdtContent>' + paragraph(text("Ärendet: ") + control("titel") + text(" Numret: ") + control("dnr")) + "</w:sdtContent></w:sdt>"
        + table(row(cell("tabellen bort"), gone))))}).zip()


def with_returns(ident):
    """A carriage return, which XML may hold as a reference, in all that is copied into a paper; in an id, too."""
    template = with_fields(simple("DOCPROPERTY &quot;a&#13;b&quot;"))
    template = make.replace_part(template, "word/document.xml", section(("header", "default", "rId22")).replace(
        "</w:sectPr>", '<w:pgNumType w:fmt="a&#13;b"/></w:sectPr>'))
    return make.replace_part(template, "word/_rels/header2.xml.rels", relationships([(ident, "hyperlink", "https://example.org", 1)]))


HOSTILE = {
    "vagnretur.docx": (None, lambda: with_returns("rId1")),
    "vagnretur-id.docx": ("wordmall-skadad", lambda: related("header3", [("rId9&#13;", "hyperlink", "https://example.org", 1)])),
    "dde.docx": ("wordmall-makron", lambda: with_fields(simple("DDEAUTO c:\\cmd.exe &quot;/k calc&quot;"))),
    "dde-delad.docx": ("wordmall-makron", lambda: with_fields(nested(" IF 1 = 1 ", complex_field([" &quot;d", "DeAu", "TO&quot; c:\\cmd.exe"]), " x"), "footer1")),
    "dde-struken.docx": ("wordmall-makron", lambda: with_fields(struck_out())),
    "dde-i-not.docx": ("wordmall-makron", lambda: with_content("footnotes", story(
        "footnotes", '<w:footnote w:type="separator" w:id="0">' + paragraph(simple("dde x")) + "</w:footnote>"))),
    "lank.docx": ("wordmall-makron", lambda: with_fields(simple("\tLINK Excel.Sheet.8 C:\\x.xls"))),
    "knapp.docx": ("wordmall-makron", lambda: with_fields(complex_field([" MACROBUTTON KörAllt ", "[Klicka]"]))),
    "sidhuvud-rot.docx": ("wordmall-skadad", lambda: with_content("header2", "<x/>")),
    "sidfot-rot.docx": ("wordmall-skadad", lambda: with_content("footer1", story("hdr", "<w:p/>"))),
    "fotnoter-rot.docx": ("wordmall-skadad", lambda: with_content("footnotes", story("endnotes", ""))),
    "slutnoter-rot.docx": ("wordmall-skadad", lambda: with_content("endnotes", story("footnotes", ""))),
    "typsnitt-rot.docx": ("wordmall-skadad", lambda: with_content("fontTable", story("font", ""))),
    "webb-rot.docx": ("wordmall-skadad", lambda: with_content("webSettings", story("settings", ""))),
    "tema-rot.docx": ("wordmall-skadad", lambda: with_theme("thema")),
    "sidhuvud-slag.docx": ("wordmall-skadad", lambda: of_type("word/header2.xml", "application/xml")),
    "format-slag.docx": ("wordmall-skadad", lambda: of_type("word/styles.xml", WT + "settings+xml")),
    "bild-slag.docx": ("wordmall-skadad", lambda: of_type("word/media/logo.png", "text/plain")),
    "dubbelt-id.docx": ("wordmall-skadad", lambda: related(None, [("rId21", "header", "header2.xml")])),
    "dubbelt-id-i-sidhuvud.docx": ("wordmall-skadad", lambda: related("header3", [("rId1", "hyperlink", "https://example.org", 1)])),
    "format-dubbla.docx": ("wordmall-skadad", two_styles),
    "fel-hanvisning.docx": ("wordmall-skadad", wrong_reference),
    "rels-rot.docx": ("wordmall-skadad", lambda: make.replace_part(Template().zip(), "word/_rels/header3.xml.rels", f"{HEAD}<Relations/>")),
}
# Templates that lack something which can be left out: what refers to it, and as what.
LOST = {
    "utan-rels.docx": ("word/header3.xml", "rId1", "wordmall-del-saknas", lambda: without("word/_rels/header3.xml.rels")),
    "utan-sidhuvud.docx": ("word/document.xml", "rId22", "wordmall-del-saknas", lambda: without("word/header2.xml")),
    "gammal-bild.docx": ("https://example.org/gammal.png", "wordmall-länkad-bild", lambda: with_fields(
        f'<w:r><w:pict><v:shape xmlns:v="{V}" id="b" style="width:9pt;height:9pt"><v:imagedata src="https://example.org/gammal.png"/></v:shape></w:pict></w:r>')),
    "hamtar-igen.docx": ("spår.png", "adress.docx", "DATABASE", "RD x", "wordmall-hämtar", fetching),
    "namnlosa.docx": ("”Ange kontaktväg”", "”Klicka här för att ange text.”", "wordmall-platshållare", nameless),
    "fragar-igen.docx": ("[Klicka här]", "”Text7”", "”Adress”", "Skriv dnr", "wordmall-platshållare", asking),
    "utan-bild.docx": ("media/logo.png", "wordmall-länkad-bild", lambda: without("word/media/logo.png")),
}

MORE = {
    "bara-sidfot.docx": footer_only,
    "sidfot-med-allt.docx": lambda: footer_only(simple("PAGE", "1") + text(" ") + simple("DOCPROPERTY Diarienummer", "")),
    "bara-sidhuvud.docx": header_only,
    "uppslag.docx": look_ups,
    "bunden.docx": bound,
    "textrutor.docx": boxes,
    "rader.docx": rows,
    "andra-matt.docx": other_units,
    "krav.docx": settings,
    "a3.docx": large_sheet,
    "bildpunkter.docx": picture_bullets,
    "decimaler.docx": decimals,
    "smal.docx": narrow,
    "indragen.docx": indented,
    "namne.docx": namesakes,
    "organisation.docx": organisation,
    "forsta-sidan.docx": first_only,
    "strukna.docx": struck_parts,
    "hamtar.docx": fetching,
    "fragar.docx": asking,
}
