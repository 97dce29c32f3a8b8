/* SPDX-License-Identifier: EUPL-1.2
 *
 * The keys and texts of plain YAML. What is said of libyaml here is so in 0.2.5, and the tests hold
 * the two readers against each other.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "tree/cursor.h"
#include "tree/plain.h"
#include "tree/slip.h"
#include "tree/type.h"

/* libyaml finds no colon further from the beginning of its key than 1024 characters. */
enum { KEY_LARGEST = 1000 };

/* Looks for what the writer may not have meant, as yaml_read() does: in whole texts. */
static void look(struct plain *plain, enum node_style style, struct span span, bool is_key) {
    if (plain->excerpt->lines == NULL) {
        slip_look(plain->builder.findings, style, span, is_key);
    }
}

/* The text of the scalar in `words` as it is kept. */
static const char *kept_words(const struct plain *plain, enum node_style style, size_t *size) {
    const struct buffer *words = &plain->words;
    const char *text = scalar_text(plain->builder.arena, words->data, style);
    *size = text == words->data ? words->size : strlen(text);
    return text;
}

/* Adds the scalar in `words`, which stands at the span. */
static void add_words(struct plain *plain, enum node_style style, struct span span) {
    size_t size;
    const char *text = kept_words(plain, style, &size);
    enum node_type type = style == STYLE_PLAIN ? type_of_plain(text, size) : TYPE_STRING;
    build_scalar(&plain->builder, text, size, span, style, type);
}

void plain_nothing(struct plain *plain, size_t offset) {
    build_scalar(
        &plain->builder, "", 0, plain_span(plain, offset, offset), STYLE_PLAIN, TYPE_NULL);
}

/* Whether a text without quotes may begin with the character. Some more may in YAML. */
static bool starts_words(const struct plain *plain, size_t at) {
    char c = plain->text[at];
    if (c == '-') {
        char next = plain->text[at + 1];
        return (next >= '0' && next <= '9') || (next >= 'a' && next <= 'z')
               || (next >= 'A' && next <= 'Z');
    }
    bool ends_document = c == '.' && at == plain->start; /* perhaps: "..." */
    return strchr("?:,[]{}#&*!|>'\"%@` \n", c) == NULL && !ends_document;
}

static size_t without_spaces(const struct plain *plain, size_t start, size_t end) {
    while (end > start && plain->text[end - 1] == ' ') {
        end--;
    }
    return end;
}

/* Where the text without quotes ends that goes on at the place: before ": ", " #" or the line's
 * end. */
static size_t words_end(const struct plain *plain, size_t start) {
    const char *text = plain->text;
    const char *end = text + plain->end;
    const char *mark = text + start;
    while ((mark = memchr(mark, ':', (size_t)(end - mark))) != NULL) {
        mark++;
        if (*mark == ' ' || *mark == '\n') {
            end = mark - 1;
            break;
        }
    }
    mark = text + start;
    while ((mark = memchr(mark, '#', (size_t)(end - mark))) != NULL) {
        if (mark[-1] == ' ') {
            end = mark;
            break;
        }
        mark++;
    }
    return without_spaces(plain, start, (size_t)(end - text));
}

/* The same between brackets and braces; nothing that can be read follows when it is not sure. */
static size_t flow_words_end(const struct plain *plain, size_t start) {
    const char *text = plain->text;
    size_t end = start;
    for (;; end++) {
        end += strcspn(text + end, ",[]{}?:#\n");
        bool is_inside = (text[end] == ':' && strchr(" \n,?[]{}", text[end + 1]) == NULL)
                         || (text[end] == '#' && text[end - 1] != ' ');
        if (!is_inside) {
            return without_spaces(plain, start, end);
        }
    }
}

/* Behind the quote that ends the text, which begins with one; 0 when it is not on this line. */
static size_t quoted_end(const struct plain *plain, size_t start) {
    const char *end = plain->text + plain->end;
    const char *at = plain->text + start + 1;
    const char quote = at[-1];
    const char *mark = memchr(at, quote, (size_t)(end - at));
    while (mark != NULL) {
        const char *escape = quote == '"' ? memchr(at, '\\', (size_t)(mark - at)) : NULL;
        if (escape == NULL && (quote == '"' || mark[1] != '\'')) {
            return (size_t)(mark + 1 - plain->text);
        }
        at = (escape != NULL ? escape : mark) + 2;
        mark = at > mark ? memchr(at, quote, (size_t)(end - at)) : mark;
    }
    return 0;
}

