/* SPDX-License-Identifier: EUPL-1.2 */
#include "document/document.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/array.h"
#include "base/text.h"

static struct arena *arena;
static struct findings *findings;

static int set_up(void **state) {
    (void)state;
    arena = arena_new();
    findings = findings_new(arena, LANGUAGE_SV);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    arena_free(arena);
    return 0;
}

static struct document *parse_with(const char *text, struct document_options options) {
    options.source = source_new(arena, "t.md", text, strlen(text));
    return document_parse(arena, text, strlen(text), &options, findings);
}

static struct document *parse(const char *text) {
    return parse_with(text, (struct document_options){ 0 });
}

/* The dump of the text, without places. */
static char *dump(const struct document *document) {
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    document_dump(document, &out);
    CLEANUP_BUFFER struct buffer bare = BUFFER_EMPTY;
    for (const char *line = out.data; *line != '\0';) {
        size_t size = strcspn(line, "\n");
        const char *place = memmem(line, size, " @ ", 3);
        buffer_put(&bare, line, place != NULL ? (size_t)(place - line) : size);
        buffer_putc(&bare, '\n');
        line += size + 1;
    }
    return buffer_take(arena, &bare);
}

static void assert_dump(const char *text, const char *expected) {
    assert_string_equal(dump(parse(text)), expected);
}

static const struct finding *only_finding(enum catalogue_id id) {
    assert_int_equal(findings->count, 1);
    assert_string_equal(findings->items[0]->rule->id, catalogue_get(id)->id);
    return findings->items[0];
}

static void test_blocks(void **state) {
    (void)state;
    assert_dump("# Rubrik *ett*\n\nord\nmer\\\nsist `k`\n\n> citat\n\n***\n\n```c\nx\n```\n",
        "document title=\"Rubrik ett\" language=\"sv\"\n"
        "  heading level=1 id=\"rubrik-ett\" anchor=\"rubrik-ett\"\n"
        "    text \"Rubrik \"\n"
        "    emphasis\n"
        "      text \"ett\"\n"
        "  paragraph\n"
        "    text \"ord\"\n"
        "    soft-break\n"
        "    text \"mer\"\n"
        "    hard-break\n"
        "    text \"sist \"\n"
        "    code \"k\"\n"
        "  quote\n"
        "    paragraph\n"
        "      text \"citat\"\n"
        "  rule\n"
        "  code info=\"c\" text=\"x\\n\"\n");
}

static void test_lists(void **state) {
    (void)state;
    assert_dump("- a\n- b\n\n  2) c\n  3) d\n\n1. e\n",
        "document title=\"\" language=\"sv\"\n"
        "  list bullet loose level=0\n"
        "    item label=\"–\"\n"
        "      paragraph\n"
        "        text \"a\"\n"
        "    item label=\"–\"\n"
        "      paragraph\n"
        "        text \"b\"\n"
        "      list ordered tight level=1 start=2) index=1\n"
        "        item label=\"2)\"\n"
        "          paragraph\n"
        "            text \"c\"\n"
        "        item label=\"3)\"\n"
        "          paragraph\n"
        "            text \"d\"\n"
        "  list ordered tight level=0 start=1. index=2\n"
        "    item label=\"1.\"\n"
        "      paragraph\n"
        "        text \"e\"\n");
}

static void test_escapes_join(void **state) {
    (void)state;
    assert_dump("a\\*b &amp; &#10;[c] <https://x.se/å>\n", "document title=\"\" language=\"sv\"\n"
                                                           "  paragraph\n"
                                                           "    text \"a*b & \\n[c] \"\n"
                                                           "    link target=\"https://x.se/å\"\n"
                                                           "      text \"https://x.se/å\"\n");
}

static const struct block *find(const struct block *blocks, enum block_kind kind) {
    for (; blocks != NULL; blocks = blocks->next) {
        const struct block *inside = blocks->kind == kind ? blocks : find(blocks->children, kind);
        if (inside != NULL) {
            return inside;
        }
    }
    return NULL;
}

static const struct table *table_of(const char *text) {
    const struct block *block = find(parse(text)->blocks, BLOCK_TABLE);
    return block != NULL ? block->table : NULL;
}

static const char *cell_words(const struct table *table, size_t row, size_t column) {
    assert_true(row < table->row_count && column < table->column_count);
    return inline_words(arena, table->cells[row * table->column_count + column].inlines);
}

