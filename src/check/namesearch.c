/* SPDX-License-Identifier: EUPL-1.2
 *
 * A name is known when any place of the stack has its first key and the others follow from there; lets come
 * first, as in fill/context.c.
 *
 * What a let gives is read off its expression: a path that can be followed gives a place, an operator
 * or a function of XPath a plain value, everything else something unknown, in which no name is
 * faulted.
 */
#include "check/namesearch.h"

#include <string.h>

#include "base/text.h"

static const struct let *find_let(
    const struct scope *scope, const char *name, uint32_t hash, const struct scope **owner) {
    for (; scope != NULL; scope = scope->outer) {
        const struct front_matter *front = &scope->template->front;
        for (size_t i = front->let_count; i-- > 0;) {
            if (front->lets[i].hash == hash && text_equal(front->lets[i].name, name)) {
                *owner = scope;
                return &front->lets[i];
            }
        }
    }
    return NULL;
}

static enum path_kind read_let(
    struct walk *walk, const struct let *let, const struct scope *scope, struct place *place);

/* What $name means inside a let: an earlier let. */
static enum path_kind read_variable(void *context, const char *name, struct place *place) {
    struct walk *walk = context;
    const struct scope *owner = NULL;
    const struct let *let = find_let(walk->scope, name, name_hash(name), &owner);
    if (let == NULL || walk->depth >= PARTIALS_DEEPEST) {
        return PATH_UNKNOWN;
    }
    walk->depth++;
    enum path_kind kind = read_let(walk, let, owner, place);
    walk->depth--;
    return kind;
}

const struct keys *walk_keys(struct walk *walk) {
    if (walk->keys == NULL) {
        struct keys *keys = keys_new(
            walk->arena, walk->names->definition, walk->names->kommun, walk->names->registers);
        if (walk->control != NULL) {
            keys_add(keys, "kontroll");
            keys_add_schema(keys, walk->names->control);
        }
        walk->keys = keys;
    }
    return walk->keys;
}

/* A key that a let's path names and that cannot be there. One that can be nowhere has been told. */
static void report_step(void *context, const struct query *query, size_t offset, size_t length,
    const struct place *place) {
    struct walk *walk = context;
    const char *name = arena_copy(walk->arena, query_text(query) + offset, length);
    if (!keys_have(walk_keys(walk), name)) {
        return;
    }
    struct finding *finding = finding_add(walk->findings, TEMPLATE_NAME_UNKNOWN,
        query_span(query, offset, length), name, NULL);
    struct suggestion suggestion = suggestion_start(name);
    place_suggest(place, &suggestion);
    suggestion_advise(walk->findings, finding, &suggestion);
}

static enum path_kind read_let(
    struct walk *walk, const struct let *let, const struct scope *scope, struct place *place) {
    if (let->query == NULL) {
        return PATH_UNKNOWN;
    }
    const struct scope *inner = walk->scope;
    walk->scope = scope;
    struct path_reader reader = { .definition = walk->names->definition,
        .kommun = walk->names->kommun,
        .control = walk->control,
        .here = walk->top->place,
        .variable = read_variable,
        .unknown_step = report_step,
        .context = walk };
    enum path_kind kind = path_read(&reader, let->query, place);
    walk->scope = inner;
    return kind;
}

static size_t count_parts(const char *const *parts) {
    size_t count = 0;
    while (parts[count] != NULL) {
        count++;
    }
    return count;
}

bool scope_has_let(const struct scope *scope, size_t index, const char *name) {
    for (; scope != NULL; scope = scope->outer) {
        const struct front_matter *front = &scope->template->front;
        for (size_t i = 0; i < front->let_count && i < index; i++) {
            if (text_equal(front->lets[i].name, name)) {
                return true;
            }
        }
        index = TEMPLATE_LETS;
    }
    return false;
}

void scope_offer_lets(const struct scope *scope, size_t index, struct suggestion *suggestion) {
    for (; scope != NULL; scope = scope->outer) {
        const struct front_matter *front = &scope->template->front;
        for (size_t i = 0; i < front->let_count && i < index; i++) {
            suggestion_offer(suggestion, front->lets[i].name);
        }
        index = TEMPLATE_LETS;
    }
}

