/* SPDX-License-Identifier: EUPL-1.2
 *
 * libyaml says in English what its parser expected; a writer wants to know what to change. Each of
 * its sentences has an entry of the catalogue here, and is told at the place that wants changing:
 * mostly where libyaml stopped, for something left open where it began.
 */
#include <string.h>

#include "base/text.h"
#include "tree/read.h"

enum place {
    AT_PROBLEM,
    AT_CONTEXT, /* where the thing began that libyaml could not finish */
};

static const struct {
    const char *problem;
    enum catalogue_id id;
    enum place place;
    size_t marked; /* characters; 0: a word */
} faults[] = {
    { "mapping values are not allowed in this context", YAML_COLON, AT_PROBLEM, 1 },
    { "mapping keys are not allowed in this context", YAML_QUESTION, AT_PROBLEM, 1 },
    { "block sequence entries are not allowed in this context", YAML_DASH, AT_PROBLEM, 1 },
    { "could not find expected ':'", YAML_COLON_MISSING, AT_CONTEXT, 0 },
    { "found character that cannot start any token", YAML_CHARACTER, AT_PROBLEM, 1 },
    { "found unexpected end of stream", YAML_QUOTE_OPEN, AT_CONTEXT, 1 },
    { "found unexpected document indicator", YAML_QUOTE_OPEN, AT_CONTEXT, 1 },
    { "found unknown escape character", YAML_ESCAPE, AT_PROBLEM, 2 },
    { "did not find expected hexdecimal number", YAML_ESCAPE, AT_PROBLEM, 2 },
    { "found invalid Unicode character escape code", YAML_ESCAPE, AT_PROBLEM, 2 },
    { "did not find expected ',' or ']'", YAML_LIST_OPEN, AT_PROBLEM, 0 },
    { "did not find expected ',' or '}'", YAML_BRACE_OPEN, AT_PROBLEM, 0 },
    { "did not find expected '-' indicator", YAML_INDENT, AT_PROBLEM, 0 },
    { "did not find expected key", YAML_INDENT, AT_PROBLEM, 0 },
    { "did not find expected node content", YAML_VALUE, AT_PROBLEM, 0 },
    { "did not find expected <document start>", YAML_AFTER_END, AT_PROBLEM, 0 },
    { "did not find expected alphabetic or numeric character", YAML_ANCHOR_NAME, AT_CONTEXT, 0 },
    { "found an indentation indicator equal to 0", YAML_BLOCK_HEADER, AT_CONTEXT, 1 },
    { "did not find expected comment or line break", YAML_BLOCK_HEADER, AT_CONTEXT, 1 },
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

/* Whether the byte ends a word: a colon only where it would end a key. */
static bool ends_word(const struct source *source, size_t at) {
    char c = source->text[at];
    bool key_ends = at + 1 >= source->size || strchr(" \t\r\n", source->text[at + 1]) != NULL;
    return strchr(" \t\r\n,[]{}", c) != NULL || (c == ':' && key_ends);
}

static size_t character_end(const struct source *source, size_t at) {
    uint32_t c;
    bool ended = at >= source->size || source->text[at] == '\r' || source->text[at] == '\n';
    return ended ? at : at + text_next(source->text + at, &c);
}

/* So many characters from the offset, or the word there; at least one character on the line. */
static struct span mark(const struct source *source, size_t offset, size_t characters) {
    size_t at = offset;
    for (size_t i = 0; i < characters; i++) {
        at = character_end(source, at);
    }
    while (characters == 0 && at < source->size && !ends_word(source, at)) {
        at++;
    }
    at = at == offset ? character_end(source, at) : at;
    return (struct span){ source, (uint32_t)offset, (uint32_t)(at - offset) };
}

/* Whether a tab in the indentation of the line may have led to the fault. */
static bool may_be_tab(enum catalogue_id id, const struct source *source, size_t offset) {
    bool at_tab = offset < source->size && source->text[offset] == '\t';
    return id == YAML_INDENT || id == YAML_COLON || id == YAML_COLON_MISSING || id == YAML_DASH
           || (id == YAML_CHARACTER && at_tab);
}

void yaml_fault(
    const struct source *source, const struct yaml_problem *problem, struct findings *findings) {
    enum catalogue_id id = YAML_BROKEN;
    size_t offset = problem->problem_offset;
    size_t marked = 0;
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        if (strcmp(problem->problem, faults[i].problem) == 0) {
            id = faults[i].id;
            offset = faults[i].place == AT_CONTEXT ? problem->context_offset : offset;
            marked = faults[i].marked;
        }
    }
    size_t tab = tab_in_indent(source, problem->problem_offset);
    if (strstr(problem->problem, "tab character") != NULL
        || (tab != source->size && may_be_tab(id, source, offset))) {
        offset = tab != source->size ? tab : problem->problem_offset;
        id = YAML_TAB;
        marked = 1;
    }
    bool open = id == YAML_VALUE || id == YAML_LIST_OPEN || id == YAML_BRACE_OPEN;
    id = open && offset >= source->size ? YAML_ENDED : id;
    struct span span = mark(source, offset, marked);
    const char *text = arena_copy(findings->arena, source->text + span.offset, span.length);
    const char *end = findings->language == LANGUAGE_EN ? "the end" : "slutet";
    finding_add(findings, id, span, span.length != 0 ? text : end, NULL);
}
