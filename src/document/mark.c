/* SPDX-License-Identifier: EUPL-1.2 */
#include "document/mark.h"

#include <stdbool.h>
#include <string.h>

#include "base/array.h"
#include "base/text.h"

/* U+FDD0 … U+FDEF are EF B7 90 … EF B7 AF. */
enum {
    MARK_LEAD = 0xEF,
    MARK_OPEN = 0x90,
    MARK_DIGIT = 0x91,
    MARK_CLAIM = 0xA1,
    MARK_PROSE = 0xA6,
    MARK_CLOSE = 0xAF,
    MARK_SIZE = 3,
    CLAIM_MOST = 8,
};

static int mark_code(const char *text) {
    const unsigned char *byte = (const unsigned char *)text;
    bool is_mark =
        byte[0] == MARK_LEAD && byte[1] == 0xB7 && byte[2] >= MARK_OPEN && byte[2] <= MARK_CLOSE;
    return is_mark ? byte[2] : 0;
}

static bool is_digit(int code) {
    return code >= MARK_DIGIT && code < MARK_DIGIT + 16;
}

static void put_code(struct buffer *out, int code) {
    buffer_put(out, "\xEF\xB7", 2);
    buffer_putc(out, (char)code);
}

static void put_number(struct buffer *out, size_t stretch) {
    int shift = 0;
    while (stretch >> shift >= 16) {
        shift += 4;
    }
    for (; shift >= 0; shift -= 4) {
        put_code(out, MARK_DIGIT + (int)(stretch >> shift & 15));
    }
}

static void put_opening(struct buffer *out, size_t stretch, size_t claim) {
    put_code(out, MARK_OPEN);
    put_number(out, stretch);
    for (; claim > 0; claim--) {
        put_code(out, MARK_CLAIM);
    }
}

static void put_closing(struct buffer *out, size_t claim) {
    for (; claim > 0; claim--) {
        put_code(out, MARK_CLAIM);
    }
    put_code(out, MARK_CLOSE);
}

/* Whether cmark takes the character for a letter, as it does a mark: neither white space nor
 * punctuation. Scripts that are not tried count as punctuation, which is the careful side. */
static bool is_letter(const char *text) {
    uint32_t c;
    text_next(text, &c);
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')
           || (c >= 0xC0 && c <= 0x24F);
}

/* Bytes of the source that become one character: an escape, an entity, or a character. */
static size_t unit_length(const char *text, size_t size) {
    if (text[0] == '\\' && size > 1 && (unsigned char)text[1] < 0x80) {
        return 2;
    }
    if (text[0] == '&') {
        const char *end = memchr(text, ';', size < 12 ? size : 12);
        return end != NULL ? (size_t)(end - text) + 1 : 1;
    }
    uint32_t c;
    size_t length = text_next(text, &c);
    return length < size ? length : size;
}

/* Where the marks go in a value: behind its leading and before its trailing punctuation. */
struct place {
    size_t open, close;             /* offsets in the value */
    size_t open_claim, close_claim; /* characters outside them */
};

static bool find_place(const char *text, size_t size, struct place *place) {
    *place = (struct place){ .open = size };
    size_t count = 0;
    for (size_t at = 0; at < size;) {
        size_t length = unit_length(text + at, size - at);
        if (is_letter(text + at) && length == 1 + ((unsigned char)text[at] >= 0x80)) {
            if (place->open == size) {
                place->open = at;
                place->open_claim = count;
            }
            place->close = at + length;
            place->close_claim = 0;
        } else {
            place->close_claim++;
        }
        count++;
        at += length;
    }
    return place->open < size && place->open_claim <= CLAIM_MOST
           && place->close_claim <= CLAIM_MOST;
}

static bool is_markable(const struct stretch *stretch, const char *text, size_t size) {
    bool is_value = stretch->origin == ORIGIN_FACT || stretch->origin == ORIGIN_DERIVED;
    if (!is_value || stretch->path == NULL || stretch->length == 0
        || stretch->offset + stretch->length > size
        || memchr(text + stretch->offset, '\n', stretch->length) != NULL) {
        return false;
    }
    /* In <anna@example.se> a mark would be no part of an address. */
    return stretch->offset == 0 || text[stretch->offset - 1] != '<';
}

