/* SPDX-License-Identifier: EUPL-1.2
 *
 * Questions and small changes about UTF-8 text, with utf8proc behind them. Everything here expects
 * valid UTF-8 unless it says otherwise; text_fault() is how text becomes known to be valid, once, at
 * the door.
 */
#ifndef UNDERLAG_BASE_TEXT_H
#define UNDERLAG_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"

/* No-break space, en dash: the two characters that Swedish figures need. */
#define TEXT_NBSP "\xC2\xA0"
#define TEXT_EN_DASH "\xE2\x80\x93"

/* The offset of the first byte that is not part of valid UTF-8 (surrogates and overlong forms are
 * not valid), or `size` when all is. */
size_t text_fault(const char *bytes, size_t size);

/* Decodes the scalar value at `text`; gives its length in bytes (1–4), 0 at the end of the string. */
size_t text_next(const char *text, uint32_t *codepoint);

/* The offset of the first control character that no paper may contain (C0 but tab and newline, DEL,
 * C1, U+2028/9, byte order marks, bidirectional controls, noncharacters), or `size`. */
size_t text_control(const char *text, size_t size);

/* Whether the text is one line that any terminal, report or engine can show: UTF-8 without control characters, tabs
 * and line breaks. */
static inline bool text_is_line(const char *text) {
    size_t size = strlen(text);
    return text_fault(text, size) == size && text_control(text, size) == size
        && strpbrk(text, "\t\n") == NULL;
}

/* NFC of the text; the same pointer when it already is, else a copy on the arena. */
const char *text_nfc(struct arena *arena, const char *text);

/* The offset of the first byte of the character that text[at] belongs to. */
size_t text_character(const char *text, size_t at);

/* The offset behind the character at text[at], at most `size`. */
size_t text_after(const char *text, size_t size, size_t at);

/* Terminal cells that the first `size` bytes take: wide characters two, combining ones none. */
size_t text_width(const char *text, size_t size);

/* Unicode scalar values that begin in the first `size` bytes. */
size_t text_count(const char *text, size_t size);

/* Whether it belongs to a word: a letter, a digit or a mark on one. */
bool text_is_letter(uint32_t codepoint);

/* Whether a word may begin at text[at]: none of its letters stands right before. */
bool text_begins_word(const char *text, size_t at);

/* Whether it is a space of any width (Unicode's category Zs). */
bool text_is_separator(uint32_t codepoint);

/* Full case folding, for comparison only. */
char *text_fold(struct arena *arena, const char *text);

/* `size` bytes with the capitals of ASCII and Latin-1 made small; every character keeps its length. */
void text_lower_latin(char *lower, const char *text, size_t size);

/* The text with its first letter in lower or upper case. A text that begins with an abbreviation in
 * capitals (IOP, MBL) is not lowered. */
char *text_lower_first(struct arena *arena, const char *text);
char *text_upper_first(struct arena *arena, const char *text);

/* An ASCII identifier: å and ä become a, ö becomes o, other letters lose their marks, runs of
 * anything else become one hyphen: "Övergripande syfte" gives "overgripande-syfte". Never empty:
 * a text without letters or digits gives "avsnitt". */
char *text_slug(struct arena *arena, const char *text);

/* The anchor that GitHub gives a heading: lower case, letters, digits, hyphens and underscores of
 * any script kept, spaces to hyphens, the rest dropped. */
char *text_anchor(struct arena *arena, const char *text);

/* Whether the strings are equal, whether `text` begins or ends so. Most that are not the same differ in the
 * first byte: that is looked at without a call. */
static inline bool text_equal(const char *a, const char *b) {
    return a[0] == b[0] && strcmp(a, b) == 0;
}
static inline bool text_starts(const char *text, const char *start) {
    return start[0] == '\0' || (text[0] == start[0] && strncmp(text, start, strlen(start)) == 0);
}
bool text_ends(const char *text, const char *end);

/* Where the words stand first in the text, or NULL: memmem() for words whose first byte is rare. */
static inline const char *text_find(const char *text, size_t size, const char *words) {
    const char *end = text + size;
    size_t length = strlen(words);
    while ((size_t)(end - text) >= length
           && (text = memchr(text, words[0], (size_t)(end - text) - length + 1)) != NULL) {
        if (memcmp(text, words, length) == 0) {
            return text;
        }
        text++;
    }
    return NULL;
}

/* Bytes of the space that stands at `text` inside an amount or a date: an ordinary one, a no-break space, a
 * thin space or a narrow no-break space; 0 when there is none. */
size_t text_gap(const char *text);

/* Bytes of one white space (space, tab, newline, carriage return, U+00A0) at `text`, 0 when there is none. */
size_t text_space(const char *text);

/* The text without white space at its ends. */
char *text_trim(struct arena *arena, const char *text);

/* Whether nothing but white space is there; NULL counts as blank. */
bool text_is_blank(const char *text);

/* Edits (insert, delete, replace, swap neighbours) that turn one text into the other, counted in
 * scalar values after folding case and marks, so that "malgrupp" is no edit away from "målgrupp".
 * More than `limit` is limit + 1, and costs little; so is any distance to what is not UTF-8. Of each text
 * only the first 64 letters are looked at. */
size_t text_distance(const char *a, const char *b, size_t limit);

/* The one of the names (NULL-terminated) that was meant with what was typed: at most two edits away, one
 * for a word of three or four letters, none for a shorter one; else NULL. For short lists of short names;
 * keys of schemas and the like are offered by check/suggest.h, which allows more for longer words. */
const char *text_nearest(const char *typed, const char *const *names);

#endif
