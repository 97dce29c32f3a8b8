/* SPDX-License-Identifier: EUPL-1.2
 *
 * word/numbering.xml: the list designs of templates/docx/numbering.xml, and one numbered instance
 * for each ordered list of the paper, so that each counts from its own start.
 */
#ifndef UNDERLAG_RENDER_DOCX_NUMBERING_H
#define UNDERLAG_RENDER_DOCX_NUMBERING_H

#include "base/arena.h"
#include "base/buffer.h"
#include "document/document.h"

/* The w:numId of bullets, and the deepest w:ilvl that Word has. */
#define NUMBERING_BULLETS 2
#define NUMBERING_DEEPEST 8

struct numbering;

struct numbering *numbering_new(struct arena *arena);

/* A new w:numId for an ordered list (BLOCK_LIST) whose items stand on this level. */
int numbering_add(struct numbering *numbering, const struct block *list, int level);

/* The part: `design` is the template up to its last end tag. */
void numbering_write(const struct numbering *numbering, const char *design, struct buffer *out);

#endif