static void test_tables_recognised(void **state) {
    (void)state;
    static const struct {
        const char *text;
        size_t columns, rows;
    } cases[] = {
        { "| a | b |\n| - | - |\n| c | d |\n", 2, 1 },
        { "a | b\n:-- | --:\nc | d\ne\n", 2, 2 },
        { "| a |\n| - |\n", 1, 0 },
        { "a\n:-\n", 1, 0 },
        { "a\n-\n", 0, 0 },             /* an underlined heading */
        { "| a | b |\n| - |\n", 0, 0 }, /* counts differ */
        { "| a |\n| = |\n", 0, 0 },
        { "| a |\n| : |\n", 0, 0 },
        { "| a |\n    | - |\n", 0, 0 },         /* indented too far */
        { "ord\n| a |\n| - |\n| b |\n", 1, 1 }, /* breaks a paragraph off */
        { "| a |\n| - |\n| b |\n> c\n", 1, 1 },
        { "| a |\n| - |\n| b |\n2. c\n", 1, 1 }, /* a list that cannot break a paragraph */
        { "| a |\n| - |\n|\n", 1, 0 },
        { "| a \\| b |\n| - |\n", 1, 0 },
        { "| `a \\| b` |\n| - |\n", 1, 0 },
        { "| `a | b` |\n| - |\n", 0, 0 },
        { "> | a | b |\n> | - | - |\n> | c |\n", 2, 1 },
        { "> | a |\n| - |\n", 0, 0 }, /* a lazy line */
        { "- | a |\n  | - |\n  | b |\n", 1, 1 },
        { "1. > - | a |\n   >   | - |\n   >   | b |\n", 1, 1 },
        { "\\| a |\n| - |\n", 1, 0 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct table *table = table_of(cases[i].text);
        assert_int_equal(table != NULL ? table->column_count : 0, cases[i].columns);
        assert_int_equal(table != NULL ? table->row_count : 0, cases[i].rows);
    }
    assert_int_equal(findings->count, 0);
}

static void test_table_cells(void **state) {
    (void)state;
    const struct table *table = table_of("| Del | b | c |\n| - | :-: | -: |\n| x \\| `y \\| z` | "
                                         "[r] |\n|| *e* | f | g |\n\n[r]: /u\n");
    assert_int_equal(table->alignments[1], ALIGN_CENTER);
    assert_int_equal(table->alignments[2], ALIGN_RIGHT);
    assert_string_equal(cell_words(table, 0, 0), "x | y | z");
    assert_int_equal(table->cells[1].inlines->kind, INLINE_LINK);
    assert_string_equal(table->cells[1].inlines->target, "/u");
    assert_int_equal(parse("- | [r] |\n  |---|\n[r]: /u\n")
                         ->blocks->children->children->table->header[0].inlines->kind,
        INLINE_LINK);
    assert_null(table->cells[2].inlines); /* a missing cell is empty */
    assert_null(table->cells[3].inlines);
    assert_string_equal(cell_words(table, 1, 2), "f"); /* one too many is dropped */
    assert_false(table->row_headers);
    assert_int_equal(table->widths[0] + table->widths[1] + table->widths[2], 1000);
}

/* What looks like a block at the start of a cell is words. */
static void test_cells_open_no_blocks(void **state) {
    (void)state;
    const struct table *table =
        table_of("| a |\n| - |\n| # b |\n| > c |\n| - d |\n| [e]: /f |\n| ``` |\n| *g* |\n");
    assert_string_equal(cell_words(table, 0, 0), "# b");
    assert_string_equal(cell_words(table, 1, 0), "> c");
    assert_string_equal(cell_words(table, 2, 0), "- d");
    assert_string_equal(cell_words(table, 3, 0), "[e]: /f");
    assert_string_equal(cell_words(table, 4, 0), "```");
    assert_int_equal(table->cells[5].inlines->kind, INLINE_EMPHASIS);
}

/* Whether the column has room for so many characters, on a line of so many. */
static bool has_room(const struct table *table, size_t column, size_t characters, size_t line) {
    return (size_t)table_widths(arena, table, line)[column] * line >= (characters + 1) * 1000;
}

/* However long words are beside them, and however narrow the page is. */
static void test_amounts_are_not_broken(void **state) {
    (void)state;
#define AMOUNT "1" TEXT_NBSP "710" TEXT_NBSP "000"
    const struct table *table = table_of("| Insats | Bidrag | Kontakt |\n|---|---:|---|\n"
        "| Lokaler | " AMOUNT " | anna.andersson-lindqvist@arbetsmarknadsintegration.exempelorganisationen.se |\n"
        "| Arbetsmarknadsintegrationsverksamhetsutveckling | " AMOUNT " | b |\n");
    assert_true(has_room(table, 1, 9, TABLE_LINE));
    assert_true(has_room(table, 1, 9, 40));
    assert_int_equal(table->widths[1], table_widths(arena, table, TABLE_LINE)[1]);
    /* An address ends a line where it may. */
    table = table_of("| Part | Kr | Avser |\n|---|---:|---|\n| Arbetsmarknadsintegrationsnämnden | " AMOUNT
        " | https://www.exempel.se/kommun-och-politik/organisation/namnder/arbetsmarknadsnamnden/om/allt/annat |\n");
    assert_true(has_room(table, 0, 33, TABLE_LINE));
    assert_true(has_room(table, 1, 9, TABLE_LINE));
}

static void test_captions(void **state) {
    (void)state;
    struct document *document =
        parse("Tabell: Insatser *per år*\n\n| Part | Kr |\n|-|-:|\n| Vi | 1 |\n"
              "| **Summa** | 1 |\n\nTabell 7. Andra\n| a |\n|-|\n\n"
              "Tabellen visar:\n\n| a |\n|-|\n");
    const struct block *first = document->blocks;
    assert_int_equal(first->kind, BLOCK_TABLE);
    assert_string_equal(first->table->caption_label, "Tabell 1");
    assert_string_equal(inline_words(arena, first->table->caption), "Insatser per år");
    assert_true(first->table->total_row && first->table->row_headers);
    assert_string_equal(first->next->table->caption_label, "Tabell 2");
    assert_string_equal(inline_words(arena, first->next->table->caption), "Andra");
    assert_int_equal(first->next->next->kind, BLOCK_PARAGRAPH);
    assert_null(first->next->next->next->table->caption);
}

static void test_table_too_wide(void **state) {
    (void)state;
    CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
    for (int row = 0; row < 2; row++) {
        for (int i = 0; i <= TABLE_COLUMNS; i++) {
            buffer_puts(&text, row == 0 ? "|a" : "|-");
        }
        buffer_puts(&text, "|\n");
    }
    assert_null(table_of(text.data));
    only_finding(TABLE_TOO_WIDE);
}

static void test_directives(void **state) {
    (void)state;
    assert_dump(
        "```{underskrift}\nFör: Org \\*A\\*\nOrt och datum:\nKl. 10:30 **nu**\n\nRad\n```\n\n"
        "```{innehåll}\n```\n\n```{sidbrytning}\n```\n\n```{.c}\nx\n```\n",
        "document title=\"\" language=\"sv\"\n"
        "  signatures\n"
        "    group\n"
        "      field\n"
        "        label\n"
        "          text \"För\"\n"
        "        value\n"
        "          text \"Org *A*\"\n"
        "      field\n"
        "        label\n"
        "          text \"Ort och datum\"\n"
        "      field\n"
        "        value\n"
        "          text \"Kl. 10:30 \"\n"
        "          strong\n"
        "            text \"nu\"\n"
        "    group\n"
        "      field\n"
        "        value\n"
        "          text \"Rad\"\n"
        "  contents\n"
        "    text \"Innehåll\"\n"
        "  page-break\n"
        "  code info=\"{.c}\" text=\"x\\n\"\n");
    assert_int_equal(findings->count, 0);
}

static void test_directive_unknown(void **state) {
    (void)state;
    parse("a\n\n```{underskrif}\n```\n");
    const struct finding *finding = only_finding(DIRECTIVE_UNKNOWN);
    assert_non_null(strstr(finding->advice, "Menade du ”underskrift”"));
    assert_int_equal(source_position(finding->where.source, finding->where.offset).line, 3);
}

static void test_numbers(void **state) {
    (void)state;
    struct document *document = parse_with("# T\n## Ekonomi\n### Mål för år\n## Ekonomi\n#### D\n",
        (struct document_options){ .numbered_headings = true });
    assert_int_equal(document->heading_count, 4);
    assert_string_equal(document->headings[1]->number, "1.1");
    assert_string_equal(document->headings[1]->id, "mal-for-ar");
    assert_string_equal(document->headings[1]->anchor, "11-mål-för-år");
    assert_string_equal(document->headings[2]->number, "2");
    assert_string_equal(document->headings[2]->id, "ekonomi-2");
    assert_string_equal(document->headings[2]->anchor, "2-ekonomi");
    only_finding(HEADING_SKIPPED);
}

static void test_heading_double(void **state) {
    (void)state;
    assert_string_equal(parse("# A\n\n# B\n")->title, "A");
    assert_int_equal(only_finding(HEADING_DOUBLE)->level, LEVEL_WARNING);
}

/* A heading that nobody can see is told of, as that alone, and is no title. */
static void test_heading_empty(void **state) {
    (void)state;
    static const char *const empty[] = { "# A\n\n##\n\nb\n", "# A\n\n#\n\nb\n",
        "# A\n\n## &nbsp;\n", "# A\n\n## &#8203;&thinsp;\n", "# A\n\n## ![](bild.png)\n",
        "# A\n\n> - ####\n", "#\n\n# A\n" };
    for (size_t i = 0; i < sizeof empty / sizeof *empty; i++) {
        assert_string_equal(parse(empty[i])->title, "A");
        assert_int_equal(only_finding(HEADING_EMPTY)->level, LEVEL_WARNING);
        findings->count = 0;
    }
    parse("# A\n\n## <b>\n");
    only_finding(HTML_IN_TEXT);
    findings->count = 0;
    static const char *const sound[] = { "# A\n\n## \\#\n", "# A\n\n## [](#a)\n",
        "# A\n\n## ![bild](bild.png)\n", "# A\n\n## `-`\n" };
    for (size_t i = 0; i < sizeof sound / sizeof *sound; i++) {
        parse(sound[i]);
        assert_int_equal(findings->count, 0);
    }
}

static void test_references(void **state) {
    (void)state;
    struct document *document =
        parse_with("# T\n\nSe [](#ekonomi), [](#målgrupp) och [x](#1-ekonomi).\n\n"
                   "## Ekonomi\n\n## Målgrupp\n",
            (struct document_options){ .numbered_headings = true });
    const struct inline_ *inline_ = document->blocks->next->inlines->next;
    assert_int_equal(inline_->kind, INLINE_REFERENCE);
    assert_string_equal(inline_->text, "avsnitt");
    assert_ptr_equal(inline_->heading, document->headings[0]);
    assert_string_equal(inline_->next->next->target, "#malgrupp");
    only_finding(LINK_NOWHERE); /* "1-ekonomi" is a heading's name in our Markdown only */
}

static void test_reference_nowhere(void **state) {
    (void)state;
    parse("## Ekonomi\n\nSe [](#ekonmi).\n");
    const struct finding *finding = only_finding(REFERENCE_UNKNOWN);
    assert_non_null(strstr(finding->advice, "”#ekonomi”"));
    assert_string_equal(finding->replacement, "#ekonomi");
    assert_int_equal(source_position(finding->where.source, finding->where.offset).line, 3);
    assert_int_equal(source_position(finding->where.source, finding->where.offset).column, 7);
    findings->count = 0;
    parse("## Ekonomi\n\nSe [](#helt-annat).\n");
    only_finding(REFERENCE_UNKNOWN);
}

static void test_html_refused(void **state) {
    (void)state;
    parse("a <b>c</b>\n");
    assert_int_equal(findings->count, 1); /* the closing tag goes without saying */
    assert_string_equal(findings->items[0]->rule->id, "html-i-text");
    assert_int_equal(findings->items[0]->where.offset, 2);
    assert_int_equal(findings->items[0]->where.length, 3);
    findings->count = 0;
    parse("a\n\n<!-- b\nc -->\n");
    assert_int_equal(only_finding(HTML_IN_TEXT)->where.offset, 3);
}

/* What looks like a table within a block of HTML is none; behind the block it is one (CommonMark 4.6). */
static void test_tables_and_html(void **state) {
    (void)state;
#define TABLE "| a |\n|---|\n| 1 |\n"
    static const struct {
        const char *text;
        bool is_table;
    } cases[] = {
        { "<div>\n" TABLE, false },
        { "</DIV >\n" TABLE, false },
        { "<div/>\n" TABLE, false },
        { "<div>\n\n" TABLE, true },
        { "<script>\n\n" TABLE "</script>\n", false },
        { "<script>\nx</script>\n" TABLE, true },
        { "<pre>x</pre>\n" TABLE, true },
        { "<pre>x</prefix>\n\n" TABLE, false },
        { "<!-- x\n\n" TABLE "-->\n", false },
        { "<!-- x -->\n" TABLE, true },
        { "<?x\n\n" TABLE "?>\n", false },
        { "<![CDATA[\n\n" TABLE "]]>\n", false },
        { "<!DOCTYPE\n\n" TABLE ">\n", false },
        { "<x-y a='b'>\n" TABLE, false },
        { "ord\n<x-y>\n" TABLE, true },
        { "<x-y> ord\n" TABLE, true },
        { "<1>\n" TABLE, true },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct document *document =
            parse_with(cases[i].text, (struct document_options){ .allow_html = true });
        if ((strstr(dump(document), "  table\n") != NULL) != cases[i].is_table) {
            fail_msg("%s:\n%s", cases[i].text, dump(document));
        }
    }
#undef TABLE
}

static void test_html_allowed(void **state) {
    (void)state;
    struct document *document =
        parse_with("a <b>\n\n<div>\nc\n", (struct document_options){ .allow_html = true });
    assert_int_equal(findings->count, 0);
    assert_string_equal(inline_words(arena, document->blocks->inlines), "a <b>");
    assert_string_equal(inline_words(arena, document->blocks->next->inlines), "<div> c");
}

static void test_links_refused(void **state) {
    (void)state;
    static const char *const refused[] = { "[a](javascript:x)", "[a](JavaScript:x)",
        "[a](java&#9;script:x)", "[a](&#32;vbscript:x)", "[a](data:text/html,x)", "[a](file:///x)",
        "![a](data:text/html,x)", "<javascript:x>" };
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        findings->count = 0;
        parse(refused[i]);
        only_finding(LINK_REFUSED);
    }
    findings->count = 0;
    parse("![a](data:image/png;base64,x) [b](mailto:x) [c](javascript/x)");
    assert_int_equal(findings->count, 0);
}

