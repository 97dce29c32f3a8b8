/* SPDX-License-Identifier: EUPL-1.2 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <jansson.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>

#include "base/text.h"
#include "report/report.h"
#include "report/visible.h"
#include "report/world.h"

struct bench {
    struct arena *arena;
    struct findings *findings;
    const struct source *source;
};

static int setup(void **state) {
    struct arena *arena = arena_new();
    struct bench *bench = arena_new_of(arena, struct bench);
    bench->arena = arena;
    bench->findings = findings_new(arena, LANGUAGE_SV);
    *state = bench;
    return 0;
}

static int teardown(void **state) {
    arena_free(((struct bench *)*state)->arena);
    return 0;
}

static struct span at(struct bench *bench, const char *text, size_t offset, size_t length) {
    bench->source = source_new(bench->arena, "a.yaml", text, strlen(text));
    return (struct span){ bench->source, (uint32_t)offset, (uint32_t)length };
}

/* What is shown below the first line of a finding about `length` bytes from `offset`. */
static const char *excerpt(struct bench *bench, const char *text, size_t offset, size_t length) {
    bench->findings->count = 0;
    finding_add(bench->findings, TREE_TOO_DEEP, at(bench, text, offset, length), "5", NULL);
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    report_text(bench->findings, (struct report_look){ 0 }, &out);
    return arena_string(bench->arena, strchr(out.data, '\n') + 1);
}

static char *write_as(struct bench *bench, const char *format) {
    const struct report_part parts[] = { { "bra.yaml", findings_new(bench->arena, LANGUAGE_SV) },
        { "a.yaml", bench->findings } };
    const struct report report = { .language = bench->findings->language,
        .version = "9",
        .parts = parts,
        .part_count = 2 };
    struct buffer out = BUFFER_EMPTY;
    report_format_find(format)->write(&report, &out);
    return buffer_take(bench->arena, &out);
}

static void the_caret_stands_under_what_is_meant(void **state) {
    struct bench *bench = *state;
    assert_string_equal(
        excerpt(bench, "ett\ntvå: tre\n", 10, 3), "    2 | två: tre\n      |      ^^^\n");
    assert_string_equal(excerpt(bench, "a\n", 1, 0), "    1 | a\n      |  ^\n");
    assert_string_equal(excerpt(bench, "a\n\n", 2, 0), "    2 | \n      | ^\n");
    assert_string_equal(excerpt(bench, "a: |\r\n  b\r\n", 3, 7), "    1 | a: |\n      |    ^\n");
}

static void cells_are_counted_not_characters(void **state) {
    struct bench *bench = *state;
    /* Two wide characters, six bytes, four cells; then a combining accent of no width. */
    assert_string_equal(
        excerpt(bench, "漢字: x\n", 8, 1), "    1 | 漢字: x\n      |       ^\n");
    assert_string_equal(excerpt(bench, "漢字: x\n", 0, 6), "    1 | 漢字: x\n      | ^^^^\n");
    assert_string_equal(
        excerpt(bench, "e\xCC\x81: x\n", 5, 1), "    1 | e\xCC\x81: x\n      |    ^\n");
    assert_string_equal(
        excerpt(bench, "\ta:\tx\n", 4, 1), "    1 |  a: x\n      |     ^\n"); /* tabs as spaces */
}

static void nothing_from_a_file_moves_the_terminal(void **state) {
    struct bench *bench = *state;
    assert_string_equal(
        excerpt(bench, "a: \x1b[2J\x07 b\n", 3, 1), "    1 | a: ␛[2J␇ b\n      |    ^\n");
    assert_string_equal(
        excerpt(bench, "a: \xE2\x80\xAE b\n", 3, 3), "    1 | a: � b\n      |    ^\n");
    assert_string_equal(excerpt(bench, "tv\xE5 \xC3\n", 2, 1), "    1 | tv� �\n      |   ^\n");
    bench->findings->count = 0;
    finding_add(bench->findings, KEY_UNKNOWN, (struct span){ 0 }, "\x1b[31m\nröd\x7F", NULL);
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    report_text(bench->findings, (struct report_look){ 0 }, &out);
    assert_null(strchr(out.data, '\x1b'));
    assert_non_null(strstr(out.data, "”␛[31m röd�”"));
}

