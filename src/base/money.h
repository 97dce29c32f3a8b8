/* SPDX-License-Identifier: EUPL-1.2
 *
 * Amounts in whole kronor: how writers type them and how Swedish sets them (groups of three with
 * no-break spaces, Myndigheternas skrivregler).
 */
#ifndef UNDERLAG_BASE_MONEY_H
#define UNDERLAG_BASE_MONEY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

/* The largest amount that is read: a thousand billion kronor. Sums of such stay exact in the
 * double numbers of XPath. */
#define MONEY_LARGEST INT64_C(1000000000000)

/* Reads "1000000", "1 000 000" (space or no-break space between groups of three), each with or
 * without " kr" or " kronor" after it. False for everything else. */
bool money_parse(const char *text, int64_t *kronor);

/* What a refused amount probably meant: "1,5 mkr", "1 msek", "250 tkr", "2 miljoner", "1000000 SEK",
 * "1 000 000,00". False when no amount can be guessed, or one as well as another. */
bool money_guess(const char *text, int64_t *kronor);

/* Whether a refused amount may mean two: the point of "2.150 mkr" may be that of the decimals or that of
 * the thousands. Gives both in kronor, the smaller first. */
bool money_is_ambiguous(const char *text, int64_t kronor[2]);

/* "1 000 000" with no-break spaces; "−5" with a minus sign. */
char *money_group(struct arena *arena, int64_t number);

/* "1 000 000 kr" with no-break spaces. */
char *money_swedish(struct arena *arena, int64_t kronor);

#endif
