/* SPDX-License-Identifier: EUPL-1.2
 *
 * Known differences, and thousands of small made-up ones whose hunks are applied again.
 */
#include "base/diff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct diff_text text(const char *bytes) {
    return (struct diff_text){ bytes, strlen(bytes) };
}

static void expect(const char *before, const char *after, const char *wanted) {
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    assert_int_equal(diff_lines(text(before), text(after), &out), wanted[0] != '\0');
    assert_string_equal(out.data, wanted);
}

static void test_known(void **state) {
    (void)state;
    expect("", "", "");
    expect("a\n", "a\n", "");
    expect("", "a\n", "@@ -0,0 +1,1 @@\n+a\n");
    expect("a\n", "", "@@ -1,1 +0,0 @@\n-a\n");
    expect("a\nb\nc\n", "a\nx\nc\n", "@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n");
    expect("a\nb", "a\nb\n",
        "@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n");
    expect("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "x\n1\n2\n3\n4\n5\n6\n7\n8\n",
        "@@ -1,3 +1,4 @@\n+x\n 1\n 2\n 3\n@@ -6,4 +7,3 @@\n 6\n 7\n 8\n-9\n");
}

/* Applies hunks to `before`; gives the text they lead to. */
static void apply(const char *before, const char *hunks, struct buffer *after) {
    size_t line = 1;
    while (*hunks != '\0') {
        size_t first = 0;
        size_t count = 0;
        if (*hunks == '@') {
            assert_int_equal(sscanf(hunks, "@@ -%zu,%zu", &first, &count), 2);
            for (first += count == 0; line < first; line++) {
                size_t size = strcspn(before, "\n") + 1;
                buffer_put(after, before, size);
                before += size;
            }
        } else {
            size_t size = strcspn(hunks + 1, "\n") + 1;
            if (*hunks != '-') {
                buffer_put(after, hunks + 1, size);
            }
            if (*hunks != '+') {
                assert_memory_equal(before, hunks + 1, size);
                before += size;
                line++;
            }
        }
        hunks += strcspn(hunks, "\n") + 1;
    }
    buffer_puts(after, before);
}

static void put_lines(struct buffer *out, uint32_t *random, size_t most) {
    *random = *random * 1664525 + 1013904223;
    for (size_t left = (*random >> 8) % most; left > 0; left--) {
        *random = *random * 1664525 + 1013904223;
        buffer_printf(out, "%u\n", (*random >> 16) % 4);
    }
}

static void test_applied(void **state) {
    (void)state;
    uint32_t random = 1;
    for (size_t i = 0; i < 20000; i++) {
        CLEANUP_BUFFER struct buffer before = BUFFER_EMPTY;
        CLEANUP_BUFFER struct buffer after = BUFFER_EMPTY;
        CLEANUP_BUFFER struct buffer hunks = BUFFER_EMPTY;
        CLEANUP_BUFFER struct buffer applied = BUFFER_EMPTY;
        put_lines(&before, &random, 24);
        put_lines(&after, &random, 24);
        diff_lines(text(before.data), text(after.data), &hunks);
        apply(before.data, hunks.data, &applied);
        assert_string_equal(applied.data, after.data);
    }
}

/* Texts without a line in common, longer than the shortest script is looked for. */
static void test_far_apart(void **state) {
    (void)state;
    CLEANUP_BUFFER struct buffer before = BUFFER_EMPTY;
    CLEANUP_BUFFER struct buffer after = BUFFER_EMPTY;
    CLEANUP_BUFFER struct buffer hunks = BUFFER_EMPTY;
    CLEANUP_BUFFER struct buffer applied = BUFFER_EMPTY;
    for (size_t i = 0; i < 5000; i++) {
        buffer_printf(&before, "a%zu\n", i);
        buffer_printf(&after, "b%zu\n", i);
    }
    assert_true(diff_lines(text(before.data), text(after.data), &hunks));
    apply(before.data, hunks.data, &applied);
    assert_string_equal(applied.data, after.data);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known),
        cmocka_unit_test(test_applied),
        cmocka_unit_test(test_far_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
