/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "base/text.h"
#include "check/corpus.h"
#include "check/regex.h"

enum { LATIN_END = 0x100, UNICODE_END = 0x110000 };

static struct bytes bytes_of(const char *text, size_t size) {
    struct bytes bytes = { { 0 } };
    for (size_t i = 0; i < size; i++) {
        unsigned char byte = (unsigned char)text[i];
        bytes.bits[byte >> 6] |= (uint64_t)1 << (byte & 63);
    }
    return bytes;
}

/* PCRE2 is asked, for all of Unicode, what is the same as a character of Latin-1. */
static void what_stands_for_latin_is_known(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct findings *findings = findings_new(arena, LANGUAGE_SV);
    const struct regex *regex =
        regex_new(arena, "[\\x{1}-\\x{FF}]", false, (struct span){ 0 });
    const pcre2_code *code = regex_code(arena, regex, findings);
    assert_non_null(code);
    pcre2_match_data *data = pcre2_match_data_create_from_pattern(code, NULL);
    size_t count = 0;
    for (uint32_t c = LATIN_END; c < UNICODE_END; c++) {
        if (c >= 0xD800 && c < 0xE000) {
            continue;
        }
        CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
        buffer_codepoint(&text, c);
        if (pcre2_match(code, (PCRE2_SPTR)text.data, text.size, 0, 0, data, NULL) > 0) {
            struct bytes bytes = bytes_of(text.data, text.size);
            assert_true(bytes_may_stand_for_latin(&bytes));
            count++;
        }
    }
    assert_true(count >= 7);
    pcre2_match_data_free(data);
    arena_free(arena);
}

/* Else every pattern is tried on it. */
static void swedish_stands_for_itself(void **state) {
    (void)state;
    static const char swedish[] = "Åtta å 10 % – ”pärmar” och – öre…, 5 € á §3 Žižek, Łódź, Hadžić";
    struct bytes bytes = bytes_of(swedish, sizeof swedish - 1);
    assert_false(bytes_may_stand_for_latin(&bytes));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_stands_for_latin_is_known),
        cmocka_unit_test(swedish_stands_for_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
