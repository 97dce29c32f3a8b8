/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the schema found a value to be is written back into the tree, so that rules and templates see
 * one spelling of each fact. The notes of a run come in the order of evaluation; they are put in the
 * order of the nodes they speak of, so that a value that several subschemas speak of is settled once.
 *
 * A register's entries refer to other entries (a board to its office). When kommun.yaml is settled
 * with itself, the entry referred to is completed before it is copied; entries that refer to each
 * other in a circle are a finding.
 */
#include <stdlib.h>
#include <string.h>

#include "base/money.h"
#include "check/doubt.h"
#include "check/keyword.h"
#include "tree/register.h"

enum progress { REFERENCE_WAITS, REFERENCE_OPEN, REFERENCE_DONE };

/* All notes of one node. */
struct decision {
    xmlNode *node;
    size_t order;          /* of the first note: the order of the tree */
    enum node_type type;
    bool typed;            /* whether the type is to be written */
    const char *format;
    enum format asserted;
    const char *reference;
    bool prose;
    enum progress progress;
};

struct settling {
    struct arena *arena;
    const struct tree *kommun;
    bool own;              /* the tree is kommun.yaml itself */
    struct decision *decisions; /* sorted by the node's address */
    size_t count;
    size_t copied;         /* nodes that references have added */
    bool full;
    struct doubts *doubts; /* or NULL */
    struct findings *findings;
};

static int compare_nodes(const void *left, const void *right) {
    const struct decision *a = left;
    const struct decision *b = right;
    if (a->node != b->node) {
        return (uintptr_t)a->node < (uintptr_t)b->node ? -1 : 1;
    }
    return (a->order > b->order) - (a->order < b->order);
}

static int compare_order(const void *left, const void *right) {
    const struct decision *a = *(struct decision *const *)left;
    const struct decision *b = *(struct decision *const *)right;
    return (a->order > b->order) - (a->order < b->order);
}

/* Takes up what another note says of the same node. */
static void merge(struct decision *into, const struct decision *from) {
    into->order = from->order < into->order ? from->order : into->order;
    if (from->typed && (!into->typed || from->type == TYPE_STRING)) {
        into->type = from->type;
        into->typed = true;
    }
    if (from->format != NULL && into->asserted == FORMAT_NONE) {
        into->format = from->format;
        into->asserted = from->asserted;
    }
    into->reference = into->reference != NULL ? into->reference : from->reference;
    into->prose = into->prose || from->prose;
}

/* One decision a node, of all the notes. */
static void collect(struct settling *settling, const struct run *run) {
    struct decision *list =
        arena_array(settling->arena, run->notes.count, sizeof *list);
    for (size_t i = 0; i < run->notes.count; i++) {
        const struct note *note = &run->notes.items[i];
        list[i] = (struct decision){ .node = (xmlNode *)note->node,
            .order = i,
            .type = note->type,
            .typed = note->schema == NULL };
        if (note->schema != NULL) {
            list[i].format = note->schema->format;
            list[i].asserted = note->schema->asserted;
            list[i].reference = note->schema->reference;
            list[i].prose = note->schema->prose;
        }
    }
    qsort(list, run->notes.count, sizeof *list, compare_nodes);
    size_t count = 0;
    for (size_t i = 0; i < run->notes.count; i++) {
        if (count != 0 && list[count - 1].node == list[i].node) {
            merge(&list[count - 1], &list[i]);
        } else {
            list[count++] = list[i];
        }
    }
    settling->decisions = list;
    settling->count = count;
}

static struct decision *find_decision(const struct settling *settling, const xmlNode *node) {
    size_t low = 0;
    size_t high = settling->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if ((uintptr_t)settling->decisions[middle].node < (uintptr_t)node) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    bool found = low < settling->count && settling->decisions[low].node == node;
    return found ? &settling->decisions[low] : NULL;
}

/* "0x1F" and "+12" become decimal digits. */
static void settle_integer(struct settling *settling, xmlNode *node) {
    struct decimal number;
    char *text = decimal_parse(settling->arena, node_text(node), &number)
        ? decimal_integer(settling->arena, &number)
        : NULL;
    node_settle(node, TYPE_INTEGER, text);
}

static void settle_value(struct settling *settling, const struct decision *decision) {
    xmlNode *node = decision->node;
    int64_t kronor;
    if (decision->prose) {
        node_set_prose(node);
    }
    if (decision->format != NULL) {
        node_set_format(node, decision->format);
    }
    switch (decision->asserted) {
    case FORMAT_MONEY:
        if (money_parse(node_text(node), &kronor)) {
            node_settle(node, TYPE_INTEGER,
                arena_printf(settling->arena, "%lld", (long long)kronor));
        }
        return;
    case FORMAT_YES_NO:
        node_settle(node, TYPE_BOOLEAN,
            (node_text(node)[0] | 0x20) == 'j' || (node_text(node)[0] | 0x20) == 't' ? "ja"
                                                                                     : "nej");
        return;
    case FORMAT_DATE:
    case FORMAT_MONTH:
        node_settle(node, TYPE_STRING, NULL);
        return;
    case FORMAT_NONE:
        break;
    }
    if (decision->typed && decision->type == TYPE_INTEGER) {
        settle_integer(settling, node);
    } else if (decision->typed) {
        node_settle(node, decision->type, NULL);
    }
}

