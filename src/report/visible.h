/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside report/: text that may hold anything (names of files, lines that were refused), so that a
 * terminal or a reader of XML shows it and does nothing else.
 */
#ifndef UNDERLAG_REPORT_VISIBLE_H
#define UNDERLAG_REPORT_VISIBLE_H

#include "base/buffer.h"

/* Adds the text with a tab or a line break as a space, other control characters and broken UTF-8 as a
 * sign. */
void put_visible(struct buffer *out, const char *text, size_t size);

#endif