/* A cell of a table is parsed by itself anyhow. */
static bool is_own_text(const struct stretch *stretch, size_t size) {
    return stretch->origin == ORIGIN_PROSE && stretch->line_count != 0 && !stretch->in_row
           && stretch->offset + stretch->length <= size;
}

static void mark_text(
    struct buffer *out, const char *text, size_t size, const struct sourcemap *map) {
    size_t done = 0;
    for (size_t i = 0; i < map->count; i++) {
        const struct stretch *stretch = &map->stretches[i];
        struct place place;
        if (is_own_text(stretch, size)) {
            buffer_put(out, text + done, stretch->offset - done);
            put_code(out, MARK_PROSE);
            put_number(out, i);
            done = stretch->offset + stretch->length;
            continue;
        }
        if (!is_markable(stretch, text, size)
            || !find_place(text + stretch->offset, stretch->length, &place)) {
            continue;
        }
        size_t open = stretch->offset + place.open;
        size_t close = stretch->offset + place.close;
        buffer_put(out, text + done, open - done);
        put_opening(out, i, place.open_claim);
        buffer_put(out, text + open, close - open);
        put_closing(out, place.close_claim);
        done = close;
    }
    buffer_put(out, text + done, size - done);
}

static const size_t *line_table(
    struct arena *arena, const char *text, size_t size, size_t *line_count) {
    ARRAY_OF(size_t) lines = { 0 };
    ARRAY_ADD(arena, lines, 0);
    for (const char *at = text; (at = memchr(at, '\n', (size_t)(text + size - at))) != NULL;) {
        at++;
        ARRAY_ADD(arena, lines, (size_t)(at - text));
    }
    *line_count = lines.count;
    return lines.items;
}

/* How far a walk through marked text has come, in it and in the original. */
struct walk {
    size_t at, offset;
};

/* Over one byte or one mark. */
static void walk_on(const struct marked *marked, struct walk *walk) {
    int code = mark_code(marked->text + walk->at);
    if (code == MARK_PROSE) {
        size_t size;
        size_t stretch = mark_read_prose(marked->text + walk->at, &size);
        walk->offset += marked->map->stretches[stretch].length;
        walk->at += size;
    } else {
        walk->offset += code == 0;
        walk->at += code == 0 ? 1 : MARK_SIZE;
    }
}

/* To that offset of the marked text, or behind the mark that it is in. */
static void walk_to(const struct marked *marked, struct walk *walk, size_t end) {
    while (walk->at < end) {
        const char *text = marked->text + walk->at;
        const char *lead = memchr(text, MARK_LEAD, end - walk->at);
        size_t plain = lead != NULL ? (size_t)(lead - text) : end - walk->at;
        walk->at += plain;
        walk->offset += plain;
        if (lead != NULL) {
            walk_on(marked, walk);
        }
    }
}

/* Where each line of the marked text begins in the original. */
static const size_t *original_lines(struct arena *arena, const struct marked *marked) {
    size_t *lines = arena_array(arena, marked->line_count, sizeof *lines);
    struct walk walk = { 0 };
    for (size_t i = 0; i < marked->line_count; i++) {
        walk_to(marked, &walk, marked->lines[i]);
        lines[i] = walk.offset;
    }
    return lines;
}

struct marked *mark_facts(
    struct arena *arena, const char *text, size_t size, const struct sourcemap *map) {
    struct marked *marked = arena_new_of(arena, struct marked);
    *marked = (struct marked){
        .text = text, .size = size, .original = text, .original_size = size, .map = map
    };
    CLEANUP_BUFFER struct buffer facts = BUFFER_EMPTY;
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    if (map != NULL) {
        mark_text(&facts, text, size, map);
        mark_refused(&out, facts.data, facts.size);
    } else {
        mark_refused(&out, text, size);
    }
    if (map != NULL || out.size != size) {
        marked->size = out.size;
        marked->text = buffer_take(arena, &out);
    }
    marked->lines = line_table(arena, marked->text, marked->size, &marked->line_count);
    marked->original_lines =
        marked->text != text ? original_lines(arena, marked) : marked->lines;
    return marked;
}

