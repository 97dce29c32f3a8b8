/* SPDX-License-Identifier: EUPL-1.2
 *
 * To try the rules on a definition, less than half of a guideline is needed. Its lines are looked at
 * before the YAML is read: below `regler`, the keys of an entry that explain or tell are left out with
 * all that stands deeper. When a rule has something to tell, the lines of its entry are read whole. Each
 * line keeps its place, so findings point right.
 *
 * A guideline that is written in another way than in lines (flow style, other indentation) has nothing
 * left out, or is found to be wrong, and then it is read whole.
 */
#include "check/guideline_later.h"

#include <stdatomic.h>
#include <stdint.h>
#include <string.h>

#include "base/array.h"
#include "base/file.h"
#include "base/text.h"

/* Texts that were read, on an arena of their own. */
struct read_texts {
    struct arena *arena;
    const struct rule_texts *texts;
};

struct rule_later {
    const struct source *source;
    const char *id;
    size_t first, end;                 /* lines of the entry, from 0 */
    bool has_message;
    _Atomic(struct read_texts *) read; /* NULL: not yet */
};

static void free_texts(struct read_texts *read) {
    if (read != NULL) {
        arena_free(read->arena);
    }
}

static void free_later(void *object) {
    struct rule_later *later = object;
    free_texts(atomic_load(&later->read));
}

/* The lines that are read, and the entries that were seen. */
struct lines {
    struct arena *arena;
    const struct source *source;
    ARRAY_OF(uint32_t) kept;
    ARRAY_OF(struct rule_later *) entries;
    size_t dash;  /* indentation of the entries; SIZE_MAX before the first */
    bool inside;  /* below `regler` */
    bool left_out; /* below a key that is left out */
};

/* Whether the key at `line` is one that can wait. */
static bool can_wait(const char *line) {
    static const char *const keys[] = { "exempel:", "meddelande:", "råd:", "sedan:", "varför:",
        "visar:" };
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (text_starts(line, keys[i])) {
            return true;
        }
    }
    return false;
}

/* Whether what stands behind the key on its line begins a text. */
static bool begins_text(const char *line) {
    const char *value = strchr(line, ':') + 1;
    value += strspn(value, " ");
    return *value != '\0' && strchr("\n\r#[{&*!", *value) == NULL;
}

static void open_entry(struct lines *lines, size_t number) {
    struct rule_later *later = arena_new_of(lines->arena, struct rule_later);
    later->source = lines->source;
    later->first = number;
    arena_own(lines->arena, later, free_later);
    ARRAY_ADD(lines->arena, lines->entries, later);
}

/* Takes the line with this number, from 0, or leaves it out. */
static void take_line(struct lines *lines, size_t number) {
    size_t size;
    const char *line = source_line(lines->source, number + 1, &size);
    size_t indent = strspn(line, " ");
    bool blank = indent >= size || line[indent] == '#';
    if (!blank && indent == 0 && line[0] != '-') {
        lines->inside = text_starts(line, "regler:");
        lines->left_out = false;
    } else if (!blank && lines->inside) {
        bool dash = line[indent] == '-' && line[indent + 1] == ' ';
        lines->dash = lines->dash == SIZE_MAX && dash ? indent : lines->dash;
        if (dash && indent == lines->dash) {
            open_entry(lines, number);
            lines->left_out = false;
        } else if (lines->entries.count != 0 && indent <= lines->dash + 2) {
            lines->left_out = indent == lines->dash + 2 && can_wait(line + indent);
            struct rule_later *entry = lines->entries.items[lines->entries.count - 1];
            entry->has_message = entry->has_message
                || (lines->left_out && text_starts(line + indent, "meddelande:")
                    && begins_text(line + indent));
        }
    }
    if (lines->inside && lines->entries.count != 0) {
        lines->entries.items[lines->entries.count - 1]->end = number + 1;
    }
    if (!lines->left_out) {
        ARRAY_ADD(lines->arena, lines->kept, (uint32_t)number);
    }
}

/* Whether the child is missing or of that kind; with `needed`, not missing. A key without a value is of
 * none. */
static bool is_kind(const xmlNode *node, const char *name, enum node_kind kind, bool needed) {
    const xmlNode *child = node_child(node, name);
    return child != NULL ? node_kind(child) == kind && node_type(child) != TYPE_NULL : !needed;
}

static bool all_of_kind(const xmlNode *list, enum node_kind kind) {
    for (const xmlNode *item = list != NULL ? node_first(list) : NULL; item != NULL;
         item = node_next(item)) {
        if (node_kind(item) != kind) {
            return false;
        }
    }
    return true;
}

