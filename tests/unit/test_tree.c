/* SPDX-License-Identifier: EUPL-1.2
 *
 * What a node offers: places of its text, path, settling, resolving, and the dump.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <libxml/parser.h>

#include "base/text.h"
#include "tree/tree.h"

struct fixture {
    struct arena *arena;
    struct findings *findings;
};

static int set_up(void **state) {
    struct arena *arena = arena_new();
    struct fixture *fixture = arena_new_of(arena, struct fixture);
    *fixture = (struct fixture){ arena, findings_new(arena, LANGUAGE_SV) };
    *state = fixture;
    return 0;
}

static int tear_down(void **state) {
    struct fixture *fixture = *state;
    arena_free(fixture->arena);
    return 0;
}

static struct tree *read_yaml(struct fixture *fixture, const char *text) {
    const struct source *source = source_new(fixture->arena, "x.yaml", text, strlen(text));
    struct tree *tree = tree_read(fixture->arena, source, TREE_YAML, "rot", fixture->findings);
    assert_non_null(tree);
    assert_int_equal(fixture->findings->count, 0);
    return tree;
}

/* That the first occurrence of `part` in the text of `a` lies at `wanted` in the source. */
static void expect_place(
    struct fixture *fixture, const char *yaml, const char *part, const char *wanted) {
    const struct tree *tree = read_yaml(fixture, yaml);
    const xmlNode *node = node_child(tree->root, "a");
    const char *found = strstr(node_text(node), part);
    assert_non_null(found);
    struct span span = node_text_span(node, (size_t)(found - node_text(node)), strlen(part));
    const char *got = arena_copy(fixture->arena, tree->source->text + span.offset, span.length);
    assert_string_equal(got, wanted);
}

static void text_has_its_place(void **state) {
    struct fixture *fixture = *state;
    expect_place(fixture, "a: åäö ord till", "ord", "ord");
    expect_place(fixture, "a: ett\n  två\n  ord", "ord", "ord");
    expect_place(fixture, "a: ett\n\n\n  två\n  ord", "två ord", "två\n  ord");
    expect_place(fixture, "a: ett\r\n\r\n  två\r\n  ord\r\n", "ord", "ord");
    expect_place(fixture, "a: 'det''s ett ord'", "ord", "ord");
    expect_place(fixture, "a: 'det''s'", "'", "''");
    expect_place(fixture, "a: 'ett\n  två\n\n  ord'", "ord", "ord");
    expect_place(fixture, "a: \"\\u00e5\\t\\x41\\\n   ord\"", "ord", "ord");
    expect_place(fixture, "a: \"\\u00e5\\t\\x41 ord\"", "A", "\\x41");
    expect_place(fixture, "a: \"\\U0001F600 ord\"", "ord", "ord");
    expect_place(fixture, "a: |\n  ett\n  två ord\n", "ord", "ord");
    expect_place(fixture, "a: |\n  ett\n\n    två ord\n", "  två", "  två");
    expect_place(fixture, "a: |+2 # x\n    ett\n  ord\n\n", "ord", "ord");
    expect_place(fixture, "a: |\n\n\n  ett\n  ord\n", "ord", "ord");
    expect_place(fixture, "a: |\r\n  ett\r\n  ord\r\n", "ord", "ord");
    expect_place(fixture, "a: |\n  ett\n  ord\n", "ett\nord", "ett\n  ord");
    expect_place(fixture, "a: >\n  ett\n  två\n\n  tre\n  ord\n", "ord", "ord");
    expect_place(fixture, "a: >\n  ett\n    två\n  ord\n", "ord", "ord");
    expect_place(fixture, "a: >-\n  ett\n\n\n  ord\n", "ord", "ord");
    expect_place(fixture, "a: &x !!str ett ord\nb: *x", "ord", "ord");
    expect_place(fixture, "a: e\xCC\x81 ord", "\xC3\xA9", "e");
}

static void a_place_outside_of_the_text_is_bounded(void **state) {
    struct fixture *fixture = *state;
    const struct tree *tree = read_yaml(fixture, "a: ord\nb: |\n  x\nc:\nd: [1]\n");
    for (const xmlNode *node = node_first(tree->root); node != NULL; node = node_next(node)) {
        for (size_t offset = 0; offset < 9; offset++) {
            struct span all = node_span(node);
            struct span span = node_text_span(node, offset, offset * 100);
            assert_true(span.offset >= all.offset);
            assert_true(span.offset + span.length <= all.offset + all.length);
        }
    }
}