static void a_long_line_is_cut_round_the_caret(void **state) {
    struct bench *bench = *state;
    char text[4001];
    for (size_t i = 0; i + 2 <= sizeof text; i += 2) {
        memcpy(text + i, "å", 2);
    }
    text[sizeof text - 1] = '\0';
    const char *shown = excerpt(bench, text, 2000, 4);
    const char *line = strchr(shown, '|') + 2;
    const char *below = strchr(line, '\n') + 1;
    assert_true(text_starts(line, "…"));
    assert_true(text_width(line, (size_t)(below - line) - 1) <= 98);
    const char *caret = strchr(below, '^');
    assert_string_equal(caret, "^^\n");
    /* The caret stands below å, not below the sign for what was cut. */
    assert_int_equal(text_width(below, (size_t)(caret - below)), 8 + 1 + 48);
    /* What is marked ends with what is shown. */
    shown = excerpt(bench, text, 0, 4000);
    assert_int_equal(strspn(strchr(strchr(shown, '\n'), '^'), "^"), 96);
    shown = excerpt(bench, text, 3998, 2);
    assert_null(strstr(strchr(shown, '\n') - 4, "…\n"));
}

static void a_line_is_cut_to_the_terminal(void **state) {
    struct bench *bench = *state;
    char text[201];
    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    const size_t widths[] = { 1, 50, 80, 105, 300 };
    const size_t lines[] = { 42, 50, 80, 105, 106 };
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        bench->findings->count = 0;
        finding_add(bench->findings, TREE_TOO_DEEP, at(bench, text, 100, 1), "5", NULL);
        CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
        report_text(bench->findings, (struct report_look){ .width = widths[i] }, &out);
        const char *line = strchr(out.data, '\n') + 1;
        const char *below = strchr(line, '\n') + 1;
        assert_int_equal(text_width(line, (size_t)(below - line) - 1), lines[i]);
        size_t before = text_width(below, (size_t)(strchr(below, '^') - below));
        assert_int_equal(before, 8 + 1 + (lines[i] - 10) / 2);
    }
}

static void line_numbers_of_any_size_keep_the_bar(void **state) {
    struct bench *bench = *state;
    char text[200001];
    memset(text, '\n', sizeof text);
    text[sizeof text - 1] = '\0';
    memcpy(text + 199998, "ab", 2);
    assert_string_equal(
        excerpt(bench, text, 199999, 1), "199999 | ab\n       |  ^\n");
}

static void related_places_are_shown(void **state) {
    struct bench *bench = *state;
    struct finding *finding =
        finding_add(bench->findings, TREE_KEY_TWICE, at(bench, "a: 1\na: 2\n", 5, 1), "a", NULL);
    finding_relate(bench->findings, finding, (struct span){ bench->source, 0, 1 }, "först");
    const struct source *other = source_new(bench->arena, "b.yaml", "x\n", 2);
    finding_relate(bench->findings, finding, (struct span){ other, 0, 1 }, "annan fil");
    finding_relate(bench->findings, finding, (struct span){ 0 }, "ingenstans");
    finding_relate(bench->findings, finding, (struct span){ bench->source, 0, 1 }, "först");
    assert_int_equal(finding->related_count, 3); /* each once */
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    report_text(bench->findings, (struct report_look){ .colour = true }, &out);
    buffer_truncate(&out, 0);
    report_text(bench->findings, (struct report_look){ 0 }, &out);
    assert_string_equal(out.data,
        "a.yaml:2:1: fel: Nyckeln ”a” är angiven två gånger. [nyckel-dubbel]\n"
        "    2 | a: 2\n      | ^\n"
        "    1 | a: 1\n      | - först\n"
        "      = b.yaml:1:1\n    1 | x\n      | - annan fil\n"
        "      = ingenstans\n"
        "      = råd: Behåll den ena.\n");
}

static void the_rest_is_told_by_number(void **state) {
    struct bench *bench = *state;
    bench->findings->dropped = 3;
    assert_string_equal(write_as(bench, "text"), "… och 3 till.\n3 fel.\n");
    bench->findings->language = LANGUAGE_EN;
    assert_string_equal(write_as(bench, "text"), "… and 3 more.\n3 errors.\n");
}

