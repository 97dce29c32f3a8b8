/* SPDX-License-Identifier: EUPL-1.2
 *
 * Independent jobs on threads. Job numbers are handed out in order; each job writes to its own slot,
 * so results have an order that does not depend on the threads.
 */
#ifndef UNDERLAG_BASE_JOBS_H
#define UNDERLAG_BASE_JOBS_H

#include <stddef.h>

/* Runs work(context, 0) … work(context, count - 1) on at most `threads` threads (0: one for each
 * processor) and returns when all are done. With one thread nothing is started. `done`, if not
 * NULL, is called in job order, one call at a time, as soon as all earlier jobs are done: there the
 * results are handed on and released, so that memory does not grow with the number of jobs. */
void jobs_run(size_t count, size_t threads, void *context, void (*work)(void *context, size_t job),
    void (*done)(void *context, size_t job));

/* Processors that this process may use, at least 1. */
size_t jobs_processors(void);

#endif
