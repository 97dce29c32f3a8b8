/* SPDX-License-Identifier: EUPL-1.2
 *
 * The whole number that words mean for a key whose name says what it counts: "2 år" is 24 of
 * `månader`, "en gång i kvartalet" is 4 of `gånger_per_år`.
 */
#ifndef UNDERLAG_CHECK_QUANTITY_H
#define UNDERLAG_CHECK_QUANTITY_H

#include "base/arena.h"

/* Its digits, on the arena; NULL when there is none, or one as well as another. */
const char *quantity_guess(struct arena *arena, const char *key, const char *text);

#endif
