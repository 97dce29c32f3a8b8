/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/jobs.h"

enum { JOBS = 1000 };

struct work {
    size_t results[JOBS];
    size_t reported;
    size_t out_of_order;
};

static void square(void *context, size_t job) {
    struct work *work = context;
    volatile size_t spin = job % 7 == 0 ? 20000 : 10;
    while (spin > 0) {
        spin--;
    }
    work->results[job] = job * job;
}

static void report(void *context, size_t job) {
    struct work *work = context;
    work->out_of_order += job != work->reported || work->results[job] != job * job;
    work->reported++;
}

static void every_job_is_done_once_and_told_in_order(void **state) {
    (void)state;
    static const size_t threads[] = { 1, 2, 7, 64, 1000, 0 };
    static const size_t counts[] = { 0, 1, 2, 63, 64, 65, JOBS };
    for (size_t i = 0; i < sizeof threads / sizeof *threads; i++) {
        for (size_t j = 0; j < sizeof counts / sizeof *counts; j++) {
            struct work work = { .reported = 0 };
            jobs_run(counts[j], threads[i], &work, square, report);
            assert_int_equal(work.reported, counts[j]);
            assert_int_equal(work.out_of_order, 0);
            jobs_run(counts[j], threads[i], &work, square, NULL);
        }
    }
    assert_true(jobs_processors() >= 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_job_is_done_once_and_told_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
