/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "base/target.h"
#include "check/names.h"

static struct arena *arena;
static struct findings *findings;

static int setup(void **state) {
    (void)state;
    query_setup();
    arena = arena_new();
    findings = findings_new(arena, LANGUAGE_SV);
    return 0;
}

static int teardown(void **state) {
    (void)state;
    arena_free(arena);
    return 0;
}

static const char definition[] =
    "properties:\n"
    "  ärende: { $ref: '#/$defs/ärende' }\n"
    "  parter:\n"
    "    properties:\n"
    "      idéburna: { items: { properties: { organisation: { $ref: '#/$defs/org' },"
    " insats: { format: kronor } } } }\n"
    "  fritt: {}\n"
    "  period: { anyOf: [{ properties: { från: true } }, { properties: { till: true } }] }\n"
    "  mönster: { patternProperties: { '^x': { properties: { y: true } } } }\n"
    "  par: { prefixItems: [{ properties: { första: true } }] }\n"
    "$defs:\n"
    "  org: { type: string, x-referens: organisationer }\n"
    "  ärende:\n"
    "    properties:\n"
    "      rubrik: { type: string }\n"
    "      beslut: { items: { properties: { text: true, teckna: { type: string } } } }\n"
    "      nämnd: { type: string, x-referens: nämnder }\n";

static const char kommun[] =
    "properties:\n"
    "  kommun: { properties: { namn: true, genitiv: true } }\n"
    "  organisationer: { additionalProperties: { properties: { namn: true, kortnamn: true } } }\n"
    "  nämnder: { additionalProperties: { properties: { namn: true,"
    " förvaltning: { x-referens: förvaltningar } } } }\n"
    "  förvaltningar: { additionalProperties: { properties: { namn: true } } }\n";

static const struct source *source_of(const char *name, const char *text) {
    return source_new(arena, name, text, strlen(text));
}

static const struct schema *compile(const char *text) {
    struct tree *tree =
        tree_read(arena, source_of("schema.yaml", text), TREE_YAML, "schema", findings);
    assert_non_null(tree);
    return schema_compile(arena, tree, findings);
}

static void check(const char *text, const struct library *partials) {
    const struct names names = {
        .definition = compile(definition), .kommun = compile(kommun), .partials = partials
    };
    const struct template *template =
        template_parse(arena, source_of("mall.md", text), true, findings);
    assert_int_equal(findings->count, 0);
    names_check(arena, &names, template, findings);
    findings_sort(findings);
}

static void assert_known(const char *text) {
    check(text, NULL);
    for (size_t i = 0; i < findings->count; i++) {
        print_message("%s: %s\n", text, findings->items[i]->message);
    }
    assert_int_equal(findings->count, 0);
}

/* The only finding: the name, its place, and what is advised. */
static void assert_unknown(
    const char *text, const char *name, size_t line, size_t column, const char *nearest) {
    findings->count = 0;
    check(text, NULL);
    assert_int_equal(findings->count, 1);
    const struct finding *finding = findings->items[0];
    struct position at = source_position(finding->where.source, finding->where.offset);
    assert_string_equal(finding->rule->id, "mall-namn-okänt");
    assert_memory_equal(finding->where.source->text + finding->where.offset, name, strlen(name));
    assert_int_equal(finding->where.length, strlen(name));
    assert_int_equal(at.line, line);
    assert_int_equal(at.column, column);
    if (nearest != NULL) {
        assert_string_equal(finding->replacement, nearest);
    } else {
        assert_null(finding->replacement);
    }
}

static void test_names_that_are_known(void **state) {
    (void)state;
    assert_known("{{ärende.rubrik}} {{kommun.namn}} {{ärende.nämnd.namn}} {{ärende.nämnd.id}}");
    assert_known("{{#ärende}}{{rubrik}}{{nämnd.förvaltning.namn}}{{parter}}{{/ärende}}");
    assert_known("{{#parter.idéburna}}{{organisation.kortnamn}}{{insats|kr}}{{ärende.rubrik}}"
                 "{{#organisation}}{{id}}{{namn}}{{/organisation}}{{/parter.idéburna}}");
    assert_known("{{#ärende}}{{#beslut}}{{#text}}{{.}}{{rubrik}}{{/text}}{{/beslut}}{{/ärende}}");
}

