/* SPDX-License-Identifier: EUPL-1.2
 *
 * The page of the template's last upright section (ECMA-376-1, 17.6.17): one that lies behind it is
 * an appendix. A section shows the headers of the one before it where it names none itself, so they
 * are looked for backwards.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "render/docx/reference.h"
#include "render/docx/writer.h"

/* What a section says before and behind titlePg, in the order of the schema, and a paper keeps: not
 * which way its text runs, for ours is Swedish. */
static const char *const before_title[] = { "footnotePr", "endnotePr", "pgSz", "pgMar",
    "pgBorders", "pgNumType", "cols", "vAlign", "noEndnote", NULL };
static const char *const behind_title[] = { "docGrid", NULL };

int reference_measure(const char *text, int otherwise) {
    enum { DIGITS_MOST = 12, MEASURE_LARGEST = 31680 };
    static const struct {
        const char *unit;
        double twips;
    } units[] = { { "", 1 }, { "pt", 20 }, { "cm", 1440 / 2.54 }, { "mm", 144 / 2.54 },
        { "in", 1440 }, { "pc", 240 }, { "pi", 240 } };
    if (text == NULL) {
        return otherwise;
    }
    /* By hand, since strtod() reads the point of the locale. */
    double value = 0;
    double scale = 1;
    bool fraction = false;
    int digits = 0;
    const char *at = text + (*text == '-');
    for (; (*at >= '0' && *at <= '9') || (*at == '.' && !fraction); at++) {
        if (*at == '.') {
            fraction = true;
        } else if (!fraction || digits < DIGITS_MOST) { /* finer than anyone sees */
            value = value * 10 + (*at - '0');
            scale *= fraction ? 10 : 1;
            digits++;
        }
    }
    for (size_t i = 0; i < sizeof units / sizeof units[0] && digits > 0; i++) {
        if (strcmp(at, units[i].unit) == 0) {
            int twips = value / scale * units[i].twips > MEASURE_LARGEST
                ? -1
                : (int)(value / scale * units[i].twips + 0.5);
            return twips == -1 ? otherwise : *text == '-' ? -twips : twips;
        }
    }
    return otherwise;
}

/* Writes the element with what it holds: of WordprocessingML, and its attributes. A paper is in one
 * column, whatever the template's text was in: its tables need the page. */
static void copy_node(struct arena *arena, struct xml *xml, const xmlNode *node, bool later) {
    if (word_is(node, "cols")) {
        xml_raw(xml, "<w:cols w:space=\"708\"/>");
        return;
    }
    xml_start(xml, arena_printf(arena, "w:%s", (const char *)node->name));
    for (const xmlAttr *each = node->properties; each != NULL; each = each->next) {
        bool ours = each->ns != NULL && strcmp((const char *)each->ns->href, WORD_NAMESPACE) == 0;
        const char *name = (const char *)each->name;
        bool start = later && word_is(node, "pgNumType") && strcmp(name, "start") == 0;
        if (ours && !start && strncmp(name, "rsid", 4) != 0) {
            xml_attribute(xml, arena_printf(arena, "w:%s", name), word_attribute(arena, node, name));
        }
    }
    for (const xmlNode *child = node->children; child != NULL; child = child->next) {
        if (child->type == XML_ELEMENT_NODE && word_is(child, (const char *)child->name)) {
            copy_node(arena, xml, child, later);
        }
    }
    xml_end(xml);
}

/* What of the page a paper must say itself, or Word takes a sheet of US Letter: the template's measure, in
 * twentieths of a point since Word's older versions read no other (17.6.11, 17.6.13), or ours. */
static const struct page_part {
    const char *element;
    struct {
        const char *name;
        int ours;
    } measures[7];
} page_parts[] = {
    { "pgSz", { { "w", PAGE_WIDTH }, { "h", PAGE_HEIGHT } } },
    { "pgMar", { { "top", PAGE_MARGIN }, { "right", PAGE_MARGIN }, { "bottom", PAGE_MARGIN },
                 { "left", PAGE_MARGIN }, { "header", PAGE_HEADER }, { "footer", PAGE_HEADER },
                 { "gutter", 0 } } },
};

