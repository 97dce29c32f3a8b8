/* SPDX-License-Identifier: EUPL-1.2
 *
 * Templates against the schema, without data: a name that no definition can have is a fault of the
 * template, and known before the first paper is written.
 */
#ifndef UNDERLAG_CHECK_NAMES_H
#define UNDERLAG_CHECK_NAMES_H

#include "check/schema.h"
#include "fill/template.h"

/* What names may lead to. */
struct names {
    const struct schema *definition; /* the root of what is filled in */
    const struct schema *kommun;     /* of kommun.yaml: its key `kommun`, and what references add */
    const struct schema *control;    /* of `kontroll`: a report sees all, other papers its $defs/före; may be NULL */
    const struct library *partials;  /* may be NULL */
    const struct tree *registers;    /* kommun.yaml, whose ids are names in expressions; may be NULL */
};

/* Checks the names of the template, its front matter with the expressions of its lets, and the partials
 * and parents that it uses with the context they are used in. Each unknown name is a finding at its place. The arena is for the
 * work only. */
void names_check(struct arena *arena, const struct names *names, const struct template *template,
    struct findings *findings);

#endif
