/* SPDX-License-Identifier: EUPL-1.2
 *
 * How the C library's heap gets its memory from the system.
 */
#ifndef UNDERLAG_BASE_HEAP_H
#define UNDERLAG_BASE_HEAP_H

/* To be called once, before the first thread. What cannot be had is done without: only time is lost. */
void heap_setup(void);

/* The same for a thread, which has a part of the heap of its own; to be called where it begins. */
void heap_setup_thread(void);

#endif
