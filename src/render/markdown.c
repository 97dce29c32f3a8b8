/* SPDX-License-Identifier: EUPL-1.2 */
#include "render/markdown.h"

void markdown_render(
    const struct document *document, const struct render_options *options, struct buffer *out) {
    (void)options;
    buffer_puts(out, document->title);
}
