/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "base/file.h"
#include "check/keyword.h"

struct fixture {
    struct arena *arena;
    struct findings *findings;
};

static int setup(void **state) {
    struct fixture *fixture = calloc(1, sizeof *fixture);
    assert_non_null(fixture);
    fixture->arena = arena_new();
    fixture->findings = findings_new(fixture->arena, LANGUAGE_SV);
    *state = fixture;
    return 0;
}

static int teardown(void **state) {
    struct fixture *fixture = *state;
    arena_free(fixture->arena);
    free(fixture);
    return 0;
}

static struct tree *read_text(struct fixture *fixture, const char *name, const char *text) {
    const struct source *source = source_new(fixture->arena, name, text, strlen(text));
    struct tree *tree = tree_read(
        fixture->arena, source, tree_syntax_of(name), "definition", fixture->findings);
    assert_non_null(tree);
    return tree;
}

static const struct schema *compile(struct fixture *fixture, const char *text) {
    const struct tree *tree = read_text(fixture, "schema.json", text);
    return schema_compile(fixture->arena, tree, fixture->findings);
}

static bool validate(struct fixture *fixture, const char *schema, const char *data) {
    const struct schema *compiled = compile(fixture, schema);
    const struct tree *tree = read_text(fixture, "data.yaml", data);
    bool valid = schema_validate(fixture->arena, compiled, tree, fixture->findings);
    findings_sort(fixture->findings);
    return valid;
}

/* The only finding: its id, place, message, advice and replacement; NULL is not looked at. */
static void assert_finding(struct fixture *fixture, const char *id, size_t line, size_t column,
    const char *message, const char *advice, const char *replacement) {
    assert_int_equal(fixture->findings->count, 1);
    const struct finding *finding = fixture->findings->items[0];
    struct position at = source_position(finding->where.source, finding->where.offset);
    assert_string_equal(finding->rule->id, id);
    assert_string_equal(finding->message, message);
    assert_int_equal(at.line, line);
    assert_int_equal(at.column, column);
    if (advice != NULL) {
        assert_string_equal(finding->advice, advice);
    }
    if (replacement != NULL) {
        assert_string_equal(finding->replacement, replacement);
    }
}

static void test_unknown_key(void **state) {
    struct fixture *fixture = *state;
    const char *schema = "{\"properties\":{\"målgrupp\":true},\"additionalProperties\":false}";
    assert_false(validate(fixture, schema, "malgrupp: x\n"));
    assert_finding(fixture, "nyckel-okänd", 1, 1, "Nyckeln ”malgrupp” är okänd.",
        "Menade du ”målgrupp”?", "målgrupp");
}

/* The mistyped key of one entry explains what is missing there, and nowhere else. */
static void test_mistyped_key_of_one_entry(void **state) {
    assert_false(validate(*state,
        "{ \"items\": { \"properties\": { \"namn\": true, \"roll\": true },"
        " \"required\": [\"namn\"], \"additionalProperties\": false } }",
        "- { nman: a }\n- { roll: b }\n"));
    const struct fixture *fixture = *state;
    assert_int_equal(fixture->findings->count, 2);
    assert_string_equal(fixture->findings->items[0]->rule->id, "nyckel-okänd");
    assert_string_equal(fixture->findings->items[1]->rule->id, "nyckel-saknas");
    assert_int_equal(source_position(fixture->findings->items[1]->where.source,
                         fixture->findings->items[1]->where.offset).line, 2);
}

static void test_unknown_key_far_off(void **state) {
    struct fixture *fixture = *state;
    const char *schema = "{\"properties\":{\"a\":true,\"b\":true},\"additionalProperties\":false}";
    assert_false(validate(fixture, schema, "a: 1\nmotpart: x\n"));
    assert_finding(fixture, "nyckel-okänd", 2, 1, "Nyckeln ”motpart” är okänd.",
        "Här kan stå ”a” eller ”b”.", NULL);
}

