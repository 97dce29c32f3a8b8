/* SPDX-License-Identifier: EUPL-1.2
 *
 * A scalar's text is what is left of its source after escapes, folding and indentation. To find a
 * byte of the text in the source, both are walked side by side, one unit at a time: a character, an
 * escape, or a line break with the white space round it. Where the two lose each other (the text
 * was brought to NFC), the walk goes on character by character, which is as near as can be told.
 *
 * Clauses of YAML 1.2.2: 7.3.1 double-quoted, 7.3.2 single-quoted, 7.3.3 plain, 8.1.2
 * literal, 8.1.3 folded style.
 */
#include <string.h>

#include "base/text.h"
#include "tree/read.h"

struct walk {
    const char *source; /* the scalar's bytes */
    size_t source_size;
    size_t source_at;
    const char *text;
    size_t text_at;
    enum node_style style;
    size_t indent;    /* of a block scalar */
    size_t unbroken;  /* offset in the source: the white space before it has no line break */
};

/* One unit: what it takes in the source and gives in the text. */
struct unit {
    size_t source_size;
    size_t text_size;
};

static char source_byte(const struct walk *walk, size_t ahead) {
    size_t at = walk->source_at + ahead;
    return at < walk->source_size ? walk->source[at] : '\0';
}

static size_t character_size(const char *text) {
    uint32_t c;
    return text_next(text, &c);
}

/* White space with at least one line break in it, from `ahead`; 0 when there is none. That is noted, so
 * that a long run of spaces is not looked through for each of them. */
static size_t break_size(struct walk *walk, size_t ahead) {
    size_t start = walk->source_at + ahead;
    if (start < walk->unbroken || start >= walk->source_size) {
        return 0;
    }
    size_t size = strspn(walk->source + start, " \t\r\n");
    size = size < walk->source_size - start ? size : walk->source_size - start;
    bool broken = memchr(walk->source + start, '\n', size) != NULL;
    walk->unbroken = broken ? 0 : start + size;
    return broken ? size : 0;
}

/* What a folded break gives: one space, or as many newlines as the text has here. */
static size_t folded_size(const struct walk *walk) {
    const char *text = walk->text + walk->text_at;
    return text[0] == ' ' ? 1 : strspn(text, "\n");
}

static struct unit character_unit(const struct walk *walk) {
    size_t in_source =
        walk->source_at < walk->source_size ? character_size(walk->source + walk->source_at) : 0;
    return (struct unit){ in_source, character_size(walk->text + walk->text_at) };
}

static struct unit flow_unit(struct walk *walk) {
    size_t size = break_size(walk, 0);
    if (size != 0) {
        return (struct unit){ size, folded_size(walk) };
    }
    if (walk->style == STYLE_SINGLE && source_byte(walk, 0) == '\''
        && source_byte(walk, 1) == '\'') {
        return (struct unit){ 2, 1 };
    }
    return character_unit(walk);
}

/* Hexadecimal digits behind \x, \u and \U; 0 for \n and its kind. */
static size_t escape_digits(const struct walk *walk) {
    switch (source_byte(walk, 1)) {
    case 'x':
        return walk->style == STYLE_JSON ? 0 : 2;
    case 'u':
        return 4;
    case 'U':
        return walk->style == STYLE_JSON ? 0 : 8;
    default:
        return 0;
    }
}

static struct unit escape_unit(struct walk *walk) {
    size_t size = break_size(walk, 1);
    if (walk->style == STYLE_DOUBLE && size != 0) {
        return (struct unit){ size + 1, 0 };
    }
    size = 2 + escape_digits(walk);
    size_t given = character_size(walk->text + walk->text_at);
    bool pair = walk->style == STYLE_JSON && size == 6 && given == 4;
    return (struct unit){ pair ? 12 : size, given };
}

static struct unit double_unit(struct walk *walk) {
    return source_byte(walk, 0) == '\\' ? escape_unit(walk) : flow_unit(walk);
}

/* A line break of a block scalar, with the indentation of the line behind it. */
static struct unit block_unit(const struct walk *walk) {
    size_t size = source_byte(walk, 0) == '\r' ? 1 : 0;
    if (source_byte(walk, size) != '\n') {
        return character_unit(walk);
    }
    const char *text = walk->text + walk->text_at;
    size++;
    for (size_t i = 0; i < walk->indent && source_byte(walk, size) == ' '; i++) {
        size++;
    }
    bool folded_away = walk->style == STYLE_FOLDED && text[0] != ' ' && text[0] != '\n';
    return (struct unit){ size, folded_away ? 0 : 1 };
}

static struct unit next_unit(struct walk *walk) {
    switch (walk->style) {
    case STYLE_PLAIN:
    case STYLE_SINGLE:
        return flow_unit(walk);
    case STYLE_DOUBLE:
    case STYLE_JSON:
        return double_unit(walk);
    case STYLE_LITERAL:
    case STYLE_FOLDED:
        return block_unit(walk);
    }
    return character_unit(walk);
}

