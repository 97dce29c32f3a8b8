/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef UNDERLAG_CHECK_URI_H
#define UNDERLAG_CHECK_URI_H

#include "base/arena.h"

/* The reference without its fragment, against the base, which is absolute: RFC 3986 5.2, strictly (no escape is
 * undone). NULL when it is no URI reference. */
char *uri_resolve(struct arena *arena, const char *reference, const char *base);

#endif
