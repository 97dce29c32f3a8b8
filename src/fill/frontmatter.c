/* SPDX-License-Identifier: EUPL-1.2
 *
 * Front matter is YAML, read by the tree like any other from a copy of the file's beginning; so
 * offsets there are offsets of the file. A first line "---" opens it, the next such line ends it.
 */
#include <string.h>

#include "base/array.h"
#include "base/text.h"
#include "fill/parse.h"

static const char *const keys[] = { "egenskaper", "let", "numrerade_rubriker", "rapport", "sidfot",
    "sidhuvud", "titel", NULL };

/* The offset behind a line of nothing but "---" that begins at `at`, or 0. */
static size_t behind_dashes(const struct source *source, size_t at) {
    if (source->size - at < 3 || memcmp(source->text + at, "---", 3) != 0) {
        return 0;
    }
    at += 3;
    while (at < source->size && (source->text[at] == ' ' || source->text[at] == '\t')) {
        at++;
    }
    at += at + 1 < source->size && source->text[at] == '\r';
    if (at == source->size) {
        return at;
    }
    return source->text[at] == '\n' ? at + 1 : 0;
}

/* Whether the line begins with a key of front matter. */
static bool has_key(const char *line) {
    for (size_t i = 0; keys[i] != NULL; i++) {
        if (text_starts(line, keys[i]) && line[strlen(keys[i])] == ':') {
            return true;
        }
    }
    return false;
}

/* Bytes of nothing but hyphens, dashes and white space that the line begins with. */
static size_t dashes_size(const char *line) {
    size_t size = 0;
    for (;;) {
        bool is_dash = text_starts(line + size, TEXT_EN_DASH) || text_starts(line + size, "\xE2\x80\x94");
        size_t one = is_dash ? 3 : strspn(line + size, "- \t\r");
        if (one == 0) {
            return size;
        }
        size += one;
    }
}

/* Front matter that does not begin as it should: its first line is not the file's or not "---", and a line
 * with one of the keys follows right away, and one of dashes somewhere. */
static bool tell_beginning(const struct source *source, struct findings *findings) {
    const char *text = source->text;
    size_t start = strspn(text, " \t\r\n");
    size_t dashes = dashes_size(text + start);
    size_t next = start + dashes + strspn(text + start + dashes, " \t\r\n");
    if (!has_key(text + next) || (dashes != 0 && text[start + dashes] != '\n')
        || memmem(text + next, source->size - next, "\n---", 4) == NULL) {
        return false;
    }
    size_t size = strcspn(text + start, "\r\n");
    finding_add(findings, TEMPLATE_FRONT_LINE,
        (struct span){ source, (uint32_t)start, (uint32_t)size }, NULL);
    return true;
}

static void wrong_value(
    const xmlNode *node, struct span where, const char *wanted, struct findings *findings) {
    finding_add(findings, TEMPLATE_FRONT_VALUE, where, node_name(node), wanted, NULL);
}

/* A span of the front matter's copy, in the file. */
static struct span in_file(const struct source *source, struct span span) {
    span.source = source;
    return span;
}

static const struct template *read_template(struct arena *arena, const struct source *source,
    const xmlNode *node, struct findings *findings) {
    if (node_kind(node) != NODE_SCALAR) {
        wrong_value(node, in_file(source, node_key_span(node)),
            in_language(findings, "en text", "a text"), findings);
        return NULL;
    }
    return template_parse_node(arena, source, node, findings);
}

static bool read_yes_or_no(
    const struct source *source, const xmlNode *node, struct findings *findings) {
    const char *text = node_text(node);
    bool yes = text_equal(text, "ja") || text_equal(text, "true");
    bool no = text_equal(text, "nej") || text_equal(text, "false");
    if (node_kind(node) != NODE_SCALAR || (!yes && !no)) {
        wrong_value(node, in_file(source, node_span(node)),
            in_language(findings, "ja eller nej", "ja or nej"), findings);
    }
    return yes;
}

static void unknown_key(const struct source *source, const xmlNode *node,
    const char *const *known, struct findings *findings) {
    const char *nearest = text_nearest(node_name(node), known);
    struct span where = in_file(source, node_key_span(node));
    struct finding *finding =
        finding_add(findings, TEMPLATE_FRONT_KEY, where, node_name(node), NULL);
    finding_suggest(findings, finding, nearest);
    finding->replacement = nearest;
}

