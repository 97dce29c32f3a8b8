/* SPDX-License-Identifier: EUPL-1.2
 *
 * Notes of a draft: each finding is put behind the block whose words it is about. A value shown as a
 * fact is found by its place in the definition, a prose field and the template's own words by the
 * block's. What the paper does not show stands at its end, below a line: in front it would push cover
 * and letterhead off their page.
 */
#include <string.h>

#include "base/array.h"
#include "document/document.h"

static bool holds(struct span span, struct span inner) {
    return span.source != NULL && inner.source != NULL
        && (span.source == inner.source || strcmp(span.source->name, inner.source->name) == 0)
        && inner.offset >= span.offset && inner.offset <= span.offset + span.length;
}

/* A place of the definition, or of a template, and the top-level block where it is seen. */
struct place {
    struct span where;
    struct block *block;
};

struct document_places {
    ARRAY_OF(struct place) values; /* shown as facts */
    ARRAY_OF(struct place) words;  /* written there: blocks without blocks inside */
};

/* What a walk through one top-level block gathers. */
struct gathering {
    struct arena *arena;
    struct document_places *places;
    struct block *block;
};

static void gather_inlines(struct gathering *gathering, const struct inline_ *inlines) {
    for (; inlines != NULL; inlines = inlines->next) {
        if (inlines->fact != NULL) {
            struct place place = { inlines->fact->where, gathering->block };
            ARRAY_ADD(gathering->arena, gathering->places->values, place);
        }
        gather_inlines(gathering, inlines->children);
    }
}

static void gather_table(struct gathering *gathering, const struct table *table) {
    for (size_t i = 0; i < table->column_count; i++) {
        gather_inlines(gathering, table->header[i].inlines);
    }
    for (size_t i = 0; i < table->row_count * table->column_count; i++) {
        gather_inlines(gathering, table->cells[i].inlines);
    }
    gather_inlines(gathering, table->caption);
}

static void gather_fields(struct gathering *gathering, const struct field_group *groups) {
    for (; groups != NULL; groups = groups->next) {
        for (const struct field *field = groups->fields; field != NULL; field = field->next) {
            gather_inlines(gathering, field->value);
            gather_inlines(gathering, field->label);
        }
    }
}

static void gather_block(struct gathering *gathering, const struct block *block) {
    if (block->children == NULL) {
        struct place place = { block->where, gathering->block };
        ARRAY_ADD(gathering->arena, gathering->places->words, place);
    }
    gather_inlines(gathering, block->inlines);
    if (block->table != NULL) {
        gather_table(gathering, block->table);
    }
    gather_fields(gathering, block->groups);
    for (const struct block *child = block->children; child != NULL; child = child->next) {
        gather_block(gathering, child);
    }
}

const struct document_places *document_places(struct arena *arena, const struct document *document) {
    struct document_places *places = arena_new_of(arena, struct document_places);
    for (struct block *block = document->blocks; block != NULL; block = block->next) {
        struct gathering gathering = { arena, places, block };
        gather_block(&gathering, block);
    }
    return places;
}

/* The first top-level block that shows the value at that place, else the first that was written there; NULL when
 * there is none. */
static struct block *find_block(const struct document_places *places, struct span where) {
    for (size_t i = 0; i < places->values.count; i++) {
        if (holds(places->values.items[i].where, where)) {
            return places->values.items[i].block;
        }
    }
    for (size_t i = 0; i < places->words.count; i++) {
        if (holds(places->words.items[i].where, where)) {
            return places->words.items[i].block;
        }
    }
    return NULL;
}

bool document_shows(const struct document_places *places, struct span where) {
    return find_block(places, where) != NULL;
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

void document_annotate(struct arena *arena, struct document *document,
    const struct document_places *places, const struct findings *findings) {
    struct block *rest = NULL;
    struct block **rest_end = &rest;
    const struct rule_info *hole = catalogue_get(FILL_VALUE_MISSING);
    for (size_t i = 0; i < findings->count; i++) {
        if (findings->items[i]->rule == hole) {
            continue; /* INLINE_MARK says it where it is */
        }
        struct block *note = new_note(arena, findings->items[i]);
        struct block *block = find_block(places, note->where);
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
