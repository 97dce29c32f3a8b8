/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside tree/: what is valid YAML but hardly what the writer meant: a text that # cuts, a list
 * that becomes one paragraph, bullets and no-break spaces from Word at the beginning of a key, a hyphen
 * without its space, symbols of Word's.
 */
#ifndef UNDERLAG_TREE_SLIP_H
#define UNDERLAG_TREE_SLIP_H

#include "tree/node.h"

/* Looks at the scalar without anchor or tag that stands at the span. True when what follows cannot be
 * understood: the finding made explains faults further on. */
bool slip_look(struct findings *findings, enum node_style style, struct span span, bool is_key);

/* Whether the key is an entry of a list whose hyphen is missing or glued to it, as slip_look() tells. */
bool slip_is_entry(struct span key);

/* Tells of each character of the source that cannot be seen: at most ten. */
void slip_look_invisible(struct findings *findings, const struct source *source);

/* The text without characters that cannot be seen, on the arena; the same when it has none. */
const char *slip_visible(struct arena *arena, const char *text);

#endif
