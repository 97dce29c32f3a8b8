/* SPDX-License-Identifier: EUPL-1.2
 *
 * libxml2 writes into a compiled expression while evaluating it (it keeps the functions it has
 * looked up), so one must not be evaluated by two threads at once. A query therefore keeps spare
 * copies: an evaluation takes one out and puts it back; when none is there another is compiled,
 * which costs no more than an evaluation. As many copies come to be as threads ever evaluated it at
 * once.
 */
#include "tree/query.h"

#include <libxml/parser.h>
#include <libxml/xpathInternals.h>
#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/deadline.h"
#include "base/money.h"
#include "base/text.h"
#include "tree/expression.h"
#include "tree/function.h"
#include "tree/node.h"

enum { SPARES = 16 };

/* What one evaluation may cost, in libxml2's operations: some tenths of a second. It does not count all
 * that takes time (merging and converting sets of nodes), and a rule may be tried on each of thousands of
 * nodes: so what all may take that is done in one context is limited by time. A definition takes some
 * milliseconds, so that no time of a day's work decides what is found. */
enum { WORK_LARGEST = 5000000, SECONDS_LARGEST = 3 };

/* Nodes of a tree that is asked. Two sets of nodes are compared and united in time by the product of their
 * sizes, and nothing interrupts that; a definition holds 25 000 values, and what they refer to. */
enum { NODES_LARGEST = 50000 };

struct spares {
    _Atomic(xmlXPathCompExpr *) compiled[SPARES];
};

struct query {
    struct expression expression;
    struct spares *spares;
};

struct query_context {
    xmlXPathContext *xpath;
    struct function_context functions;
    const struct query_variable *variables; /* of the evaluation under way */
    size_t variable_count;
    const char *missing; /* a variable that was asked for and is not there */
    int fault;           /* xmlXPathError, 0: none */
    bool spent;          /* all has been used up, which has been told */
    size_t fault_offset;
};

static void say_nothing(void *context, const char *format, ...) {
    (void)context, (void)format;
}

void query_setup(void) {
    deadline_setup();
    /* libxml2 forgets here and there to look whether it got memory, and goes on with half a tree. */
    xmlMemSetup(free, memory_get, memory_resize, memory_string);
    xmlInitParser();
    xmlSetGenericErrorFunc(NULL, say_nothing);
    xmlThrDefSetGenericErrorFunc(NULL, say_nothing);
}

/* The first fault counts; others follow from it. */
static void note_fault(void *data, xmlError *error) {
    struct query_context *context = data;
    if (error->code == XML_ERR_NO_MEMORY) {
        memory_exhausted();
    }
    if (context->fault == XPATH_EXPRESSION_OK) {
        context->fault = error->code - XML_XPATH_EXPRESSION_OK;
        context->fault_offset = error->int1 > 0 ? (size_t)error->int1 : 0;
    }
}

static void free_context(void *xpath) {
    xmlXPathFreeContext(xpath);
}

static xmlXPathObject *look_up(void *data, const xmlChar *name, const xmlChar *uri) {
    struct query_context *context = data;
    for (size_t i = 0; uri == NULL && i < context->variable_count; i++) {
        const char *known = context->variables[i].name;
        if (known[0] == (char)name[0] && strcmp(known, (const char *)name) == 0) {
            return xmlXPathObjectCopy(context->variables[i].value);
        }
    }
    if (context->missing == NULL) { /* the name is the expression's, which others may free */
        context->missing = arena_string(context->functions.arena, (const char *)name);
    }
    return NULL;
}

struct query_context *query_context_new(struct arena *arena, const struct tree *kommun) {
    struct query_context *context = arena_new_of(arena, struct query_context);
    context->xpath = arena_own(arena, xmlXPathNewContext(NULL), free_context);
    context->xpath->error = note_fault;
    context->xpath->userData = context;
    context->xpath->opLimit = WORK_LARGEST;
    deadline_set(arena, SECONDS_LARGEST, &context->xpath->opLimit);
    xmlXPathContextSetCache(context->xpath, 1, -1, 0);
    context->functions = (struct function_context){
        .arena = arena, .kommun = kommun, .steps = &context->xpath->opLimit
    };
    function_register(context->xpath, &context->functions);
    xmlXPathRegisterVariableLookup(context->xpath, look_up, context);
    return context;
}

static const struct {
    int fault;
    enum catalogue_id id;
} faults[] = {
    { XPATH_INVALID_TYPE, XPATH_TYPE },
    { XPATH_INVALID_OPERAND, XPATH_TYPE },
    { XPATH_OP_LIMIT_EXCEEDED, XPATH_WORK },
    { XPATH_RECURSION_LIMIT_EXCEEDED, XPATH_WORK },
    { XPATH_STACK_ERROR, XPATH_WORK },
};