static void counts_come_last(void **state) {
    struct bench *bench = *state;
    assert_string_equal(write_as(bench, "text"), "");
    finding_add(bench->findings, KEY_UNKNOWN, (struct span){ 0 }, "a", NULL);
    finding_add(bench->findings, EXCEPTION_NEEDLESS, (struct span){ 0 }, "a", NULL);
    finding_add(bench->findings, KEY_UNKNOWN, (struct span){ 0 }, "b", NULL);
    const char *text = write_as(bench, "text");
    const char *last = "\n2 fel, 1 varning.\n";
    assert_string_equal(text + strlen(text) - strlen(last), last);
}

/* Findings with everything that a format may stumble over. */
static void add_hostile(struct bench *bench) {
    const char *text = "å: \"x\"\nb: 2\n";
    struct finding *finding =
        finding_add(bench->findings, KEY_UNKNOWN, at(bench, text, 0, 2), "<&\"\x07%\r\n::,", NULL);
    finding->replacement = "ä";
    finding_relate(bench->findings, finding, (struct span){ bench->source, 8, 1 }, "här ]]>");
    finding_add_fault(bench->findings, FILE_UNREADABLE, "tv\xE5.yaml", ENOENT);
    finding_add(bench->findings, HEADING_DOUBLE, (struct span){ bench->source, 4, 8 }, "T", NULL);
}

static void json_is_json(void **state) {
    struct bench *bench = *state;
    add_hostile(bench);
    json_t *root = json_loads(write_as(bench, "json"), 0, NULL);
    const char *rule, *message, *replacement;
    json_int_t errors, warnings, files, line, column, end_line, end_column, related;
    assert_non_null(root);
    assert_int_equal(json_unpack(root, "{s:{s:I, s:I, s:I}, s:[{s:s, s:s, s:s, s:{s:I, s:I, s:I, s:I}, "
                                       "s:[{s:{s:I}}]}]}",
                         "summary", "errors", &errors, "warnings", &warnings, "files", &files,
                         "findings", "rule", &rule, "message", &message, "replacement",
                         &replacement, "place", "line", &line, "column", &column, "endLine",
                         &end_line, "endColumn", &end_column, "related", "place", "line",
                         &related),
        0);
    assert_int_equal(errors, 2);
    assert_int_equal(warnings, 1);
    assert_int_equal(files, 2);
    assert_string_equal(rule, "nyckel-okänd");
    assert_non_null(strstr(message, "\x07%\r\n"));
    assert_string_equal(replacement, "ä");
    assert_int_equal(line, 1);
    assert_int_equal(end_column, 2); /* code points */
    assert_int_equal(related, 2);
    assert_true(json_is_null(json_object_get(json_array_get(json_object_get(root, "findings"), 1), "place")));
    json_decref(root);
}

/* The file that a result of SARIF is about. */
static const char *artifact(const json_t *result) {
    const char *uri = NULL;
    assert_int_equal(json_unpack((json_t *)result, "{s:[{s:{s:{s:s}}}]}", "locations", "physicalLocation",
                         "artifactLocation", "uri", &uri),
        0);
    return uri;
}

static void sarif_has_its_shape(void **state) {
    struct bench *bench = *state;
    add_hostile(bench);
    json_t *root = json_loads(write_as(bench, "sarif"), 0, NULL);
    const char *version, *kind, *driver, *language;
    json_t *rules, *results;
    assert_non_null(root);
    assert_int_equal(json_unpack(root, "{s:s, s:[{s:s, s:s, s:{s:{s:s, s:o}}, s:o}]}", "version",
                         &version, "runs", "columnKind", &kind, "language", &language, "tool",
                         "driver", "name", &driver, "rules", &rules, "results", &results),
        0);
    assert_string_equal(version, "2.1.0");
    assert_string_equal(kind, "unicodeCodePoints");
    assert_string_equal(driver, "underlag");
    assert_int_equal(json_array_size(results), 3);
    for (size_t i = 0; i < json_array_size(results); i++) {
        const json_t *result = json_array_get(results, i);
        const char *id = json_string_value(json_object_get(result, "ruleId"));
        size_t index = (size_t)json_integer_value(json_object_get(result, "ruleIndex"));
        const json_t *rule = json_array_get(rules, index);
        assert_string_equal(json_string_value(json_object_get(rule, "id")), id);
        const json_t *text = json_object_get(json_object_get(rule, "shortDescription"), "text");
        assert_null(strstr(json_string_value(text), "{1}"));
    }
    const json_t *first = json_array_get(results, 0);
    assert_int_equal(json_array_size(json_object_get(first, "fixes")), 1);
    assert_int_equal(json_array_size(json_object_get(first, "relatedLocations")), 1);
    assert_string_equal(artifact(json_array_get(results, 1)), "tv%E5.yaml");
    json_decref(root);
}

