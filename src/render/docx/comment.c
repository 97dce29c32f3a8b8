/* SPDX-License-Identifier: EUPL-1.2
 *
 * Notes of a draft as Word comments (ECMA-376-1, 17.13.4). The note also stands as a paragraph of its
 * own, since a comment is easily overlooked, in print always; the comment spans the block it is about
 * and that paragraph. Notes are numbered in the order of the document, so the ids follow by themselves.
 */
#include "render/docx/writer.h"

static void write_anchor(struct writer *writer, const char *element, int id) {
    close_run(writer);
    xml_start(&writer->xml, element);
    xml_integer(&writer->xml, "w:id", id);
    xml_end(&writer->xml);
}

void open_comments(struct writer *writer, const struct block *block) {
    if (block->kind == BLOCK_NOTE) {
        return;
    }
    for (const struct block *note = block->next; note != NULL && note->kind == BLOCK_NOTE;
         note = note->next) {
        write_anchor(writer, "w:commentRangeStart", writer->comments_open++);
    }
}

void write_note(struct writer *writer, const struct note *note) {
    int id = writer->comment_count++;
    start_paragraph(writer, &(struct paragraph){ .style = "Anmarkning" });
    if (writer->comments_open <= id) {
        write_anchor(writer, "w:commentRangeStart", writer->comments_open++);
    }
    const char *label = arena_printf(writer->arena, "Anmärkning, %s %s:",
        level_name(note->level, LANGUAGE_SV), note->rule);
    write_words(writer, label, (struct format){ .strong = true });
    write_words(writer, arena_printf(writer->arena, " %s", note->message), (struct format){ 0 });
    if (note->advice != NULL) {
        write_words(writer, arena_printf(writer->arena, " %s", note->advice), (struct format){ 0 });
    }
    write_anchor(writer, "w:commentRangeEnd", id);
    xml_start(&writer->xml, "w:r");
    write_anchor(writer, "w:commentReference", id);
    xml_end(&writer->xml);
    end_paragraph(writer);
}

static void write_comment(struct xml *xml, const struct block *block, int id, const char *date) {
    xml_start(xml, "w:comment");
    xml_integer(xml, "w:id", id);
    xml_attribute(xml, "w:author", "underlag");
    if (date != NULL) {
        xml_attribute(xml, "w:date", date);
    }
    xml_attribute(xml, "w:initials", "u");
    const char *const texts[] = { block->note->message, block->note->advice };
    for (size_t i = 0; i < sizeof texts / sizeof *texts && texts[i] != NULL; i++) {
        xml_start(xml, "w:p");
        xml_start(xml, "w:r");
        xml_element(xml, "w:t", texts[i]);
        xml_end(xml);
        xml_end(xml);
    }
    xml_end(xml);
}

void add_comments(struct package *package, const struct writer *writer) {
    if (writer->comment_count == 0) {
        return;
    }
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    const char *date = writer->document->date != NULL
        ? arena_printf(writer->arena, "%sT00:00:00Z", writer->document->date)
        : NULL;
    struct xml xml;
    int id = 0;
    xml_begin(&xml, &out);
    xml_start(&xml, "w:comments");
    xml_attribute(&xml, "xmlns:w", WORD_NAMESPACE);
    for (const struct block *block = writer->document->blocks; block != NULL; block = block->next) {
        if (block->kind == BLOCK_NOTE) {
            write_comment(&xml, block, id++, date);
        }
    }
    xml_end(&xml);
    xml_finish(&xml);
    struct part *part = package_add(
        package, package_free_name(package, "word/comments.xml"), WORD_TYPE "comments+xml");
    part_fill(part, out.data, out.size);
    part_relate(writer->part, WORD_RELATION "comments", part);
}