static void test_text_refused(void **state) {
    (void)state;
    parse("a\n\xFF");
    assert_int_equal(only_finding(TEXT_UTF8)->where.offset, 2);
    static const char *const refused[] = { "a\x01", "\xEF\xB7\x90", "&#xFDD0;", "&#1;", "&#x202e;",
        "&rlm;", "&#13;", "&#x0d;" };
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        findings->count = 0;
        parse(refused[i]);
        only_finding(TEXT_CONTROL);
    }
    static const char *const code[] = { "`&#1;`", "``a ` &rlm;``", "```\n&#1;\n```", "    &#1;", "\\&#1;",
        "| a |\n|--|\n| `&#1;` |" };
    for (size_t i = 0; i < sizeof code / sizeof code[0]; i++) {
        findings->count = 0;
        parse(code[i]);
        assert_int_equal(findings->count, 0);
    }
    static const char *const places[] = { "`a` &#1; `b`", "`a\nb` &#1; `", "\\\\&#1;", "[a](b&#1;)",
        "[a](b \"&#1;\")", "[a]\n\n[a]: b&#1;", "# a &#1;", "| a | b |\n|--|--|\n| `b | &#1;` |", "| &#1; |\n|--|",
        "```{underskrift}\nb &#1;\n```" };
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        findings->count = 0;
        parse(places[i]);
        only_finding(TEXT_CONTROL);
    }
    findings->count = 0;
    parse("&#0; &#xD800; &#x110000; &#99999999; &# &#x;");
    assert_int_equal(findings->count, 0);
    struct document_options options = { 0 };
    document_parse(arena, "a\0b", 3, &options, findings);
    only_finding(TEXT_CONTROL);
}

