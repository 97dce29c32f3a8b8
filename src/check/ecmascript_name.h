/* SPDX-License-Identifier: EUPL-1.2
 *
 * What has a name in a pattern of ECMA-262: properties of characters, and groups. PCRE2 takes names of
 * properties that nearly fit, and knows fewer names of groups, so that they become numbers.
 */
#ifndef UNDERLAG_CHECK_ECMASCRIPT_NAME_H
#define UNDERLAG_CHECK_ECMASCRIPT_NAME_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/map.h"

/* Appends \p{…} or \P{…} for the property that is written between the braces: the name alone, gc=,
 * General_Category=, sc=, Script=, scx=, Script_Extensions= (21.2.1.1). False when there is none of that
 * name. */
bool property_put(struct buffer *out, bool negated, const char *name, size_t size);

/* Reads \uXXXX, a surrogate pair of two such, or \u{X…}, at the backslash (21.2.1
 * RegExpUnicodeEscapeSequence); its bytes, or 0. */
size_t unicode_escape_read(const char *text, uint32_t *value);

/* Reads `count` hexadecimal digits. */
bool hexadecimal_read(const char *text, size_t count, uint32_t *value);

/* The name that stands between < and >, with its escapes undone, from the byte behind the <; `end` becomes
 * the byte behind the >. NULL when it is none (21.2.1 GroupName). */
const char *group_name_read(struct arena *arena, const char *text, const char **end);

/* How many groups of the pattern capture; gives each name the number of its (first) group. */
size_t groups_count(struct arena *arena, const char *pattern, struct map *numbers);

#endif
