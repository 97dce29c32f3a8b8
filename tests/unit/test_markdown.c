/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/text.h"
#include "render/render.h"

static struct arena *arena;

static int set_up(void **state) {
    (void)state;
    arena = arena_new();
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    arena_free(arena);
    return 0;
}

static const struct document *parse(const char *text, bool is_numbered) {
    struct findings *findings = findings_new(arena, LANGUAGE_SV);
    struct document_options options = { .source = source_new(arena, "t.md", text, strlen(text)),
        .numbered_headings = is_numbered };
    const struct document *document = document_parse(arena, text, strlen(text), &options, findings);
    assert_int_equal(findings_count(findings, LEVEL_ERROR), 0);
    return document;
}

static char *render(const struct document *document, const char *format) {
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    const struct render_options options = { .fragment = true };
    renderer_find(format)->render(document, &options, &out);
    return buffer_take(arena, &out);
}

static void assert_markdown(const char *text, const char *expected) {
    assert_string_equal(render(parse(text, false), "md"), expected);
}

static void test_one_paragraph_a_line(void **state) {
    (void)state;
    assert_markdown("a\nb\nc\\\nd\n\n\ne\n", "a b c\\\nd\n\ne\n");
}

static void test_few_escapes(void **state) {
    (void)state;
    assert_markdown("2 * 3, snake\\_case, [1], a\\_ & b; c! 5 < 6 #7 1.5 -x (a)\n",
        "2 * 3, snake_case, [1], a\\_ & b; c! 5 < 6 #7 1.5 -x (a)\n");
    assert_markdown("\\# a\n\n2021\\. b\n\n\\- c\n", "\\# a\n\n2021\\. b\n\n\\- c\n");
}

static void test_lists(void **state) {
    (void)state;
    assert_markdown("* a\n* b\n    1) c\n\n* d\n* e\n", "- a\n\n- b\n\n  1) c\n\n- d\n\n- e\n");
    assert_markdown("- a\n\n+ b\n\n- c\n", "- a\n\n* b\n\n- c\n");
    assert_markdown("9. a\n10. b\n\n    c\n", "9. a\n\n10. b\n\n    c\n");
}

static void test_tables(void **state) {
    (void)state;
    assert_markdown("Tabell: Xy\n\na|b\\|c|`d\\|e`|\n:-|-:|:-:\n1|\n",
        "Tabell 1. Xy\n\n| a | b\\|c | `d\\|e` |\n| :--- | ---: | :---: |\n| 1 |  |  |\n");
    assert_markdown("- a\n  | b |\n  |-|\n  |\n  c\n", "- a\n\n  | b |\n  | --- |\n\n  | c\n");
    assert_markdown("|a|\n|-|\n|<http://b\\|c>|\n", "| a |\n| --- |\n| <http://b\\|c> |\n");
    assert_markdown("Tabell: Xy\\\n\\# z\n\n|a|\n|-|\n", "Tabell 1. Xy\\\n\\# z\n\n| a |\n| --- |\n");
}

static void test_numbers_and_references(void **state) {
    (void)state;
    const struct document *document =
        parse("# T\n\n```{innehåll}\n```\n\n## Mål\n\nSe [](#mal).\n\n### Å b\n", true);
    assert_string_equal(render(document, "md"),
        "# T\n\n## 1 Mål\n\nSe [avsnitt" TEXT_NBSP "1](#1-mål).\n\n### 1.1 Å b\n");
}

/* Of a lower level than an underline can tell it is one line; prose lowers its headings so. */
static void test_headings_of_lines(void **state) {
    (void)state;
    const struct document *document =
        parse("# T\n\n```{innehåll}\n```\n\nMål\\\noch medel\n---\n\nSe [](#mal-och-medel).\n", true);
    assert_string_equal(render(document, "md"),
        "# T\n\n1 Mål\\\noch medel\n---\n\nSe [avsnitt" TEXT_NBSP "1](#1-mål-och-medel).\n");
    document = parse("Mål\\\n*och\\\nmedel*\n---\n", false);
    ((struct block *)(uintptr_t)document->blocks)->level = 4;
    assert_string_equal(render(document, "md"), "#### Mål *och medel*\n");
}

static void test_directives_are_text(void **state) {
    (void)state;
    assert_markdown(
        "```{brevhuvud}\nNamn: A *B*\nRad\n\nDatum:\n```\n\n```{sidbrytning}\n```\n\nc\n",
        "Namn: A *B*\n\nRad\n\nDatum:\n\nc\n");
}

