/* SPDX-License-Identifier: EUPL-1.2
 *
 * The names, amounts and dates that belong to a definition: what rules about words compare with.
 */
#ifndef UNDERLAG_CHECK_VOCABULARY_H
#define UNDERLAG_CHECK_VOCABULARY_H

#include "check/rules.h"

/* Names of the register; amounts and dates of the definition, of the earlier one, and of what the
 * papers show (which holds the sums that the templates reckon). */
struct vocabulary vocabulary_gather(
    struct arena *arena, const struct guideline *guideline, const struct rules_input *input);

/* Whether an amount, or a day (ISO), is among those. */
bool vocabulary_has_amount(const struct vocabulary *vocabulary, double kronor);
bool vocabulary_has_date(const struct vocabulary *vocabulary, const char *iso);

#endif
