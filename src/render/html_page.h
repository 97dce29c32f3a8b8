/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef UNDERLAG_RENDER_HTML_PAGE_H
#define UNDERLAG_RENDER_HTML_PAGE_H

#include "render/html_writer.h"

/* The whole file round the document's blocks. The style sheet may be NULL. */
void html_page(struct html_writer *writer, const char *style_sheet);

#endif