/* In an address between "<" and ">" a backslash escapes nothing: what stands behind it is broken, too. */
static void test_text_refused_in_address(void **state) {
    (void)state;
    assert_dump("<http://a.b/\\&#xFDD0;c\\&#xFDEF;\\&#1;>\n",
        "document title=\"\" language=\"sv\"\n"
        "  paragraph\n"
        "    link target=\"http://a.b/\\\\&#xFDD0;c\\\\&#xFDEF;\\\\&#1;\"\n"
        "      text \"http://a.b/\\\\&#xFDD0;c\\\\&#xFDEF;\\\\&#1;\"\n");
}

/* An accent that a reference brings stands in one character with its letter. */
static void test_normal_form(void **state) {
    (void)state;
    assert_dump("e&#769; [x](/e&#x301; \"e&#769;\") `e&#769;`\n",
        "document title=\"\" language=\"sv\"\n"
        "  paragraph\n"
        "    text \"é \"\n"
        "    link target=\"/é\" title=\"é\"\n"
        "      text \"x\"\n"
        "    text \" \"\n"
        "    code \"e&#769;\"\n");
}

static void test_depth(void **state) {
    (void)state;
    CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
    buffer_repeat(&text, '>', DOCUMENT_DEPTH - 1);
    buffer_puts(&text, "a\n");
    parse(text.data);
    assert_int_equal(findings->count, 0);
    buffer_truncate(&text, 0);
    buffer_repeat(&text, '>', 10000);
    buffer_puts(&text, "a\n");
    parse(text.data);
    only_finding(NESTING_TOO_DEEP);
    findings->count = 0;
    buffer_truncate(&text, 0);
    for (int i = 0; i < 1000; i++) {
        buffer_puts(&text, "**a *b ");
    }
    for (int i = 0; i < 1000; i++) {
        buffer_puts(&text, "b* a**");
    }
    parse(text.data);
    only_finding(NESTING_TOO_DEEP);
}

