"""Corporate templates with much of one thing: none may take time or memory by the square of it.
"""
import make
from make import Template, paragraph, relationships, simple, story, style

V = "urn:schemas-microsoft-com:vml"


def header(content, numbered=False):
    template = Template(numbered=numbered)
    template.parts["word/header2.xml"] = story("hdr", content)
    return template


def types():
    """A long list of content types, and as many pictures as there may be."""
    pictures = range(1, 480)
    template = header(paragraph("".join(f'<w:r><w:pict><v:shape xmlns:v="{V}"><v:imagedata r:id="rId{i}"/></v:shape></w:pict></w:r>' for i in pictures)))
    template.parts["word/_rels/header2.xml.rels"] = relationships([(f"rId{i}", "image", f"media/b{i}.png") for i in pictures])
    more = "".join(f'<Override ContentType="x" PartName="/a{i}"/>' for i in range(60000))
    return make.replace_part(template.zip([(f"word/media/b{i}.png", b"x") for i in pictures]), "[Content_Types].xml",
                             template.types().replace("</Types>", more + "</Types>"))


def lists():
    """Lists, and paragraphs of one that is not there."""
    template = header('<w:p><w:pPr><w:numPr><w:numId w:val="29000"/></w:numPr></w:pPr></w:p>' * 20000, numbered=True)
    more = "".join(f'<w:num w:numId="{i}"><w:abstractNumId w:val="4"/></w:num>' for i in range(10, 20000))
    template.parts["word/numbering.xml"] = make.numbering().replace("<w:numIdMac", more + "<w:numIdMac")
    return template.zip()


def namesakes():
    template = Template()
    more = "".join(style("paragraph", f"x{i}", "a") for i in range(4000))
    template.parts["word/styles.xml"] = make.styles().replace("</w:styles>", more + "</w:styles>")
    return template.zip()


def bookmarks():
    marks = '<w:bookmarkStart w:id="1" w:name="x"/><w:bookmarkEnd w:id="1"/>' * 20000
    return header(paragraph(marks + simple("REF y") * 10000)).zip()


def related():
    """More relationships than any header has."""
    template = header(paragraph('<w:r r:id="rId1"/>' * 60000))
    template.parts["word/_rels/header2.xml.rels"] = relationships([(f"rId{i}", "hyperlink", f"https://example.org/{i}", 1) for i in range(20000)])
    return template.zip()


def data_parts():
    template = Template()
    template.relations += [(f"rId{i}", "customXml", "../customXml/item1.xml") for i in range(100, 20000)]
    return template.zip()


def properties():
    return header(paragraph("".join(simple(f"DOCPROPERTY p{i}") for i in range(15000)))).zip()


MANY = {
    "manga-typer.docx": (None, types),
    "manga-listor.docx": (None, lists),
    "manga-namnar.docx": (None, namesakes),
    "manga-bokmarken.docx": (None, bookmarks),
    "manga-egenskaper.docx": ("wordmall-platshållare", properties),
    "manga-relationer.docx": ("wordmall-för-stor", related),
    "manga-datadelar.docx": ("wordmall-för-stor", data_parts),
}
