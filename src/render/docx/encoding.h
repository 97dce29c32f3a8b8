/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the parts of a Word file may be encoded as.
 */
#ifndef UNDERLAG_RENDER_DOCX_ENCODING_H
#define UNDERLAG_RENDER_DOCX_ENCODING_H

#include <libxml/tree.h>
#include <stdbool.h>

/* Whether a part may say that it is encoded so: UTF-8 or UTF-16, in any case of letters (ECMA-376 Part 2,
 * 8.1.4). NULL, nothing said, is UTF-8. */
bool encoding_is_allowed(const xmlChar *declared);

#endif
