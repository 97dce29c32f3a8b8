/* SPDX-License-Identifier: EUPL-1.2
 *
 * The compiled schema, and one run of it; for the files of the validator and for those that walk a
 * schema without data (names.c). Everyone else includes check/schema.h.
 *
 * A schema is a graph of struct subschema, each a row of constraints, one for each keyword that
 * asserts something. A constraint points to its keyword, whose function checks it.
 */
#ifndef UNDERLAG_CHECK_KEYWORD_H
#define UNDERLAG_CHECK_KEYWORD_H

#include <stdint.h>

#include "base/array.h"
#include "check/number.h"
#include "check/pattern.h"
#include "check/schema.h"
#include "check/suggest.h"

struct subschema;
struct constraint;
struct compiler;
struct run;

/* What is checked: a node under one reading of its type, or a key (propertyNames). */
struct value {
    const xmlNode *node;
    const char *text;    /* of a scalar; the key */
    enum node_type type;
    bool is_key;
};

enum format {
    FORMAT_NONE, /* a known name that only annotates */
    FORMAT_DATE,
    FORMAT_MONTH,
    FORMAT_MONEY,
    FORMAT_YES_NO,
};

/* A name with a subschema (properties), names (dependentRequired), or a pattern (patternProperties). */
struct member {
    const char *name;
    const struct subschema *schema;
    const xmlNode *names;
    const struct pattern *pattern;
};

struct members {
    const struct member *items; /* sorted by name, except patterns */
    size_t count;
};

struct subschemas {
    const struct subschema **items;
    size_t count;
};

/* How a keyword's value is read, and so which field of the constraint is set. */
enum keyword_kind {
    KIND_NOTE,        /* an annotation: nothing */
    KIND_TYPES,       /* types */
    KIND_VALUE,       /* any value: node */
    KIND_VALUES,      /* a list of any values: node */
    KIND_NAMES,       /* a list of strings: node */
    KIND_COUNT,       /* count */
    KIND_NUMBER,      /* number */
    KIND_DIVISOR,     /* number, above zero */
    KIND_FLAG,        /* flag */
    KIND_PATTERN,     /* pattern */
    KIND_FORMAT,      /* format, text */
    KIND_TEXT,        /* text */
    KIND_SCHEMA,      /* schema */
    KIND_SCHEMAS,     /* schemas */
    KIND_MEMBERS,     /* members: name → schema */
    KIND_PATTERNS,    /* members: pattern → schema */
    KIND_NAME_LISTS,  /* members: name → names */
    KIND_REFERENCE,   /* schema, found when all is read */
    KIND_ID,          /* text; a new resource */
    KIND_DRAFT,       /* an annotation: which JSON Schema this is */
    KIND_ANCHOR,      /* text */
    KIND_UNSUPPORTED, /* a keyword of the draft that asserts and is not here */
};

struct keyword {
    const char *name;
    enum keyword_kind kind;
    bool in_place;   /* its subschemas apply to the same value */
    unsigned types;  /* the types of values it speaks of; 0: all */
    void (*check)(struct run *run, const struct subschema *schema,
        const struct constraint *constraint, const struct value *value);
};

/* The values of a list, in the order of their hashes. */
struct hashed_value {
    uint64_t hash;
    const xmlNode *node;
};

struct hashed_values {
    const struct hashed_value *items;
    size_t count;
};

struct constraint {
    const struct keyword *keyword;
    const xmlNode *node; /* the keyword's value in the schema */
    union {
        unsigned types;
        uint64_t count;
        bool flag;
        struct decimal number;
        const struct pattern *pattern;
        enum format format;
        const char *text;
        const struct subschema *schema;
        struct subschemas schemas;
        struct members members;
        struct hashed_values values;
    };
};

struct subschema {
    const xmlNode *node;
    bool never;                   /* false: nothing is valid */
    bool texts;  /* it, or a subschema that it applies to the same value, has string keywords */
    bool others; /* so, for what speaks of other types */
    const struct constraint *constraints;
    size_t constraint_count;
    /* Those of the constraints that others or settling ask for; NULL when absent. */
    const struct constraint *properties;
    const struct constraint *pattern_properties;
    const struct constraint *prefix_items;
    const struct constraint *min_contains;
    const struct constraint *max_contains;
    const struct constraint *then;
    const struct constraint *otherwise;
    const char *format;           /* the name, or NULL */
    enum format asserted;
    const char *reference;        /* x-referens: a register's name, or NULL */
    bool prose;                   /* x-prosa */
};

