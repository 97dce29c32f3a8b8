/* SPDX-License-Identifier: EUPL-1.2
 *
 * Styles by name: Word's ids are in the language of whoever made the file ("Rubrik1"), the names of
 * built-in styles never ("heading 1"). What the template lacks is added (reference_added.c).
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "render/docx/reference.h"
#include "render/docx/writer.h"

static bool same(const char *a, const char *b) {
    return a != NULL && b != NULL && strcmp(a, b) == 0;
}

static bool is_on(const char *value) {
    return value != NULL && strcmp(value, "0") != 0 && strcmp(value, "false") != 0
        && strcmp(value, "off") != 0;
}

static xmlNode *find_default(struct arena *arena, const xmlNode *root, const char *type) {
    for (xmlNode *node = word_child(root, "style"); node != NULL; node = word_next(node, "style")) {
        if (same(word_attribute(arena, node, "type"), type)
            && is_on(word_attribute(arena, node, "default"))) {
            return node;
        }
    }
    return NULL;
}

int reference_text_indent(struct reference_reader *reader) {
    struct arena *arena = reader->arena;
    const struct reference_part *part = reader->reference->styles;
    const xmlNode *root = part != NULL ? xmlDocGetRootElement(part->xml) : NULL;
    if (root == NULL) {
        return 0;
    }
    const xmlNode *style = reference_find_style(arena, root, "paragraph", "body text");
    style = style != NULL ? style : find_default(arena, root, "paragraph");
    const char *left = NULL;
    for (int i = 0; style != NULL && left == NULL && i < 12; i++) {
        left = word_attribute(arena, word_child(word_child(style, "pPr"), "ind"), "left");
        const char *id = word_value(arena, style, "basedOn");
        style = id != NULL ? reference_style_by_id(arena, root, id) : NULL;
    }
    const xmlNode *defaults = word_child(word_child(root, "docDefaults"), "pPrDefault");
    const xmlNode *indent = word_child(word_child(defaults, "pPr"), "ind");
    int twips = reference_measure(left != NULL ? left : word_attribute(arena, indent, "left"), 0);
    return twips > 0 && twips < reader->reference->section.text_width / 2 ? twips : 0;
}

/* The numbers of the paragraph style, or of one it is based on; NULL: none. */
static const xmlNode *style_numbers(struct arena *arena, const xmlNode *root, const char *id) {
    for (int i = 0; id != NULL && i < 12; i++) {
        const xmlNode *style = reference_style_by_id(arena, root, id);
        const xmlNode *numbers = word_child(word_child(style, "pPr"), "numPr");
        if (word_child(numbers, "numId") != NULL) {
            return numbers;
        }
        id = style != NULL ? word_value(arena, style, "basedOn") : NULL;
    }
    return NULL;
}

static int value_of(struct arena *arena, const xmlNode *node, const char *child) {
    const char *value = word_value(arena, node, child);
    return value != NULL ? (int)strtol(value, NULL, 10) : 0;
}

/* The child made if there is none, as the first. */
static xmlNode *need_first(xmlNode *parent, const char *name) {
    xmlNode *child = word_child(parent, name);
    if (child == NULL) {
        child = xmlNewNode(parent->ns, (const xmlChar *)name);
        if (child == NULL) {
            memory_exhausted();
        }
        if (parent->children != NULL) {
            xmlAddPrevSibling(parent->children, child);
        } else {
            xmlAddChild(parent, child);
        }
    }
    return child;
}

/* The papers are in Swedish whatever the template was set to: spelling and screen readers go by it. */
static void set_language(xmlNode *root) {
    xmlNode *defaults = need_first(need_first(root, "docDefaults"), "rPrDefault");
    word_set(word_need(word_need(defaults, "rPr"), "lang"), "val", "sv-SE");
    for (xmlNode *style = word_child(root, "style"); style != NULL; style = word_next(style, "style")) {
        xmlNode *language = word_child(word_child(style, "rPr"), "lang");
        if (language != NULL) {
            word_set(language, "val", "sv-SE");
        }
    }
}

static void find_bullets(struct reference_reader *reader, const xmlNode *root) {
    struct docx_reference *reference = reader->reference;
    for (int i = 0; i < 3; i++) {
        const char *ours = i == 0 ? "ListBullet" : arena_printf(reader->arena, "ListBullet%d", i + 1);
        const xmlNode *numbers =
            style_numbers(reader->arena, root, reference_style(reference, ours));
        reference->bullets_count[i] = reference_has_bullet(reader,
            value_of(reader->arena, numbers, "numId"), value_of(reader->arena, numbers, "ilvl"));
    }
}

/* Which of the template's heading styles count, and whether all do as the paper's numbers go, in one
 * list: "avsnitt 12" must not meet a heading XII. Else ours count. */
