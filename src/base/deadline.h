/* SPDX-License-Identifier: EUPL-1.2
 *
 * A limit on the processor time of work that a library does and that counts its steps itself. A library
 * that counts what it does up to a limit of ours cannot be asked for the time in between, and does not
 * count everything that takes time. So a timer of the thread's own processor time lowers its limit.
 */
#ifndef UNDERLAG_BASE_DEADLINE_H
#define UNDERLAG_BASE_DEADLINE_H

#include <stdbool.h>

#include "base/arena.h"

/* To be called once, before threads are started: takes the signal that deadlines come with. */
void deadline_setup(void);

/* From when this thread has used `seconds` more of processor time, deadline_is_over(steps) holds: *steps is
 * set to the least limit there is. `steps` must live as long as the arena, which the deadline ends with;
 * another thread may free that.
 * Where no timer is to be had there is no deadline: *steps stays. */
void deadline_set(struct arena *arena, int seconds, unsigned long *steps);

/* Whether the time is up of the deadline that was set for *steps. */
bool deadline_is_over(const unsigned long *steps);

#endif
