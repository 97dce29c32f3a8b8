/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "check/schema.h"

static struct arena *arena;
static struct findings *findings;

static int setup(void **state) {
    (void)state;
    arena = arena_new();
    findings = findings_new(arena, LANGUAGE_SV);
    return 0;
}

static int teardown(void **state) {
    (void)state;
    arena_free(arena);
    return 0;
}

static struct tree *read_text(const char *text, const char *root) {
    const struct source *source = source_new(arena, "data.yaml", text, strlen(text));
    struct tree *tree = tree_read(arena, source, TREE_YAML, root, findings);
    assert_non_null(tree);
    return tree;
}

static const struct schema *compile(const char *yaml) {
    return schema_compile(arena, read_text(yaml, "schema"), findings);
}

static struct tree *settle(const char *schema, const char *data, const struct tree *kommun) {
    struct tree *tree = read_text(data, "definition");
    schema_settle(arena, compile(schema), tree, kommun, findings);
    return tree;
}

static void assert_value(
    const xmlNode *mapping, const char *key, enum node_type type, const char *text) {
    const xmlNode *node = node_child(mapping, key);
    assert_non_null(node);
    assert_string_equal(node_text(node), text);
    assert_int_equal(node_type(node), type);
}

static void test_values_become_canonical(void **state) {
    (void)state;
    const struct tree *tree = settle(
        "properties:\n"
        "  a: { type: [integer, string], format: kronor }\n"
        "  b: { type: [integer, string], format: kronor }\n"
        "  ja: { type: [boolean, string], format: ja-nej }\n"
        "  sant: { type: [boolean, string], format: ja-nej }\n"
        "  falskt: { type: [boolean, string], format: ja-nej }\n"
        "  dag: { type: string, format: date }\n"
        "  månad: { type: string, format: månad }\n"
        "  text: { type: string }\n"
        "  tal: { type: integer }\n"
        "  hex: { type: integer }\n"
        "  decimal: { type: number }\n",
        "a: 1 000 000 kr\nb: \"700 000\"\nja: ja\nsant: True\nfalskt: FALSE\ndag: 2023-08-30\n"
        "månad: 2022-10\ntext: 58181\ntal: +12\nhex: 0x1F\ndecimal: 2.20\nannan: 12\n",
        NULL);
    assert_int_equal(findings->count, 0);
    assert_value(tree->root, "a", TYPE_INTEGER, "1000000");
    assert_value(tree->root, "b", TYPE_INTEGER, "700000");
    assert_value(tree->root, "ja", TYPE_BOOLEAN, "ja");
    assert_value(tree->root, "sant", TYPE_BOOLEAN, "ja");
    assert_value(tree->root, "falskt", TYPE_BOOLEAN, "nej");
    assert_value(tree->root, "dag", TYPE_STRING, "2023-08-30");
    assert_value(tree->root, "månad", TYPE_STRING, "2022-10");
    assert_value(tree->root, "text", TYPE_STRING, "58181");
    assert_value(tree->root, "tal", TYPE_INTEGER, "12");
    assert_value(tree->root, "hex", TYPE_INTEGER, "31");
    assert_value(tree->root, "decimal", TYPE_NUMBER, "2.20");
    assert_value(tree->root, "annan", TYPE_INTEGER, "12");
    assert_string_equal(node_format(node_child(tree->root, "a")), "kronor");
    assert_string_equal(node_format(node_child(tree->root, "dag")), "date");
    assert_null(node_format(node_child(tree->root, "text")));
}

static void test_only_what_holds_is_settled(void **state) {
    (void)state;
    /* The alternative that fails and the condition that fails leave nothing behind. */
    const struct tree *tree = settle(
        "properties:\n"
        "  a: { anyOf: [{ format: kronor, maxLength: 3 }, { type: string, x-prosa: true }] }\n"
        "  b: { if: { format: kronor, maxLength: 3 }, else: { type: string } }\n"
        "  c: { not: { not: { format: kronor } } }\n"
        "  d: { allOf: [{ $ref: '#/$defs/belopp' }] }\n"
        "  e: { format: kronor, maxLength: 3 }\n"
        "$defs: { belopp: { format: kronor } }\n",
        "a: 1 000\nb: 1 000\nc: 1 000\nd: 1 000\ne: 1 000\n", NULL);
    assert_value(tree->root, "a", TYPE_STRING, "1 000");
    assert_true(node_is_prose(node_child(tree->root, "a")));
    assert_value(tree->root, "b", TYPE_STRING, "1 000");
    assert_false(node_is_prose(node_child(tree->root, "b")));
    assert_value(tree->root, "c", TYPE_STRING, "1 000");
    assert_value(tree->root, "d", TYPE_INTEGER, "1000");
    assert_value(tree->root, "e", TYPE_STRING, "1 000"); /* it is too long */
    assert_int_equal(findings->count, 1);
}

static void test_text_wins_over_number(void **state) {
    (void)state;
    const struct tree *tree = settle("allOf: [{ properties: { a: { type: string } } },"
                                     " { properties: { a: { description: x } } }]",
        "a: 0123\n", NULL);
    assert_value(tree->root, "a", TYPE_STRING, "0123");
}

/* What subschemas say of one value is taken together, in whatever order they say it. */
static void test_subschemas_add_up(void **state) {
    (void)state;
    static const char *const schemas[] = {
        "properties: { a: { allOf: [{ format: kronor }, { format: uri }, { x-prosa: true }] } }",
        "properties: { a: { allOf: [{ x-prosa: true }, { format: uri }, { format: kronor }] } }",
    };
    for (size_t i = 0; i < 2; i++) {
        const struct tree *tree = settle(schemas[i], "a: 1 000\n", NULL);
        assert_value(tree->root, "a", TYPE_INTEGER, "1000");
        assert_string_equal(node_format(node_child(tree->root, "a")), "kronor");
        assert_true(node_is_prose(node_child(tree->root, "a")));
    }
    assert_int_equal(findings->count, 0);
}

