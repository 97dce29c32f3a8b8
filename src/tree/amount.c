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

static double amount_on(struct arena *arena, const xmlNode *amount, struct date day) {
    struct changes changes = read_changes(arena, amount);
    size_t last = 0;
    while (last + 1 < changes.count && changes.items[last + 1].day <= date_to_days(day)) {
        last++;
    }
    return changes.items[last].amount;
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
