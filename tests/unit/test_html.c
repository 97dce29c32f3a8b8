/* SPDX-License-Identifier: EUPL-1.2 */
#include <cmark.h>
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

static char *render_with(
    const char *text, struct document_options options, struct render_options render_options) {
    struct findings *findings = findings_new(arena, LANGUAGE_SV);
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    const struct document *document = document_parse(arena, text, strlen(text), &options, findings);
    renderer_find("html")->render(document, &render_options, &out);
    return buffer_take(arena, &out);
}

static char *fragment(const char *text) {
    return render_with(
        text, (struct document_options){ 0 }, (struct render_options){ .fragment = true });
}

static char *page(const char *text) {
    return render_with(
        text, (struct document_options){ .numbered_headings = true }, (struct render_options){ 0 });
}

/* For plain CommonMark a fragment is, byte for byte, what cmark itself writes. */
static void test_fragment_is_cmarks(void **state) {
    (void)state;
    size_t size;
    assert_non_null(getenv("UNDERLAG_SOURCE"));
    char *spec = file_read(
        arena, path_join(arena, getenv("UNDERLAG_SOURCE"), "tests/spec/markdown.txt"), &size);
    assert_non_null(spec);
    for (char *text = strstr(spec, "====\n") + 5; *text != '\0';) {
        char *end = strstr(text, "====\n");
        const char *example = arena_copy(arena, text, (size_t)(end - text));
        char *expected = cmark_markdown_to_html(example, (size_t)(end - text), CMARK_OPT_DEFAULT);
        assert_string_equal(fragment(example), expected);
        free(expected);
        text = end + 5;
    }
}

static void test_fragment_table(void **state) {
    (void)state;
    assert_string_equal(fragment("| a | b |\n|-|:-:|\n| *c* |\n"),
        "<table>\n<thead>\n<tr>\n<th>a</th>\n<th align=\"center\">b</th>\n</tr>\n</thead>\n"
        "<tbody>\n<tr>\n<td><em>c</em></td>\n<td "
        "align=\"center\"></td>\n</tr>\n</tbody>\n</table>\n");
}

/* Where tables begin and end among other blocks. */
static void test_fragment_tables(void **state) {
    (void)state;
    size_t size;
    assert_non_null(getenv("UNDERLAG_SOURCE"));
    char *spec = file_read(
        arena, path_join(arena, getenv("UNDERLAG_SOURCE"), "tests/spec/tables.txt"), &size);
    assert_non_null(spec);
    for (char *text = strstr(spec, "====\n") + 5; *text != '\0';) {
        char *html = strstr(text, "....\n") + 5;
        char *end = strstr(html, "====\n");
        const char *example = arena_copy(arena, text, (size_t)(html - 5 - text));
        assert_string_equal(
            fragment(example), arena_copy(arena, html, (size_t)(end - html)));
        text = end + 5;
    }
}

static void assert_holds(const char *text, const char *part) {
    if (strstr(text, part) == NULL) {
        print_error("%s\n", part != NULL ? part : "");
        fail();
    }
}

static void test_page(void **state) {
    (void)state;
    const char *html = page("```{brevhuvud}\nNamn: A\n```\n\n# T < U\n\n## Mål\n\nSe [](#mal).\n");
    assert_true(text_starts(html, "<!doctype html>\n<html lang=\"sv\">\n"));
    assert_true(text_ends(html, "</html>\n"));
    assert_holds(html, "<title>T &lt; U</title>");
    assert_holds(html, "<header>\n<div class=\"brevhuvud\">");
    assert_holds(html, "<main id=\"innehallet\">\n<h1 id=\"t-u\">");
    assert_holds(html, "<h2 id=\"mal\"><span class=\"nummer\">1</span> Mål</h2>");
    assert_holds(html, "<a href=\"#mal\">avsnitt" TEXT_NBSP "1</a>");
    assert_null(strstr(html, "<script"));
}

/* Beside each block: where its words came from, and what was found there. */
/* No requests: whoever reads a paper is not to be seen by others. */
/* A list that is numbered 1) is so on a page; HTML itself has no such thing. */
static void test_numbers_with_parentheses(void **state) {
    (void)state;
    const char *html = page("3) a\n   1. b\n\n      1) c\n");
    assert_holds(html, "<ol class=\"parentes\" start=\"3\">");
    assert_holds(html, "\n<ol>\n");
    assert_holds(html, "\n<ol class=\"parentes\">\n");
    assert_null(strstr(fragment("1) a\n"), "class"));
}

static void test_page_without_pictures(void **state) {
    (void)state;
    const char *text = "# Rubrik\n\nEn ![karta över *staden*](https://example.org/x.png) här.\n";
    assert_holds(page(text), "<p>En karta över <em>staden</em> här.</p>");
    assert_null(strstr(page(text), "<img"));
}

