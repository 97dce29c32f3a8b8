/* SPDX-License-Identifier: EUPL-1.2
 *
 * What a part shows by a relationship that it has not, or that is not kept.
 */
#include <string.h>

#include "render/docx/reference.h"

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

void reference_forget(struct reference_part *part) {
    xmlNode *root = xmlDocGetRootElement(part->xml);
    for (xmlNode *node = root; node != NULL;) {
        xmlNode *next = node_after(node, root, false);
        for (xmlAttr *each = node->type == XML_ELEMENT_NODE ? node->properties : NULL;
             each != NULL;) {
            xmlAttr *after = each->next;
            if (leads_nowhere(part, each)) {
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
