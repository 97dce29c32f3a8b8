/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the program has to say about someone's text. Findings are collected here by every stage and
 * shown by the report formats; nothing else reports. A finding is never an error code: the stage that
 * adds one goes on and returns what it could make.
 *
 * struct finding is the one to understand first.
 */
#ifndef UNDERLAG_REPORT_FINDING_H
#define UNDERLAG_REPORT_FINDING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "report/catalogue.h"
#include "report/source.h"

struct related {
    struct span where;
    const char *note; /* "även angiven här" */
};

struct finding {
    const struct rule_info *rule; /* id, level, source of the demand; of the catalogue or a guideline */
    enum level level;             /* the rule's, unless the guideline or the file says otherwise */
    struct span where;
    const char *file;             /* the file that it is about, when it has no place; NULL: unknown */
    const char *message;          /* one sentence in the reader's language, with its full stop */
    const char *advice;           /* what to do, or NULL */
    struct related *related;      /* the other places of a contradiction */
    size_t related_count;
    const char *replacement;      /* text for `where` that would mend it, or NULL */
};

struct findings {
    struct arena *arena; /* owns the findings and their texts */
    enum language language;
    struct finding **items;
    size_t count;
    size_t capacity;
    size_t dropped; /* findings above FINDINGS_LARGEST, counted but not kept */
    const char *first; /* the source whose findings come first when sorted; NULL: by name, as all others */
};

/* No report is longer: nobody reads on. The rest is counted. */
#define FINDINGS_LARGEST 10000

/* An empty collection on the arena. */
struct findings *findings_new(struct arena *arena, enum language language);

/* Whether no more findings are kept: what is added is counted, and its texts need not be made. */
bool findings_are_full(const struct findings *findings);

/* Adds a finding of the catalogue. Its message and advice are the catalogue's, with {1}, {2} …
 * replaced by the strings that follow, of which the last is NULL; of a very long one only beginning and
 * end are shown. Texts are copied. The result may be
 * added to with finding_relate() and by setting `replacement`; it is never NULL. */
struct finding *finding_add(struct findings *findings, enum catalogue_id id, struct span where,
    ...) __attribute__((sentinel));

/* Adds a finding of another rule (a guideline's), with its texts ready; very long ones are shortened. */
struct finding *finding_add_rule(struct findings *findings, const struct rule_info *rule,
    struct span where, const char *message, const char *advice);

/* Adds a place that the finding also concerns, unless it has it with the same note: a value that aliases
 * repeat stands there once. The note is copied. */
void finding_relate(
    struct findings *findings, struct finding *finding, struct span where, const char *note);

/* Sets the advice: a sentence in the findings' language in which "%s", if it is there, is `text`. Copied. */
void finding_advise(struct findings *findings, struct finding *finding, const char *sv,
    const char *en, const char *text);

/* Sets the advice to "Menade du ”nearest”?"; NULL leaves the advice. */
void finding_suggest(struct findings *findings, struct finding *finding, const char *nearest);

/* Copies all of `from` behind those of `to`; spans keep pointing to their sources. */
void findings_append(struct findings *to, const struct findings *from);

/* A copy on the arena of all findings and of the sources they point into: it outlives what they are
 * about. Only the rules themselves have to live on. */
struct findings *findings_detach(struct arena *arena, const struct findings *findings);

/* Sorts by file (`first`, then by name), place, id and message, and drops all but one of equal findings.
 * Findings without a place come first of all. */
void findings_sort(struct findings *findings);

/* How many findings have this level (dropped ones count as errors). */
size_t findings_count(const struct findings *findings, enum level level);

#endif
