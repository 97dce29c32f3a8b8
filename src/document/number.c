/* SPDX-License-Identifier: EUPL-1.2
 *
 * Headings: unique ids, numbers, and the anchors that GitHub will give them in our Markdown, where
 * the number is part of the words. The h1 is the title and has no number.
 */

#include "base/text.h"
#include "document/names.h"
#include "document/parse.h"

enum { HEADING_LEVELS = 6 };

struct numbering {
    struct parsing *parsing;
    struct name_table ids;
    struct name_table anchors;
    ARRAY_OF(struct block *) headings;
    int counts[HEADING_LEVELS + 1];
    int last_level;
    const char *first_title;
};

/* The name, or the name with "-2", "-3" … (from `first`) when it is taken. */
static const char *unique(
    struct arena *arena, struct name_table *names, const char *name, size_t first) {
    struct name_entry *entry = names_get(arena, names, name);
    if (entry->value == NULL) {
        entry->value = name;
        return name;
    }
    size_t number = entry->counter == 0 ? first : entry->counter;
    const char *candidate;
    do {
        candidate = arena_printf(arena, "%s-%zu", name, number++);
    } while (names_find(names, candidate) != NULL);
    names_get(arena, names, name)->counter = number;
    names_get(arena, names, candidate)->value = candidate;
    return candidate;
}

static const char *number_of(struct numbering *numbering, int level) {
    CLEANUP_BUFFER struct buffer number = BUFFER_EMPTY;
    numbering->counts[level]++;
    for (int below = level + 1; below <= HEADING_LEVELS; below++) {
        numbering->counts[below] = 0;
    }
    for (int each = 2; each <= level; each++) {
        buffer_printf(&number, each > 2 ? ".%d" : "%d", numbering->counts[each]);
    }
    return buffer_take(numbering->parsing->arena, &number);
}

static void check_level(
    struct numbering *numbering, const struct block *heading, const char *words) {
    struct findings *findings = numbering->parsing->findings;
    if (heading->level == 1 && numbering->first_title != NULL) {
        finding_add(findings, HEADING_DOUBLE, heading->where, words, NULL);
    } else if (heading->level > numbering->last_level + 1 && numbering->last_level != 0) {
        finding_add(findings, HEADING_SKIPPED, heading->where, words, NULL);
    }
    numbering->last_level = heading->level;
}

static void number_heading(struct numbering *numbering, struct block *heading) {
    struct parsing *parsing = numbering->parsing;
    struct arena *arena = parsing->arena;
    const char *words = inline_words(arena, heading->inlines);
    check_level(numbering, heading, words);
    if (heading->level == 1 && numbering->first_title == NULL) {
        numbering->first_title = words;
    }
    if (parsing->options->numbered_headings && heading->level > 1) {
        heading->number = number_of(numbering, heading->level);
    }
    const char *written =
        heading->number != NULL ? arena_printf(arena, "%s %s", heading->number, words) : words;
    heading->anchor = unique(arena, &numbering->anchors, text_anchor(arena, written), 1);
    if (heading->level > 1) {
        ARRAY_ADD(arena, numbering->headings, heading);
    }
}

static void number_blocks(struct numbering *numbering, struct block *blocks) {
    for (struct block *block = blocks; block != NULL; block = block->next) {
        if (block->kind == BLOCK_HEADING) {
            number_heading(numbering, block);
        }
        number_blocks(numbering, block->children);
    }
}

/* The template's headings have theirs before a writer's heading of the same words can take it: what the
 * template refers to stays what it means. */
static void give_ids(struct numbering *numbering, struct block *blocks, bool of_prose) {
    struct arena *arena = numbering->parsing->arena;
    for (struct block *block = blocks; block != NULL; block = block->next) {
        if (block->kind == BLOCK_HEADING && (block->path != NULL) == of_prose) {
            const char *slug = text_slug(arena, inline_words(arena, block->inlines));
            block->id = unique(arena, &numbering->ids, slug, 2);
        }
        give_ids(numbering, block->children, of_prose);
    }
}

void headings_number(struct parsing *parsing) {
    struct numbering numbering = { .parsing = parsing };
    struct document *document = parsing->document;
    number_blocks(&numbering, document->blocks);
    give_ids(&numbering, document->blocks, false);
    give_ids(&numbering, document->blocks, true);
    document->headings = numbering.headings.items;
    document->heading_count = numbering.headings.count;
    if (document->title == NULL) {
        document->title = numbering.first_title;
    }
}