struct schema {
    const struct subschema *root; /* never NULL */
};

/* The keyword of that name, or NULL. The nearest keyword's name, or NULL. */
const struct keyword *keyword_find(const char *name);
const char *keyword_nearest(const char *name);

/* In which round of a subschema the keyword with this value is checked, from 0: those that compare what lies
 * further in wait for those that tell how it is read, and unevaluated… for all the others. */
enum { KEYWORD_ROUNDS = 3 };
int keyword_round(const struct keyword *keyword, const xmlNode *value);

/* The subschema's constraint of the keyword, or NULL. */
const struct constraint *subschema_constraint(const struct subschema *schema, const char *keyword);

/* What the subschema refers to ($ref), or NULL: also where a circle was cut. And the keyword's constraint, its own
 * or else that of what it refers to; NULL when there is none. */
const struct subschema *subschema_referred(const struct subschema *schema);
const struct constraint *subschema_find(const struct subschema *schema, const char *keyword);

/* The member of that name, or NULL. */
const struct member *members_find(const struct members *members, const char *name);

/* ---- A run ---- */

/* Everything that can be wrong with a value; fault.c says each in words. */
enum fault_kind {
    FAULT_TYPE,
    FAULT_ENUM,
    FAULT_CONST,
    FAULT_SHORT,
    FAULT_LONG,
    FAULT_PATTERN,
    FAULT_PATTERN_GAVE_UP,
    FAULT_MINIMUM,
    FAULT_MAXIMUM,
    FAULT_EXCLUSIVE_MINIMUM,
    FAULT_EXCLUSIVE_MAXIMUM,
    FAULT_MULTIPLE,
    FAULT_FORMAT,
    FAULT_ITEMS_FEW,
    FAULT_ITEMS_MANY,
    FAULT_ITEMS_EQUAL,   /* other: the first of the two */
    FAULT_CONTAINS_FEW,
    FAULT_CONTAINS_MANY,
    FAULT_KEYS_FEW,
    FAULT_KEYS_MANY,
    FAULT_KEY_MISSING,   /* name */
    FAULT_KEY_DEPENDENT, /* name: what is missing; other: the key that demands it */
    FAULT_KEY_UNKNOWN,   /* value: what stands under the key */
    FAULT_KEY_ONE_OF,    /* every alternative lacks a key */
    FAULT_FORBIDDEN,     /* a schema that is false, or not */
    FAULT_NO_FORM,       /* no alternative of anyOf or oneOf comes near */
    FAULT_MANY_FORMS,    /* more than one of oneOf */
    FAULT_KIND_COUNT
};

struct fault {
    enum fault_kind kind;
    struct value value;
    const struct subschema *schema;
    const struct constraint *constraint; /* NULL for a schema that is false */
    const char *name;
    const xmlNode *other;
};

/* What a valid value was found to be, for settling. */
struct note {
    const xmlNode *node;
    const struct subschema *schema; /* with a format, reference or prose; NULL: only the reading */
    enum node_type type;
};

/* Whether a plain scalar was read as text; and those of a run, by node (reading.c). */
struct reading {
    const xmlNode *node;
    bool text;
};

struct readings {
    struct reading *table;
    size_t size; /* a power of two, or 0 */
    size_t count;
};

struct run {
    struct arena *arena;
    ARRAY_OF(struct fault) faults;
    ARRAY_OF(struct note) notes;
    ARRAY_OF(const xmlNode *) evaluated; /* children seen by a keyword, for unevaluated… */
    struct readings readings;
    size_t failed;   /* faults found; may be more than are kept */
    size_t steps;    /* subschemas applied and keys held against patterns so far */
    size_t offers;   /* names held against a mistyped one so far */
    size_t depth;    /* subschemas under way */
    size_t scope;    /* where in `evaluated` the subschema under way began */
    bool texts_only; /* all that applies to the node under way speaks of strings alone */
    bool settling;   /* whether notes are wanted */
    bool exhausted;  /* a limit is passed: the rest is not looked at */
};

