/* SPDX-License-Identifier: EUPL-1.2
 *
 * All in elements: LibreOffice loses the attributes of a custom XML part when it saves.
 */
#include "render/docx/facts.h"

#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/digest.h"
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
    ARRAY_OF(size_t) places; /* where an id is to stand */
};

/* "{01234567-89AB-8DEF-8123-456789ABCDEF}" and a NUL. */
enum { ID_SIZE = 39 };

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

/* A UUID of version 8 (RFC 9562, 5.8): what it is made of is for us to say. */
static void make_id(const struct facts *facts, char id[ID_SIZE]) {
    struct digester digester;
    digester_init(&digester);
    for (size_t i = 0; i < facts->shown.count; i++) {
        const struct shown *shown = facts->shown.items[i];
        digester_add_string(&digester, shown->fact->path);
        digester_add_string(&digester, shown->fact->raw);
        digester_add_string(&digester, shown->fact->format);
        digester_add_string(&digester, shown->words);
    }
    struct digest digest = digester_get(&digester);
    unsigned char *b = digest.bytes;
    b[6] = (unsigned char)(0x80 | (b[6] & 0x0F));
    b[8] = (unsigned char)(0x80 | (b[8] & 0x3F));
    (void)snprintf(id, ID_SIZE, "{%02X%02X%02X%02X-%02X%02X-%02X%02X-%02X%02X-%02X%02X%02X%02X%02X%02X}", b[0], b[1],
        b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15]);
}

void facts_write_id(struct facts *facts, struct buffer *out) {
    ARRAY_ADD(facts->arena, facts->places, out->size);
    buffer_puts(out, "{00000000-0000-0000-0000-000000000000}");
}

void facts_sign(const struct facts *facts, struct buffer *out) {
    char id[ID_SIZE];
    if (facts_count(facts) == 0) {
        return;
    }
    make_id(facts, id);
    for (size_t i = 0; i < facts->places.count; i++) {
        memcpy(out->data + facts->places.items[i], id, ID_SIZE - 1);
    }
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

void facts_write_properties(const struct facts *facts, struct buffer *out) {
    char id[ID_SIZE];
    make_id(facts, id);
    struct xml xml;
    xml_begin(&xml, out);
    xml_start(&xml, "ds:datastoreItem");
    xml_attribute(&xml, "ds:itemID", id);
    xml_attribute(
        &xml, "xmlns:ds", "http://schemas.openxmlformats.org/officeDocument/2006/customXml");
    xml_raw(&xml, "<ds:schemaRefs><ds:schemaRef ds:uri=\"" FACTS_NAMESPACE "\"/></ds:schemaRefs>");
    xml_end(&xml);
    xml_finish(&xml);
}
