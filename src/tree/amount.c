/* SPDX-License-Identifier: EUPL-1.2 */
#include "tree/amount.h"

#include <libxml/xpathInternals.h>
#include <limits.h>
#include <stdlib.h>

#include "base/array.h"
#include "tree/node.h"

/* The amount from a day on. */
struct change {
    long day;
    size_t place; /* in the list: of two for one day the later one counts */
    double amount;
};

struct changes {
    struct change *items;
    size_t count;
    size_t capacity;
};

static int by_day(const void *left, const void *right) {
    const struct change *a = left;
    const struct change *b = right;
    int order = (a->day > b->day) - (a->day < b->day);
    return order != 0 ? order : (a->place > b->place) - (a->place < b->place);
}

static double number_of(const xmlNode *node) {
    return xmlXPathCastNodeToNumber((xmlNode *)(size_t)node);
}

/* The nearest `ändras` above the amount, and in `name` what the amount is called there; NULL: none. */
static const xmlNode *find_list(const xmlNode *amount, const char **name) {
    const xmlNode *child = amount;
    for (const xmlNode *above = node_parent(amount); above != NULL; above = node_parent(above)) {
        const xmlNode *list = node_kind(above) == NODE_MAPPING ? node_child(above, "ändras") : NULL;
        if (list != NULL && list != child) {
            *name = node_name(child);
            return list;
        }
        child = above;
    }
    return NULL;
}

/* What the amount is at first and after each change, by day. */
static struct changes read_changes(struct arena *arena, const xmlNode *amount) {
    struct changes changes = { 0 };
    const char *name = NULL;
    const xmlNode *list = find_list(amount, &name);
    ARRAY_ADD(arena, changes, (struct change){ .day = LONG_MIN, .amount = number_of(amount) });
    for (const xmlNode *item = list != NULL ? node_first(list) : NULL; item != NULL;
         item = node_next(item)) {
        const char *from = node_kind(item) == NODE_MAPPING ? node_child_text(item, "från") : NULL;
        const xmlNode *later = from != NULL ? node_child(item, name) : NULL;
        struct date day;
        if (later != NULL && date_parse(from, &day)) {
            struct change change = { .day = date_to_days(day),
                .place = changes.count,
                .amount = number_of(later) };
            ARRAY_ADD(arena, changes, change);
        }
    }
    qsort(changes.items, changes.count, sizeof *changes.items, by_day);
    return changes;
}

static double amount_at(const struct changes *changes, struct date day) {
    size_t last = 0;
    while (last + 1 < changes->count && changes->items[last + 1].day <= date_to_days(day)) {
        last++;
    }
    return changes->items[last].amount;
}

static double amount_on(struct arena *arena, const xmlNode *amount, struct date day) {
    struct changes changes = read_changes(arena, amount);
    return amount_at(&changes, day);
}

/* Years from the first to the last day, both included. */
static double years_between(long first, long last) {
    struct date from = date_from_days(first);
    struct date to = date_from_days(last);
    return date_are_whole_months(from, to) ? date_months_between(from, to) / 12.0
                                           : (double)(last - first + 1) / 365;
}

static double amount_during(
    struct arena *arena, const xmlNode *amount, struct date first, struct date last) {
    struct changes changes = read_changes(arena, amount);
    const long begin = date_to_days(first);
    const long end = date_to_days(last);
    double sum = 0;
    for (size_t i = 0; i < changes.count; i++) {
        long from = changes.items[i].day > begin ? changes.items[i].day : begin;
        long next = i + 1 < changes.count ? changes.items[i + 1].day : LONG_MAX;
        long to = next <= end ? next - 1 : end;
        if (from <= to) {
            sum += changes.items[i].amount * years_between(from, to);
        }
    }
    return sum;
}

/* When amounts are paid: from the first day of a month through `count` months. */
struct payments {
    struct date first;
    int count;
    int lag;        /* months from the day that a payment's amount is of to its own */
    bool paid[13];  /* by number of the month */
    int per_year;
};

enum { PAYMENT_MONTHS = 1200 };

static double amount_paid(struct arena *arena, const xmlNode *amount, const struct payments *payments) {
    struct changes changes = read_changes(arena, amount);
    double sum = 0;
    for (int i = 0; i < payments->count; i++) {
        struct date day = date_add_months(payments->first, i);
        sum += payments->paid[day.month]
            ? amount_at(&changes, date_add_months(day, -payments->lag)) / payments->per_year
            : 0;
    }
    return sum;
}

/* The nodes of the first argument; false when it is none. */
static bool nodes_of(const struct call *call, const xmlNodeSet **nodes) {
    *nodes = call->arguments[0]->nodesetval;
    return call->arguments[0]->type == XPATH_NODESET;
}

xmlXPathObject *amount_run_on(const struct call *call) {
    const xmlNodeSet *nodes;
    struct date day;
    bool given = call_date(call, 1, false, &day);
    if (!nodes_of(call, &nodes)) {
        return xmlXPathNewFloat(xmlXPathNAN);
    }
    double sum = 0;
    for (int i = 0; nodes != NULL && i < nodes->nodeNr; i++) {
        sum += given ? amount_on(call->arena, nodes->nodeTab[i], day) : number_of(nodes->nodeTab[i]);
    }
    return xmlXPathNewFloat(sum);
}

xmlXPathObject *amount_run_during(const struct call *call) {
    const xmlNodeSet *nodes;
    struct date first;
    struct date last;
    if (!nodes_of(call, &nodes) || !call_date(call, 1, false, &first)
        || !call_date(call, 2, true, &last)) {
        return xmlXPathNewFloat(xmlXPathNAN);
    }
    double sum = 0;
    for (int i = 0; nodes != NULL && i < nodes->nodeNr; i++) {
        sum += amount_during(call->arena, nodes->nodeTab[i], first, last);
    }
    return xmlXPathNewFloat(sum);
}

xmlXPathObject *amount_run_paid(const struct call *call) {
    const xmlNodeSet *nodes;
    const xmlNodeSet *months = call->arguments[1]->nodesetval;
    struct payments payments = { 0 };
    struct date last;
    double lag = xmlXPathCastToNumber(call->arguments[4]);
    if (!nodes_of(call, &nodes) || call->arguments[1]->type != XPATH_NODESET
        || !call_date(call, 2, false, &payments.first) || !call_date(call, 3, true, &last)
        || !(lag >= -PAYMENT_MONTHS && lag <= PAYMENT_MONTHS)) {
        return xmlXPathNewFloat(xmlXPathNAN);
    }
    for (int i = 0; months != NULL && i < months->nodeNr; i++) {
        const xmlChar *name = function_scalar_text(months->nodeTab[i]);
        int month = name != NULL ? date_month_number((const char *)name) : 0;
        payments.per_year += month != 0 && !payments.paid[month];
        payments.paid[month] = true;
    }
    payments.count = (last.year - payments.first.year) * 12 + last.month - payments.first.month + 1;
    if (payments.per_year == 0 || payments.count > PAYMENT_MONTHS) {
        return xmlXPathNewFloat(xmlXPathNAN);
    }
    payments.first.day = 1;
    payments.lag = (int)lag;
    double sum = 0;
    for (int i = 0; nodes != NULL && i < nodes->nodeNr && !call_is_late(call); i++) {
        sum += amount_paid(call->arena, nodes->nodeTab[i], &payments);
    }
    return xmlXPathNewFloat(sum);
}
