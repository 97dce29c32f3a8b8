/* SPDX-License-Identifier: EUPL-1.2
 *
 * The parts of templates/docx/ in memory.
 */
#ifndef UNDERLAG_RENDER_DOCX_PARTS_H
#define UNDERLAG_RENDER_DOCX_PARTS_H

#include "render/docx/numbering.h"
#include "render/docx/package.h"

struct docx_parts {
    struct packed styles; /* with numbered headings */
    struct packed styles_unnumbered;
    struct packed theme, settings, fonts, application;
    struct numbering_design numbering, numbering_unnumbered;
    const char *styles_text, *numbering_text, *application_text; /* as they stand in the files */
};

#endif