static void test_missing_key_points_to_its_mapping(void **state) {
    struct fixture *fixture = *state;
    const char *schema = "{\"properties\":{\"ärende\":{\"required\":[\"rubrik\"],"
                         "\"properties\":{\"rubrik\":{\"description\":\"Ärendets rubrik.\"}}}}}";
    assert_false(validate(fixture, schema, "x: 1\närende:\n  datum: 1\n"));
    assert_finding(fixture, "nyckel-saknas", 2, 1, "Nyckeln ”rubrik” saknas.",
        "Lägg till den. Ärendets rubrik.", NULL);
}

static void test_amount_with_a_unit(void **state) {
    struct fixture *fixture = *state;
    const char *schema = "{\"properties\":{\"total\":{\"format\":\"kronor\"}}}";
    assert_false(validate(fixture, schema, "total: 1,5 mkr\n"));
    assert_finding(fixture, "belopp-enhet", 1, 8, "”1,5 mkr” är inget belopp i hela kronor.",
        "Skriv 1 500 000.", "1 500 000");
}

static void test_impossible_day(void **state) {
    struct fixture *fixture = *state;
    assert_false(validate(fixture, "{\"items\":{\"format\":\"date\"}}", "- 2023-02-30\n"));
    assert_finding(fixture, "datum-ogiltigt", 1, 3, "Dagen 30 februari 2023 finns inte.",
        "Sista dagen i månaden är 2023-02-28.", "2023-02-28");
}

static void test_other_orders_of_a_date(void **state) {
    struct fixture *fixture = *state;
    static const struct {
        const char *written;
        const char *iso;
    } dates[] = { { "30/8 2023", "2023-08-30" }, { "30.8.2023", "2023-08-30" },
        { "30 augusti 2023", "2023-08-30" }, { "2023/8/30", "2023-08-30" },
        { "20230830", "2023-08-30" }, { "2023-30-08", "2023-08-30" },
        { "2023-8-3", "2023-08-03" }, { "augusti 5 2023", "2023-08-05" },
        { "2023 5 augusti", "2023-08-05" }, { "Aug. 30, 2023 kl. 10", "2023-08-30" },
        { "30/8", NULL }, { "30/13 2023", NULL }, { "2023-08-30 – 2023-09-30", NULL },
        { "1–15 augusti 2023", NULL }, { "augusti 2023 – september", NULL },
        { "123456789", NULL }, { "snart", NULL } };
    const struct schema *schema = compile(fixture, "{\"type\":\"string\",\"format\":\"date\"}");
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        const struct tree *tree = read_text(fixture, "data.yaml", dates[i].written);
        fixture->findings->count = 0;
        assert_false(schema_validate(fixture->arena, schema, tree, fixture->findings));
        assert_int_equal(fixture->findings->count, 1);
        const char *replacement = fixture->findings->items[0]->replacement;
        if (dates[i].iso == NULL) {
            assert_null(replacement);
        } else {
            assert_non_null(replacement);
            assert_string_equal(replacement, dates[i].iso);
        }
    }
}

static void test_a_block_ends_a_date_with_a_line_break(void **state) {
    struct fixture *fixture = *state;
    const char *schema = "{\"properties\":{\"datum\":{\"format\":\"date\"}}}";
    assert_false(validate(fixture, schema, "datum: |\n  2023-08-30\n"));
    assert_finding(fixture, "datum-form", 1, 8, "”2023-08-30” är inget datum av formen ÅÅÅÅ-MM-DD.",
        "”|” avslutar texten med en radbrytning, men här ska det stå en enda rad. Skriv texten på samma rad som "
        "nyckeln, eller efter ”>-”.",
        "2023-08-30");
}

static void test_enum_names_the_nearest(void **state) {
    struct fixture *fixture = *state;
    assert_false(validate(fixture, "{\"enum\":[\"utkast\",\"beslutad\"]}", "beslutat"));
    assert_finding(fixture, "värde-okänt", 1, 1,
        "”beslutat” är inget av de värden som får stå här.", "Menade du ”beslutad”?", "beslutad");
}

static void test_quoted_number(void **state) {
    struct fixture *fixture = *state;
    assert_false(validate(fixture, "{\"items\":{\"type\":\"integer\"}}", "- \"12\""));
    assert_finding(fixture, "typ-fel", 1, 3, "Här ska stå ett heltal, inte ”12”.",
        "Skriv utan citattecken.", "12");
}

