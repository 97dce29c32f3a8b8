/* SPDX-License-Identifier: EUPL-1.2
 *
 * A key that is missing while its near double is unknown: the one is the other, mistyped, and is told once.
 */
#ifndef UNDERLAG_CHECK_MISTYPED_H
#define UNDERLAG_CHECK_MISTYPED_H

#include "check/keyword.h"

/* Keys that were probably mistyped: "this mapping has the key, under another name". */
struct mistyped {
    const xmlNode *mapping;
    const char *meant;
};

/* Whether so many candidates may still be held against what was typed in this run. */
bool run_may_offer(struct run *run, size_t count);

/* The key of the subschema's that an unknown one was probably meant to be. After very many comparisons in
 * one run there are no more suggestions. */
struct suggestion key_suggestion(
    struct run *run, const struct subschema *schema, const char *typed);

/* Those of the run's unknown keys that are near a known one; `count` is how many. */
struct mistyped *mistyped_find(struct run *run, size_t *count);

/* Whether the fault, a missing key, is one of them. */
bool mistyped_explains(const struct fault *fault, const struct mistyped *list, size_t count);

#endif