static void test_code(void **state) {
    (void)state;
    assert_markdown("~~~ x\n```\n~~~\n", "````x\n```\n````\n");
    assert_markdown("~~~ ~`\nx\n~~~\n\ny\n", "~~~ ~`\nx\n~~~\n\ny\n");
    assert_markdown("- a\n\n      b\n\n      c\n", "- a\n\n  ```\n  b\n\n  c\n  ```\n");
}

/* What comes of a filled text, in which a fact stands between brackets; and that it reads back as the same. */
static void assert_filled(const char *before, const char *fact, const char *behind, const char *expected) {
    const char *text = arena_join(arena, (const char *[]){ before, fact, behind, NULL });
    const size_t sizes[] = { strlen(before), strlen(fact), strlen(behind) };
    const struct source *source = source_new(arena, "d.yaml", text, strlen(text));
    struct stretch stretches[3] = { 0 };
    size_t offset = 0;
    for (size_t i = 0; i < 3; i++) {
        stretches[i] = (struct stretch){ .offset = offset,
            .length = sizes[i],
            .origin = i == 1 ? ORIGIN_FACT : ORIGIN_TEMPLATE,
            .path = i == 1 ? "a" : NULL,
            .where = { source, (uint32_t)offset, (uint32_t)sizes[i] } };
        offset += sizes[i];
    }
    const struct sourcemap map = { .stretches = stretches, .count = 3 };
    const struct document_options options = { .map = &map };
    const struct document *document =
        document_parse(arena, text, strlen(text), &options, findings_new(arena, LANGUAGE_SV));
    assert_int_equal(document->fact_count, 1);
    const char *markdown = render(document, "md");
    assert_string_equal(markdown, expected);
    assert_string_equal(
        inline_words(arena, parse(markdown, false)->blocks->inlines),
        inline_words(arena, document->blocks->inlines));
}

/* A fact's words and those beside it mean nothing together that they do not mean apart. */
static void test_facts_and_their_neighbours(void **state) {
    (void)state;
    assert_filled("Se ", "\\[x\\]", "(y).\n", "Se [x\\](y).\n");
    assert_filled("Se ", "\\[x\\]", " (y).\n", "Se [x] (y).\n");
    assert_filled("Se ", "x \\&", "lt;\n", "Se x \\&lt;\n");
    assert_filled("", "1", ". En\n", "1\\. En\n");
    assert_filled("a\\\n", "12", ") b\n", "a\\\n12\\) b\n");
    assert_filled("", "1", ".5 en\n", "1.5 en\n");
}

/* Line breaks of the source are spaces in our Markdown. */
static char *without_breaks(char *html) {
    bool is_code = false;
    for (char *at = html; *at != '\0'; at++) {
        is_code = text_starts(at, "<pre") || (is_code && !text_starts(at, "</pre"));
        if (*at == '\n' && !is_code) {
            *at = ' ';
        }
    }
    return html;
}

/* The same document again, and the same bytes. */
static void test_parses_to_the_same(void **state) {
    (void)state;
    size_t size;
    assert_non_null(getenv("UNDERLAG_SOURCE"));
    char *spec = file_read(
        arena, path_join(arena, getenv("UNDERLAG_SOURCE"), "tests/spec/markdown.txt"), &size);
    assert_non_null(spec);
    size_t count = 0;
    for (char *text = strstr(spec, "====\n") + 5; *text != '\0'; count++) {
        char *end = strstr(text, "====\n");
        const struct document *first = parse(arena_copy(arena, text, (size_t)(end - text)), false);
        const char *markdown = render(first, "md");
        const struct document *second = parse(markdown, false);
        assert_string_equal(render(second, "md"), markdown);
        assert_string_equal(
            without_breaks(render(second, "html")), without_breaks(render(first, "html")));
        text = end + 5;
    }
    assert_true(count > 15);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE(test_one_paragraph_a_line),
        CASE(test_few_escapes),
        CASE(test_lists),
        CASE(test_tables),
        CASE(test_numbers_and_references),
        CASE(test_headings_of_lines),
        CASE(test_directives_are_text),
        CASE(test_code),
        CASE(test_facts_and_their_neighbours),
        CASE(test_parses_to_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
