/* SPDX-License-Identifier: EUPL-1.2
 *
 * After a build: papers that nothing stands behind any more, since their template or definition is gone, or since
 * they were drafts and are done with. They are told of; with --prune they are removed.
 */
#ifndef UNDERLAG_CMD_CLEAR_H
#define UNDERLAG_CMD_CLEAR_H

#include "cmd/command.h"
#include "cmd/plan.h"

/* Papers in the folders of the plan's definitions. What is removed, the record need not know any more. `check`: nothing
 * may be there. */
enum status clear_leftovers(struct invocation *invocation, struct plan *plan, bool check);

/* Folders of papers without a definition; sweeps after builds that were killed, too. */
enum status clear_orphans(struct invocation *invocation, const struct plan *plan, bool check);

#endif
