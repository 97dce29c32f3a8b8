/* SPDX-License-Identifier: EUPL-1.2
 *
 * What styles are called. A built-in style has one name in all languages (ECMA-376-1, 17.7.4.9); but
 * not every program knows that, and not every style that looks built-in is.
 */
#include <string.h>

#include "base/text.h"
#include "render/docx/reference.h"

/* The name to compare by: folded, without aliases behind a comma (which Word 2003 wrote there). */
const char *reference_style_name(struct arena *arena, const xmlNode *style) {
    char *name = word_value(arena, style, "name");
    if (name == NULL) {
        return "";
    }
    name[strcspn(name, ",")] = '\0';
    return text_fold(arena, text_trim(arena, name));
}

static xmlNode *find_style(
    struct arena *arena, const xmlNode *root, const char *type, const char *name) {
    for (xmlNode *node = word_child(root, "style"); node != NULL; node = word_next(node, "style")) {
        const char *kind = word_attribute(arena, node, "type");
        if (kind != NULL && strcmp(kind, type) == 0
            && strcmp(reference_style_name(arena, node), name) == 0) {
            return node;
        }
    }
    return NULL;
}

/* What built-in styles are called in Word's Swedish menus, by which other programs, and people, name
 * styles that are then no built-in ones. */
static const struct {
    const char *english, *swedish;
} swedish_names[] = {
    { "body text", "brödtext" },
    { "caption", "beskrivning" },
    { "emphasis", "betoning" },
    { "footer", "sidfot" },
    { "header", "sidhuvud" },
    { "heading 1", "rubrik 1" },
    { "heading 2", "rubrik 2" },
    { "heading 3", "rubrik 3" },
    { "heading 4", "rubrik 4" },
    { "heading 5", "rubrik 5" },
    { "hyperlink", "hyperlänk" },
    { "list bullet", "punktlista" },
    { "list bullet 2", "punktlista 2" },
    { "list bullet 3", "punktlista 3" },
    { "list continue", "listfortsättning" },
    { "list continue 2", "listfortsättning 2" },
    { "list continue 3", "listfortsättning 3" },
    { "list number", "numrerad lista" },
    { "list number 2", "numrerad lista 2" },
    { "list number 3", "numrerad lista 3" },
    { "quote", "citat" },
    { "strong", "stark" },
    { "subtitle", "underrubrik" },
    { "title", "rubrik" },
    { "toc 1", "innehåll 1" },
    { "toc 2", "innehåll 2" },
    { "toc heading", "innehållsförteckningsrubrik" },
};

xmlNode *reference_find_style(
    struct arena *arena, const xmlNode *root, const char *type, const char *name) {
    xmlNode *style = find_style(arena, root, type, name);
    for (size_t i = 0; style == NULL && i < sizeof swedish_names / sizeof swedish_names[0]; i++) {
        if (strcmp(swedish_names[i].english, name) == 0) {
            style = find_style(arena, root, type, swedish_names[i].swedish);
        }
    }
    return style;
}

xmlNode *reference_style_by_id(struct arena *arena, const xmlNode *root, const char *id) {
    for (xmlNode *node = word_child(root, "style"); node != NULL; node = word_next(node, "style")) {
        const char *other = word_attribute(arena, node, "styleId");
        if (id != NULL && other != NULL && strcmp(other, id) == 0) {
            return node;
        }
    }
    return NULL;
}