static bool is_quote(char c) {
    return c == '"' || c == '\'';
}

/* Where the text at the place ends that is quoted or stands on this line only; 0 when there is none. */
static size_t text_end(const struct plain *plain, bool in_flow) {
    size_t start = plain->at;
    if (is_quote(plain->text[start])) {
        return quoted_end(plain, start);
    }
    if (!starts_words(plain, start)) {
        return 0;
    }
    return in_flow ? flow_words_end(plain, start) : words_end(plain, start);
}

/* Puts what the escape means that begins with this letter; gives the bytes it takes. */
static size_t put_escape(struct plain *plain, const char *letter) {
    char digits[5] = "";
    switch (*letter) {
    case '"':
    case '\\':
        buffer_putc(&plain->words, *letter);
        return 1;
    case 'n':
        buffer_putc(&plain->words, '\n');
        return 1;
    case 'u':
        memcpy(digits, letter + 1, strspn(letter + 1, "0123456789ABCDEFabcdef") >= 4 ? 4 : 0);
        break;
    }
    unsigned long c = strtoul(digits, NULL, 16);
    bool is_half = c >= 0xD800 && c <= 0xDFFF;
    if (c == 0 || is_half) {
        plain->gave_up = true;
        return 1;
    }
    buffer_codepoint(&plain->words, c);
    return 5;
}

/* The text of what stands in quotes, without them. */
static void set_quoted_words(struct plain *plain, size_t start, size_t end) {
    bool is_double = plain->text[start] == '"';
    const char *at = plain->text + start + 1;
    const char *last = plain->text + end - 1;
    const char *mark = memchr(at, is_double ? '\\' : '\'', (size_t)(last - at));
    bool has_escape = is_double && mark != NULL;
    buffer_truncate(&plain->words, 0);
    for (; mark != NULL; mark = memchr(at, *mark, (size_t)(last - at))) {
        buffer_put(&plain->words, at, (size_t)(mark - at));
        if (is_double) {
            at = mark + 1 + put_escape(plain, mark + 1);
        } else {
            buffer_putc(&plain->words, '\'');
            at = mark + 2;
        }
    }
    buffer_put(&plain->words, at, (size_t)(last - at));
    /* A control character is for yaml_read() to refuse. */
    plain->gave_up =
        plain->gave_up
        || (has_escape && text_control(plain->words.data, plain->words.size) != plain->words.size);
    if (plain->gave_up) {
        buffer_truncate(&plain->words, 0); /* there may be half a character in it */
    }
}

/* Makes the text that ends there, which begins at the place, the words at hand, and goes behind it. Gives
 * its style and span. */
static enum node_style take_words(struct plain *plain, size_t end, struct span *span) {
    size_t start = plain->at;
    char first = plain->text[start];
    enum node_style style = first == '"' ? STYLE_DOUBLE : STYLE_PLAIN;
    style = first == '\'' ? STYLE_SINGLE : style;
    if (style == STYLE_PLAIN) {
        buffer_truncate(&plain->words, 0);
        buffer_put(&plain->words, plain->text + start, end - start);
    } else {
        set_quoted_words(plain, start, end);
    }
    *span = plain_span(plain, plain_offset(plain, start), plain_offset(plain, end));
    plain->at = end;
    return style;
}

size_t plain_key_end(const struct plain *plain, bool in_flow) {
    const char *text = plain->text;
    size_t end = text_end(plain, in_flow);
    bool is_key = end != 0 && end - plain->at <= KEY_LARGEST && text[end] == ':'
                  && (text[end + 1] == ' ' || (text[end + 1] == '\n' && !in_flow));
    return is_key ? end : 0;
}

void plain_key(struct plain *plain, size_t end) {
    struct span span;
    enum node_style style = take_words(plain, end, &span);
    look(plain, style, span, true);
    size_t size;
    const char *text = kept_words(plain, style, &size);
    bool is_merge = style == STYLE_PLAIN && text_equal(text, "<<");
    plain->gave_up = plain->gave_up || is_merge;
    build_key(&plain->builder, text, size, span);
    plain->at++; /* the colon */
}

