/* SPDX-License-Identifier: EUPL-1.2
 *
 * underlag graph: which papers follow from which files, for an engine that runs one process for each
 * definition, on one machine or on many. Definitions are read only far enough to see which earlier one
 * they name.
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "cmd/definitions.h"
#include "cmd/flow.h"
#include "cmd/inputs.h"
#include "cmd/plan.h"

struct graph {
    struct invocation *invocation;
    const char *engine;  /* its name */
    const char *refused; /* characters that it has no way, or no one way, to read in a name */
    struct arena *arena;          /* of the definition at hand */
    const char *root, *out, *format;
    const struct inputs *inputs;
    uint32_t formats;
    const char **paths;
    size_t count;
    struct buffer text;
};

/* Writes a string with a backslash, or another byte, before each of some bytes. */
static void put_escaped(struct buffer *out, const char *string, const char *special, char escape) {
    for (; *string != '\0'; string++) {
        if (strchr(special, *string) != NULL) {
            buffer_putc(out, escape);
        }
        buffer_putc(out, *string);
    }
}

static void put_ninja_path(struct buffer *out, const char *path) {
    buffer_putc(out, ' ');
    put_escaped(out, path, "$ :", '$');
}

static void put_make_path(struct buffer *out, const char *path) {
    for (; *path != '\0'; path++) {
        if (*path == '$') {
            buffer_putc(out, '$');
        } else if (strchr(" #:", *path) != NULL) {
            buffer_putc(out, '\\');
        }
        buffer_putc(out, *path);
    }
}

/* A word of a shell command within a file in which "$" is written "$$". */
static void put_word(struct buffer *out, const char *word) {
    buffer_puts(out, " '");
    for (; *word != '\0'; word++) {
        if (*word == '\'') {
            buffer_puts(out, "'\\''");
        } else {
            buffer_puts(out, *word == '$' ? "$" : "");
            buffer_putc(out, *word);
        }
    }
    buffer_putc(out, '\'');
}

static void put_dot_name(struct buffer *out, const char *name) {
    buffer_putc(out, '"');
    put_escaped(out, name, "\"\\", '\\');
    buffer_putc(out, '"');
}

/* The options that each process is given. */
static void put_options(struct graph *graph) {
    buffer_puts(&graph->text, " build --no-record --root");
    put_word(&graph->text, graph->root);
    buffer_puts(&graph->text, " --out");
    put_word(&graph->text, graph->out);
    if (option_given(graph->invocation, OPTION_PLAIN)) {
        buffer_puts(&graph->text, " --plain");
    }
    if (option_given(graph->invocation, OPTION_REFERENCE)) {
        buffer_puts(&graph->text, " --reference");
        put_word(&graph->text, option_value(graph->invocation, OPTION_REFERENCE, NULL));
    }
    if (graph->format != NULL) {
        buffer_puts(&graph->text, " --format");
        put_word(&graph->text, graph->format);
    }
}

/* The text of a file's key within a key at its root, or NULL. What is wrong with the file is for the
 * build to say. */
static const char *find_text(
    const struct graph *graph, const char *path, const char *key, const char *within) {
    struct arena *arena = graph->arena;
    struct findings *unheard = findings_new(arena, LANGUAGE_SV);
    const struct source *source = read_source(arena, path, unheard);
    const struct tree *tree =
        source != NULL ? tree_read(arena, source, tree_syntax_of(path), "fil", unheard) : NULL;
    const xmlNode *node = tree != NULL ? node_child(tree->root, key) : NULL;
    return node != NULL ? node_child_text(node, within) : NULL;
}

/* The path of the corporate template that kommun.yaml names, or NULL. */
static const char *find_reference(const struct graph *graph) {
    const char *kommun = path_join(graph->arena, graph->root, "kommun.yaml");
    const char *name = find_text(graph, kommun, "kommun", "wordmall");
    return name != NULL ? path_join(graph->arena, graph->root, name) : NULL;
}

/* The path of the earlier definition that this one names, as far as it exists; or NULL. */
static const char *find_earlier(const struct graph *graph, const char *path) {
    struct arena *arena = graph->arena;
    const char *name = find_text(graph, path, "tidigare", "definition");
    if (name == NULL || strchr(name, '/') != NULL) {
        return NULL;
    }
    const char *found =
        path_join(arena, graph->root, arena_printf(arena, "agreements/%s.yaml", name));
    return file_exists(found) ? found : NULL;
}

