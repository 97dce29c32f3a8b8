/* SPDX-License-Identifier: EUPL-1.2 */
#include "report/catalogue.h"

#include <string.h>

static const struct rule_info catalogue[] = {
#define ENTRY(symbol, id, level, message_sv, advice_sv, why_sv, message_en, advice_en, why_en)     \
    { id, level, "", NULL, { message_sv, advice_sv, why_sv }, { message_en, advice_en, why_en } },
#include "report/catalogue.def"
#undef ENTRY
};

const struct rule_info *catalogue_get(enum catalogue_id id) {
    return &catalogue[id];
}

const struct rule_info *catalogue_find(const char *id) {
    for (size_t i = 0; i < CATALOGUE_COUNT; i++) {
        if (strcmp(catalogue[i].id, id) == 0) {
            return &catalogue[i];
        }
    }
    return NULL;
}

const struct rule_text *rule_text(const struct rule_info *rule, enum language language) {
    return language == LANGUAGE_EN ? &rule->en : &rule->sv;
}

void message_put(struct buffer *out, const char *message) {
    for (const char *at = message; *at != '\0'; at++) {
        bool argument = at[0] == '{' && at[1] >= '1' && at[1] <= '8' && at[2] == '}';
        buffer_puts(out, argument ? "…" : (const char[]){ *at, '\0' });
        at += argument ? 2 : 0;
    }
}

const char *level_name(enum level level, enum language language) {
    static const char *const names[][2] = { [LEVEL_NOTE] = { "upplysning", "note" },
        [LEVEL_WARNING] = { "varning", "warning" },
        [LEVEL_ERROR] = { "fel", "error" } };
    return names[level][language];
}
