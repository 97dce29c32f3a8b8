/* SPDX-License-Identifier: EUPL-1.2
 *
 * The tree of tags against the context stack. Everything that a template can make grow (depth,
 * steps, bytes) is counted; passing a limit is one finding, and then all loops run out.
 *
 * Inheritance: a parent tag puts the blocks inside it on a stack. A block looks from the outermost
 * parent inwards, so that the template nearest to the reader decides. What an argument itself holds
 * is filled with the parents that its own template stood in: so a block inside the block that
 * replaces it is the replaced one, not itself again.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "fill/fill.h"
#include "fill/parse.h"

static void fill_tags(struct filler *filler, const struct tag *tags, size_t count);

static void stop(
    struct filler *filler, enum catalogue_id id, const struct tag *tag, const char *limit) {
    if (!filler->stopped) {
        finding_add(filler->context.findings, id, tag->where, filler->template->name, limit, NULL);
    }
    filler->stopped = true;
}

/* Looks whether there have been too many steps, or too much text. */
static void look_at_limits(struct filler *filler, const struct tag *tag) {
    if (filler->steps > FILL_STEPS) {
        stop(filler, FILL_LARGE, tag,
            arena_printf(filler->arena, "%d %s", FILL_STEPS,
                in_language(filler->context.findings, "taggar och rader", "tags and lines")));
    } else if (filler->output.text.size > FILL_LARGEST) {
        stop(filler, FILL_LARGE, tag, arena_printf(filler->arena, "%zu MB", FILL_LARGEST >> 20));
    }
}

/* Counts a step; false when there is to be no more. */
static bool may_go_on(struct filler *filler, const struct tag *tag) {
    filler->steps++;
    look_at_limits(filler, tag);
    return !filler->stopped;
}

/* One turn of a section: with the value on top of the stack, except for a let's boolean, which asks
 * a question and is no subject. */
static void fill_turn(struct filler *filler, const struct tag *tag, const struct value *value) {
    if (value->kind == VALUE_TRUTH) {
        fill_tags(filler, tag->children, tag->child_count);
        return;
    }
    struct frame frame;
    frame_enter(&filler->context, &frame, value);
    fill_tags(filler, tag->children, tag->child_count);
    filler->context.top = frame.outer;
}

/* Turns over a let's nodes; the array is copied, since turns may evaluate the let anew. */
static void fill_nodes(struct filler *filler, const struct tag *tag, const struct value *value) {
    const xmlNode **nodes = memory_get((value->count + 1) * sizeof *nodes);
    size_t count = value->count;
    memcpy(nodes, value->nodes, count * sizeof *nodes);
    for (size_t i = 0; i < count && may_go_on(filler, tag); i++) {
        fill_turn(filler, tag,
            &(struct value){ .kind = VALUE_NODE, .node = element_of(nodes[i]), .let = value->let });
    }
    free(nodes);
}

static void fill_section(struct filler *filler, const struct tag *tag) {
    struct value value = context_find(&filler->context, tag);
    if (!value_is_true(&value)) {
        return;
    }
    if (value.kind == VALUE_NODES) {
        fill_nodes(filler, tag, &value);
    } else if (value.kind == VALUE_NODE && node_kind(value.node) == NODE_SEQUENCE) {
        for (const xmlNode *item = node_first(value.node); item != NULL && may_go_on(filler, tag);
             item = node_next(item)) {
            fill_turn(filler, tag, &(struct value){ .kind = VALUE_NODE, .node = item });
        }
    } else {
        fill_turn(filler, tag, &value);
    }
}

/* Whether {{^x}} asks for {{x}}. */
static bool asks_for_itself(const struct tag *tag) {
    for (size_t i = 0; i < tag->child_count; i++) {
        if (tag->children[i].kind == TAG_VARIABLE && text_equal(tag->children[i].name, tag->name)) {
            return true;
        }
    }
    return false;
}

/* {{^x}}…{{x}}…{{/x}} in a paper is what a draft shows in the place of a value that may be missing. (In
 * plain Mustache it is text with nothing in it.) */
