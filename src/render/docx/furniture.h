/* SPDX-License-Identifier: EUPL-1.2
 *
 * Headers, footers and sections of one paper. A cover is a section of its own, with a deeper margin
 * above; else the first page differs from the others.
 */
#ifndef UNDERLAG_RENDER_DOCX_FURNITURE_H
#define UNDERLAG_RENDER_DOCX_FURNITURE_H

#include <stdbool.h>

#include "render/docx/package.h"

struct writer;

/* Ids of the header and footer parts; NULL where there is none. */
struct furniture {
    const char *header, *first_header, *even_header, *footer, *first_footer, *even_footer;
    bool cover;
};

/* Adds the parts, and sets writer->furniture. */
void add_furniture(struct writer *writer, struct package *package);

/* w:sectPr, of the cover or of the rest. */
void write_section(struct writer *writer, bool cover);

#endif
