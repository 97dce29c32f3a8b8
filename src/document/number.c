/* SPDX-License-Identifier: EUPL-1.2
 *
 * Headings: unique ids, numbers, and the anchors that GitHub will give them in our Markdown, where
 * the number is part of the words. The h1 is the title and has no number. What is wrong with headings
 * is told when references have become words, which may be all that a heading has.
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
    const char *first_title;
};

/* The headings that have been looked at. */
struct seen {
    struct parsing *parsing;
    int last_level; /* 0: none yet */
    bool has_title;
};

/* Whether any of it can be seen. Spaces of all kinds cannot, nor what takes no width. */
static bool has_words(const char *words) {
    uint32_t codepoint;
    for (size_t size; (size = text_next(words, &codepoint)) != 0; words += size) {
        if (text_space(words) == 0 && text_gap(words) == 0 && text_width(words, size) != 0) {
            return true;
        }
    }
    return false;
}

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

static void number_heading(struct numbering *numbering, struct block *heading) {
    struct parsing *parsing = numbering->parsing;
    struct arena *arena = parsing->arena;
    const char *words = inline_words(arena, heading->inlines);
    if (heading->level == 1 && numbering->first_title == NULL && has_words(words)) {
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

static void check_heading(struct seen *seen, const struct block *heading) {
    struct findings *findings = seen->parsing->findings;
    const char *words = inline_words(seen->parsing->arena, heading->inlines);
    bool is_title = heading->level == 1;
    if (!has_words(words)) {
        if (!heading->is_told_of) {
            finding_add(findings, HEADING_EMPTY, heading->where, NULL);
        }
    } else if (is_title && seen->has_title) {
        finding_add(findings, HEADING_DOUBLE, heading->where, words, NULL);
    } else if (heading->level > seen->last_level + 1 && seen->last_level != 0) {
        finding_add(findings, HEADING_SKIPPED, heading->where, words, NULL);
    }
    seen->has_title = seen->has_title || (is_title && has_words(words));
    seen->last_level = heading->level;
}

static void check_blocks(struct seen *seen, const struct block *blocks) {
    for (const struct block *block = blocks; block != NULL; block = block->next) {
        if (block->kind == BLOCK_HEADING) {
            check_heading(seen, block);
        }
        check_blocks(seen, block->children);
    }
}

void headings_check(struct parsing *parsing) {
    check_blocks(&(struct seen){ .parsing = parsing }, parsing->document->blocks);
}
