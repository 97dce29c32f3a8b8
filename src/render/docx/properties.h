/* SPDX-License-Identifier: EUPL-1.2
 *
 * The properties of the file (ECMA-376-2, 11; ECMA-376-1, 22.3), from the document alone.
 */
#ifndef UNDERLAG_RENDER_DOCX_PROPERTIES_H
#define UNDERLAG_RENDER_DOCX_PROPERTIES_H

#include <stdbool.h>

#include "base/buffer.h"
#include "document/document.h"

struct docx_reference;

/* docProps/core.xml. */
void properties_write_core(const struct document *document, struct buffer *out);

/* docProps/custom.xml, with the properties that the template's headers look up (NULL: no template);
 * false, with nothing written, when there is nothing to say. */
bool properties_write_custom(const struct document *document,
    const struct docx_reference *reference, struct buffer *out);

#endif