static void test_review(void **state) {
    (void)state;
    struct arena *own = arena_new();
    const char *text = "# Rubrik\n\nFörsta.\n\n- ett\n- två\n";
    const struct source *source = source_new(own, "a.md", text, strlen(text));
    struct findings *findings = findings_new(own, LANGUAGE_SV);
    struct document *document = document_parse(own, text, strlen(text),
        &(struct document_options){ .source = source }, findings);
    uint32_t second = (uint32_t)(strstr(text, "- två") - text);
    finding_add(findings, TEXT_CONTROL, (struct span){ source, second, 3 }, "U+0001", NULL);
    finding_add(findings, TEXT_EMPTY, (struct span){ 0 }, "b.md", NULL);
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    renderer_find("html")->render(
        document, &(struct render_options){ .annotate = true, .findings = findings }, &out);
    assert_holds(out.data, "<p>Första.</p>\n</div>\n"
                           "<div class=\"granskning\" role=\"note\" aria-label=\"Granskning\">\n"
                           "<p>a.md:3</p>\n</div>");
    assert_holds(out.data, "<p>a.md:6</p>\n<p class=\"fynd allvar\"><strong>Fel text-styrtecken:"
                           "</strong> Här står ett osynligt styrtecken (U+0001).");
    assert_holds(out.data, "<h2 id=\"ovriga-fynd\">");
    assert_holds(out.data, "Filen ”b.md” är tom.</p>\n</section>");
    arena_free(own);
}

static void test_page_table(void **state) {
    (void)state;
    const char *html = page("Tabell: Xy\n\n| | Kr |\n|-|-:|\n| Vi | 1 |\n| **Summa** | 2 |\n");
    assert_holds(html, "aria-label=\"Xy\"");
    assert_holds(html, "<caption>Tabell 1. Xy</caption>");
    assert_holds(html, "<td></td>\n<th class=\"right\" scope=\"col\">Kr</th>");
    assert_holds(html, "<th scope=\"row\">Vi</th>");
    assert_holds(html, "<tr class=\"summa\">");
}

static void test_page_furniture(void **state) {
    (void)state;
    const char *html =
        page("# T\n\n```{försättsblad}\nPeriod: x\n```\n\n```{innehåll}\nAllt\n```\n\n## A\n\n"
             "### B\n\n```{underskrift}\nFör: X\nDatum:\n\nFör: Y\n```\n");
    assert_holds(html, "<div class=\"forsattsblad\">");
    assert_holds(html, "<nav class=\"innehall\" aria-labelledby=\"innehall\">");
    assert_holds(
        html, "<li class=\"under\"><a href=\"#b\"><span class=\"nummer\">1.1</span> B</a></li>");
    assert_holds(html, "<p class=\"rad\"><span class=\"etikett\">Datum:</span></p>");
    assert_null(strstr(page("# T\n\n```{innehåll}\n```\n\n#### Djup\n"), "<ul>"));
}

/* Words of the definition that stand in the style sheet cannot end it. */
/* A heading may be called as the page calls its own things. */
static void test_no_two_ids_are_one(void **state) {
    (void)state;
    const char *html = page("# Innehållet\n\n```{innehåll}\n```\n\n## Innehåll\n\nSe [](#innehall).\n");
    assert_holds(html, "href=\"#_innehallet\"");
    assert_holds(html, "<main id=\"_innehallet\">\n<h1 id=\"innehallet\">");
    assert_holds(html, "aria-labelledby=\"_innehall\">\n<p class=\"rubrik\" id=\"_innehall\">");
    assert_holds(html, "<h2 id=\"innehall\">");
}

static void test_margins(void **state) {
    (void)state;
    const char *html = render_with("a\n",
        (struct document_options){ .header = "A </style> \"B\\\"", .draft = true },
        (struct render_options){ .data = &(struct render_data){ .style_sheet = "p{}" } });
    assert_holds(html, "content: \"A \\3c /style> \\22 B\\5c \\22 \";");
    assert_holds(html, "content: \"UTKAST\";");
    assert_holds(html, "<p class=\"utkast\">UTKAST</p>");
    assert_null(strstr(strstr(html, "</style>") + 1, "</style>"));
}

static void test_escapes(void **state) {
    (void)state;
    assert_string_equal(fragment("[\\<](/ä\"&#39;&amp;x \"&quot;<\")\n"),
        "<p><a href=\"/%C3%A4%22'&amp;x\" title=\"&quot;&lt;\">&lt;</a></p>\n");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE(test_fragment_is_cmarks),
        CASE(test_fragment_table),
        CASE(test_fragment_tables),
        CASE(test_page),
        CASE(test_numbers_with_parentheses),
        CASE(test_page_without_pictures),
        CASE(test_review),
        CASE(test_page_table),
        CASE(test_page_furniture),
        CASE(test_no_two_ids_are_one),
        CASE(test_margins),
        CASE(test_escapes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