/* Writes that part of the page; `theirs` is NULL where they say nothing. */
static void copy_page_part(
    struct arena *arena, struct xml *xml, const struct page_part *part, const xmlNode *theirs) {
    enum { MEASURE_COUNT = sizeof part->measures / sizeof part->measures[0] };
    xml_start(xml, arena_printf(arena, "w:%s", part->element));
    for (size_t i = 0; i < MEASURE_COUNT && part->measures[i].name != NULL; i++) {
        const char *name = part->measures[i].name;
        xml_integer(xml, arena_printf(arena, "w:%s", name),
            reference_measure(word_attribute(arena, theirs, name), part->measures[i].ours));
    }
    const char *orient = word_attribute(arena, theirs, "orient");
    if (orient != NULL && strcmp(orient, "landscape") == 0) {
        xml_attribute(xml, "w:orient", orient);
    }
    xml_end(xml);
}

static const struct page_part *find_page_part(const char *element) {
    for (size_t i = 0; i < sizeof page_parts / sizeof page_parts[0]; i++) {
        if (strcmp(page_parts[i].element, element) == 0) {
            return &page_parts[i];
        }
    }
    return NULL;
}

static const char *copy_children(
    struct arena *arena, const xmlNode *section, const char *const *names, bool later) {
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    struct xml xml = { .out = &out };
    for (; *names != NULL; names++) {
        const xmlNode *child = word_child(section, *names);
        const struct page_part *part = find_page_part(*names);
        if (part != NULL) {
            copy_page_part(arena, &xml, part, child);
        } else if (child != NULL) {
            copy_node(arena, &xml, child, later);
        }
    }
    return buffer_take(arena, &out);
}

/* What is left of the page between its margins, and beside its gutter; ours when that is no sensible width. */
static int width_of_text(struct arena *arena, const xmlNode *section, bool gutter) {
    const xmlNode *size = word_child(section, "pgSz");
    const xmlNode *margins = word_child(section, "pgMar");
    int width = reference_measure(word_attribute(arena, size, "w"), PAGE_WIDTH)
        - reference_measure(word_attribute(arena, margins, "left"), PAGE_MARGIN)
        - reference_measure(word_attribute(arena, margins, "right"), PAGE_MARGIN)
        - (gutter ? reference_measure(word_attribute(arena, margins, "gutter"), 0) : 0);
    return width >= 2000 ? width : TEXT_WIDTH;
}

static bool same(const char *a, const char *b) {
    return a != NULL && strcmp(a, b) == 0;
}

/* The id of the header or footer of this type in the section, or NULL. */
static const char *find_reference(
    struct arena *arena, const xmlNode *section, const char *element, const char *type) {
    for (const xmlNode *node = word_child(section, element); node != NULL;
         node = word_next(node, element)) {
        if (same(word_attribute(arena, node, "type"), type)) {
            xmlChar *id = xmlGetNsProp(
                node, (const xmlChar *)"id", (const xmlChar *)REFERENCE_RELATION);
            bool usable = id != NULL && strchr((const char *)id, '\r') == NULL;
            const char *copy = usable ? arena_string(arena, (const char *)id) : NULL;
            xmlFree(id);
            return copy;
        }
    }
    return NULL;
}

struct sections {
    ARRAY_OF(const xmlNode *) found; /* in the order of the text */
};

/* Whether the page is wider than it is high. */
static bool lies(struct arena *arena, const xmlNode *section) {
    const xmlNode *size = word_child(section, "pgSz");
    return reference_measure(word_attribute(arena, size, "w"), PAGE_WIDTH)
        > reference_measure(word_attribute(arena, size, "h"), PAGE_HEIGHT);
}

