/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "base/text.h"

static void broken_utf8_is_found_at_its_byte(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        size_t size;
        size_t fault;
    } cases[] = {
        { "", 0, 0 },
        { "abc", 3, 3 },
        { "åäö–😀", 13, 13 },
        { "12345678å", 10, 10 },
        { "abc\xE5", 4, 3 },
        { "1234567\xE5"
          "abcdefgh",
            16, 7 },
        { "12345678\xE5"
          "abcdefgh",
            17, 8 },
        { "\xC0\x80", 2, 0 }, /* overlong NUL */
        { "\xC1\xBF", 2, 0 },
        { "\xE0\x9F\xBF", 3, 0 }, /* overlong */
        { "\xF0\x8F\xBF\xBF", 4, 0 },
        { "\xED\x9F\xBF", 3, 3 }, /* last before the surrogates */
        { "\xED\xA0\x80", 3, 0 }, /* a surrogate */
        { "\xEE\x80\x80", 3, 3 },
        { "\xF4\x8F\xBF\xBF", 4, 4 }, /* U+10FFFF */
        { "\xF4\x90\x80\x80", 4, 0 },
        { "\x80", 1, 0 },
        { "a\xC3", 2, 1 },
        { "a\xE2\x80", 3, 1 },
        { "a\xF0\x9F\x98", 4, 1 },
        { "\xFF", 1, 0 },
        { "a\0b", 3, 3 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(text_fault(cases[i].bytes, cases[i].size), cases[i].fault);
    }
}

static void every_scalar_value_is_decoded(void **state) {
    (void)state;
    for (unsigned long c = 1; c <= 0x10FFFF; c++) {
        if (c >= 0xD800 && c <= 0xDFFF) {
            continue;
        }
        CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
        buffer_codepoint(&text, c);
        uint32_t got = 0;
        if (text_next(text.data, &got) != text.size || got != c
            || text_fault(text.data, text.size) != text.size
            || text_count(text.data, text.size) != 1) {
            fail_msg("U+%04lX", c);
        }
    }
    uint32_t got = 1;
    assert_int_equal(text_next("", &got), 0);
}

