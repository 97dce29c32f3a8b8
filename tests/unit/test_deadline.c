/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
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

int main(void) {
    deadline_setup();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steps_end_when_time_is_over),
        cmocka_unit_test(a_deadline_ends_with_its_arena),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
