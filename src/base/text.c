/* SPDX-License-Identifier: EUPL-1.2
 *
 * utf8proc gives decomposition, case and width by the Unicode tables it was built with; nothing
 * here asks the locale.
 */
#include "base/text.h"

#include <string.h>
#include <utf8proc.h>

#include "base/buffer.h"
#include "base/normal.h"

/* Sixteen bytes that the processor compares at once; what is true of one is all ones there. */
typedef unsigned char block __attribute__((vector_size(16)));
typedef signed char verdict __attribute__((vector_size(16)));

enum { BLOCK_SIZE = sizeof(block) };

/* Bytes that continue a character are those below this as signed ones. */
enum { CONTINUING_END = -64 };

static bool continues_character(char c) {
    return (signed char)c < CONTINUING_END;
}

/* The length of a beginning of the text in which nothing needs a closer look: printable ASCII, line feeds,
 * and letters of two bytes from U+00C0 to U+02FF, whole. What does not fill a block is left to the caller. */
static size_t plain_size(const char *text, size_t size) {
    size_t at = 0;
    while (size - at > BLOCK_SIZE && !continues_character(text[at])) {
        block here;
        block next;
        memcpy(&here, text + at, sizeof here);
        memcpy(&next, text + at + 1, sizeof next);
        /* Bytes are compared as signed ones, which is cheap: a range that begins at -128 is one question. */
        verdict printable = (verdict)(here + (0x80 - 0x20)) < 0x7F - 0x20 - 0x80;
        verdict lead = (verdict)(here + (0x80 + 0x100 - 0xC3)) < 0xCC - 0xC3 - 0x80;
        verdict known = printable | lead | ((verdict)here < CONTINUING_END) | (here == '\n');
        verdict plain = known & ~(lead ^ ((verdict)next < CONTINUING_END));
        uint64_t halves[2];
        memcpy(halves, &plain, sizeof halves);
        if ((halves[0] & halves[1]) != UINT64_MAX) {
            size_t i = 0;
            while (plain[i] != 0) {
                i++;
            }
            return text_character(text, at + i);
        }
        at += BLOCK_SIZE + (lead[BLOCK_SIZE - 1] != 0);
    }
    return at;
}

/* Where to ask plain_size() again, when the character at `at` is looked at by itself: behind it, but at the
 * end of the text no more. */
static size_t closer_end(size_t at, size_t size) {
    return size - at > BLOCK_SIZE ? at + 1 : size;
}

size_t text_fault(const char *bytes, size_t size) {
    size_t at = 0;
    while (at < size) {
        at += plain_size(bytes + at, size - at);
        for (const size_t end = closer_end(at, size); at < end;) {
            utf8proc_int32_t codepoint;
            if ((unsigned char)bytes[at] < 0x80) {
                at++;
                continue;
            }
            utf8proc_ssize_t length = utf8proc_iterate(
                (const utf8proc_uint8_t *)bytes + at, (utf8proc_ssize_t)(size - at), &codepoint);
            if (length <= 0) {
                return at;
            }
            at += (size_t)length;
        }
    }
    return size;
}

size_t text_next(const char *text, uint32_t *codepoint) {
    const unsigned char *byte = (const unsigned char *)text;
    if (byte[0] < 0x80) {
        *codepoint = byte[0];
        return byte[0] != 0;
    }
    if (byte[0] < 0xE0) {
        *codepoint = (byte[0] & 0x1Fu) << 6 | (byte[1] & 0x3Fu);
        return 2;
    }
    if (byte[0] < 0xF0) {
        *codepoint = (byte[0] & 0x0Fu) << 12 | (byte[1] & 0x3Fu) << 6 | (byte[2] & 0x3Fu);
        return 3;
    }
    *codepoint = (byte[0] & 0x07u) << 18 | (byte[1] & 0x3Fu) << 12 | (byte[2] & 0x3Fu) << 6
                 | (byte[3] & 0x3Fu);
    return 4;
}

