/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the JSON reports share: text that may be NULL or broken UTF-8 (a file's name, an excerpt), and
 * writing a value to a buffer.
 */
#ifndef UNDERLAG_REPORT_JSONTEXT_H
#define UNDERLAG_REPORT_JSONTEXT_H

#include <jansson.h>

#include "base/buffer.h"

/* A JSON string; null for NULL; broken UTF-8 replaced by U+FFFD. */
json_t *json_text(const char *text);

/* Writes the value, indented by two, with a newline behind it, and releases it. */
void json_put(json_t *value, struct buffer *out);

#endif
