/* SPDX-License-Identifier: EUPL-1.2
 *
 * A scan of the tokens (XPath 1.0, section 3.7). libxml2 looks functions up when it first calls
 * them, and counts arguments then; a rule that is evaluated once a year would fail once a year. So
 * names and numbers of arguments are checked here. Syntax proper is left to libxml2.
 */
#include "tree/expression.h"

#include <stdint.h>
#include <string.h>

#include "base/array.h"
#include "base/text.h"
#include "tree/function.h"
#include "tree/read.h"

/* An open parenthesis or bracket; of a call, the function and its arguments so far. */
struct opening {
    const struct function *function;
    struct word name;
    struct word bracket;
    size_t commas;
    bool filled; /* something stands inside */
};

struct scan {
    struct arena *arena;
    struct expression *expression;
    struct findings *findings;
    const char *text;
    size_t at;
    bool operand; /* the token before ends an operand: what follows is an operator */
    struct opening *levels; /* EXPRESSION_DEPTH_LARGEST; set when they are entered */
    size_t depth;
    size_t predicates; /* brackets that are open; what stands inside looks from another node */
    bool path;         /* the token before is a slash, or "::" */
    bool relative;     /* something was asked of the node that the expression is evaluated for */
    ARRAY_OF(const char *) variables;
    ARRAY_OF(struct word) places;
    ARRAY_OF(struct word) steps;
    bool failed;
};

struct span expression_span(const struct expression *expression, size_t offset, size_t length) {
    struct span where = expression->where;
    size_t size = strlen(expression->text);
    if (where.source == NULL) {
        return where;
    }
    char first = where.offset < where.source->size ? where.source->text[where.offset] : '\0';
    enum node_style style = first == '"'    ? STYLE_DOUBLE
                            : first == '\'' ? STYLE_SINGLE
                            : first == '|'  ? STYLE_LITERAL
                            : first == '>'  ? STYLE_FOLDED
                                            : STYLE_PLAIN;
    bool literal = where.length == size
                   && memcmp(where.source->text + where.offset, expression->text, size) == 0;
    return place_in_scalar(where, literal ? STYLE_PLAIN : style, expression->text, offset, length);
}

static void fail(struct scan *scan, enum catalogue_id id, struct word word, const char *second) {
    const char *name = arena_copy(scan->arena, scan->text + word.offset, word.length);
    struct span span = expression_span(scan->expression, word.offset, word.length);
    struct finding *finding = finding_add(scan->findings, id, span, name, second, NULL);
    if (id == XPATH_FUNCTION_UNKNOWN) {
        finding_suggest(
            scan->findings, finding, text_nearest(name, query_function_names(scan->arena)));
    }
    scan->failed = true;
}

/* A name with its prefix, if it has one. */
static struct word read_name(struct scan *scan) {
    const size_t start = scan->at;
    const char *at = scan->text + start;
    while (query_is_name_byte(*at) || (*at == ':' && query_begins_name(at[1]))) {
        at++;
    }
    scan->at = (size_t)(at - scan->text);
    return (struct word){ start, scan->at - start };
}

static void skip_space(struct scan *scan) {
    const char *at = scan->text + scan->at;
    while (*at == ' ' || *at == '\n' || *at == '\t' || *at == '\r') {
        at++;
    }
    scan->at = (size_t)(at - scan->text);
}

static bool is_one_of(const struct scan *scan, struct word word, const char *const *names) {
    for (; *names != NULL; names++) {
        const char *text = scan->text + word.offset;
        if ((*names)[0] == text[0] && strncmp(*names, text, word.length) == 0
            && (*names)[word.length] == '\0') {
            return true;
        }
    }
    return false;
}

static void open_bracket(struct scan *scan, const struct function *function, struct word name) {
    if (scan->depth == EXPRESSION_DEPTH_LARGEST) {
        fail(scan, XPATH_TOO_DEEP, name, NULL);
        return;
    }
    scan->levels[scan->depth++] = (struct opening){
        .function = function, .name = name, .bracket = { scan->at - 1, 1 }
    };
    scan->operand = false;
}

/* Notes a step: unless a path leads to it, it begins at the node itself. */
static void note_step(struct scan *scan) {
    scan->relative = scan->relative || (scan->predicates == 0 && !scan->path);
}

static void take_name(struct scan *scan) {
    static const char *const operators[] = { "and", "or", "div", "mod", NULL };
    static const char *const tests[] = { "text", "node", "comment", "processing-instruction",
        NULL };
    struct word word = read_name(scan);
    if (scan->operand && is_one_of(scan, word, operators)) {
        scan->operand = false;
        return;
    }
    skip_space(scan);
    if (scan->text[scan->at] != '(') {
        note_step(scan);
        static const char *const nowhere[] = { "attribute", "namespace", NULL };
        bool axis = scan->text[scan->at] == ':' && scan->text[scan->at + 1] == ':';
        scan->operand = !axis;
        if (axis && is_one_of(scan, word, nowhere)) {
            fail(scan, XPATH_ATTRIBUTE, word, NULL);
        }
        if (!axis) {
            ARRAY_ADD(scan->arena, scan->steps, word);
        }
        return;
    }
    const struct function *function = NULL;
    if (is_one_of(scan, word, tests)) {
        note_step(scan);
    } else {
        function = function_find(arena_copy(scan->arena, scan->text + word.offset, word.length));
        if (function == NULL) {
            fail(scan, XPATH_FUNCTION_UNKNOWN, word, NULL);
        }
    }
    scan->at++;
    open_bracket(scan, function, word);
}