static void fill_inverted(struct filler *filler, const struct tag *tag) {
    const struct fill_options *options = filler->options;
    struct value value = context_find(&filler->context, tag);
    if (value_is_true(&value)) {
        return;
    }
    bool hole = value.kind == VALUE_MISSING && (options->strict || options->markers) && asks_for_itself(tag);
    const char *outer = filler->hole;
    if (hole) {
        filler->hole = tag->name;
        filler->steps += tag->child_count;
    }
    if (!hole || options->markers) {
        fill_tags(filler, tag->children, tag->child_count);
    }
    filler->hole = outer;
}

/* The partial that the tag names, or NULL. */
static const struct template *find_partial(struct filler *filler, const struct tag *tag) {
    const struct library *library = filler->options->partials;
    const char *name = tag->name;
    if (tag->dynamic) {
        name = dynamic_name(filler, tag);
        if (name == NULL) {
            return NULL;
        }
    }
    const struct template *partial = library != NULL ? library_find(library, name) : NULL;
    if (partial == NULL && filler->options->strict) {
        missing_partial(filler, tag, name);
    }
    return partial;
}

/* Fills a partial or parent. Standalone: each of its lines has the tag's indentation and what was
 * there before. Otherwise its text goes in as it is. */
static void fill_template(
    struct filler *filler, const struct tag *tag, const struct template *template) {
    struct output *output = &filler->output;
    const struct indent outer = output->indent;
    if (tag->indent != NULL) {
        output->at_line_start = true;
        output_enter(output, tag->indent);
    } else {
        output_indent(output, tag);
        output->indent.start = outer.end;
    }
    struct scope scope;
    scope_enter(&filler->context, &scope, template->front.lets, template->front.let_count);
    fill_tags(filler, template->tags, template->tag_count);
    scope_leave(&filler->context, &scope);
    output->indent = outer;
    /* What follows on the tag's line begins none, even if what it took in ended one. */
    output->at_line_start = output->at_line_start && tag->indent != NULL;
}

static void fill_partial(struct filler *filler, const struct tag *tag) {
    const struct template *partial = find_partial(filler, tag);
    if (partial != NULL) {
        fill_template(filler, tag, partial);
    }
}

static void fill_parent(struct filler *filler, const struct tag *tag) {
    const struct template *parent = find_partial(filler, tag);
    if (parent != NULL) {
        const struct arguments arguments = { .parent = tag, .outer = filler->arguments };
        filler->arguments = &arguments;
        fill_template(filler, tag, parent);
        filler->arguments = arguments.outer;
    }
}

/* The argument for the block: of the outermost parent that has one. */
static const struct tag *find_argument(
    struct filler *filler, const struct tag *block, const struct arguments **of) {
    const struct tag *found = NULL;
    for (const struct arguments *at = filler->arguments; at != NULL; at = at->outer) {
        for (size_t i = 0; i < at->parent->child_count; i++) {
            const struct tag *child = &at->parent->children[i];
            filler->steps++;
            if (child->kind == TAG_BLOCK && strcmp(child->name, block->name) == 0) {
                found = child;
                *of = at;
                break;
            }
        }
    }
    return found;
}

static void fill_block(struct filler *filler, const struct tag *block) {
    const struct arguments *arguments = filler->arguments;
    const struct arguments *of = NULL;
    const struct tag *content = find_argument(filler, block, &of);
    struct output *output = &filler->output;
    const struct indent outer = output->indent;
    if (content != NULL) {
        filler->arguments = of->outer;
    } else {
        content = block;
    }
    if (block->indent != NULL) {
        output_enter(output, block->indent);
    }
    fill_tags(filler, content->children, content->child_count);
    output->indent = outer;
    filler->arguments = arguments;
}

/* Whether the tag stands on a line of the template that has its indentation though the tag may write
 * nothing: in Markdown such a line has none (output.c). */
