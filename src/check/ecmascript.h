/* SPDX-License-Identifier: EUPL-1.2
 *
 * Regular expressions of ECMA-262, 2020 edition, in the words of PCRE2. Clauses are of that
 * edition.
 */
#ifndef UNDERLAG_CHECK_ECMASCRIPT_H
#define UNDERLAG_CHECK_ECMASCRIPT_H

#include <stdbool.h>

#include "base/buffer.h"
#include "check/pattern.h"

/* Appends the expression as PCRE2 is to read it. False when ECMA-262 does not allow it; then the
 * fault says where and what, in the language. */
bool ecmascript_translate(struct arena *arena, const char *expression, enum language language,
    struct buffer *out, struct pattern_fault *fault);

#endif
