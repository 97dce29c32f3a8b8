/* SPDX-License-Identifier: EUPL-1.2
 *
 * Styles by name: Word's ids are in the language of whoever made the file ("Rubrik1"), the names of
 * built-in styles never ("heading 1"). A style that the template lacks is added as we have it, on
 * the template's own Normal.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "render/docx/reference.h"

/* The name to compare by: folded, without aliases behind a comma (which Word 2003 wrote there). */
static const char *folded_name(struct arena *arena, const xmlNode *style) {
    char *name = word_value(arena, style, "name");
    if (name == NULL) {
        return "";
    }
    name[strcspn(name, ",")] = '\0';
    return text_fold(arena, text_trim(arena, name));
}

static bool same(const char *a, const char *b) {
    return a != NULL && b != NULL && strcmp(a, b) == 0;
}

static xmlNode *find_style(
    struct arena *arena, const xmlNode *root, const char *type, const char *name) {
    for (xmlNode *node = word_child(root, "style"); node != NULL; node = word_next(node, "style")) {
        if (same(word_attribute(arena, node, "type"), type)
            && strcmp(folded_name(arena, node), name) == 0) {
            return node;
        }
    }
    return NULL;
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

static xmlNode *style_by_id(struct arena *arena, const xmlNode *root, const char *id) {
    for (xmlNode *node = word_child(root, "style"); node != NULL; node = word_next(node, "style")) {
        if (same(word_attribute(arena, node, "styleId"), id)) {
            return node;
        }
    }
    return NULL;
}

/* Whether another style has the id or the name, in any case. */
static bool is_taken(struct arena *arena, const xmlNode *root, const char *id, const char *name) {
    const char *folded = text_fold(arena, id);
    for (xmlNode *node = word_child(root, "style"); node != NULL; node = word_next(node, "style")) {
        const char *other = word_attribute(arena, node, "styleId");
        if ((other != NULL && strcmp(text_fold(arena, other), folded) == 0)
            || strcmp(folded_name(arena, node), name) == 0) {
            return true;
        }
    }
    return false;
}

static void remember(struct reference_reader *reader, const char *ours, const char *theirs) {
    if (xmlHashAddEntry(reader->reference->style_ids, (const xmlChar *)ours, (void *)(uintptr_t)theirs)
        != 0) {
        memory_exhausted();
    }
}

/* Gives our style a place among theirs: an id, and a name, that nobody has. */
static void add_style(struct reference_reader *reader, xmlNode *root, const xmlNode *ours) {
    struct arena *arena = reader->arena;
    const char *id = word_attribute(arena, ours, "styleId");
    const char *name = word_value(arena, ours, "name");
    const char *new_id = id;
    const char *new_name = name;
    for (int i = 0; is_taken(arena, root, new_id, text_fold(arena, new_name)); i++) {
        new_id = i == 0 ? arena_printf(arena, "%sUnderlag", id)
                        : arena_printf(arena, "%sUnderlag%d", id, i);
        new_name = i == 0 ? arena_printf(arena, "%s (underlag)", name)
                          : arena_printf(arena, "%s (underlag %d)", name, i);
    }
    xmlNode *copy = xmlDocCopyNode((xmlNode *)(uintptr_t)ours, root->doc, 1);
    if (copy == NULL || xmlAddChild(root, copy) == NULL) {
        memory_exhausted();
    }
    xmlReconciliateNs(root->doc, copy);
    word_set(copy, "styleId", new_id);
    word_set(word_child(copy, "name"), "val", new_name);
    if (new_name != name) {
        word_set(copy, "customStyle", "1");
    }
    remember(reader, id, new_id);
}

/* Whether the template's text has the fonts of its theme. If not, ours shall not, either. */
static bool has_theme_fonts(struct arena *arena, const xmlNode *root) {
    const xmlNode *defaults = word_child(word_child(root, "docDefaults"), "rPrDefault");
    const xmlNode *fonts = word_child(word_child(defaults, "rPr"), "rFonts");
    return word_attribute(arena, fonts, "asciiTheme") != NULL;
}

/* What an added style says of other styles, by the ids of the template. Its numbers go: a paragraph
 * that needs one says so itself. */
static void settle_style(struct reference_reader *reader, xmlNode *style) {
    static const char *const links[] = { "basedOn", "next", "link" };
    struct arena *arena = reader->arena;
    for (size_t i = 0; i < sizeof links / sizeof links[0]; i++) {
        xmlNode *link = word_child(style, links[i]);
        if (link != NULL) {
            const char *id = word_attribute(arena, link, "val");
            word_set(link, "val", reference_style(reader->reference, id));
        }
    }
    xmlNode *paragraph = word_child(style, "pPr");
    if (paragraph != NULL) {
        word_drop_children(paragraph, "numPr");
    }
    xmlNode *run = word_child(style, "rPr");
    xmlNode *fonts = word_child(run, "rFonts");
    if (fonts != NULL && !has_theme_fonts(arena, style->parent)
        && word_attribute(arena, fonts, "asciiTheme") != NULL) {
        word_drop(fonts);
    }
}

/* The w:numId by which the paragraph style, or one it is based on, counts or has a bullet; 0: none. */
static int style_number(struct arena *arena, const xmlNode *root, const char *id) {
    for (int i = 0; id != NULL && i < 12; i++) {
        const xmlNode *style = style_by_id(arena, root, id);
        const xmlNode *numbers = word_child(word_child(style, "pPr"), "numPr");
        const char *number = word_value(arena, numbers, "numId");
        if (number != NULL) {
            return (int)strtol(number, NULL, 10);
        }
        id = style != NULL ? word_value(arena, style, "basedOn") : NULL;
    }
    return 0;
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

/* Which of the template's styles count by themselves. */
static void find_numbers(struct reference_reader *reader, const xmlNode *root) {
    struct docx_reference *reference = reader->reference;
    for (int i = 0; i < 3; i++) {
        const char *ours = i == 0 ? "ListBullet" : arena_printf(reader->arena, "ListBullet%d", i + 1);
        reference->bullets_count[i] =
            style_number(reader->arena, root, reference_style(reference, ours)) != 0;
    }
    reference->heading_number =
        style_number(reader->arena, root, reference_style(reference, "Heading1"));
    for (int i = 0; i < 5; i++) {
        const char *ours = arena_printf(reader->arena, "Heading%d", i + 1);
        reference->headings_count[i] =
            style_number(reader->arena, root, reference_style(reference, ours)) != 0;
    }
}

/* LibreOffice writes two styles called "caption", which Word does not; the first one is meant. */
static void tell_apart(struct arena *arena, const xmlNode *root) {
    xmlHashTable *seen = xmlHashCreate(256);
    if (seen == NULL) {
        memory_exhausted();
    }
    for (xmlNode *style = word_child(root, "style"); style != NULL; style = word_next(style, "style")) {
        xmlNode *node = word_child(style, "name");
        const char *name = folded_name(arena, style);
        for (int i = 2; node != NULL && xmlHashAddEntry(seen, (const xmlChar *)name, node) != 0; i++) {
            const char *plain = word_attribute(arena, node, "val");
            const char *apart = arena_printf(arena, "%s %d", plain != NULL ? plain : "", i);
            name = text_fold(arena, apart);
            if (xmlHashLookup(seen, (const xmlChar *)name) == NULL) {
                word_set(node, "val", apart);
                word_set(style, "customStyle", "1");
            }
        }
    }
    xmlHashFree(seen, NULL);
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

/* Where the template has neither headers nor footers ours are used, with the tab stops they need. */
static bool is_for_own_furniture(const struct reference_reader *reader, const xmlNode *ours) {
    const char *name = folded_name(reader->arena, ours);
    return reader->reference->section.references[0] == '\0'
        && (strcmp(name, "header") == 0 || strcmp(name, "footer") == 0);
}

/* The right margin of our header's tab stop is the template's. */
static void settle_tab(struct reference_reader *reader, xmlNode *style) {
    xmlNode *tab = word_child(word_child(word_child(style, "pPr"), "tabs"), "tab");
    if (tab != NULL && same(word_attribute(reader->arena, tab, "val"), "right")) {
        word_set(tab, "pos",
            arena_printf(reader->arena, "%d", reader->reference->section.text_width));
    }
}

void reference_take_styles(struct reference_reader *reader) {
    struct arena *arena = reader->arena;
    struct docx_reference *reference = reader->reference;
    xmlDoc *own = xml_parse(arena, reader->own->styles_text, strlen(reader->own->styles_text));
    const xmlNode *own_root = xmlDocGetRootElement(own);
    xmlNode *root = xmlDocGetRootElement(reference->styles->xml);
    ARRAY_OF(const xmlNode *) missing = { 0 };
    for (xmlNode *ours = word_child(own_root, "style"); ours != NULL; ours = word_next(ours, "style")) {
        const char *type = word_attribute(arena, ours, "type");
        const xmlNode *theirs = is_for_own_furniture(reader, ours)
            ? NULL
            : find_style(arena, root, type, folded_name(arena, ours));
        if (theirs == NULL && is_on(word_attribute(arena, ours, "default"))) {
            theirs = find_default(arena, root, type);
        }
        const char *id = theirs != NULL ? word_attribute(arena, theirs, "styleId") : NULL;
        if (id != NULL) {
            remember(reader, word_attribute(arena, ours, "styleId"), id);
        } else {
            ARRAY_ADD(arena, missing, ours);
        }
    }
    for (size_t i = 0; i < missing.count; i++) {
        add_style(reader, root, missing.items[i]);
    }
    for (size_t i = 0; i < missing.count; i++) {
        const char *id = word_attribute(arena, missing.items[i], "styleId");
        xmlNode *added = style_by_id(arena, root, reference_style(reference, id));
        settle_style(reader, added);
        settle_tab(reader, added);
    }
    find_numbers(reader, root);
    split_aliases(arena, root);
    tell_apart(arena, root);
    set_language(root);
    reference->styles->changed = true;
}