/* Braces that are none of ours leave nothing behind, however many there are. */
static void test_many_single_braces(void **state) {
    (void)state;
    CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
    for (size_t i = 0; i < 20000; i++) {
        buffer_puts(&text, "{färg}");
    }
    const struct names names = { .definition = compile(definition), .kommun = compile(kommun) };
    const struct template *template = template_parse(arena, source_of("mall.md", text.data), true, findings);
    size_t before = arena_size(arena);
    names_check(arena, &names, template, findings);
    assert_int_equal(findings->count, 0);
    assert_true(arena_size(arena) - before < text.size);
}

static void test_unknown_names(void **state) {
    (void)state;
    assert_unknown("{{ärende.rubrk}}", "rubrk", 1, 10, "rubrik");
    assert_unknown("x\n{{#ärende}}{{ rubrk }}{{/ärende}}", "rubrk", 2, 15, "rubrik");
    assert_unknown("{{{motpart}}}", "motpart", 1, 4, NULL);
    assert_unknown("{{^ärendet}}{{/ärendet}}", "ärendet", 1, 4, "ärende");
    assert_unknown("{{ärende.nämnd.förvaltning.chef}}", "chef", 1, 28, NULL);
    assert_unknown("{{nämnder}}", "nämnder", 1, 3, NULL); /* only kommun comes from there */
    assert_unknown("{{kommun.ort}}", "ort", 1, 10, NULL);
    /* A list has no keys; its entries have. */
    assert_unknown("{{parter.idéburna.insats}}", "insats", 1, 19, NULL);
}

static void test_unknown_section_is_said_once(void **state) {
    (void)state;
    assert_unknown("{{#parters}}{{vad_som_helst}}{{/parters}}", "parters", 1, 4, "parter");
}

static void test_places_without_bounds(void **state) {
    (void)state;
    assert_known("{{fritt.vad.som.helst}}{{#fritt}}{{annat}}{{/fritt}}");
    findings->count = 0;
    assert_known("{{period.från}}{{period.till}}{{mönster.xa.y}}{{#par}}{{första}}{{/par}}");
    assert_unknown("{{mönster.a}}", "a", 1, 11, NULL);
}

static void test_lets(void **state) {
    (void)state;
    assert_known("---\n"
                 "let:\n"
                 "  flera: \"count(/definition/parter/idéburna/item) > 1\"\n"
                 "  namn: \"/definition/parter/idéburna/item[insats > 0]/organisation\"\n"
                 "  första: \"$namn[1]\"\n"
                 "  här: \"organisation/namn\"\n"
                 "  något: \"om($flera, $namn, /definition)\"\n"
                 "  väg: \"//item\"\n"
                 "---\n"
                 "{{#flera}}{{ärende.rubrik}}{{/flera}}{{#namn}}{{kortnamn}}{{/namn}}"
                 "{{#första}}{{id}}{{/första}}{{#parter.idéburna}}{{här}}{{/parter.idéburna}}"
                 "{{#något}}{{vad_som_helst}}{{/något}}{{#väg}}{{annat}}{{/väg}}{{flera}}");
}

static void test_faults_with_lets(void **state) {
    (void)state;
    assert_unknown("---\nlet:\n  flera: \"count(/definition/parter) > 1\"\n---\n"
                   "{{#flera}}{{rubrk}}{{/flera}}",
        "rubrk", 5, 13, NULL);
    assert_unknown("---\nlet:\n  namn: \"/definition/parter/idéburna/item/organisation\"\n---\n"
                   "{{#namn}}{{kortnam}}{{/namn}}",
        "kortnam", 5, 12, "kortnamn");
    assert_unknown("---\nlet:\n  x: \"/definition/ärnde/rubrik\"\n---\n{{x}}", "ärnde", 3, 19,
        "ärende");
    assert_unknown("---\nlet:\n  flera: \"true()\"\n---\n{{flerra}}", "flerra", 5, 3, "flera");
    assert_unknown("---\ntitel: \"{{ärende.titel}}\"\n---\n", "titel", 2, 18, NULL);
}

