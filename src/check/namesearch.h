/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside check/: a template that is walked through, and what its names lead to there.
 */
#ifndef UNDERLAG_CHECK_NAMESEARCH_H
#define UNDERLAG_CHECK_NAMESEARCH_H

#include "check/keys.h"
#include "check/names.h"
#include "check/path.h"

/* Partials inside partials: they may call themselves. */
enum { PARTIALS_DEEPEST = 20 };

/* A template's lets. */
struct scope {
    const struct template *template;
    const struct scope *outer;
};

/* A parent tag, whose blocks replace those of the template that it takes in. */
struct arguments {
    const struct tag *parent;
    const struct arguments *outer;
};

/* What a section goes into, and what stood round it. */
struct frame {
    const struct place *place;
    const struct frame *outer;
};

struct walk {
    struct arena *arena;
    const struct names *names;
    const struct keys *keys; /* what a node can be called; when the first let asked for them */
    const struct scope *scope;
    const struct arguments *arguments;
    const struct frame *top;
    struct place kommun; /* what `kommun` leads to, when nothing nearer is called so */
    const struct place *control; /* what `kontroll` leads to, or NULL */
    size_t depth;        /* partials */
    size_t level;        /* tags inside tags, as they would be filled */
    size_t tags;
    struct findings *findings;
};

/* Looks the tag's name up. An unknown one is said, and then counts as a place of which nothing is
 * known, so that what follows from it is not said as well. */
enum path_kind walk_look_up(struct walk *walk, const struct tag *tag, struct place *place);

/* What a node can be called, of all that an expression may reach. */
const struct keys *walk_keys(struct walk *walk);

/* Whether `name` is one of the lets that the scope's `index`th one sees. And offers the names of those. */
bool scope_has_let(const struct scope *scope, size_t index, const char *name);
void scope_offer_lets(const struct scope *scope, size_t index, struct suggestion *suggestion);

#endif
