/* SPDX-License-Identifier: EUPL-1.2
 *
 * libyaml says in English what its parser expected; a writer wants to know what to change. Each of
 * its sentences has an entry of the catalogue here, and is told at the place that wants changing:
 * mostly where libyaml stopped, for something left open where it began.
 */
#include <string.h>

#include "base/text.h"
#include "tree/fault.h"
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
    { "did not find expected alphabetic or numeric character", YAML_CHARACTER, AT_CONTEXT, 1 },
    { "found an indentation indicator equal to 0", YAML_BLOCK_HEADER, AT_CONTEXT, 1 },
    { "did not find expected comment or line break", YAML_BLOCK_HEADER, AT_CONTEXT, 1 },
    { "did not find expected whitespace or line break", YAML_CHARACTER, AT_CONTEXT, 1 },
    { "did not find expected tag URI", YAML_CHARACTER, AT_CONTEXT, 1 },
    { "found undefined tag handle", YAML_CHARACTER, AT_PROBLEM, 1 },
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

/* Whether the colon at the offset ends the first word of its line, below a text that has not ended:
 * then the line is indented too far, and its colon no part of a text. */
static bool ends_first_word(const struct source *source, size_t offset) {
    struct position position = source_position(source, offset);
    struct yaml_line line = yaml_line_read(source, position.line);
    struct yaml_line key;
    line.key_size = 0;
    if (remedy_text_start(source, &line, &key) && yaml_line_continues(source, &line)) {
        return false; /* the lines round it are a text, and so is it */
    }
    size_t start = source->lines[position.line - 1];
    size_t blank = start + strspn(source->text + start, " ");
    return position.line > 1 && blank > start && blank < offset
           && strcspn(source->text + blank, " \t\"'") > offset - blank;
}

/* Finds the hyphen that was to begin a list entry but has no space: at the offset, or above it in
 * the same column, where libyaml took it for a part of a key. */
static bool find_glued_dash(const struct source *source, size_t *offset) {
    struct position position = source_position(source, *offset);
    size_t indent = *offset - source->lines[position.line - 1];
    for (size_t line = position.line; line > 0; line--) {
        size_t size;
        const char *text = source_line(source, line, &size);
        size_t blank = strspn(text, " ");
        if (blank < size && blank < indent) {
            return false;
        }
        if (blank == indent && blank + 1 < size && text[blank] == '-'
            && strchr(" -", text[blank + 1]) == NULL) {
            *offset = source->lines[line - 1] + blank;
            return true;
        }
    }
    return false;
}

/* The byte before the offset and the spaces there, on its line; NUL when there is none. */
static char before_offset(const struct source *source, size_t offset) {
    size_t start = source->lines[source_position(source, offset).line - 1];
    while (offset > start && source->text[offset - 1] == ' ') {
        offset--;
    }
    return offset > start ? source->text[offset - 1] : '\0';
}

/* The escape whose number libyaml could not read: it stopped at the digits, behind "\x". */
static void find_escape(const struct source *source, size_t *offset, size_t *marked) {
    if (source->text[*offset] != '\\' && *offset >= 2 && source->text[*offset - 2] == '\\') {
        size_t most = source->text[*offset - 1] == 'x' ? 2 : source->text[*offset - 1] == 'u' ? 4 : 8;
        size_t digits = strspn(source->text + *offset, "0123456789abcdefABCDEF");
        *offset -= 2;
        *marked = 2 + (digits < most ? digits : most);
    }
}

/* What libyaml's complaint comes from, when the place tells more than its sentence. */
static enum catalogue_id refine(
    enum catalogue_id id, const struct source *source, size_t *offset, size_t *marked) {
    if (id == YAML_COLON && ends_first_word(source, *offset)) {
        size_t start = source->lines[source_position(source, *offset).line - 1];
        *offset = start + strspn(source->text + start, " ");
        *marked = 0;
        return YAML_INDENT;
    }
    if (id == YAML_COLON_MISSING) {
        size_t glued = yaml_glued_key(source->text + *offset);
        if (glued != 0) {
            *marked = text_count(source->text + *offset, glued);
            return YAML_SPACE_MISSING;
        }
    }
    if (id == YAML_INDENT && *offset < source->size && source->text[*offset] == '-'
        && find_glued_dash(source, offset)) {
        *marked = 1;
        return YAML_DASH_SPACE;
    }
    if (id == YAML_ESCAPE) {
        find_escape(source, offset, marked);
        return id;
    }
    char before = before_offset(source, *offset);
    if (id == YAML_INDENT && before != '\0' && strchr("\"'", before) != NULL) {
        return YAML_AFTER_QUOTE;
    }
    return id == YAML_INDENT && (before == ']' || before == '}') ? YAML_AFTER_BRACKET : id;
}

/* Finds the directive that the fault is in, or behind which the "---" is missing that ends directives. */
static bool find_directive(const struct source *source, enum catalogue_id id, size_t *offset) {
    size_t line = source_position(source, *offset).line;
    size_t size;
    const char *text = source_line(source, line, &size);
    while (id == YAML_AFTER_END && line > 1 && *text != '%') {
        text = source_line(source, --line, &size);
        if (size != 0 && *text != '#' && *text != '%') {
            return false;
        }
    }
    if (size == 0 || *text != '%') {
        return false;
    }
    *offset = (size_t)(text - source->text);
    return true;
}

