/* SPDX-License-Identifier: EUPL-1.2
 *
 * The way of one definition through the house: read → tree → check → fill → document. What it makes
 * lives on an arena of its own, so that thousands of definitions take the memory of one.
 */
#ifndef UNDERLAG_CMD_FLOW_H
#define UNDERLAG_CMD_FLOW_H

#include "check/doubt.h"
#include "check/rules.h"
#include "cmd/workspace.h"
#include "document/document.h"

struct paper {
    const char *name;                 /* the template's: "tjansteskrivelse" */
    const struct filled *filled;
    struct document *document;
};

struct flow {
    struct arena *arena;              /* owns all of this */
    const char *path;                 /* of the definition */
    const char *name;                 /* "2021-manniskor-i-utanforskap" */
    struct findings *findings;        /* sorted */
    const char *digest; /* of what the definition says, but comments and layout; NULL: could not be read */
    struct tree *tree;                /* settled; NULL when it could not be read */
    const char *earlier_folder;       /* where that is looked for which `tidigare` names; NULL: agreements/ */
    const char *earlier_path;         /* of the definition that `tidigare` names; NULL: not looked for */
    const struct tree *earlier;       /* settled; NULL when it is not there or unsound */
    const struct outcome *outcomes;   /* one a rule of the guideline; NULL without one */
    size_t outcome_count;
    struct paper *papers;             /* one a template; none without a tree */
    size_t paper_count;
    bool draft;
    struct doubts doubts;             /* what cannot be trusted when it is not sound */
    bool sound;                       /* the definition has the structure that the schema demands */
};

struct flow_options {
    enum language language;           /* of the findings */
    const char *text;                 /* what to take instead of the file (copied); NULL: the file */
    const char *earlier_folder;       /* see above; must outlive the flow */
    bool draft;                       /* papers in spite of errors: holes and findings are marked in them */
};

/* Takes one definition as far as the documents of its papers. Never NULL; release with flow_free(). */
struct flow *flow_run(
    const struct workspace *workspace, const char *path, const struct flow_options *options);

/* NULL is fine. */
void flow_free(struct flow *flow);

/* Whether papers may be written: a tree, a name for their folder, and (but for drafts) no finding that is an error. */
bool flow_is_clean(const struct flow *flow);

#endif
