/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "tree/register.h"

static const char registers[] =
    "förvaltningar:\n"
    "  aof: { namn: Arbetsmarknadsförvaltningen }\n"
    "organisationer:\n"
    "  linkopings-stadsmission: { namn: Linköpings Stadsmission }\n"
    "  solrosen: { namn: Solrosen }\n"
    "många: { aa: {}, bb: {}, cc: {}, dd: {}, ee: {}, ff: {}, gg: {}, hh: {} }\n"
    "index:\n"
    "  opi-skl: { namn: omsorgsprisindex, förkortning: OPI }\n"
    "  opi: { namn: omsorgsprisindex, förkortning: OPI }\n"
    "  pkv: { namn: prisindex för kommunal verksamhet, förkortning: PKV }\n"
    "alla: { a: { av: nämnden }, b: { av: nämnden }, c: { av: nämnden }, d: { av: nämnden } }\n"
    "tomt: {}\n";

static struct tree *read_yaml(
    struct arena *arena, const char *text, const char *name, struct findings *findings) {
    const struct source *source = source_new(arena, name, text, strlen(text));
    struct tree *tree = tree_read(arena, source, TREE_YAML, "rot", findings);
    assert_non_null(tree);
    return tree;
}

/* Resolves `id` in the register; the finding's advice, "" when there is none. */
static const char *advice_for(
    struct arena *arena, const char *register_name, const char *id, enum language language) {
    struct findings *findings = findings_new(arena, language);
    const struct tree *kommun = read_yaml(arena, registers, "kommun.yaml", findings);
    const struct tree *tree =
        read_yaml(arena, arena_printf(arena, "a: %s\n", id), "x.yaml", findings);
    xmlNode *node = node_child(tree->root, "a");
    register_resolve(arena, kommun, register_name, node, findings);
    assert_int_equal(findings->count, 1);
    assert_string_equal(findings->items[0]->rule->id, "register-id-okänt");
    assert_ptr_equal(findings->items[0]->where.source, tree->source);
    assert_int_equal(findings->items[0]->where.offset, 3);
    assert_int_equal(node_kind(node), NODE_SCALAR);
    return findings->items[0]->advice;
}

static void an_entry_is_found(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct findings *findings = findings_new(arena, LANGUAGE_SV);
    const struct tree *kommun = read_yaml(arena, registers, "kommun.yaml", findings);
    assert_non_null(register_find(kommun, "organisationer", "solrosen"));
    assert_null(register_find(kommun, "organisationer", "aof"));
    assert_null(register_find(kommun, "finns-ej", "aof"));
    const struct tree *tree = read_yaml(arena, "a: solrosen\nb: [x]\n", "x.yaml", findings);
    xmlNode *node = node_child(tree->root, "a");
    register_resolve(arena, kommun, "organisationer", node, findings);
    register_resolve(arena, kommun, "organisationer", node_child(tree->root, "b"), findings);
    assert_int_equal(findings->count, 0);
    assert_string_equal(node_child_text(node, "namn"), "Solrosen");
    arena_free(arena);
}

static void an_unknown_id_is_told(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    assert_string_equal(advice_for(arena, "organisationer", "linköpings-stadsmission", LANGUAGE_SV),
        "Menade du ”linkopings-stadsmission”?");
    assert_string_equal(
        advice_for(arena, "organisationer", "solrosn", LANGUAGE_EN), "Did you mean “solrosen”?");
    assert_string_equal(advice_for(arena, "organisationer", "fyren", LANGUAGE_SV),
        "Det som finns är linkopings-stadsmission och solrosen.");
    assert_string_equal(advice_for(arena, "förvaltningar", "okänd", LANGUAGE_EN), "There are aof.");
    const char *usual = "Lägg till det i kommun.yaml, eller rätta stavningen.";
    assert_string_equal(advice_for(arena, "många", "fyren", LANGUAGE_SV), usual);
    assert_string_equal(advice_for(arena, "tomt", "fyren", LANGUAGE_SV), usual);
    assert_string_equal(advice_for(arena, "finns-ej", "fyren", LANGUAGE_SV), usual);
    arena_free(arena);
}

static void the_nearest_is_the_one_that_is_written_alike(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    assert_string_equal(advice_for(arena, "index", "OPI", LANGUAGE_SV), "Menade du ”opi”?");
    assert_string_equal(advice_for(arena, "index", "Opi", LANGUAGE_EN), "Did you mean “opi”?");
    assert_string_equal(advice_for(arena, "index", "OPI SKL", LANGUAGE_SV), "Menade du ”opi-skl”?");
    assert_string_equal(advice_for(arena, "index", "omsorgsprisindex", LANGUAGE_SV),
        "Menade du ”opi-skl” eller ”opi”?");
    assert_string_equal(
        advice_for(arena, "index", "Omsorgsprisindex", LANGUAGE_EN), "Did you mean “opi-skl” or “opi”?");
    assert_string_equal(advice_for(arena, "alla", "nämnden", LANGUAGE_SV), "Det som finns är a, b, c och d.");
    assert_string_equal(advice_for(arena, "index", "kpi", LANGUAGE_SV),
        "Det som finns är opi-skl, opi och pkv.");
    arena_free(arena);
}

static void what_grows_too_large_is_refused(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct findings *findings = findings_new(arena, LANGUAGE_SV);
    CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
    buffer_puts(&text, "org:\n  p0: { namn: x }\n");
    for (int i = 1; i <= 30; i++) {
        buffer_printf(&text, "  p%d: { a: p%d, b: p%d }\n", i, i - 1, i - 1);
    }
    const struct tree *kommun = read_yaml(arena, text.data, "kommun.yaml", findings);
    for (int i = 1; i <= 30; i++) {
        xmlNode *entry = node_at(node_child(kommun->root, "org"), (size_t)i);
        register_resolve(arena, kommun, "org", node_child(entry, "a"), findings);
        register_resolve(arena, kommun, "org", node_child(entry, "b"), findings);
    }
    assert_true(findings->count > 0);
    assert_string_equal(findings->items[0]->rule->id, "register-för-stort");
    arena_free(arena);
}

static void what_grows_too_deep_is_refused(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct findings *findings = findings_new(arena, LANGUAGE_SV);
    CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
    buffer_puts(&text, "org:\n  p0: { namn: ");
    buffer_repeat(&text, '[', 300);
    buffer_repeat(&text, ']', 300);
    buffer_puts(&text, " }\n  p1: { a: ");
    buffer_repeat(&text, '[', 300);
    buffer_puts(&text, "p0");
    buffer_repeat(&text, ']', 300);
    buffer_puts(&text, " }\n");
    const struct tree *kommun = read_yaml(arena, text.data, "kommun.yaml", findings);
    xmlNode *node = node_child(node_at(node_child(kommun->root, "org"), 1), "a");
    while (node_first(node) != NULL) {
        node = node_first(node);
    }
    register_resolve(arena, kommun, "org", node, findings);
    assert_int_equal(findings->count, 1);
    assert_string_equal(findings->items[0]->rule->id, "register-för-stort");
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_entry_is_found),
        cmocka_unit_test(an_unknown_id_is_told),
        cmocka_unit_test(the_nearest_is_the_one_that_is_written_alike),
        cmocka_unit_test(what_grows_too_large_is_refused),
        cmocka_unit_test(what_grows_too_deep_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