/* Each line of the prose at its place. */
static void add_lines(struct stretch *stretch, const char *start) {
    ARRAY_OF(struct text_line) lines = { 0 };
    for (size_t at = 0; at < stretch->length; at++) {
        size_t size = strcspn(start + at, "\n\x03");
        struct span where = stretch->where;
        where.offset += (uint32_t)at;
        where.length = (uint32_t)size;
        ARRAY_ADD(arena, lines, (struct text_line){ stretch->offset + at, where });
        at += size;
    }
    stretch->lines = lines.items;
    stretch->line_count = lines.count;
}

/* A filled text: pieces in turn are words of a template and facts; "{…}" is a fact, "<…>" prose. */
static struct document *parse_filled(const char *pattern) {
    struct buffer text = BUFFER_EMPTY;
    struct stretch *stretches = arena_array(arena, strlen(pattern) + 1, sizeof *stretches);
    struct sourcemap *map = arena_new_of(arena, struct sourcemap);
    const struct source *source = source_new(arena, "d.yaml", pattern, strlen(pattern));
    for (const char *at = pattern; *at != '\0';) {
        bool is_value = *at == '{' || *at == '\x02';
        const char *end =
            is_value ? strchr(at, *at == '{' ? '}' : '\x03') : at + strcspn(at, "{\x02");
        const char *start = at + is_value;
        stretches[map->count] = (struct stretch){ .offset = text.size,
            .length = (size_t)(end - start),
            .origin = *at == '{'      ? ORIGIN_FACT
                      : *at == '\x02' ? ORIGIN_PROSE
                                      : ORIGIN_TEMPLATE,
            .where = { source, (uint32_t)(start - pattern), (uint32_t)(end - start) },
            .path = is_value ? arena_printf(arena, "p%zu", map->count) : NULL,
            .raw = is_value ? "rå" : NULL };
        if (*at == '\x02') {
            add_lines(&stretches[map->count], start);
        }
        map->count++;
        buffer_put(&text, start, (size_t)(end - start));
        at = end + is_value;
    }
    map->stretches = stretches;
    size_t size = text.size;
    const char *filled = buffer_take(arena, &text);
    struct document_options options = { .map = map };
    return document_parse(arena, filled, size, &options, findings);
}

