/* SPDX-License-Identifier: EUPL-1.2
 *
 * The paper as one HTML file that needs nothing else; or, as a fragment, the HTML that the
 * CommonMark and GFM specifications give for the same text.
 *
 * html.c writes blocks and inlines, html_page.c what stands round them, html_writer.c the
 * characters.
 */
#ifndef UNDERLAG_RENDER_HTML_H
#define UNDERLAG_RENDER_HTML_H

#include "render/render.h"

void html_render(
    const struct document *document, const struct render_options *options, struct buffer *out);

#endif
