/* SPDX-License-Identifier: EUPL-1.2
 *
 * Our list designs behind the template's (ECMA-376-1, 17.9), under numbers that it does not use. The
 * lists of a paper are added behind them, as they are behind our own.
 */
#include <stdlib.h>
#include <string.h>

#include "render/docx/reference.h"
#include "render/docx/writer.h"

/* No template has numbers near this, and Word takes no larger ones. */
enum { NUMBER_MOST = 30000 };

static int number_of(struct arena *arena, const xmlNode *node, const char *name) {
    const char *value = word_attribute(arena, node, name);
    long number = value != NULL ? strtol(value, NULL, 10) : 0;
    return number < 0 ? 0 : number > NUMBER_MOST ? NUMBER_MOST : (int)number;
}

static int free_number(
    struct arena *arena, const xmlNode *root, const char *element, const char *attribute) {
    int most = 0;
    for (xmlNode *node = word_child(root, element); node != NULL; node = word_next(node, element)) {
        int number = number_of(arena, node, attribute);
        most = number > most ? number : most;
    }
    return most + 1;
}

/* Without the links to styles, for the template's have links of their own; and with an identity of
 * its own, lest Word take it for the same design in a template that was once made from our papers. */
static void make_own(struct arena *arena, xmlNode *abstract, int number, int indent) {
    xmlNode *identity = word_child(abstract, "nsid");
    if (identity != NULL) {
        word_set(identity, "val", arena_printf(arena, "%08X", 0x1A2C0000U + (unsigned)number));
    }
    for (xmlNode *level = word_child(abstract, "lvl"); level != NULL;
         level = word_next(level, "lvl")) {
        word_drop_children(level, "pStyle");
        xmlNode *place = word_child(word_child(level, "pPr"), "ind");
        if (place != NULL && indent != 0) {
            word_set(place, "left",
                arena_printf(arena, "%d", number_of(arena, place, "left") + indent));
        }
    }
}

static xmlNode *copy_into(xmlDoc *doc, const xmlNode *node) {
    xmlNode *copy = xmlDocCopyNode((xmlNode *)(uintptr_t)node, doc, 1);
    if (copy == NULL) {
        memory_exhausted();
    }
    return copy;
}

/* The template's text is indented, and so are lists in it; numbers of headings are not. */
static int indent_of(struct arena *arena, const xmlNode *abstract, int indent) {
    return number_of(arena, abstract, "abstractNumId") == 0 ? 0 : indent;
}

/* Abstract definitions stand before instances (CT_Numbering). */
static void add_abstracts(
    struct arena *arena, xmlNode *root, const xmlNode *own, int first, int indent) {
    xmlNode *before = word_child(root, "num");
    for (xmlNode *node = word_child(own, "abstractNum"); node != NULL;
         node = word_next(node, "abstractNum")) {
        xmlNode *copy = copy_into(root->doc, node);
        before != NULL ? xmlAddPrevSibling(before, copy) : xmlAddChild(root, copy);
        xmlReconciliateNs(root->doc, copy);
        int number = first + number_of(arena, node, "abstractNumId");
        word_set(copy, "abstractNumId", arena_printf(arena, "%d", number));
        make_own(arena, copy, number, indent_of(arena, node, indent));
    }
}

static void add_instances(
    struct arena *arena, xmlNode *root, const xmlNode *own, int abstract, int first) {
    for (xmlNode *node = word_child(own, "num"); node != NULL; node = word_next(node, "num")) {
        xmlNode *copy = copy_into(root->doc, node);
        xmlAddChild(root, copy);
        xmlReconciliateNs(root->doc, copy);
        int number = first + number_of(arena, node, "numId") - 1;
        word_set(copy, "numId", arena_printf(arena, "%d", number));
        xmlNode *link = word_child(copy, "abstractNumId");
        number = abstract + number_of(arena, link, "val");
        word_set(link, "val", arena_printf(arena, "%d", number));
    }
}

void reference_take_numbering(struct reference_reader *reader) {
    struct arena *arena = reader->arena;
    int indent = reader->reference->text_indent;
    struct numbering_design *design = &reader->reference->numbering;
    struct reference_part *part = reference_find(reader->reference, "numbering");
    xmlDoc *own = xml_parse(arena, reader->own->numbering_text, strlen(reader->own->numbering_text));
    const xmlNode *own_root = xmlDocGetRootElement(own);
    xmlNode *root = part != NULL && part->xml != NULL ? xmlDocGetRootElement(part->xml) : NULL;
    int abstract = root != NULL ? free_number(arena, root, "abstractNum", "abstractNumId") : 0;
    int first = root != NULL ? free_number(arena, root, "num", "numId") : 1;
    if (root == NULL) {
        root = xmlDocGetRootElement(own);
        for (xmlNode *node = word_child(root, "abstractNum"); node != NULL;
             node = word_next(node, "abstractNum")) {
            make_own(arena, node, number_of(arena, node, "abstractNumId"), indent_of(arena, node, indent));
        }
    } else {
        word_drop_children(root, "numIdMacAtCleanup"); /* would have to be the last */
        reference_accept_changes(root);
        reference_round(arena, root);
        reference_order(root);
        add_abstracts(arena, root, own_root, abstract, indent);
        add_instances(arena, root, own_root, abstract, first);
    }
    while (root->next != NULL) { /* a comment behind the root, which lists would be put before */
        word_drop(root->next);
    }
    size_t size = 0;
    char *text = xml_serialise(arena, root->doc, &size);
    char *end = strrchr(text, '<');
    design->tail = arena_string(arena, end);
    *end = '\0';
    design->head = text;
    design->foreign = true;
    design->point = abstract + 2;
    design->parenthesis = abstract + 3;
    design->headings = first;
    design->bullets = first + 1;
    design->first_free = first + 3;
}