static void resolve(struct settling *settling, struct decision *decision, size_t depth);

/* Resolves what an entry of the register itself refers to. */
static void resolve_below(struct settling *settling, const xmlNode *entry, size_t depth) {
    for (const xmlNode *child = node_first(entry); child != NULL; child = node_next(child)) {
        struct decision *decision = find_decision(settling, child);
        if (decision != NULL && decision->reference != NULL) {
            resolve(settling, decision, depth + 1);
        } else if (decision == NULL) {
            resolve_below(settling, child, depth + 1);
        }
    }
}

/* Entries that refer to entries that refer …: no register of a municipality goes deeper. And what
 * all references of a file may add to it, in nodes. */
enum { REFERENCES_DEEPEST = 64, REFERENCES_LARGEST = 200000 };

static size_t count_nodes(const xmlNode *node) {
    size_t count = 1;
    for (const xmlNode *child = node_first(node); child != NULL; child = node_next(child)) {
        count += count_nodes(child);
    }
    return count;
}

/* Whether the entry may still be copied. */
static bool has_room(
    struct settling *settling, const struct decision *decision, const xmlNode *entry) {
    settling->copied += entry != NULL ? count_nodes(entry) : 0;
    if (settling->copied > REFERENCES_LARGEST && !settling->full) {
        finding_add(
            settling->findings, REFERENCES_TOO_LARGE, node_span(decision->node), NULL);
        settling->full = true;
    }
    return !settling->full;
}

static void resolve(struct settling *settling, struct decision *decision, size_t depth) {
    if (decision->progress == REFERENCE_DONE) {
        return;
    }
    if (decision->progress == REFERENCE_OPEN || depth > REFERENCES_DEEPEST) {
        finding_add(settling->findings, REFERENCE_CIRCLE, node_span(decision->node),
            node_text(decision->node), NULL);
        decision->progress = REFERENCE_DONE;
        return;
    }
    decision->progress = REFERENCE_OPEN;
    const xmlNode *entry =
        register_find(settling->kommun, decision->reference, node_text(decision->node));
    if (entry == NULL && settling->doubts != NULL) {
        doubts_add_node(settling->arena, settling->doubts, decision->node);
    }
    if (settling->own && entry != NULL) {
        resolve_below(settling, entry, depth);
    }
    if (decision->progress == REFERENCE_OPEN && has_room(settling, decision, entry)) {
        register_resolve(settling->arena, settling->kommun, decision->reference, decision->node,
            settling->findings);
    }
    decision->progress = REFERENCE_DONE;
}

/* Tells of ids where words are asked for: in values that the schema says no more of than that they are text. */
static void tell_ids(const struct settling *settling, const xmlNode *node) {
    for (const xmlNode *child = node_first(node); child != NULL; child = node_next(child)) {
        tell_ids(settling, child);
    }
    if (node_kind(node) == NODE_SCALAR && register_is_id(node_text(node))
        && find_decision(settling, node) == NULL) {
        register_tell_id(settling->kommun, node, settling->findings);
    }
}

static void settle(struct settling *settling) {
    struct decision **ordered =
        arena_array(settling->arena, settling->count, sizeof *ordered);
    for (size_t i = 0; i < settling->count; i++) {
        ordered[i] = &settling->decisions[i];
    }
    qsort(ordered, settling->count, sizeof *ordered, compare_order);
    for (size_t i = 0; i < settling->count; i++) {
        settle_value(settling, ordered[i]);
    }
    /* References last: entries are copied, and what they hold must be settled by then. */
    for (size_t i = 0; i < settling->count && settling->kommun != NULL; i++) {
        if (ordered[i]->reference != NULL) {
            resolve(settling, ordered[i], 0);
        }
    }
}

bool schema_settle_doubting(struct arena *arena, const struct schema *schema, struct tree *tree,
    const struct tree *kommun, struct doubts *doubts, struct findings *findings) {
    struct run run = { .arena = arena, .settling = true };
    bool valid = schema_run(&run, schema, tree, findings);
    size_t before = findings_count(findings, LEVEL_ERROR);
    struct settling settling = { .arena = arena,
        .kommun = kommun,
        .own = kommun == tree,
        .doubts = doubts,
        .findings = findings };
    collect(&settling, &run);
    if (kommun != NULL && !settling.own) {
        tell_ids(&settling, tree->root);
    }
    settle(&settling);
    if (doubts != NULL) {
        doubts_take(arena, doubts, &run);
    }
    return valid && findings_count(findings, LEVEL_ERROR) == before;
}

bool schema_settle(struct arena *arena, const struct schema *schema, struct tree *tree,
    const struct tree *kommun, struct findings *findings) {
    return schema_settle_doubting(arena, schema, tree, kommun, NULL, findings);
}