static char *arity_text(struct scan *scan, const struct function *function) {
    bool english = scan->findings->language == LANGUAGE_EN;
    if (function->most == FUNCTION_ANY) {
        return arena_printf(scan->arena, english ? "at least %zu" : "minst %zu", function->least);
    }
    if (function->least != function->most) {
        return arena_printf(
            scan->arena, english ? "%zu or %zu" : "%zu eller %zu", function->least, function->most);
    }
    return arena_printf(scan->arena, "%zu", function->least);
}

/* Whether the function asks the node that an expression is evaluated for: all that have no argument do but two,
 * and lang() always does. */
static bool asks_node(const struct function *function, size_t arguments) {
    bool is_constant = text_equal(function->name, "true") || text_equal(function->name, "false");
    return (arguments == 0 && !is_constant) || text_equal(function->name, "lang");
}

/* Whether the function counts among the nodes before a bracket: outside of brackets there are none. */
static bool counts_place(const struct function *function) {
    return strcmp(function->name, "position") == 0 || strcmp(function->name, "last") == 0;
}

static void close_bracket(struct scan *scan) {
    scan->operand = true;
    if (scan->depth == 0) {
        return; /* libxml2 finds it */
    }
    const struct opening *level = &scan->levels[--scan->depth];
    size_t count = level->filled ? level->commas + 1 : 0;
    const struct function *function = level->function;
    scan->predicates -= scan->text[level->bracket.offset] == '[';
    if (function != NULL && asks_node(function, count)) {
        note_step(scan);
    }
    if (function != NULL && (count < function->least || count > function->most)) {
        fail(scan, XPATH_ARGUMENTS, level->name, arity_text(scan, function));
    } else if (function != NULL && scan->predicates == 0 && counts_place(function)) {
        fail(scan, XPATH_POSITION, level->name, NULL);
    }
}

static void take_variable(struct scan *scan) {
    size_t start = scan->at++;
    struct word word = read_name(scan);
    const char *name = arena_copy(scan->arena, scan->text + word.offset, word.length);
    scan->operand = true;
    for (size_t i = 0; i < scan->variables.count; i++) {
        if (strcmp(scan->variables.items[i], name) == 0) {
            return;
        }
    }
    ARRAY_ADD(scan->arena, scan->variables, name);
    ARRAY_ADD(scan->arena, scan->places, (struct word){ start, scan->at - start });
}

static void take_literal(struct scan *scan, char quote) {
    const char *end = strchr(scan->text + scan->at + 1, quote);
    if (end == NULL) {
        fail(scan, XPATH_QUOTE_OPEN, (struct word){ scan->at, 1 }, NULL);
        return;
    }
    scan->at = (size_t)(end - scan->text) + 1;
    scan->operand = true;
}