static enum catalogue_id fault_id(int fault) {
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        if (faults[i].fault == fault) {
            return faults[i].id;
        }
    }
    return XPATH_SYNTAX;
}

static void free_spares(void *data) {
    struct spares *spares = data;
    for (size_t i = 0; i < SPARES; i++) {
        xmlXPathFreeCompExpr(atomic_load(&spares->compiled[i]));
    }
}

/* The rest of the expression from where libxml2 stopped, at most a few words of it. */
static const char *rest_from(struct arena *arena, const char *text, size_t offset) {
    size_t size = strcspn(text + offset, "\n");
    size = size < 30 ? size : 30;
    return arena_copy(arena, text + offset, text_character(text + offset, size));
}

static void say_syntax(struct arena *arena, const struct expression *expression,
    const struct query_context *context, struct findings *findings) {
    size_t size = strlen(expression->text);
    size_t offset = context->fault_offset < size ? context->fault_offset : size;
    struct span span = expression_span(expression, offset, offset < size ? 1 : 0);
    bool ended = offset == size && fault_id(context->fault) == XPATH_SYNTAX;
    finding_add(findings, ended ? XPATH_ENDED : fault_id(context->fault), span,
        rest_from(arena, expression->text, offset), NULL);
}

/* Compiles the text; NULL when it has a fault. For a bare path libxml2 would walk the whole document and
 * match each node against the path as a pattern; in parentheses it goes where the path leads. */
static xmlXPathCompExpr *compile(const char *text) {
    if (strpbrk(text, "([@") != NULL) {
        return xmlXPathCompile(BAD_CAST text);
    }
    CLEANUP_BUFFER struct buffer bare = BUFFER_EMPTY;
    buffer_printf(&bare, "(%s)", text);
    return xmlXPathCompile(BAD_CAST bare.data);
}

/* Compiles once more to hear what is wrong. Only a context hears it, and making one costs ten times
 * as much as compiling, so that sound expressions go without. */
static void find_fault(
    struct arena *arena, const struct expression *expression, struct findings *findings) {
    struct query_context context = { .xpath = NULL };
    xmlXPathContext *xpath = xmlXPathNewContext(NULL);
    if (xpath == NULL) {
        memory_exhausted();
    }
    xpath->error = note_fault;
    xpath->userData = &context;
    xmlXPathFreeCompExpr(xmlXPathCtxtCompile(xpath, BAD_CAST expression->text));
    xmlXPathFreeContext(xpath);
    say_syntax(arena, expression, &context, findings);
}

const struct query *query_compile_later(
    struct arena *arena, const char *expression, struct span where, struct findings *findings) {
    struct query *query = arena_new_of(arena, struct query);
    const char *text = arena_string(arena, expression);
    if (!expression_read(arena, text, where, &query->expression, findings)) {
        return NULL;
    }
    query->spares = arena_new_of(arena, struct spares);
    arena_own(arena, query->spares, free_spares);
    return query;
}

const struct query *query_compile(
    struct arena *arena, const char *expression, struct span where, struct findings *findings) {
    const struct query *query = query_compile_later(arena, expression, where, findings);
    if (query == NULL) {
        return NULL;
    }
    xmlXPathCompExpr *compiled = compile(query->expression.text);
    if (compiled == NULL) {
        find_fault(arena, &query->expression, findings);
        return NULL;
    }
    atomic_store(&query->spares->compiled[0], compiled);
    return query;
}

const char *const *query_variables(const struct query *query) {
    return query->expression.variables;
}

bool query_is_rooted(const struct query *query) {
    return query->expression.rooted;
}

const char *query_step(struct arena *arena, const struct query *query, size_t index) {
    const struct expression *expression = &query->expression;
    if (index >= expression->step_count) {
        return NULL;
    }
    struct word word = expression->steps[index];
    return arena_copy(arena, expression->text + word.offset, word.length);
}

struct span query_step_span(const struct query *query, size_t index) {
    struct word word = query->expression.steps[index];
    return expression_span(&query->expression, word.offset, word.length);
}

const char *query_ordered_path(struct arena *arena, const struct query *query, size_t index) {
    struct word path;
    return expression_orders(&query->expression, index, &path)
        ? arena_copy(arena, query->expression.text + path.offset, path.length)
        : NULL;
}

enum query_reading query_reads(const struct query *query, const char *const path[3]) {
    return expression_reads(&query->expression, path);
}

const char *query_text(const struct query *query) {
    return query->expression.text;
}

struct span query_span(const struct query *query, size_t offset, size_t length) {
    return expression_span(&query->expression, offset, length);
}

struct span query_variable_span(const struct query *query, const char *name) {
    const struct expression *expression = &query->expression;
    for (size_t i = 0; expression->variables[i] != NULL; i++) {
        if (strcmp(expression->variables[i], name) == 0) {
            return expression_span(
                expression, expression->places[i].offset, expression->places[i].length);
        }
    }
    return expression->where;
}

