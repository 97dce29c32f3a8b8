/* SPDX-License-Identifier: EUPL-1.2
 *
 * Civil dates and months of the Gregorian calendar (ISO 8601), and how Swedish writes them. No
 * clock, no locale.
 */
#ifndef UNDERLAG_BASE_DATE_H
#define UNDERLAG_BASE_DATE_H

#include <stdbool.h>

#include "base/arena.h"

struct date {
    int year;  /* 1–9999 */
    int month; /* 1–12 */
    int day;   /* 1–31; 0 in a month without a day */
};

/* Reads "ÅÅÅÅ-MM-DD" and nothing else. False when it has another shape or is no day of the
 * calendar; `date` then holds the numbers read, or zeros when the shape is wrong. */
bool date_parse(const char *text, struct date *date);

/* Reads "ÅÅÅÅ-MM" likewise; the day is 0. */
bool date_parse_month(const char *text, struct date *date);

/* Days of the month. */
int date_month_length(int year, int month);

/* Days since 1970-01-01, and back. */
long date_to_days(struct date date);
struct date date_from_days(long days);

/* The same day `months` later (or earlier), at most the last of its month. The year may leave 1–9999;
 * before year 0 the result is all zeros. */
struct date date_add_months(struct date date, int months);

/* Whole months in the period from the first to the last day, both included: 2021-10-01 to
 * 2023-09-30 is 24. Negative when `to` lies before `from`. */
int date_months_between(struct date from, struct date to);

/* Whether the period from the first to the last day, both included, is whole months: the day after it has the
 * number of the first, or it ends with a month that has no such day (29 February to 28 February). */
bool date_are_whole_months(struct date from, struct date to);

/* "2021-10-01", "1 oktober 2021" (no-break space after the day), "oktober 2021", "oktober". */
char *date_iso(struct arena *arena, struct date date);
char *date_swedish(struct arena *arena, struct date date);
char *date_swedish_month(struct arena *arena, struct date date);
const char *date_month_name(int month);

/* The month of a Swedish name in any case ("Juli"), 0 when it is none. */
int date_month_number(const char *name);

#endif
