/* SPDX-License-Identifier: EUPL-1.2
 *
 * word/numbering.xml: the list designs of templates/docx/numbering.xml, and one numbered instance
 * for each ordered list of the paper, so that each counts from its own start.
 */
#ifndef UNDERLAG_RENDER_DOCX_NUMBERING_H
#define UNDERLAG_RENDER_DOCX_NUMBERING_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "document/document.h"

/* The deepest w:ilvl that Word has. */
#define NUMBERING_DEEPEST 8

/* A numbering part without the lists of a paper: ours, or a template's with ours added. */
struct numbering_design {
    const char *head, *tail; /* the lists go between */
    bool foreign;            /* the prefix "w" is not ours to rely on */
    int point, parenthesis;  /* w:abstractNumId of "1." and "1)" */
    int headings, bullets;   /* w:numId */
    int first_free;          /* w:numId */
};

struct numbering;

struct numbering *numbering_new(struct arena *arena, const struct numbering_design *design);

/* A new w:numId for an ordered list (BLOCK_LIST) whose items stand on this level. */
int numbering_add(struct numbering *numbering, const struct block *list, int level);

/* The part. */
void numbering_write(const struct numbering *numbering, struct buffer *out);

#endif
