/* SPDX-License-Identifier: EUPL-1.2
 *
 * A page that is touched for the first time costs more than what is then written on it, most of all on a
 * virtual machine. Two things are done about it. Memory that is freed stays with the process, since the
 * next definition takes as much as the one before. And the heap's first part is asked for in large pages
 * (madvise(2), MADV_HUGEPAGE): of the 2 870 page faults that building one definition took, 690 were left. The
 * system gives such pages only when something is written there.
 */
#include "base/heap.h"

#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

/* Bytes. */
enum {
    FIRST = 16 << 20, /* more than one definition takes */
    APART = 18 << 20, /* more than FIRST; a block from this size on is the system's own affair */
    KEPT = 24 << 20,  /* what stays with the process when it is free */
    STEP = 512 << 10, /* asked for at a time */
    LARGE_PAGE = 2 << 20
};

/* Lets the heap grow by one block, so that nothing has been written on its pages, and gives it back. */
void heap_setup_thread(void) {
#ifndef UNDERLAG_SANITIZED /* their heaps are others */
    unsigned char *block = malloc(FIRST);
    if (block == NULL) {
        return;
    }
    size_t before = (LARGE_PAGE - (uintptr_t)block % LARGE_PAGE) % LARGE_PAGE;
    size_t size = (FIRST - before) / LARGE_PAGE * LARGE_PAGE;
    madvise(block + before, size, MADV_HUGEPAGE);
    free(block);
#endif
}

void heap_setup(void) {
    mallopt(M_MMAP_THRESHOLD, APART);
    mallopt(M_TRIM_THRESHOLD, KEPT);
    mallopt(M_TOP_PAD, STEP);
    heap_setup_thread();
}
