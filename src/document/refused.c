/* SPDX-License-Identifier: EUPL-1.2
 *
 * Character references that stand for what no paper may contain: what is refused at the door shall not
 * come in by the window. Only cmark knows whether a reference is one or stands in code, where it is only
 * words. So each is broken by a mark behind its "&", with which it is words everywhere; where it would not
 * have been, the mark tells. Behind a backslash it would have been words but for an address in "<" and ">",
 * where backslashes mean nothing (CommonMark 6.5): it is broken in silence.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "document/mark.h"

/* The code point of "&#38;" or "&#x26;", 0 when it is none. */
static uint32_t reference_value(const char *text) {
    bool is_hexadecimal = text[2] == 'x' || text[2] == 'X';
    const char *digits = text + (is_hexadecimal ? 3 : 2);
    const char *allowed = is_hexadecimal ? "0123456789abcdefABCDEF" : "0123456789";
    size_t count = strspn(digits, allowed);
    if (count == 0 || count > 7 || digits[count] != ';') {
        return 0;
    }
    return (uint32_t)strtoul(digits, NULL, is_hexadecimal ? 16 : 10);
}

/* Whether the "&" begins a reference to a character that is refused. */
static bool is_refused(const char *text) {
    if (text_starts(text, "&lrm;") || text_starts(text, "&rlm;")) {
        return true;
    }
    uint32_t c = text[1] == '#' ? reference_value(text) : 0;
    if (c == 0 || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) {
        return false;
    }
    CLEANUP_BUFFER struct buffer bytes = BUFFER_EMPTY;
    buffer_codepoint(&bytes, c);
    return text_control(bytes.data, bytes.size) != bytes.size;
}

void mark_refused(struct buffer *out, const char *text, size_t size) {
    const char *end = text + size;
    for (const char *at = text; (at = memchr(at, '&', (size_t)(end - at))) != NULL;) {
        bool escaped = false;
        for (const char *before = at; before > text && before[-1] == '\\'; before--) {
            escaped = !escaped;
        }
        at++;
        if (is_refused(at - 1)) {
            buffer_put(out, text, (size_t)(at - text));
            buffer_puts(out, escaped ? MARK_ESCAPED : MARK_REFUSED);
            text = at;
        }
    }
    buffer_put(out, text, (size_t)(end - text));
}

const char *mark_find_refused(const char *text, size_t size) {
    return text_find(text, size, "&" MARK_REFUSED);
}
