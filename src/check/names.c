/* SPDX-License-Identifier: EUPL-1.2
 *
 * Walks a template as filling it would, but with places of the schema on the context stack instead of
 * nodes. A name is known when any place of the stack has its first key and the others follow from
 * there; lets come first, as in fill/context.c.
 *
 * What a let gives is read off its expression: a path that can be followed gives a place, an operator
 * or a function of XPath a plain value, everything else something unknown, in which no name is
 * faulted. The names in an expression are held against all that a node can be called, as those of rules
 * are; that of a path that can be followed, against its place, too.
 */
#include "check/names.h"

#include <string.h>

#include "base/text.h"
#include "check/brace.h"
#include "check/keys.h"
#include "check/path.h"

/* Partials inside partials (they may call themselves), and tags that are looked at in all. */
enum { PARTIALS_DEEPEST = 20, TAGS_LARGEST = 200000 };

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
    struct place control; /* what `kontroll` leads to in a report; else nothing */
    bool report;
    size_t depth;        /* partials */
    size_t level;        /* tags inside tags, as they would be filled */
    size_t tags;
    struct findings *findings;
};

static void walk_tags(struct walk *walk, const struct tag *tags, size_t count);

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

/* What a node can be called, of all that an expression may reach. */
static const struct keys *known_keys(struct walk *walk) {
    if (walk->keys == NULL) {
        struct keys *keys = keys_new(
            walk->arena, walk->names->definition, walk->names->kommun, walk->names->registers);
        if (walk->report) {
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
    if (!keys_have(known_keys(walk), name)) {
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
        .control = walk->report ? walk->names->control : NULL,
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

/* Whether `name` is one of the lets that the scope's `index`th one sees. */
static bool find_variable(const struct scope *scope, size_t index, const char *name) {
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

/* Offers the names of the same lets. */
static void offer_variables(const struct scope *scope, size_t index, struct suggestion *suggestion) {
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
        offer_variables(walk->scope, TEMPLATE_LETS, &suggestion);
        suggestion_offer(&suggestion, "kommun");
    }
    suggestion_advise(walk->findings, finding, &suggestion);
}

/* Looks the tag's name up. An unknown one is said, and then counts as a place of which nothing is
 * known, so that what follows from it is not said as well. */
static enum path_kind look_up(struct walk *walk, const struct tag *tag, struct place *place) {
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
    if (let == NULL && best == 0 && walk->report && strcmp(tag->parts[0], "kontroll") == 0) {
        best = 1 + place_follow(&walk->control, tag->parts + 1, walk->names->kommun, &reached);
    }
    if (best < wanted) {
        report_name(walk, tag, best, &reached);
        return PATH_UNKNOWN;
    }
    *place = reached;
    return PATH_PLACE;
}

static void walk_inside(struct walk *walk, const struct place *place, const struct tag *tag) {
    struct frame frame = { .place = place, .outer = walk->top };
    walk->top = &frame;
    walk_tags(walk, tag->children, tag->child_count);
    walk->top = frame.outer;
}

static void walk_section(struct walk *walk, const struct tag *tag) {
    struct place place;
    struct place item;
    enum path_kind kind = look_up(walk, tag, &place);
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
            if (!find_variable(walk->scope, i, *name)) {
                struct suggestion suggestion = suggestion_start(*name);
                offer_variables(walk->scope, i, &suggestion);
                struct finding *finding = finding_add(walk->findings, XPATH_VARIABLE,
                    query_variable_span(query, *name), *name, NULL);
                suggestion_advise(walk->findings, finding, &suggestion);
            }
        }
        keys_check(known_keys(walk), query, TEMPLATE_NAME_UNKNOWN, walk->findings);
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
        look_up(walk, tag, &place);
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

/* Whether a tag of that name would find something here. */
static bool is_known(struct walk *walk, const char *name) {
    const char *text = arena_printf(walk->arena, "{{%s}}", name);
    struct findings *told = findings_new(walk->arena, walk->findings->language);
    const struct template *template = template_parse(
        walk->arena, source_new(walk->arena, "", text, strlen(text)), false, told);
    struct findings *findings = walk->findings;
    struct place place;
    walk->findings = told;
    enum path_kind kind = look_up(walk, &template->tags[0], &place);
    walk->findings = findings;
    return told->count == 0 && (kind == PATH_VALUE || !place.unknown);
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
    for (const char *name; (name = brace_single(walk->arena, tag, &at, &where)) != NULL;) {
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
            look_up(walk, tag, &place);
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
        .control = { .unknown = true },
        .report = template->front.report && names->control != NULL,
        .findings = findings };
    if (walk.report) {
        walk.control = place_of(names->control->root, NULL);
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