/* How many sections there are up to the last upright one; all when none is. */
static size_t count_to_upright(struct arena *arena, const struct sections *sections) {
    for (size_t i = sections->found.count; i > 0; i--) {
        if (!lies(arena, sections->found.items[i - 1])) {
            return i;
        }
    }
    return sections->found.count;
}

/* Whether the id leads to a part, as far as the relationships have been read. One that leads to a part of
 * another kind is against 17.10.5 and 17.10.2, and Word repairs the paper. */
static bool leads_somewhere(
    struct reference_reader *reader, const char *id, const char *element) {
    const struct reference_part *main = reader->reference->main;
    for (size_t i = 0; i < main->relations.count; i++) {
        const struct relation *relation = &main->relations.items[i];
        if (strcmp(relation->id, id) == 0) {
            const char *kind = text_starts(element, "header") ? "/header" : "/footer";
            if (!text_ends(relation->type, kind)) {
                archive_damaged(reader->archive, main->name);
                reader->good = false;
            }
            return true;
        }
    }
    if (reader->related) {
        finding_add(
            reader->findings, REFERENCE_LOST, reader->where, reader->path, main->name, id, NULL);
    }
    return !reader->related;
}

static void put_references(struct reference_reader *reader, const struct sections *sections,
    const char *element, struct xml *xml) {
    static const char *const types[PAGES_COUNT] = { "default", "first", "even" };
    struct reference_section *section = &reader->reference->section;
    const char **ids = strcmp(element, "headerReference") == 0 ? section->headers : section->footers;
    for (size_t i = 0; i < PAGES_COUNT; i++) {
        const char *id = NULL;
        ids[i] = NULL;
        for (size_t j = sections->found.count; j > 0 && id == NULL; j--) {
            id = find_reference(
                reader->arena, sections->found.items[j - 1], element, types[i]);
        }
        if (id != NULL && leads_somewhere(reader, id, element)) {
            ids[i] = id;
            xml_start(xml, arena_printf(reader->arena, "w:%s", element));
            xml_attribute(xml, "w:type", types[i]);
            xml_attribute(xml, "r:id", id);
            xml_end(xml);
        }
    }
}

static bool is_on(struct arena *arena, const xmlNode *node) {
    const char *value = word_attribute(arena, node, "val");
    return node != NULL && !same(value, "0") && !same(value, "false") && !same(value, "off");
}

void reference_take_section(struct reference_reader *reader) {
    struct arena *arena = reader->arena;
    struct reference_section *section = &reader->reference->section;
    struct sections sections = { 0 };
    xmlNode *root = xmlDocGetRootElement(reader->reference->main->xml);
    for (xmlNode *node = root; node != NULL; node = node_after(node, root, false)) {
        /* Those of tracked changes are what the section was before. */
        if (word_is(node, "sectPr") && !word_is(node->parent, "sectPrChange")) {
            ARRAY_ADD(arena, sections.found, node);
        }
    }
    reference_round(arena, root);
    sections.found.count = count_to_upright(arena, &sections);
    CLEANUP_BUFFER struct buffer references = BUFFER_EMPTY;
    struct xml xml = { .out = &references };
    put_references(reader, &sections, "headerReference", &xml);
    put_references(reader, &sections, "footerReference", &xml);
    const xmlNode *last = sections.found.count != 0 ? sections.found.items[sections.found.count - 1]
                                                    : NULL;
    section->references = buffer_take(arena, &references);
    section->first_half = copy_children(arena, last, before_title, false);
    section->later_half = copy_children(arena, last, before_title, true);
    section->last_half = copy_children(arena, last, behind_title, false);
    section->title_page = is_on(arena, word_child(last, "titlePg"));
    const struct reference_part *settings =
        reader->related ? reference_find(reader->reference, "settings") : NULL;
    const xmlNode *above = settings != NULL
        ? word_child(xmlDocGetRootElement(settings->xml), "gutterAtTop")
        : NULL;
    section->text_width = width_of_text(arena, last, above == NULL || !is_on(arena, above));
}
