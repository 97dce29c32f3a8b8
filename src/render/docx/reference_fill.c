/* SPDX-License-Identifier: EUPL-1.2
 *
 * Placeholders in a template's headers and footers. Two kinds: content controls by their tag
 * (ECMA-376-1, 17.5.2.42), and fields, simple (17.16.19) or complex (17.16.18), by their instruction.
 * The first run that shows the old words shows the new ones, as it is formatted; the others go.
 */
#include <string.h>

#include "base/array.h"
#include "base/text.h"
#include "render/docx/reference.h"
#include "render/docx/reference_slots.h"

/* Fields within fields within fields. */
enum { FIELD_DEPTH = 16, INSTRUCTION_MOST = 512 };

/* Takes out all that the run shows: words, tabs, breaks, pictures. */
static void clear_run(xmlNode *run) {
    for (xmlNode *child = run->children; child != NULL;) {
        xmlNode *next = child->next;
        if (!word_is(child, "rPr")) {
            word_drop(child);
        }
        child = next;
    }
}

/* Puts the words into the run in place of all that it shows; words that stood for "click here" were
 * grey by a style of their own. */
static void put_words(struct arena *arena, xmlNode *run, const char *words) {
    clear_run(run);
    xmlNode *format = word_child(run, "rPr");
    const char *style = word_value(arena, format, "rStyle");
    if (style != NULL && (strcmp(style, "PlaceholderText") == 0 || strstr(style, "latsh") != NULL)) {
        word_drop_children(format, "rStyle");
    }
    if (words[0] == '\0') {
        return;
    }
    xmlNode *text = xmlNewTextChild(run, run->ns, (const xmlChar *)"t", (const xmlChar *)words);
    if (text == NULL) {
        memory_exhausted();
    }
    xmlNodeSetSpacePreserve(text, 1);
}

/* The runs below the node, in order. */
struct runs {
    ARRAY_OF(xmlNode *) items;
};

static struct runs find_runs(struct arena *arena, const xmlNode *top) {
    struct runs runs = { 0 };
    for (xmlNode *node = node_after(top, top, false); node != NULL;) {
        bool run = word_is(node, "r");
        if (run) {
            ARRAY_ADD(arena, runs.items, node);
        }
        node = node_after(node, top, run);
    }
    return runs;
}

/* A new run where the content may have one: in its first paragraph, which may stand in a cell, or,
 * where it is itself words of a paragraph, in it; NULL in a place that takes none. */
static xmlNode *make_run(xmlNode *content) {
    xmlNode *place = NULL;
    for (xmlNode *node = content; node != NULL && place == NULL;
         node = node_after(node, content, false)) {
        place = word_is(node, "p") ? node : NULL;
    }
    for (const xmlNode *node = content; node != NULL && place == NULL; node = node->parent) {
        place = word_is(node, "p") ? content : NULL;
    }
    return place == NULL ? NULL : xmlNewChild(place, content->ns, (const xmlChar *)"r", NULL);
}

/* Only the first paragraph of a control that holds several stays. */
static void keep_first_paragraph(xmlNode *content) {
    xmlNode *first = word_child(content, "p");
    for (xmlNode *next = first != NULL ? word_next(first, "p") : NULL; next != NULL;) {
        xmlNode *behind = word_next(next, "p");
        word_drop(next);
        next = behind;
    }
}

/* The last cell of the first row; the content itself when there is none. */
static xmlNode *last_cell(xmlNode *content) {
    xmlNode *last = content;
    for (xmlNode *cell = word_child(word_child(content, "tr"), "tc"); cell != NULL;
         cell = word_next(cell, "tc")) {
        last = cell;
    }
    return last;
}

static void fill_control(struct arena *arena, xmlNode *control, const char *words) {
    static const char *const stale[] = { "showingPlcHdr", "dataBinding" };
    xmlNode *properties = word_child(control, "sdtPr");
    xmlNode *content = word_child(control, "sdtContent");
    if (content == NULL) {
        return;
    }
    for (size_t i = 0; i < sizeof stale / sizeof stale[0]; i++) {
        word_drop_children(properties, stale[i]);
    }
    xmlNode *day = word_child(properties, "date");
    if (day != NULL) {
        xmlUnsetNsProp(day, day->ns, (const xmlChar *)"fullDate");
    }
    if (word_child(content, "tr") != NULL) {
        content = last_cell(content); /* what stands before it says what it is */
    }
    keep_first_paragraph(content);
    struct runs runs = find_runs(arena, content);
    xmlNode *first = runs.items.count != 0 ? runs.items.items[0] : make_run(content);
    if (first == NULL) {
        return;
    }
    for (size_t i = 1; i < runs.items.count; i++) {
        word_drop(runs.items.items[i]);
    }
    put_words(arena, first, words);
}

/* Whether the control holds another one that is filled: then its own words are labels. */
static bool holds_slot(struct arena *arena, const xmlNode *control) {
    for (const xmlNode *node = node_after(control, control, false); node != NULL;
         node = node_after(node, control, false)) {
        if (word_is(node, "sdt") && slot_of_control(arena, node) != SLOT_NONE) {
            return true;
        }
    }
    return false;
}

static void fill_controls(struct arena *arena, xmlNode *root, const struct document *document) {
    for (xmlNode *node = root; node != NULL; node = node_after(node, root, false)) {
        enum slot slot = word_is(node, "sdt") ? slot_of_control(arena, node) : SLOT_NONE;
        if (slot != SLOT_NONE && !holds_slot(arena, node)) {
            fill_control(arena, node, slot_words(document, slot));
        }
    }
}

