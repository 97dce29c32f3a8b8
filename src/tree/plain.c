/* SPDX-License-Identifier: EUPL-1.2
 *
 * The way past libyaml for the YAML that people write: block lists and mappings, [..] and {..} on
 * one line, texts without quotes, in quotes on one line, or below "|" or ">", comments. libyaml
 * takes a text character by character through a queue of tokens; here a line is one step, and the
 * places are known.
 *
 * This reader never speaks. At the first sign of anything else (an anchor, a tag, a tab, an odd
 * indentation) or of anything that a finding would be about, it gives up, and yaml_read() reads the
 * text from its beginning. So it has to know only what it takes for YAML, not what is wrong with
 * the rest; and what it takes is so narrow that strict.c would have nothing to say of it.
 *
 * A collection is told by its column: it goes on as long as lines begin there, and ends at a line
 * that begins further left. A line that begins further right than its collection belongs to no one.
 */
#include "tree/plain.h"

#include <string.h>

#include "base/text.h"

/* Larger texts, and deeper ones, nobody writes: not worth trying. */
enum { PLAIN_TEXT_LARGEST = 4 << 20, PLAIN_DEPTH_LARGEST = 64 };

/* Fills in what follows from where the line starts. */
static void enter_line(struct plain *plain) {
    const struct excerpt *excerpt = plain->excerpt;
    const struct source *source = plain->builder.source;
    plain->column = -1;
    plain->at = plain->start;
    plain->end = plain->start;
    plain->in_source = source->size;
    if (plain->start < excerpt->size) {
        const char *line = plain->text + plain->start;
        plain->column = (ptrdiff_t)strspn(line, " ");
        plain->at = plain->start + (size_t)plain->column;
        plain->end = (size_t)((const char *)memchr(line, '\n', excerpt->size - plain->start)
                              - plain->text);
        plain->in_source =
            excerpt->lines == NULL ? plain->start : source->lines[excerpt->lines[plain->line]];
    }
}

static bool is_empty_line(const struct plain *plain) {
    char c = plain->text[plain->at];
    return c == '\n' || c == '#';
}

void plain_step(struct plain *plain) {
    plain->line++;
    plain->start = plain->end + 1;
    enter_line(plain);
}

void plain_next(struct plain *plain) {
    do {
        plain_step(plain);
    } while (is_empty_line(plain));
}

void plain_skip_spaces(struct plain *plain) {
    while (plain->text[plain->at] == ' ') {
        plain->at++;
    }
}

bool plain_line_is_over(struct plain *plain) {
    plain_skip_spaces(plain);
    const char *here = plain->text + plain->at;
    return *here == '\n' || (*here == '#' && here[-1] == ' ');
}

size_t plain_offset(const struct plain *plain, size_t at) {
    return plain->in_source + (at - plain->start);
}

struct span plain_span(const struct plain *plain, size_t start, size_t end) {
    return (struct span){ plain->builder.source, (uint32_t)start, (uint32_t)(end - start) };
}

/* The span of bytes of the line at hand. */
static struct span span_here(const struct plain *plain, size_t start, size_t length) {
    size_t offset = plain_offset(plain, start);
    return plain_span(plain, offset, offset + length);
}

/* Opens a collection whose span begins at the place with so many bytes. */
static void open_here(struct plain *plain, enum node_kind kind, size_t length) {
    build_open(&plain->builder, kind, span_here(plain, plain->at, length));
}

static void read_flow(struct plain *plain, size_t depth);

/* One entry of what stands between brackets or braces. */
static void read_flow_entry(struct plain *plain, bool is_mapping, size_t depth) {
    if (is_mapping) {
        size_t key_end = plain_key_end(plain, true);
        if (key_end == 0) {
            plain->gave_up = true;
            return;
        }
        plain_key(plain, key_end);
        plain_skip_spaces(plain);
    }
    if (plain->text[plain->at] == '[' || plain->text[plain->at] == '{') {
        read_flow(plain, depth + 1);
    } else {
        plain_flow_text(plain);
    }
}

/* [a, b] or { a: b }, on one line. */
static void read_flow(struct plain *plain, size_t depth) {
    const char *text = plain->text;
    bool is_mapping = text[plain->at] == '{';
    char closing = is_mapping ? '}' : ']';
    open_here(plain, is_mapping ? NODE_MAPPING : NODE_SEQUENCE, 1);
    plain->at++;
    plain_skip_spaces(plain);
    plain->gave_up = plain->gave_up || depth > PLAIN_DEPTH_LARGEST;
    for (bool more = text[plain->at] != closing; more && !plain->gave_up;) {
        read_flow_entry(plain, is_mapping, depth);
        plain_skip_spaces(plain);
        more = text[plain->at] == ',';
        plain->at += more;
        plain_skip_spaces(plain);
    }
    if (text[plain->at] == closing) {
        plain->at++;
    } else {
        plain->gave_up = true;
    }
    build_close(&plain->builder, plain_offset(plain, plain->at));
}

