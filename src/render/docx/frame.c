/* SPDX-License-Identifier: EUPL-1.2
 *
 * What stands round the text of a paper: letterhead, cover, signatures, contents. All are
 * paragraphs with tab stops, never layout tables: a screen reader meets the words in their order.
 */
#include <stddef.h>
#include <string.h>

#include "base/text.h"
#include "render/docx/writer.h"

/* Headings to this level (of the document: h2, h3) stand in the contents. */
enum { CONTENTS_DEEPEST = 3 };

/* Space below the last line of a group of fields, and above a party's first, in twentieths of a
 * point. */
enum { SPACE_BEHIND_GROUP = 240, SPACE_BEFORE_PARTY = 600 };

static const struct format plain = { 0 };

/* "Diarienummer: KS 2016-313", the value at the style's tab stop; a plain line; or a label. */
static void write_field_words(struct writer *writer, const struct field *field) {
    if (field->label != NULL) {
        write_inlines(writer, field->label, (struct format){ .label = true });
        write_words(writer, ":", (struct format){ .label = true });
        if (field->value != NULL) {
            write_tab(writer);
        }
    }
    if (field->value != NULL) {
        write_inlines(writer, field->value, plain);
    }
}

/* The sender is the first line of all; a rule parts the sender from the first thing said of the
 * paper. */
static const char *letterhead_style(const struct field *field, bool first, bool sender_before) {
    if (field->label != NULL) {
        return sender_before ? "BrevhuvudForsta" : "Brevhuvud";
    }
    return first ? "BrevhuvudAvsandare" : "BrevhuvudRad";
}

void write_letterhead(struct writer *writer, const struct block *block) {
    bool sender_before = false;
    for (const struct field_group *group = block->groups; group != NULL; group = group->next) {
        for (const struct field *field = group->fields; field != NULL; field = field->next) {
            bool first = group == block->groups && field == group->fields;
            start_paragraph(writer,
                &(struct paragraph){ .style = letterhead_style(field, first, sender_before),
                    .space_after = field->next == NULL ? SPACE_BEHIND_GROUP : 0 });
            writer->direct = first && field->label == NULL;
            sender_before = field->label == NULL;
            write_field_words(writer, field);
            end_paragraph(writer);
        }
    }
}

void write_cover(struct writer *writer, const struct block *block) {
    for (const struct field_group *group = block->groups; group != NULL; group = group->next) {
        for (const struct field *field = group->fields; field != NULL; field = field->next) {
            bool last = field->next == NULL && group->next == NULL;
            start_paragraph(
                writer, &(struct paragraph){
                            .style = field->label != NULL ? "Forsattsblad" : "ForsattsbladRad",
                            .space_after = field->next == NULL ? SPACE_BEHIND_GROUP : 0,
                            .ends_cover = last && block->next != NULL });
            write_field_words(writer, field);
            end_paragraph(writer);
        }
    }
    if (block->groups == NULL && block->next != NULL) {
        start_paragraph(
            writer, &(struct paragraph){ .style = "ForsattsbladRad", .ends_cover = true });
        end_paragraph(writer);
    }
    writer->break_before = false; /* the section's end is a page's end */
}

/* A line to write on: the label, and a leader from where values stand (or from a long label's end)
 * to the right. */
static void write_writing_line(struct writer *writer, const struct field *field) {
    enum { LABEL_MOST = 20 };
    write_field_words(writer, field);
    const char *label = inline_words(writer->arena, field->label);
    if (text_count(label, strlen(label)) <= LABEL_MOST) {
        write_tab(writer);
    }
    write_tab(writer);
}

/* A line to write on; the party, which opens its group; a name below a line; or anything else. */
static const char *signature_style(const struct field *field, bool first, bool below_line) {
    if (field->value == NULL) {
        return "Underskriftsrad";
    }
    if (field->label != NULL && !first) {
        return "Underskriftsuppgift";
    }
    return first ? "Underskriftspart" : below_line ? "Underskriftsnamn" : "Underskrift";
}

