/* SPDX-License-Identifier: EUPL-1.2 */
#include "document/parse.h"

void inline_put_words(struct buffer *out, const struct inline_ *inlines) {
    for (const struct inline_ *inline_ = inlines; inline_ != NULL; inline_ = inline_->next) {
        switch (inline_->kind) {
        case INLINE_TEXT:
        case INLINE_CODE:
            buffer_puts(out, inline_->text);
            break;
        case INLINE_SOFT_BREAK:
        case INLINE_HARD_BREAK:
            buffer_putc(out, ' ');
            break;
        case INLINE_REFERENCE:
            /* Not the words of a heading without a number: they may hold a reference to this one. */
            buffer_puts(out, inline_->text);
            if (inline_->heading->number != NULL) {
                buffer_printf(out, " %s", inline_->heading->number);
            }
            break;
        case INLINE_EMPHASIS:
        case INLINE_STRONG:
        case INLINE_LINK:
        case INLINE_IMAGE:
        case INLINE_FACT:
        case INLINE_MARK:
            inline_put_words(out, inline_->children);
            break;
        }
    }
}

char *inline_words(struct arena *arena, const struct inline_ *inlines) {
    if (inlines != NULL && inlines->next == NULL && inlines->kind == INLINE_TEXT) {
        return arena_string(arena, inlines->text); /* most are one text */
    }
    CLEANUP_BUFFER struct buffer words = BUFFER_EMPTY;
    inline_put_words(&words, inlines);
    return buffer_take(arena, &words);
}

static void visit_chain(
    struct inline_ *inlines, void (*visit)(void *, struct inline_ *), void *context) {
    for (struct inline_ *inline_ = inlines; inline_ != NULL; inline_ = inline_->next) {
        visit(context, inline_);
        visit_chain(inline_->children, visit, context);
    }
}

void inlines_each(
    struct block *block, void (*visit)(void *context, struct inline_ *inline_), void *context) {
    visit_chain(block->inlines, visit, context);
    for (struct field_group *group = block->groups; group != NULL; group = group->next) {
        for (struct field *field = group->fields; field != NULL; field = field->next) {
            visit_chain(field->label, visit, context);
            visit_chain(field->value, visit, context);
        }
    }
    const struct table *table = block->table;
    if (table != NULL) {
        visit_chain(table->caption, visit, context);
        for (size_t i = 0; i < table->column_count; i++) {
            visit_chain(table->header[i].inlines, visit, context);
        }
        for (size_t i = 0; i < table->column_count * table->row_count; i++) {
            visit_chain(table->cells[i].inlines, visit, context);
        }
    }
}