/* Facts as "[words]" in the plain words of the document. */
static void put_facts(struct buffer *out, const struct inline_ *inlines) {
    for (; inlines != NULL; inlines = inlines->next) {
        if (inlines->kind == INLINE_FACT) {
            buffer_printf(out, "[%s=%s]", inlines->fact->path, inlines->children->text);
        } else if (inlines->kind == INLINE_EMPHASIS || inlines->kind == INLINE_STRONG) {
            buffer_puts(out, "*");
            put_facts(out, inlines->children);
            buffer_puts(out, "*");
        } else if (inlines->children != NULL) {
            put_facts(out, inlines->children);
        } else {
            buffer_puts(out, inlines->text != NULL ? inlines->text : " ");
        }
    }
}

static void assert_facts(const char *pattern, const char *expected) {
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    put_facts(&out, parse_filled(pattern)->blocks->inlines);
    assert_string_equal(out.data, expected);
}

static void test_facts(void **state) {
    (void)state;
    assert_facts("Summan är {1 000 kr}.", "Summan är [p1=1\xC2\xA0" "000\xC2\xA0kr].");
    assert_facts("**{1 000}**", "*[p1=1\xC2\xA0" "000]*");
    assert_facts("\"{Org}\", {a}-{b} _{c}_", "\"[p1=Org]\", [p3=a]-[p5=b] *[p7=c]*");
    assert_facts("{2021} är\n{\\# ett}", "[p0=2021] är [p2=# ett]");
    assert_facts("{\\*A\\* \\| B} x", "[p0=*A* | B] x");
    assert_facts("Ring {(013) 20 60 00}.", "Ring [p1=(013) 20 60 00].");
    assert_facts("a**{\"b\"}**c", "a**[p1=\"b\"]**c"); /* as it would be without the marks */
    assert_facts("*a {b* c} d", "*a b* c d");          /* across markup: no fact */
    assert_facts("{} {---} x", "--- x");
    assert_facts("`{kod}` [{länk}](/{x}?{y})", "kod [p3=länk]");
    assert_facts("<{anna@example.se}>", "anna@example.se");
    assert_facts("[a]({https://x.se} \"{t}\")", "a");
}

