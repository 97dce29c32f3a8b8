/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cmd/progress.h"

/* What is written when so many of 1000 are done, so many milliseconds after the beginning. */
static void assert_line(
    struct progress *progress, size_t done, int64_t after, const char *expected) {
    CLEANUP_BUFFER struct buffer line = BUFFER_EMPTY;
    progress_line(progress, done, progress->begun + after, &line);
    assert_string_equal(line.data, expected);
}

static void test_patience(void **state) {
    (void)state;
    struct progress progress = { .total = 1000, .begun = 70000, .language = LANGUAGE_SV };
    assert_line(&progress, 20, 499, "");
    assert_false(progress.shown);
    assert_line(&progress, 21, 500, "\r\033[K21 av 1000 definitioner");
    assert_true(progress.shown);
    assert_line(&progress, 22, 599, "");
    assert_line(&progress, 25, 600, "\r\033[K25 av 1000 definitioner");
}

/* The last one needs no line: what comes next is the answer. */
static void test_last(void **state) {
    (void)state;
    struct progress progress = { .total = 1000, .language = LANGUAGE_EN };
    assert_line(&progress, 999, 9000, "\r\033[K999 of 1000 definitions");
    assert_line(&progress, 1000, 9900, "");
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_patience), cmocka_unit_test(test_last) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
