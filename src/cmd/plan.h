/* SPDX-License-Identifier: EUPL-1.2
 *
 * Which definitions a build has to run. Files are known by content; their stamps only spare reading
 * them. First everything is asked of the file system alone; only when a shared input has changed is the
 * workspace opened, and then each definition's needs are compared.
 *
 * A definition is current when the record says that its papers were made without an error from the
 * same definition, the same earlier one, and the same needs, and the papers are still those.
 */
#ifndef UNDERLAG_CMD_PLAN_H
#define UNDERLAG_CMD_PLAN_H

#include "cmd/inputs.h"
#include "cmd/leftovers.h"
#include "cmd/needs.h"
#include "cmd/shard.h"

struct plan_item {
    const char *path;
    const char *name;
    struct trace input;  /* of a stale definition, before it was read */
    const struct record_entry *fresh; /* of a current one whose stamps have changed; else NULL */
    bool stale;
    bool clean;          /* its papers are those of today: they were current, or could be made */
};

struct plan {
    const char *out;
    const struct inputs *inputs;
    const struct record *record;  /* as it was */
    struct leftover *leftovers;   /* papers of templates that are gone, see leftovers.h */
    size_t leftover_count;
    const char *record_path;      /* NULL: no record is kept */
    struct plan_item *items;      /* in the order of the paths */
    const char **names;           /* of the items, in the order of the alphabet */
    const char **all_names;       /* of all shares' definitions, in the same order */
    size_t all_count;
    size_t count;
    size_t stale_count;
    uint32_t formats;             /* asked for: a bit each */
    bool shared_changed;          /* the needs of the rest must be looked at */
    bool whole;                   /* these are all definitions of the shard */
    struct shard shard;
    int64_t now;                  /* target_now() before anything was looked at */
    size_t warnings;              /* of definitions that are current: shown when they were built */
    bool changed;                 /* the record has something new to say */
    struct buffer bytes;          /* the next record, as far as it is written */
    size_t next;                  /* the item that comes next in it */
};

struct plan_options {
    const char *root, *out;
    uint32_t formats;
    bool force;                   /* believe no record */
    bool recorded;                /* keep one */
    bool known;                   /* one may be there, to know earlier papers by */
    bool whole;                   /* all definitions of the shard */
    struct shard shard;
    const char *const *all;       /* the paths of all shares together; NULL: these are all there are */
    size_t all_count;
};

/* Whether papers in `out` would come to lie among definitions, or what else they are made of: whether it is the root
 * or one of its folders, lies within one, or has one in it. */
bool out_lies_among_sources(
    struct arena *arena, const char *out, const char *root, const char *const *paths, size_t count);

/* Takes all traces. Lives on the invocation's arena. */
struct plan *plan_make(struct invocation *invocation, const char **paths, size_t count,
    const struct plan_options *wanted);

/* Whether a definition of this name is in the plan. */
bool plan_has(const struct plan *plan, const char *name);

/* Whether it is in the plan of any share. */
bool plan_knows(const struct plan *plan, const char *name);

/* When shared inputs have changed: marks as stale those whose needs did. */
void plan_look_closer(struct plan *plan, const struct needs *needs);

/* Begins the next record. `warnings`: about the shared inputs. */
void plan_begin_record(struct plan *plan, struct arena *arena, size_t warnings);

/* Notes a stale definition's new entry; NULL when it is to be built again next time. In the order of
 * the items. */
void plan_note(struct plan *plan, size_t item, const struct record_entry *entry);

/* Writes the record when it has something new to say, unless a shared input has changed since
 * plan_make(). A record that cannot be written is done without. */
void plan_finish(struct plan *plan, struct arena *arena);

/* The traces of papers, in the order of inputs->papers and, for each, of the formats. */
struct trace papers_trace(const struct trace *papers, size_t count);

/* The renderers that --format names, a bit each by place in renderers[]; all without it. False when one
 * is unknown or none is named. */
bool formats_choose(const struct invocation *invocation, uint32_t *formats);

/* ".docx"; of drafts ".UTKAST.docx". */
const char *paper_suffix(struct arena *arena, const struct renderer *renderer, bool draft);

/* "OUT/NAME/PAPER.SUFFIX" */
char *paper_path(struct arena *arena, const char *out, const char *name, const char *paper,
    const char *suffix);

#endif