static void test_english(void **state) {
    struct fixture *fixture = *state;
    fixture->findings->language = LANGUAGE_EN;
    assert_false(validate(fixture, "{\"type\":[\"array\",\"null\"]}", "abc"));
    assert_finding(fixture, "typ-fel", 1, 1, "Here a list or nothing (null) is expected, not “abc”.",
        NULL, NULL);
}

static void test_surplus_key_of_a_list_entry(void **state) {
    struct fixture *fixture = *state;
    assert_false(validate(fixture, "{\"items\":{\"maxProperties\":1}}", "- a: 1\n  b: 2\n"));
    assert_finding(fixture, "nycklar-många", 2, 3, "Här står 2 nycklar, men högst 1 får stå.",
        "Börja en ny punkt i listan, med bindestreck, för var och en.", NULL);
}

static void test_fault_in_the_schema_has_a_place(void **state) {
    struct fixture *fixture = *state;
    compile(fixture, "{\n  \"pattern\": \"ab(?>c)\"\n}");
    assert_finding(fixture, "schema-uttryck-fel", 2, 17,
        "Det reguljära uttrycket ”ab(?>c)” går inte att läsa: "
        "en sådan grupp finns inte i JavaScript.",
        NULL, NULL);
}

/* The key that is missing is the one that is mistyped, also where the forms are told elsewhere. */
static void test_mistyped_key_of_a_form(void **state) {
    struct fixture *fixture = *state;
    const char *schema = "{\"properties\":{\"namn\":{},\"organisation\":{}},\"additionalProperties\":false,"
                         "\"anyOf\":[{\"$ref\":\"#/$defs/a\"},{\"$ref\":\"#/$defs/b\"}],"
                         "\"$defs\":{\"a\":{\"required\":[\"namn\"]},\"b\":{\"required\":[\"organisation\"]}}}";
    assert_false(validate(fixture, schema, "nman: Kim\n"));
    assert_finding(fixture, "nyckel-okänd", 1, 1, "Nyckeln ”nman” är okänd.", "Menade du ”namn”?", "namn");
}

static void test_mistyped_keyword(void **state) {
    struct fixture *fixture = *state;
    compile(fixture, "{\"requird\": []}");
    assert_finding(fixture, "schema-nyckelord-okänt", 1, 2,
        "”requird” är inget nyckelord i JSON Schema 2020-12.", "Menade du ”required”?", "required");
    assert_int_equal(fixture->findings->items[0]->level, LEVEL_WARNING);
}

static void test_reference_names_the_nearest(void **state) {
    struct fixture *fixture = *state;
    compile(fixture, "{\"$ref\": \"#/$defs/textt\", \"$defs\": {\"text\": true}}");
    assert_finding(fixture, "schema-hänvisning-okänd", 1, 10,
        "Hänvisningen ”#/$defs/textt” leder ingenstans.", "Menade du ”text”?", NULL);
}

/* A schema of `count` definitions, each of which is made by `format` with the number of the next. */
static char *chain(
    struct fixture *fixture, size_t count, const char *start, const char *middle, const char *end) {
    CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
    buffer_puts(&text, "{\"$ref\":\"#/$defs/d0\",\"$defs\":{");
    for (size_t i = 0; i < count; i++) {
        buffer_printf(&text, "\"d%zu\":%s%zu%s%zu%s,", i, start, i + 1, middle, i + 1, end);
    }
    buffer_printf(&text, "\"d%zu\":{\"type\":\"integer\"}}}", count);
    return buffer_take(fixture->arena, &text);
}

static void test_long_chain(void **state) {
    struct fixture *fixture = *state;
    compile(fixture, chain(fixture, 150, "{\"title\":\"", "\",\"$ref\":\"#/$defs/d", "\"}"));
    assert_int_equal(fixture->findings->count, 0);
    compile(fixture, chain(fixture, 300, "{\"title\":\"", "\",\"$ref\":\"#/$defs/d", "\"}"));
    assert_true(fixture->findings->count >= 1);
    assert_string_equal(fixture->findings->items[0]->rule->id, "schema-kedja-lång");
}