/* Leaves the header of a block scalar ("|2-  # comment") and the first line's indentation behind:
 * the text says how many of its spaces are content. Empty lines before it are kept. */
static void enter_block(struct walk *walk) {
    while (source_byte(walk, 0) != '\0' && source_byte(walk, 0) != '\n') {
        walk->source_at++;
    }
    walk->source_at += source_byte(walk, 0) == '\n';
    size_t line = walk->source_at;
    size_t at = line;
    for (char c;
         at < walk->source_size && (c = walk->source[at]) != '\0' && strchr(" \r\n", c) != NULL;
         at++) {
        line = c == '\n' ? at + 1 : line;
    }
    size_t spaces = strspn(walk->text + strspn(walk->text, "\n"), " ");
    walk->indent = at - line > spaces ? at - line - spaces : 0;
    for (size_t i = 0; i < walk->indent && source_byte(walk, 0) == ' '; i++) {
        walk->source_at++;
    }
}

static void enter(struct walk *walk) {
    switch (walk->style) {
    case STYLE_PLAIN:
        break;
    case STYLE_SINGLE:
    case STYLE_DOUBLE:
    case STYLE_JSON:
        walk->source_at = 1;
        break;
    case STYLE_LITERAL:
    case STYLE_FOLDED:
        enter_block(walk);
        break;
    }
}

/* Walks until the unit that gives the byte at `offset`; that unit. */
static struct unit walk_to(struct walk *walk, size_t offset) {
    for (;;) {
        struct unit unit = next_unit(walk);
        bool inside = walk->text_at + unit.text_size > offset;
        if (inside || unit.source_size == 0 || walk->text[walk->text_at] == '\0') {
            return unit;
        }
        walk->source_at += unit.source_size;
        walk->text_at += unit.text_size;
    }
}

static struct walk walk_of(struct span span, enum node_style style, const char *text) {
    struct walk walk = { .source = span.source->text + span.offset,
        .source_size = span.length,
        .text = text,
        .style = style };
    enter(&walk);
    return walk;
}

/* The place of `length` bytes from `offset`, for a walk that has not passed it. */
static struct span walk_on(struct walk *walk, struct span span, size_t offset, size_t length) {
    struct unit unit = walk_to(walk, offset);
    size_t start = walk->source_at;
    size_t end = start;
    if (length != 0) {
        unit = walk_to(walk, offset + length - 1);
        end = walk->source_at + unit.source_size;
    }
    start = start < span.length ? start : span.length;
    end = end < span.length ? end : span.length;
    return (struct span){ span.source, span.offset + (uint32_t)start,
        (uint32_t)(end > start ? end - start : 0) };
}

struct span place_in_scalar(
    struct span span, enum node_style style, const char *text, size_t offset, size_t length) {
    struct walk walk = walk_of(span, style, text);
    return walk_on(&walk, span, offset, length);
}

struct span node_text_span(const xmlNode *node, size_t offset, size_t length) {
    const struct node_info *info = node_info(node);
    if (info->kind != NODE_SCALAR || info->changed) {
        return info->span;
    }
    return place_in_scalar(info->span, info->style, node_text(node), offset, length);
}

/* Bytes of the text between two places that are kept: no walk is longer. */
enum { PLACE_STRIDE = 256 };

struct text_places {
    struct span span;
    struct walk start;  /* has entered the scalar */
    size_t size;        /* of the text */
    const size_t *text_at, *source_at; /* of every PLACE_STRIDEth byte's unit; NULL: only the span is known */
};

const struct text_places *node_text_places(struct arena *arena, const xmlNode *node) {
    const struct node_info *info = node_info(node);
    struct text_places *places = arena_new_of(arena, struct text_places);
    places->span = info->span;
    if (info->kind != NODE_SCALAR || info->changed) {
        return places;
    }
    places->start = walk_of(info->span, info->style, node_text(node));
    places->size = strlen(node_text(node));
    size_t count = places->size / PLACE_STRIDE + 1;
    size_t *text_at = arena_array(arena, count, sizeof *text_at);
    size_t *source_at = arena_array(arena, count, sizeof *source_at);
    struct walk walk = places->start;
    for (size_t i = 0; i < count; i++) {
        if (i != 0) {
            walk_to(&walk, i * PLACE_STRIDE);
        }
        text_at[i] = walk.text_at;
        source_at[i] = walk.source_at;
    }
    places->text_at = text_at;
    places->source_at = source_at;
    return places;
}

struct span text_places_span(const struct text_places *places, size_t offset, size_t length) {
    if (places->text_at == NULL) {
        return places->span;
    }
    struct walk walk = places->start;
    size_t i = (offset < places->size ? offset : places->size) / PLACE_STRIDE;
    walk.text_at = places->text_at[i];
    walk.source_at = places->source_at[i];
    walk.unbroken = 0;
    return walk_on(&walk, places->span, offset, length);
}
