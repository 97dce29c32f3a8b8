/* SPDX-License-Identifier: EUPL-1.2
 *
 * tests/spec/xpath.txt against the tree that its head describes.
 */
#include <libxml/xpathInternals.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "tree/query.h"

static const char definition[] = "från: 2021-10-01\n"
                                 "till: 2023-09-30\n"
                                 "månad: 2022-10\n"
                                 "tom:\n"
                                 "insatser: [1000000, 700000, 450000]\n"
                                 "part:\n"
                                 "  insats: 700000\n"
                                 "  ersättning: { belopp: 500000 }\n"
                                 "  ändras:\n"
                                 "    - { från: 2023-04-01, insats: 900000 }\n"
                                 "    - { från: 2022-10-01, insats: 800000, ersättning: 600000 }\n"
                                 "    - { från: snart, insats: 1 }\n"
                                 "    - { från: 2022-11-01 }\n"
                                 "text: Målgruppen är hemlösa i Linköpings kommun.\n";

static const char registers[] = "organisationer:\n"
                                "  stadsmission: { namn: Stadsmissionen }\n"
                                "nämnder: {}\n";

static struct tree *read_tree(
    struct arena *arena, const char *text, const char *root, struct findings *findings) {
    const struct source *source = source_new(arena, "x.yaml", text, strlen(text));
    struct tree *tree = tree_read(arena, source, TREE_YAML, root, findings);
    assert_non_null(tree);
    return tree;
}

/* The result as text, or "!id bytes" of the first finding. */
static const char *evaluate(struct arena *arena, const struct tree *tree, const struct tree *kommun,
    const char *expression) {
    struct findings *findings = findings_new(arena, LANGUAGE_SV);
    const struct source *source = source_new(arena, "r.yaml", expression, strlen(expression));
    struct span where = { source, 0, (uint32_t)strlen(expression) };
    struct query_variable variables[] = { { "x", xmlXPathNewFloat(7) },
        { "namn", xmlXPathNewCString("Å") } };
    const struct query *query = query_compile(arena, expression, where, findings);
    const char *text = NULL;
    if (query != NULL) {
        struct query_context *context = query_context_new(arena, kommun);
        CLEANUP(xpath)
        xmlXPathObject *value = query_run(query, context, tree->root, variables, 2, findings);
        text = value != NULL ? query_string(arena, value) : NULL;
    }
    xmlXPathFreeObject(variables[0].value);
    xmlXPathFreeObject(variables[1].value);
    if (text != NULL) {
        assert_int_equal(findings->count, 0);
        return text;
    }
    assert_int_equal(findings->count, 1);
    const struct finding *finding = findings->items[0];
    assert_true(finding->where.offset + finding->where.length <= source->size);
    bool all = finding->where.length == source->size && source->size > 1;
    const char *place =
        all ? "" : arena_copy(arena, expression + finding->where.offset, finding->where.length);
    return arena_printf(arena, "!%s%s%s", finding->rule->id, place[0] != '\0' ? " " : "", place);
}

