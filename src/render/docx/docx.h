/* SPDX-License-Identifier: EUPL-1.2
 *
 * The DOCX renderer. templates/docx/ holds the Word parts that are the same in every paper, as
 * plain XML that a template author can change: styles, numbering, theme, settings. The code here
 * writes the rest: it names styles, and formats nothing directly that a style can say.
 */
#ifndef UNDERLAG_RENDER_DOCX_DOCX_H
#define UNDERLAG_RENDER_DOCX_DOCX_H

#include "base/arena.h"
#include "base/buffer.h"
#include "document/document.h"
#include "render/render.h"
#include "report/finding.h"

struct docx_parts;
struct docx_reference;

/* Reads and deflates the parts in the folder, once a run; the result may be shared by threads. NULL
 * when one cannot be read or is not well-formed XML, with a finding for each such part. */
struct docx_parts *docx_parts_load(
    struct arena *arena, const char *folder, struct findings *findings);

/* Reads a corporate template (.docx, .dotx), once a run, to be shared by threads. NULL with findings
 * at `where` (which may be nowhere) when it cannot be used. `own` must live as long. */
const struct docx_reference *docx_reference_load(struct arena *arena, const char *path,
    struct span where, const struct docx_parts *own, struct findings *findings);

/* The same from bytes, which must live as long; `path` is what findings call them. */
const struct docx_reference *docx_reference_read(struct arena *arena, const char *bytes, size_t size,
    const char *path, struct span where, const struct docx_parts *own, struct findings *findings);

/* The struct renderer's function. options->data->docx_parts must be there. */
void docx_render(
    const struct document *document, const struct render_options *options, struct buffer *out);

#endif
