/* SPDX-License-Identifier: EUPL-1.2
 *
 * The examples of a guideline's rules, run: a rejected one (underkänt) must give a finding of its rule
 * and no other, an accepted one (godkänt) none. An example is a JSON Merge Patch (RFC 7396), or a list of
 * such, on the sound definition that the guideline names by `prov`. It goes the whole way as a definition
 * would, papers too. Too many examples are told of and not run; nor is one that makes too large a definition.
 */
#ifndef UNDERLAG_CMD_EXAMPLES_H
#define UNDERLAG_CMD_EXAMPLES_H

#include "cmd/workspace.h"

/* The path of the definition that the guideline's examples change; NULL when it names none. */
const char *examples_base(struct arena *arena, const struct guideline *guideline);

/* Runs the examples of the guideline on up to `threads` threads (0: as many as there are processors); a
 * guideline without `prov` has none to run, which is told. What is wrong becomes findings at the example. */
void examples_check(struct arena *arena, const struct workspace *workspace,
    const struct guideline *guideline, size_t threads, struct findings *findings);

#endif
