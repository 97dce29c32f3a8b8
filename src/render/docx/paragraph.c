/* SPDX-License-Identifier: EUPL-1.2
 *
 * How a paragraph begins and ends (ECMA-376-1, 17.3.1). The order inside w:pPr is the schema's.
 */
#include "render/docx/reference.h"
#include "render/docx/writer.h"

/* Space behind a table, which has none of its own, in twentieths of a point. */
enum { SPACE_BEHIND_TABLE = 200 };

const char *style_id(const struct writer *writer, const char *id) {
    return reference_style(writer->reference, id);
}

static void write_numbering(struct xml *xml, const struct paragraph *paragraph) {
    if (paragraph->number == 0 && !paragraph->unnumbered) {
        return;
    }
    xml_start(xml, "w:numPr");
    xml_value_integer(xml, "w:ilvl", paragraph->unnumbered ? 0 : paragraph->level);
    xml_value_integer(xml, "w:numId", paragraph->unnumbered ? 0 : paragraph->number);
    xml_end(xml);
}

static const char *alignment_value(enum alignment alignment) {
    switch (alignment) {
    case ALIGN_NONE:
    case ALIGN_LEFT:
        return NULL;
    case ALIGN_CENTER:
        return "center";
    case ALIGN_RIGHT:
        return "right";
    }
    return NULL;
}

static void write_spacing(struct xml *xml, int before, int after) {
    if (before == 0 && after == 0) {
        return;
    }
    xml_start(xml, "w:spacing");
    if (before != 0) {
        xml_integer(xml, "w:before", before == SPACE_NONE ? 0 : before);
    }
    if (after != 0) {
        xml_integer(xml, "w:after", after == SPACE_NONE ? 0 : after);
    }
    xml_end(xml);
}

void start_paragraph(struct writer *writer, const struct paragraph *paragraph) {
    struct xml *xml = &writer->xml;
    xml_start(xml, "w:p");
    xml_start(xml, "w:pPr");
    if (paragraph->style != NULL) {
        xml_value(xml, "w:pStyle", style_id(writer, paragraph->style));
    }
    if (paragraph->keep_next) {
        xml_empty(xml, "w:keepNext");
    }
    if (writer->break_before) {
        xml_empty(xml, "w:pageBreakBefore");
    }
    write_numbering(xml, paragraph);
    if (paragraph->borders != NULL) {
        xml_start(xml, "w:pBdr");
        xml_raw(xml, paragraph->borders);
        xml_end(xml);
    }
    bool behind_table = writer->space_before && !writer->break_before;
    write_spacing(xml,
        paragraph->space_before == 0 && behind_table ? SPACE_BEHIND_TABLE : paragraph->space_before,
        paragraph->space_after);
    if (paragraph->indent > 0) {
        xml_start(xml, "w:ind");
        xml_integer(xml, "w:left", paragraph->indent);
        if (paragraph->has_label) {
            xml_integer(xml, "w:hanging", LIST_INDENT);
        }
        xml_end(xml);
    }
    if (paragraph->loose) {
        xml_value(xml, "w:contextualSpacing", "0");
    }
    if (alignment_value(paragraph->alignment) != NULL) {
        xml_value(xml, "w:jc", alignment_value(paragraph->alignment));
    }
    if (paragraph->ends_cover) {
        write_section(writer, true);
    }
    writer->break_before = false;
    writer->space_before = false;
    writer->code_row = 0;
    if (xml_drop_empty(xml)) {
        return;
    }
    xml_end(xml);
}

void end_paragraph(struct writer *writer) {
    close_run(writer);
    xml_end(&writer->xml);
    writer->direct = false;
}
