/* SPDX-License-Identifier: EUPL-1.2
 *
 * ECMA-376-1, 17.9. The abstract definitions have the same format on all nine levels, so that a
 * list's level only says how far in it stands.
 */
#include "render/docx/numbering.h"

#include "base/array.h"
#include "render/docx/writer.h"

struct instance {
    int abstract;
    int level;
    int start;
};

struct numbering {
    struct arena *arena;
    const struct numbering_design *design;
    ARRAY_OF(struct instance) instances;
};

struct numbering *numbering_new(struct arena *arena, const struct numbering_design *design) {
    struct numbering *numbering = arena_new_of(arena, struct numbering);
    numbering->arena = arena;
    numbering->design = design;
    return numbering;
}

int numbering_add(struct numbering *numbering, const struct block *list, int level) {
    struct instance instance = {
        .abstract = list->delimiter == ')' ? numbering->design->parenthesis : numbering->design->point,
        .level = level > NUMBERING_DEEPEST ? NUMBERING_DEEPEST : level,
        .start = list->start,
    };
    ARRAY_ADD(numbering->arena, numbering->instances, instance);
    return numbering->design->first_free + (int)numbering->instances.count - 1;
}

void numbering_write(const struct numbering *numbering, struct buffer *out) {
    buffer_puts(out, numbering->design->head);
    struct xml xml = { .out = out };
    for (size_t i = 0; i < numbering->instances.count; i++) {
        const struct instance *instance = &numbering->instances.items[i];
        xml_start(&xml, "w:num");
        if (numbering->design->foreign) {
            xml_attribute(&xml, "xmlns:w", WORD_NAMESPACE);
        }
        xml_integer(&xml, "w:numId", numbering->design->first_free + (long)i);
        xml_value_integer(&xml, "w:abstractNumId", instance->abstract);
        xml_start(&xml, "w:lvlOverride");
        xml_integer(&xml, "w:ilvl", instance->level);
        xml_value_integer(&xml, "w:startOverride", instance->start);
        xml_end(&xml);
        xml_end(&xml);
    }
    buffer_puts(out, numbering->design->tail);
}
