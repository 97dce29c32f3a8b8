/* SPDX-License-Identifier: EUPL-1.2
 *
 * A guideline: the rules that a municipality holds its partnerships against, read from a file of
 * guidelines/ and compiled. Rules are data; what is here knows how to read and how to try them, not
 * what they say. A compiled guideline is const and shared by threads.
 *
 * struct rule is the one to understand first.
 */
#ifndef UNDERLAG_CHECK_GUIDELINE_H
#define UNDERLAG_CHECK_GUIDELINE_H

#include "check/schema.h"
#include "check/wording.h"
#include "fill/template.h"
#include "report/finding.h"
#include "tree/query.h"
#include "tree/tree.h"

enum rule_kind {
    RULE_XPATH,     /* kräver: an XPath that must be true */
    RULE_TEXT,      /* text: about words, in prose fields and in the filled papers */
    RULE_GUARANTEE, /* garanti: held by the program, tried on what it writes */
    RULE_UNDECIDED, /* avgörs_inte: no definition can tell; listed with the reason */
    RULE_RETIRED,   /* utgått: the id is kept so that it is never used again */
};

/* Another place that belongs to a finding (visar). */
struct rule_place {
    const struct query *place;
    const xmlNode *note;
};

/* What a rule tells of a finding: texts with tags, parsed when there is something to tell. */
struct rule_texts {
    const xmlNode *message;        /* NULL only when the guideline is broken */
    const xmlNode *advice;         /* NULL: none */
    const struct rule_place *places;
    size_t place_count;
};

/* One round of a rule (fall): names with constant values. */
struct rule_case {
    const struct query_variable *values;
    size_t count;
};

#define RULE_LETS 32

struct rule {
    struct rule_info info;         /* id, level, source, title, why */
    enum rule_kind kind;
    const xmlNode *node;           /* its entry in the guideline, for `explain` and docs */
    const struct query *scope;     /* för; NULL: the root of the definition */
    const struct query *when;      /* när; NULL: always */
    const struct query *require;   /* kräver */
    const struct query *place;     /* plats; NULL: the node of the scope */
    const struct query *words;     /* vid: words in the node's text to point to; NULL: all of it */
    const struct let *lets;        /* at most RULE_LETS */
    size_t let_count;
    uint64_t when_lets;            /* bit i: `när` needs let i, directly or through others */
    uint64_t require_lets;         /* the same of `kräver` */
    uint64_t fixed_lets;           /* bit i: let i is the same for all cases and nodes */
    bool scope_fixed;              /* `för` is the same for all cases */
    const struct rule_case *cases; /* at least one */
    size_t case_count;
    const struct wording *wording; /* RULE_TEXT */
    const struct rule_texts *texts; /* NULL: not read yet; ask rule_texts() */
    struct rule_later *later;      /* where they wait; NULL: they are read */
    const char *reason;            /* RULE_GUARANTEE, RULE_UNDECIDED */
};

/* What the guideline demands, and the rules that serve it (punkter). */
struct point {
    const char *id;                /* "V1" */
    const char *title;
    const struct query *answer;    /* where a definition answers it; NULL: nowhere */
    const size_t *rules;           /* places in the guideline's rules, in their order */
    size_t rule_count;
};

struct guideline {
    const char *id;                /* "ks2016-313" */
    const char *title;
    const struct tree *tree;       /* settled */
    const struct rule *rules;      /* in the file's order */
    size_t rule_count;
    const struct point *points;    /* in the file's order */
    size_t point_count;
    const struct query_variable *tables; /* each table's rows as a node-set, by its name */
    size_t table_count;
};

/* Reads a guideline and compiles its rules. Each fault (structure, XPath, message, double id) becomes
 * a finding at its line. NULL when the structure is broken; a rule with a fault is left out. */
const struct guideline *guideline_read(struct arena *arena, const struct source *source,
    const struct schema *schema, struct findings *findings);

/* The same in a fraction of the time, for whoever only wants to try the rules: what explains them
 * (examples, why) is passed over, what they tell waits until there is something to tell, and nothing is
 * said about the file. NULL when anything looks wrong with it: then guideline_read() will tell. */
const struct guideline *guideline_read_rules(struct arena *arena, const struct source *source);

/* Of a file that is wrong in some places, each rule that can still be read by itself, for explaining
 * them. Its id and title are those of the file's name; there are no points and no tables. NULL when
 * there is nothing of the kind in the file. */
const struct guideline *guideline_read_entries(struct arena *arena, const struct source *source);

/* What the rule tells of a finding. May be asked by several threads at once. */
const struct rule_texts *rule_texts(const struct rule *rule);

/* The rule with this id, or NULL. */
const struct rule *guideline_find(const struct guideline *guideline, const char *id);

#endif
