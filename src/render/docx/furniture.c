/* SPDX-License-Identifier: EUPL-1.2
 *
 * Headers, footers, sections (ECMA-376-1, 17.6 and 17.10).
 */
#include "render/docx/furniture.h"

#include <stddef.h>

#include "render/docx/reference.h"
#include "render/docx/writer.h"

static const struct format plain = { 0 };

/* "2 (5)", to the right. */
static void write_page_number(struct writer *writer) {
    write_tab(writer);
    write_field(writer, "PAGE", "1", plain);
    write_words(writer, " (", plain);
    write_field(writer, "NUMPAGES", "1", plain);
    write_words(writer, ")", plain);
}

/* The header: the draft's mark and the text to the left, the page's number to the right. */
static void write_header(struct writer *writer, const char *text, bool page_number) {
    start_paragraph(writer, &(struct paragraph){ .style = "Header" });
    if (writer->document->draft) {
        write_words(writer, "UTKAST", (struct format){ .mark = true });
        write_words(writer, text != NULL ? "  " : "", plain);
    }
    write_words(writer, text != NULL ? text : "", plain);
    if (page_number) {
        write_page_number(writer);
    }
    end_paragraph(writer);
}

/* The footer; the page's number stands in it where a template's header has none. */
static void write_footer(struct writer *writer, const char *text, bool page_number) {
    start_paragraph(writer, &(struct paragraph){ .style = "Footer" });
    write_words(writer, text != NULL ? text : "", plain);
    if (page_number) {
        write_page_number(writer);
    }
    end_paragraph(writer);
}

static bool has_cover(const struct document *document) {
    for (const struct block *block = document->blocks; block != NULL; block = block->next) {
        if (block->kind == BLOCK_COVER && block->next != NULL) {
            return true;
        }
    }
    return false;
}

/* A header or footer part, related to the document. The writer's own part is busy with the body, so
 * this one has a state of its own. */
static const char *add_part(struct writer *writer, struct package *package, const char *name,
    bool header, const char *text, bool page_number) {
    const char *path = package_free_name(package, name);
    struct part *part =
        package_add(package, path, header ? WORD_TYPE "header+xml" : WORD_TYPE "footer+xml");
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    struct writer own = { .arena = writer->arena,
        .document = writer->document,
        .reference = writer->reference,
        .part = part };
    xml_begin(&own.xml, &out);
    xml_start(&own.xml, header ? "w:hdr" : "w:ftr");
    xml_attribute(&own.xml, "xmlns:w", WORD_NAMESPACE);
    if (header) {
        write_header(&own, text, page_number);
    } else {
        write_footer(&own, text, page_number);
    }
    xml_end(&own.xml);
    xml_finish(&own.xml);
    part_fill(part, out.data, out.size);
    return part_relate(
        writer->part, header ? WORD_RELATION "header" : WORD_RELATION "footer", part);
}

/* Whether the template has headers or footers: then they are the paper's. */
static bool template_has_furniture(const struct writer *writer) {
    return writer->reference != NULL
        && (writer->reference->has_headers || writer->reference->has_footers);
}

/* A template that has footers only, or headers only, or either only on its first page, and does not show in
 * those of all pages what a loose page is found by, gets that in the other place. What it shows already is not said twice. */
static void add_missing_furniture(struct writer *writer, struct package *package) {
    const struct document *document = writer->document;
    const struct docx_reference *reference = writer->reference;
    struct furniture *furniture = &writer->furniture;
    const char *const *headers = reference->section.headers;
    const char *const *footers = reference->section.footers;
    bool page = !reference->shows_page;
    if (reference->adds_header) {
        const char *text = reference->shows_number ? NULL : document->header;
        furniture->header = add_part(writer, package, "word/header1.xml", true, text, page);
        furniture->even_header = headers[PAGES_EVEN] == NULL ? furniture->header : NULL;
        if (headers[PAGES_FIRST] == NULL) {
            furniture->first_header = add_part(
                writer, package, "word/header2.xml", true, NULL, page && !furniture->cover);
        }
    }
    if (reference->adds_footer) {
        const char *text = reference->shows_number ? NULL : document->footer;
        furniture->footer = add_part(writer, package, "word/footer1.xml", false, text, page);
        furniture->even_footer = footers[PAGES_EVEN] == NULL ? furniture->footer : NULL;
        furniture->first_footer = footers[PAGES_FIRST] == NULL ? furniture->footer : NULL;
    }
}

