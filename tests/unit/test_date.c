/* SPDX-License-Identifier: EUPL-1.2
 *
 * tests/spec/dates.txt.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/date.h"
#include "base/file.h"

static struct date read_date(const char *text) {
    struct date date;
    assert_true(date_parse(text, &date) || date_parse_month(text, &date));
    return date;
}

/* What the table writes for a no-break space. */
static char *visible(char *text) {
    char *out = text;
    for (const char *in = text; *in != '\0'; in++) {
        if (strncmp(in, "\xC2\xA0", 2) == 0) {
            *out++ = '~';
            in++;
        } else {
            *out++ = *in;
        }
    }
    *out = '\0';
    return text;
}

static const char *run(struct arena *arena, const char *function, const char *a, const char *b) {
    struct date date;
    if (strcmp(function, "parse") == 0) {
        return date_parse(a, &date) ? date_iso(arena, date) : "-";
    }
    if (strcmp(function, "month") == 0) {
        return date_parse_month(a, &date) ? date_iso(arena, date) : "-";
    }
    if (strcmp(function, "days") == 0) {
        return arena_printf(arena, "%ld", date_to_days(read_date(a)));
    }
    if (strcmp(function, "add") == 0) {
        return date_iso(arena, date_add_months(read_date(a), atoi(b)));
    }
    if (strcmp(function, "between") == 0) {
        return arena_printf(arena, "%d", date_months_between(read_date(a), read_date(b)));
    }
    if (strcmp(function, "swedish") == 0) {
        return visible(date_swedish(arena, read_date(a)));
    }
    if (strcmp(function, "swedish-month") == 0) {
        return visible(date_swedish_month(arena, read_date(a)));
    }
    int number = date_month_number(a);
    return number != 0 ? arena_printf(arena, "%d", number) : "-";
}

static void every_line_of_the_table_holds(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    size_t size;
    char *table = file_read(
        arena, path_join(arena, getenv("UNDERLAG_SOURCE"), "tests/spec/dates.txt"), &size);
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
        char *first = strsep(&line, " ");
        const char *got = run(arena, function, first, line);
        cases++;
        if (strcmp(got, arrow + 4) != 0) {
            print_error("%s %s %s: wanted %s, got %s\n", function, first, line != NULL ? line : "",
                arrow + 4, got);
            failed++;
        }
    }
    assert_true(cases > 60);
    assert_int_equal(failed, 0);
    arena_free(arena);
}

static void numbers_of_a_refused_date_are_told(void **state) {
    (void)state;
    struct date date;
    assert_false(date_parse("2023-02-30", &date));
    assert_int_equal(date.year, 2023);
    assert_int_equal(date.month, 2);
    assert_int_equal(date.day, 30);
    assert_false(date_parse("2023-02-3x", &date));
    assert_int_equal(date.year + date.month + date.day, 0);
}

static void days_and_dates_are_inverse(void **state) {
    (void)state;
    struct date before = date_from_days(-719162 - 1);
    for (long day = -719162; day <= 2932896; day++) {
        struct date date = date_from_days(day);
        assert_int_equal(date_to_days(date), day);
        bool next = date.day == before.day + 1 && date.month == before.month;
        assert_true(next || date.day == 1);
        assert_true(date.day <= date_month_length(date.year, date.month));
        before = date;
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_line_of_the_table_holds),
        cmocka_unit_test(numbers_of_a_refused_date_are_told),
        cmocka_unit_test(days_and_dates_are_inverse),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
