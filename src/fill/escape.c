/* SPDX-License-Identifier: EUPL-1.2
 *
 * CommonMark 0.30: any ASCII punctuation may be escaped (2.4), so that what could be markup is.
 * What is always dangerous is always escaped; what is dangerous only where a block can begin
 * (thematic breaks 4.1, ATX 4.2 and setext 4.3 headings, lists 5.2, quotes 5.1, fences 4.5, tables
 * of GFM) only there; what depends on its neighbour, at the ends of the value, where the neighbour
 * is unknown.
 */
#include "fill/escape.h"

#include <string.h>

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_letter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* Whether the byte can stand in what opens a block. A backslash cannot: what it escapes is text. */
static bool is_opening(char c) {
    return c == ' ' || c == '\t' || (strchr("#*+-=_~`>|:.)", c) != NULL && c != '\0');
}

void line_update(struct line_state *line, const struct buffer *text) {
    while (line->scanned < text->size) {
        const char *at = text->data + line->scanned;
        if (line->kind == LINE_INSIDE) {
            const char *line_break = memchr(at, '\n', text->size - line->scanned);
            line->scanned = line_break != NULL ? (size_t)(line_break - text->data) : text->size;
            if (line_break == NULL) {
                return;
            }
            at = line_break;
        }
        line->scanned++;
        if (*at == '\n') {
            line->start = line->scanned;
            line->kind = LINE_OPEN;
            line->table = false;
        } else if (is_digit(*at)) {
            line->kind = LINE_DIGITS;
        } else if (is_opening(*at)) {
            line->table = line->table || *at == '|';
            line->kind = LINE_OPEN;
        } else {
            line->kind = LINE_INSIDE;
        }
    }
}

struct value_state {
    bool opens;  /* the value began where a block may begin */
    size_t tail; /* from here on there is nothing but number signs and spaces */
    size_t size;
};

static bool needs_backslash(
    const struct line_state *line, const struct value_state *state, const char *value, size_t at) {
    char next = value[at + 1];
    switch (value[at]) {
    case '\\':
    case '*':
    case '_':
    case '`':
    case '[':
    case ']':
    case '<':
    case '|':
    case '~':
        return true;
    case '&': /* of an entity (6.2), or of what the template goes on with */
        return next == '\0' || next == '#' || is_letter(next);
    case '!': /* of an image: our own brackets are escaped, the template's are not */
        return next == '\0';
    case '#': /* also the closing sequence of a heading */
        return line->kind == LINE_OPEN || at >= state->tail;
    case '-':
    case '+':
    case '=':
    case '>':
        return line->kind == LINE_OPEN;
    case ':': /* also a label of a directive, or a caption */
        return line->kind == LINE_OPEN || (state->opens && (next == ' ' || next == '\0'));
    case '.':
    case ')':
        return line->kind == LINE_DIGITS && (next == '\0' || strchr(" \t\r\n", next) != NULL);
    default:
        return false;
    }
}

void escape_markdown(struct buffer *out, struct line_state *line, const char *value) {
    struct value_state state = { .size = strlen(value) };
    line_update(line, out);
    state.opens = line->kind != LINE_INSIDE;
    state.tail = state.size;
    while (state.tail > 0 && strchr("# \t\r\n", value[state.tail - 1]) != NULL) {
        state.tail--;
    }
    for (size_t i = 0; i < state.size; i++) {
        char c = value[i];
        if (line->kind == LINE_INSIDE && i != 0) {
            /* Within words and away from the end: as far as nothing can mean anything. */
            size_t plain = strcspn(value + i, "\\*_`[]<|~&!#:\t\r\n");
            plain = i + plain < state.size ? plain : state.size - i - 1;
            buffer_put(out, value + i, plain);
            i += plain;
            c = value[i];
        }
        if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
            /* At the ends white space would be taken away, or make a line break. */
            bool end = i == 0 || i + 1 == state.size;
            buffer_puts(out, end ? "&#32;" : " ");
        } else {
            if (needs_backslash(line, &state, value, i)) {
                buffer_putc(out, '\\');
            }
            buffer_putc(out, c);
        }
        line_update(line, out);
    }
}

void escape_html(struct buffer *out, const char *value) {
    for (;;) {
        size_t plain = strcspn(value, "&<>\"");
        buffer_put(out, value, plain);
        value += plain;
        if (*value == '\0') {
            return;
        }
        buffer_puts(out, *value == '&'   ? "&amp;"
                         : *value == '<' ? "&lt;"
                         : *value == '>' ? "&gt;"
                                         : "&quot;");
        value++;
    }
}

bool line_continuation(
    const struct line_state *line, const struct buffer *text, struct buffer *prefix) {
    size_t at = line->start;
    size_t kept = prefix->size;
    while (line->kind == LINE_OPEN && at < text->size) {
        const char *rest = text->data + at;
        size_t marker = strspn(rest, "0123456789");
        bool ordered = marker != 0 && (rest[marker] == '.' || rest[marker] == ')');
        bool bullet = marker == 0 && strchr("-*+", *rest) != NULL;
        marker += ordered || bullet;
        if (*rest == ' ' || *rest == '\t' || *rest == '>') {
            buffer_putc(prefix, *rest);
            at++;
        } else if ((ordered || bullet) && rest[marker] == ' ') {
            buffer_repeat(prefix, ' ', marker);
            at += marker;
        } else {
            break;
        }
    }
    if (at == text->size) {
        return true;
    }
    buffer_truncate(prefix, kept);
    return false;
}
