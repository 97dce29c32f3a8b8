/* SPDX-License-Identifier: EUPL-1.2
 *
 * A page that is touched for the first time costs more than what is then written on it: on some virtual
 * machines as much as ten thousand instructions. Two things are done about it. Memory that is freed stays with
 * the process, since the next definition takes as much as the one before. And the heap's first part is asked
 * for in large pages (madvise(2), MADV_HUGEPAGE): of the 2 870 page faults that building one definition took,
 * 170 are left. The system gives such pages only when something is written there.
 */
#include "base/heap.h"

#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#ifndef MADV_COLLAPSE /* Linux 6.1; older ones refuse it */
#define MADV_COLLAPSE 25
#endif

/* Bytes. */
enum {
    FIRST = 64 << 20,     /* several times what a definition takes */
    OF_THREAD = 16 << 20, /* what one definition takes; a thread's heap is limited to 64 MiB by the C library */
    GROWING = 1 << 10,    /* ends before the first large page; malloc has nothing at hand yet */
    APART = 18 << 20,     /* more than OF_THREAD; a block from this size on is the system's own affair */
    KEPT = 72 << 20,      /* more than FIRST; what stays with the process when it is free */
    STEP = 512 << 10,     /* asked for at a time */
    LARGE_PAGE = 2 << 20,
    LEADING = 4096        /* more than malloc writes before the first block of a heap */
};

#ifndef UNDERLAG_SANITIZED /* their heaps are others */
/* Takes a block that makes the heap grow, by `grown` in all, so that nothing has been written on its large pages,
 * and gives it back. The part before the first whole large page stays as it is, unless it is a whole one
 * itself. */
static void ask_for_large_pages(size_t size, size_t grown) {
    unsigned char *block = malloc(size);
    if (block == NULL) {
        return;
    }
    size_t within = (uintptr_t)block % LARGE_PAGE;
    unsigned char *next = block + (LARGE_PAGE - within);
    madvise(next, grown - LARGE_PAGE, MADV_HUGEPAGE);
    if (within < LEADING) {
        madvise(block - within, LARGE_PAGE, MADV_COLLAPSE);
    }
    free(block);
}

/* Where the heap of the first thread begins is drawn by lot. What lies before the next large page is skipped,
 * but for what malloc writes at the beginning: a page that is in use cannot become large without a copy. */
static void skip_to_large_page(void) {
    uintptr_t begin = (uintptr_t)sbrk(0) + LEADING;
    sbrk((intptr_t)((LARGE_PAGE - begin % LARGE_PAGE) % LARGE_PAGE));
}
#endif

void heap_setup_thread(void) {
#ifndef UNDERLAG_SANITIZED
    ask_for_large_pages(OF_THREAD, OF_THREAD);
#endif
}

void heap_setup(void) {
#ifndef UNDERLAG_SANITIZED
    mallopt(M_MMAP_THRESHOLD, APART);
    mallopt(M_TRIM_THRESHOLD, KEPT);
    skip_to_large_page();
    mallopt(M_TOP_PAD, FIRST);
    ask_for_large_pages(GROWING, FIRST);
    mallopt(M_TOP_PAD, STEP);
#endif
}
