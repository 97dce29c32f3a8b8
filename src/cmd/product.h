/* SPDX-License-Identifier: EUPL-1.2
 *
 * What one run of `build` leaves of one definition: its files, written or compared.
 */
#ifndef UNDERLAG_CMD_PRODUCT_H
#define UNDERLAG_CMD_PRODUCT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/target.h"
#include "cmd/flow.h"
#include "cmd/inputs.h"
#include "cmd/record.h"

/* Where files go and how, the same for all definitions of a run. */
struct delivery {
    const struct invocation *invocation;
    const struct workspace *workspace;
    const struct inputs *inputs;
    const char *out;         /* the folder of the definitions' folders */
    uint32_t formats;        /* by place in renderers[] */
    size_t format_count;
    bool check;              /* compare instead of write */
    bool draft, durable;
};

/* Lies on the flow's arena. */
struct product {
    struct flow *flow;
    struct target *target; /* the folder of the papers, while they are written */
    struct record_entry entry;
    bool recordable;
    size_t written, current; /* papers whose bytes changed; that stood there already */
    size_t stale;            /* --check: papers that are not what they should be */
    struct buffer said;      /* --check: how they differ; the caller's to release */
};

/* Makes all papers of the flow in all formats. Gives their traces by the record's order; none of a
 * file that was compared. What goes wrong is among the flow's findings. */
const struct trace *product_make(const struct delivery *delivery, struct product *product);

#endif
