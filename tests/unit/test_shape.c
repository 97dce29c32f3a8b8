/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "check/shape.h"

/* Whether the text has the sequence. */
static bool has(const char *text, const char *written) {
    struct shapes wanted = { { 0 } };
    assert_true(shapes_add(&wanted, written));
    struct shapes shapes = shapes_of(text, strlen(text));
    return shapes_meet(&shapes, &wanted);
}

static void sequences_are_found_where_they_stand(void **state) {
    (void)state;
    assert_true(has("enOrd", "aA") && has("ett IOP", "AA") && has("3 000", "0 0"));
    assert_true(has("2-3", "0-") && has("2–3", "0-0") && has("2 \xE2\x80\x94 3", "0 -"));
    assert_true(has("a.B", "a.A") && has("ord ,", " :") && has("(3)x", "0:a") && has("och !", " ."));
    assert_true(has("åÅ", "aA") && has("äÖl", "aA") && has("ÅÄ", "AA") && has("1\u00A0000", "0 0"));
    assert_true(has("Aa", "Aa") && has("1:2", "0:0") && has("a/b", "a:a") && has("?!", ".."));
}

static void what_is_not_there_is_not_found(void **state) {
    (void)state;
    assert_false(has("Ett ord, och ett till.", "aA"));
    assert_false(has("a A", "aA") || has("A a", "AA") || has("3-000", "0 0") || has("30", "0 0"));
    assert_false(has("åä ÅÖ", "aA") || has("”ord”", "AA") || has("§ 3 · 4", "0 0"));
    assert_false(has("", "aA") || has("a", "aA") || has("aB", "0aA") || has("-2", "0-"));
}

/* Greek letters, an Arabic digit, a thin space: patterns know what kind they are, this does not. */
static void a_text_of_unsorted_characters_has_all(void **state) {
    (void)state;
    static const char *const texts[] = { "αΒ", "٣", "1\u2009000", "e\u0301", "\U0001F600", "ª" };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_true(has(texts[i], "aA") && has(texts[i], "0 0") && has(texts[i], " ."));
    }
}

static void a_single_kind_may_have_anything_before_it(void **state) {
    (void)state;
    assert_true(has("1", "0") && has("ett 2", "0") && has("a", "a") && has("EU’s", "AA'") && has("N'", "A'"));
    assert_true(has("3×4", "0'0") && has("6÷2", "0'0") && !has("3×4", "0A") && !has("6÷2", "0a"));
    assert_false(has("", "0") || has("ett", "0") || has("EU-s", "AA'") || has("ab", "A"));
}

static void a_sequence_is_one_to_three_kinds(void **state) {
    (void)state;
    struct shapes shapes = { { 0 } };
    static const char *const wrong[] = { "", "aAaA", "a?", "å", "xA", "bA", "\u00E5", "a+A" };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_false(shapes_add(&shapes, wrong[i]));
    }
    struct shapes none = { { 0 } };
    assert_memory_equal(&shapes, &none, sizeof none);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sequences_are_found_where_they_stand),
        cmocka_unit_test(what_is_not_there_is_not_found),
        cmocka_unit_test(a_text_of_unsorted_characters_has_all),
        cmocka_unit_test(a_single_kind_may_have_anything_before_it),
        cmocka_unit_test(a_sequence_is_one_to_three_kinds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