static bool is_refused(uint32_t c) {
    if (c < 0x20) {
        return c != '\t' && c != '\n';
    }
    return (c >= 0x7F && c <= 0x9F)                     /* DEL and C1 */
           || (c >= 0x2028 && c <= 0x202E)              /* separators, bidirectional embedding */
           || (c >= 0x2066 && c <= 0x2069)              /* bidirectional isolates */
           || c == 0x200E || c == 0x200F || c == 0x061C /* bidirectional marks */
           || c == 0xFEFF || c == 0xFFFC                /* byte order mark, object replacement */
           || (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE; /* noncharacters */
}

size_t text_control(const char *text, size_t size) {
    size_t at = 0;
    while (at < size) {
        at += plain_size(text + at, size - at);
        for (const size_t end = closer_end(at, size); at < end;) {
            unsigned char byte = (unsigned char)text[at];
            if ((byte >= 0x20 && byte < 0x7F) || byte == '\n') {
                at++;
                continue;
            }
            if (byte >= 0xC3 && byte <= 0xCB && size - at >= 2) {
                at += 2; /* U+00C0 to U+02FF: letters */
                continue;
            }
            uint32_t c;
            size_t length = text_next(text + at, &c);
            if (length == 0 || is_refused(c)) {
                return at;
            }
            at += length;
        }
    }
    return size;
}

const char *text_nfc(struct arena *arena, const char *text) {
    /* Letters below U+0300 are composed already, and so is the punctuation from U+2010 to U+203F:
     * dashes and quotes, which Swedish prose is full of. */
    const unsigned char *bytes = (const unsigned char *)text;
    const size_t size = strlen(text);
    bool odd = false;
    for (size_t at = 0; at < size && !odd;) {
        at += plain_size(text + at, size - at);
        for (const size_t end = closer_end(at, size); at < end && !odd;) {
            bool plain = bytes[at] < 0xCC;
            odd = !plain && !(bytes[at] == 0xE2 && bytes[at + 1] == 0x80 && bytes[at + 2] >= 0x90);
            at += plain ? 1 : 3;
        }
    }
    if (!odd) {
        return text;
    }
    char *composed = normal_form(arena, text, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    return strcmp(composed, text) == 0 ? text : composed;
}

size_t text_character(const char *text, size_t at) {
    for (int i = 0; i < 3 && at > 0 && ((unsigned char)text[at] & 0xC0) == 0x80; i++) {
        at--;
    }
    return at;
}

size_t text_after(const char *text, size_t size, size_t at) {
    do {
        at++;
    } while (at < size && ((unsigned char)text[at] & 0xC0) == 0x80);
    return at < size ? at : size;
}

size_t text_width(const char *text, size_t size) {
    size_t width = 0;
    for (size_t at = 0; at < size;) {
        /* Latin letters fill one cell; asking costs more than all else here. */
        unsigned char byte = (unsigned char)text[at];
        if ((byte >= 0x20 && byte < 0x7F) || (byte >= 0xC3 && byte <= 0xCB)) {
            width++;
            at += byte < 0x7F ? 1 : 2;
            continue;
        }
        uint32_t c;
        size_t length = text_next(text + at, &c);
        if (length == 0) {
            break;
        }
        int cells = utf8proc_charwidth((utf8proc_int32_t)c);
        width += cells > 0 ? (size_t)cells : 0;
        at += length;
    }
    return width;
}

size_t text_count(const char *text, size_t size) {
    size_t count = 0;
    size_t at = 0;
    while (size - at >= BLOCK_SIZE) {
        /* A byte of the sums holds as many as it may count. */
        block sums = { 0 };
        size_t end = size - at < BLOCK_SIZE * UINT8_MAX ? size : at + BLOCK_SIZE * UINT8_MAX;
        for (; end - at >= BLOCK_SIZE; at += BLOCK_SIZE) {
            verdict bytes;
            memcpy(&bytes, text + at, sizeof bytes);
            sums -= (block)(bytes >= CONTINUING_END);
        }
        for (size_t i = 0; i < BLOCK_SIZE; i++) {
            count += sums[i];
        }
    }
    for (; at < size; at++) {
        count += !continues_character(text[at]);
    }
    return count;
}

bool text_is_letter(uint32_t codepoint) {
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)codepoint);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
}

bool text_begins_word(const char *text, size_t at) {
    uint32_t c = ' ';
    if (at != 0) {
        text_next(text + text_character(text, at - 1), &c);
    }
    return !text_is_letter(c);
}

bool text_is_separator(uint32_t codepoint) {
    return utf8proc_category((utf8proc_int32_t)codepoint) == UTF8PROC_CATEGORY_ZS;
}

/* U+00C0–U+00DE are C3 80–C3 9E; their small letters lie 0x20 higher, and × (97) is no letter. */
static bool is_latin_capital(unsigned char lead, unsigned char c) {
    return lead == 0xC3 && c >= 0x80 && c <= 0x9E && c != 0x97;
}

/* Without branches, so that the compiler makes many bytes of it at a time. */
static char lower_byte(unsigned char lead, unsigned char c) {
    bool capital = (c >= 'A' && c <= 'Z') | is_latin_capital(lead, c);
    return (char)(c + (capital ? 0x20 : 0));
}

void text_lower_latin(char *lower, const char *text, size_t size) {
    if (size != 0) {
        lower[0] = lower_byte(0, (unsigned char)text[0]);
    }
    for (size_t i = 1; i < size; i++) {
        lower[i] = lower_byte((unsigned char)text[i - 1], (unsigned char)text[i]);
    }
}

/* Whether folding is no more than text_lower_latin(): ASCII, no-break space, Latin-1 letters but ß, and
 * the typographic signs of U+2000–U+203F. */
static bool is_plain_latin(const char *text) {
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == 0xC3 ? (unsigned char)text[1] == 0x9F
                : c == 0xC2 ? (unsigned char)text[1] == 0xB5
                : c == 0xE2 ? (unsigned char)text[1] != 0x80
                            : c > 0xC2) {
            return false;
        }
    }
    return true;
}