/* A value that is neither a block mapping nor a block list. */
static void read_words(struct plain *plain, ptrdiff_t column, size_t depth) {
    char c = plain->text[plain->at];
    if (c != '[' && c != '{') {
        plain_text(plain, column);
        return;
    }
    read_flow(plain, depth + 1);
    if (plain_line_is_over(plain)) {
        plain_next(plain);
    } else {
        plain->gave_up = true;
    }
}

static bool at_dash(const struct plain *plain) {
    const char *here = plain->text + plain->at;
    return here[0] == '-' && (here[1] == ' ' || here[1] == '\n');
}

static void read_node(struct plain *plain, ptrdiff_t outer, size_t depth);

/* What follows the dash or the key and colon of an entry in a collection of that column. */
static void read_value(struct plain *plain, ptrdiff_t column, bool is_mapping, size_t depth) {
    size_t behind = plain_offset(plain, plain->at);
    bool is_below = plain_line_is_over(plain);
    if (is_below) {
        plain_next(plain);
    }
    /* The list of a key may stand in the key's own column. */
    bool is_list = is_below && is_mapping && plain->column == column && at_dash(plain);
    if (is_below && plain->column <= column && !is_list) {
        plain_nothing(plain, behind);
    } else if (is_mapping && !is_below) {
        read_words(plain, column, depth);
    } else {
        read_node(plain, column, depth + 1);
    }
}

static void read_sequence(struct plain *plain, ptrdiff_t column, bool is_shared, size_t depth) {
    open_here(plain, NODE_SEQUENCE, is_shared ? 1 : 0); /* so libyaml marks them */
    do {
        plain->at++;
        read_value(plain, column, false, depth);
    } while (!plain->gave_up && plain->column == column && at_dash(plain));
    bool is_over = plain->column < column || (is_shared && plain->column == column);
    plain->gave_up = plain->gave_up || !is_over;
    build_close(&plain->builder, 0);
}

/* `key_end`: of the first key, at the place. */
static void read_mapping(struct plain *plain, ptrdiff_t column, size_t key_end, size_t depth) {
    open_here(plain, NODE_MAPPING, 0);
    do {
        plain_key(plain, key_end);
        read_value(plain, column, true, depth);
        bool has_more = !plain->gave_up && plain->column == column;
        key_end = has_more ? plain_key_end(plain, false) : 0;
    } while (key_end != 0);
    plain->gave_up = plain->gave_up || plain->column >= column;
    build_close(&plain->builder, 0);
}

/* Any value, at the place; `outer` is the column of the collection that holds it, -1 for the root. */
static void read_node(struct plain *plain, ptrdiff_t outer, size_t depth) {
    ptrdiff_t column = (ptrdiff_t)(plain->at - plain->start);
    size_t key_end = plain_key_end(plain, false);
    if (depth > PLAIN_DEPTH_LARGEST) {
        plain->gave_up = true;
    } else if (at_dash(plain)) {
        read_sequence(plain, column, column == outer, depth);
    } else if (key_end != 0) {
        read_mapping(plain, column, key_end, depth);
    } else if (outer >= 0) {
        read_words(plain, outer, depth);
    } else {
        plain->gave_up = true;
    }
}

/* Whether it is worth trying. A line that lacks its break, a tab or a carriage return change much of
 * what follows in YAML. */
static bool may_be_plain(const struct excerpt *excerpt) {
    return excerpt->size != 0 && excerpt->size <= PLAIN_TEXT_LARGEST
           && excerpt->text[excerpt->size - 1] == '\n'
           && memchr(excerpt->text, '\t', excerpt->size) == NULL
           && memchr(excerpt->text, '\r', excerpt->size) == NULL;
}

struct tree *plain_read(struct arena *arena, const struct source *source,
    const struct excerpt *excerpt, const char *root_name) {
    if (!may_be_plain(excerpt)) {
        return NULL;
    }
    struct findings *unheard = findings_new(arena, LANGUAGE_SV);
    struct plain plain = { .excerpt = excerpt, .text = excerpt->text, .words = BUFFER_EMPTY };
    build_start(&plain.builder, arena, source, root_name, unheard);
    enter_line(&plain);
    if (is_empty_line(&plain) || text_starts(plain.text, "---\n")) {
        plain_next(&plain);
    }
    read_node(&plain, -1, 0);
    bool is_plain = !plain.gave_up && plain.column < 0 && unheard->count == 0;
    buffer_done(&plain.words);
    struct tree *tree = build_end(&plain.builder);
    return is_plain ? tree : NULL;
}
