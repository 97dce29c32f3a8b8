/* SPDX-License-Identifier: EUPL-1.2
 *
 * Document to bytes. A renderer never reports what a writer did wrong: a document that exists can
 * be written. A new format is one file (or folder) and one line in render.c.
 */
#ifndef UNDERLAG_RENDER_RENDER_H
#define UNDERLAG_RENDER_RENDER_H

#include <stdbool.h>

#include "base/buffer.h"
#include "document/document.h"

/* Fixed inputs of all renderers, loaded once and shared by threads. */
struct render_data {
    const char *style_sheet; /* templates/html/underlag.css */
    const struct docx_parts
        *docx_parts; /* templates/docx/, see docx/docx.h; NULL when not needed */
    const struct docx_reference *docx_reference; /* a corporate template, or NULL */
};

struct render_options {
    bool fragment; /* HTML: the body's blocks alone; others: no effect */
    bool plain;    /* DOCX: no content controls */
    bool annotate; /* HTML: where each block came from and what was found there, in the margin */
    const struct findings *findings; /* with annotate; or NULL */
    /* With annotate: what the page calls the file of this name, on the arena. NULL: by its name. */
    const char *(*call_file)(const void *context, struct arena *arena, const char *name);
    const void *call_context;
    const char *standing; /* DOCX: the paper as it stands in its folder, or NULL: parts that are still */
    size_t standing_size; /* the same are not deflated again */
    const struct render_data *data;
};

struct renderer {
    const char *name;   /* "docx": for --format */
    const char *suffix; /* ".docx" */
    bool binary;
    void (*render)(
        const struct document *document, const struct render_options *options, struct buffer *out);
};

/* All renderers, in the order papers are written; ended by one without a name. */
extern const struct renderer renderers[];

/* The renderer of that name, or NULL. */
const struct renderer *renderer_find(const char *name);

#endif