char *text_fold(struct arena *arena, const char *text) {
    if (is_plain_latin(text)) {
        size_t size = strlen(text);
        char *folded = arena_alloc(arena, size + 1);
        text_lower_latin(folded, text, size);
        return folded;
    }
    return normal_form(arena, text, UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD);
}

static char *change_first(
    struct arena *arena, const char *text, utf8proc_int32_t (*change)(utf8proc_int32_t)) {
    uint32_t first;
    size_t length = text_next(text, &first);
    if (length == 0) {
        return arena_string(arena, text);
    }
    CLEANUP_BUFFER struct buffer changed = BUFFER_EMPTY;
    buffer_codepoint(&changed, (unsigned long)change((utf8proc_int32_t)first));
    buffer_puts(&changed, text + length);
    return arena_copy(arena, changed.data, changed.size);
}

static bool is_upper(uint32_t c) {
    return utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_LU;
}

char *text_lower_first(struct arena *arena, const char *text) {
    uint32_t first = 0;
    uint32_t second = 0;
    size_t size = text_next(text, &first);
    if (size != 0 && is_upper(first) && text_next(text + size, &second) != 0 && is_upper(second)) {
        return arena_string(arena, text);
    }
    return change_first(arena, text, utf8proc_tolower);
}

char *text_upper_first(struct arena *arena, const char *text) {
    return change_first(arena, text, utf8proc_toupper);
}

/* The text with the letters of Latin-1 made small and bare, those that are none hyphens; NULL when it has
 * others, or ß, which becomes two. */
static char *bare_latin(struct arena *arena, const char *text) {
    static const char letters[] = "aaaaaa-ceeeeiiii-nooooo--uuuuy-y"; /* of U+00E0 to U+00FF */
    char *bare = arena_string(arena, text);
    char *out = bare;
    for (const char *in = text; *in != '\0'; in++) {
        if ((unsigned char)*in < 0x80) {
            *out++ = *in;
        } else if (*in == '\xC3' && in[1] != '\x9F') {
            *out++ = letters[*++in & 0x1F];
        } else {
            return NULL;
        }
    }
    *out = '\0';
    return bare;
}

char *text_slug(struct arena *arena, const char *text) {
    char *plain = bare_latin(arena, text);
    if (plain == NULL) {
        plain = normal_form(arena, text,
            UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK | UTF8PROC_COMPAT
                | UTF8PROC_CASEFOLD);
    }
    char *out = plain;
    bool gap = false;
    for (const char *in = plain; *in != '\0'; in++) {
        char c = *in >= 'A' && *in <= 'Z' ? (char)(*in + 'a' - 'A') : *in;
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            if (gap && out != plain) {
                *out++ = '-';
            }
            *out++ = c;
            gap = false;
        } else {
            gap = true;
        }
    }
    *out = '\0';
    return out != plain ? plain : arena_string(arena, "avsnitt");
}

char *text_anchor(struct arena *arena, const char *text) {
    CLEANUP_BUFFER struct buffer anchor = BUFFER_EMPTY;
    uint32_t c;
    for (size_t length; (length = text_next(text, &c)) != 0; text += length) {
        if (c == ' ') {
            buffer_putc(&anchor, '-');
        } else if (c == '-' || c == '_' || text_is_letter(c)) {
            buffer_codepoint(&anchor, (unsigned long)utf8proc_tolower((utf8proc_int32_t)c));
        }
    }
    return arena_copy(arena, anchor.data, anchor.size);
}

bool text_ends(const char *text, const char *end) {
    size_t text_size = strlen(text);
    size_t end_size = strlen(end);
    return text_size >= end_size && strcmp(text + text_size - end_size, end) == 0;
}

size_t text_space(const char *text) {
    if (*text == ' ' || *text == '\t' || *text == '\n' || *text == '\r') {
        return 1;
    }
    return text_starts(text, TEXT_NBSP) ? sizeof TEXT_NBSP - 1 : 0;
}

size_t text_gap(const char *text) {
    static const char *const gaps[] = { " ", TEXT_NBSP, "\xE2\x80\x89", "\xE2\x80\xAF" };
    for (size_t i = 0; i < sizeof gaps / sizeof *gaps; i++) {
        if (text_starts(text, gaps[i])) {
            return strlen(gaps[i]);
        }
    }
    return 0;
}

char *text_trim(struct arena *arena, const char *text) {
    for (size_t length; (length = text_space(text)) != 0; text += length) {
    }
    size_t end = 0;
    for (size_t at = 0; text[at] != '\0';) {
        size_t length = text_space(text + at);
        at += length != 0 ? length : 1;
        end = length != 0 ? end : at;
    }
    return arena_copy(arena, text, end);
}

bool text_is_blank(const char *text) {
    if (text == NULL) {
        return true;
    }
    for (size_t length; (length = text_space(text)) != 0; text += length) {
    }
    return *text == '\0';
}
