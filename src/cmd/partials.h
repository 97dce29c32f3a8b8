/* SPDX-License-Identifier: EUPL-1.2
 *
 * Which partials the templates take in: those that are not there, and those that none takes in.
 */
#ifndef UNDERLAG_CMD_PARTIALS_H
#define UNDERLAG_CMD_PARTIALS_H

#include "cmd/workspace.h"

/* A partial that a template takes in, directly or through others, and that is not there: a finding at
 * the tag, once for each tag; so is one that takes itself in without end. With `whole` also each partial that no
 * template takes in; none as long as some tag computes the name. */
void partials_check(
    struct arena *arena, const struct workspace *workspace, bool whole, struct findings *findings);

#endif
