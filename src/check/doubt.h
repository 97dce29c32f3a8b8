/* SPDX-License-Identifier: EUPL-1.2
 *
 * What cannot be trusted in a definition that has faults of structure. A rule that reads any of it is
 * not tried: it would only say in other words what the schema has said. All other rules are, so that one
 * slip of the pen does not hide everything else that the writer has to mend.
 */
#ifndef UNDERLAG_CHECK_DOUBT_H
#define UNDERLAG_CHECK_DOUBT_H

#include "base/array.h"
#include "check/guideline.h"

struct run;

/* A key whose value is wrong, is missing, or stands under another name. */
struct doubt {
    const char *path[3]; /* its name, the key that it stands under, the one above; NULL: any */
    const xmlNode *node; /* what stands there; NULL: nothing */
};

struct doubts {
    ARRAY_OF(struct doubt) keys;
    bool repairs; /* whether values of the wrong form are to be guessed; no paper may show a guess */
    bool amounts; /* an amount, or a time that amounts are reckoned for, is not known */
};

/* Adds what the faults of a run leave in doubt. */
void doubts_take(struct arena *arena, struct doubts *doubts, struct run *run);

/* Adds the key that the node is, or is an entry of. */
void doubts_add_node(struct arena *arena, struct doubts *doubts, const xmlNode *node);

/* Adds a key that stands twice: which of the two is meant is not known. */
void doubts_add_double(struct arena *arena, struct doubts *doubts, const char *name);

/* Whether the rule reads anything that is in doubt. `doubts` may be NULL: nothing is. */
bool doubts_touch_rule(const struct doubts *doubts, const struct rule *rule);

/* Whether this case of the rule is about a key that is in doubt. */
bool doubts_touch_case(
    const struct doubts *doubts, const struct rule *rule, const struct rule_case *rule_case);

/* Whether the node is wrong, or under a key that no one knows: then the schema has not told what kind of
 * value it is. */
bool doubts_hold_node(const struct doubts *doubts, const xmlNode *node);

#endif
