/* SPDX-License-Identifier: EUPL-1.2
 *
 * A regular expression of a guideline (PCRE2, Unicode), compiled when it is first needed: most of them
 * are not, since most definitions hold nothing that a rule's pattern would have to look at. May be shared
 * by threads. Expressions of a schema are another dialect: pattern.h.
 */
#ifndef UNDERLAG_CHECK_REGEX_H
#define UNDERLAG_CHECK_REGEX_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdbool.h>

#include "base/arena.h"
#include "report/finding.h"

struct regex; /* owned by the arena it was made on */

/* The expression, which stands at `where`; without `exact_case` capitals and small letters are the
 * same. */
const struct regex *regex_new(
    struct arena *arena, const char *expression, bool exact_case, struct span where);

/* The expression, and where it stands. */
const char *regex_text(const struct regex *regex);
struct span regex_span(const struct regex *regex);

/* The compiled expression, owned by `regex`; NULL and a finding PATTERN_BROKEN when it has a fault. */
const pcre2_code *regex_code(
    struct arena *arena, const struct regex *regex, struct findings *findings);

/* The same with machine code, which is made now if need be; regex_code() has given the other. Where there
 * is no JIT it is interpreted as well. */
const pcre2_code *regex_machine_code(const struct regex *regex);

/* Notes that the expression is tried on so many bytes; whether it has been on so many in all, by whomever,
 * that machine code pays. */
bool regex_is_worn(const struct regex *regex, size_t size);

#endif
