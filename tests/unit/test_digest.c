/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/digest.h"

/* The values are those of xxhsum -H128. */
static void test_known_values(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    assert_string_equal(digest_text(arena, "", 0), "99aa06d3014798d86001c324468d497f");
    assert_string_equal(digest_text(arena, "abc", 3), "06b05ab6733a618578af5f94892f3950");
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_known_values) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