/* Whether the entry has the shape that guideline_compile_later() takes for granted. */
static bool has_shape(const xmlNode *entry, const struct rule_later *later) {
    if (node_kind(entry) != NODE_MAPPING) {
        return false;
    }
    enum rule_kind kind = rule_kind_read(entry);
    bool tells = kind == RULE_XPATH || kind == RULE_TEXT;
    const xmlNode *text = node_child(entry, "text");
    bool sound = is_kind(entry, "id", NODE_SCALAR, true) && is_kind(entry, "källa", NODE_SCALAR, true)
        && is_kind(entry, "rubrik", NODE_SCALAR, true)
        && (!tells || later->has_message) && is_kind(entry, "för", NODE_SCALAR, false)
        && is_kind(entry, "när", NODE_SCALAR, false) && is_kind(entry, "plats", NODE_SCALAR, false)
        && is_kind(entry, "vid", NODE_SCALAR, false)
        && is_kind(entry, "kräver", NODE_SCALAR, kind == RULE_XPATH)
        && is_kind(entry, "let", NODE_MAPPING, false)
        && all_of_kind(node_child(entry, "let"), NODE_SCALAR)
        && is_kind(entry, "fall", NODE_SEQUENCE, false)
        && all_of_kind(node_child(entry, "fall"), NODE_MAPPING);
    return sound && (kind != RULE_TEXT || (node_kind(text) == NODE_MAPPING
        && is_kind(text, "slag", NODE_SCALAR, true) && is_kind(text, "i", NODE_SEQUENCE, false)
        && is_kind(text, "mönster", NODE_SCALAR, false)
        && is_kind(text, "bara_om", NODE_SCALAR, false) && is_kind(text, "utom", NODE_SCALAR, false)
        && is_kind(text, "fält", NODE_SCALAR, false)
        && is_kind(text, "bara_med", NODE_SEQUENCE, false)
        && all_of_kind(node_child(text, "bara_med"), NODE_SCALAR)
        && is_kind(text, "bara_tecken", NODE_SEQUENCE, false)
        && all_of_kind(node_child(text, "bara_tecken"), NODE_SCALAR)
        && is_kind(text, "även_tecken", NODE_SEQUENCE, false)
        && all_of_kind(node_child(text, "även_tecken"), NODE_SCALAR)
        && is_kind(text, "ord", NODE_SEQUENCE, false)));
}

/* Whether the tree has the shape of a guideline with these entries. */
static bool is_guideline(const struct tree *tree, const struct lines *lines) {
    if (tree == NULL || node_kind(tree->root) != NODE_MAPPING
        || !is_kind(tree->root, "id", NODE_SCALAR, true)
        || !is_kind(tree->root, "titel", NODE_SCALAR, true)
        || !is_kind(tree->root, "punkter", NODE_SEQUENCE, false)
        || !is_kind(tree->root, "tabeller", NODE_MAPPING, false)
        || !is_kind(tree->root, "regler", NODE_SEQUENCE, true)) {
        return false;
    }
    const xmlNode *list = node_child(tree->root, "regler");
    if (node_count(list) != lines->entries.count) {
        return false;
    }
    size_t i = 0;
    for (const xmlNode *entry = node_first(list); entry != NULL; entry = node_next(entry), i++) {
        struct rule_later *later = lines->entries.items[i];
        if (!has_shape(entry, later)) {
            return false;
        }
        later->id = node_child_text(entry, "id");
    }
    return true;
}

const struct guideline *guideline_read_rules(struct arena *arena, const struct source *source) {
    struct findings *unheard = findings_new(arena, LANGUAGE_SV);
    struct lines lines = { .arena = arena, .source = source, .dash = SIZE_MAX };
    for (size_t i = 0; i < source->line_count; i++) {
        take_line(&lines, i);
    }
    const struct tree *tree = tree_read_lines(
        arena, source, lines.kept.items, lines.kept.count, "guideline", unheard);
    if (!is_guideline(tree, &lines)) {
        return NULL;
    }
    const struct guideline *guideline =
        guideline_compile_later(arena, tree, lines.entries.items, unheard);
    /* A rule that was left out is wrong in a way that only the schema can name. */
    bool whole = guideline->rule_count == lines.entries.count;
    return unheard->count == 0 && whole ? guideline : NULL;
}