static void test_facts_leave_no_marks(void **state) {
    (void)state;
    const char *text =
        dump(parse_filled("# {A}\n\n[a](/{b} \"{c}\") `{d}` ![{e}]({f})\n\n```{{g}}\n{h}\n```\n\n"
                          "| {i} |\n| - |\n| {j} |\n| `{k}` |\n\n"
                          "```x{l}\n{m}\n```\n\n    {n}\n"));
    assert_null(strstr(text, "\xEF\xB7"));
    assert_non_null(strstr(text, "path=\"p19\""));
}

static void test_facts_in_directive(void **state) {
    (void)state;
    const struct document *document =
        parse_filled("```\x02{brevhuvud}\x03\n{Förening: X}\nNamn: {A}\n```\n");
    const struct field *field = document->blocks->groups->fields;
    assert_null(field->label);
    assert_int_equal(field->value->kind, INLINE_FACT);
    assert_string_equal(field->next->value->fact->path, "p5");
    assert_int_equal(document->fact_count, 2);
}

static void test_places(void **state) {
    (void)state;
    const struct document *document = parse_filled("Mall\n\n\x02prosa\n\nmer <b>\x03\n");
    assert_null(document->blocks->path);
    assert_string_equal(document->blocks->next->path, "p1");
    assert_string_equal(document->blocks->next->next->path, "p1");
    assert_string_equal(only_finding(HTML_IN_TEXT)->where.source->name, "d.yaml");
}

/* That the filled pattern means what the text does, but for where it comes from. */
static void assert_means(const char *pattern, const char *text) {
    char *found = dump(parse_filled(pattern));
    for (char *path; (path = strstr(found, " path=")) != NULL;) {
        size_t size = strcspn(path, "\n");
        memmove(path, path + size, strlen(path + size) + 1);
    }
    assert_string_equal(found, dump(parse(text)));
}

/* Prose is a text of its own: nothing in it reaches what follows. */
static void test_prose_ends(void **state) {
    (void)state;
    assert_means("\x02```\nkod\x03\n\n*ord*\n", "```\nkod\n```\n\n*ord*\n");
    assert_int_equal(only_finding(CODE_OPEN)->level, LEVEL_WARNING);
    findings->count = 0;
    assert_means("\x02*a\x03 b*\n", "\\*a b\\*\n");
    assert_means("\x02[a]: /b\x03\n\n[a]\n", "\\[a\\]\n");
    assert_means("\x02| [a] |\n|-|\n| [c] |\n\n[a]: /b\x03\n\n| [a] |\n|-|\n| [c] |\n\n[c]: /d\n",
        "| [a](/b) |\n|-|\n| \\[c\\] |\n\n| \\[a\\] |\n|-|\n| [c](/d) |\n");
    assert_means("\x02- a\x03\nb\n", "- a\n\nb\n");
    only_finding(LINE_LOST);
    findings->count = 0;
}

/* Among words the first and the last paragraph are the template's; the rest stands between. */
static void test_prose_among_words(void **state) {
    (void)state;
    assert_means("a \x02*b*\x03 c\n", "a *b* c\n");
    assert_means("a \x02- b\n\nc\x03 d\n", "a\n\n- b\n\nc d\n");
    assert_means("**\x02- b\n- c\x03**\n", "**b c**\n");
    assert_means("- \x02" "a\n\nb\x03\n- c\n", "- a\n\n  b\n- c\n");
    assert_means("- \x02" "a\n- b\x03\n", "- a\n  - b\n");
    assert_means("[a](\x02*b*\x03) `\x02*c*\x03`\n", "[a](*b*) `*c*`\n");
}

/* A writer's headings lie below the template's, and take no name from it. */
static void test_prose_headings(void **state) {
    (void)state;
    const struct document *document = parse_filled("# T\n\n## A\n\n\x02# B\n\n## C\n\n### A\x03\n\n## B\n");
    static const struct {
        int level;
        const char *id;
    } expected[] = { { 2, "a" }, { 3, "b-2" }, { 4, "c" }, { 5, "a-2" }, { 2, "b" } };
    assert_int_equal(document->heading_count, 5);
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(document->headings[i]->level, expected[i].level);
        assert_string_equal(document->headings[i]->id, expected[i].id);
    }
    assert_int_equal(findings->count, 0);
}

