/* SPDX-License-Identifier: EUPL-1.2
 *
 * Everything the program itself can say, in one list: catalogue.def. Rules of a guideline have the
 * same fields, so that both are reported, explained and documented the same way.
 */
#ifndef UNDERLAG_REPORT_CATALOGUE_H
#define UNDERLAG_REPORT_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

enum level {
    LEVEL_NOTE,    /* upplysning: worth knowing */
    LEVEL_WARNING, /* varning: the papers are written, and it is listed */
    LEVEL_ERROR,   /* fel: no papers */
};

enum language { LANGUAGE_SV, LANGUAGE_EN };

enum catalogue_id {
#define ENTRY(symbol, ...) symbol,
#include "report/catalogue.def"
#undef ENTRY
    CATALOGUE_COUNT
};

/* A rule's texts in one language. */
struct rule_text {
    const char *message; /* with {1} …; what is wrong, one sentence */
    const char *advice;  /* how to mend it; "" when the message says all */
    const char *why;     /* why it matters, for `explain` */
};

struct rule_info {
    const char *id;     /* kebab-case for the program's own, "IOP-E01" for a guideline's */
    enum level level;
    const char *source; /* where the demand is written; "" for the program's own */
    const char *title;  /* a guideline rule's heading, else NULL */
    struct rule_text sv;
    struct rule_text en; /* of a guideline: the Swedish again */
};

/* The entry; never NULL. */
const struct rule_info *catalogue_get(enum catalogue_id id);

/* The entry with this id, or NULL. */
const struct rule_info *catalogue_find(const char *id);

/* Writes a message of the catalogue for no finding in particular: "…" for each argument. */
void message_put(struct buffer *out, const char *message);

/* The rule's texts in the language. */
const struct rule_text *rule_text(const struct rule_info *rule, enum language language);

/* "fel", "varning", "upplysning"; "error", "warning", "note". */
const char *level_name(enum level level, enum language language);

#endif
