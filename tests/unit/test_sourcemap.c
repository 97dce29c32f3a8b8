/* SPDX-License-Identifier: EUPL-1.2
 *
 * Every byte of a filled text is accounted for, and points to where its words stand.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "fill/template.h"

static const char mall[] = "---\n"
                           "let:\n"
                           "  summa: sum(//insats)\n"
                           "---\n"
                           "# Om {{rubrik}}\n"
                           "\n"
                           "{{#parter}}\n"
                           "- {{namn|genitiv}} insats: {{insats|kr}}\n"
                           "\n"
                           "  {{{text}}}\n"
                           "{{/parter}}\n"
                           "\n"
                           "Summa {{summa|kr}}.\n";

static const char data[] = "rubrik: \"*Ett*\"\n"
                           "parter:\n"
                           "  - namn: Ida\n"
                           "    insats: 700000\n"
                           "    text: |\n"
                           "      Första raden.\n"
                           "\n"
                           "      Åtta ord.\n"
                           "  - namn: Bo\n"
                           "    insats: 5\n"
                           "    text: >\n"
                           "      en\n"
                           "      två\n"
                           "\n"
                           "      tre\n";

struct filling {
    struct arena *arena;
    const struct filled *filled;
    const struct source *template, *data;
};

static void fill(struct filling *filling, const char *text, const char *yaml) {
    struct arena *arena = arena_new();
    struct findings *findings = findings_new(arena, LANGUAGE_SV);
    filling->arena = arena;
    filling->template = source_new(arena, "mall.md", text, strlen(text));
    filling->data = source_new(arena, "d.yaml", yaml, strlen(yaml));
    const struct tree *tree = tree_read(arena, filling->data, TREE_YAML, "definition", findings);
    assert_non_null(tree);
    const struct template *template = template_parse(arena, filling->template, true, findings);
    const struct fill_options options = { .escape = ESCAPE_MARKDOWN, .strict = true };
    filling->filled = template_fill(arena, template, tree, &options, findings);
    assert_int_equal(findings->count, 0);
}

static void assert_whole(const struct filled *filled) {
    size_t at = 0;
    for (size_t i = 0; i < filled->map.count; i++) {
        const struct stretch *stretch = &filled->map.stretches[i];
        assert_int_equal(stretch->offset, at);
        assert_true(stretch->length > 0);
        assert_non_null(stretch->where.source);
        for (size_t j = 0; j < stretch->line_count; j++) {
            size_t line = stretch->lines[j].offset;
            assert_true(line >= at && line <= at + stretch->length);
            assert_true(j == 0 || stretch->lines[j - 1].offset < line);
        }
        at += stretch->length;
    }
    assert_int_equal(at, filled->size);
}

/* "line:column" of what stands at the words, and how many bytes of it. */
static const char *place(struct filling *filling, const char *words, size_t length) {
    const char *found = strstr(filling->filled->text, words);
    assert_non_null(found);
    struct span span =
        sourcemap_span(&filling->filled->map, (size_t)(found - filling->filled->text), length);
    struct position at = source_position(span.source, span.offset);
    return arena_printf(
        filling->arena, "%s:%zu:%zu+%u", span.source->name, at.line, at.column, span.length);
}

static void test_places(void **state) {
    (void)state;
    struct filling filling;
    fill(&filling, mall, data);
    assert_string_equal(filling.filled->text,
        "# Om \\*Ett\\*\n\n- Idas insats: 700\xC2\xA0"
        "000\xC2\xA0kr\n\n  Första raden.\n\n  Åtta ord.\n"
        "- Bos insats: 5\xC2\xA0kr\n\n  en två\n  tre\n\nSumma 700\xC2\xA0"
        "005\xC2\xA0kr.\n");
    assert_whole(filling.filled);
    assert_string_equal(place(&filling, "Om", 2), "mall.md:5:3+2");
    assert_string_equal(place(&filling, "Ett", 3), "d.yaml:1:9+7");
    assert_string_equal(place(&filling, "insats", 6), "mall.md:8:20+6");
    assert_string_equal(place(&filling, "700", 3), "d.yaml:4:13+6");
    assert_string_equal(place(&filling, "Första", 7), "d.yaml:6:7+7");
    assert_string_equal(place(&filling, "raden.", 6), "d.yaml:6:14+6");
    assert_string_equal(place(&filling, "ord.", 4), "d.yaml:8:12+4");
    assert_string_equal(place(&filling, "en två", 2), "d.yaml:12:7+2");
    assert_string_equal(place(&filling, "tre", 3), "d.yaml:15:7+3");
    assert_string_equal(place(&filling, "Summa", 5), "mall.md:13:1+5");
    arena_free(filling.arena);
}

static void test_facts(void **state) {
    (void)state;
    struct filling filling;
    fill(&filling, mall, data);
    const struct sourcemap *map = &filling.filled->map;
    const char *text = filling.filled->text;
    const struct stretch *fact = sourcemap_find(map, (size_t)(strstr(text, "700") - text));
    assert_int_equal(fact->origin, ORIGIN_FACT);
    assert_string_equal(fact->path, "parter[1].insats");
    assert_string_equal(fact->raw, "700000");
    assert_int_equal(source_position(fact->tag.source, fact->tag.offset).line, 8);
    const struct stretch *prose = sourcemap_find(map, (size_t)(strstr(text, "tre") - text));
    assert_int_equal(prose->origin, ORIGIN_PROSE);
    assert_string_equal(prose->path, "parter[2].text");
    const struct stretch *sum = sourcemap_find(map, (size_t)(strstr(text, "005") - text));
    assert_int_equal(sum->origin, ORIGIN_DERIVED);
    assert_string_equal(sum->path, "summa");
    assert_string_equal(sum->raw, "700005");
    assert_int_equal(source_position(sum->where.source, sum->where.offset).line, 3);
    assert_null(sourcemap_find(map, filling.filled->size));
    assert_null(sourcemap_span(map, filling.filled->size, 1).source);
    arena_free(filling.arena);
}

/* Words of a block that was moved to another indentation still know their column. */
static void test_moved_blocks(void **state) {
    (void)state;
    struct filling filling;
    fill(&filling, "{{$a}}\n    ett\n      två\n{{/a}}\n  {{$b}}{{/b}}\nx", "x: 1\n");
    assert_string_equal(filling.filled->text, "    ett\n      två\nx");
    assert_whole(filling.filled);
    assert_string_equal(place(&filling, "ett", 3), "mall.md:2:5+3");
    assert_string_equal(place(&filling, "två", 4), "mall.md:3:7+4");
    arena_free(filling.arena);
}

static void test_empty(void **state) {
    (void)state;
    struct filling filling;
    fill(&filling, "", "x: 1\n");
    assert_string_equal(filling.filled->text, "");
    assert_int_equal(filling.filled->map.count, 0);
    arena_free(filling.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_places),
        cmocka_unit_test(test_facts),
        cmocka_unit_test(test_moved_blocks),
        cmocka_unit_test(test_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