/* "%YAML 1.3": it is the version that cannot be read. */
static void say_version(struct findings *findings, const struct source *source, size_t offset) {
    size_t size = strcspn(source->text + offset, "#\r\n");
    while (size != 0 && strchr(" \t", source->text[offset + size - 1]) != NULL) {
        size--;
    }
    struct span span = { source, (uint32_t)offset, (uint32_t)size };
    const char *text = arena_copy(findings->arena, source->text + offset, size);
    finding_advise(findings, finding_add(findings, YAML_DIRECTIVE, span, text, NULL),
        "Ta bort raden, eller skriv %YAML 1.2: andra versioner av YAML läses inte här.",
        "Remove the line, or write %YAML 1.2: other versions of YAML are not read here.", NULL);
}

static void say_open(struct findings *findings, const struct source *source, size_t bracket) {
    struct span span = { source, (uint32_t)bracket, 1 };
    bool list = source->text[bracket] == '[';
    finding_add(findings, YAML_ENDED, span, list ? "[" : "{", list ? "]" : "}", NULL);
}

/* The bracket or brace that is still open. */
static void relate_open(struct findings *findings, struct finding *finding,
    const struct source *source, size_t bracket) {
    static const char *const notes[][2] = { { "gruppen börjar här", "the group begins here" },
        { "listan börjar här", "the list begins here" } };
    bool list = source->text[bracket] == '[';
    finding_relate(findings, finding, (struct span){ source, (uint32_t)bracket, 1 },
        notes[list][findings->language == LANGUAGE_EN]);
}

/* A fault as it is told, and its place. */
struct fault {
    enum catalogue_id id;
    size_t offset;
    size_t marked; /* characters; 0: a word */
};

/* What libyaml's complaint means by itself. */
static struct fault read_problem(const struct source *source, const struct yaml_problem *problem) {
    struct fault fault = { .id = YAML_BROKEN, .offset = problem->problem_offset };
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        if (strcmp(problem->problem, faults[i].problem) == 0) {
            size_t offset =
                faults[i].place == AT_CONTEXT ? problem->context_offset : problem->problem_offset;
            fault = (struct fault){ faults[i].id, offset, faults[i].marked };
        }
    }
    size_t tab = tab_in_indent(source, problem->problem_offset);
    if (strstr(problem->problem, "tab character") != NULL
        || (tab != source->size && may_be_tab(fault.id, source, fault.offset))) {
        fault = (struct fault){ YAML_TAB, tab != source->size ? tab : problem->problem_offset, 1 };
    }
    if (find_directive(source, fault.id, &fault.offset)) {
        fault.id = YAML_DIRECTIVE;
        fault.marked = 0;
    }
    return fault;
}

/* Tells of the fault where it stands. `open`: it lies behind the bracket, which has not been closed. */
static void say_fault(struct findings *findings, const struct source *source, struct fault fault,
    bool open, size_t bracket) {
    fault.id = refine(fault.id, source, &fault.offset, &fault.marked);
    bool in_flow = open && source->text[fault.offset] == ':' && fault.id == YAML_BRACE_OPEN;
    fault.id = in_flow ? YAML_COLON : fault.id;
    bool is_of_value = fault.id == YAML_CHARACTER || fault.id == YAML_VALUE;
    struct span span = is_of_value ? remedy_value(source, fault.offset, open) : (struct span){ 0 };
    span = span.length != 0 ? span : mark(source, fault.offset, fault.marked);
    const char *text = arena_copy(findings->arena, source->text + span.offset,
        is_of_value ? character_end(source, span.offset) - span.offset : span.length);
    const char *end = findings->language == LANGUAGE_EN ? "the end" : "slutet";
    struct finding *finding =
        finding_add(findings, fault.id, span, span.length != 0 ? text : end, NULL);
    if (open && (fault.id == YAML_LIST_OPEN || fault.id == YAML_BRACE_OPEN)) {
        relate_open(findings, finding, source, bracket);
    }
    fault_advise(findings, finding, fault.id, fault.offset, open);
}

void yaml_fault(
    const struct source *source, const struct yaml_problem *problem, struct findings *findings) {
    size_t line = source_position(source, problem->problem_offset).line;
    if (fault_say_stray(findings, source, line)) {
        return;
    }
    struct fault fault = read_problem(source, problem);
    if (strcmp(problem->problem, "found incompatible YAML document") == 0) {
        say_version(findings, source, fault.offset);
        return;
    }
    size_t bracket = problem->open_offset;
    bool open = bracket < source->size && strchr("[{", source->text[bracket]) != NULL;
    if (open && fault.offset >= source->size) {
        say_open(findings, source, bracket);
        return;
    }
    if (fault.id != YAML_TAB && fault_say_cause(findings, source, problem)) {
        return;
    }
    bool unclosed = open && (fault.id == YAML_LIST_OPEN || fault.id == YAML_BRACE_OPEN
                                || fault.id == YAML_COLON_MISSING);
    if (unclosed && fault_say_unclosed(findings, source, bracket, fault.offset)) {
        return;
    }
    say_fault(findings, source, fault, open, bracket);
}
