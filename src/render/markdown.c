/* SPDX-License-Identifier: EUPL-1.2
 *
 * Blocks as Markdown. Lines of a container begin with its prefix ("> ", the indentation of an
 * item). Neighbouring lists of one kind change their marker, since nothing else keeps them apart.
 */
#include "render/markdown.h"

#include <string.h>

#include "render/markdown_inline.h"

static void write_blocks(struct markdown_writer *writer, const struct block *blocks, bool is_tight);

/* Ends the line, and leaves an empty one. */
static void blank_line(struct markdown_writer *writer) {
    struct buffer *out = writer->out;
    size_t size = writer->prefix.size;
    while (size > 0 && writer->prefix.data[size - 1] == ' ') {
        size--;
    }
    buffer_putc(out, '\n');
    buffer_put(out, writer->prefix.data, size);
    buffer_putc(out, '\n');
}

static void next_line(struct markdown_writer *writer) {
    buffer_putc(writer->out, '\n');
    markdown_line(writer);
}

static void write_paragraph(struct markdown_writer *writer, const struct inline_ *inlines) {
    writer->line_start = writer->out->size;
    writer->is_block_line = true;
    writer->is_later_line = false;
    markdown_inlines(writer, inlines);
    writer->is_block_line = false;
}

static bool has_hard_break(const struct inline_ *inlines) {
    for (; inlines != NULL; inlines = inlines->next) {
        if (inlines->kind == INLINE_HARD_BREAK || has_hard_break(inlines->children)) {
            return true;
        }
    }
    return false;
}

/* A heading of several lines: underlined (CommonMark 4.3). */
static void write_underlined(struct markdown_writer *writer, const struct block *heading) {
    if (heading->number != NULL) {
        buffer_printf(writer->out, "%s ", heading->number);
    }
    write_paragraph(writer, heading->inlines);
    next_line(writer);
    buffer_puts(writer->out, heading->level == 1 ? "===" : "---");
}

static void write_heading(struct markdown_writer *writer, const struct block *heading) {
    struct buffer *out = writer->out;
    if (heading->level <= 2 && has_hard_break(heading->inlines)) {
        write_underlined(writer, heading);
        return;
    }
    buffer_repeat(out, '#', (size_t)heading->level);
    buffer_puts(out, heading->inlines != NULL || heading->number != NULL ? " " : "");
    writer->line_start = out->size;
    if (heading->number != NULL) {
        buffer_printf(out, "%s ", heading->number);
    }
    writer->is_one_line = true;
    markdown_inlines(writer, heading->inlines);
    writer->is_one_line = false;
    /* A last "#" would be taken for a closing one. */
    if (out->size > writer->line_start && out->data[out->size - 1] == '#') {
        buffer_truncate(out, out->size - 1);
        buffer_puts(out, "\\#");
    }
}

static void write_list(struct markdown_writer *writer, const struct block *list, bool is_other) {
    struct buffer *out = writer->out;
    size_t prefix = writer->prefix.size;
    for (const struct block *item = list->children; item != NULL; item = item->next) {
        size_t start = out->size;
        if (list->ordered) {
            char delimiter = list->delimiter == (is_other ? ')' : '.') ? '.' : ')';
            buffer_put(out, item->label, strlen(item->label) - 1);
            buffer_putc(out, delimiter);
        } else {
            buffer_putc(out, is_other ? '*' : '-');
        }
        buffer_repeat(&writer->prefix, ' ', out->size - start + 1);
        if (item->children != NULL) {
            buffer_putc(out, ' ');
            write_blocks(writer, item->children, list->tight);
        }
        buffer_truncate(&writer->prefix, prefix);
        if (item->next != NULL && list->tight) {
            next_line(writer);
        } else if (item->next != NULL) {
            blank_line(writer);
            markdown_line(writer);
        }
    }
}

