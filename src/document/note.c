/* SPDX-License-Identifier: EUPL-1.2
 *
 * Notes of a draft: each finding is put behind the block whose words it is about. A value shown as a
 * fact is found by its place in the definition, a prose field and the template's own words by the
 * block's. What the paper does not show stands at its end, below a line: in front it would push cover
 * and letterhead off their page.
 */
#include <string.h>

#include "document/document.h"

static bool holds(struct span span, struct span inner) {
    return span.source != NULL && inner.source != NULL
        && (span.source == inner.source || strcmp(span.source->name, inner.source->name) == 0)
        && inner.offset >= span.offset && inner.offset <= span.offset + span.length;
}

static bool inlines_show(const struct inline_ *inlines, struct span where) {
    for (; inlines != NULL; inlines = inlines->next) {
        if ((inlines->fact != NULL && holds(inlines->fact->where, where))
            || inlines_show(inlines->children, where)) {
            return true;
        }
    }
    return false;
}

static bool cells_show(const struct cell *cells, size_t count, struct span where) {
    for (size_t i = 0; i < count; i++) {
        if (inlines_show(cells[i].inlines, where)) {
            return true;
        }
    }
    return false;
}

static bool table_shows(const struct table *table, struct span where) {
    return cells_show(table->header, table->column_count, where)
           || cells_show(table->cells, table->row_count * table->column_count, where)
           || inlines_show(table->caption, where);
}

static bool fields_show(const struct field_group *groups, struct span where) {
    for (; groups != NULL; groups = groups->next) {
        for (const struct field *field = groups->fields; field != NULL; field = field->next) {
            if (inlines_show(field->value, where) || inlines_show(field->label, where)) {
                return true;
            }
        }
    }
    return false;
}

/* Whether the block, or a block inside it, shows the value at that place or was written there. */
static bool block_shows(const struct block *block, struct span where, bool words) {
    bool own = words && block->children == NULL && holds(block->where, where);
    if (own || inlines_show(block->inlines, where)
        || (block->table != NULL && table_shows(block->table, where))
        || fields_show(block->groups, where)) {
        return true;
    }
    for (const struct block *child = block->children; child != NULL; child = child->next) {
        if (block_shows(child, where, words)) {
            return true;
        }
    }
    return false;
}

/* The top-level block that the place belongs to, or NULL. */
static struct block *find_block(const struct document *document, struct span where) {
    for (int words = 0; words < 2; words++) {
        for (struct block *block = document->blocks; block != NULL; block = block->next) {
            if (block->kind != BLOCK_NOTE && block_shows(block, where, words != 0)) {
                return block;
            }
        }
    }
    return NULL;
}

static struct block *new_note(struct arena *arena, const struct finding *finding) {
    struct note *note = arena_new_of(arena, struct note);
    *note = (struct note){ .level = finding->level,
        .rule = arena_string(arena, finding->rule->id),
        .message = arena_string(arena, finding->message),
        .advice = arena_string(arena, finding->advice) };
    struct block *block = arena_new_of(arena, struct block);
    block->kind = BLOCK_NOTE;
    block->note = note;
    block->where = finding->where;
    return block;
}

bool document_shows(const struct document *document, struct span where) {
    return find_block(document, where) != NULL;
}

/* A line and a sentence that say what the notes behind them are. */
static struct block *new_rest(struct arena *arena) {
    struct inline_ *words = arena_new_of(arena, struct inline_);
    *words = (struct inline_){ .kind = INLINE_TEXT,
        .text = "Anmärkningarna nedan gäller sådant som handlingen inte visar." };
    struct block *sentence = arena_new_of(arena, struct block);
    *sentence = (struct block){ .kind = BLOCK_PARAGRAPH, .inlines = words };
    struct block *line = arena_new_of(arena, struct block);
    *line = (struct block){ .kind = BLOCK_RULE, .next = sentence };
    return line;
}

static void put_behind(struct block *block, struct block *note) {
    while (block->next != NULL && block->next->kind == BLOCK_NOTE) {
        block = block->next;
    }
    note->next = block->next;
    block->next = note;
}

void document_annotate(
    struct arena *arena, struct document *document, const struct findings *findings) {
    struct block *rest = NULL;
    struct block **rest_end = &rest;
    const struct rule_info *hole = catalogue_get(FILL_VALUE_MISSING);
    for (size_t i = 0; i < findings->count; i++) {
        if (findings->items[i]->rule == hole) {
            continue; /* INLINE_MARK says it where it is */
        }
        struct block *note = new_note(arena, findings->items[i]);
        struct block *block = find_block(document, note->where);
        if (block != NULL) {
            put_behind(block, note);
        } else {
            *rest_end = note;
            rest_end = &note->next;
        }
    }
    if (rest != NULL) {
        struct block **end = &document->blocks;
        while (*end != NULL) {
            end = &(*end)->next;
        }
        *end = new_rest(arena);
        (*end)->next->next = rest;
    }
}