/* Each definition applies the next one twice: 2^100 steps without a limit. */
static void test_explosion(void **state) {
    struct fixture *fixture = *state;
    const char *schema = chain(fixture, 100, "{\"allOf\":[{\"$ref\":\"#/$defs/d",
        "\"},{\"$ref\":\"#/$defs/d", "\"}]}");
    assert_false(validate(fixture, schema, "1"));
    assert_string_equal(fixture->findings->items[0]->rule->id, "prövning-för-lång");
}

static char *nested(struct fixture *fixture, size_t depth) {
    CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
    buffer_repeat(&text, '[', depth);
    buffer_repeat(&text, ']', depth);
    return buffer_take(fixture->arena, &text);
}

static void test_depth(void **state) {
    struct fixture *fixture = *state;
    const char *plain = "{\"items\":{\"$ref\":\"#\"}}";
    assert_true(validate(fixture, plain, nested(fixture, 400)));
    /* Seven subschemas a level: too deep for the stack that a thread is sure to have. */
    const char *steep = "{\"items\":{\"allOf\":[{\"allOf\":[{\"allOf\":[{\"allOf\":["
                        "{\"allOf\":[{\"$ref\":\"#\"}]}]}]}]}]}}";
    assert_false(validate(fixture, steep, nested(fixture, 500)));
    assert_string_equal(fixture->findings->items[0]->rule->id, "prövning-för-lång");
}

static void test_large_schema(void **state) {
    struct fixture *fixture = *state;
    CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
    buffer_puts(&text, "{\"$defs\":{");
    for (size_t i = 0; i < 21000; i++) {
        buffer_printf(&text, "\"%zu\":true,", i);
    }
    buffer_puts(&text, "\"x\":true}}");
    compile(fixture, text.data);
    assert_int_equal(fixture->findings->count, 1);
    assert_string_equal(fixture->findings->items[0]->rule->id, "schema-för-stort");
}

static void test_very_many_faults(void **state) {
    struct fixture *fixture = *state;
    CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
    buffer_putc(&text, '[');
    for (size_t i = 0; i < 60000; i++) {
        buffer_puts(&text, "x,");
    }
    buffer_puts(&text, "x]");
    assert_false(validate(fixture, "{\"items\":{\"type\":\"integer\"}}", text.data));
    assert_true(fixture->findings->count <= FINDINGS_LARGEST);
}

/* Equal entries are found by their hash, not by holding each against each. */
static void test_many_unique_items(void **state) {
    struct fixture *fixture = *state;
    CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
    buffer_putc(&text, '[');
    for (size_t i = 0; i < 100000; i++) {
        buffer_printf(&text, "%zu,", i);
    }
    buffer_puts(&text, "4711]");
    assert_false(validate(fixture, "{\"uniqueItems\":true}", text.data));
    assert_int_equal(fixture->findings->count, 1);
    assert_int_equal(fixture->findings->items[0]->related_count, 1);
}

static void test_keywords_are_in_order(void **state) {
    (void)state;
    static const char *const names[] = { "$anchor", "$ref", "$recursiveRef", "additionalItems",
        "allOf", "const", "definitions", "dependencies", "if", "items", "minLength", "type",
        "unevaluatedItems", "uniqueItems", "writeOnly", "x-prosa", "x-referens" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        assert_non_null(keyword_find(names[i]));
    }
    assert_null(keyword_find("requird"));
    assert_string_equal(keyword_nearest("requird"), "required");
    assert_null(keyword_nearest("helt annat"));
}

static void assert_order(struct arena *arena, const char *a, const char *b, int order) {
    struct decimal left;
    struct decimal right;
    assert_true(decimal_parse(arena, a, &left));
    assert_true(decimal_parse(arena, b, &right));
    assert_int_equal(decimal_compare(&left, &right), order);
    assert_int_equal(decimal_compare(&right, &left), -order);
}

