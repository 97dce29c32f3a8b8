/* SPDX-License-Identifier: EUPL-1.2
 *
 * libyaml says in English what its parser expected; a writer wants to know what to change. Each of
 * its sentences has an entry of the catalogue here, and is told at the place that wants changing:
 * mostly where libyaml stopped, for something left open where it began.
 */
#include <string.h>

#include "tree/read.h"

enum place {
    AT_PROBLEM,
    AT_CONTEXT, /* where the thing began that libyaml could not finish */
};

static const struct {
    const char *problem;
    enum catalogue_id id;
    enum place place;
} faults[] = {
    { "mapping values are not allowed in this context", YAML_COLON, AT_PROBLEM },
    { "mapping keys are not allowed in this context", YAML_QUESTION, AT_PROBLEM },
    { "block sequence entries are not allowed in this context", YAML_DASH, AT_PROBLEM },
    { "could not find expected ':'", YAML_COLON_MISSING, AT_CONTEXT },
    { "found character that cannot start any token", YAML_CHARACTER, AT_PROBLEM },
    { "found unexpected end of stream", YAML_QUOTE_OPEN, AT_CONTEXT },
    { "found unexpected document indicator", YAML_QUOTE_OPEN, AT_CONTEXT },
    { "found unknown escape character", YAML_ESCAPE, AT_PROBLEM },
    { "did not find expected hexdecimal number", YAML_ESCAPE, AT_PROBLEM },
    { "found invalid Unicode character escape code", YAML_ESCAPE, AT_PROBLEM },
    { "did not find expected ',' or ']'", YAML_LIST_OPEN, AT_PROBLEM },
    { "did not find expected ',' or '}'", YAML_BRACE_OPEN, AT_PROBLEM },
    { "did not find expected '-' indicator", YAML_INDENT, AT_PROBLEM },
    { "did not find expected key", YAML_INDENT, AT_PROBLEM },
    { "did not find expected node content", YAML_VALUE, AT_PROBLEM },
    { "did not find expected <document start>", YAML_AFTER_END, AT_PROBLEM },
    { "did not find expected alphabetic or numeric character", YAML_ANCHOR_NAME, AT_CONTEXT },
    { "found an indentation indicator equal to 0", YAML_BLOCK_HEADER, AT_CONTEXT },
    { "did not find expected comment or line break", YAML_BLOCK_HEADER, AT_CONTEXT },
};

/* The offset of a tab in the indentation of the line, or the source's size. */
static size_t tab_in_indent(const struct source *source, size_t offset) {
    struct position position = source_position(source, offset);
    size_t size;
    const char *line = source_line(source, position.line, &size);
    size_t at = 0;
    while (at < size && line[at] == ' ') {
        at++;
    }
    bool tab = at < size && line[at] == '\t';
    return tab ? source->lines[position.line - 1] + at : source->size;
}

/* From the offset to the end of what stands there: a word, or one character. */
static struct span word_at(const struct source *source, size_t offset) {
    struct position position = source_position(source, offset);
    size_t size;
    const char *line = source_line(source, position.line, &size);
    size_t end = source->lines[position.line - 1] + size;
    size_t at = offset;
    while (at < end && strchr(" \t,:[]{}", source->text[at]) == NULL) {
        at++;
    }
    (void)line;
    at = at == offset && at < end ? at + 1 : at;
    return (struct span){ source, (uint32_t)offset, (uint32_t)(at > offset ? at - offset : 0) };
}

static char *text_of(struct arena *arena, struct span span) {
    return arena_copy(arena, span.source->text + span.offset, span.length);
}

void yaml_fault(const struct source *source, const struct yaml_problem *problem,
    struct findings *findings) {
    enum catalogue_id id = YAML_BROKEN;
    size_t offset = problem->problem_offset;
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        if (strcmp(problem->problem, faults[i].problem) == 0) {
            id = faults[i].id;
            offset = faults[i].place == AT_CONTEXT ? problem->context_offset : offset;
        }
    }
    size_t tab = tab_in_indent(source, problem->problem_offset);
    if (strstr(problem->problem, "tab character") != NULL
        || (tab != source->size && id != YAML_QUOTE_OPEN)) {
        offset = tab != source->size ? tab : problem->problem_offset;
        id = YAML_TAB;
    }
    struct span span = word_at(source, offset);
    finding_add(findings, id, span, text_of(findings->arena, span), NULL);
}