static bool is_on_line(const struct filler *filler, const struct tag *tag) {
    bool variable = tag->kind == TAG_VARIABLE || tag->kind == TAG_UNESCAPED;
    bool section = tag->kind == TAG_SECTION || tag->kind == TAG_INVERTED;
    bool partial = tag->kind == TAG_PARTIAL || tag->kind == TAG_PARENT;
    return filler->output.escape != ESCAPE_MARKDOWN
        && (variable || (section && !tag->alone) || (partial && tag->indent == NULL));
}

static void fill_tag(struct filler *filler, const struct tag *tag) {
    if (is_on_line(filler, tag)) {
        output_indent(&filler->output, tag);
    }
    switch (tag->kind) {
    case TAG_TEXT:
        output_text(&filler->output, tag);
        break;
    case TAG_VARIABLE:
    case TAG_UNESCAPED:
        fill_variable(filler, tag);
        break;
    case TAG_SECTION:
        fill_section(filler, tag);
        break;
    case TAG_INVERTED:
        fill_inverted(filler, tag);
        break;
    case TAG_PARTIAL:
        fill_partial(filler, tag);
        break;
    case TAG_PARENT:
        fill_parent(filler, tag);
        break;
    case TAG_BLOCK:
        fill_block(filler, tag);
        break;
    }
}

static void fill_tags(struct filler *filler, const struct tag *tags, size_t count) {
    if (count != 0 && filler->depth == FILL_DEPTH) {
        stop(filler, FILL_DEEP, tags, arena_printf(filler->arena, "%d", FILL_DEPTH));
        return;
    }
    filler->depth++;
    for (size_t i = 0; i < count && may_go_on(filler, &tags[i]); i++) {
        fill_tag(filler, &tags[i]);
    }
    filler->depth--;
}

/* Fills a text of the front matter; it is plain text, so nothing is escaped. */
static const char *fill_front(struct filler *filler, const struct template *template) {
    if (template == NULL) {
        return NULL;
    }
    struct output body = filler->output;
    struct filled filled = { 0 };
    output_init(&filler->output, filler->arena, ESCAPE_NONE, false);
    fill_tags(filler, template->tags, template->tag_count);
    output_take(&filler->output, &filled);
    output_done(&filler->output);
    filler->output = body;
    return filled.text;
}

struct filled *template_fill(struct arena *arena, const struct template *template,
    const struct tree *tree, const struct fill_options *options, struct findings *findings) {
    struct filled *filled = arena_new_of(arena, struct filled);
    struct filler filler = { .arena = arena,
        .options = options,
        .template = template,
        .context = { .arena = arena,
            .findings = findings,
            .root = tree->root,
            .queries = options->queries,
            .kommun = options->kommun } };
    const struct front_matter *front = &template->front;
    struct frame root;
    struct frame inner;
    struct scope given;
    struct scope own;
    frame_enter(&filler.context, &root, &(struct value){ .kind = VALUE_NODE, .node = tree->root });
    if (options->context != NULL) {
        frame_enter(&filler.context, &inner,
            &(struct value){ .kind = VALUE_NODE, .node = options->context });
    }
    scope_enter_values(&filler.context, &given, options->names, options->name_count);
    scope_enter(&filler.context, &own, front->lets, front->let_count);
    filled->title = fill_front(&filler, front->title);
    filled->header = fill_front(&filler, front->header);
    filled->footer = fill_front(&filler, front->footer);
    for (int i = 0; i < PROPERTY_COUNT; i++) {
        const char *text = fill_front(&filler, front->properties[i]);
        filled->properties[i] = text_is_blank(text) ? NULL : text_trim(arena, text);
    }
    filled->numbered_headings = front->numbered_headings;
    output_init(&filler.output, arena, options->escape, !options->unmapped);
    fill_tags(&filler, template->tags, template->tag_count);
    if (template->tag_count != 0) {
        look_at_limits(&filler, &template->tags[template->tag_count - 1]);
    }
    output_take(&filler.output, filled);
    output_done(&filler.output);
    scope_leave(&filler.context, &own);
    scope_leave(&filler.context, &given);
    context_done(&filler.context);
    assert(filler.depth == 0 && filler.arguments == NULL);
    return filled;
}
