/* SPDX-License-Identifier: EUPL-1.2
 *
 * Findings as something to read: one file a format.
 */
#ifndef UNDERLAG_REPORT_REPORT_H
#define UNDERLAG_REPORT_REPORT_H

#include <stdbool.h>

#include "base/buffer.h"
#include "report/finding.h"

/* For people: the first line as compilers write it, so that editors jump to it; then the line with a
 * caret; then the related places, source and advice. `colour` adds ANSI colours. */
void report_text(const struct findings *findings, bool colour, struct buffer *out);

#endif
