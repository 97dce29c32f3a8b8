/* SPDX-License-Identifier: EUPL-1.2
 *
 * How far a long piece of work has come, on one line of the terminal that is written over and taken away:
 * "120 av 1000 definitioner". Nothing is shown where standard error is no terminal, or while the work
 * is young.
 */
#ifndef UNDERLAG_CMD_PROGRESS_H
#define UNDERLAG_CMD_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "report/finding.h"

struct progress {
    bool wanted;      /* standard error is a terminal that can take a line back */
    bool shown;       /* a line stands there now */
    enum language language;
    size_t total;     /* definitions */
    int64_t begun;    /* milliseconds of a clock that only goes forward */
    int64_t changed;  /* when the line was last written */
};

/* Begins to count. */
void progress_begin(struct progress *progress, size_t total, enum language language);

/* Takes the line away, before anything else is written. */
void progress_clear(struct progress *progress);

/* So many are done. */
void progress_step(struct progress *progress, size_t done);

/* The bytes to write at a time in milliseconds: none when it is too early, or too soon after the last. */
void progress_line(struct progress *progress, size_t done, int64_t now, struct buffer *out);

#endif
