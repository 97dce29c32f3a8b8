/* SPDX-License-Identifier: EUPL-1.2 */
#include "render/render.h"

#include <string.h>

#include "render/docx/docx.h"
#include "render/html.h"
#include "render/markdown.h"

const struct renderer renderers[] = {
    { "md", ".md", false, markdown_render },
    { "html", ".html", false, html_render },
    { "docx", ".docx", true, docx_render },
    { NULL, NULL, false, NULL },
};

const struct renderer *renderer_find(const char *name) {
    for (const struct renderer *renderer = renderers; renderer->name != NULL; renderer++) {
        if (strcmp(renderer->name, name) == 0) {
            return renderer;
        }
    }
    return NULL;
}