void add_furniture(struct writer *writer, struct package *package) {
    const struct document *document = writer->document;
    struct furniture *furniture = &writer->furniture;
    furniture->cover = has_cover(document);
    if (template_has_furniture(writer)) {
        add_missing_furniture(writer, package);
        return;
    }
    furniture->header = add_part(writer, package, "word/header1.xml", true, document->header, true);
    furniture->first_header =
        add_part(writer, package, "word/header2.xml", true, NULL, !furniture->cover);
    if (document->footer != NULL) {
        furniture->footer =
            add_part(writer, package, "word/footer1.xml", false, document->footer, false);
        furniture->first_footer =
            add_part(writer, package, "word/footer2.xml", false, document->footer, false);
    }
}

static void write_furniture_reference(
    struct xml *xml, const char *element, const char *type, const char *id) {
    if (id != NULL) {
        xml_start(xml, element);
        xml_attribute(xml, "w:type", type);
        xml_attribute(xml, "r:id", id);
        xml_end(xml);
    }
}

/* Our own page: A4, and a cover with its words further down. */
static void write_page(struct xml *xml, bool cover) {
    enum { COVER_TOP = 4536 };
    xml_start(xml, "w:pgSz");
    xml_integer(xml, "w:w", PAGE_WIDTH);
    xml_integer(xml, "w:h", PAGE_HEIGHT);
    xml_end(xml);
    xml_start(xml, "w:pgMar");
    xml_integer(xml, "w:top", cover ? COVER_TOP : PAGE_MARGIN);
    xml_integer(xml, "w:right", PAGE_MARGIN);
    xml_integer(xml, "w:bottom", PAGE_MARGIN);
    xml_integer(xml, "w:left", PAGE_MARGIN);
    xml_integer(xml, "w:header", PAGE_HEADER);
    xml_integer(xml, "w:footer", PAGE_HEADER);
    xml_integer(xml, "w:gutter", 0);
    xml_end(xml);
    xml_raw(xml, "<w:cols w:space=\"708\"/>");
}

/* Whether the first page differs since our header, and not the template, wants it so. */
static bool parts_first(const struct writer *writer) {
    const struct reference_section *theirs = &writer->reference->section;
    return writer->reference->adds_header && !theirs->title_page && theirs->headers[PAGES_FIRST] == NULL
        && theirs->footers[PAGES_FIRST] == NULL;
}

void write_section(struct writer *writer, bool cover) {
    struct xml *xml = &writer->xml;
    const struct furniture *furniture = &writer->furniture;
    const struct reference_section *theirs =
        writer->reference != NULL ? &writer->reference->section : NULL;
    bool is_first = cover || !furniture->cover;
    xml_start(xml, "w:sectPr");
    write_furniture_reference(xml, "w:headerReference", "default", furniture->header);
    write_furniture_reference(xml, "w:headerReference", "first", furniture->first_header);
    write_furniture_reference(xml, "w:headerReference", "even", furniture->even_header);
    write_furniture_reference(xml, "w:footerReference", "default", furniture->footer);
    write_furniture_reference(xml, "w:footerReference", "first", furniture->first_footer);
    write_furniture_reference(xml, "w:footerReference", "even", furniture->even_footer);
    if (theirs != NULL) {
        xml_raw(xml, theirs->references);
        if (parts_first(writer)) {
            write_furniture_reference(xml, "w:footerReference", "first", theirs->footers[PAGES_DEFAULT]);
        }
        xml_raw(xml, is_first ? theirs->first_half : theirs->later_half);
    } else {
        write_page(xml, cover);
    }
    if (is_first && (theirs == NULL || theirs->title_page || parts_first(writer))) {
        xml_empty(xml, "w:titlePg");
    }
    if (theirs != NULL) {
        xml_raw(xml, theirs->last_half);
    }
    xml_end(xml);
}
