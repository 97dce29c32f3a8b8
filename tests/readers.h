/* SPDX-License-Identifier: EUPL-1.2
 *
 * Holds the two readers of YAML against each other: what plain_read() takes, yaml_read() has to read
 * without a finding, as the same tree, every place included. For the unit test and the fuzz target.
 */
#ifndef UNDERLAG_TESTS_READERS_H
#define UNDERLAG_TESTS_READERS_H

#include <string.h>

#include "base/array.h"
#include "base/text.h"
#include "tree/kind.h"
#include "tree/read.h"

enum agreement {
    READERS_DIFFER,
    READERS_AGREE,
    READERS_GAVE_UP, /* plain_read() did, so there is nothing to compare */
};

static inline bool same_span(struct span a, struct span b) {
    return a.source == b.source && a.offset == b.offset && a.length == b.length;
}

/* The first node of `plain` that is another than that of `other` in its place; NULL when there is none. */
static inline const xmlNode *different_node(const xmlNode *plain, const xmlNode *other) {
    const struct node_info *a = node_info(plain);
    const struct node_info *b = node_info(other);
    if (!same_span(a->span, b->span) || !same_span(a->key_span, b->key_span) || a->kind != b->kind
        || a->style != b->style || a->type != b->type || a->plain != b->plain || a->json != b->json
        || a->merged != b->merged || !text_equal(a->key, b->key)
        || !text_equal((const char *)plain->name, (const char *)other->name)
        || !text_equal(node_text(plain), node_text(other)) || node_count(plain) != node_count(other)) {
        return plain;
    }
    const xmlNode *twin = node_first(other);
    for (const xmlNode *child = node_first(plain); child != NULL; child = node_next(child)) {
        const xmlNode *different = different_node(child, twin);
        if (different != NULL) {
            return different;
        }
        twin = node_next(twin);
    }
    return NULL;
}

/* Reads the text both ways. What tree_read() refuses at its door neither reader gets. */
static inline enum agreement readers_compare(
    struct arena *arena, const struct source *source, const struct excerpt *excerpt) {
    struct findings *findings = findings_new(arena, LANGUAGE_SV);
    const struct source shown = { .name = "x", .text = excerpt->text, .size = excerpt->size };
    if (kind_say_other(&shown, findings) || text_control(shown.text, shown.size) != shown.size) {
        return READERS_GAVE_UP;
    }
    const struct tree *plain = plain_read(arena, source, excerpt, "rot");
    if (plain == NULL) {
        return READERS_GAVE_UP;
    }
    const struct tree *other = yaml_read(arena, source, excerpt, "rot", findings);
    bool agree = other != NULL && findings->count == 0 && plain->source == other->source
                 && plain->syntax == other->syntax && tree_size(plain) == tree_size(other)
                 && different_node(plain->root, other->root) == NULL;
    return agree ? READERS_AGREE : READERS_DIFFER;
}

/* The same of the whole source. */
static inline enum agreement readers_compare_whole(struct arena *arena, const struct source *source) {
    const struct excerpt whole = { source->text, source->size, NULL, 0 };
    return readers_compare(arena, source, &whole);
}

/* The same of the source without every third line, beginning with that one. */
static inline enum agreement readers_compare_some(
    struct arena *arena, const struct source *source, size_t first) {
    CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
    ARRAY_OF(uint32_t) lines = { 0 };
    for (size_t i = 0; i < source->line_count; i++) {
        if (i % 3 != first % 3) {
            size_t end = i + 1 < source->line_count ? source->lines[i + 1] : source->size;
            buffer_put(&text, source->text + source->lines[i], end - source->lines[i]);
            ARRAY_ADD(arena, lines, (uint32_t)i);
        }
    }
    const struct excerpt some = { text.data, text.size, lines.items, lines.count };
    return readers_compare(arena, source, &some);
}

#endif