/* The mapping `egenskaper`: property names with texts. */
static void read_properties(struct arena *arena, const struct source *source,
    const xmlNode *mapping, struct front_matter *front, struct findings *findings) {
    static const char *const names[PROPERTY_COUNT + 1] = {
        [PROPERTY_SUBJECT] = "ämne",
        [PROPERTY_CREATOR] = "upphov",
        [PROPERTY_REGISTRY_NUMBER] = "diarienummer",
        [PROPERTY_DATE] = "datum",
        [PROPERTY_STATUS] = "status",
        [PROPERTY_KEYWORDS] = "nyckelord",
        [PROPERTY_OFFICER] = "handläggare",
        [PROPERTY_BOARD] = "nämnd",
        [PROPERTY_VERSION] = "version",
    };
    if (node_kind(mapping) != NODE_MAPPING) {
        wrong_value(mapping, in_file(source, node_key_span(mapping)),
            in_language(findings, "en grupp av egenskaper", "a group of properties"), findings);
        return;
    }
    for (const xmlNode *node = node_first(mapping); node != NULL; node = node_next(node)) {
        int property = 0;
        while (property < PROPERTY_COUNT && !text_equal(names[property], node_name(node))) {
            property++;
        }
        if (property < PROPERTY_COUNT) {
            front->properties[property] = read_template(arena, source, node, findings);
        } else {
            unknown_key(source, node, names, findings);
        }
    }
}

/* False when there is no such key. */
static bool read_entry(struct arena *arena, const struct source *source, const xmlNode *node,
    struct front_matter *front, struct findings *findings) {
    const char *key = node_name(node);
    if (text_equal(key, "titel")) {
        front->title = read_template(arena, source, node, findings);
    } else if (text_equal(key, "sidhuvud")) {
        front->header = read_template(arena, source, node, findings);
    } else if (text_equal(key, "sidfot")) {
        front->footer = read_template(arena, source, node, findings);
    } else if (text_equal(key, "numrerade_rubriker")) {
        front->numbered_headings = read_yes_or_no(source, node, findings);
    } else if (text_equal(key, "rapport")) {
        front->report = read_yes_or_no(source, node, findings);
    } else if (text_equal(key, "egenskaper")) {
        read_properties(arena, source, node, front, findings);
    } else if (text_equal(key, "let")) {
        front->lets = let_read_from(arena, source, node, &front->let_count, findings);
    } else {
        unknown_key(source, node, keys, findings);
        return false;
    }
    return true;
}

static void read_entries(struct arena *arena, const struct source *source, const xmlNode *root,
    struct front_matter *front, struct findings *findings) {
    bool is_empty = node_kind(root) == NODE_SCALAR && *node_text(root) == '\0';
    if (node_kind(root) != NODE_MAPPING && !is_empty) {
        wrong_value(root, in_file(source, node_span(root)),
            in_language(findings, "en grupp av uppgifter, ”titel: …”", "a group, “titel: …”"),
            findings);
    }
    if (node_kind(root) != NODE_MAPPING) {
        return;
    }
    ARRAY_OF(struct front_key) paper_keys = { 0 };
    for (const xmlNode *node = node_first(root); node != NULL; node = node_next(node)) {
        if (read_entry(arena, source, node, front, findings) && !text_equal(node_name(node), "let")) {
            ARRAY_ADD(arena, paper_keys,
                (struct front_key){ node_name(node), in_file(source, node_key_span(node)) });
        }
    }
    front->paper_keys = paper_keys.items;
    front->paper_key_count = paper_keys.count;
}

size_t front_matter_read(struct arena *arena, const struct source *source,
    struct front_matter *front, struct findings *findings) {
    size_t end = behind_dashes(source, 0);
    if (end == 0) {
        front->broken = tell_beginning(source, findings);
        return 0;
    }
    size_t body;
    while ((body = behind_dashes(source, end)) == 0 && end < source->size) {
        const char *next = memchr(source->text + end, '\n', source->size - end);
        end = next != NULL ? (size_t)(next - source->text) + 1 : source->size;
    }
    if (body == 0) {
        front->broken = true;
        finding_add(findings, TEMPLATE_FRONT_OPEN, (struct span){ source, 0, 3 }, NULL);
        return source->size;
    }
    const struct source *head =
        source_new(arena, source->name, arena_copy(arena, source->text, end), end);
    size_t told = findings->count;
    size_t errors = findings_count(findings, LEVEL_ERROR);
    const struct tree *tree = tree_read(arena, head, TREE_YAML, "inledning", findings);
    template_tell_unquoted(findings, told);
    front->broken = findings_count(findings, LEVEL_ERROR) != errors;
    if (tree != NULL && !front->broken) {
        read_entries(arena, source, tree->root, front, findings);
    }
    return body;
}
