/* SPDX-License-Identifier: EUPL-1.2
 *
 * What each definition used of the shared inputs, as one digest: the program, templates and schemas;
 * the guideline it names; the entries of kommun.yaml that it refers to, and what the guideline's rules
 * look at there. When a shared input changes, the digest of a definition that it does not concern
 * stays the same.
 */
#ifndef UNDERLAG_CMD_NEEDS_H
#define UNDERLAG_CMD_NEEDS_H

#include "cmd/flow.h"
#include "cmd/inputs.h"

struct needs;

/* The digests of an open workspace's parts. Shared by threads. */
const struct needs *needs_open(
    struct arena *arena, const struct workspace *workspace, const struct inputs *inputs);

/* The key of an id: the same ids have the same key. Two ids that share one only make each other's
 * definitions be looked at again. */
uint32_t needs_key(const char *id);

/* Fills in guideline, keys and needs of the entry for a definition that was run. */
void needs_of_flow(struct arena *arena, const struct needs *needs, const struct flow *flow,
    struct record_entry *entry);

/* What the entry's needs would be today. */
struct digest needs_today(const struct needs *needs, const struct record_entry *entry);

#endif
