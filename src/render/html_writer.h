/* SPDX-License-Identifier: EUPL-1.2
 *
 * HTML that cannot be ill-formed: each element is closed by the call that matches the one that
 * opened it, and text is escaped on its way out.
 */
#ifndef UNDERLAG_RENDER_HTML_WRITER_H
#define UNDERLAG_RENDER_HTML_WRITER_H

#include <stdbool.h>

#include "base/buffer.h"
#include "document/document.h"

/* Elements that may be open at a time: a document's depth, and a few for the page. */
#define HTML_OPEN_MOST (3 * DOCUMENT_DEPTH + 64)

struct review;

struct html_writer {
    struct buffer *out;
    const struct document *document;
    bool is_fragment;
    struct review *review; /* annotated pages, else NULL */
    const char *open[HTML_OPEN_MOST];
    size_t open_count;
};

/* Opens an element. Attributes follow as name, value pairs, ended by NULL; a pair with a NULL value
 * is left out, one with "" is written without a value. */
void html_open(struct html_writer *writer, const char *name, ...) __attribute__((sentinel));

/* Closes the innermost open element, which must be this one. */
void html_close(struct html_writer *writer, const char *name);

/* An element without content. */
void html_void(struct html_writer *writer, const char *name, ...) __attribute__((sentinel));

/* An element that holds nothing but this text; without attributes or with a class. */
void html_element(
    struct html_writer *writer, const char *name, const char *class_name, const char *text);

/* Text. */
void html_text(struct html_writer *writer, const char *text);

/* A line break, for whoever reads the file. */
void html_line(struct html_writer *writer);

/* A line break unless one was just written. */
void html_fresh_line(struct html_writer *writer);

/* An address as an attribute takes it: percent-encoded, on the arena of nobody (the buffer). */
void html_address(struct buffer *out, const char *address);

/* An id for something of the page's own: `name`, which begins with an underscore, without it; with it where
 * a heading has that id, since a heading's has no underscore. */
const char *html_own_id(const struct html_writer *writer, const char *name);

/* The blocks of a document. */
void html_blocks(struct html_writer *writer, const struct block *blocks, bool is_tight);
void html_inlines(struct html_writer *writer, const struct inline_ *inlines);

/* The blocks that only pages have: letterhead, cover, signatures, contents. */
void html_furniture(struct html_writer *writer, const struct block *block);

#endif
