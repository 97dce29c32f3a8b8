/* SPDX-License-Identifier: EUPL-1.2
 *
 * What a part shows by a relationship that it has not, or that is not kept. Without the one Word repairs
 * a paper; without the other something would be missing in it. And the other way round: what nothing shows
 * any more, since a picture was struck out or a field frozen, is no paper's.
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

/* Whether an old picture's attribute names a file, or an address, by itself (ECMA-376-4, 19.1.2.11): what shows
 * a picture of the package's has a relationship. */
static bool fetches(const xmlNode *node, const xmlAttr *attribute) {
    static const char office[] = "urn:schemas-microsoft-com:office:office";
    const char *name = (const char *)attribute->name;
    if (node->ns == NULL || strcmp((const char *)node->ns->href, VML_NAMESPACE) != 0) {
        return false;
    }
    return attribute->ns == NULL
        ? strcmp(name, "src") == 0
        : strcmp((const char *)attribute->ns->href, office) == 0
            && (strcmp(name, "althref") == 0
                || (strcmp(name, "href") == 0 && strcmp((const char *)node->name, "imagedata") == 0));
}

static void tell_fetched(struct reference_reader *reader, const xmlAttr *attribute) {
    const xmlNode *value = attribute->children;
    const char *target = value != NULL && value->content != NULL ? (const char *)value->content : "";
    if (strpbrk(target, ":\\") != NULL) {
        finding_add(reader->findings, REFERENCE_LINKED, reader->where, reader->path, target, NULL);
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
            } else if (fetches(node, each)) {
                tell_fetched(reader, each);
                part->changed = true;
                xmlRemoveProp(each);
            }
            each = after;
        }
        node = next;
    }
}

/* Whether any attribute of the part has the id: the namespaces that refer to relationships are many. */
static bool is_used(const struct reference_part *part, const char *id) {
    xmlNode *root = xmlDocGetRootElement(part->xml);
    for (const xmlNode *node = root; node != NULL; node = node_after(node, root, false)) {
        const xmlAttr *each = node->type == XML_ELEMENT_NODE ? node->properties : NULL;
        for (; each != NULL; each = each->next) {
            if (each->children != NULL && each->children->content != NULL
                && strcmp((const char *)each->children->content, id) == 0) {
                return true;
            }
        }
    }
    return false;
}

static void drop_relations(struct reference_part *part) {
    size_t kept = 0;
    for (size_t i = 0; i < part->relations.count; i++) {
        if (is_used(part, part->relations.items[i].id)) {
            part->relations.items[kept++] = part->relations.items[i];
        }
    }
    part->relations.count = kept;
}

/* Marks the part and all that it leads to; parts are at most as deep as they are many. */
static void reach(struct reference_part *part) {
    if (part->reached) {
        return;
    }
    part->reached = true;
    for (size_t i = 0; i < part->relations.count; i++) {
        if (part->relations.items[i].part != NULL) {
            reach(part->relations.items[i].part);
        }
    }
}

void reference_drop_unused(struct docx_reference *reference) {
    for (size_t i = 0; i < reference->parts.count; i++) {
        if (reference->parts.items[i]->is_story) {
            drop_relations(reference->parts.items[i]);
        }
    }
    reach(reference->main);
    size_t kept = 0;
    for (size_t i = 0; i < reference->parts.count; i++) {
        if (reference->parts.items[i]->reached) {
            reference->parts.items[kept++] = reference->parts.items[i];
        }
    }
    reference->parts.count = kept;
}