static void every_line_of_the_table_holds(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct findings *findings = findings_new(arena, LANGUAGE_SV);
    const struct tree *tree = read_tree(arena, definition, "definition", findings);
    const struct tree *kommun = read_tree(arena, registers, "kommun", findings);
    size_t size;
    const char *path = path_join(arena, getenv("UNDERLAG_SOURCE"), "tests/spec/xpath.txt");
    char *table = file_read(arena, path, &size);
    assert_non_null(table);
    size_t failed = 0;
    size_t cases = 0;
    char *rest = NULL;
    for (char *line = strtok_r(table, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        char *arrow = strstr(line, "=>");
        if (line[0] == '#' || arrow == NULL) {
            continue;
        }
        *(arrow > line ? arrow - 1 : arrow) = '\0';
        const char *wanted = arrow[2] == ' ' ? arrow + 3 : arrow + 2;
        const char *got = evaluate(arena, tree, kommun, line);
        cases++;
        if (strcmp(got, wanted) != 0) {
            print_error("%s\n    wanted: %s\n    got:    %s\n", line, wanted, got);
            failed++;
        }
    }
    assert_true(cases > 100);
    assert_int_equal(failed, 0);
    arena_free(arena);
}

static void variables_are_told(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct findings *findings = findings_new(arena, LANGUAGE_SV);
    const char *text = "uttryck: \"$b + '$c' + $a * $b\"";
    const struct source *source = source_new(arena, "r.yaml", text, strlen(text));
    struct span where = { source, 9, (uint32_t)strlen(text) - 9 };
    const struct query *query = query_compile(arena, "$b + '$c' + $a * $b", where, findings);
    assert_non_null(query);
    const char *const *names = query_variables(query);
    assert_string_equal(names[0], "b");
    assert_string_equal(names[1], "a");
    assert_null(names[2]);
    struct span span = query_variable_span(query, "a");
    assert_memory_equal(text + span.offset, "$a", 2);
    assert_int_equal(span.length, 2);
    arena_free(arena);
}

static void a_fault_in_a_quoted_expression_has_its_place(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct findings *findings = findings_new(arena, LANGUAGE_SV);
    const char *text = "kräver: 'år(''x'') = mandag(1)'";
    const struct source *source = source_new(arena, "r.yaml", text, strlen(text));
    struct span where = { source, 9, (uint32_t)strlen(text) - 9 };
    assert_null(query_compile(arena, "år('x') = mandag(1)", where, findings));
    assert_int_equal(findings->count, 1);
    const struct finding *finding = findings->items[0];
    assert_string_equal(finding->message, "Funktionen ”mandag” finns inte.");
    assert_memory_equal(text + finding->where.offset, "mandag", 6);
    arena_free(arena);
}

static void the_nearest_function_is_named(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct findings *findings = findings_new(arena, LANGUAGE_SV);
    assert_null(query_compile(arena, "manader(1, 2)", (struct span){ 0 }, findings));
    assert_string_equal(findings->items[0]->advice, "Menade du ”månader”?");
    findings = findings_new(arena, LANGUAGE_EN);
    assert_null(query_compile(arena, "strng(1)", (struct span){ 0 }, findings));
    assert_string_equal(findings->items[0]->advice, "Did you mean “string”?");
    arena_free(arena);
}

static void a_long_expression_is_refused(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct findings *findings = findings_new(arena, LANGUAGE_SV);
    char *text = arena_alloc(arena, 9001);
    memset(text, '1', 9000);
    assert_null(query_compile(arena, text, (struct span){ 0 }, findings));
    assert_string_equal(findings->items[0]->rule->id, "xpath-för-långt");
    arena_free(arena);
}

struct shared {
    const struct tree *tree;
    const struct query *query;
    double result;
};

static void *run_often(void *data) {
    struct shared *shared = data;
    struct arena *arena = arena_new();
    struct findings *findings = findings_new(arena, LANGUAGE_SV);
    struct query_context *context = query_context_new(arena, NULL);
    for (int i = 0; i < 2000; i++) {
        CLEANUP(xpath)
        xmlXPathObject *value =
            query_run(shared->query, context, shared->tree->root, NULL, 0, findings);
        assert_non_null(value);
        shared->result += value->floatval;
    }
    arena_free(arena);
    return NULL;
}

static void threads_may_share_a_query(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct findings *findings = findings_new(arena, LANGUAGE_SV);
    const struct tree *tree = read_tree(arena, definition, "definition", findings);
    const struct query *query = query_compile(
        arena, "count(insatser/item[. > dag('2021-01-01')])", (struct span){ 0 }, findings);
    struct shared shared[4];
    pthread_t threads[4];
    for (size_t i = 0; i < 4; i++) {
        shared[i] = (struct shared){ tree, query, 0 };
        assert_int_equal(pthread_create(&threads[i], NULL, run_often, &shared[i]), 0);
    }
    for (size_t i = 0; i < 4; i++) {
        pthread_join(threads[i], NULL);
        assert_true(shared[i].result == 6000);
    }
    arena_free(arena);
}

static void truth_is_that_of_xpath(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct findings *findings = findings_new(arena, LANGUAGE_SV);
    const struct tree *tree = read_tree(arena, definition, "definition", findings);
    struct query_context *context = query_context_new(arena, NULL);
    static const struct {
        const char *expression;
        bool truth;
    } cases[] = { { "från", true }, { "tom", true }, { "saknas", false }, { "0", false },
        { "''", false }, { "'nej'", true }, { "1 > 2", false }, { "0 div 0", false } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct query *query =
            query_compile(arena, cases[i].expression, (struct span){ 0 }, findings);
        CLEANUP(xpath)
        xmlXPathObject *value = query_run(query, context, tree->root, NULL, 0, findings);
        assert_int_equal(query_truth(value), cases[i].truth);
    }
    arena_free(arena);
}

static void it_is_told_what_begins_at_the_node(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct findings *findings = findings_new(arena, LANGUAGE_SV);
    static const struct {
        const char *expression;
        bool rooted;
    } cases[] = { { "/definition/a[b = ../c]/d", true }, { "$x[a = 1]/b * 2", true }, { "1 + count(//a)", true },
        { "dag(/definition/a) < dag($x)", true }, { "not(/definition/a/*)", true }, { "true()", true },
        { "$x[last()]", true }, { "'a' = \"b\"", true }, { "/definition/a/text()", true }, { "a", false },
        { ".", false }, { "..", false }, { "$x | a", false }, { "/definition/a = b", false }, { "*", false },
        { "2 * *", false }, { "name()", false }, { "string()", false }, { "lang('sv')", false },
        { "ancestor::a", false }, { "text()", false }, { "concat($x, ../a)", false }, { "(a)[1]", false },
        { "1.5 * count(//a) + .5", true }, { "//a/..", true }, { "//a/ancestor::b", true }, { "//a[position() = 1]", true },
        { "1.5 * a", false }, { "../a", false } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct query *query =
            query_compile(arena, cases[i].expression, (struct span){ 0 }, findings);
        assert_non_null(query);
        assert_int_equal(query_is_rooted(query), cases[i].rooted);
    }
    arena_free(arena);
}

static void the_functions_are_in_order(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    const char *const *names = query_function_names(arena);
    for (size_t i = 1; names[i] != NULL; i++) {
        assert_true(strcmp(names[i - 1], names[i]) < 0);
    }
    arena_free(arena);
}

int main(void) {
    query_setup();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_line_of_the_table_holds),
        cmocka_unit_test(variables_are_told),
        cmocka_unit_test(a_fault_in_a_quoted_expression_has_its_place),
        cmocka_unit_test(the_nearest_function_is_named),
        cmocka_unit_test(a_long_expression_is_refused),
        cmocka_unit_test(threads_may_share_a_query),
        cmocka_unit_test(truth_is_that_of_xpath),
        cmocka_unit_test(it_is_told_what_begins_at_the_node),
        cmocka_unit_test(the_functions_are_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
