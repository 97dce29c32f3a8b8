/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside tree/: the functions of expressions for amounts that are not the same all the time. What an amount is
 * from a later day on stands in a list `ändras` beside it, or beside what it lies in, under the same name:
 *
 *     insats: 800 000                                   # kronor per year
 *     ersättning: { belopp: 500 000 }
 *     ändras:
 *       - { från: 2026-01-01, insats: 900 000, ersättning: 600 000 }
 */
#ifndef UNDERLAG_TREE_AMOUNT_H
#define UNDERLAG_TREE_AMOUNT_H

#include "tree/function.h"

/* belopp-den(noder, datum): what the amounts are on the day, together; without a day of the calendar, what they
 * are at first. Entries of `ändras` without a day, or without the amount, count for nothing. NaN for what is
 * no node, or no number. */
xmlXPathObject *amount_run_on(const struct call *call);

/* belopp-under(noder, från, till): what the amounts, which are per year, come to from the first to the last
 * day, both included, together. Each stretch between two changes counts in whole months when it is such, else in
 * days of years of 365. 0 when `till` lies before `från`; NaN without two days. */
xmlXPathObject *amount_run_during(const struct call *call);

#endif