static void fill_simple_fields(
    struct arena *arena, xmlNode *root, const struct document *document) {
    for (xmlNode *node = root; node != NULL; node = node_after(node, root, false)) {
        const char *instruction =
            word_is(node, "fldSimple") ? word_attribute(arena, node, "instr") : NULL;
        enum slot slot = instruction != NULL ? slot_of_field(arena, instruction) : SLOT_NONE;
        if (slot == SLOT_NONE) {
            continue;
        }
        struct runs runs = find_runs(arena, node);
        xmlNode *first = runs.items.count != 0
            ? runs.items.items[0]
            : xmlNewChild(node, node->ns, (const xmlChar *)"r", NULL);
        for (size_t i = 1; i < runs.items.count; i++) {
            word_drop(runs.items.items[i]);
        }
        put_words(arena, first, slot_words(document, slot));
    }
}

/* A complex field that has begun. */
struct field_state {
    char instruction[INSTRUCTION_MOST];
    size_t size;
    bool in_result;
    xmlNode *first; /* run of the result */
    enum slot slot;
};

struct field_walk {
    struct arena *arena;
    const struct document *document;
    struct field_state fields[FIELD_DEPTH];
    size_t depth; /* may be above FIELD_DEPTH: those are passed over */
};

static struct field_state *innermost(struct field_walk *walk) {
    return walk->depth == 0 || walk->depth > FIELD_DEPTH ? NULL : &walk->fields[walk->depth - 1];
}

/* A field whose result was never computed gets one. */
static void end_field(struct field_walk *walk, const struct field_state *field, xmlNode *run) {
    enum slot slot = field->in_result
        ? field->slot
        : slot_of_field(walk->arena, field->instruction);
    if (slot == SLOT_NONE || field->first != NULL) {
        return;
    }
    const char *words = slot_words(walk->document, slot);
    if (!field->in_result) {
        xmlNode *separate = xmlNewNode(run->ns, (const xmlChar *)"r");
        if (separate == NULL) {
            memory_exhausted();
        }
        xmlAddPrevSibling(run, separate);
        xmlNode *mark = xmlNewChild(separate, run->ns, (const xmlChar *)"fldChar", NULL);
        word_set(mark, "fldCharType", "separate");
    }
    xmlNode *result = xmlNewNode(run->ns, (const xmlChar *)"r");
    if (result == NULL) {
        memory_exhausted();
    }
    xmlAddPrevSibling(run, result);
    put_words(walk->arena, result, words);
}

static void meet_mark(struct field_walk *walk, const xmlNode *mark, xmlNode *run) {
    const char *type = word_attribute(walk->arena, mark, "fldCharType");
    struct field_state *field = innermost(walk);
    if (text_equal(type != NULL ? type : "", "begin")) {
        walk->depth++;
        field = innermost(walk);
        if (field != NULL) {
            *field = (struct field_state){ 0 };
        }
    } else if (text_equal(type != NULL ? type : "", "separate")) {
        if (field != NULL) {
            field->in_result = true;
            field->slot = slot_of_field(walk->arena, field->instruction);
        }
    } else if (walk->depth > 0) {
        if (field != NULL) {
            end_field(walk, field, run);
        }
        walk->depth--;
    }
}

static void meet_instruction(struct field_state *field, const xmlNode *node) {
    xmlChar *text = xmlNodeGetContent(node);
    size_t size = text != NULL ? strlen((const char *)text) : 0;
    if (text != NULL && field != NULL && !field->in_result
        && field->size + size < sizeof field->instruction) {
        memcpy(field->instruction + field->size, text, size + 1);
        field->size += size;
    }
    xmlFree(text);
}

static void walk_run(struct field_walk *walk, xmlNode *run) {
    bool has_mark = false;
    for (xmlNode *child = run->children; child != NULL; child = child->next) {
        if (word_is(child, "fldChar")) {
            has_mark = true;
            meet_mark(walk, child, run);
        } else if (word_is(child, "instrText")) {
            has_mark = true;
            meet_instruction(innermost(walk), child);
        }
    }
    struct field_state *field = innermost(walk);
    if (has_mark || field == NULL || !field->in_result || field->slot == SLOT_NONE) {
        return;
    }
    if (field->first == NULL) {
        field->first = run;
        put_words(walk->arena, run, slot_words(walk->document, field->slot));
    } else {
        clear_run(run);
    }
}

static void fill_complex_fields(
    struct arena *arena, xmlNode *root, const struct document *document) {
    struct field_walk *walk = arena_new_of(arena, struct field_walk);
    walk->arena = arena;
    walk->document = document;
    /* Into runs, too: a text box stands in one. */
    for (xmlNode *node = root; node != NULL; node = node_after(node, root, false)) {
        if (word_is(node, "r")) {
            walk_run(walk, node);
        }
    }
}

bool reference_has_slots(xmlDoc *part) {
    xmlNode *root = xmlDocGetRootElement(part);
    for (xmlNode *node = root; node != NULL; node = node_after(node, root, false)) {
        if (word_is(node, "sdt") || word_is(node, "fldSimple") || word_is(node, "instrText")) {
            return true;
        }
    }
    return false;
}

void reference_fill(xmlDoc *part, const struct document *document) {
    struct arena *arena = arena_new();
    xmlNode *root = xmlDocGetRootElement(part);
    fill_controls(arena, root, document);
    fill_simple_fields(arena, root, document);
    fill_complex_fields(arena, root, document);
    arena_free(arena);
}