static bool is_refused(unsigned long c) {
    return (c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7F && c <= 0x9F)
           || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E
           || c == 0x200F || c == 0x061C || c == 0xFEFF || c == 0xFFFC
           || (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE;
}

static void control_characters_are_found_wherever_they_stand(void **state) {
    (void)state;
    for (unsigned long c = 1; c <= 0x10FFFF; c += c < 0x3100 || c > 0xF900 ? 1 : 97) {
        if (c >= 0xD800 && c <= 0xDFFF) {
            continue;
        }
        for (size_t before = 0; before < 10; before += before < 8 ? 7 : 1) {
            CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
            buffer_repeat(&text, 'x', before);
            buffer_codepoint(&text, c);
            buffer_puts(&text, "yyyyyyyyyyyy");
            size_t wanted = is_refused(c) ? before : text.size;
            if (text_control(text.data, text.size) != wanted) {
                fail_msg("U+%04lX after %zu", c, before);
            }
        }
    }
    assert_int_equal(text_control("ab\0c", 4), 2);
    assert_int_equal(text_control("12345678\0", 9), 8);
    assert_int_equal(text_control("", 0), 0);
    assert_int_equal(text_control("å", 2), 2);
}

static void text_is_composed(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    const char *plain = "”åäö” – det’s";
    assert_ptr_equal(text_nfc(arena, plain), plain);
    assert_ptr_equal(text_nfc(arena, ""), "");
    const char *latin = "žš";
    assert_string_equal(text_nfc(arena, latin), latin);
    for (size_t before = 0; before < 40; before++) {
        const char *wide = arena_printf(arena, "%*sa\xCC\x8A, and so on to the end of the stride", (int)before, "");
        const char *composed = arena_printf(arena, "%*så, and so on to the end of the stride", (int)before, "");
        assert_string_equal(text_nfc(arena, wide), composed);
    }
    assert_string_equal(text_nfc(arena, "–a\xCC\x8A"), "–å");
    assert_string_equal(text_nfc(arena, "x\xE2\x80\x80y"), "x\xE2\x80\x82y"); /* en quad */
    assert_string_equal(text_nfc(arena, "\xE2\x84\xAB"), "Å"); /* the ångström sign */
    assert_string_equal(text_nfc(arena, "\xCD\xBE"), ";");
    assert_string_equal(text_nfc(arena, "a\xCC\x81\xCC\xA3"), "ạ\xCC\x81"); /* the dot below comes first */
    assert_string_equal(text_nfc(arena, "\xE1\x84\x80\xE1\x85\xA1"), "가");
    arena_free(arena);
}

/* Texts that are looked at in blocks are what they are character by character. */
static void blocks_hide_nothing(void **state) {
    (void)state;
    static const char *const fillings[] = { "x", "å", "xå", "åx", "–", "xyå§\n\t" };
    static const struct {
        const char *bytes;
        bool valid, refused, composed;
    } odd[] = { { "§", true, false, true }, { "\xC2\x85", true, true, true },
        { "\xCC\x8A", true, false, false }, { "\x1B", true, true, true }, { "\x7F", true, true, true },
        { "\xE2\x80\xAE", true, true, true }, { "\xD8\x9C", true, true, true }, { "\r", true, true, true },
        { "\xC3", false, false, true }, { "\xA5", false, false, true }, { "\xC3\xA5\xA5", false, false, true },
        { "\xE2\x80", false, false, true }, { "\xFF", false, false, true } };
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        for (size_t count = 0; count < 120; count++) {
            CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
            const char *filling = fillings[count % (sizeof fillings / sizeof *fillings)];
            for (size_t j = 0; j < count / 2; j++) {
                buffer_puts(&text, filling);
            }
            buffer_puts(&text, "a");
            size_t before = text.size;
            size_t letters = text_count(text.data, text.size);
            buffer_puts(&text, odd[i].bytes);
            buffer_puts(&text, filling[0] == 'x' ? "" : "bbbbbbbbbbbbbbbbbbbbbbbb");
            size_t fault = before + (odd[i].bytes[0] == '\xC3' && odd[i].bytes[1] != '\0' ? 2 : 0);
            assert_int_equal(text_fault(text.data, text.size), odd[i].valid ? text.size : fault);
            if (odd[i].valid) {
                assert_int_equal(text_control(text.data, text.size), odd[i].refused ? before : text.size);
                assert_true((text_nfc(arena, text.data) == text.data) == odd[i].composed);
                size_t behind = filling[0] == 'x' ? 0 : 24;
                assert_int_equal(text_count(text.data, text.size), letters + 1 + behind);
            }
        }
    }
    CLEANUP_BUFFER struct buffer many = BUFFER_EMPTY;
    for (size_t i = 0; i < 5000; i++) {
        buffer_puts(&many, "åa");
        assert_int_equal(text_count(many.data, many.size), 2 * (i + 1));
    }
    arena_free(arena);
}

static void width_is_in_cells(void **state) {
    (void)state;
    assert_int_equal(text_width("åäö", 6), 3);
    assert_int_equal(text_width("a\xCC\x8A", 3), 1);
    assert_int_equal(text_width("漢字", 6), 4);
    assert_int_equal(text_width("abc", 2), 2);
    assert_int_equal(text_count("åäö", 6), 3);
    CLEANUP_BUFFER struct buffer many = BUFFER_EMPTY;
    for (size_t i = 0; i < 1000; i++) {
        buffer_puts(&many, "å");
        assert_int_equal(text_count(many.data, many.size), i + 1);
    }
}

static void case_changes_in_the_first_letter_only(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    assert_string_equal(text_upper_first(arena, "övrigt Å"), "Övrigt Å");
    assert_string_equal(text_lower_first(arena, "Övrigt Å"), "övrigt Å");
    assert_string_equal(text_lower_first(arena, "Ö"), "ö");
    assert_string_equal(text_lower_first(arena, "ÖEB"), "ÖEB");
    assert_string_equal(text_lower_first(arena, ""), "");
    assert_string_equal(text_upper_first(arena, ""), "");
    assert_string_equal(text_upper_first(arena, "1a"), "1a");
    assert_string_equal(text_fold(arena, "ÅÄÖ ß"), "åäö ss");
    arena_free(arena);
}

