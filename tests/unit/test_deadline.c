/* SPDX-License-Identifier: EUPL-1.2 */
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <stdatomic.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

#include "base/deadline.h"

static double thread_seconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void steps_end_when_time_is_over(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    unsigned long steps = 1000;
    deadline_set(arena, 1, &steps);
    double start = thread_seconds();
    assert_false(deadline_is_over(&steps));
    while (!deadline_is_over(&steps) && thread_seconds() - start < 30) {
    }
    assert_true(deadline_is_over(&steps));
    assert_true(thread_seconds() - start > 0.9);
    assert_true(steps != 0);
    arena_free(arena);
}

static void a_deadline_ends_with_its_arena(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    unsigned long steps = 1000;
    deadline_set(arena, 1, &steps);
    double start = thread_seconds();
    arena_free(arena);
    while (thread_seconds() - start < 1.2) {
    }
    assert_false(deadline_is_over(&steps));
}

/* A thread with a deadline that another one ends. */
struct worker {
    struct arena *arena;
    unsigned long steps;
    atomic_bool is_set, is_freed;
};

static void *work(void *data) {
    struct worker *worker = data;
    deadline_set(worker->arena, 1, &worker->steps);
    atomic_store(&worker->is_set, true);
    while (!atomic_load(&worker->is_freed)) {
    }
    double start = thread_seconds();
    while (thread_seconds() - start < 1.2) {
    }
    return NULL;
}

static void another_thread_may_end_it(void **state) {
    (void)state;
    for (int fires = 0; fires < 2; fires++) {
        struct worker worker = { .arena = arena_new(), .steps = 1000 };
        pthread_t thread;
        assert_int_equal(pthread_create(&thread, NULL, work, &worker), 0);
        while (!atomic_load(&worker.is_set) || (fires && !deadline_is_over(&worker.steps))) {
            sched_yield();
        }
        arena_free(worker.arena);
        bool is_over = deadline_is_over(&worker.steps);
        assert_int_equal(is_over, fires);
        atomic_store(&worker.is_freed, true);
        pthread_join(thread, NULL);
        assert_int_equal(deadline_is_over(&worker.steps), is_over);
    }
    /* One whose thread is gone, too. */
    struct worker worker = { .arena = arena_new(), .steps = 1000, .is_freed = true };
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, work, &worker), 0);
    pthread_join(thread, NULL);
    arena_free(worker.arena);
}

int main(void) {
    deadline_setup();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steps_end_when_time_is_over),
        cmocka_unit_test(a_deadline_ends_with_its_arena),
        cmocka_unit_test(another_thread_may_end_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
