/* SPDX-License-Identifier: EUPL-1.2
 *
 * Code blocks. One is a paragraph with a shaded background, and the space between two of them is
 * shaded as well, unless their borders differ: two blocks in a row would be seen as one. So every
 * other block of a row has borders of the paper's colour towards its neighbours, as thick as the
 * space that they stand for. A paragraph between the blocks would have no words: it would be read
 * out, and whoever edits the paper would wonder at it.
 */
#include <string.h>

#include "render/docx/writer.h"

/* In eighths of a point; thicker ones than six points Word's own dialogue does not offer. */
#define GAP(edge) "<w:" edge " w:val=\"single\" w:sz=\"48\" w:space=\"0\" w:color=\"FFFFFF\"/>"

static bool begins_with_code(const struct block *block) {
    while (block != NULL && block->kind == BLOCK_QUOTE) {
        block = block->children;
    }
    return block != NULL && block->kind == BLOCK_CODE;
}

static const char *gaps(bool above, bool below) {
    if (above) {
        return below ? GAP("top") GAP("bottom") : GAP("top");
    }
    return below ? GAP("bottom") : NULL;
}

/* Its lines end in breaks, its spaces stay. */
static void write_lines(struct writer *writer, const char *line) {
    while (*line != '\0') {
        size_t length = strcspn(line, "\t\n");
        write_words(writer, arena_copy(writer->arena, line, length), (struct format){ 0 });
        line += length;
        if (*line == '\t') {
            line++;
            write_tab(writer);
        } else if (*line == '\n' && *++line != '\0') {
            write_line_break(writer);
        }
    }
}

void write_code(
    struct writer *writer, const struct block *code, int indent, const struct block *next) {
    int row = writer->code_row;
    bool above = row > 0 && !writer->break_before;
    bool below = begins_with_code(next);
    start_paragraph(writer, &(struct paragraph){
                                .style = "HTMLPreformatted",
                                .borders = row % 2 == 1 ? gaps(above, below) : NULL,
                                .space_before = above ? SPACE_NONE : 0,
                                .space_after = below ? SPACE_NONE : 0,
                                .indent = indent,
                            });
    write_lines(writer, code->text);
    end_paragraph(writer);
    writer->code_row = row + 1;
}