static void identifiers_are_ascii(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    static const char *const slugs[][2] = { { "Övergripande syfte", "overgripande-syfte" },
        { "  a -- b  ", "a-b" }, { "Åäö é ñ", "aao-e-n" }, { "2 kap. 3 §", "2-kap-3" },
        { "", "avsnitt" }, { "–", "avsnitt" }, { "漢", "avsnitt" }, { "ABC", "abc" } };
    for (size_t i = 0; i < sizeof slugs / sizeof *slugs; i++) {
        assert_string_equal(text_slug(arena, slugs[i][0]), slugs[i][1]);
    }
    for (unsigned long c = 0xC0; c <= 0xFF; c++) {
        /* The snowman is no letter, but with it utf8proc is asked. */
        CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
        buffer_puts(&text, "A");
        buffer_codepoint(&text, c);
        buffer_puts(&text, "b");
        const char *slug = text_slug(arena, text.data);
        buffer_puts(&text, "☃");
        assert_string_equal(slug, text_slug(arena, text.data));
    }
    static const char *const anchors[][2] = { { "Övergripande syfte", "övergripande-syfte" },
        { "A & B", "a--b" }, { "2. Mål (kort)", "2-mål-kort" }, { "a_b-c", "a_b-c" }, { "", "" } };
    for (size_t i = 0; i < sizeof anchors / sizeof *anchors; i++) {
        assert_string_equal(text_anchor(arena, anchors[i][0]), anchors[i][1]);
    }
    arena_free(arena);
}

static void ends_are_compared_and_trimmed(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    assert_true(text_starts("abc", "ab"));
    assert_true(text_starts("abc", ""));
    assert_false(text_starts("ab", "abc"));
    assert_true(text_ends("abc", "bc"));
    assert_true(text_ends("abc", ""));
    assert_false(text_ends("bc", "abc"));
    assert_true(text_equal("å", "å"));
    const char *found = "a]b]:c";
    assert_ptr_equal(text_find(found, 6, "]:"), found + 3);
    assert_null(text_find(found, 4, "]:"));
    assert_null(text_find(found, 0, "]:"));
    assert_string_equal(text_trim(arena, " \t\n\xC2\xA0"
                                         "a b\r\n "),
        "a b");
    assert_string_equal(text_trim(arena, "  "), "");
    assert_string_equal(text_trim(arena, "à"), "à"); /* its second byte is that of U+00A0 */
    assert_true(text_is_blank(NULL));
    assert_true(text_is_blank(""));
    assert_true(text_is_blank(" \n\xC2\xA0"));
    assert_false(text_is_blank(" x"));
    arena_free(arena);
}

static void edits_are_counted(void **state) {
    (void)state;
    static const struct {
        const char *a;
        const char *b;
        size_t limit;
        size_t distance;
    } cases[] = {
        { "målgrupp", "malgrupp", 3, 0 },
        { "MÅLGRUPP", "målgrupp", 3, 0 },
        { "abc", "abc", 3, 0 },
        { "abc", "abd", 3, 1 },
        { "abc", "ab", 3, 1 },
        { "abc", "xabc", 3, 1 },
        { "abc", "acb", 3, 1 },
        { "abcd", "badc", 3, 2 },
        { "", "abc", 3, 3 },
        { "", "", 3, 0 },
        { "abc", "xyz", 2, 3 },
        { "kitten", "sitting", 9, 3 },
        { "abcdefgh", "hgfedcba", 2, 3 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(text_distance(cases[i].a, cases[i].b, cases[i].limit), cases[i].distance);
        assert_int_equal(text_distance(cases[i].b, cases[i].a, cases[i].limit), cases[i].distance);
    }
    assert_int_equal(text_distance("ab", "ba", 0), 1);
    assert_int_equal(text_distance("abcdef", "badcfe", 3), 3);
    CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
    buffer_repeat(&text, 'x', 100000);
    assert_int_equal(text_distance(text.data, "x", 3), 4);
    /* A character that is cut off, with more behind the end of the string. */
    assert_int_equal(text_distance("buil\xF0\0\0\0d", "build", 3), 4);
    assert_int_equal(text_distance("build", "buil\xE5", 3), 4);
}

static void letters_make_words(void **state) {
    (void)state;
    assert_true(text_is_letter('a'));
    assert_true(text_is_letter(0xE5));
    assert_true(text_is_letter('7'));
    assert_true(text_is_letter(0x301));
    assert_false(text_is_letter(' '));
    assert_false(text_is_letter('-'));
    assert_false(text_is_letter(0x2013));
    assert_false(text_is_letter(0xA0));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(broken_utf8_is_found_at_its_byte),
        cmocka_unit_test(every_scalar_value_is_decoded),
        cmocka_unit_test(control_characters_are_found_wherever_they_stand),
        cmocka_unit_test(text_is_composed),
        cmocka_unit_test(blocks_hide_nothing),
        cmocka_unit_test(width_is_in_cells),
        cmocka_unit_test(case_changes_in_the_first_letter_only),
        cmocka_unit_test(identifiers_are_ascii),
        cmocka_unit_test(ends_are_compared_and_trimmed),
        cmocka_unit_test(edits_are_counted),
        cmocka_unit_test(letters_make_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
