/* SPDX-License-Identifier: EUPL-1.2
 *
 * Headers and footers as a paper may have them: no traces of who made the template, controls with a
 * tag that is theirs alone, drawings with a number of their own (ECMA-376-1, 20.4.2.5) and words for
 * those who do not see them.
 */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "render/docx/reference.h"
#include "render/docx/writer.h"

/* A control's own number might be one of ours, and Word gives a new one; what showed "click here"
 * came from the glossary, which is left behind; a tag without a letter is no tag, and by its tag a
 * control is found. */
static void prepare_control(struct arena *arena, xmlNode *properties) {
    static const char *const names[] = { "alias", "tag" };
    word_drop_children(properties, "placeholder");
    word_drop_children(properties, "id");
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *name = word_value(arena, properties, names[i]);
        if (name == NULL || name[0] == '\0') {
            word_drop_children(properties, names[i]);
        }
    }
    const char *alias = word_value(arena, properties, "alias");
    if (word_child(properties, "tag") == NULL && word_child(properties, "docPartObj") == NULL) {
        enum { TAG_MOST = 64 };
        const char *tag = text_slug(arena, alias != NULL ? alias : "mall");
        word_set(word_need(properties, "tag"), "val", arena_printf(arena, "%.*s", TAG_MOST, tag));
    }
}

static bool is_drawing_name(const xmlNode *node) {
    return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, "docPr") == 0;
}

static bool has_text(const xmlNode *node, const char *name) {
    xmlChar *value = xmlGetNoNsProp(node, (const xmlChar *)name);
    bool some = value != NULL && !text_is_blank((const char *)value);
    xmlFree(value);
    return some;
}

/* Whether the drawing holds an element of this local name. */
static bool holds(const xmlNode *drawing, const char *name) {
    for (const xmlNode *node = drawing; node != NULL; node = node_after(node, drawing, false)) {
        if (node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0) {
            return true;
        }
    }
    return false;
}

/* Words for a drawing that has none. Only who made the template knows what a picture shows. */
static bool describe(struct reference_reader *reader, xmlNode *name) {
    if (has_text(name, "descr") || has_text(name, "title")) {
        return false;
    }
    const char *words = holds(name->parent, "txbxContent") ? "Textruta" : "Dekor";
    if (holds(name->parent, "pic")) {
        xmlChar *called = xmlGetNoNsProp(name, (const xmlChar *)"name");
        finding_add(reader->findings, REFERENCE_PICTURE, reader->where, reader->path,
            called != NULL ? (const char *)called : "", NULL);
        xmlFree(called);
        words = "Bild ur mallen";
    }
    if (xmlSetProp(name, (const xmlChar *)"descr", (const xmlChar *)words) == NULL) {
        memory_exhausted();
    }
    return true;
}

/* Attributes that say when a paragraph was edited (17.13), and what LibreOffice writes on a shape
 * of VML, which knows no such attribute (ECMA-376-4, 19.1). */
static bool drop_traces(xmlNode *node) {
    bool changed = false;
    bool shape = node->ns != NULL && strcmp((const char *)node->ns->href, VML_NAMESPACE) == 0;
    for (xmlAttr *each = node->properties; each != NULL;) {
        xmlAttr *next = each->next;
        const char *name = (const char *)each->name;
        bool word = each->ns != NULL && strcmp((const char *)each->ns->href, WORD_NAMESPACE) == 0;
        if ((word && strncmp(name, "rsid", 4) == 0)
            || (shape && each->ns == NULL && strcmp(name, "ID") == 0)) {
            xmlRemoveProp(each);
            changed = true;
        }
        each = next;
    }
    return changed;
}

void reference_prepare_story(struct reference_reader *reader, struct reference_part *part) {
    xmlNode *root = xmlDocGetRootElement(part->xml);
    for (xmlNode *node = root; node != NULL; node = node_after(node, root, false)) {
        if (word_is(node, "sdtPr")) {
            prepare_control(reader->arena, node);
            part->changed = true;
        }
        if (is_drawing_name(node)) {
            part->changed = describe(reader, node) || part->changed;
        }
        if (node->type == XML_ELEMENT_NODE) {
            part->changed = drop_traces(node) || part->changed;
        }
    }
    part->changed = reference_drop_unknown_numbers(reader, root) || part->changed;
    part->changed = reference_round(reader->arena, root) || part->changed;
    part->changed = reference_order(root) || part->changed;
    const struct reference_part *styles = reader->reference->styles;
    if (styles != NULL) {
        part->changed = reference_drop_unknown_styles(
                            reader->arena, root, xmlDocGetRootElement(styles->xml))
            || part->changed;
    }
    part->has_slots = reference_has_slots(part->xml);
}

/* Whether two drawings of all parts have one number. */
static bool have_twins(const struct docx_reference *reference) {
    xmlHashTable *seen = xmlHashCreate(16);
    if (seen == NULL) {
        memory_exhausted();
    }
    bool twice = false;
    for (size_t i = 0; i < reference->parts.count; i++) {
        const struct reference_part *part = reference->parts.items[i];
        const xmlNode *root = part->is_story ? xmlDocGetRootElement(part->xml) : NULL;
        for (const xmlNode *node = root; node != NULL; node = node_after(node, root, false)) {
            xmlChar *id =
                is_drawing_name(node) ? xmlGetNoNsProp(node, (const xmlChar *)"id") : NULL;
            twice = twice || (id != NULL && xmlHashAddEntry(seen, id, (void *)(uintptr_t)node) != 0);
            xmlFree(id);
        }
    }
    xmlHashFree(seen, NULL);
    return twice;
}

void reference_number_drawings(struct docx_reference *reference) {
    if (!have_twins(reference)) {
        return;
    }
    int number = 0;
    for (size_t i = 0; i < reference->parts.count; i++) {
        struct reference_part *part = reference->parts.items[i];
        xmlNode *root = part->is_story ? xmlDocGetRootElement(part->xml) : NULL;
        for (xmlNode *node = root; node != NULL; node = node_after(node, root, false)) {
            if (!is_drawing_name(node)) {
                continue;
            }
            char text[16];
            (void)snprintf(text, sizeof text, "%d", ++number);
            if (xmlSetProp(node, (const xmlChar *)"id", (const xmlChar *)text) == NULL) {
                memory_exhausted();
            }
            part->changed = true;
        }
    }
}
