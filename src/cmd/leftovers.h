/* SPDX-License-Identifier: EUPL-1.2
 *
 * Papers that stand beside those of today, but whose template is gone. What the record knows to have been
 * written is known for certain. Without a record it can only be the papers of the templates that are
 * installed with the program. Nothing else in out/ is ever taken for one.
 */
#ifndef UNDERLAG_CMD_LEFTOVERS_H
#define UNDERLAG_CMD_LEFTOVERS_H

#include "cmd/inputs.h"

struct leftover {
    const char *name;  /* of the definition */
    const char *paper;
    const char *key;   /* "NAME/PAPER", as the record has it */
};

/* Those of which some file is there still. `names`: the definitions of today, for when there is no
 * record. In the order of the names. */
struct leftover *leftovers_find(struct arena *arena, const char *out,
    const struct inputs *inputs, const struct record *record, const char *const *names,
    size_t name_count, size_t *count);

/* The files of one paper that are there, in all formats, drafts and pages for review too: paths, ended
 * by NULL. Links are what others own. */
const char *const *paper_files(
    struct arena *arena, const char *out, const char *name, const char *paper);

#endif
