/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside tree/: what YAML 1.2 forbids and libyaml lets by, and what libyaml reads otherwise than YAML
 * 1.2 says. Both are faults of the writer's that would give other values than were meant, or that
 * other programs refuse; each becomes a finding at its place.
 */
#ifndef UNDERLAG_TREE_STRICT_H
#define UNDERLAG_TREE_STRICT_H

#include <yaml.h>

#include "base/array.h"
#include "report/finding.h"

/* An open list or mapping. */
struct strict_level {
    bool is_flow;
    size_t indent; /* block: the column of its entries */
};

/* Begins as { .source, .findings }; a NULL source: nothing is looked at. */
struct strict {
    const struct source *source;
    struct findings *findings;
    size_t seen; /* the end of the last event */
    bool is_lost; /* a finding explains what faults follow */
    size_t flow; /* where the outermost open flow collection begins */
    ARRAY_OF(struct strict_level) levels;
};

/* Looks at the next event, which stands at the span, and at what lies between it and the last. */
void strict_look(struct strict *strict, const yaml_event_t *event, struct span span);

#endif
