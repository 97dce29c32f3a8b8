/* SPDX-License-Identifier: EUPL-1.2
 *
 * All in elements: LibreOffice loses the attributes of a custom XML part when it saves.
 */
#include "render/docx/facts.h"

#include "base/array.h"
#include "base/map.h"
#include "render/docx/xml.h"

struct shown {
    const struct fact *fact;
    const char *words;
    int number;
};

struct facts {
    struct arena *arena;
    ARRAY_OF(struct shown *) shown;
    struct map known; /* path and words → struct shown */
};

struct facts *facts_new(struct arena *arena) {
    struct facts *facts = arena_new_of(arena, struct facts);
    facts->arena = arena;
    return facts;
}

int facts_add(struct facts *facts, const struct fact *fact, const char *words) {
    const char *key = arena_join(facts->arena, (const char *[]){ fact->path, "\n", words, NULL });
    struct shown *shown = map_get(&facts->known, key);
    if (shown == NULL) {
        shown = arena_new_of(facts->arena, struct shown);
        ARRAY_ADD(facts->arena, facts->shown, shown);
        *shown = (struct shown){ fact, words, (int)facts->shown.count };
        map_put(facts->arena, &facts->known, key, shown);
    }
    return shown->number;
}

int facts_count(const struct facts *facts) {
    return facts == NULL ? 0 : (int)facts->shown.count;
}

void facts_write(const struct facts *facts, struct buffer *out) {
    struct xml xml;
    xml_begin(&xml, out);
    xml_start(&xml, "uppgifter");
    xml_attribute(&xml, "xmlns", FACTS_NAMESPACE);
    for (size_t i = 0; i < facts->shown.count; i++) {
        const struct shown *shown = facts->shown.items[i];
        xml_start(&xml, "uppgift");
        xml_element(&xml, "plats", shown->fact->path);
        if (shown->fact->raw != NULL) {
            xml_element(&xml, "värde", shown->fact->raw);
        }
        if (shown->fact->format != NULL) {
            xml_element(&xml, "format", shown->fact->format);
        }
        xml_element(&xml, "ord", shown->words);
        xml_end(&xml);
    }
    xml_end(&xml);
    xml_finish(&xml);
}

void facts_write_properties(struct buffer *out) {
    struct xml xml;
    xml_begin(&xml, out);
    xml_start(&xml, "ds:datastoreItem");
    xml_attribute(&xml, "ds:itemID", FACTS_ITEM_ID);
    xml_attribute(
        &xml, "xmlns:ds", "http://schemas.openxmlformats.org/officeDocument/2006/customXml");
    xml_raw(&xml, "<ds:schemaRefs><ds:schemaRef ds:uri=\"" FACTS_NAMESPACE "\"/></ds:schemaRefs>");
    xml_end(&xml);
    xml_finish(&xml);
}
