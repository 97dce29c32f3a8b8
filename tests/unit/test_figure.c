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

static void test_registry_numbers(void **state) {
    (void)state;
    assert_joined("riktlinjen (KS 2016-313) och AN 2023-165.", "riktlinjen (KS_2016-313) och AN_2023-165.");
    assert_joined("BoU 2021/12, ÄN 2019-7, SFS 2018:1937", "BoU_2021/12, ÄN_2019-7, SFS_2018:1937");
    assert_joined("År 2016-17, KS 2016, Ks 2016-3, ord 2016-3", "År 2016-17, KS 2016, Ks 2016-3, ord 2016-3");
    assert_joined("KOMMUNEN 2016-3, A1B 2016-3, 2016-3", "KOMMUNEN_2016-3, A1B 2016-3, 2016-3");
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
        cmocka_unit_test(test_registry_numbers), cmocka_unit_test(test_others) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
