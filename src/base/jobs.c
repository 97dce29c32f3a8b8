/* SPDX-License-Identifier: EUPL-1.2
 *
 * A shared counter hands out jobs; a ring of flags remembers which are finished, so that `done` runs
 * in order. A thread that is more than WINDOW jobs ahead of the slowest waits: that bounds how many
 * finished results lie in memory.
 */
#include "base/jobs.h"

#include <pthread.h>
#include <sched.h>
#include <stdbool.h>

#include "base/heap.h"

enum { WINDOW = 64, THREADS_LARGEST = 64 };

struct jobs {
    pthread_mutex_t mutex;
    pthread_cond_t moved;
    size_t count;
    size_t next;          /* the job to hand out */
    size_t reported;      /* jobs for which `done` has run */
    bool reporting;       /* a thread is inside `done` */
    bool finished[WINDOW];
    void *context;
    void (*work)(void *context, size_t job);
    void (*done)(void *context, size_t job);
};

size_t jobs_processors(void) {
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) != 0) {
        return 1;
    }
    int count = CPU_COUNT(&set);
    return count > 0 ? (size_t)count : 1;
}

/* Calls `done` for all jobs that are next in line; the mutex is held on entry and on return. */
static void report_finished(struct jobs *jobs) {
    if (jobs->reporting) {
        return;
    }
    jobs->reporting = true;
    while (jobs->reported < jobs->count && jobs->finished[jobs->reported % WINDOW]) {
        size_t job = jobs->reported;
        jobs->finished[job % WINDOW] = false;
        pthread_mutex_unlock(&jobs->mutex);
        if (jobs->done != NULL) {
            jobs->done(jobs->context, job);
        }
        pthread_mutex_lock(&jobs->mutex);
        jobs->reported++;
        pthread_cond_broadcast(&jobs->moved);
    }
    jobs->reporting = false;
}

static void run(struct jobs *jobs) {
    pthread_mutex_lock(&jobs->mutex);
    while (jobs->next < jobs->count) {
        if (jobs->next >= jobs->reported + WINDOW) {
            pthread_cond_wait(&jobs->moved, &jobs->mutex);
            continue;
        }
        size_t job = jobs->next++;
        pthread_mutex_unlock(&jobs->mutex);
        jobs->work(jobs->context, job);
        pthread_mutex_lock(&jobs->mutex);
        jobs->finished[job % WINDOW] = true;
        report_finished(jobs);
    }
    pthread_mutex_unlock(&jobs->mutex);
}

static void *run_thread(void *jobs) {
    heap_setup_thread();
    run(jobs);
    return NULL;
}

void jobs_run(size_t count, size_t threads, void *context, void (*work)(void *context, size_t job),
    void (*done)(void *context, size_t job)) {
    struct jobs jobs = { .count = count, .context = context, .work = work, .done = done };
    pthread_t helpers[THREADS_LARGEST];
    size_t started = 0;
    threads = threads != 0 ? threads : jobs_processors();
    threads = threads < THREADS_LARGEST ? threads : THREADS_LARGEST;
    pthread_mutex_init(&jobs.mutex, NULL);
    pthread_cond_init(&jobs.moved, NULL);
    /* A thread that cannot be started is done without: this one does the work. */
    while (started + 1 < threads && started + 1 < count
        && pthread_create(&helpers[started], NULL, run_thread, &jobs) == 0) {
        started++;
    }
    run(&jobs);
    for (size_t i = 0; i < started; i++) {
        pthread_join(helpers[i], NULL);
    }
    pthread_cond_destroy(&jobs.moved);
    pthread_mutex_destroy(&jobs.mutex);
}
