/* SPDX-License-Identifier: EUPL-1.2
 *
 * libxml2 knows more encodings than these; which ones depends on how it was built. A template must be
 * read, or refused, alike everywhere.
 */
#include "render/docx/encoding.h"

#include <strings.h>

bool encoding_is_allowed(const xmlChar *declared) {
    return declared == NULL || strcasecmp((const char *)declared, "UTF-8") == 0
        || strcasecmp((const char *)declared, "UTF-16") == 0;
}
