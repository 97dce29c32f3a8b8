/* SPDX-License-Identifier: EUPL-1.2
 *
 * A link without words to a heading, [](#ekonomi), becomes a reference to its number. The target is
 * the heading's id; its words as GitHub would write them (#målgrupp) are understood,
 * too.
 */
#include <string.h>

#include "base/text.h"
#include "document/names.h"
#include "document/parse.h"

/* Suggestions cost a look at all headings; after so many faults nobody reads them. */
enum { SUGGESTIONS_MOST = 50, SUGGESTION_DISTANCE = 4 };

/* How far behind the last link the next one is looked for, in bytes. */
enum { FIND_WINDOW = 4096 };

struct resolving {
    struct parsing *parsing;
    struct name_table ids;
    struct name_table facts;
    ARRAY_OF(const struct fact *) fact_list;
    int suggestions;
    struct span where; /* of the block at hand */
    size_t cursor;     /* what of its text has been looked through */
    size_t end;        /* of its text; 0: not known yet */
};

static void index_headings(struct resolving *resolving, const struct block *blocks) {
    for (const struct block *block = blocks; block != NULL; block = block->next) {
        if (block->kind == BLOCK_HEADING) {
            names_get(resolving->parsing->arena, &resolving->ids, block->id)->value = block;
        }
        index_headings(resolving, block->children);
    }
}

static const char *nearest_id(struct resolving *resolving, const char *target) {
    const char *nearest = NULL;
    size_t best = SUGGESTION_DISTANCE;
    const struct document *document = resolving->parsing->document;
    if (resolving->suggestions++ >= SUGGESTIONS_MOST) {
        return NULL;
    }
    for (size_t i = 0; i < document->heading_count; i++) {
        size_t distance = text_distance(target, document->headings[i]->id, SUGGESTION_DISTANCE);
        if (distance < best) {
            best = distance;
            nearest = document->headings[i]->id;
        }
    }
    return nearest;
}

/* The offset of the empty line behind the text at the offset, or of the end. */
static size_t paragraph_end(const struct source *source, size_t offset) {
    const char *end = source->text + source->size;
    const char *line_end = source->text + offset;
    while ((line_end = memchr(line_end, '\n', (size_t)(end - line_end))) != NULL) {
        line_end++;
        if (line_end == end || *line_end == '\n') {
            return (size_t)(line_end - source->text);
        }
    }
    return source->size;
}

/* Where the link stands in its block; the block itself when the words there are not those of the link.
 * Links come in order, so each is looked for behind the one before. */
static struct span place_of(struct resolving *resolving, const char *target) {
    const struct source *source = resolving->where.source;
    if (source == NULL) {
        return resolving->where;
    }
    if (resolving->end == 0) {
        resolving->end = paragraph_end(source, resolving->cursor);
    }
    const char *typed = arena_printf(resolving->parsing->arena, "(#%s", target);
    size_t rest = resolving->end - resolving->cursor;
    const char *found = memmem(source->text + resolving->cursor,
        rest < FIND_WINDOW ? rest : FIND_WINDOW, typed, strlen(typed));
    if (found == NULL) {
        return resolving->where;
    }
    size_t offset = (size_t)(found - source->text) + 1;
    resolving->cursor = offset;
    return (struct span){ source, (uint32_t)offset, (uint32_t)strlen(typed) - 1 };
}

static void report_missing(
    struct resolving *resolving, const struct inline_ *link, const char *target) {
    struct findings *findings = resolving->parsing->findings;
    struct span where = place_of(resolving, target);
    enum catalogue_id id = link->children != NULL ? LINK_NOWHERE : REFERENCE_UNKNOWN;
    struct finding *finding = finding_add(findings, id, where, target, NULL);
    const char *nearest = nearest_id(resolving, target);
    if (nearest != NULL) {
        const char *typed = arena_printf(findings->arena, "#%s", nearest);
        finding_suggest(findings, finding, typed);
        finding->replacement = where.length == strlen(target) + 1 ? typed : NULL;
    }
}

static void resolve_link(struct resolving *resolving, struct inline_ *link) {
    struct arena *arena = resolving->parsing->arena;
    const char *target = link->target + 1;
    const struct block *heading = names_find(&resolving->ids, target);
    if (heading == NULL && target[0] != '\0') {
        heading = names_find(&resolving->ids, text_slug(arena, target));
    }
    if (heading == NULL) {
        if (target[0] != '\0') {
            report_missing(resolving, link, target);
        }
        return;
    }
    link->heading = heading;
    link->target = arena_join(arena, (const char *[]){ "#", heading->id, NULL });
    if (link->children == NULL) {
        link->kind = INLINE_REFERENCE;
        link->text = "avsnitt";
    }
}

static void add_fact(struct resolving *resolving, const struct fact *fact) {
    struct arena *arena = resolving->parsing->arena;
    const char *raw = fact->raw != NULL ? fact->raw : "";
    const char *key = arena_join(arena, (const char *[]){ fact->path, "\n", raw, NULL });
    struct name_entry *entry = names_get(arena, &resolving->facts, key);
    if (entry->value == NULL) {
        entry->value = fact;
        ARRAY_ADD(arena, resolving->fact_list, fact);
    }
}

static void resolve(void *context, struct inline_ *inline_) {
    struct resolving *resolving = context;
    if (inline_->kind == INLINE_LINK && inline_->target[0] == '#') {
        resolve_link(resolving, inline_);
    } else if (inline_->kind == INLINE_FACT) {
        add_fact(resolving, inline_->fact);
    }
}

/* The inlines of one block after another, so that a finding knows its block. */
static void resolve_blocks(struct resolving *resolving, struct block *blocks) {
    for (struct block *block = blocks; block != NULL; block = block->next) {
        resolving->where = block->where;
        resolving->cursor = block->where.offset;
        resolving->end = 0;
        inlines_each(block, resolve, resolving);
        resolve_blocks(resolving, block->children);
    }
}

void references_resolve(struct parsing *parsing) {
    struct resolving resolving = { .parsing = parsing };
    index_headings(&resolving, parsing->document->blocks);
    resolve_blocks(&resolving, parsing->document->blocks);
    parsing->document->facts = resolving.fact_list.items;
    parsing->document->fact_count = resolving.fact_list.count;
}
