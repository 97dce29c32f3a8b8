/* SPDX-License-Identifier: EUPL-1.2 */
#include "cmd/partials.h"

#include <string.h>

#include "check/suggest.h"

/* How far the partials that one takes in have been followed. */
enum state { UNKNOWN, FOLLOWING, FOLLOWED };

struct usage {
    const struct library *library;
    const char *const *names; /* of the library's partials, in order; ended by NULL */
    bool *used;               /* by the place of the name */
    enum state *states;       /* likewise */
    bool computed;            /* some tag computes the name of what it takes in, or cannot be read */
    struct findings *findings;
};

static void walk(struct usage *usage, const struct template *template);

/* The place of a partial's name; that of the NULL at the end when there is none. */
static size_t find(const struct usage *usage, const char *name) {
    size_t place = 0;
    while (usage->names[place] != NULL && strcmp(usage->names[place], name) != 0) {
        place++;
    }
    return place;
}

static void take_in(struct usage *usage, const struct tag *tag) {
    if (tag->dynamic) {
        usage->computed = true;
        return;
    }
    size_t place = find(usage, tag->name);
    if (usage->names[place] == NULL) {
        struct finding *finding =
            finding_add(usage->findings, FILL_PARTIAL_UNKNOWN, tag->where, tag->name, NULL);
        struct suggestion near = suggestion_start(tag->name);
        for (size_t i = 0; usage->names[i] != NULL; i++) {
            suggestion_offer(&near, usage->names[i]);
        }
        finding_suggest(usage->findings, finding, near.nearest);
        if (near.nearest != NULL) {
            /* That one is probably meant: that it is not taken in says the same again. */
            usage->used[find(usage, near.nearest)] = true;
        }
    } else if (!usage->used[place]) {
        usage->used[place] = true;
        walk(usage, library_find(usage->library, tag->name));
    }
}

static void walk_tags(struct usage *usage, const struct tag *tags, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (tags[i].kind == TAG_PARTIAL || tags[i].kind == TAG_PARENT) {
            take_in(usage, &tags[i]);
        }
        walk_tags(usage, tags[i].children, tags[i].child_count);
    }
}

/* The template with its front matter, whose texts may take in partials, too. */
static void walk(struct usage *usage, const struct template *template) {
    const struct front_matter *front = &template->front;
    usage->computed = usage->computed || template->cut;
    const struct template *const texts[] = { front->title, front->header, front->footer };
    walk_tags(usage, template->tags, template->tag_count);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (texts[i] != NULL) {
            walk_tags(usage, texts[i]->tags, texts[i]->tag_count);
        }
    }
    for (size_t i = 0; i < PROPERTY_COUNT; i++) {
        if (front->properties[i] != NULL) {
            walk_tags(usage, front->properties[i]->tags, front->properties[i]->tag_count);
        }
    }
}

/* Whether a partial takes itself in whatever it is filled from: outside of all sections, itself or through
 * others. Told at the tag that closes the circle. */
static void follow(struct usage *usage, size_t place) {
    const struct template *partial = library_find(usage->library, usage->names[place]);
    usage->states[place] = FOLLOWING;
    for (size_t i = 0; i < partial->tag_count; i++) {
        const struct tag *tag = &partial->tags[i];
        if ((tag->kind != TAG_PARTIAL && tag->kind != TAG_PARENT) || tag->dynamic) {
            continue;
        }
        size_t next = find(usage, tag->name);
        if (usage->names[next] != NULL && usage->states[next] == FOLLOWING) {
            finding_add(usage->findings, PARTIAL_CIRCLE, tag->where, usage->names[next], NULL);
        } else if (usage->names[next] != NULL && usage->states[next] == UNKNOWN) {
            follow(usage, next);
        }
    }
    usage->states[place] = FOLLOWED;
}

void partials_check(
    struct arena *arena, const struct workspace *workspace, bool whole, struct findings *findings) {
    const char *const *names = library_names(workspace->partials);
    size_t count = 0;
    while (names[count] != NULL) {
        count++;
    }
    struct usage usage = { .library = workspace->partials,
        .names = names,
        .used = arena_array(arena, count + 1, sizeof *usage.used),
        .states = arena_array(arena, count + 1, sizeof *usage.states),
        .findings = findings };
    for (size_t i = 0; i < workspace->template_count; i++) {
        walk(&usage, workspace->templates[i]);
    }
    for (size_t i = 0; i < count; i++) {
        if (usage.used[i] && usage.states[i] == UNKNOWN) {
            follow(&usage, i);
        }
    }
    for (size_t i = 0; whole && !usage.computed && i < count; i++) {
        if (!usage.used[i]) {
            const struct source *source = library_find(workspace->partials, names[i])->source;
            const struct span where = { .source = source, .length = source->size != 0 };
            finding_add(findings, PARTIAL_UNUSED, where, names[i], NULL);
        }
    }
}