/* GitHub takes no report in which a result has no location. */
static void sarif_names_a_file_always(void **state) {
    struct bench *bench = *state;
    finding_add(bench->findings, KEY_UNKNOWN, (struct span){ 0 }, "a", NULL);
    json_t *root = json_loads(write_as(bench, "sarif"), 0, NULL);
    const json_t *result;
    assert_int_equal(json_unpack(root, "{s:[{s:[o]}]}", "runs", "results", &result), 0);
    assert_string_equal(artifact(result), "a.yaml");
    json_decref(root);
}

/* A rule stands there once, with where its demand comes from. */
static void sarif_lists_each_rule_once(void **state) {
    struct bench *bench = *state;
    const struct rule_info rule = { .id = "IOP-X1", .title = "Prov", .level = LEVEL_NOTE, .source = "KS2016-313, villkor 6" };
    const struct span where = at(bench, "a: b\n", 3, 1);
    finding_add(bench->findings, KEY_UNKNOWN, where, "a", NULL);
    finding_add_rule(bench->findings, &rule, where, "Ett.", NULL);
    finding_add_rule(bench->findings, &rule, where, "Två.", NULL);
    json_t *root = json_loads(write_as(bench, "sarif"), 0, NULL);
    const json_t *rules, *results;
    assert_int_equal(json_unpack(root, "{s:[{s:{s:{s:o}}, s:o}]}", "runs", "tool", "driver", "rules", &rules,
                         "results", &results),
        0);
    assert_int_equal(json_array_size(rules), 2);
    const char *source, *usual;
    assert_int_equal(json_unpack((json_t *)json_array_get(rules, 1), "{s:{s:s}, s:{s:s}}", "properties", "source",
                         &source, "defaultConfiguration", "level", &usual),
        0);
    assert_string_equal(source, "KS2016-313, villkor 6");
    assert_string_equal(usual, "note");
    for (size_t i = 0; i < 3; i++) {
        const json_t *result = json_array_get(results, i);
        assert_int_equal(json_integer_value(json_object_get(result, "ruleIndex")), i != 0);
        assert_string_equal(json_string_value(json_object_get(result, "level")), i != 0 ? "note" : "error");
    }
    json_decref(root);
}

static double count_of(xmlDoc *doc, const char *expression) {
    xmlXPathContext *context = xmlXPathNewContext(doc);
    xmlXPathObject *value = xmlXPathEvalExpression((const xmlChar *)expression, context);
    double number = xmlXPathCastToNumber(value);
    xmlXPathFreeObject(value);
    xmlXPathFreeContext(context);
    return number;
}

static void junit_is_well_formed(void **state) {
    struct bench *bench = *state;
    add_hostile(bench);
    const char *text = write_as(bench, "junit");
    xmlDoc *doc = xmlReadMemory(text, (int)strlen(text), NULL, NULL, XML_PARSE_NONET);
    assert_non_null(doc);
    assert_true(count_of(doc, "count(//testcase)") == 2);
    assert_true(count_of(doc, "count(//testcase[@name = 'bra.yaml'][not(*)])") == 1);
    assert_true(count_of(doc, "count(//failure[@message = '2 fel'])") == 1);
    assert_true(count_of(doc, "count(//failure[contains(., '<&\"')])") == 1);
    assert_true(count_of(doc, "count(//system-out[contains(., '[rubrik-dubbel]')])") == 1);
    assert_true(count_of(doc, "number(//testsuite/@failures)") == 1);
    xmlFreeDoc(doc);
    xmlCleanupParser();
}

