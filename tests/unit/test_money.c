/* SPDX-License-Identifier: EUPL-1.2
 *
 * tests/spec/money.txt.
 */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/money.h"
#include "base/text.h"

/* The text with the table's signs for spaces replaced, or the other way. */
static char *replace(struct arena *arena, const char *text, bool visible) {
    static const char *const pairs[][2] = { { "~", "\xC2\xA0" }, { "¬", "\xE2\x80\xAF" } };
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    while (*text != '\0') {
        size_t i = 0;
        while (i < 2 && !text_starts(text, pairs[i][visible])) {
            i++;
        }
        if (i < 2) {
            buffer_puts(&out, pairs[i][!visible]);
            text += strlen(pairs[i][visible]);
        } else {
            buffer_putc(&out, *text++);
        }
    }
    return buffer_take(arena, &out);
}

static const char *run(struct arena *arena, const char *function, const char *argument) {
    int64_t kronor = 0;
    if (strcmp(function, "parse") == 0) {
        return money_parse(argument, &kronor) ? arena_printf(arena, "%" PRId64, kronor) : "-";
    }
    if (strcmp(function, "guess") == 0) {
        return money_guess(argument, &kronor) ? arena_printf(arena, "%" PRId64, kronor) : "-";
    }
    int64_t number = strtoll(argument, NULL, 10);
    return strcmp(function, "group") == 0 ? money_group(arena, number)
                                          : money_swedish(arena, number);
}

static void every_line_of_the_table_holds(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    size_t size;
    char *table = file_read(
        arena, path_join(arena, getenv("UNDERLAG_SOURCE"), "tests/spec/money.txt"), &size);
    assert_non_null(table);
    size_t cases = 0;
    size_t failed = 0;
    char *rest = NULL;
    for (char *line = strtok_r(table, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        char *arrow = strstr(line, " => ");
        if (line[0] == '#' || arrow == NULL) {
            continue;
        }
        *arrow = '\0';
        char *function = strsep(&line, " ");
        const char *got = replace(arena, run(arena, function, replace(arena, line, false)), true);
        cases++;
        if (strcmp(got, arrow + 4) != 0) {
            print_error("%s %s: wanted %s, got %s\n", function, line, arrow + 4, got);
            failed++;
        }
    }
    assert_true(cases > 60);
    assert_int_equal(failed, 0);
    arena_free(arena);
}

static void what_is_written_can_be_read(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    for (int64_t number = 0; number <= MONEY_LARGEST; number = number * 7 + 1) {
        int64_t read = -1;
        assert_true(money_parse(money_swedish(arena, number), &read));
        assert_true(read == number);
    }
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_line_of_the_table_holds),
        cmocka_unit_test(what_is_written_can_be_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