static void find_heading_numbers(struct reference_reader *reader, const xmlNode *root) {
    enum { LEVELS_ALIKE = 3 };
    struct docx_reference *reference = reader->reference;
    int list = 0;
    bool alike = true;
    for (int i = 0; i < 5; i++) {
        const char *ours = arena_printf(reader->arena, "Heading%d", i + 1);
        const xmlNode *numbers =
            style_numbers(reader->arena, root, reference_style(reference, ours));
        int number = value_of(reader->arena, numbers, "numId");
        reference->headings_count[i] = number != 0;
        list = i == 0 ? number : list;
        if (i < LEVELS_ALIKE || number != 0) {
            alike = alike && (number == 0 || number == list) && reference_counts(reader, list, i);
        }
    }
    reference->heading_number = alike ? list : 0;
}

/* LibreOffice writes two styles called "caption", which Word does not; the first one is meant. */
static void tell_apart(struct arena *arena, const xmlNode *root) {
    struct map seen = { 0 }; /* name → the last number that it was given */
    for (xmlNode *style = word_child(root, "style"); style != NULL; style = word_next(style, "style")) {
        xmlNode *node = word_child(style, "name");
        const char *name = reference_style_name(arena, style);
        int *number = node != NULL ? map_get(&seen, name) : NULL;
        if (number != NULL) {
            const char *plain = word_attribute(arena, node, "val");
            const char *apart;
            do {
                apart = arena_printf(arena, "%s %d", plain != NULL ? plain : "", ++*number);
                name = text_fold(arena, apart);
            } while (map_get(&seen, name) != NULL);
            word_set(node, "val", apart);
            word_set(style, "customStyle", "1");
        }
        if (node != NULL) {
            int *first = arena_new_of(arena, int);
            *first = 1;
            map_put(arena, &seen, name, first);
        }
    }
}

/* "heading 2,Underrubrik", as Word 2003 wrote it, is a name and w:aliases. */
static void split_aliases(struct arena *arena, const xmlNode *root) {
    for (xmlNode *style = word_child(root, "style"); style != NULL; style = word_next(style, "style")) {
        xmlNode *node = word_child(style, "name");
        char *name = word_attribute(arena, node, "val");
        char *comma = name != NULL ? strchr(name, ',') : NULL;
        if (comma == NULL) {
            continue;
        }
        *comma = '\0';
        word_set(node, "val", name);
        if (word_child(style, "aliases") == NULL) {
            xmlNode *aliases = xmlNewNode(node->ns, (const xmlChar *)"aliases");
            if (aliases == NULL) {
                memory_exhausted();
            }
            xmlAddNextSibling(node, aliases);
            word_set(aliases, "val", comma + 1);
        }
    }
}

/* Headers and footers of ours have the tab stops they need. */
static bool is_for_own_furniture(const struct reference_reader *reader, const xmlNode *ours) {
    const char *name = reference_style_name(reader->arena, ours);
    return (reader->reference->adds_header && strcmp(name, "header") == 0)
        || (reader->reference->adds_footer && strcmp(name, "footer") == 0);
}

/* Their style for ours, or NULL. Text without a style is in the default one, whatever it is called;
 * where none is the default, the one with the name becomes it. */
static xmlNode *find_theirs(
    const struct reference_reader *reader, xmlNode *root, const xmlNode *ours) {
    struct arena *arena = reader->arena;
    const char *type = word_attribute(arena, ours, "type");
    if (is_for_own_furniture(reader, ours)) {
        return NULL;
    }
    bool is_default = is_on(word_attribute(arena, ours, "default"));
    xmlNode *theirs = is_default ? find_default(arena, root, type) : NULL;
    if (theirs == NULL) {
        theirs = reference_find_style(arena, root, type, reference_style_name(arena, ours));
        if (theirs != NULL && is_default) {
            word_set(theirs, "default", "1");
        }
    }
    return theirs;
}

/* A heading that somebody has made himself may have no level, by which Word finds it (17.3.1.20). */
static void set_outline_levels(struct reference_reader *reader, const xmlNode *root) {
    for (int i = 0; i < 5; i++) {
        const char *ours = arena_printf(reader->arena, "Heading%d", i + 1);
        const char *id = reference_style(reader->reference, ours);
        xmlNode *style = reference_style_by_id(reader->arena, root, id);
        if (style != NULL) {
            word_set(word_need(word_need(style, "pPr"), "outlineLvl"), "val",
                arena_printf(reader->arena, "%d", i));
        }
    }
}