/* A group, one party's, stands on one page. */
static void write_signature_group(
    struct writer *writer, const struct block *block, const struct field_group *group) {
    bool below_line = false;
    for (const struct field *field = group->fields; field != NULL; field = field->next) {
        bool first = field == group->fields;
        start_paragraph(writer,
            &(struct paragraph){ .style = signature_style(field, first, below_line),
                .keep_next = field->next != NULL,
                .space_before = first && group != block->groups ? SPACE_BEFORE_PARTY : 0,
                .space_after = field->next == NULL ? SPACE_BEHIND_GROUP : 0 });
        writer->direct = first && field->value != NULL;
        if (field->value == NULL) {
            write_writing_line(writer, field);
            below_line = true;
        } else {
            write_field_words(writer, field);
        }
        end_paragraph(writer);
    }
}

void write_signatures(struct writer *writer, const struct block *block) {
    for (const struct field_group *group = block->groups; group != NULL; group = group->next) {
        write_signature_group(writer, block, group);
    }
}

static void write_field_mark(struct writer *writer, const char *type) {
    struct xml *xml = &writer->xml;
    xml_start(xml, "w:r");
    xml_start(xml, "w:fldChar");
    xml_attribute(xml, "w:fldCharType", type);
    xml_end(xml);
    xml_end(xml);
}

static void write_entry(struct writer *writer, const struct block *heading, bool first, bool last) {
    struct xml *xml = &writer->xml;
    start_paragraph(writer, &(struct paragraph){ .style = heading->level <= 2 ? "TOC1" : "TOC2" });
    if (first) {
        write_field_mark(writer, "begin");
        xml_raw(xml, "<w:r><w:instrText xml:space=\"preserve\"> TOC \\o \"1-2\" \\n \\h \\z \\u "
                     "</w:instrText></w:r>");
        write_field_mark(writer, "separate");
    }
    xml_start(xml, "w:hyperlink");
    xml_attribute(xml, "w:anchor", heading_bookmark(writer->arena, heading));
    xml_attribute(xml, "w:history", "1");
    if (heading->number != NULL) {
        write_words(writer, heading->number, plain);
        write_tab(writer);
    }
    write_words(writer, inline_words(writer->arena, heading->inlines), plain);
    close_run(writer);
    xml_end(xml);
    if (last) {
        write_field_mark(writer, "end");
    }
    end_paragraph(writer);
}

/* The contents as a field with its result in place, so that Word neither asks nor shows less than
 * there is. It has no page numbers (\n): they are known only to whoever lays out the pages, and a
 * wrong one is worse than none in an agreement. Its entries are links, and have the sections'
 * numbers. */
void write_contents(struct writer *writer, const struct block *block) {
    struct xml *xml = &writer->xml;
    const struct document *document = writer->document;
    size_t last = document->heading_count;
    for (size_t i = 0; i < document->heading_count; i++) {
        last = document->headings[i]->level <= CONTENTS_DEEPEST ? i : last;
    }
    if (block->inlines != NULL) {
        start_paragraph(writer, &(struct paragraph){ .style = "TOCHeading" });
        writer->direct = true;
        write_inlines(writer, block->inlines, plain);
        end_paragraph(writer);
    }
    if (last == document->heading_count) {
        return;
    }
    xml_raw(xml, "<w:sdt><w:sdtPr>");
    xml_value(xml, "w:alias", "Innehåll");
    xml_value(xml, "w:tag", "innehall");
    xml_value_integer(xml, "w:id", ++writer->control_count);
    xml_raw(xml, "<w:docPartObj><w:docPartGallery w:val=\"Table of Contents\"/><w:docPartUnique/>"
                 "</w:docPartObj></w:sdtPr><w:sdtContent>");
    bool first = true;
    for (size_t i = 0; i <= last; i++) {
        if (document->headings[i]->level <= CONTENTS_DEEPEST) {
            write_entry(writer, document->headings[i], first, i == last);
            first = false;
        }
    }
    xml_raw(xml, "</w:sdtContent></w:sdt>");
}
