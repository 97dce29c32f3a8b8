/* SPDX-License-Identifier: EUPL-1.2
 *
 * What builds that were killed left in out/: temporary files beside the papers, which nothing else would
 * remove as long as those papers are current. That such a build has been is seen from what it left in
 * out/ itself (base/temporary.h), so that in the usual case no folder is looked through.
 */
#ifndef UNDERLAG_CMD_KILLED_H
#define UNDERLAG_CMD_KILLED_H

#include "cmd/plan.h"

/* Makes a build of this plan present in out/; presence_end() when it has written. */
struct presence *killed_begin(struct arena *arena, const struct plan *plan);

/* Sweeps out/, of whose files `names` are all. A shard sweeps after its own share, whose folders no other
 * machine writes in; a plan of some definitions only their folders, always. */
void killed_sweep(struct arena *arena, const struct plan *plan, const char *const *names, size_t count);

#endif
