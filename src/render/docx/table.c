/* SPDX-License-Identifier: EUPL-1.2
 *
 * Tables (ECMA-376-1, 17.4). How they look is the table style's, which Word applies by the flags of
 * w:tblLook: header row, row headers, total row.
 */
#include <string.h>

#include "base/text.h"
#include "render/docx/writer.h"

/* A table of at most about so many lines stands on one page; a longer one may break between rows, or
 * it would leave half a page empty. Characters on a line of the whole width, for the guess. */
enum { LINES_TOGETHER = 16, LINE_CHARACTERS = 95 };

/* Which parts of the table's style a row or a cell has (17.3.1.8), said where they are, for readers
 * that do not work it out from w:tblLook. */
#define FIRST_ROW_STYLE "<w:cnfStyle w:val=\"100000000000\"/>"
#define LAST_ROW_STYLE "<w:cnfStyle w:val=\"010000000000\"/>"
#define FIRST_COLUMN_STYLE "<w:cnfStyle w:val=\"001000000000\"/>"

/* Column widths that add up to the text width to the twip. On a narrow page, or in a list, other words have
 * room than on a whole line. */
static const int *column_widths(
    struct arena *arena, const struct table *table, int text_width) {
    size_t line = (size_t)(text_width > 0 ? text_width : 0) * TABLE_LINE / TEXT_WIDTH;
    const int *shares = line == TABLE_LINE || table->columns == NULL ? table->widths
                                                                    : table_widths(arena, table, line);
    int *widths = arena_array(arena, table->column_count, sizeof *widths);
    int sum = 0;
    int done = 0;
    for (size_t i = 0; i < table->column_count; i++) {
        sum += shares[i];
        widths[i] = sum * text_width / 1000 - done;
        done += widths[i];
    }
    return widths;
}

/* "Tabell 1. Insatser per part", where the number is a field. */
static void write_caption(struct writer *writer, const struct table *table, int indent) {
    start_paragraph(writer, &(struct paragraph){ .style = "Caption",
                                .keep_next = writer->reference != NULL,
                                .indent = indent });
    writer->direct = true;
    const char *label = table->caption_label;
    const char *space = label != NULL ? strrchr(label, ' ') : NULL;
    if (space != NULL) {
        const char *name = arena_copy(writer->arena, label, (size_t)(space - label));
        write_words(writer, name, (struct format){ 0 });
        write_words(writer, " ", (struct format){ 0 });
        write_field(writer, arena_printf(writer->arena, "SEQ %s \\* ARABIC", name), space + 1,
            (struct format){ 0 });
        write_words(writer, ". ", (struct format){ 0 });
    }
    write_inlines(writer, table->caption, (struct format){ 0 });
    end_paragraph(writer);
}

static void write_flag(struct xml *xml, const char *name, bool set) {
    xml_attribute(xml, name, set ? "1" : "0");
}

/* w:tblLook says the flags twice: by name, and as the number that Word 2007 reads. */
static void write_look(struct arena *arena, struct xml *xml, const struct table *table) {
    enum { FIRST_ROW = 0x20, LAST_ROW = 0x40, FIRST_COLUMN = 0x80, NO_BANDS = 0x600 };
    unsigned value = FIRST_ROW | NO_BANDS | (table->total_row ? LAST_ROW : 0)
                     | (table->row_headers ? FIRST_COLUMN : 0);
    xml_start(xml, "w:tblLook");
    xml_attribute(xml, "w:val", arena_printf(arena, "%04X", value));
    write_flag(xml, "w:firstRow", true);
    write_flag(xml, "w:lastRow", table->total_row);
    write_flag(xml, "w:firstColumn", table->row_headers);
    write_flag(xml, "w:lastColumn", false);
    write_flag(xml, "w:noHBand", true);
    write_flag(xml, "w:noVBand", true);
    xml_end(xml);
}

/* What a table is called by those who do not see it: its caption, else its columns. */
static const char *table_name(struct arena *arena, const struct table *table) {
    if (table->caption != NULL) {
        return inline_words(arena, table->caption);
    }
    CLEANUP_BUFFER struct buffer name = BUFFER_EMPTY;
    for (size_t i = 0; i < table->column_count; i++) {
        buffer_puts(&name, i == 0 || name.size == 0 ? "" : ", ");
        inline_put_words(&name, table->header[i].inlines);
    }
    return buffer_take(arena, &name);
}

