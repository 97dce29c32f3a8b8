/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside tree/: numbers and dates as Swedish prose writes them, for the functions of expressions.
 */
#ifndef UNDERLAG_TREE_SPOKEN_H
#define UNDERLAG_TREE_SPOKEN_H

#include "base/date.h"

/* The first number in the text: "1 000 000", "2,5", "två", "ett och ett halvt". NaN when there is none. */
double spoken_number(const char *text);

/* The `place`th day (from 1) in the text: "1 oktober 2021", "2021-10-01", "1/10 2021", "1/10-2021". A
 * first day may leave its month or year to the second: "1 juli–31 december 2021". False when there is
 * none. */
bool spoken_date(const char *text, size_t place, struct date *date);

#endif
