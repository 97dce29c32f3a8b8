/* SPDX-License-Identifier: EUPL-1.2
 *
 * Day numbers by counting from 1 March, so that the leap day comes last in its year.
 */
#include "base/date.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

#include "base/text.h"

static const char *const month_names[] = { "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december" };

/* `count` digits as a number, -1 when there are not that many. */
static int digits(const char *text, int count) {
    int value = 0;
    for (int i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return -1;
        }
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

int date_month_length(int year, int month) {
    static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : lengths[month - 1];
}

static bool read_month(const char *text, struct date *date) {
    *date = (struct date){ 0 };
    int year = digits(text, 4);
    if (year < 0 || text[4] != '-') {
        return false;
    }
    int month = digits(text + 5, 2);
    if (month < 0) {
        return false;
    }
    date->year = year;
    date->month = month;
    return true;
}

bool date_parse_month(const char *text, struct date *date) {
    if (!read_month(text, date) || text[7] != '\0') {
        *date = (struct date){ 0 };
        return false;
    }
    return date->year >= 1 && date->month >= 1 && date->month <= 12;
}

bool date_parse(const char *text, struct date *date) {
    if (!read_month(text, date) || text[7] != '-' || digits(text + 8, 2) < 0 || text[10] != '\0') {
        *date = (struct date){ 0 };
        return false;
    }
    date->day = digits(text + 8, 2);
    return date->year >= 1 && date->month >= 1 && date->month <= 12 && date->day >= 1
           && date->day <= date_month_length(date->year, date->month);
}

long date_to_days(struct date date) {
    long year = date.month <= 2 ? date.year - 1 : date.year;
    long month = date.month <= 2 ? date.month + 9 : date.month - 3;
    long era = (year >= 0 ? year : year - 399) / 400;
    long year_of_era = year - era * 400;
    long day_of_year = (153 * month + 2) / 5 + date.day - 1;
    long day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

struct date date_from_days(long days) {
    days += 719468;
    long era = (days >= 0 ? days : days - 146096) / 146097;
    long day_of_era = days - era * 146097;
    long year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    long day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    long month = (5 * day_of_year + 2) / 153;
    struct date date = { .month = (int)(month < 10 ? month + 3 : month - 9),
        .day = (int)(day_of_year - (153 * month + 2) / 5 + 1) };
    date.year = (int)(year_of_era + era * 400 + (date.month <= 2));
    return date;
}

struct date date_add_months(struct date date, int months) {
    int total = date.year * 12 + date.month - 1 + months;
    if (total < 0) {
        return (struct date){ 0 }; /* before the calendar */
    }
    struct date moved = { .year = total / 12, .month = total % 12 + 1, .day = date.day };
    if (moved.day > 0) {
        int length = date_month_length(moved.year, moved.month);
        moved.day = moved.day < length ? moved.day : length;
    }
    return moved;
}

int date_months_between(struct date from, struct date to) {
    if (date_to_days(to) < date_to_days(from)) {
        return -date_months_between(to, from);
    }
    struct date end = date_from_days(date_to_days(to) + 1);
    int months = (end.year - from.year) * 12 + end.month - from.month;
    if (date_to_days(date_add_months(from, months)) > date_to_days(end)) {
        months--;
    }
    return months;
}

bool date_are_whole_months(struct date from, struct date to) {
    struct date behind = date_from_days(date_to_days(to) + 1);
    return from.day == behind.day || (behind.day == 1 && from.day > to.day);
}

char *date_iso(struct arena *arena, struct date date) {
    return date.day == 0 ? arena_printf(arena, "%04d-%02d", date.year, date.month)
                         : arena_printf(arena, "%04d-%02d-%02d", date.year, date.month, date.day);
}

const char *date_month_name(int month) {
    assert(month >= 1 && month <= 12);
    return month_names[month - 1];
}

int date_month_number(const char *name) {
    struct arena *arena = arena_new();
    const char *folded = text_fold(arena, name);
    int number = 0;
    for (size_t i = 0; i < sizeof month_names / sizeof *month_names; i++) {
        if (strcmp(folded, month_names[i]) == 0) {
            number = (int)i + 1;
        }
    }
    arena_free(arena);
    return number;
}

char *date_swedish(struct arena *arena, struct date date) {
    return arena_printf(
        arena, "%d" TEXT_NBSP "%s %d", date.day, date_month_name(date.month), date.year);
}

char *date_swedish_month(struct arena *arena, struct date date) {
    return arena_printf(arena, "%s %d", date_month_name(date.month), date.year);
}
