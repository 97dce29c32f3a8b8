/* SPDX-License-Identifier: EUPL-1.2
 *
 * A CommonMark text cut into passages of plain words, for rules about wording. Markup is taken away,
 * lines of a paragraph are joined by a space, and every byte of the words knows which byte of the text
 * it was, so that a hit can be shown where it stands.
 *
 * It is a reader for words, not a parser: cmark decides what a paper is, this decides only what is
 * running text, a point, a cell or a heading, which is what a writing rule asks.
 */
#ifndef UNDERLAG_CHECK_PASSAGE_H
#define UNDERLAG_CHECK_PASSAGE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* Where words stand, as bits, so that a rule can name several. */
enum passage_kind {
    PASSAGE_PROSE = 1,   /* löptext */
    PASSAGE_POINT = 2,   /* punkter: an item of a list */
    PASSAGE_CELL = 4,    /* tabeller */
    PASSAGE_HEADING = 8, /* rubriker */
    PASSAGE_FIELD = 16,  /* huvud: letterhead, cover, signatures */
};

struct passage {
    enum passage_kind kind;
    const char *words;     /* NUL-terminated, no newline in it */
    size_t size;           /* bytes of words */
    const uint32_t *from;  /* for each byte of words, and one behind: its offset in the text */
    size_t list;           /* points: which list of the text, from 1; else 0 */
};

struct passages {
    const struct passage *items;
    size_t count;
};

/* The passages of the text, in order; passages without words are left out. Code is left out. */
struct passages passages_read(struct arena *arena, const char *text, size_t size);

#endif
