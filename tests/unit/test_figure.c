/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "document/parse.h"

/* "_" stands for a no-break space. */
static void assert_joined(const char *text, const char *expected) {
    struct arena *arena = arena_new();
    char *wanted = arena_alloc(arena, 256);
    char *out = wanted;
    for (const char *at = expected; *at != '\0'; at++) {
        if (*at == '_') {
            *out++ = '\xC2';
            *out++ = '\xA0';
        } else {
            *out++ = *at;
        }
    }
    assert_string_equal(figures_join(arena, text), wanted);
    arena_free(arena);
}

static void test_amounts(void **state) {
    (void)state;
    assert_joined("kostar 1 000 000 kr om året", "kostar 1_000_000_kr om året");
    assert_joined("450 000 kronor, 12 % och 5 procent", "450_000_kronor, 12_% och 5_procent");
    assert_joined("700 kr.", "700_kr.");
}

static void test_dates(void **state) {
    (void)state;
    assert_joined("den 1 oktober 2021", "den 1_oktober_2021");
    assert_joined("30 juni", "30_juni");
    assert_joined("i maj 2023", "i maj_2023");
    assert_joined("Maj 2023, kalendermaj 2023, maj 20231", "Maj 2023, kalendermaj 2023, maj 20231");
}

/* Twins that look alike and must be left alone. */
static void test_others(void **state) {
    (void)state;
    assert_joined("2018 ingick 3 organisationer", "2018 ingick 3 organisationer");
    assert_joined("år 2021 200 personer", "år 2021 200 personer");
    assert_joined("5 kronobergare, 3 krav, 12 junior", "5 kronobergare, 3 krav, 12 junior");
    assert_joined("avsnitt 10 1000 gånger", "avsnitt 10 1000 gånger");
    assert_joined("", "");
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_amounts), cmocka_unit_test(test_dates),
        cmocka_unit_test(test_others) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
