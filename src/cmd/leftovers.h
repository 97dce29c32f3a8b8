/* SPDX-License-Identifier: EUPL-1.2
 *
 * Papers that the record knows to have been written, but whose template or definition is gone. Without a record it can
 * only be the papers of the templates that are installed with the program; papers without a definition are
 * then found by their folders (orphans.h). Nothing else in out/ is ever taken for one.
 */
#ifndef UNDERLAG_CMD_LEFTOVERS_H
#define UNDERLAG_CMD_LEFTOVERS_H

#include "cmd/inputs.h"

struct leftover {
    const char *name;  /* of the definition */
    const char *paper;
    const char *key;   /* "NAME/PAPER", as the record has it; with a slash behind it when it is guessed */
    bool guessed;      /* found without a record: who wrote it is not known */
};

/* Definitions by the alphabet. */
struct present {
    const char *const *names; /* those that are built */
    size_t count;
    const char *const *all;   /* all that there are, in whatever share; NULL: not known, and none is taken to be gone */
    size_t all_count;
};

/* Those of which some file is there still, in the order of the names. */
struct leftover *leftovers_find(struct arena *arena, const char *out, const struct inputs *inputs,
    const struct record *record, const struct present *present, size_t *count);

/* What is added to the name of a paper when it is a draft. */
#define DRAFT_ENDING ".UTKAST"

/* The list with the drafts that lie beside the papers of the definitions (NULL-terminated), as far as it does not have
 * them already. They are papers of their own names ("overenskommelse.UTKAST"), and guessed: no record is kept of drafts. */
struct leftover *leftovers_with_drafts(struct arena *arena, const char *out, const struct inputs *inputs,
    const char *const *names, struct leftover *found, size_t *count);

/* The files of one paper that are there, in all formats, drafts and pages for review too: paths, ended
 * by NULL. Links are what others own. */
const char *const *paper_files(
    struct arena *arena, const char *out, const char *name, const char *paper);

#endif
