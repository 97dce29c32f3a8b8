/* SPDX-License-Identifier: EUPL-1.2
 *
 * Regular expressions of JSON Schema: those of ECMA-262 with the flag u (JSON Schema Core 6.4), run by
 * PCRE2. Compiled once, shared by threads; no expression and no text makes a match run away.
 */
#ifndef UNDERLAG_CHECK_PATTERN_H
#define UNDERLAG_CHECK_PATTERN_H

#include <stddef.h>

#include "base/arena.h"
#include "report/catalogue.h"

struct pattern; /* const after compilation, owned by its arena */

struct pattern_fault {
    size_t offset;    /* bytes into the expression */
    const char *what; /* in the language asked for; on the arena or constant */
};

/* What PCRE2's error number means. */
const char *pattern_reason(struct arena *arena, int error, enum language language);

/* Compiles, or gives NULL and says what is wrong and where. */
const struct pattern *pattern_compile(
    struct arena *arena, const char *expression, enum language language,
    struct pattern_fault *fault);

enum pattern_result {
    PATTERN_MATCHES,
    PATTERN_DIFFERS,
    PATTERN_GAVE_UP, /* the match passed its limit of steps or of memory */
};

/* Whether the expression matches anywhere in the text. Adds to `work` what it cost: one for a short text. */
enum pattern_result pattern_match(
    const struct pattern *pattern, const char *text, size_t *work);

#endif
