/* SPDX-License-Identifier: EUPL-1.2
 *
 * Content types (ECMA-376-2, 7.3): of a part by its name, else by what its name ends in. Names do not differ
 * by the case of their letters. A list of them may be long, and each part asks it: so it is read once.
 */
#include <string.h>

#include "base/text.h"
#include "render/docx/reference.h"

/* Of two for one name the first counts. */
static void add_type(struct reference_reader *reader, const char *key, char *type) {
    const char *folded = text_fold(reader->arena, key);
    if (map_get(&reader->types, folded) == NULL) {
        map_put(reader->arena, &reader->types, folded, type);
    }
}

bool reference_read_types(struct reference_reader *reader) {
    struct arena *arena = reader->arena;
    xmlDoc *doc = reference_parse(reader, "[Content_Types].xml");
    for (xmlNode *node = doc != NULL ? xmlDocGetRootElement(doc)->children : NULL; node != NULL; node = node->next) {
        if (node->type != XML_ELEMENT_NODE) {
            continue;
        }
        char *type = plain_attribute(arena, node, "ContentType");
        const char *part = plain_attribute(arena, node, "PartName");
        const char *extension = plain_attribute(arena, node, "Extension");
        if (type != NULL && part != NULL && part[0] == '/') {
            add_type(reader, part, type);
        }
        if (type != NULL && extension != NULL) {
            add_type(reader, arena_printf(arena, ".%s", extension), type);
        }
    }
    return doc != NULL;
}

const char *reference_type(struct reference_reader *reader, const char *name) {
    struct arena *arena = reader->arena;
    const char *dot = strrchr(name, '.');
    const char *type = map_get(&reader->types, text_fold(arena, arena_printf(arena, "/%s", name)));
    if (type == NULL && dot != NULL) {
        type = map_get(&reader->types, text_fold(arena, dot));
    }
    return type != NULL ? type : "";
}
