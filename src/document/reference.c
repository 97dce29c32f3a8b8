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

struct resolving {
    struct parsing *parsing;
    struct names ids;
    struct names facts;
    ARRAY_OF(const struct fact *) fact_list;
    int suggestions;
    struct span where;
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

static void report_missing(
    struct resolving *resolving, const struct inline_ *link, const char *target) {
    struct findings *findings = resolving->parsing->findings;
    if (link->children != NULL) {
        finding_add(findings, LINK_NOWHERE, resolving->where, target, NULL);
        return;
    }
    const char *nearest = nearest_id(resolving, target);
    if (nearest != NULL) {
        finding_add(findings, REFERENCE_NEAR, resolving->where, target, nearest, NULL);
    } else {
        finding_add(findings, REFERENCE_UNKNOWN, resolving->where, target, NULL);
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
    link->target = arena_printf(arena, "#%s", heading->id);
    if (link->children == NULL) {
        link->kind = INLINE_REFERENCE;
        link->text = "avsnitt";
    }
}

static void add_fact(struct resolving *resolving, const struct fact *fact) {
    struct arena *arena = resolving->parsing->arena;
    const char *key = arena_printf(arena, "%s\n%s", fact->path, fact->raw != NULL ? fact->raw : "");
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
