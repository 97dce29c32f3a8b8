/* SPDX-License-Identifier: EUPL-1.2
 *
 * ECMA-376-1, 17.9. The abstract definitions have the same format on all nine levels, so that a
 * list's level only says how far in it stands.
 */
#include "render/docx/numbering.h"

#include "base/array.h"
#include "render/docx/xml.h"

/* The numbers that templates/docx/numbering.xml has given. */
enum { ABSTRACT_POINT = 2, ABSTRACT_PARENTHESIS = 3 };
enum { NUMBER_FIRST_FREE = 4 };

struct instance {
    int abstract;
    int level;
    int start;
};

struct numbering {
    struct arena *arena;
    ARRAY_OF(struct instance) instances;
};

struct numbering *numbering_new(struct arena *arena) {
    struct numbering *numbering = arena_new_of(arena, struct numbering);
    numbering->arena = arena;
    return numbering;
}

int numbering_add(struct numbering *numbering, const struct block *list, int level) {
    struct instance instance = {
        .abstract = list->delimiter == ')' ? ABSTRACT_PARENTHESIS : ABSTRACT_POINT,
        .level = level > NUMBERING_DEEPEST ? NUMBERING_DEEPEST : level,
        .start = list->start,
    };
    ARRAY_ADD(numbering->arena, numbering->instances, instance);
    return NUMBER_FIRST_FREE + (int)numbering->instances.count - 1;
}

void numbering_write(const struct numbering *numbering, const char *design, struct buffer *out) {
    buffer_puts(out, design);
    struct xml xml = { .out = out };
    for (size_t i = 0; i < numbering->instances.count; i++) {
        const struct instance *instance = &numbering->instances.items[i];
        xml_start(&xml, "w:num");
        xml_integer(&xml, "w:numId", NUMBER_FIRST_FREE + (long)i);
        xml_value_integer(&xml, "w:abstractNumId", instance->abstract);
        xml_start(&xml, "w:lvlOverride");
        xml_integer(&xml, "w:ilvl", instance->level);
        xml_value_integer(&xml, "w:startOverride", instance->start);
        xml_end(&xml);
        xml_end(&xml);
    }
    buffer_puts(out, "</w:numbering>\n");
}