static void test_decimals(void **state) {
    struct fixture *fixture = *state;
    struct arena *arena = fixture->arena;
    struct decimal number;
    uint64_t count;
    assert_order(arena, "1", "1.0", 0);
    assert_order(arena, "100", "1e2", 0);
    assert_order(arena, "0", "-0.00", 0);
    assert_order(arena, "-1", "1", -1);
    assert_order(arena, "-2", "-1", -1);
    assert_order(arena, "0.09", "0.1", -1);
    assert_order(arena, "1e999999999999999999999", "1e5", 1);
    assert_order(arena, "0xFFFFFFFFFFFFFFFFFF", "4722366482869645213695", 0);
    static const char *const broken[] = { "", "-", ".", "1e", "1e+", "abc", ".inf", ".nan", "1_000",
        "0x", "0xG", "0o8", "1 2", "1.2.3" };
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        assert_false(decimal_parse(arena, broken[i], &number));
    }
    assert_true(decimal_parse(arena, "1200", &number));
    assert_true(decimal_count(&number, &count));
    assert_int_equal(count, 1200);
    assert_true(decimal_parse(arena, "1.5", &number) && !decimal_count(&number, &count));
    assert_true(decimal_parse(arena, "1e30", &number) && !decimal_count(&number, &count));
    assert_string_equal(decimal_integer(arena, &number), "1000000000000000000000000000000");
    assert_true(decimal_parse(arena, "-12.0", &number));
    assert_string_equal(decimal_integer(arena, &number), "-12");
    assert_true(decimal_parse(arena, "1e41", &number));
    assert_null(decimal_integer(arena, &number));
}

static const char *suggest(const char *typed, const char *candidate) {
    struct suggestion suggestion = suggestion_start(typed);
    suggestion_offer(&suggestion, candidate);
    return suggestion.nearest;
}

static void test_suggestions(void **state) {
    (void)state;
    assert_non_null(suggest("malgrupp", "målgrupp"));
    assert_non_null(suggest("ar", "år"));
    assert_null(suggest("år", "åt"));
    assert_null(suggest("text", "datum"));
    assert_null(suggest("text", "text"));
    char huge[400] = { 0 };
    memset(huge, 'a', sizeof huge - 1);
    assert_null(suggest(huge, huge + 1));
}

/* A word cut short, or one with others behind it, is taken for the only one that it may be. */
static void test_suggestions_of_words_cut_short(void **state) {
    (void)state;
    assert_string_equal(suggest("jan", "januari"), "januari");
    assert_string_equal(suggest("till och med", "till"), "till");
    assert_null(suggest("ja", "januari"));
    assert_null(suggest("i morgon", "i"));
    struct suggestion suggestion = suggestion_start("mars");
    suggestion_offer(&suggestion, "marsvin");
    assert_string_equal(suggestion.nearest, "marsvin");
    suggestion_offer(&suggestion, "marskalk");
    assert_null(suggestion.nearest); /* it may be either */
    suggestion_offer(&suggestion, "mors");
    suggestion_offer(&suggestion, "marsipan");
    assert_string_equal(suggestion.nearest, "mors"); /* a word that is near goes before */
    suggestion = suggestion_start("mars");
    suggestion_offer(&suggestion, "marsvin");
    suggestion_offer(&suggestion, "mors");
    suggestion_offer(&suggestion, "marskalk");
    assert_string_equal(suggestion.nearest, "mors");
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = { TEST(test_unknown_key), TEST(test_mistyped_key_of_one_entry), TEST(test_unknown_key_far_off),
        TEST(test_missing_key_points_to_its_mapping), TEST(test_amount_with_a_unit),
        TEST(test_impossible_day), TEST(test_other_orders_of_a_date),
        TEST(test_a_block_ends_a_date_with_a_line_break),
        TEST(test_enum_names_the_nearest), TEST(test_quoted_number), TEST(test_english),
        TEST(test_surplus_key_of_a_list_entry), TEST(test_fault_in_the_schema_has_a_place),
        TEST(test_mistyped_key_of_a_form), TEST(test_mistyped_keyword), TEST(test_reference_names_the_nearest), TEST(test_long_chain),
        TEST(test_explosion), TEST(test_depth), TEST(test_large_schema),
        TEST(test_very_many_faults), TEST(test_many_unique_items),
        TEST(test_keywords_are_in_order), TEST(test_decimals), TEST(test_suggestions),
        TEST(test_suggestions_of_words_cut_short) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
