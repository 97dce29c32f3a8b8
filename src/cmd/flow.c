/* SPDX-License-Identifier: EUPL-1.2 */
#include "cmd/flow.h"

#include "base/file.h"

/* Reads the definition and gives its values the types of the schema. NULL when it has faults of
 * structure: then rules and templates would only repeat them in worse words. */
static const struct tree *read_definition(
    const struct workspace *workspace, struct flow *flow) {
    const struct source *source = read_source(flow->arena, flow->path, flow->findings);
    if (source == NULL) {
        return NULL;
    }
    struct tree *tree =
        tree_read(flow->arena, source, tree_syntax_of(flow->path), "definition", flow->findings);
    if (tree == NULL
        || !schema_settle(flow->arena, workspace->schema, tree, workspace->kommun, flow->findings)
        || findings_count(flow->findings, LEVEL_ERROR) != 0) {
        return NULL;
    }
    const xmlNode *kommun = node_child(workspace->kommun->root, "kommun");
    if (kommun != NULL) {
        node_graft(tree->root, kommun);
    }
    return tree;
}

static struct paper make_paper(const struct workspace *workspace, struct flow *flow,
    const struct template *template) {
    const struct fill_options fill_options = {
        .escape = ESCAPE_MARKDOWN, .strict = true, .partials = workspace->partials
    };
    struct paper paper = { .name = template->name };
    struct filled *filled =
        template_fill(flow->arena, template, flow->tree, &fill_options, flow->findings);
    const struct document_options document_options = { .map = &filled->map,
        .source = source_new(flow->arena, template->source->name, filled->text, filled->size),
        .title = filled->title,
        .header = filled->header,
        .footer = filled->footer,
        .subject = filled->properties[PROPERTY_SUBJECT],
        .creator = filled->properties[PROPERTY_CREATOR],
        .registry_number = filled->properties[PROPERTY_REGISTRY_NUMBER],
        .date = filled->properties[PROPERTY_DATE],
        .status = filled->properties[PROPERTY_STATUS],
        .keywords = filled->properties[PROPERTY_KEYWORDS],
        .numbered_headings = filled->numbered_headings };
    paper.filled = filled;
    paper.document =
        document_parse(flow->arena, filled->text, filled->size, &document_options, flow->findings);
    return paper;
}

struct flow *flow_run(
    const struct workspace *workspace, const char *path, enum language language) {
    struct arena *arena = arena_new();
    struct flow *flow = arena_new_of(arena, struct flow);
    flow->arena = arena;
    flow->path = path;
    flow->name = path_stem(arena, path);
    flow->findings = findings_new(arena, language);
    flow->tree = read_definition(workspace, flow);
    if (flow->tree != NULL) {
        flow->papers = arena_array(arena, workspace->template_count + 1, sizeof *flow->papers);
        for (size_t i = 0; i < workspace->template_count; i++) {
            flow->papers[flow->paper_count++] = make_paper(workspace, flow, workspace->templates[i]);
        }
    }
    findings_sort(flow->findings);
    return flow;
}

void flow_free(struct flow *flow) {
    if (flow != NULL) {
        arena_free(flow->arena);
    }
}

bool flow_is_clean(const struct flow *flow) {
    return flow->tree != NULL && findings_count(flow->findings, LEVEL_ERROR) == 0;
}
