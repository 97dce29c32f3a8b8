/* SPDX-License-Identifier: EUPL-1.2
 *
 * The forms are those of cmark's scanners: this must agree with what cmark makes of the same line.
 */
#include "document/opener.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

/* Whether nothing but spaces and tabs is left. */
static bool is_rest_blank(const char *text, size_t size, size_t at) {
    while (at < size && is_blank(text[at])) {
        at++;
    }
    return at == size;
}

/* How many times the first character stands there, one after the other. */
static size_t run_size(const char *text, size_t size) {
    size_t run = 0;
    while (run < size && text[run] == text[0]) {
        run++;
    }
    return run;
}

bool opens_heading(const char *text, size_t size) {
    size_t run = size > 0 && text[0] == '#' ? run_size(text, size) : 0;
    return run > 0 && run <= 6 && (run == size || is_blank(text[run]));
}

bool is_rule(const char *text, size_t size) {
    if (size == 0 || (text[0] != '*' && text[0] != '-' && text[0] != '_')) {
        return false;
    }
    size_t count = 0;
    for (size_t i = 0; i < size; i++) {
        count += text[i] == text[0];
        if (text[i] != text[0] && !is_blank(text[i])) {
            return false;
        }
    }
    return count >= 3;
}

bool is_underline(const char *text, size_t size) {
    return size > 0 && (text[0] == '=' || text[0] == '-')
           && is_rest_blank(text, size, run_size(text, size));
}

size_t fence_size(const char *text, size_t size) {
    if (size == 0 || (text[0] != '`' && text[0] != '~')) {
        return 0;
    }
    size_t run = run_size(text, size);
    bool is_code_span = text[0] == '`' && memchr(text + run, '`', size - run) != NULL;
    return run >= 3 && !is_code_span ? run : 0;
}

bool closes_fence(const char *text, size_t size, char character, size_t length) {
    size_t run = size > 0 && text[0] == character ? run_size(text, size) : 0;
    return run >= length && is_rest_blank(text, size, run);
}

size_t marker_size(const char *text, size_t size, bool interrupts) {
    size_t end = 0;
    if (size > 0 && strchr("*-+", text[0]) != NULL) {
        end = 1;
    } else {
        while (end < size && end < 9 && isdigit((unsigned char)text[end])) {
            end++;
        }
        size_t zeros = strspn(text, "0");
        bool is_one = zeros + 1 == end && text[zeros] == '1';
        if (end == 0 || end == size || (text[end] != '.' && text[end] != ')')
            || (interrupts && !is_one)) {
            return 0;
        }
        end++;
    }
    bool is_empty = is_rest_blank(text, size, end);
    return (end == size || is_blank(text[end])) && !(interrupts && is_empty) ? end : 0;
}

/* The tags whose blocks a blank line ends, each between spaces (4.6, kind 6). */
static const char block_tags[]
    = " address article aside base basefont blockquote body caption center col colgroup dd details "
      "dialog dir div dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 "
      "head header hr html iframe legend li link main menu menuitem nav noframes ol optgroup option "
      "p param section source summary table tbody td tfoot th thead title tr track ul ";

/* Those that only their closing tag ends (kind 1). */
static const char element_tags[] = " pre script style textarea ";

static bool is_listed(const char *tags, const char *name, size_t size) {
    for (const char *at = tags; (at = strchr(at, ' ')) != NULL; at++) {
        if (strncasecmp(at + 1, name, size) == 0 && at[1 + size] == ' ') {
            return true;
        }
    }
    return false;
}

static enum html_kind tag_opens(const char *text, size_t size, bool interrupts) {
    size_t start = 1 + (size > 1 && text[1] == '/');
    size_t end = start;
    while (end < size && (isalnum((unsigned char)text[end]) || (end > start && text[end] == '-'))) {
        end++;
    }
    bool is_name = end > start && isalpha((unsigned char)text[start]);
    bool is_end = end == size || is_blank(text[end]) || text[end] == '>';
    if (!is_name || (!is_end && text[end] != '/')) {
        return HTML_NONE;
    }
    if (start == 1 && is_end && is_listed(element_tags, text + start, end - start)) {
        return HTML_ELEMENT;
    }
    if (is_listed(block_tags, text + start, end - start)
        && (is_end || (end + 1 < size && text[end + 1] == '>'))) {
        return HTML_TAG;
    }
    /* Kind 7 wants a whole tag alone on the line. What its attributes look like is not looked into:
     * no paper is made of a text with HTML in it. */
    const char *close = memchr(text, '>', size);
    bool is_alone = close != NULL && is_rest_blank(text, size, (size_t)(close - text) + 1);
    return is_alone && !interrupts ? HTML_TAG : HTML_NONE;
}

enum html_kind html_opens(const char *text, size_t size, bool interrupts) {
    if (size < 2 || text[0] != '<') {
        return HTML_NONE;
    }
    if (text[1] == '?') {
        return HTML_INSTRUCTION;
    }
    if (text[1] != '!') {
        return tag_opens(text, size, interrupts);
    }
    bool is_cdata = size >= 9 && memcmp(text, "<![CDATA[", 9) == 0;
    bool is_comment = size >= 4 && memcmp(text, "<!--", 4) == 0;
    bool is_declaration = size > 2 && isalpha((unsigned char)text[2]);
    return is_comment       ? HTML_COMMENT
           : is_cdata       ? HTML_CDATA
           : is_declaration ? HTML_DECLARATION
                            : HTML_NONE;
}

bool html_closes(const char *text, size_t size, enum html_kind kind) {
    static const char *const ends[] = { [HTML_COMMENT] = "-->",
        [HTML_INSTRUCTION] = "?>",
        [HTML_DECLARATION] = ">",
        [HTML_CDATA] = "]]>" };
    if (kind != HTML_ELEMENT) {
        return memmem(text, size, ends[kind], strlen(ends[kind])) != NULL;
    }
    const char *end = text + size;
    for (const char *at = text; (at = memmem(at, (size_t)(end - at), "</", 2)) != NULL; at += 2) {
        size_t length = 0;
        while (at + 2 + length < end && length < sizeof "textarea"
               && isalpha((unsigned char)at[2 + length])) {
            length++;
        }
        if (at + 2 + length < end && at[2 + length] == '>'
            && is_listed(element_tags, at + 2, length)) {
            return true;
        }
    }
    return false;
}