static void write_quote(struct markdown_writer *writer, const struct block *quote) {
    size_t prefix = writer->prefix.size;
    buffer_puts(writer->out, quote->children != NULL ? "> " : ">");
    buffer_puts(&writer->prefix, "> ");
    write_blocks(writer, quote->children, false);
    buffer_truncate(&writer->prefix, prefix);
}

/* Longer than any run of the character that a line of the code begins with. */
static size_t fence_length(const char *text, char fence) {
    size_t longest = 2;
    for (const char *line = text; *line != '\0';) {
        const char *at = line + strspn(line, " \t");
        size_t run = 0;
        for (; at[run] == fence; run++) {
        }
        longest = run > longest ? run : longest;
        line += strcspn(line, "\n");
        line += *line == '\n';
    }
    return longest + 1;
}

static void write_code(struct markdown_writer *writer, const struct block *code) {
    struct buffer *out = writer->out;
    /* An info string with a backtick cannot follow backticks (4.5). */
    char fence = code->info != NULL && strchr(code->info, '`') != NULL ? '~' : '`';
    size_t length = fence_length(code->text, fence);
    buffer_repeat(out, fence, length);
    buffer_puts(out, code->info != NULL && code->info[0] == fence ? " " : "");
    /* A line break in it, which only a reference can bring, would move the rest into the code. */
    for (const char *at = code->info != NULL ? code->info : ""; *at != '\0' && *at != '\n'; at++) {
        buffer_puts(out, *at == '\\' ? "\\" : "");
        buffer_putc(out, *at);
        buffer_puts(out, *at == '&' ? "amp;" : "");
    }
    for (const char *line = code->text; *line != '\0';) {
        size_t size = strcspn(line, "\n");
        buffer_putc(out, '\n');
        if (size != 0 || strchr(writer->prefix.data, '>') != NULL) {
            markdown_line(writer);
        }
        buffer_put(out, line, size);
        line += size + (line[size] == '\n');
    }
    next_line(writer);
    buffer_repeat(out, fence, length);
}

static void write_row(struct markdown_writer *writer, const struct cell *cells, size_t count) {
    writer->in_table = true;
    for (size_t i = 0; i < count; i++) {
        buffer_puts(writer->out, i == 0 ? "| " : " ");
        writer->line_start = writer->out->size;
        markdown_inlines(writer, cells[i].inlines);
        buffer_puts(writer->out, " |");
    }
    writer->in_table = false;
}

static void write_table(struct markdown_writer *writer, const struct table *table) {
    static const char *const delimiters[] = {
        [ALIGN_NONE] = "---",
        [ALIGN_LEFT] = ":---",
        [ALIGN_CENTER] = ":---:",
        [ALIGN_RIGHT] = "---:",
    };
    if (table->caption_label != NULL) {
        buffer_printf(writer->out, "%s. ", table->caption_label);
        write_paragraph(writer, table->caption);
        blank_line(writer);
        markdown_line(writer);
    }
    write_row(writer, table->header, table->column_count);
    next_line(writer);
    for (size_t i = 0; i < table->column_count; i++) {
        buffer_printf(writer->out, i == 0 ? "| %s |" : " %s |", delimiters[table->alignments[i]]);
    }
    for (size_t row = 0; row < table->row_count; row++) {
        next_line(writer);
        write_row(writer, table->cells + row * table->column_count, table->column_count);
    }
}

/* A letterhead, cover or signature block: each line a paragraph. */
static void write_fields(struct markdown_writer *writer, const struct block *block) {
    bool is_first = true;
    for (const struct field_group *group = block->groups; group != NULL; group = group->next) {
        for (const struct field *field = group->fields; field != NULL; field = field->next) {
            if (!is_first) {
                blank_line(writer);
                markdown_line(writer);
            }
            is_first = false;
            if (field->label != NULL) {
                write_paragraph(writer, field->label);
                buffer_puts(writer->out, field->value != NULL ? ": " : ":");
                markdown_inlines(writer, field->value);
            } else {
                write_paragraph(writer, field->value);
            }
        }
    }
}