static xmlNode *find_numbered(struct arena *arena, const xmlNode *root, const char *element,
    const char *attribute, int number) {
    for (xmlNode *node = word_child(root, element); node != NULL; node = word_next(node, element)) {
        if (number_of(arena, node, attribute) == number) {
            return node;
        }
    }
    return NULL;
}

/* The design of a list that names a style of numbering is the one that the style links to
 * (17.9.21, 17.9.27). */
static const xmlNode *follow_style(
    struct arena *arena, const xmlNode *root, const xmlNode *abstract) {
    const char *style = word_value(arena, abstract, "numStyleLink");
    for (const xmlNode *node = style != NULL ? word_child(root, "abstractNum") : NULL; node != NULL;
         node = word_next(node, "abstractNum")) {
        const char *linked = word_value(arena, node, "styleLink");
        if (linked != NULL && strcmp(linked, style) == 0) {
            return node;
        }
    }
    return abstract;
}

bool reference_drop_unknown_numbers(struct reference_reader *reader, xmlNode *root) {
    struct arena *arena = reader->arena;
    const struct reference_part *part = reference_find(reader->reference, "numbering");
    const xmlNode *lists = part != NULL ? xmlDocGetRootElement(part->xml) : NULL;
    bool *known = arena_array(arena, NUMBER_MOST + 1, sizeof *known);
    for (xmlNode *list = word_child(lists, "num"); list != NULL; list = word_next(list, "num")) {
        known[number_of(arena, list, "numId")] = true;
    }
    known[0] = true; /* no list */
    bool changed = false;
    for (xmlNode *node = root; node != NULL;) {
        xmlNode *next = node_after(node, root, false);
        const xmlNode *link = word_is(node, "numPr") ? word_child(node, "numId") : NULL;
        if (link != NULL && !known[number_of(arena, link, "val")]) {
            next = node_after(node, root, true);
            word_drop(node);
            changed = true;
        }
        node = next;
    }
    return changed;
}

/* The level as the template's list has it; NULL: there is no such list. */
static const xmlNode *find_level(struct reference_reader *reader, int number, int level) {
    struct arena *arena = reader->arena;
    const struct reference_part *part = reference_find(reader->reference, "numbering");
    const xmlNode *root = part != NULL ? xmlDocGetRootElement(part->xml) : NULL;
    const xmlNode *list = find_numbered(arena, root, "num", "numId", number);
    const xmlNode *changed =
        list != NULL ? find_numbered(arena, list, "lvlOverride", "ilvl", level) : NULL;
    if (word_child(changed, "lvl") != NULL) {
        return word_child(changed, "lvl");
    }
    const xmlNode *link = word_child(list, "abstractNumId");
    const xmlNode *abstract = link != NULL
        ? find_numbered(arena, root, "abstractNum", "abstractNumId", number_of(arena, link, "val"))
        : NULL;
    return abstract == NULL
        ? NULL
        : find_numbered(arena, follow_style(arena, root, abstract), "lvl", "ilvl", level);
}

static bool has_format(struct arena *arena, const xmlNode *level, const char *wanted) {
    const char *format = word_value(arena, level, "numFmt");
    return level != NULL && strcmp(format != NULL ? format : "decimal", wanted) == 0;
}

bool reference_has_bullet(struct reference_reader *reader, int number, int level) {
    return has_format(reader->arena, find_level(reader, number, level), "bullet");
}

bool reference_counts(struct reference_reader *reader, int number, int level) {
    struct arena *arena = reader->arena;
    const xmlNode *node = find_level(reader, number, level);
    const char *text = word_value(arena, node, "lvlText");
    const char *start = word_value(arena, node, "start");
    if (!has_format(arena, node, "decimal") || text == NULL
        || (start != NULL && strcmp(start, "1") != 0)) {
        return false;
    }
    for (int i = 0; i <= level; i++) {
        const char *wanted = arena_printf(arena, i == 0 ? "%%%d" : ".%%%d", i + 1);
        size_t size = strlen(wanted);
        if (strncmp(text, wanted, size) != 0) {
            return false;
        }
        text += size;
    }
    return text[0] == '\0' || strcmp(text, ".") == 0;
}
