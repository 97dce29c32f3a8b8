/* SPDX-License-Identifier: EUPL-1.2
 *
 * Walks a template as filling it would, but with places of the schema on the context stack instead of
 * nodes (namesearch.h). The names in an expression are held against all that a node can be called, as those
 * of rules are; that of a path that can be followed, against its place, too.
 */
#include "check/names.h"

#include <string.h>

#include "check/brace.h"
#include "check/namesearch.h"

/* Tags that are looked at in all. */
enum { TAGS_LARGEST = 200000 };

static void walk_tags(struct walk *walk, const struct tag *tags, size_t count);

static void walk_inside(struct walk *walk, const struct place *place, const struct tag *tag) {
    struct frame frame = { .place = place, .outer = walk->top };
    walk->top = &frame;
    walk_tags(walk, tag->children, tag->child_count);
    walk->top = frame.outer;
}

static void walk_section(struct walk *walk, const struct tag *tag) {
    struct place place;
    struct place item;
    enum path_kind kind = walk_look_up(walk, tag, &place);
    if (tag->kind == TAG_INVERTED || kind == PATH_VALUE) {
        walk_tags(walk, tag->children, tag->child_count);
    } else if (place_item(&place, walk->names->kommun, &item)) {
        walk_inside(walk, &item, tag);
    } else {
        walk_inside(walk, &place, tag);
    }
}

/* The names in the expressions of the innermost template's lets. */
static void check_lets(struct walk *walk) {
    const struct front_matter *front = &walk->scope->template->front;
    walk->tags += front->let_count;
    for (size_t i = 0; i < front->let_count; i++) {
        const struct query *query = front->lets[i].query;
        if (query == NULL) {
            continue;
        }
        for (const char *const *name = query_variables(query); *name != NULL; name++) {
            if (!scope_has_let(walk->scope, i, *name)) {
                struct suggestion suggestion = suggestion_start(*name);
                scope_offer_lets(walk->scope, i, &suggestion);
                struct finding *finding = finding_add(walk->findings, XPATH_VARIABLE,
                    query_variable_span(query, *name), *name, NULL);
                suggestion_advise(walk->findings, finding, &suggestion);
            }
        }
        keys_check(walk_keys(walk), query, TEMPLATE_NAME_UNKNOWN, walk->findings);
    }
}

static void walk_template(struct walk *walk, const struct template *template) {
    if (walk->depth >= PARTIALS_DEEPEST || template->front.broken) {
        return;
    }
    struct scope scope = { .template = template, .outer = walk->scope };
    walk->scope = &scope;
    walk->depth++;
    check_lets(walk);
    walk_tags(walk, template->tags, template->tag_count);
    walk->depth--;
    walk->scope = scope.outer;
}

static void walk_partial(struct walk *walk, const struct tag *tag) {
    struct place place;
    const struct template *partial = NULL;
    if (tag->dynamic) {
        walk_look_up(walk, tag, &place);
    } else if (walk->names->partials != NULL) {
        partial = library_find(walk->names->partials, tag->name);
    }
    if (partial != NULL && tag->kind == TAG_PARENT) {
        struct arguments arguments = { .parent = tag, .outer = walk->arguments };
        walk->arguments = &arguments;
        walk_template(walk, partial);
        walk->arguments = arguments.outer;
    } else if (partial != NULL) {
        walk_template(walk, partial);
    } else {
        walk_tags(walk, tag->children, tag->child_count);
    }
}

/* The content of a block: the outermost replacement, with the parents that stood around it where it was
 * written (as in fill/render.c: a block inside its own replacement is not itself again), or its own. */
static void walk_block(struct walk *walk, const struct tag *tag) {
    const struct arguments *arguments = walk->arguments;
    const struct tag *content = tag;
    for (const struct arguments *at = arguments; at != NULL; at = at->outer) {
        for (size_t i = 0; i < at->parent->child_count; i++) {
            const struct tag *child = &at->parent->children[i];
            if (child->kind == TAG_BLOCK && strcmp(child->name, tag->name) == 0) {
                content = child;
                walk->arguments = at->outer;
                break;
            }
        }
    }
    walk_tags(walk, content->children, content->child_count);
    walk->arguments = arguments;
}

/* Whether a tag of that name would find something here. A text may be full of such names: what it takes to find
 * out is not kept, and each counts as a tag. */
