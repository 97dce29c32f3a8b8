/* SPDX-License-Identifier: EUPL-1.2 */
#include "check/vocabulary.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/date.h"

struct gathering {
    struct arena *arena;
    ARRAY_OF(const char *) names;
    ARRAY_OF(double) amounts;
    ARRAY_OF(const char *) dates;
};

static bool is_amount(const char *text) {
    size_t digits = strspn(text, "0123456789");
    return digits >= 4 && text[digits] == '\0';
}

static bool is_date(const char *text) {
    return strlen(text) == 10 && text[4] == '-' && text[7] == '-';
}

static void gather_value(struct gathering *gathering, const char *text) {
    if (is_amount(text)) {
        ARRAY_ADD(gathering->arena, gathering->amounts, strtod(text, NULL));
    } else if (is_date(text)) {
        ARRAY_ADD(gathering->arena, gathering->dates, text);
    }
}

static void gather_values(struct gathering *gathering, const xmlNode *node) {
    if (node_kind(node) == NODE_SCALAR) {
        gather_value(gathering, node_text(node));
        return;
    }
    for (const xmlNode *child = node_first(node); child != NULL; child = node_next(child)) {
        gather_values(gathering, child);
    }
}

static void gather_names(
    struct gathering *gathering, const struct tree *kommun, const char *register_name) {
    const xmlNode *list = node_child(kommun->root, register_name);
    for (const xmlNode *entry = list != NULL ? node_first(list) : NULL; entry != NULL;
         entry = node_next(entry)) {
        static const char *const keys[] = { "namn", "kortnamn" };
        for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
            const char *name = node_child_text(entry, keys[i]);
            if (name != NULL) {
                ARRAY_ADD(gathering->arena, gathering->names, name);
            }
        }
    }
}

/* Every amount so far times the whole years of the agreement: what a writer may say of the period. */
static void gather_periods(struct gathering *gathering, const struct tree *tree) {
    const xmlNode *period = node_child(tree->root, "period");
    struct date from;
    struct date to;
    const char *first = period != NULL ? node_child_text(period, "från") : NULL;
    const char *last = period != NULL ? node_child_text(period, "till") : NULL;
    if (first == NULL || last == NULL || !date_parse(first, &from) || !date_parse(last, &to)) {
        return;
    }
    int years = date_months_between(from, to) / 12;
    for (size_t i = 0, count = gathering->amounts.count; years > 1 && i < count; i++) {
        ARRAY_ADD(gathering->arena, gathering->amounts, gathering->amounts.items[i] * years);
    }
}

static int compare_amounts(const void *left, const void *right) {
    double a = *(const double *)left;
    double b = *(const double *)right;
    return (a > b) - (a < b);
}

static int compare_dates(const void *left, const void *right) {
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* Sorts what words are looked up among: both may be many. */
static void sort_values(struct gathering *gathering) {
    if (gathering->amounts.count != 0) {
        qsort(gathering->amounts.items, gathering->amounts.count, sizeof(double), compare_amounts);
    }
    if (gathering->dates.count != 0) {
        qsort(gathering->dates.items, gathering->dates.count, sizeof(const char *), compare_dates);
    }
}

bool vocabulary_has_amount(const struct vocabulary *vocabulary, double kronor) {
    return vocabulary->amount_count != 0
        && bsearch(&kronor, vocabulary->amounts, vocabulary->amount_count, sizeof kronor, compare_amounts)
               != NULL;
}

bool vocabulary_has_date(const struct vocabulary *vocabulary, const char *iso) {
    return vocabulary->date_count != 0
        && bsearch(&iso, vocabulary->dates, vocabulary->date_count, sizeof iso, compare_dates) != NULL;
}

/* The day under this key of the definition's group, or the other. */
static const char *day_of(
    const struct tree *tree, const char *group_name, const char *key, const char *other) {
    const xmlNode *group = node_child(tree->root, group_name);
    const char *text = group != NULL ? node_child_text(group, key) : NULL;
    struct date day;
    return text != NULL && date_parse(text, &day) ? text : other;
}

struct vocabulary vocabulary_gather(
    struct arena *arena, const struct guideline *guideline, const struct rules_input *input) {
    struct gathering gathering = { .arena = arena };
    gather_values(&gathering, input->tree->root);
    if (input->earlier != NULL) {
        gather_values(&gathering, input->earlier->root);
    }
    if (input->kommun != NULL) {
        gather_names(&gathering, input->kommun, "organisationer");
        gather_names(&gathering, input->kommun, "nämnder");
        gather_names(&gathering, input->kommun, "förvaltningar");
    }
    for (size_t i = 0; i < input->paper_count; i++) {
        const struct sourcemap *map = &input->papers[i]->map;
        for (size_t j = 0; j < map->count; j++) {
            if (map->stretches[j].raw != NULL) {
                gather_value(&gathering, map->stretches[j].raw);
            }
        }
    }
    gather_periods(&gathering, input->tree);
    sort_values(&gathering);
    ARRAY_ADD(arena, gathering.names, NULL);
    const xmlNode *tables = node_child(guideline->tree->root, "tabeller");
    const xmlNode *table = tables != NULL ? node_child(tables, "författningar") : NULL;
    const char *day = day_of(input->tree, "ärende", "datum",
        day_of(input->tree, "period", "från", "9999-12-31"));
    return (struct vocabulary){ .names = gathering.names.items,
        .amounts = gathering.amounts.items,
        .amount_count = gathering.amounts.count,
        .dates = gathering.dates.items,
        .date_count = gathering.dates.count,
        .statutes = table != NULL ? node_first(node_child(table, "rader")) : NULL,
        .day = day,
        .last_day = day_of(input->tree, "period", "till", day) };
}