/* Reads one entry as if it were the only one; NULL when it is no rule. */
static const struct rule *read_alone(
    struct lines *lines, size_t heading, struct rule_later *later) {
    struct findings *unheard = findings_new(lines->arena, LANGUAGE_SV);
    ARRAY_OF(uint32_t) kept = { 0 };
    ARRAY_ADD(lines->arena, kept, (uint32_t)heading);
    for (size_t i = later->first; i < later->end; i++) {
        ARRAY_ADD(lines->arena, kept, (uint32_t)i);
    }
    const struct tree *tree = tree_read_lines(
        lines->arena, lines->source, kept.items, kept.count, "guideline", unheard);
    const xmlNode *list = tree != NULL ? node_child(tree->root, "regler") : NULL;
    if (list == NULL || node_kind(list) != NODE_SEQUENCE || node_count(list) != 1
        || !has_shape(node_first(list), later)) {
        return NULL;
    }
    const struct guideline *guideline =
        guideline_compile_later(lines->arena, tree, &later, unheard);
    return guideline->rule_count == 1 ? &guideline->rules[0] : NULL;
}

const struct guideline *guideline_read_entries(struct arena *arena, const struct source *source) {
    struct lines lines = { .arena = arena, .source = source, .dash = SIZE_MAX };
    struct findings *unheard = findings_new(arena, LANGUAGE_SV);
    struct guideline *guideline = arena_new_of(arena, struct guideline);
    ARRAY_OF(struct rule) rules = { 0 };
    size_t heading = SIZE_MAX;
    for (size_t i = 0; i < source->line_count; i++) {
        size_t size;
        bool starts = text_starts(source_line(source, i + 1, &size), "regler:");
        heading = heading == SIZE_MAX && starts ? i : heading;
        take_line(&lines, i);
    }
    for (size_t i = 0; i < lines.entries.count; i++) {
        const struct rule *rule = read_alone(&lines, heading, lines.entries.items[i]);
        if (rule != NULL) {
            ARRAY_ADD(arena, rules, *rule);
        }
    }
    const uint32_t top = (uint32_t)(heading != SIZE_MAX ? heading : 0);
    guideline->id = guideline->title = path_stem(arena, source->name);
    guideline->tree = tree_read_lines(arena, source, &top, 1, "guideline", unheard);
    guideline->rules = rules.items;
    guideline->rule_count = rules.count;
    return guideline->tree != NULL ? guideline : NULL;
}

/* The rule's entry in the whole file: for what its own lines do not tell, such as an alias. */
static const xmlNode *find_entry(
    struct arena *arena, const struct rule_later *later, struct findings *unheard) {
    const struct tree *tree = tree_read(arena, later->source, TREE_YAML, "guideline", unheard);
    const xmlNode *list = tree != NULL ? node_child(tree->root, "regler") : NULL;
    for (const xmlNode *entry = list != NULL ? node_first(list) : NULL; entry != NULL;
         entry = node_next(entry)) {
        const char *id = node_child_text(entry, "id");
        if (id != NULL && text_equal(id, later->id)) {
            return entry;
        }
    }
    return NULL;
}

static struct read_texts *read_entry(const struct rule_later *later) {
    static const struct rule_texts none = { NULL, NULL, NULL, 0 };
    struct arena *arena = arena_new();
    struct findings *unheard = findings_new(arena, LANGUAGE_SV);
    size_t count = later->end - later->first;
    uint32_t *kept = arena_array(arena, count, sizeof *kept);
    for (size_t i = 0; i < count; i++) {
        kept[i] = (uint32_t)(later->first + i);
    }
    const struct tree *tree =
        tree_read_lines(arena, later->source, kept, count, "regler", unheard);
    const xmlNode *entry = tree != NULL && unheard->count == 0
        ? node_first(tree->root)
        : find_entry(arena, later, unheard);
    struct read_texts *read = arena_new_of(arena, struct read_texts);
    read->arena = arena;
    read->texts = entry != NULL ? rule_texts_read(arena, entry, unheard) : NULL;
    read->texts = read->texts != NULL ? read->texts : &none;
    return read;
}

const struct rule_texts *rule_texts(const struct rule *rule) {
    struct rule_later *later = rule->later;
    if (rule->texts != NULL) {
        return rule->texts;
    }
    struct read_texts *known = atomic_load(&later->read);
    if (known == NULL) {
        struct read_texts *read = read_entry(later);
        if (atomic_compare_exchange_strong(&later->read, &known, read)) {
            return read->texts;
        }
        free_texts(read); /* another thread was quicker */
    }
    return known->texts;
}