struct marked *mark_prose(
    struct arena *arena, const struct marked *whole, const struct stretch *stretch) {
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    size_t *lines = arena_array(arena, stretch->line_count, sizeof *lines);
    size_t *originals = arena_array(arena, stretch->line_count, sizeof *originals);
    const char *end = whole->original + stretch->offset + stretch->length;
    for (size_t i = 0; i < stretch->line_count; i++) {
        originals[i] = stretch->lines[i].offset;
        buffer_puts(&out, i != 0 ? "\n" : "");
        lines[i] = out.size;
        const char *line = whole->original + originals[i];
        const char *line_break = memchr(line, '\n', (size_t)(end - line));
        mark_refused(&out, line, (size_t)((line_break != NULL ? line_break : end) - line));
    }
    struct marked *marked = arena_new_of(arena, struct marked);
    *marked = (struct marked){ .size = out.size,
        .original = whole->original,
        .original_size = whole->original_size,
        .lines = lines,
        .original_lines = originals,
        .line_count = stretch->line_count };
    marked->text = buffer_take(arena, &out);
    return marked;
}

const char *marked_line(const struct marked *marked, size_t line, size_t *size) {
    if (line == 0 || line > marked->line_count) {
        *size = 0;
        return NULL;
    }
    size_t start = marked->lines[line - 1];
    size_t end = line < marked->line_count ? marked->lines[line] - 1 : marked->size;
    *size = end - start;
    return marked->text + start;
}

size_t marked_offset(const struct marked *marked, size_t line, size_t column) {
    size_t size;
    const char *text = marked_line(marked, line, &size);
    if (text == NULL) {
        return marked->original_size;
    }
    struct walk walk = { marked->lines[line - 1], marked->original_lines[line - 1] };
    size_t end = walk.at + (column - 1 < size ? column - 1 : size);
    walk_to(marked, &walk, end);
    return walk.offset;
}

/* The number that stands here; `at` is moved behind it. */
static size_t read_number(const char *text, size_t *at) {
    size_t number = 0;
    int code;
    for (; is_digit(code = mark_code(text + *at)); *at += MARK_SIZE) {
        number = number << 4 | (size_t)(code - MARK_DIGIT);
    }
    return number;
}

size_t mark_read_prose(const char *text, size_t *size) {
    size_t at = MARK_SIZE;
    size_t stretch = mark_code(text) == MARK_PROSE ? read_number(text, &at) : 0;
    *size = mark_code(text) == MARK_PROSE ? at : 0;
    return stretch;
}

struct mark_opening mark_read(const char *text) {
    struct mark_opening opening = { 0 };
    if (mark_code(text) != MARK_OPEN) {
        return opening;
    }
    size_t at = MARK_SIZE;
    opening.stretch = read_number(text, &at);
    for (; mark_code(text + at) == MARK_CLAIM; at += MARK_SIZE) {
        opening.claim++;
    }
    opening.size = at;
    return opening;
}

size_t mark_length(const char *text) {
    int code = mark_code(text);
    if (code == 0) {
        return 0;
    }
    size_t size;
    mark_read_prose(text, &size);
    return code == MARK_OPEN ? mark_read(text).size : size != 0 ? size : MARK_SIZE;
}

size_t mark_find_closing(const char *text, size_t size, size_t *claim, size_t *mark_size) {
    *claim = 0;
    for (size_t at = 0; at < size;) {
        int code = mark_code(text + at);
        if (code == 0) {
            at++;
        } else if (code == MARK_CLAIM) {
            ++*claim;
            at += MARK_SIZE;
        } else if (code == MARK_CLOSE) {
            *mark_size = (*claim + 1) * MARK_SIZE;
            return at - *claim * MARK_SIZE;
        } else {
            break;
        }
    }
    return size;
}

char *mark_strip(struct arena *arena, const char *text, size_t size) {
    char *stripped = arena_copy(arena, text, size);
    char *out = stripped;
    const char *end = stripped + size;
    const char *in = stripped;
    for (const char *at = in; (at = memchr(at, MARK_LEAD, (size_t)(end - at))) != NULL;) {
        if (mark_code(at) == 0) {
            at++;
            continue;
        }
        memmove(out, in, (size_t)(at - in));
        out += at - in;
        in = at += MARK_SIZE;
    }
    if (in != out) {
        memmove(out, in, (size_t)(end - in) + 1);
    }
    return stripped;
}
