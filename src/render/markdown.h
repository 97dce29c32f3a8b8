/* SPDX-License-Identifier: EUPL-1.2
 *
 * The paper as GitHub Flavored Markdown that parses to the same paper again: one paragraph a line,
 * so that a diff shows what changed; what Markdown lacks is written out as plain text.
 */
#ifndef UNDERLAG_RENDER_MARKDOWN_H
#define UNDERLAG_RENDER_MARKDOWN_H

#include "render/render.h"

void markdown_render(
    const struct document *document, const struct render_options *options, struct buffer *out);

#endif