/* A quotation, so that no reader takes it for the paper's own words. */
static void write_note(struct markdown_writer *writer, const struct note *note) {
    const struct inline_ message = { .kind = INLINE_TEXT, .text = note->message };
    const struct inline_ advice = { .kind = INLINE_TEXT, .text = note->advice };
    buffer_printf(writer->out, "> **Anmärkning, %s %s:** ", level_name(note->level, LANGUAGE_SV), note->rule);
    markdown_inlines(writer, &message);
    if (note->advice != NULL) {
        buffer_putc(writer->out, ' ');
        markdown_inlines(writer, &advice);
    }
}

static void write_block(struct markdown_writer *writer, const struct block *block, bool is_other) {
    switch (block->kind) {
    case BLOCK_HEADING:
        write_heading(writer, block);
        break;
    case BLOCK_PARAGRAPH:
        write_paragraph(writer, block->inlines);
        break;
    case BLOCK_LIST:
        write_list(writer, block, is_other);
        break;
    case BLOCK_ITEM:
        write_blocks(writer, block->children, false);
        break;
    case BLOCK_QUOTE:
        write_quote(writer, block);
        break;
    case BLOCK_CODE:
        write_code(writer, block);
        break;
    case BLOCK_RULE:
        /* Neither an underline nor, behind a list's marker, a list. */
        buffer_puts(writer->out, "___");
        break;
    case BLOCK_TABLE:
        write_table(writer, block->table);
        break;
    case BLOCK_LETTERHEAD:
    case BLOCK_COVER:
    case BLOCK_SIGNATURES:
        write_fields(writer, block);
        break;
    case BLOCK_CONTENTS:
    case BLOCK_PAGE_BREAK:
        break;
    case BLOCK_NOTE:
        write_note(writer, block->note);
        break;
    }
}

/* Whether the block leaves nothing in the text. Nor do contents: whoever shows Markdown makes them of the
 * headings, and a list of them would change with every heading in a diff. */
static bool is_silent(const struct block *block) {
    bool is_fields = block->kind == BLOCK_LETTERHEAD || block->kind == BLOCK_COVER
                     || block->kind == BLOCK_SIGNATURES;
    return block->kind == BLOCK_PAGE_BREAK || block->kind == BLOCK_CONTENTS || (is_fields && block->groups == NULL)
           || (block->kind == BLOCK_PARAGRAPH && block->inlines == NULL);
}

static bool is_same_kind(const struct block *last, const struct block *block) {
    return last != NULL && last->kind == BLOCK_LIST && block->kind == BLOCK_LIST
           && last->ordered == block->ordered;
}

static void write_blocks(
    struct markdown_writer *writer, const struct block *blocks, bool is_tight) {
    const struct block *last = NULL;
    bool is_other = false; /* the last list had the other marker */
    for (const struct block *block = blocks; block != NULL; block = block->next) {
        if (is_silent(block)) {
            continue;
        }
        if (last != NULL && is_tight) {
            next_line(writer);
        } else if (last != NULL) {
            blank_line(writer);
            markdown_line(writer);
        }
        bool is_repeated =
            is_same_kind(last, block) && (!block->ordered || block->delimiter == last->delimiter);
        is_other = is_repeated ? !is_other : is_other && is_same_kind(last, block);
        write_block(writer, block, is_other);
        last = block;
    }
}

void markdown_render(
    const struct document *document, const struct render_options *options, struct buffer *out) {
    struct markdown_writer writer = { .out = out, .prefix = BUFFER_EMPTY };
    (void)options;
    if (document->draft) {
        buffer_puts(out, "UTKAST\n\n");
    }
    write_blocks(&writer, document->blocks, false);
    if (out->size != 0) {
        buffer_putc(out, '\n');
    }
    buffer_done(&writer.prefix);
}