/* What follows the name of a let in a tag, whose value has no parts. */
static void report_part(struct walk *walk, const struct tag *tag) {
    struct finding *finding = finding_add(
        walk->findings, TEMPLATE_NAME_UNKNOWN, tag_part_span(tag, 1), tag->parts[1], NULL);
    finding_advise(walk->findings, finding,
        "”%s” är här namnet under let, och dess värde är en enda text. Menas definitionens uppgift, så ge det under "
        "let ett annat namn.",
        "“%s” is the name under let here, and its value is one text. If the definition's value is meant, give the one "
        "under let another name.",
        tag->parts[0]);
}

/* The parts of the name from `first` on, with dots between them. */
static const char *join_parts(struct arena *arena, const struct tag *tag, size_t first, size_t end) {
    const char *joined = "";
    for (size_t i = first; i < end; i++) {
        joined = arena_printf(arena, "%s%s%s", joined, i > first ? "." : "", tag->parts[i]);
    }
    return joined;
}

/* Whether the part is a key of the entries of the list that the name has reached: then it needs a section. */
static bool advise_section(struct walk *walk, const struct tag *tag, size_t part,
    const struct place *reached, struct finding *finding) {
    struct place item;
    struct place child;
    if (part == 0 || !place_item(reached, walk->names->kommun, &item)
        || !place_child(&item, tag->parts[part], walk->names->kommun, &child)) {
        return false;
    }
    const char *list = join_parts(walk->arena, tag, 0, part);
    finding_advise(walk->findings, finding,
        "Det står i en lista. Skriv ut varje post för sig: %s", "It stands in a list. Write each entry by itself: %s",
        arena_printf(walk->arena, "{{#%s}}{{%s}}{{/%s}}", list,
            join_parts(walk->arena, tag, part, count_parts(tag->parts)), list));
    return true;
}

static void report_name(struct walk *walk, const struct tag *tag, size_t part,
    const struct place *reached) {
    const char *name = tag->parts[part];
    struct finding *finding = finding_add(
        walk->findings, TEMPLATE_NAME_UNKNOWN, tag_part_span(tag, part), name, NULL);
    if (advise_section(walk, tag, part, reached, finding)) {
        return;
    }
    struct suggestion suggestion = suggestion_start(name);
    if (part > 0) {
        place_suggest(reached, &suggestion);
    } else {
        for (const struct frame *frame = walk->top; frame != NULL; frame = frame->outer) {
            place_suggest(frame->place, &suggestion);
        }
        scope_offer_lets(walk->scope, TEMPLATE_LETS, &suggestion);
        suggestion_offer(&suggestion, "kommun");
    }
    suggestion_advise(walk->findings, finding, &suggestion);
}

enum path_kind walk_look_up(struct walk *walk, const struct tag *tag, struct place *place) {
    *place = (struct place){ .unknown = true };
    if (tag->misnamed) {
        return PATH_UNKNOWN;
    }
    if (tag->parts == NULL || tag->parts[0] == NULL) {
        *place = *walk->top->place;
        return PATH_PLACE;
    }
    const struct scope *owner = NULL;
    const struct let *let = find_let(walk->scope, tag->parts[0], tag->hash, &owner);
    size_t wanted = count_parts(tag->parts);
    size_t best = 0;
    struct place reached = { .unknown = true };
    if (let != NULL) {
        struct place start;
        enum path_kind kind = read_let(walk, let, owner, &start);
        if (kind == PATH_VALUE && wanted > 1) {
            report_part(walk, tag);
            return PATH_UNKNOWN;
        }
        if (kind != PATH_PLACE || wanted == 1) {
            *place = kind == PATH_PLACE ? start : *place;
            return kind;
        }
        best = 1 + place_follow(&start, tag->parts + 1, walk->names->kommun, &reached);
    }
    for (const struct frame *frame = walk->top; let == NULL && frame != NULL && best < wanted;
         frame = frame->outer) {
        struct place end;
        size_t count = place_follow(frame->place, tag->parts, walk->names->kommun, &end);
        if (count > best || frame == walk->top) {
            best = count;
            reached = end;
        }
    }
    if (let == NULL && best == 0 && strcmp(tag->parts[0], "kommun") == 0) {
        best = 1 + place_follow(&walk->kommun, tag->parts + 1, walk->names->kommun, &reached);
    }
    if (let == NULL && best == 0 && walk->control != NULL && strcmp(tag->parts[0], "kontroll") == 0) {
        best = 1 + place_follow(walk->control, tag->parts + 1, walk->names->kommun, &reached);
    }
    if (best < wanted) {
        report_name(walk, tag, best, &reached);
        return PATH_UNKNOWN;
    }
    *place = reached;
    return PATH_PLACE;
}
