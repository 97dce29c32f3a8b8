/* SPDX-License-Identifier: EUPL-1.2
 *
 * Styles of ours that a template lacks, added as we have them, on the template's own Normal: under an id
 * and a name that are free there, and so that they look as they do in our own papers.
 */
#include <string.h>

#include "base/text.h"
#include "render/docx/reference.h"

static bool same(const char *a, const char *b) {
    return a != NULL && b != NULL && strcmp(a, b) == 0;
}

/* Whether another style has the id or the name, in any case. */
static bool is_taken(struct arena *arena, const xmlNode *root, const char *id, const char *name) {
    const char *folded = text_fold(arena, id);
    for (xmlNode *node = word_child(root, "style"); node != NULL; node = word_next(node, "style")) {
        const char *other = word_attribute(arena, node, "styleId");
        if ((other != NULL && strcmp(text_fold(arena, other), folded) == 0)
            || strcmp(reference_style_name(arena, node), name) == 0) {
            return true;
        }
    }
    return false;
}

void reference_remember_style(struct reference_reader *reader, const char *ours, const char *theirs) {
    if (xmlHashAddEntry(reader->reference->style_ids, (const xmlChar *)ours, (void *)(uintptr_t)theirs)
        != 0) {
        memory_exhausted();
    }
}

void reference_add_style(struct reference_reader *reader, xmlNode *root, const xmlNode *ours) {
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
    reference_remember_style(reader, id, new_id);
}

/* Whether the template's text has the fonts of its theme. If not, ours shall not, either. */
static bool has_theme_fonts(struct arena *arena, const xmlNode *root) {
    const xmlNode *defaults = word_child(word_child(root, "docDefaults"), "rPrDefault");
    const xmlNode *fonts = word_child(word_child(defaults, "rPr"), "rFonts");
    return word_attribute(arena, fonts, "asciiTheme") != NULL;
}

/* Our header's tab stop is at the template's right margin; the line to write a signature on ends there at
 * the latest, since Word shows no leader that goes beyond it. */
static void settle_tabs(struct reference_reader *reader, xmlNode *style) {
    struct arena *arena = reader->arena;
    int width = reader->reference->section.text_width;
    for (xmlNode *tab = word_child(word_child(word_child(style, "pPr"), "tabs"), "tab"); tab != NULL;
         tab = word_next(tab, "tab")) {
        bool leads = word_attribute(arena, tab, "leader") != NULL
            && reference_measure(word_attribute(arena, tab, "pos"), 0) > width;
        if (leads || same(word_attribute(arena, tab, "val"), "right")) {
            word_set(tab, "pos", arena_printf(arena, "%d", width));
        }
    }
}

void reference_settle_style(struct reference_reader *reader, xmlNode *style) {
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
    settle_tabs(reader, style);
}

/* Whether text without a style, or all text, has the property. */
static bool is_inherited(struct reference_reader *reader, const xmlNode *root, const char *property) {
    struct arena *arena = reader->arena;
    const char *id = reference_style(reader->reference, "Normal");
    for (int i = 0; id != NULL && i < 12; i++) {
        const xmlNode *style = reference_style_by_id(arena, root, id);
        if (word_child(word_child(style, "pPr"), property) != NULL) {
            return true;
        }
        id = style != NULL ? word_value(arena, style, "basedOn") : NULL;
    }
    const xmlNode *defaults = word_child(word_child(root, "docDefaults"), "pPrDefault");
    return word_child(word_child(defaults, "pPr"), property) != NULL;
}

/* Whether our style stands in running text, and so where that stands. */
static bool is_in_text(const char *id) {
    return text_starts(id, "ListContinue") || text_starts(id, "Quote")
        || text_starts(id, "HTMLPreformatted") || text_starts(id, "Anmarkning");
}

void reference_place_style(struct reference_reader *reader, const xmlNode *root, xmlNode *style) {
    static const char *const sides[] = { "left", "right" };
    struct arena *arena = reader->arena;
    const char *type = word_attribute(arena, style, "type");
    if (!same(type, "paragraph")
        || !same(word_value(arena, style, "basedOn"), reference_style(reader->reference, "Normal"))) {
        return;
    }
    if (is_inherited(reader, root, "ind")) {
        xmlNode *indent = word_need(word_need(style, "pPr"), "ind");
        for (size_t i = 0; i < sizeof sides / sizeof sides[0]; i++) {
            if (word_attribute(arena, indent, sides[i]) == NULL) {
                word_set(indent, sides[i], "0");
            }
        }
        if (word_attribute(arena, indent, "hanging") == NULL) {
            word_set(indent, "firstLine", "0");
        }
    }
    const char *id = word_attribute(arena, style, "styleId");
    if (reader->reference->text_indent != 0 && id != NULL && is_in_text(id)) {
        xmlNode *indent = word_need(word_need(style, "pPr"), "ind");
        word_set(indent, "left",
            arena_printf(arena, "%d", reader->reference->text_indent
                    + reference_measure(word_attribute(arena, indent, "left"), 0)));
    }
    if (is_inherited(reader, root, "jc") && word_child(word_child(style, "pPr"), "jc") == NULL) {
        word_set(word_need(word_need(style, "pPr"), "jc"), "val", "left");
    }
}