/* An error that was counted but not kept fails its case like any other. */
static void junit_counts_what_was_dropped(void **state) {
    struct bench *bench = *state;
    bench->findings->dropped = 1;
    const char *text = write_as(bench, "junit");
    assert_non_null(strstr(text, "failures=\"1\""));
    assert_non_null(strstr(text, "<failure message=\"1 fel\">"));
}

static void github_is_one_line_a_finding(void **state) {
    struct bench *bench = *state;
    const char *text = "a: 1\n";
    struct span where = { source_new(bench->arena, "a,b:c.yaml", text, strlen(text)), 0, 1 };
    finding_add(bench->findings, KEY_UNKNOWN, where, "100 %\r\n::error,", NULL);
    finding_add(bench->findings, HEADING_DOUBLE, (struct span){ where.source, 0, 5 }, "T", NULL);
    finding_add_fault(bench->findings, FILE_UNREADABLE, "x\r\n.md", ENOENT)->advice = NULL;
    assert_string_equal(write_as(bench, "github"),
        "::error file=a%2Cb%3Ac.yaml,line=1,col=1,endLine=1,endColumn=2,title=nyckel-okänd::"
        "Nyckeln ”100 %25␍ ::error,” är okänd. Kontrollera stavningen och att raden är rätt "
        "indragen.\n"
        "::warning file=a%2Cb%3Ac.yaml,line=1,endLine=2,title=rubrik-dubbel::”T” är en andra "
        "huvudrubrik. Gör den till en avsnittsrubrik (##).\n"
        "::error file=x%0D%0A.md,title=fil-oläslig::Filen ”x␍ .md” kan inte läsas: den finns inte.\n");
}

static void the_world_speaks_the_readers_language(void **state) {
    struct bench *bench = *state;
    const struct finding *finding =
        finding_add_fault(bench->findings, FILE_UNREADABLE, "a", ENOENT);
    assert_string_equal(finding->message, "Filen ”a” kan inte läsas: den finns inte.");
    assert_non_null(finding->advice);
    finding = finding_add_fault(bench->findings, FILE_UNWRITABLE, "a", ENOSPC);
    assert_string_equal(finding->message, "Filen ”a” kan inte skrivas: disken är full.");
    bench->findings->language = LANGUAGE_EN;
    finding = finding_add_fault(bench->findings, FOLDER_UNREADABLE, "a", ENOTTY);
    assert_string_equal(finding->message,
        "The folder “a” cannot be read: the system says “Inappropriate ioctl for device”.");
    assert_true(findings_have_fault(bench->findings));
    assert_false(findings_have_fault(findings_new(bench->arena, LANGUAGE_SV)));
}

static void formats_are_found(void **state) {
    (void)state;
    assert_non_null(report_format_find("sarif"));
    assert_null(report_format_find("xml"));
    assert_null(report_format_find(""));
}

/* Many of each: were it quadratic, it would not end today. */
static void any_line_is_shown_in_one_pass(void **state) {
    (void)state;
    static const char *const units[] = { "\t", "a\t", "\x01", "\xFF", "\xFF\t", "å\x7F" };
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
        CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
        for (size_t j = 0; j < 300000; j++) {
            buffer_puts(&text, units[i]);
        }
        put_visible(&out, text.data, text.size);
        assert_int_equal(text_fault(out.data, out.size), out.size);
        assert_int_equal(text_control(out.data, out.size), out.size);
        assert_null(strchr(out.data, '\t'));
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = { TEST(the_caret_stands_under_what_is_meant),
        TEST(cells_are_counted_not_characters), TEST(nothing_from_a_file_moves_the_terminal),
        TEST(a_long_line_is_cut_round_the_caret), TEST(a_line_is_cut_to_the_terminal),
        TEST(line_numbers_of_any_size_keep_the_bar),
        TEST(related_places_are_shown), TEST(the_rest_is_told_by_number), TEST(counts_come_last),
        TEST(json_is_json),
        TEST(sarif_has_its_shape), TEST(sarif_names_a_file_always),
        TEST(sarif_lists_each_rule_once), TEST(junit_is_well_formed),
        TEST(junit_counts_what_was_dropped), TEST(github_is_one_line_a_finding),
        TEST(the_world_speaks_the_readers_language), TEST(formats_are_found),
        TEST(any_line_is_shown_in_one_pass) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