/* Work for one tree; faults that are kept; subschemas under way, which the stack has to hold. */
enum { STEPS_LARGEST = 5000000, FAULTS_LARGEST = 20000, DEPTH_LARGEST = 2500 };

/* A state to go back to when an alternative is given up. */
struct mark {
    size_t faults;
    size_t notes;
    size_t evaluated;
    size_t failed;
};

/* What the run has found so far, and back to it: a branch that failed leaves nothing. */
struct mark run_mark(const struct run *run);
void run_return(struct run *run, struct mark mark);

/* The whole tree, with findings. */
bool schema_run(struct run *run, const struct schema *schema, const struct tree *tree,
    struct findings *findings);

/* Holds the value against the subschema; whether it is valid. */
bool subschema_apply(struct run *run, const struct subschema *schema, const struct value *value);

/* Holds the text against the pattern, which counts as work. */
enum pattern_result run_match(struct run *run, const struct pattern *pattern, const char *text);

/* Holds a node below the present one against it, under the reading that suits. */
bool subschema_visit(struct run *run, const struct subschema *schema, const xmlNode *node);

/* Counts work of that many steps. Whether the run may go on. */
bool run_work(struct run *run, size_t steps);

/* Notes how a plain scalar was read; the type that it was read as, or has by itself. */
void reading_set(struct run *run, const xmlNode *node, bool text);
enum node_type reading_type(const struct run *run, const xmlNode *node);

/* Adds a fault; `name` and `other` may be NULL. */
void fault_add(struct run *run, enum fault_kind kind, const struct subschema *schema,
    const struct constraint *constraint, const struct value *value, const char *name,
    const xmlNode *other);

/* Makes findings of the faults. */
void faults_report(struct run *run, const struct subschema *root, struct findings *findings);

/* How much the faults from `first` say that `value` was meant as something else altogether. */
size_t faults_weight(struct run *run, size_t first, const struct value *value);

/* What a value is by itself. */
struct value value_of(const xmlNode *node);

/* Whether the scalar can be read as a string though it is none by itself. */
bool value_has_two_readings(const struct value *value);

/* Whether a value equals one of the schema; whether two nodes are equal (JSON Schema Core 4.2.2), each as
 * the run has read it. Comparing counts as work. */
bool value_equals(struct run *run, const struct value *value, const xmlNode *expected);
bool node_equals(struct run *run, const xmlNode *a, const xmlNode *b);

/* Equal nodes have equal hashes. */
uint64_t node_hash(struct run *run, const xmlNode *node);

/* Those of a list, to look values up among them; whether one of them equals the value. */
struct hashed_values values_read(struct arena *arena, const xmlNode *list);
bool values_hold(
    struct run *run, const struct hashed_values *values, const struct value *value);

/* Whether the text of a string or plain scalar has the asserted format. */
bool format_holds(enum format format, const char *text);
enum format format_find(const char *name, bool *known);

/* Offers the names of all known formats. */
void format_suggest(struct suggestion *suggestion);

/* Adds the finding about a text that lacks the format. */
void format_report(struct findings *findings, enum format format, const char *text,
    struct span where);

/* The keywords' functions, a file a group. */
#define CHECK(name)                                                                                \
    void check_##name(struct run *run, const struct subschema *schema,                             \
        const struct constraint *constraint, const struct value *value)
CHECK(type);
CHECK(enum);
CHECK(const);
CHECK(length);
CHECK(pattern);
CHECK(limit);
CHECK(multiple);
CHECK(format);
CHECK(item_count);
CHECK(unique);
CHECK(prefix_items);
CHECK(items);
CHECK(contains);
CHECK(key_count);
CHECK(required);
CHECK(dependent_required);
CHECK(dependent_schemas);
CHECK(properties);
CHECK(pattern_properties);
CHECK(additional_properties);
CHECK(property_names);
CHECK(unevaluated);
CHECK(all_of);
CHECK(any_of);
CHECK(one_of);
CHECK(not);
CHECK(if);
CHECK(ref);

#endif