static void spans_are_tight(void **state) {
    struct fixture *fixture = *state;
    const struct tree *tree = read_yaml(fixture,
        "a:\n  b: 1\n  c: |\n    x\n\n\n# efter\nd: [1, 2]   # x\ne: 'q'  \nf:\n- 1\n- 2\n\n");
    static const struct {
        const char *key;
        const char *text;
    } cases[] = { { "a", "b: 1\n  c: |\n    x" }, { "d", "[1, 2]" }, { "e", "'q'" },
        { "f", "- 1\n- 2" } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const xmlNode *node = node_child(tree->root, cases[i].key);
        struct span span = node_span(node);
        assert_string_equal(
            arena_copy(fixture->arena, tree->source->text + span.offset, span.length),
            cases[i].text);
        span = node_key_span(node);
        assert_int_equal(span.length, 1);
        assert_int_equal(tree->source->text[span.offset], cases[i].key[0]);
    }
}

static void nodes_are_found(void **state) {
    struct fixture *fixture = *state;
    const struct tree *tree = read_yaml(fixture, "a: {b: [x, {c d: y}]}\ne: ''\n");
    const xmlNode *b = node_child(node_child(tree->root, "a"), "b");
    assert_int_equal(node_kind(tree->root), NODE_MAPPING);
    assert_int_equal(node_kind(b), NODE_SEQUENCE);
    assert_int_equal(node_count(b), 2);
    assert_string_equal(node_text(node_at(b, 0)), "x");
    assert_null(node_at(b, 2));
    const xmlNode *deep = node_first(node_at(b, 1));
    assert_string_equal(node_name(deep), "c d");
    assert_string_equal((const char *)deep->name, "_");
    assert_string_equal(node_path(fixture->arena, deep), "a.b[2].c d");
    assert_string_equal(node_path(fixture->arena, tree->root), "");
    assert_string_equal(node_name(node_at(b, 0)), "item");
    assert_string_equal(node_name(tree->root), "rot");
    assert_null(node_parent(tree->root));
    assert_ptr_equal(node_parent(b), node_child(tree->root, "a"));
    assert_string_equal(node_child_text(tree->root, "e"), "");
    assert_false(node_is_plain(node_child(tree->root, "e")));
    assert_null(node_child_text(tree->root, "f"));
    assert_null(node_first(node_child(tree->root, "e")));
    assert_string_equal(node_text(b), "");
}

static void settling_keeps_places(void **state) {
    struct fixture *fixture = *state;
    const struct tree *tree = read_yaml(fixture, "a: 1 000 kr\nb:\nc: x\n");
    xmlNode *a = node_child(tree->root, "a");
    struct span span = node_span(a);
    node_settle(a, TYPE_INTEGER, "1000");
    assert_string_equal(node_text(a), "1000");
    assert_int_equal(node_type(a), TYPE_INTEGER);
    assert_int_equal(node_span(a).offset, span.offset);
    assert_int_equal(node_text_span(a, 1, 1).length, span.length);
    node_settle(a, TYPE_STRING, node_text(a));
    node_settle(a, TYPE_STRING, node_text(a) + 1);
    assert_string_equal(node_text(a), "000");
    node_settle(node_child(tree->root, "b"), TYPE_STRING, "ny");
    assert_string_equal(node_child_text(tree->root, "b"), "ny");
    xmlNode *c = node_child(tree->root, "c");
    node_settle(c, TYPE_STRING, "");
    assert_string_equal(node_text(c), "");
    node_settle(c, TYPE_NULL, NULL);
    assert_int_equal(node_type(c), TYPE_NULL);
    node_set_format(c, "kronor");
    node_set_prose(c);
    assert_string_equal(node_format(c), "kronor");
    assert_true(node_is_prose(c));
    assert_false(node_is_prose(a));
}

static void an_entry_is_resolved_into_a_node(void **state) {
    struct fixture *fixture = *state;
    const struct tree *kommun =
        read_yaml(fixture, "org:\n  sol: { namn: Solen, id: annat, ort: { namn: Ed } }\n");
    const struct tree *tree = read_yaml(fixture, "part: sol\n");
    xmlNode *part = node_child(tree->root, "part");
    struct span span = node_span(part);
    node_resolve(part, node_child(node_child(kommun->root, "org"), "sol"));
    assert_int_equal(node_kind(part), NODE_MAPPING);
    assert_int_equal(node_type(part), TYPE_OBJECT);
    assert_string_equal(node_name(node_first(part)), "id");
    assert_string_equal(node_child_text(part, "id"), "sol");
    assert_int_equal(node_span(node_first(part)).offset, span.offset);
    assert_int_equal(node_count(part), 3);
    assert_string_equal(node_child_text(part, "namn"), "Solen");
    assert_ptr_equal(node_span(node_child(part, "namn")).source, kommun->source);
    assert_string_equal(node_child_text(node_child(part, "ort"), "namn"), "Ed");
    assert_ptr_equal(part->doc, node_first(part)->doc);
    xmlNode *graft = node_graft(tree->root, node_child(kommun->root, "org"));
    assert_string_equal(node_path(fixture->arena, node_child(graft, "sol")), "org.sol");
    assert_int_equal(node_count(tree->root), 2);
}