/* Calls `put` for each paper of the definition. */
static void put_papers(struct graph *graph, const char *path, void (*put)(struct buffer *, const char *),
    const char *before) {
    const char *name = path_stem(graph->arena, path);
    for (size_t i = 0; i < graph->inputs->paper_count; i++) {
        for (size_t j = 0; renderers[j].name != NULL; j++) {
            if ((graph->formats & 1u << j) != 0) {
                buffer_puts(&graph->text, before);
                put(&graph->text, paper_path(graph->arena, graph->out, name,
                                      graph->inputs->papers[i], renderers[j].suffix));
            }
        }
    }
}

/* The definitions one after the other, each on an arena of its own. */
static void each_definition(struct graph *graph, void (*write)(struct graph *, const char *path)) {
    for (size_t i = 0; i < graph->count; i++) {
        graph->arena = arena_new();
        write(graph, graph->paths[i]);
        arena_free(graph->arena);
    }
}

static void write_ninja_edge(struct graph *graph, const char *path) {
    const char *earlier = find_earlier(graph, path);
    buffer_puts(&graph->text, "build");
    put_papers(graph, path, put_ninja_path, "");
    buffer_puts(&graph->text, ": papers");
    put_ninja_path(&graph->text, path);
    buffer_puts(&graph->text, " |");
    for (size_t i = 0; i < graph->inputs->count; i++) {
        put_ninja_path(&graph->text, graph->inputs->items[i].path);
    }
    if (earlier != NULL) {
        put_ninja_path(&graph->text, earlier);
    }
    buffer_putc(&graph->text, '\n');
}

/* Papers that turn out the same are not written again: hence restat. That needs each input by its own
 * name: behind a phony target, ninja would not see how old it is. */
static void write_ninja(struct graph *graph) {
    struct buffer *out = &graph->text;
    buffer_puts(out, "ninja_required_version = 1.3\nunderlag = underlag\n\nrule papers\n  command = $underlag");
    put_options(graph);
    buffer_puts(out, " $in >/dev/null\n  description = $in\n  restat = 1\n\n");
    each_definition(graph, write_ninja_edge);
}

static void write_make_goal(struct graph *graph, const char *path) {
    put_papers(graph, path, put_make_path, " \\\n    ");
}

/* All papers of a definition are made by one process ("&:"), and touched, since papers that turn out
 * the same are not written again. */
static void write_make_rule(struct graph *graph, const char *path) {
    const char *earlier = find_earlier(graph, path);
    buffer_putc(&graph->text, '\n');
    put_papers(graph, path, put_make_path, " ");
    buffer_puts(&graph->text, " &: ");
    put_make_path(&graph->text, path);
    if (earlier != NULL) {
        buffer_putc(&graph->text, ' ');
        put_make_path(&graph->text, earlier);
    }
    buffer_puts(&graph->text, " $(shared)\n\t@$(UNDERLAG)");
    put_options(graph);
    put_word(&graph->text, path);
    buffer_puts(&graph->text, " >/dev/null\n\t@touch -c --");
    put_papers(graph, path, put_word, "");
    buffer_putc(&graph->text, '\n');
}

static void write_make(struct graph *graph) {
    struct buffer *out = &graph->text;
    buffer_puts(out, "# GNU make 4.3\nUNDERLAG ?= underlag\n\nshared =");
    for (size_t i = 0; i < graph->inputs->count; i++) {
        buffer_puts(out, " \\\n    ");
        put_make_path(out, graph->inputs->items[i].path);
    }
    buffer_puts(out, "\n\n.PHONY: all\nall:");
    each_definition(graph, write_make_goal);
    buffer_putc(out, '\n');
    each_definition(graph, write_make_rule);
}

static void write_dot_edges(struct graph *graph, const char *path) {
    const char *earlier = find_earlier(graph, path);
    const char *papers = path_join(graph->arena, graph->out, path_stem(graph->arena, path));
    struct buffer *out = &graph->text;
    buffer_puts(out, "  ");
    put_dot_name(out, path);
    buffer_puts(out, " -> ");
    put_dot_name(out, papers);
    buffer_puts(out, ";\n  shared -> ");
    put_dot_name(out, papers);
    buffer_puts(out, ";\n");
    if (earlier != NULL) {
        buffer_puts(out, "  ");
        put_dot_name(out, earlier);
        buffer_puts(out, " -> ");
        put_dot_name(out, papers);
        buffer_puts(out, " [style=dashed];\n");
    }
}