static void assert_told(const char *text, enum catalogue_id id, size_t line) {
    /* In what is filled braces are facts; a directive is told of anywhere. */
    id == DIRECTIVE_OPEN ? parse(text) : parse_filled(text);
    const struct finding *finding = only_finding(id);
    assert_int_equal(source_position(finding->where.source, finding->where.offset).line, line);
    findings->count = 0;
}

/* What is nearly Markdown, in prose and in the template; and what only looks so. */
static void test_slips(void **state) {
    (void)state;
    assert_told("# T\n\n```{underskrift}\nNamn: x\n\nText.\n", DIRECTIVE_OPEN, 3);
    assert_told("# T\n\n```{underskrift}\nA: x\n\n```{sidbrytning}\n```\n", DIRECTIVE_OPEN, 3);
    assert_told("# T\n\n- ```{underskrift}\n  A: x\n\nText.\n", DIRECTIVE_OPEN, 3);
    assert_told("# T\n\n~~~\nkod\n```\n", CODE_OPEN, 3);
    assert_told("a\n\n\x02| a | b |\n| c | d |\x03\n", TABLE_NONE, 3);
    assert_told("a\n\n> | a | b |\n> |---|\n> | c | d |\n", TABLE_NONE, 3);
    assert_told("\x02| a | b |\n|---|---|\n| c | d |\n| c | d | e |\x03\n", TABLE_ROW_LONG, 4);
    assert_told("\x02" "a:\n\n-b\n-c\n-d\x03\n", LIST_UNSPACED, 3);
    assert_told("\x02##Rubrik\n\na\x03\n", HEADING_UNSPACED, 1);
    assert_told("\x02" "a\nb (**c d\x03 e\n", STRONG_OPEN, 2);
    parse_filled("\x02" "a\n-b\nc \\*\\*d #e ##1 2 ** 3 **f** a | b\x03\n");
    parse_filled("\x02" "> ```\n> a\n> ```\n\n    ```\n\n````\n```{b}\n````\n\n\\| a | b |\x03\n");
    for (size_t i = 0; i < findings->count; i++) {
        print_message("%s\n", findings->items[i]->message);
    }
    assert_int_equal(findings->count, 0);
    /* No paper: CommonMark as it is specified. */
    parse("| a | b |\n| c | d |\n\n##x **y\n\n```\nz\n");
    assert_int_equal(findings->count, 0);
}

static void test_prose_is_no_form(void **state) {
    (void)state;
    const struct document *document = parse_filled("# T\n\n\x02" "a\n\n```{sidbrytning}\n```\x03\n");
    const struct finding *finding = only_finding(DIRECTIVE_IN_PROSE);
    assert_int_equal(source_position(finding->where.source, finding->where.offset).line, 5);
    assert_int_equal(document->blocks->next->next->kind, BLOCK_CODE);
    findings->count = 0;
    document = parse_filled("\x02Tabell: a\x03\n\n| b |\n|---|\n| c |\n");
    assert_int_equal(document->blocks->kind, BLOCK_PARAGRAPH);
    assert_null(document->blocks->next->table->caption);
}

static void test_missing(void **state) {
    (void)state;
    const struct inline_ *inline_ = parse("Datum: ⟦saknas: ärende.datum⟧.")->blocks->inlines->next;
    assert_int_equal(inline_->kind, INLINE_MARK);
    assert_string_equal(inline_->text, "ärende.datum");
    assert_string_equal(inline_words(arena, inline_->children), "⟦saknas: ärende.datum⟧");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE(test_blocks),
        CASE(test_lists),
        CASE(test_escapes_join),
        CASE(test_tables_recognised),
        CASE(test_table_cells),
        CASE(test_cells_open_no_blocks),
        CASE(test_amounts_are_not_broken),
        CASE(test_captions),
        CASE(test_table_too_wide),
        CASE(test_directives),
        CASE(test_directive_unknown),
        CASE(test_numbers),
        CASE(test_heading_double),
        CASE(test_heading_empty),
        CASE(test_normal_form),
        CASE(test_references),
        CASE(test_reference_nowhere),
        CASE(test_html_refused),
        CASE(test_html_allowed),
        CASE(test_tables_and_html),
        CASE(test_links_refused),
        CASE(test_text_refused),
        CASE(test_text_refused_in_address),
        CASE(test_depth),
        CASE(test_facts),
        CASE(test_facts_leave_no_marks),
        CASE(test_facts_in_directive),
        CASE(test_places),
        CASE(test_prose_ends),
        CASE(test_prose_among_words),
        CASE(test_prose_headings),
        CASE(test_slips),
        CASE(test_prose_is_no_form),
        CASE(test_missing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
