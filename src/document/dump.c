/* SPDX-License-Identifier: EUPL-1.2
 *
 * One line a node, two spaces a level; texts quoted, with C's escapes for quote, backslash, newline
 * and tab. Places as file:line:column.
 */
#include "document/document.h"

static const char *const block_names[] = {
    [BLOCK_HEADING] = "heading",
    [BLOCK_PARAGRAPH] = "paragraph",
    [BLOCK_LIST] = "list",
    [BLOCK_ITEM] = "item",
    [BLOCK_QUOTE] = "quote",
    [BLOCK_CODE] = "code",
    [BLOCK_RULE] = "rule",
    [BLOCK_TABLE] = "table",
    [BLOCK_LETTERHEAD] = "letterhead",
    [BLOCK_COVER] = "cover",
    [BLOCK_SIGNATURES] = "signatures",
    [BLOCK_CONTENTS] = "contents",
    [BLOCK_PAGE_BREAK] = "page-break",
    [BLOCK_NOTE] = "note",
};

static const char *const inline_names[] = {
    [INLINE_TEXT] = "text",
    [INLINE_SOFT_BREAK] = "soft-break",
    [INLINE_HARD_BREAK] = "hard-break",
    [INLINE_CODE] = "code",
    [INLINE_EMPHASIS] = "emphasis",
    [INLINE_STRONG] = "strong",
    [INLINE_LINK] = "link",
    [INLINE_IMAGE] = "image",
    [INLINE_REFERENCE] = "reference",
    [INLINE_FACT] = "fact",
    [INLINE_MARK] = "mark",
};

static const char *const alignment_names[] = {
    [ALIGN_NONE] = "none",
    [ALIGN_LEFT] = "left",
    [ALIGN_CENTER] = "center",
    [ALIGN_RIGHT] = "right",
};

static void put_quoted(struct buffer *out, const char *text) {
    buffer_putc(out, '"');
    for (; *text != '\0'; text++) {
        switch (*text) {
        case '"':
        case '\\':
            buffer_putc(out, '\\');
            buffer_putc(out, *text);
            break;
        case '\n':
            buffer_puts(out, "\\n");
            break;
        case '\t':
            buffer_puts(out, "\\t");
            break;
        default:
            buffer_putc(out, *text);
        }
    }
    buffer_putc(out, '"');
}

static void put_attribute(struct buffer *out, const char *name, const char *value) {
    if (value != NULL) {
        buffer_printf(out, " %s=", name);
        put_quoted(out, value);
    }
}

static void dump_inlines(struct buffer *out, const struct inline_ *inlines, size_t depth) {
    for (const struct inline_ *inline_ = inlines; inline_ != NULL; inline_ = inline_->next) {
        buffer_repeat(out, ' ', depth * 2);
        buffer_puts(out, inline_names[inline_->kind]);
        if (inline_->text != NULL) {
            buffer_putc(out, ' ');
            put_quoted(out, inline_->text);
        }
        put_attribute(out, "target", inline_->target);
        put_attribute(out, "title", inline_->title);
        if (inline_->heading != NULL) {
            put_attribute(out, "heading", inline_->heading->id);
        }
        if (inline_->fact != NULL) {
            put_attribute(out, "path", inline_->fact->path);
            put_attribute(out, "raw", inline_->fact->raw);
            put_attribute(out, "format", inline_->fact->format);
        }
        buffer_putc(out, '\n');
        dump_inlines(out, inline_->children, depth + 1);
    }
}

static void put_line(struct buffer *out, const char *word, size_t depth) {
    buffer_repeat(out, ' ', depth * 2);
    buffer_puts(out, word);
    buffer_putc(out, '\n');
}

static void dump_part(
    struct buffer *out, const char *word, const struct inline_ *inlines, size_t depth) {
    put_line(out, word, depth);
    dump_inlines(out, inlines, depth + 1);
}

static void dump_table(struct buffer *out, const struct table *table, size_t depth) {
    if (table->caption_label != NULL) {
        dump_part(out, table->caption_label, table->caption, depth);
    }
    put_line(out, "header", depth);
    for (size_t i = 0; i < table->column_count; i++) {
        buffer_repeat(out, ' ', depth * 2 + 2);
        buffer_printf(
            out, "column %s %d\n", alignment_names[table->alignments[i]], table->widths[i]);
        dump_inlines(out, table->header[i].inlines, depth + 2);
    }
    for (size_t row = 0; row < table->row_count; row++) {
        put_line(out, "row", depth);
        for (size_t i = 0; i < table->column_count; i++) {
            dump_part(out, "cell", table->cells[row * table->column_count + i].inlines, depth + 1);
        }
    }
}

