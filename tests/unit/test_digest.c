/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/digest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* The values of XXH3's own specification: no bytes, and the same on every machine. */
static void test_known(void **state) {
    (void)state;
    char text[DIGEST_TEXT_SIZE];
    digest_write(digest_of("", 0), text);
    assert_string_equal(text, "99aa06d3014798d86001c324468d497f");
}

static void test_pieces(void **state) {
    (void)state;
    static const char bytes[5000] = { 1, 2, 3 };
    struct digester digester;
    digester_init(&digester);
    for (size_t i = 0; i < sizeof bytes; i += 500) {
        digester_add(&digester, bytes + i, 500);
    }
    assert_true(digest_equal(digester_get(&digester), digest_of(bytes, sizeof bytes)));
    assert_false(digest_is_none(digester_get(&digester)));
}

static struct digest of_strings(const char *first, const char *second) {
    struct digester digester;
    digester_init(&digester);
    digester_add_string(&digester, first);
    digester_add_string(&digester, second);
    return digester_get(&digester);
}

static void test_strings(void **state) {
    (void)state;
    assert_false(digest_equal(of_strings("ab", "c"), of_strings("a", "bc")));
    assert_false(digest_equal(of_strings("", NULL), of_strings(NULL, "")));
    assert_false(digest_equal(of_strings("", NULL), of_strings("", "")));
    struct digest a = digest_of("a", 1);
    struct digest b = digest_of("b", 1);
    assert_false(digest_equal(digest_join(a, b), digest_join(b, a)));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known),
        cmocka_unit_test(test_pieces),
        cmocka_unit_test(test_strings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