static void the_dump_is_xml(void **state) {
    struct fixture *fixture = *state;
    const struct tree *tree = read_yaml(
        fixture, "a: '<&\">'\n\"b\\\"\\t<\": |\n  x\n  y\nå: [1, 1.5, ~, true, {}, []]\n");
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    tree_dump(tree, &out);
    assert_string_equal(out.data,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<rot rad=\"1\" kolumn=\"1\" typ=\"object\">\n"
        "  <a rad=\"1\" kolumn=\"4\" typ=\"string\" form=\"citat\">&lt;&amp;&quot;&gt;</a>\n"
        "  <_ nyckel=\"b&quot;&#9;&lt;\" rad=\"2\" kolumn=\"11\" typ=\"string\" form=\"block\">"
        "x&#10;y&#10;</_>\n"
        "  <å rad=\"5\" kolumn=\"4\" typ=\"array\">\n"
        "    <item rad=\"5\" kolumn=\"5\" typ=\"integer\" form=\"enkel\">1</item>\n"
        "    <item rad=\"5\" kolumn=\"8\" typ=\"number\" form=\"enkel\">1.5</item>\n"
        "    <item rad=\"5\" kolumn=\"13\" typ=\"null\" form=\"enkel\">~</item>\n"
        "    <item rad=\"5\" kolumn=\"16\" typ=\"boolean\" form=\"enkel\">true</item>\n"
        "    <item rad=\"5\" kolumn=\"22\" typ=\"object\"/>\n"
        "    <item rad=\"5\" kolumn=\"26\" typ=\"array\"/>\n"
        "  </å>\n"
        "</rot>\n");
    const char *json = "{\"\\u0001\": \"\\u0000\\u0002\\ufffe<\"}";
    const struct source *source = source_new(fixture->arena, "x.json", json, strlen(json));
    tree = tree_read(fixture->arena, source, TREE_JSON, "rot", fixture->findings);
    buffer_truncate(&out, 0);
    tree_dump(tree, &out);
    xmlDoc *doc = xmlReadMemory(out.data, (int)out.size, NULL, NULL, XML_PARSE_NONET);
    assert_non_null(doc);
    xmlFreeDoc(doc);
}

static void the_name_tells_the_syntax(void **state) {
    (void)state;
    assert_int_equal(tree_syntax_of("a/b.json"), TREE_JSON);
    assert_int_equal(tree_syntax_of("a/b.yaml"), TREE_YAML);
    assert_int_equal(tree_syntax_of("json"), TREE_YAML);
}

/* Some lines of a text have the places of the whole; what is wrong with all of it is not told of them. */
static void lines_are_read_in_place(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct findings *findings = findings_new(arena, LANGUAGE_SV);
    const char *text = "a: 1\nb: \xFF\nc: *d\n";
    const struct source *source = source_new(arena, "x.yaml", text, strlen(text));
    const struct tree *tree =
        tree_read_lines(arena, source, (const uint32_t[]){ 0, 2 }, 2, "rot", findings);
    assert_int_equal(node_key_span(node_child(tree->root, "c")).offset, 10);
    assert_int_equal(findings->count, 1);
    assert_ptr_equal(findings->items[0]->where.source, source);
    assert_null(tree_read_lines(arena, source, (const uint32_t[]){ 0, 1 }, 2, "rot", findings));
    assert_int_equal(findings->count, 1);
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(text_has_its_place, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_place_outside_of_the_text_is_bounded, set_up, tear_down),
        cmocka_unit_test_setup_teardown(spans_are_tight, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nodes_are_found, set_up, tear_down),
        cmocka_unit_test_setup_teardown(settling_keeps_places, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_entry_is_resolved_into_a_node, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_dump_is_xml, set_up, tear_down),
        cmocka_unit_test(the_name_tells_the_syntax),
        cmocka_unit_test(lines_are_read_in_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
