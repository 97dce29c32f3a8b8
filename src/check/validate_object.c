/* SPDX-License-Identifier: EUPL-1.2
 *
 * Keywords for mappings (JSON Schema Core 10.2.2.4 and 10.3.2, Validation 6.5).
 */
#include <string.h>

#include "check/keyword.h"

void check_key_count(struct run *run, const struct subschema *schema,
    const struct constraint *constraint, const struct value *value) {
    uint64_t count = node_count(value->node);
    bool least = strcmp(constraint->keyword->name, "minProperties") == 0;
    if (least ? count < constraint->count : count > constraint->count) {
        fault_add(run, least ? FAULT_KEYS_FEW : FAULT_KEYS_MANY, schema, constraint, value, NULL,
            NULL);
    }
}

/* The key's value. Looking through a mapping of very many keys counts as work. */
static const xmlNode *find_key(struct run *run, const xmlNode *mapping, const char *name) {
    size_t passed = 0;
    const xmlNode *child = node_first(mapping);
    while (child != NULL && strcmp(node_name(child), name) != 0) {
        child = node_next(child);
        passed++;
    }
    run_work(run, passed / 16);
    return child;
}

void check_required(struct run *run, const struct subschema *schema,
    const struct constraint *constraint, const struct value *value) {
    const xmlNode *name = node_first(constraint->node);
    for (; name != NULL && !run->exhausted; name = node_next(name)) {
        if (find_key(run, value->node, node_text(name)) == NULL) {
            fault_add(run, FAULT_KEY_MISSING, schema, constraint, value, node_text(name), NULL);
        }
    }
}

void check_dependent_required(struct run *run, const struct subschema *schema,
    const struct constraint *constraint, const struct value *value) {
    for (const xmlNode *child = node_first(value->node); child != NULL; child = node_next(child)) {
        const struct member *member = members_find(&constraint->members, node_name(child));
        const xmlNode *name = member != NULL ? node_first(member->names) : NULL;
        for (; name != NULL && !run->exhausted; name = node_next(name)) {
            if (find_key(run, value->node, node_text(name)) == NULL) {
                fault_add(run, FAULT_KEY_DEPENDENT, schema, constraint, value, node_text(name),
                    child);
            }
        }
    }
}

void check_dependent_schemas(struct run *run, const struct subschema *schema,
    const struct constraint *constraint, const struct value *value) {
    (void)schema;
    for (const xmlNode *child = node_first(value->node); child != NULL; child = node_next(child)) {
        const struct member *member = members_find(&constraint->members, node_name(child));
        if (member != NULL) {
            subschema_apply(run, member->schema, value);
        }
    }
}

void check_properties(struct run *run, const struct subschema *schema,
    const struct constraint *constraint, const struct value *value) {
    (void)schema;
    for (const xmlNode *child = node_first(value->node); child != NULL; child = node_next(child)) {
        const struct member *member = members_find(&constraint->members, node_name(child));
        if (member != NULL) {
            subschema_visit(run, member->schema, child);
        }
    }
}

void check_pattern_properties(struct run *run, const struct subschema *schema,
    const struct constraint *constraint, const struct value *value) {
    (void)schema;
    for (const xmlNode *child = node_first(value->node); child != NULL; child = node_next(child)) {
        for (size_t i = 0; i < constraint->members.count && !run->exhausted; i++) {
            const struct member *member = &constraint->members.items[i];
            if (run_match(run, member->pattern, node_name(child)) == PATTERN_MATCHES) {
                subschema_visit(run, member->schema, child);
            }
        }
    }
}

/* Whether properties or patternProperties of the same subschema speak of the key. */
static bool is_known_key(struct run *run, const struct subschema *schema, const char *name) {
    if (schema->properties != NULL
        && members_find(&schema->properties->members, name) != NULL) {
        return true;
    }
    const struct constraint *patterns = schema->pattern_properties;
    for (size_t i = 0; patterns != NULL && i < patterns->members.count; i++) {
        if (run_match(run, patterns->members.items[i].pattern, name) == PATTERN_MATCHES) {
            return true;
        }
    }
    return false;
}

void check_additional_properties(struct run *run, const struct subschema *schema,
    const struct constraint *constraint, const struct value *value) {
    for (const xmlNode *child = node_first(value->node); child != NULL; child = node_next(child)) {
        if (is_known_key(run, schema, node_name(child))) {
            continue;
        }
        if (constraint->schema->never) {
            struct value unknown = value_of(child);
            fault_add(run, FAULT_KEY_UNKNOWN, schema, constraint, &unknown, NULL, NULL);
        } else {
            subschema_visit(run, constraint->schema, child);
        }
    }
}

void check_property_names(struct run *run, const struct subschema *schema,
    const struct constraint *constraint, const struct value *value) {
    (void)schema;
    for (const xmlNode *child = node_first(value->node); child != NULL; child = node_next(child)) {
        struct value key = {
            .node = child, .text = node_name(child), .type = TYPE_STRING, .is_key = true
        };
        subschema_apply(run, constraint->schema, &key);
    }
}
