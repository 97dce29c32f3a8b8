/* SPDX-License-Identifier: EUPL-1.2
 *
 * Which words came from which value, kept through cmark. cmark's positions of inlines cannot be
 * relied on, so each value is put between marks in a copy of the text before it is parsed:
 * noncharacters, which no text may hold and which CommonMark takes for letters. Whoever turns
 * cmark's strings into ours takes every mark out again; those that still enclose one run of words
 * become facts. A prose field is not in the copy at all: one mark stands for it, and it is parsed as
 * a text of its own (prose.c), so that nothing in it can reach what follows.
 *
 *     opening  U+FDD0, the stretch's number in base 16 (U+FDD1 … U+FDE0), U+FDE1 for each character
 *              before it that belongs to the value
 *     closing  U+FDE1 for each character after it that belongs to the value, U+FDEF
 *     prose    U+FDE6, the stretch's number
 *
 * The marks stand inside a value's punctuation, not round it, so that emphasis opens and closes
 * where it would without them.
 */
#ifndef UNDERLAG_DOCUMENT_MARK_H
#define UNDERLAG_DOCUMENT_MARK_H

#include <stddef.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "fill/sourcemap.h"

/* A word of its own kind at the start of a text that is parsed as inlines alone. */
#define MARK_PREFIX "\xEF\xB7\xA5"

/* The heading that stands for a row of a table; outline.h. */
#define MARK_ROW "\xEF\xB7\xA7"

/* Behind the "&" of a character reference that is refused; refused.c. */
#define MARK_REFUSED "\xEF\xB7\xA8"

/* The same where a backslash stands before it, which escapes it anywhere but in an address. */
#define MARK_ESCAPED "\xEF\xB7\xA9"

struct marked {
    const char *text; /* with marks */
    size_t size;
    const char *original; /* without */
    size_t original_size;
    const size_t *lines;          /* offset of each line's first byte in `text` … */
    const size_t *original_lines; /* … and in `original` */
    size_t line_count;
    const struct sourcemap *map; /* of the marks, or NULL */
};

/* The text with marks round the facts and derived values of the map, and for its prose (NULL: none). */
struct marked *mark_facts(
    struct arena *arena, const char *text, size_t size, const struct sourcemap *map);

/* A prose stretch of the text as a text of its own: without what its lines begin with because they
 * stand in a list or a quote. */
struct marked *mark_prose(
    struct arena *arena, const struct marked *whole, const struct stretch *stretch);

/* Appends the text with a mark in each character reference that stands for a character no paper may
 * contain, so that it stands for nothing. The byte behind the text is one that can be read. */
void mark_refused(struct buffer *out, const char *text, size_t size);

/* The "&" of the first such reference in words of cmark's, or NULL. */
const char *mark_find_refused(const char *text, size_t size);

/* The line (from 1) of the marked text, without its line break; NULL behind the end. */
const char *marked_line(const struct marked *marked, size_t line, size_t *size);

/* The offset in the original of a line and a column of bytes (both from 1) of the marked text. */
size_t marked_offset(const struct marked *marked, size_t line, size_t column);

/* Bytes of the mark that begins here: 0 when none does. An opening one is taken whole, with its
 * number and claim; a closing one, too. */
size_t mark_length(const char *text);

/* What an opening mark says. */
struct mark_opening {
    size_t stretch; /* number of the stretch in the map */
    size_t claim;   /* characters before the mark that belong to the value */
    size_t size;    /* bytes of the mark; 0: no opening mark stands here */
};
struct mark_opening mark_read(const char *text);

/* The number of the prose stretch whose mark begins here, and the mark's size: 0 when none does. */
size_t mark_read_prose(const char *text, size_t *size);

/* The closing mark in `text`, before any other opening one: its offset, or `size` when there is
 * none. `claim` is the count of characters after it that belong to the value, `mark_size` its
 * bytes. */
size_t mark_find_closing(const char *text, size_t size, size_t *claim, size_t *mark_size);

/* The text without marks, on the arena. */
char *mark_strip(struct arena *arena, const char *text, size_t size);

#endif