/* What is still open at the end: the innermost, for it was forgotten last. */
static void say_open(struct scan *scan) {
    struct word word = scan->levels[scan->depth - 1].bracket;
    bool round = scan->text[word.offset] == '(';
    fail(scan, XPATH_UNCLOSED, word, round ? ")" : "]");
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static void take_mark(struct scan *scan, char c) {
    scan->at++;
    if (c == '(' || c == '[') {
        scan->predicates += c == '[';
        open_bracket(scan, NULL, (struct word){ scan->at - 1, 1 });
    } else if (c == ')' || c == ']') {
        close_bracket(scan);
    } else if (is_digit(c) || (c == '.' && (scan->operand || is_digit(scan->text[scan->at])))) {
        scan->operand = true; /* of a number, or the second one of ".." */
    } else if (c == '.' || (c == '*' && !scan->operand)) {
        note_step(scan);
        scan->operand = true;
    } else if (c == '*') {
        scan->operand = false;
    } else if (c == '@') {
        skip_space(scan);
        fail(scan, XPATH_ATTRIBUTE, read_name(scan), NULL);
    } else if (c == ';') {
        fail(scan, XPATH_SEMICOLON, (struct word){ scan->at - 1, 1 }, NULL);
    } else {
        if (c == ',' && scan->depth > 0) {
            scan->levels[scan->depth - 1].commas++;
        }
        scan->operand = false;
    }
}

static void take_token(struct scan *scan) {
    char c = scan->text[scan->at];
    if (scan->depth > 0 && c != ')' && c != ']') {
        scan->levels[scan->depth - 1].filled = true;
    }
    if (query_begins_name(c)) {
        take_name(scan);
    } else if (c == '$') {
        take_variable(scan);
    } else if (c == '"' || c == '\'') {
        take_literal(scan, c);
    } else {
        take_mark(scan, c);
    }
    scan->path = c == '/' || c == ':'; /* an axis, which is a step, has been noted */
}

bool expression_read(struct arena *arena, const char *text, struct span where,
    struct expression *expression, struct findings *findings) {
    *expression = (struct expression){ .text = text, .where = where };
    struct opening levels[EXPRESSION_DEPTH_LARGEST];
    struct scan scan = { .arena = arena,
        .expression = expression,
        .findings = findings,
        .text = text,
        .levels = levels };
    if (strlen(text) > EXPRESSION_LARGEST) {
        fail(&scan, XPATH_TOO_LONG, (struct word){ 0, 0 },
            arena_printf(arena, "%zu", EXPRESSION_LARGEST));
        return false;
    }
    skip_space(&scan);
    while (text[scan.at] != '\0' && !scan.failed) {
        take_token(&scan);
        skip_space(&scan);
    }
    if (!scan.failed && scan.depth > 0) {
        say_open(&scan);
    }
    ARRAY_ADD(arena, scan.variables, NULL);
    expression->variables = scan.variables.items;
    expression->places = scan.places.items;
    expression->steps = scan.steps.items;
    expression->step_count = scan.steps.count;
    expression->rooted = !scan.relative;
    return !scan.failed;
}

/* The offset of the step before the one at `at` in its path, predicates passed over; SIZE_MAX when it is
 * no plain name. */
static size_t step_before(const char *text, size_t at) {
    if (at == 0 || text[at - 1] != '/') {
        return SIZE_MAX;
    }
    size_t end = at - 1;
    for (size_t depth = 0; end > 0 && (text[end - 1] == ']' || depth != 0); end--) {
        depth += text[end - 1] == ']';
        depth -= text[end - 1] == '[';
    }
    size_t start = end;
    while (start > 0 && query_is_name_byte(text[start - 1])) {
        start--;
    }
    bool plain = start < end && query_begins_name(text[start])
        && (start == 0 || strchr("$:@", text[start - 1]) == NULL);
    return plain ? start : SIZE_MAX;
}

static bool is_step(const char *text, size_t at, const char *name) {
    size_t size = strlen(name);
    return strncmp(text + at, name, size) == 0 && !query_is_name_byte(text[at + size]);
}

/* Whether the path of the step at `at` begins with a variable that is another tree: the register, or the
 * earlier definition. */
static bool is_elsewhere(const char *text, size_t at) {
    static const char *const trees[] = { "$kommun/", "$tidigare/" };
    for (size_t i = 0; i < sizeof trees / sizeof *trees; i++) {
        size_t size = strlen(trees[i]);
        if (at >= size && memcmp(text + at - size, trees[i], size) == 0) {
            return true;
        }
    }
    return false;
}

/* How the step at `at` and those before it fit the path from its second name on. */
static enum query_reading follow(const char *text, size_t at, const char *const path[3]) {
    for (size_t i = 1; i < 3 && path[i] != NULL; i++) {
        do {
            if (is_elsewhere(text, at)) {
                return READING_NONE;
            }
            at = step_before(text, at);
        } while (at != SIZE_MAX && is_step(text, at, "item"));
        if (at == SIZE_MAX) {
            return i == 1 ? READING_OPEN : READING_SURE;
        }
        if (!is_step(text, at, path[i])) {
            return READING_NONE;
        }
    }
    return READING_SURE;
}

enum query_reading expression_reads(
    const struct expression *expression, const char *const path[3]) {
    enum query_reading reading = READING_NONE;
    for (size_t i = 0; i < expression->step_count && reading != READING_SURE; i++) {
        size_t at = expression->steps[i].offset;
        if (is_step(expression->text, at, path[0])) {
            enum query_reading found = follow(expression->text, at, path);
            reading = found > reading ? found : reading;
        }
    }
    return reading;
}

/* Where the path that ends before `end` begins. */
static size_t path_start(const char *text, size_t end) {
    size_t depth = 0;
    while (end > 0) {
        char c = text[end - 1];
        depth += c == ']';
        if (depth == 0 && !query_is_name_byte(c) && strchr("/$@:*", c) == NULL) {
            break;
        }
        depth -= c == '[';
        end--;
    }
    return end;
}

bool expression_orders(const struct expression *expression, size_t step, struct word *path) {
    const char *text = expression->text;
    size_t start = expression->steps[step].offset;
    size_t end = start + expression->steps[step].length;
    size_t behind = end + strspn(text + end, " \t\r\n");
    start = path_start(text, start);
    *path = (struct word){ start, end - start };
    if (text[behind] != '\0' && strchr("/[:(", text[behind]) != NULL) {
        return false;
    }
    if (text[behind] == '<' || text[behind] == '>') {
        return true;
    }
    while (start > 0 && strchr(" \t\r\n", text[start - 1]) != NULL) {
        start--;
    }
    start -= start > 1 && text[start - 1] == '=';
    return start > 0 && (text[start - 1] == '<' || text[start - 1] == '>');
}