/* A let that is more than a path, with a name in it that nothing can have. */
static void test_expressions_of_lets(void **state) {
    (void)state;
#define LET(expression) "---\nlet:\n  x: \"" expression "\"\n---\n{{x}}"
    assert_unknown(LET("count(/definition/parter/idéburn/item) + 1"), "idéburn", 3, 32, "idéburna");
    assert_unknown(LET("count(/definition/partr)"), "partr", 3, 25, "parter");
    assert_unknown(LET("true() or boolean(/definition/perod)"), "perod", 3, 37, "period");
    assert_unknown(LET("//item[insat > 0]/organisation"), "insat", 3, 14, "insats");
    assert_unknown("---\nlet:\n  x: \"count(//itm)\"\n---\n", "itm", 3, 15, "item");
#undef LET
    findings->count = 0;
    check("---\nlet:\n  a: \"1\"\n  b: \"$a + $c\"\n  c: \"$b\"\n---\n{{b}}", NULL);
    assert_int_equal(findings->count, 1);
    assert_string_equal(findings->items[0]->rule->id, "xpath-variabel-okänd");
}

static void test_partials_take_the_context_along(void **state) {
    (void)state;
    char folder[] = "/tmp/underlag-names-XXXXXX";
    assert_non_null(mkdtemp(folder));
    const char *path = path_join(arena, folder, "punkt.md");
    const char *text = "---\nlet:\n  egen: \"$yttre\"\n---\n{{text}}{{teckn}}{{egen}}{{> punkt}}";
    assert_true(target_replace(path, text, strlen(text), false));
    const char *parent_path = path_join(arena, folder, "ram.md");
    const char *parent = "{{$mitt}}{{okänt_här}}{{/mitt}}{{kommun.namn}}";
    assert_true(target_replace(parent_path, parent, strlen(parent), false));
    const struct library *library = library_open(arena, folder, true, findings);
    check("---\nlet:\n  yttre: \"1\"\n---\n"
          "{{#ärende.beslut}}{{> punkt}}{{/ärende.beslut}}{{> finns_inte}}"
          "{{< ram}}{{$mitt}}{{ärende.rubrik}}{{/mitt}}{{/ram}}",
        library);
    assert_int_equal(findings->count, 1);
    assert_string_equal(findings->items[0]->advice, "Menade du ”teckna”?");
    unlink(path);
    unlink(parent_path);
    rmdir(folder);
}

static void test_without_kommun(void **state) {
    (void)state;
    const struct names names = { .definition = compile(definition) };
    const char *text = "{{kommun.vad}}{{ärende.nämnd.id}}{{ärende.nåd}}";
    const struct template *template =
        template_parse(arena, source_of("mall.md", text), true, findings);
    names_check(arena, &names, template, findings);
    assert_int_equal(findings->count, 1);
}

/* A report sees how the rules ended; other papers only the guideline's points. */
static void test_outcome_of_rules(void **state) {
    (void)state;
    const struct names names = { .definition = compile(definition),
        .control = compile("properties:\n"
                           "  antal: { type: integer }\n"
                           "  punkter: { items: { properties: { id: true, regler: true } } }\n"
                           "$defs:\n"
                           "  före: { properties: { punkter: { items: { properties: { id: true } } } } }\n") };
    const struct {
        const char *text;
        size_t unknown;
    } cases[] = {
        { "{{#kontroll.punkter}}{{id}}{{/kontroll.punkter}}", 0 },
        { "{{#kontroll.punkter}}{{regler}}{{/kontroll.punkter}}", 1 },
        { "{{kontroll.antal}}", 1 },
        { "---\nlet:\n  a: \"/definition/kontroll/antal\"\n---\n{{a}}", 1 },
        { "---\nrapport: ja\n---\n{{kontroll.antal}}{{#kontroll.punkter}}{{regler}}{{/kontroll.punkter}}", 0 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        findings = findings_new(arena, LANGUAGE_SV);
        const struct template *template =
            template_parse(arena, source_of("mall.md", cases[i].text), true, findings);
        names_check(arena, &names, template, findings);
        assert_int_equal(findings->count, cases[i].unknown);
    }
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = { TEST(test_names_that_are_known),
        TEST(test_many_single_braces), TEST(test_unknown_names),
        TEST(test_unknown_section_is_said_once), TEST(test_places_without_bounds),
        TEST(test_lets), TEST(test_faults_with_lets),
        TEST(test_expressions_of_lets),
        TEST(test_partials_take_the_context_along), TEST(test_without_kommun),
        TEST(test_outcome_of_rules) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