/* A copy that nobody else is evaluating; NULL when the expression does not compile. */
static xmlXPathCompExpr *take(const struct query *query) {
    for (size_t i = 0; i < SPARES; i++) {
        xmlXPathCompExpr *compiled = atomic_exchange(&query->spares->compiled[i], NULL);
        if (compiled != NULL) {
            return compiled;
        }
    }
    return compile(query->expression.text);
}

static void put_back(const struct query *query, xmlXPathCompExpr *compiled) {
    for (size_t i = 0; i < SPARES; i++) {
        xmlXPathCompExpr *none = NULL;
        if (atomic_compare_exchange_strong(&query->spares->compiled[i], &none, compiled)) {
            return;
        }
    }
    xmlXPathFreeCompExpr(compiled);
}

static void say_fault(
    const struct query *query, const struct query_context *context, struct findings *findings) {
    const struct expression *expression = &query->expression;
    if (context->missing != NULL) {
        struct span span = query_variable_span(query, context->missing);
        finding_add(findings, XPATH_VARIABLE, span, context->missing, NULL);
        return;
    }
    finding_add(findings, fault_id(context->fault), expression->where, expression->text, NULL);
}

bool query_context_is_spent(const struct query_context *context) {
    return context->spent;
}

static bool is_too_large(const xmlNode *node) {
    const struct document_info *document = node->doc->_private;
    return document->node_count > NODES_LARGEST;
}

/* Evaluates; makes a fault of it when the context has used up what it may. */
static xmlXPathObject *evaluate(struct query_context *context, xmlXPathCompExpr *compiled) {
    xmlXPathObject *result = xmlXPathCompiledEval(compiled, context->xpath);
    context->spent = deadline_is_over(&context->xpath->opLimit);
    if (context->spent && context->fault == XPATH_EXPRESSION_OK && context->missing == NULL) {
        context->fault = XPATH_OP_LIMIT_EXCEEDED;
    }
    return result;
}

xmlXPathObject *query_run(const struct query *query, struct query_context *context,
    const xmlNode *node, const struct query_variable *variables, size_t variable_count,
    struct findings *findings) {
    xmlXPathContext *xpath = context->xpath;
    context->variables = variables;
    context->variable_count = variable_count;
    context->missing = NULL;
    context->fault = XPATH_EXPRESSION_OK;
    xpath->doc = node->doc;
    xpath->node = (xmlNode *)(size_t)node;
    xpath->opCount = 0;
    if (context->spent) {
        return NULL;
    }
    if (is_too_large(node)) {
        finding_add(findings, XPATH_TREE, query->expression.where, query->expression.text,
            money_group(context->functions.arena, NODES_LARGEST), NULL);
        return NULL;
    }
    xmlXPathCompExpr *compiled = take(query);
    if (compiled == NULL) {
        find_fault(context->functions.arena, &query->expression, findings);
        return NULL;
    }
    xmlXPathObject *result = evaluate(context, compiled);
    put_back(query, compiled);
    if (result == NULL || context->fault != XPATH_EXPRESSION_OK) {
        xmlXPathFreeObject(result);
        say_fault(query, context, findings);
        return NULL;
    }
    return result;
}

/* Digits that a double holds for sure. */
enum { DIGITS_SURE = 15 };

char *query_number(struct arena *arena, double number) {
    if (!isfinite(number)) {
        return arena_string(arena, "");
    }
    if (number == trunc(number)) {
        return arena_printf(arena, "%.0f", number + 0.0);
    }
    int decimals = DIGITS_SURE - 1 - (int)floor(log10(fabs(number)));
    char *text = arena_printf(arena, "%.*f", decimals > 0 ? decimals : 0, number);
    size_t size = strlen(text);
    while (decimals > 0 && text[size - 1] == '0') {
        size--;
    }
    size -= text[size - 1] == '.';
    text[size] = '\0';
    return text;
}

char *query_string(struct arena *arena, const xmlXPathObject *value) {
    if (value->type == XPATH_BOOLEAN) {
        return arena_string(arena, value->boolval ? "ja" : "nej");
    }
    if (value->type == XPATH_NUMBER) {
        return query_number(arena, value->floatval);
    }
    xmlChar *text = xmlXPathCastToString((xmlXPathObject *)(size_t)value);
    char *copy = arena_string(arena, text != NULL ? (const char *)text : "");
    xmlFree(text);
    return copy;
}

static void free_value(void *value) {
    xmlXPathFreeObject(value);
}

xmlXPathObject *query_own(struct arena *arena, xmlXPathObject *value) {
    return arena_own(arena, value, free_value);
}

bool query_truth(const xmlXPathObject *value) {
    return xmlXPathCastToBoolean((xmlXPathObject *)(size_t)value) != 0;
}
