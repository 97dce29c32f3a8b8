/* SPDX-License-Identifier: EUPL-1.2
 *
 * Annotated pages, for the lawyer who reviews: beside each block stands where its words came from and
 * what was found there. A finding belongs to the block whose words, or one of whose facts, stand at
 * the finding's place; those that belong to none come last.
 */
#ifndef UNDERLAG_RENDER_HTML_REVIEW_H
#define UNDERLAG_RENDER_HTML_REVIEW_H

#include "base/arena.h"
#include "render/html_writer.h"
#include "render/render.h"

struct review;

/* The options must live as long. */
struct review *review_new(struct arena *arena, const struct render_options *options);

/* The note of one block of the document. */
void review_write_note(struct html_writer *writer, const struct block *block);

/* The findings that no note has shown, as a section. */
void review_write_rest(struct html_writer *writer);

#endif