static bool is_known(struct walk *walk, const char *name) {
    struct arena *arena = arena_new();
    const char *text = arena_printf(arena, "{{%s}}", name);
    struct findings *told = findings_new(arena, walk->findings->language);
    const struct template *template =
        template_parse(arena, source_new(arena, "", text, strlen(text)), false, told);
    struct findings *findings = walk->findings;
    struct place place;
    walk->tags++;
    walk->findings = told;
    enum path_kind kind = walk_look_up(walk, &template->tags[0], &place);
    bool found = told->count == 0 && (kind == PATH_VALUE || !place.unknown);
    walk->findings = findings;
    arena_free(arena);
    return found;
}

/* What is nearly a tag in a stretch of text: "{name}" of a name that is known here, and a brace that the
 * tag before has left. */
static void check_text(struct walk *walk, const struct tag *tag, const struct tag *before) {
    struct span where = { tag->where.source, tag->where.offset, 1 };
    bool is_behind = before != NULL
        && (before->kind == TAG_VARIABLE || before->kind == TAG_UNESCAPED)
        && where.offset == before->where.offset + before->where.length;
    if (is_behind && tag->text_size != 0 && tag->text[0] == '}') {
        finding_add(walk->findings, TEMPLATE_BRACE_LEFT, where, before->name, NULL);
    }
    const char *at = NULL;
    for (const char *name;
         walk->tags < TAGS_LARGEST && (name = brace_single(walk->arena, tag, &at, &where)) != NULL;) {
        if (is_known(walk, name)) {
            finding_add(walk->findings, TEMPLATE_BRACE_SINGLE, where, name, NULL);
        }
    }
}

static void walk_tags(struct walk *walk, const struct tag *tags, size_t count) {
    struct place place;
    if (walk->level == FILL_DEPTH) {
        return; /* filling says so */
    }
    walk->level++;
    for (size_t i = 0; i < count && walk->tags < TAGS_LARGEST; i++) {
        const struct tag *tag = &tags[i];
        walk->tags++;
        switch (tag->kind) {
        case TAG_TEXT:
            check_text(walk, tag, i != 0 ? &tags[i - 1] : NULL);
            break;
        case TAG_VARIABLE:
        case TAG_UNESCAPED:
            walk_look_up(walk, tag, &place);
            break;
        case TAG_SECTION:
        case TAG_INVERTED:
            walk_section(walk, tag);
            break;
        case TAG_PARTIAL:
        case TAG_PARENT:
            walk_partial(walk, tag);
            break;
        case TAG_BLOCK:
            walk_block(walk, tag);
            break;
        }
    }
    walk->level--;
}

/* kommun.yaml's own key `kommun`, which is put under the root of each definition. */
static struct place kommun_place(const struct schema *kommun) {
    struct place place = { .unknown = true };
    if (kommun != NULL) {
        struct place root = place_of(kommun->root, NULL);
        place_child(&root, "kommun", NULL, &place);
    }
    return place;
}

/* What the template sees under `kontroll`: a report all of it, a paper that is filled before the rules are
 * tried what is known by then ($defs/före). False when it sees nothing. */
static bool control_place(
    const struct schema *control, const struct template *template, struct place *place) {
    const struct subschema *root = control != NULL ? control->root : NULL;
    if (root != NULL && !template->front.report) {
        const struct constraint *parts = subschema_constraint(root, "$defs");
        const struct member *early = parts != NULL ? members_find(&parts->members, "före") : NULL;
        root = early != NULL ? early->schema : NULL;
    }
    if (root != NULL) {
        *place = place_of(root, NULL);
    }
    return root != NULL;
}

void names_check(struct arena *arena, const struct names *names, const struct template *template,
    struct findings *findings) {
    if (template->front.broken) {
        return; /* without its lets, most of its names would be unknown */
    }
    struct place root = place_of(names->definition->root, names->kommun);
    struct frame top = { .place = &root };
    struct scope scope = { .template = template };
    struct walk walk = { .arena = arena,
        .names = names,
        .scope = &scope,
        .top = &top,
        .kommun = kommun_place(names->kommun),
        .findings = findings };
    struct place control;
    if (control_place(names->control, template, &control)) {
        walk.control = &control;
    }
    check_lets(&walk);
    const struct template *const parts[] = { template->front.title, template->front.header,
        template->front.footer, template };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i] != NULL) {
            walk_tags(&walk, parts[i]->tags, parts[i]->tag_count);
        }
    }
    for (size_t i = 0; i < PROPERTY_COUNT; i++) {
        const struct template *property = template->front.properties[i];
        if (property != NULL) {
            walk_tags(&walk, property->tags, property->tag_count);
        }
    }
}
