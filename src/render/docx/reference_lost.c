/* SPDX-License-Identifier: EUPL-1.2
 *
 * What a part shows by a relationship that it has not, or that is not kept. Without the one Word repairs
 * a paper; without the other something would be missing in it.
 */
#include <string.h>

#include "base/text.h"
#include "render/docx/reference.h"
#include "render/docx/writer.h"

/* Whether a piece of the page shows the relationship: a drawing or an old picture. */
static xmlNode *picture_around(xmlNode *node) {
    xmlNode *found = NULL;
    for (; node != NULL && node->type == XML_ELEMENT_NODE; node = node->parent) {
        const char *name = (const char *)node->name;
        if (word_is(node, "drawing") || word_is(node, "pict") || word_is(node, "object")
            || (found != NULL && strcmp(name, "AlternateContent") == 0)) {
            found = node;
        }
    }
    return found;
}

/* Whether the attribute names a relationship (ECMA-376-1, 22.8) that the part has not, or that is not
 * kept. */
static bool leads_nowhere(const struct reference_part *part, const xmlAttr *attribute) {
    if (attribute->ns == NULL || strcmp((const char *)attribute->ns->href, REFERENCE_RELATION) != 0
        || attribute->children == NULL || attribute->children->content == NULL) {
        return false;
    }
    for (size_t i = 0; i < part->relations.count; i++) {
        if (strcmp(part->relations.items[i].id, (const char *)attribute->children->content) == 0) {
            return false;
        }
    }
    return true;
}

/* What settings and notes refer to was the template's, or its body's, and is left behind in any case. */
static bool is_left_behind(const struct reference_part *part) {
    return text_equal(part->type, WORD_TYPE "settings+xml")
        || text_equal(part->type, WORD_TYPE "footnotes+xml")
        || text_equal(part->type, WORD_TYPE "endnotes+xml");
}

/* Tells of a relationship that the part refers to and does not have. */
static void tell_lost(struct reference_reader *reader, const struct reference_part *part,
    const xmlAttr *attribute, xmlHashTable *declared) {
    const xmlChar *id = attribute->children->content;
    if ((declared == NULL || xmlHashLookup(declared, id) == NULL) && !is_left_behind(part)) {
        finding_add(reader->findings, REFERENCE_LOST, reader->where, reader->path, part->name,
            (const char *)id, NULL);
    }
}

void reference_forget(
    struct reference_reader *reader, struct reference_part *part, xmlHashTable *declared) {
    xmlNode *root = xmlDocGetRootElement(part->xml);
    for (xmlNode *node = root; node != NULL;) {
        xmlNode *next = node_after(node, root, false);
        for (xmlAttr *each = node->type == XML_ELEMENT_NODE ? node->properties : NULL;
             each != NULL;) {
            xmlAttr *after = each->next;
            if (leads_nowhere(part, each)) {
                tell_lost(reader, part, each, declared);
                part->changed = true;
                xmlNode *picture = picture_around(node);
                if (picture != NULL) {
                    next = node_after(picture, root, true);
                    word_drop(picture);
                    break;
                }
                xmlRemoveProp(each);
            }
            each = after;
        }
        node = next;
    }
}
