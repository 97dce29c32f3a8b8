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

/* Where the link stands in its block; the block itself when the words there are not those of the link. */
static struct span place_of(const struct resolving *resolving, const char *target) {
    struct span where = resolving->where;
    if (where.source == NULL) {
        return where;
    }
    const char *text = where.source->text + where.offset;
    const char *blank = strstr(text, "\n\n");
    size_t size = blank != NULL ? (size_t)(blank - text) : strlen(text);
    const char *typed = arena_printf(resolving->parsing->arena, "(#%s", target);
    const char *found = memmem(text, size, typed, strlen(typed));
    return found == NULL ? where
                         : (struct span){ where.source,
                               where.offset + (uint32_t)(found - text) + 1,
                               (uint32_t)strlen(typed) - 1 };
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