#define REGISTERS                                                                                  \
    "properties:\n"                                                                                \
    "  nämnder: { additionalProperties: { properties: {"                                           \
    " förvaltning: { type: string, x-referens: förvaltningar } } } }\n"                            \
    "  förvaltningar: { additionalProperties: { properties: {"                                     \
    " chef: { type: string, x-referens: befattningar } } } }\n"                                    \
    "  befattningar: { additionalProperties: { properties: {"                                      \
    " högre: { type: string, x-referens: befattningar } } } }\n"

static struct tree *settle_kommun(const char *text) {
    struct tree *kommun = read_text(text, "kommun");
    schema_settle(arena, compile(REGISTERS), kommun, kommun, findings);
    return kommun;
}

static void test_references(void **state) {
    (void)state;
    const struct tree *kommun = settle_kommun(
        "nämnder: { an: { namn: nämnden, förvaltning: if } }\n"
        "förvaltningar: { if: { namn: förvaltningen, chef: dir } }\n"
        "befattningar: { dir: { titel: direktör } }\n");
    const struct tree *tree = settle("properties: { nämnd: { type: string, x-referens: nämnder } }",
        "nämnd: an\n", kommun);
    assert_int_equal(findings->count, 0);
    const xmlNode *namnd = node_child(tree->root, "nämnd");
    assert_int_equal(node_kind(namnd), NODE_MAPPING);
    assert_string_equal(node_child_text(namnd, "id"), "an");
    assert_string_equal(node_child_text(namnd, "namn"), "nämnden");
    const xmlNode *forvaltning = node_child(namnd, "förvaltning");
    assert_non_null(forvaltning);
    assert_string_equal(node_child_text(forvaltning, "id"), "if");
    const xmlNode *chef = node_child(forvaltning, "chef");
    assert_non_null(chef);
    assert_string_equal(node_child_text(chef, "titel"), "direktör");
}

static void test_reference_among_subschemas(void **state) {
    (void)state;
    const struct tree *kommun = settle_kommun("nämnder: { an: { namn: nämnden } }\n");
    static const char *const schemas[] = {
        "properties: { a: { allOf: [{ x-referens: nämnder }, { format: uri }] } }",
        "properties: { a: { allOf: [{ format: uri }, { x-referens: nämnder }] } }",
    };
    for (size_t i = 0; i < 2; i++) {
        const struct tree *tree = settle(schemas[i], "a: an\n", kommun);
        assert_string_equal(node_child_text(node_child(tree->root, "a"), "namn"), "nämnden");
    }
    assert_int_equal(findings->count, 0);
}

static void test_unknown_reference(void **state) {
    (void)state;
    const struct tree *kommun = settle_kommun("nämnder: { socialnämnden: { namn: x } }\n");
    settle("properties: { nämnd: { type: string, x-referens: nämnder } }", "nämnd: socialnamden\n",
        kommun);
    assert_int_equal(findings->count, 1);
    assert_string_equal(findings->items[0]->advice, "Menade du ”socialnämnden”?");
    settle("properties: { nämnd: { type: string, x-referens: nämnder } }", "nämnd: ”socialnämnden”\n",
        kommun);
    assert_int_equal(findings->count, 2);
    assert_string_equal(
        findings->items[1]->advice, "Ta bort citattecknen och skriv socialnämnden.");
    assert_string_equal(findings->items[1]->replacement, "socialnämnden");
}

static void test_faulty_reference_is_said_once(void **state) {
    (void)state;
    const struct tree *kommun = settle_kommun("nämnder: { a: { namn: x } }\n");
    settle("properties: { nämnd: { type: string, pattern: '^[a-z]+$', x-referens: nämnder } }",
        "nämnd: A B\n", kommun);
    assert_int_equal(findings->count, 1);
    assert_string_equal(findings->items[0]->rule->id, "text-mönster");
}

static void test_references_in_a_ring(void **state) {
    (void)state;
    settle_kommun("befattningar: { a: { högre: b }, b: { högre: a } }\n");
    assert_int_equal(findings->count, 1);
    assert_string_equal(findings->items[0]->rule->id, "hänvisning-rundgång");
}

/* Each entry refers to the next one four times: 4^20 nodes without a limit. */
static void test_references_that_grow(void **state) {
    (void)state;
    CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
    buffer_puts(&text, "befattningar:\n");
    for (int i = 0; i < 20; i++) {
        buffer_printf(&text, "  b%d: { p: b%d, q: b%d, r: b%d, s: b%d }\n", i, i + 1, i + 1, i + 1,
            i + 1);
    }
    buffer_puts(&text, "  b20: { titel: x }\n");
    struct tree *kommun = read_text(text.data, "kommun");
    schema_settle(arena,
        compile("properties: { befattningar: { additionalProperties: { additionalProperties:"
                " { type: string, x-referens: befattningar }, properties: { titel: true } } } }"),
        kommun, kommun, findings);
    assert_int_equal(findings->count, 1);
    assert_string_equal(findings->items[0]->rule->id, "hänvisning-för-mycket");
    assert_true(arena_size(arena) < (size_t)200 << 20);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = { TEST(test_values_become_canonical),
        TEST(test_only_what_holds_is_settled), TEST(test_text_wins_over_number),
        TEST(test_subschemas_add_up), TEST(test_references), TEST(test_reference_among_subschemas),
        TEST(test_unknown_reference),
        TEST(test_faulty_reference_is_said_once), TEST(test_references_in_a_ring),
        TEST(test_references_that_grow) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