void plain_flow_text(struct plain *plain) {
    size_t end = text_end(plain, true);
    if (end == 0) {
        plain->gave_up = true;
        return;
    }
    struct span span;
    enum node_style style = take_words(plain, end, &span);
    look(plain, style, span, false);
    add_words(plain, style, span);
}

/* Goes to the next line that is not empty; how many were. */
static size_t skip_empty_lines(struct plain *plain) {
    size_t count = 0;
    for (plain_step(plain); plain->text[plain->at] == '\n'; plain_step(plain)) {
        count++;
    }
    return count;
}

/* Goes to the line that the text without quotes goes on with, and puts what the break means: it lies
 * further right than the collection. False when there is none, at the next content. */
static bool goes_on(struct plain *plain, ptrdiff_t column) {
    size_t empty = plain->text[plain->at] == '\n' ? skip_empty_lines(plain) : 0;
    if (plain->text[plain->at] == '#') {
        plain_next(plain);
        return false;
    }
    if (plain->column <= column) {
        return false;
    }
    buffer_repeat(&plain->words, empty == 0 ? ' ' : '\n', empty == 0 ? 1 : empty);
    return true;
}

/* A text without quotes, on one line or several. */
static void read_words(struct plain *plain, ptrdiff_t column) {
    size_t start = plain_offset(plain, plain->at);
    size_t end;
    buffer_truncate(&plain->words, 0);
    do {
        size_t stop = words_end(plain, plain->at);
        buffer_put(&plain->words, plain->text + plain->at, stop - plain->at);
        end = plain_offset(plain, stop);
        plain->at = stop;
        if (!plain_line_is_over(plain)) {
            plain->gave_up = true;
            return;
        }
    } while (goes_on(plain, column));
    struct span span = plain_span(plain, start, end);
    look(plain, STYLE_PLAIN, span, false);
    add_words(plain, STYLE_PLAIN, span);
}

/* The lines of a block scalar from the one at hand, its first; goes behind them. */
static void set_block_words(
    struct plain *plain, bool is_folded, ptrdiff_t indent, char chomping) {
    size_t empty = 0;
    bool was_deeper = false;
    buffer_truncate(&plain->words, 0);
    do {
        size_t start = plain->start + (size_t)indent;
        bool is_deeper = plain->text[start] == ' ';
        bool folds = is_folded && !was_deeper && !is_deeper;
        if (plain->words.size != 0 && !(folds && empty != 0)) {
            buffer_putc(&plain->words, folds ? ' ' : '\n');
        }
        buffer_repeat(&plain->words, '\n', empty);
        buffer_put(&plain->words, plain->text + start, plain->end - start);
        was_deeper = is_deeper;
        empty = 0;
        for (plain_step(plain); plain->text[plain->at] == '\n' && plain->column <= indent;
             plain_step(plain)) {
            empty++;
        }
    } while (plain->column >= indent);
    if (chomping != '-') {
        buffer_putc(&plain->words, '\n');
    }
    buffer_repeat(&plain->words, '\n', chomping == '+' ? empty : 0);
}

/* A text below "|" or ">". Its first line, which is not empty, tells how far it is indented. */
static void read_block(struct plain *plain, ptrdiff_t column) {
    enum node_style style = plain->text[plain->at] == '|' ? STYLE_LITERAL : STYLE_FOLDED;
    size_t start = plain_offset(plain, plain->at);
    char chomping = plain->text[++plain->at];
    plain->at += chomping == '-' || chomping == '+';
    plain_skip_spaces(plain);
    bool is_bare = plain->text[plain->at] == '\n';
    plain_step(plain);
    if (!is_bare || plain->column <= column || plain->text[plain->at] == '\n') {
        plain->gave_up = true;
        return;
    }
    set_block_words(plain, style == STYLE_FOLDED, plain->column, chomping);
    struct span span = plain_span(plain, start, plain->in_source); /* as far as libyaml's */
    look(plain, style, span, false);
    add_words(plain, style, span_trimmed(span));
    if (plain->text[plain->at] == '#') {
        plain_next(plain);
    }
}

void plain_text(struct plain *plain, ptrdiff_t column) {
    char c = plain->text[plain->at];
    if (c == '|' || c == '>') {
        read_block(plain, column);
    } else if (starts_words(plain, plain->at)) {
        read_words(plain, column);
    } else {
        plain_flow_text(plain);
        if (plain_line_is_over(plain)) {
            plain_next(plain);
        } else {
            plain->gave_up = true;
        }
    }
}
