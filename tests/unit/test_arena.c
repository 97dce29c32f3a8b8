/* SPDX-License-Identifier: EUPL-1.2
 *
 * arena.h, array.h and buffer.h.
 */
#include <setjmp.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/array.h"
#include "base/buffer.h"

static void memory_is_zeroed_aligned_and_apart(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    unsigned char *before = NULL;
    for (size_t size = 0; size < 3000; size++) {
        unsigned char *memory = arena_alloc(arena, size);
        assert_ptr_not_equal(memory, before);
        assert_int_equal((uintptr_t)memory % alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++) {
            assert_int_equal(memory[i], 0);
        }
        memset(memory, 0xFF, size);
        before = memory;
    }
    assert_int_equal(arena_size(arena), 2999 * 3000 / 2);
    unsigned char *large = arena_alloc(arena, 10 << 20);
    large[(10 << 20) - 1] = 1;
    arena_free(arena);
    arena_free(NULL);
}

static void strings_are_copied(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    assert_string_equal(arena_copy(arena, "abc", 2), "ab");
    assert_string_equal(arena_copy(arena, NULL, 0), "");
    assert_null(arena_string(arena, NULL));
    assert_string_equal(arena_string(arena, "å"), "å");
    assert_string_equal(arena_printf(arena, "%d %s", 7, "x"), "7 x");
    assert_string_equal(arena_printf(arena, "%s", ""), "");
    assert_string_equal(arena_join(arena, (const char *[]){ "a", "", "bc", NULL }), "abc");
    assert_string_equal(arena_join(arena, (const char *[]){ NULL }), "");
    arena_free(arena);
}

struct trace {
    char text[8];
    size_t count;
};

static struct trace trace;

static void note(void *object) {
    trace.text[trace.count++] = *(const char *)object;
}

static void the_adopted_go_last_in_first_out(void **state) {
    (void)state;
    static char names[] = "abc";
    struct arena *arena = arena_new();
    for (size_t i = 0; i < 3; i++) {
        assert_ptr_equal(arena_own(arena, &names[i], note), &names[i]);
    }
    assert_int_equal(trace.count, 0);
    arena_free(arena);
    assert_string_equal(trace.text, "cba");
}

static void an_array_grows(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    ARRAY_OF(size_t) numbers = { 0 };
    for (size_t i = 0; i < 1000; i++) {
        ARRAY_ADD(arena, numbers, i);
    }
    assert_int_equal(numbers.count, 1000);
    for (size_t i = 0; i < 1000; i++) {
        assert_int_equal(numbers.items[i], i);
    }
    arena_free(arena);
}

static void an_empty_buffer_is_an_empty_string(void **state) {
    (void)state;
    struct buffer buffer = BUFFER_EMPTY;
    assert_string_equal(buffer.data, "");
    buffer_put(&buffer, NULL, 0);
    buffer_repeat(&buffer, 'x', 0);
    buffer_puts(&buffer, "");
    buffer_truncate(&buffer, 0);
    assert_int_equal(buffer.capacity, 0);
    struct arena *arena = arena_new();
    assert_string_equal(buffer_take(arena, &buffer), "");
    arena_free(arena);
    buffer_done(&buffer);
}

static void a_buffer_holds_what_was_put(void **state) {
    (void)state;
    CLEANUP_BUFFER struct buffer buffer = BUFFER_EMPTY;
    buffer_puts(&buffer, "ab");
    buffer_putc(&buffer, 'c');
    buffer_put(&buffer, "d\0e", 3);
    buffer_repeat(&buffer, 'x', 3);
    buffer_printf(&buffer, "%03d", 7);
    assert_int_equal(buffer.size, 12);
    assert_memory_equal(buffer.data, "abcd\0exxx007", 13);
    buffer_truncate(&buffer, 2);
    assert_string_equal(buffer.data, "ab");
    for (int i = 0; i < 10000; i++) {
        buffer_putc(&buffer, 'y');
    }
    assert_int_equal(strlen(buffer.data), 10002);
    buffer_reserve(&buffer, 100000);
    assert_true(buffer.capacity > 110000);
    assert_int_equal(buffer.size, 10002);
    struct arena *arena = arena_new();
    char *taken = buffer_take(arena, &buffer);
    assert_int_equal(strlen(taken), 10002);
    assert_int_equal(buffer.size, 0);
    buffer_puts(&buffer, "på nytt");
    assert_string_equal(buffer.data, "på nytt");
    arena_free(arena);
}

static void code_points_become_utf8(void **state) {
    (void)state;
    CLEANUP_BUFFER struct buffer buffer = BUFFER_EMPTY;
    static const unsigned long points[] = { 'a', 0x7F, 0x80, 0x7FF, 0x800, 0xFFFF, 0x10000,
        0x10FFFF };
    for (size_t i = 0; i < sizeof points / sizeof *points; i++) {
        buffer_codepoint(&buffer, points[i]);
    }
    assert_string_equal(buffer.data,
        "a\x7F\xC2\x80\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBF\xF0\x90\x80\x80\xF4\x8F\xBF\xBF");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_zeroed_aligned_and_apart),
        cmocka_unit_test(strings_are_copied),
        cmocka_unit_test(the_adopted_go_last_in_first_out),
        cmocka_unit_test(an_array_grows),
        cmocka_unit_test(an_empty_buffer_is_an_empty_string),
        cmocka_unit_test(a_buffer_holds_what_was_put),
        cmocka_unit_test(code_points_become_utf8),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
