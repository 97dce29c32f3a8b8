/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "report/source.h"

static struct arena *arena;

static const struct source *source_of(const char *text) {
    return source_new(arena, "a", text, strlen(text));
}

static void assert_place(const struct source *source, size_t offset, size_t line, size_t column) {
    struct position position = source_position(source, offset);
    assert_int_equal(position.line, line);
    assert_int_equal(position.column, column);
}

static void a_byte_order_mark_is_no_text(void **state) {
    (void)state;
    const struct source *source = source_of("\xEF\xBB\xBF" "a: 1\n");
    assert_int_equal(source->size, 5);
    assert_string_equal(source->text, "a: 1\n");
    assert_place(source, 0, 1, 1);
}

static void an_empty_text_has_a_line(void **state) {
    (void)state;
    const struct source *source = source_of("");
    size_t size = 9;
    assert_int_equal(source->line_count, 1);
    source_line(source, 1, &size);
    assert_int_equal(size, 0);
    assert_place(source, 0, 1, 1);
    assert_place(source, 100, 1, 1);
}

static void lines_come_without_their_break(void **state) {
    (void)state;
    const struct source *source = source_of("å\r\nb\n\nc");
    static const size_t sizes[] = { 2, 1, 0, 1 };
    assert_int_equal(source->line_count, 4);
    for (size_t i = 0; i < 4; i++) {
        size_t size;
        source_line(source, i + 1, &size);
        assert_int_equal(size, sizes[i]);
    }
    assert_place(source, 2, 1, 2); /* the carriage return */
    assert_place(source, 4, 2, 1);
    assert_place(source, 6, 3, 1);
    assert_place(source, 7, 4, 1);
    assert_place(source, 8, 4, 2);
}

static void offsets_and_places_agree(void **state) {
    (void)state;
    const struct source *source = source_of("aå漢\n😀e\xCC\x81\n\nslut");
    for (size_t offset = 0; offset <= source->size; offset++) {
        bool inside = offset < source->size && ((unsigned char)source->text[offset] & 0xC0) == 0x80;
        struct position position = source_position(source, offset);
        if (!inside) {
            assert_int_equal(source_offset(source, position.line, position.column), offset);
        }
    }
    assert_int_equal(source_offset(source, 1, 99), 6); /* the end of the line */
    assert_int_equal(source_offset(source, 99, 1), source->size);
}

static int setup(void **state) {
    (void)state;
    arena = arena_new();
    return 0;
}

static int teardown(void **state) {
    (void)state;
    arena_free(arena);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = { TEST(a_byte_order_mark_is_no_text),
        TEST(an_empty_text_has_a_line), TEST(lines_come_without_their_break),
        TEST(offsets_and_places_agree) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
