/* SPDX-License-Identifier: EUPL-1.2
 *
 * Where each byte of a filled text came from: which value of the definition, or which place of a
 * template. Entries are in order, do not overlap, and cover the whole text.
 */
#ifndef UNDERLAG_FILL_SOURCEMAP_H
#define UNDERLAG_FILL_SOURCEMAP_H

#include <stdbool.h>
#include <stddef.h>

#include "report/source.h"

enum origin {
    ORIGIN_TEMPLATE, /* words of a template or partial */
    ORIGIN_FACT,     /* a value, {{x}}: amounts, dates, names */
    ORIGIN_PROSE,    /* a prose field, {{{x}}} */
    ORIGIN_DERIVED,  /* computed by a let */
    ORIGIN_REPORT,   /* said by the program about the definition: no fact of it, and nowhere to find */
    ORIGIN_MARK,     /* draft: "⟦saknas: ärende.datum⟧" where a value is missing, "⟦fel: 0,3 mkr⟧" where
                        it is of the wrong kind; path says which */
};

/* One stretch of the filled text. */
struct stretch {
    size_t offset, length;      /* bytes of the filled text */
    enum origin origin;
    struct span where;          /* template: the words; else the value in the definition (or the let) */
    struct span tag;            /* fact, prose, derived: the tag in the template */
    const char *path;           /* fact, prose, mark: "parter.idéburna[1].insats"; derived: the let's
                                   name; else NULL */
    const char *raw;            /* fact, derived: the canonical value before formatters ("1000000");
                                   NULL for a list */
    const char *format;         /* fact: the schema's format ("kronor", "date") or NULL */
    const struct text_line *lines; /* prose: for each line of the inserted text, its place; else NULL */
    size_t line_count;
    bool in_row; /* prose: it was made one line, for a cell of a table */
};

/* A line of prose: where its first byte lies in the filled text and in its source. */
struct text_line {
    size_t offset;
    struct span where;
};

struct sourcemap {
    const struct stretch *stretches;
    size_t count;
};

/* The stretch that holds the byte, or NULL behind the end. */
const struct stretch *sourcemap_find(const struct sourcemap *map, size_t offset);

/* The place in its source of `length` bytes at `offset` of the filled text: to the byte for words of
 * a template, to the line and as far as possible the byte for prose, the whole value for facts. */
struct span sourcemap_span(const struct sourcemap *map, size_t offset, size_t length);

#endif