/* The space behind a paragraph in the style, as it says it or inherits it. */
static bool has_space_behind(struct arena *arena, const xmlNode *root, const char *id) {
    for (int i = 0; id != NULL && i < 12; i++) {
        const xmlNode *style = reference_style_by_id(arena, root, id);
        const xmlNode *spacing = word_child(word_child(style, "pPr"), "spacing");
        const char *after = word_attribute(arena, spacing, "after");
        if (after != NULL) {
            return strtol(after, NULL, 10) != 0;
        }
        id = style != NULL ? word_value(arena, style, "basedOn") : NULL;
    }
    const xmlNode *defaults = word_child(word_child(root, "docDefaults"), "pPrDefault");
    const xmlNode *spacing = word_child(word_child(defaults, "pPr"), "spacing");
    const char *after = word_attribute(arena, spacing, "after");
    return after != NULL && strtol(after, NULL, 10) != 0;
}

/* Running text is in their Body Text, where they have it. Where they have not, and Normal, which is
 * also that of addresses and tables, puts no space between paragraphs, it is in a Body Text of ours. */
static void take_body_style(struct reference_reader *reader, xmlNode *root) {
    static const char own[] = "<w:styles xmlns:w=\"" WORD_NAMESPACE "\">"
        "<w:style w:type=\"paragraph\" w:styleId=\"BodyText\"><w:name w:val=\"Body Text\"/>"
        "<w:basedOn w:val=\"Normal\"/><w:qFormat/><w:pPr><w:spacing w:after=\"120\"/></w:pPr>"
        "</w:style></w:styles>";
    struct arena *arena = reader->arena;
    const xmlNode *theirs = reference_find_style(arena, root, "paragraph", "body text");
    const char *id = word_attribute(arena, theirs, "styleId");
    if (id != NULL) {
        reference_remember_style(reader, "BodyText", id);
    } else if (!has_space_behind(arena, root, reference_style(reader->reference, "Normal"))) {
        const xmlNode *styles = xmlDocGetRootElement(xml_parse(arena, own, strlen(own)));
        reference_add_style(reader, root, word_child(styles, "style"));
        id = reference_style(reader->reference, "BodyText");
        reference_settle_style(reader, reference_style_by_id(arena, root, id));
    }
    reader->reference->has_body_style = id != NULL;
}

/* Our styles that build on each other: mixed with one of the template's that only has the same name, as "Underskrift"
 * may, they would stand anywhere. */
static const char *const families[] = { "Brevhuvud", "Forsattsblad", "Underskrift" };

/* Whether the style is of a family that the template has not all of. */
static bool is_of_broken_family(struct reference_reader *reader, xmlNode *root, const xmlNode *style) {
    struct arena *arena = reader->arena;
    const char *id = word_attribute(arena, style, "styleId");
    for (size_t i = 0; i < sizeof families / sizeof families[0]; i++) {
        if (id == NULL || !text_starts(id, families[i])) {
            continue;
        }
        for (const xmlNode *ours = word_child(style->parent, "style"); ours != NULL; ours = word_next(ours, "style")) {
            const char *other = word_attribute(arena, ours, "styleId");
            if (other != NULL && text_starts(other, families[i]) && find_theirs(reader, root, ours) == NULL) {
                return true;
            }
        }
    }
    return false;
}

void reference_take_styles(struct reference_reader *reader) {
    struct arena *arena = reader->arena;
    struct docx_reference *reference = reader->reference;
    xmlDoc *own = xml_parse(arena, reader->own->styles_text, strlen(reader->own->styles_text));
    const xmlNode *own_root = xmlDocGetRootElement(own);
    xmlNode *root = xmlDocGetRootElement(reference->styles->xml);
    reference_round(arena, root);
    ARRAY_OF(const xmlNode *) missing = { 0 };
    for (xmlNode *ours = word_child(own_root, "style"); ours != NULL; ours = word_next(ours, "style")) {
        const xmlNode *theirs =
            is_of_broken_family(reader, root, ours) ? NULL : find_theirs(reader, root, ours);
        const char *id = theirs != NULL ? word_attribute(arena, theirs, "styleId") : NULL;
        if (id != NULL) {
            reference_remember_style(reader, word_attribute(arena, ours, "styleId"), id);
        } else {
            ARRAY_ADD(arena, missing, ours);
        }
    }
    for (size_t i = 0; i < missing.count; i++) {
        reference_add_style(reader, root, missing.items[i]);
    }
    for (size_t i = 0; i < missing.count; i++) {
        const char *id = word_attribute(arena, missing.items[i], "styleId");
        xmlNode *added = reference_style_by_id(arena, root, reference_style(reference, id));
        reference_settle_style(reader, added);
        reference_place_style(reader, root, added);
    }
    take_body_style(reader, root);
    reference_drop_unknown_numbers(reader, root);
    set_outline_levels(reader, root);
    find_bullets(reader, root);
    find_heading_numbers(reader, root);
    split_aliases(arena, root);
    tell_apart(arena, root);
    set_language(root);
    reference_accept_changes(root);
    reference_drop_unknown_styles(arena, root, root);
    reference_order(root);
    reference->styles->changed = true;
}