/* For looking: what all share is one node, and so are the papers of a definition. */
static void write_dot(struct graph *graph) {
    buffer_puts(&graph->text, "digraph underlag {\n  rankdir=LR;\n  node [shape=box];\n"
                              "  shared [label=\"kommun.yaml\\nguidelines/\\nschema/\\ntemplates/\"];\n");
    each_definition(graph, write_dot_edges);
    buffer_puts(&graph->text, "}\n");
}

static const struct {
    const char *name;
    void (*write)(struct graph *graph);
    const char *refused;
} engines[] = { { "dot", write_dot, "" }, { "make", write_make, "%\\|=;*?[" },
    { "ninja", write_ninja, "|" } };

/* A line break in a name would begin a line of the writer's own: a rule, or a command. To make, "~" at the beginning is
 * somebody's home, and ")" at the end closes the members of an archive. */
static void check_path(struct graph *graph, const char *path) {
    bool is_other =
        path != NULL && text_equal(graph->engine, "make") && (path[0] == '~' || text_ends(path, ")"));
    if (path != NULL && (!text_is_line(path) || strpbrk(path, graph->refused) != NULL || is_other)) {
        struct findings *findings = graph->invocation->findings;
        finding_add(findings, GRAPH_NAME, (struct span){ 0 }, arena_string(findings->arena, path),
            graph->engine, NULL);
    }
}

static void check_definition(struct graph *graph, const char *path) {
    check_path(graph, path);
    check_path(graph, find_earlier(graph, path));
}

/* Papers have no other characters than the folder, their definition and their template. */
static void check_paths(struct graph *graph) {
    check_path(graph, graph->root);
    check_path(graph, graph->out);
    check_path(graph, graph->inputs->reference);
    for (size_t i = 0; i < graph->inputs->count; i++) {
        if (graph->inputs->items[i].path != graph->inputs->reference) {
            check_path(graph, graph->inputs->items[i].path);
        }
    }
    each_definition(graph, check_definition);
}

static enum status write_graph(struct graph *graph, const struct shard *shard) {
    struct invocation *invocation = graph->invocation;
    const char *engine = option_value(invocation, OPTION_OUTPUT, "ninja");
    for (size_t i = 0; i < sizeof engines / sizeof *engines; i++) {
        if (strcmp(engines[i].name, engine) == 0) {
            graph->engine = engine;
            graph->refused = engines[i].refused;
            graph->paths = definitions_find(graph->root, invocation, &graph->count);
            graph->count = shard_keep(shard, graph->paths, graph->count);
            check_paths(graph);
            enum status status = show_findings(invocation);
            if (status != STATUS_OK) {
                return status;
            }
            engines[i].write(graph);
            return print(invocation, graph->text.data, graph->text.size) ? STATUS_OK : STATUS_FAULT;
        }
    }
    return usage_fault(
        invocation, "--output tar ninja, make eller dot.", "--output takes ninja, make or dot.");
}

enum status run_graph(struct invocation *invocation) {
    const char *root = workspace_root(invocation);
    const char *share = option_value(invocation, OPTION_SHARD, NULL);
    const struct record nothing = { 0 };
    struct shard shard = { 1, 1 };
    struct graph graph = { .invocation = invocation,
        .root = root,
        .out = option_value(invocation, OPTION_OUT, path_join(invocation->arena, root, "out")),
        .format = option_value(invocation, OPTION_FORMAT, NULL),
        .arena = invocation->arena,
        .inputs = inputs_take(invocation, root, &nothing),
        .text = BUFFER_EMPTY };
    if (graph.inputs->reference == NULL) {
        graph.inputs = inputs_with_reference(invocation, graph.inputs, find_reference(&graph));
    }
    if (!formats_choose(invocation, &graph.formats)) {
        return usage_fault(
            invocation, "--format tar md, html och docx.", "--format takes md, html and docx.");
    }
    if (share != NULL && !shard_parse(share, &shard)) {
        return usage_fault(invocation, "--shard tar K/N, till exempel 2/8.",
            "--shard takes K/N, such as 2/8.");
    }
    enum status status = write_graph(&graph, &shard);
    buffer_done(&graph.text);
    return status;
}