static void dump_groups(struct buffer *out, const struct field_group *groups, size_t depth) {
    for (const struct field_group *group = groups; group != NULL; group = group->next) {
        put_line(out, "group", depth);
        for (const struct field *field = group->fields; field != NULL; field = field->next) {
            put_line(out, "field", depth + 1);
            if (field->label != NULL) {
                dump_part(out, "label", field->label, depth + 2);
            }
            if (field->value != NULL) {
                dump_part(out, "value", field->value, depth + 2);
            }
        }
    }
}

static void put_flags(struct buffer *out, const struct block *block) {
    if (block->kind == BLOCK_LIST) {
        buffer_printf(out, " %s %s level=%d", block->ordered ? "ordered" : "bullet",
            block->tight ? "tight" : "loose", block->level);
        if (block->ordered) {
            buffer_printf(
                out, " start=%d%c index=%d", block->start, block->delimiter, block->list_index);
        }
    } else if (block->kind == BLOCK_HEADING) {
        buffer_printf(out, " level=%d", block->level);
    } else if (block->kind == BLOCK_TABLE) {
        buffer_puts(out, block->table->row_headers ? " row-headers" : "");
        buffer_puts(out, block->table->total_row ? " total-row" : "");
    }
}

static void put_note(struct buffer *out, const struct note *note) {
    if (note != NULL) {
        put_attribute(out, "level", level_name(note->level, LANGUAGE_EN));
        put_attribute(out, "rule", note->rule);
        put_attribute(out, "message", note->message);
        put_attribute(out, "advice", note->advice);
    }
}

static void dump_blocks(struct buffer *out, const struct block *blocks, size_t depth) {
    for (const struct block *block = blocks; block != NULL; block = block->next) {
        buffer_repeat(out, ' ', depth * 2);
        buffer_puts(out, block_names[block->kind]);
        put_flags(out, block);
        put_attribute(out, "number", block->number);
        put_attribute(out, "id", block->id);
        put_attribute(out, "anchor", block->anchor);
        put_attribute(out, "label", block->label);
        put_attribute(out, "info", block->info);
        put_attribute(out, "text", block->text);
        put_attribute(out, "path", block->path);
        put_note(out, block->note);
        if (block->where.source != NULL) {
            struct position at = source_position(block->where.source, block->where.offset);
            buffer_printf(out, " @ %s:%zu:%zu", block->where.source->name, at.line, at.column);
        }
        buffer_putc(out, '\n');
        dump_inlines(out, block->inlines, depth + 1);
        dump_groups(out, block->groups, depth + 1);
        if (block->table != NULL) {
            dump_table(out, block->table, depth + 1);
        }
        dump_blocks(out, block->children, depth + 1);
    }
}

void document_dump(const struct document *document, struct buffer *out) {
    const struct {
        const char *name, *value;
    } properties[] = { { "title", document->title }, { "header", document->header },
        { "footer", document->footer }, { "language", document->language },
        { "subject", document->subject }, { "creator", document->creator },
        { "registry-number", document->registry_number }, { "date", document->date },
        { "status", document->status }, { "keywords", document->keywords },
        { "digest", document->digest } };
    buffer_puts(out, "document");
    buffer_puts(out, document->numbered_headings ? " numbered" : "");
    buffer_puts(out, document->draft ? " draft" : "");
    for (size_t i = 0; i < sizeof properties / sizeof properties[0]; i++) {
        put_attribute(out, properties[i].name, properties[i].value);
    }
    buffer_putc(out, '\n');
    dump_blocks(out, document->blocks, 1);
    for (size_t i = 0; i < document->fact_count; i++) {
        buffer_puts(out, "  known");
        put_attribute(out, "path", document->facts[i]->path);
        put_attribute(out, "raw", document->facts[i]->raw);
        put_attribute(out, "format", document->facts[i]->format);
        buffer_putc(out, '\n');
    }
}
