/* SPDX-License-Identifier: EUPL-1.2
 *
 * Unicode normalisation for text.c: what utf8proc_map() does, at a cost that grows with the length of the
 * text whatever it holds.
 */
#ifndef UNDERLAG_BASE_NORMAL_H
#define UNDERLAG_BASE_NORMAL_H

#include "base/arena.h"

/* The text, which is valid UTF-8, brought to the form that the options of utf8proc tell; on the arena. */
char *normal_form(struct arena *arena, const char *text, int options);

#endif
