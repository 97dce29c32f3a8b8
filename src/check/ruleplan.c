/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/text.h"
#include "check/guideline_later.h"

/* Whether the query uses the variable. */
static bool uses(const struct query *query, const char *name) {
    for (const char *const *used = query_variables(query); *used != NULL; used++) {
        if (text_equal(*used, name)) {
            return true;
        }
    }
    return false;
}

/* The lets that the query (NULL: none) uses, itself or through others: bit i for let i. */
static uint64_t needed_lets(const struct rule *rule, const struct query *query) {
    uint64_t lets = 0;
    for (size_t i = rule->let_count; query != NULL && i-- > 0;) {
        bool needed = uses(query, rule->lets[i].name);
        for (size_t j = i + 1; j < rule->let_count; j++) {
            needed = needed || ((lets >> j & 1) != 0 && uses(rule->lets[j].query, rule->lets[i].name));
        }
        lets |= (uint64_t)needed << i;
    }
    return lets;
}

/* Whether the query is the same for all cases of the rule and all hits. */
static bool is_shared(const struct rule *rule, const struct query *query) {
    bool shared = !uses(query, "träff") && !uses(query, "bättre");
    for (size_t i = 0; i < rule->cases[0].count; i++) {
        shared = shared && !uses(query, rule->cases[0].values[i].name);
    }
    return shared;
}

/* The lets that need to be evaluated but once. */
static uint64_t fixed_lets(const struct rule *rule) {
    uint64_t lets = 0;
    for (size_t i = 0; i < rule->let_count; i++) {
        const struct query *query = rule->lets[i].query;
        bool fixed = query_is_rooted(query) && is_shared(rule, query);
        for (size_t j = 0; j < rule->let_count; j++) {
            fixed = fixed && ((lets >> j & 1) != 0 || !uses(query, rule->lets[j].name));
        }
        lets |= (uint64_t)fixed << i;
    }
    return lets;
}

void rule_plan(struct rule *rule) {
    rule->when_lets = needed_lets(rule, rule->when);
    rule->require_lets = needed_lets(rule, rule->require);
    rule->fixed_lets = fixed_lets(rule);
    rule->scope_fixed = rule->scope != NULL && is_shared(rule, rule->scope);
}
