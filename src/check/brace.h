/* SPDX-License-Identifier: EUPL-1.2
 *
 * Tags with one brace on each side, in templates and in the texts of rules: they would be written as they
 * stand.
 */
#ifndef UNDERLAG_CHECK_BRACE_H
#define UNDERLAG_CHECK_BRACE_H

#include "fill/template.h"

/* The next thing in the text, from *at on, that is nearly a tag: "{name}" or "{name|formatter}". Gives what
 * stands between the braces, on the arena, and its place, with the braces; NULL: there is no more. *at is NULL to
 * begin with. */
const char *brace_single(
    struct arena *arena, const struct tag *tag, const char **at, struct span *where);

#endif