static void write_properties(
    struct writer *writer, const struct table *table, const int *widths, int indent) {
    struct xml *xml = &writer->xml;
    xml_start(xml, "w:tblPr");
    xml_value(xml, "w:tblStyle", style_id(writer, "UnderlagTabell"));
    xml_start(xml, "w:tblW");
    xml_integer(xml, "w:w", writer->text_width - indent);
    xml_attribute(xml, "w:type", "dxa");
    xml_end(xml);
    if (indent != 0) {
        xml_start(xml, "w:tblInd");
        xml_integer(xml, "w:w", indent);
        xml_attribute(xml, "w:type", "dxa");
        xml_end(xml);
    }
    xml_raw(xml, "<w:tblLayout w:type=\"fixed\"/>");
    write_look(writer->arena, xml, table);
    xml_value(xml, "w:tblCaption", table_name(writer->arena, table));
    xml_end(xml);
    xml_start(xml, "w:tblGrid");
    for (size_t i = 0; i < table->column_count; i++) {
        xml_start(xml, "w:gridCol");
        xml_integer(xml, "w:w", widths[i]);
        xml_end(xml);
    }
    xml_end(xml);
}

static void write_row(struct writer *writer, const struct table *table, const int *widths,
    const struct cell *cells, bool keep_next) {
    struct xml *xml = &writer->xml;
    bool header = cells == table->header;
    bool total = table->total_row
        && cells == table->cells + (table->row_count - 1) * table->column_count;
    xml_start(xml, "w:tr");
    xml_raw(xml, header  ? "<w:trPr>" FIRST_ROW_STYLE "<w:cantSplit/><w:tblHeader/></w:trPr>"
                 : total ? "<w:trPr>" LAST_ROW_STYLE "<w:cantSplit/></w:trPr>"
                         : "<w:trPr><w:cantSplit/></w:trPr>");
    for (size_t i = 0; i < table->column_count; i++) {
        xml_raw(xml, "<w:tc><w:tcPr>");
        if (i == 0 && table->row_headers && !header) {
            xml_raw(xml, FIRST_COLUMN_STYLE);
        }
        xml_start(xml, "w:tcW");
        xml_integer(xml, "w:w", widths[i]);
        xml_attribute(xml, "w:type", "dxa");
        xml_end(xml);
        xml_raw(xml, "</w:tcPr>");
        start_paragraph(writer,
            &(struct paragraph){
                .style = "Tabelltext", .keep_next = keep_next, .alignment = table->alignments[i] });
        writer->direct = true;
        write_inlines(writer, cells[i].inlines, (struct format){ 0 });
        end_paragraph(writer);
        xml_raw(xml, "</w:tc>");
    }
    xml_end(xml);
}

/* About how many lines the row takes: those of its tallest cell. */
static size_t guess_lines(const struct table *table, const struct cell *cells) {
    CLEANUP_BUFFER struct buffer words = BUFFER_EMPTY;
    size_t lines = 1;
    for (size_t i = 0; i < table->column_count; i++) {
        buffer_truncate(&words, 0);
        inline_put_words(&words, cells[i].inlines);
        size_t room = (size_t)table->widths[i] * LINE_CHARACTERS / 1000 + 1;
        size_t needed = text_count(words.data, words.size) / room + 1;
        lines = needed > lines ? needed : lines;
    }
    return lines;
}

static bool is_short(const struct table *table) {
    size_t lines = 1;
    for (size_t i = 0; i < table->row_count && lines <= LINES_TOGETHER; i++) {
        lines += guess_lines(table, table->cells + i * table->column_count);
    }
    return lines <= LINES_TOGETHER;
}

/* Whether the row stays with the next: the first with the second, so that no row stands alone; a sum
 * with its last addend; a short table with itself. */
static bool keeps_next(const struct table *table, size_t row, bool together) {
    bool last = row + 1 == table->row_count;
    return !last && (together || row == 0 || row + 2 == table->row_count);
}

void write_table(struct writer *writer, const struct table *table, int indent) {
    /* Half the line stays for the table, however deep it stands and narrow the template's page. */
    int half = writer->text_width / 2;
    indent = indent < half ? indent : half;
    const int *widths = column_widths(writer->arena, table, writer->text_width - indent);
    if (table->caption != NULL) {
        write_caption(writer, table, indent);
    } else if (writer->space_before) {
        /* Word would join two tables with nothing between. */
        start_paragraph(writer, &(struct paragraph){ 0 });
        end_paragraph(writer);
    }
    xml_start(&writer->xml, "w:tbl");
    write_properties(writer, table, widths, indent);
    bool together = is_short(table);
    write_row(writer, table, widths, table->header, table->row_count != 0);
    for (size_t i = 0; i < table->row_count; i++) {
        const struct cell *cells = table->cells + i * table->column_count;
        write_row(writer, table, widths, cells, keeps_next(table, i, together));
    }
    xml_end(&writer->xml);
    writer->space_before = true;
}
