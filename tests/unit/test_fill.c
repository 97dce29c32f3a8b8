/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the engine adds to Mustache, and all it has to say. (The specification itself is held by
 * tests/spec/mustache.py.)
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <libxml/xpathInternals.h>

#include "base/buffer.h"
#include "base/target.h"
#include "base/text.h"
#include "fill/template.h"

struct bench {
    struct arena *arena;
    struct findings *findings;
    struct fill_options options;
    bool front_matter;
};

static int setup(void **state) {
    static struct bench bench;
    struct arena *arena = arena_new();
    query_setup();
    bench = (struct bench){ .arena = arena, .findings = findings_new(arena, LANGUAGE_SV) };
    *state = &bench;
    return 0;
}

static int teardown(void **state) {
    arena_free(((struct bench *)*state)->arena);
    return 0;
}

static const struct template *parse(struct bench *bench, const char *text) {
    const struct source *source = source_new(bench->arena, "t/mall.md", text, strlen(text));
    return template_parse(bench->arena, source, bench->front_matter, bench->findings);
}

static const struct filled *fill_whole(struct bench *bench, const char *text, const char *yaml) {
    const struct source *source = source_new(bench->arena, "d.yaml", yaml, strlen(yaml));
    const struct tree *tree =
        tree_read(bench->arena, source, TREE_YAML, "definition", bench->findings);
    assert_non_null(tree);
    return template_fill(bench->arena, parse(bench, text), tree, &bench->options, bench->findings);
}

static const char *fill(struct bench *bench, const char *text, const char *yaml) {
    return fill_whole(bench, text, yaml)->text;
}

/* The findings so far as "id line:column message", a line each; and forgets them. */
static const char *told(struct bench *bench) {
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    for (size_t i = 0; i < bench->findings->count; i++) {
        const struct finding *finding = bench->findings->items[i];
        struct position at = finding->where.source != NULL
                                 ? source_position(finding->where.source, finding->where.offset)
                                 : (struct position){ 0 };
        buffer_printf(&out, "%s %zu:%zu", finding->rule->id, at.line, at.column);
        for (size_t j = 0; j < finding->related_count; j++) {
            const struct related *related = &finding->related[j];
            at = source_position(related->where.source, related->where.offset);
            buffer_printf(&out, " (%zu:%zu %s)", at.line, at.column, related->note);
        }
        buffer_puts(&out, "\n");
    }
    bench->findings->count = 0;
    return buffer_take(bench->arena, &out);
}

/* A library of partials, given as name, text, …, NULL. */
static void with_partials(struct bench *bench, const char *const *partials) {
    char folder[] = "/tmp/underlag-test-XXXXXX";
    assert_non_null(mkdtemp(folder));
    for (size_t i = 0; partials[i] != NULL; i += 2) {
        const char *path = path_join(bench->arena, folder, partials[i]);
        assert_true(target_replace(path, partials[i + 1], strlen(partials[i + 1]), false));
    }
    bench->options.partials =
        library_open(bench->arena, folder, bench->front_matter, bench->findings);
    for (size_t i = 0; partials[i] != NULL; i += 2) {
        unlink(path_join(bench->arena, folder, partials[i]));
    }
    rmdir(folder);
}

static void test_faults_of_templates(void **state) {
    struct bench *bench = *state;
    static const struct {
        const char *text;
        const char *told;
        const char *filled;
    } cases[] = {
        { "a {{x", "mall-tagg-oavslutad 1:3\n", "a {{x" },
        { "a {{{x}} b", "mall-tagg-oavslutad 1:3\n", "a {{{x}} b" },
        { "åä {{=x}} b", "mall-tagg-oavslutad 1:4\n", "åä {{=x}} b" },
        { "a\n{{}}", "mall-tagg-tom 2:1\n", "a\n" },
        { "{{ | kr }}", "mall-tagg-tom 1:1\n", "" },
        { "{{#}}{{/}}", "mall-tagg-tom 1:1\n", "" },
        { "{{=a=}}", "mall-avgränsare-ogiltiga 1:1\n", "" },
        { "{{=a b c=}}{{x}}", "mall-avgränsare-ogiltiga 1:1\n", "ett" },
        { "{{#x}}a", "mall-sektion-oavslutad 1:1\n", "a" },
        { "{{#x}}\n{{#y}}\na\n{{/x}}b", "mall-sektion-oavslutad 2:1\n", "b" },
        { "a{{/x}}b", "mall-stängning-felaktig 1:2\n", "ab" },
        { "{{#x}}a{{/y}}{{/x}}", "mall-stängning-felaktig 1:8 (1:1 den här är öppen)\n", "a" },
        { "{{x|kronor}}", "mall-formaterare-okänd 1:5\n", "ett" },
        { "{{x| gemenn |versal}}", "mall-formaterare-okänd 1:6\n", "Ett" },
        { "{{#x|kr}}a{{/x|kr}}", "mall-formaterare-felplacerad 1:1\n", "a" },
        { "{{$b}}", "mall-sektion-oavslutad 1:1\n", "" },
        { "a\xFF", "text-utf8 1:2\n", "" },
        { "a\x01", "text-styrtecken 1:2\n", "" },
        { "a\r\n{{x}}\r\n", "", "a\r\nett\r\n" },
        { "{{#x}}\r\na\r\n{{/x}}\r\nb", "", "a\r\nb" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_string_equal(fill(bench, cases[i].text, "x: ett"), cases[i].filled);
        assert_string_equal(told(bench), cases[i].told);
    }
}

static void test_nearest_formatter(void **state) {
    struct bench *bench = *state;
    fill(bench, "{{x|manad}}", "x: 2022-10");
    assert_string_equal(bench->findings->items[0]->advice, "Menade du ”månad”?");
    assert_string_equal(bench->findings->items[0]->replacement, "månad");
}

static void test_suggestions(void **state) {
    struct bench *bench = *state;
    static const struct {
        const char *typed, *meant;
    } cases[] = { { "krr", "kr" }, { "dattum", "datum" }, { "talrd", "talord" }, { "x", NULL },
        { "foo", NULL }, { "ab", NULL }, { "html", NULL } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fill(bench, arena_printf(bench->arena, "{{x|%s}}", cases[i].typed), "x: 1");
        const char *meant = bench->findings->items[0]->replacement;
        if (cases[i].meant == NULL) {
            assert_null(meant);
        } else {
            assert_string_equal(meant, cases[i].meant);
        }
        bench->findings->count = 0;
    }
}

static void test_truth(void **state) {
    struct bench *bench = *state;
    const char *yaml =
        "noll: 0\ntom: ''\nintet:\nnej: false\nlista: []\ngrupp: {}\nfalse_text: 'false'\n";
    assert_string_equal(
        fill(bench,
            "{{#noll}}a{{.}}{{/noll}}{{#tom}}b{{/tom}}{{#intet}}c{{/intet}}{{#nej}}d{{/nej}}"
            "{{#lista}}e{{/lista}}{{#grupp}}f{{/grupp}}{{#false_text}}g{{/false_text}}",
            yaml),
        "a0fg");
    assert_string_equal(fill(bench, "{{a}} {{b}} {{c}} {{d}} {{e}}",
                            "a: 1.210\nb: 1e3\nc: '1.210'\nd: 1.0\ne: 007"),
        "1.21 1000 1.210 1 007");
    assert_string_equal(
        fill(bench, "{{a}} {{b}} {{c}} {{d}} {{e}}", "a: +.0\nb: .0\nc: -.00\nd: .50\ne: 0.0"),
        "0 0 0 .5 0");
}

static void test_missing(void **state) {
    struct bench *bench = *state;
    const char *yaml = "ärende:\n  rubrik: A\nparter:\n  - namn: B\n  - namn: C\n    insats: "
                       "5\ntom: ' '\nlista: [1, 2]\n";
    bench->options.strict = true;
    assert_string_equal(fill(bench, "{{ärende.datum}}", yaml), "");
    assert_string_equal(told(bench), "mall-värde-saknas 1:1 (1:1 mallen behöver den här)\n");
    fill(bench, "{{#parter}}{{insats}}{{/parter}}", yaml);
    assert_string_equal(told(bench), "mall-värde-saknas 4:5 (1:12 mallen behöver den här)\n");
    fill(bench, "{{okänd.x}}", yaml);
    assert_string_equal(told(bench), "mall-värde-saknas 1:1 (1:1 mallen behöver den här)\n");
    fill(bench, "{{tom}}", yaml);
    assert_string_equal(told(bench), "mall-värde-saknas 7:6 (1:1 mallen behöver den här)\n");
    fill(bench, "{{ärende}}{{lista}}", yaml);
    assert_string_equal(told(bench), "mall-värde-sammansatt 1:1 (1:1 så här ser uppgiften ut)\n"
                                     "mall-värde-sammansatt 1:11 (8:1 så här ser uppgiften ut)\n");
    fill(bench, "{{parter|lista}}{{lista}}", yaml);
    assert_non_null(strstr(bench->findings->items[0]->advice, "{{#parter}}"));
    assert_non_null(strstr(bench->findings->items[1]->advice, "formateraren lista"));
    told(bench);
    fill(bench, "{{ärende.rubrik|kr}}", yaml);
    assert_string_equal(told(bench), "mall-värde-fel-slag 1:17 (2:11 värdet kommer härifrån)\n");
    fill(bench, "{{>del}}", yaml);
    assert_string_equal(told(bench), "mall-delmall-okänd 1:1\n");
    fill(bench, "{{#saknas}}a{{/saknas}}{{^saknas}}b{{/saknas}}", yaml);
    assert_string_equal(told(bench), "");
    bench->options.strict = false;
    assert_string_equal(fill(bench, "({{a}}{{a|kr}}{{ärende}}{{>del}})", yaml), "()");
    assert_string_equal(told(bench), "");
}

static void test_markers(void **state) {
    struct bench *bench = *state;
    bench->options.markers = true;
    const struct filled *filled =
        fill_whole(bench, "{{#parter}}{{insats|kr}} {{{x.y}}};{{/parter}}",
            "parter:\n- insats: 5\n  x: 1\n- x: {}\n");
    assert_string_equal(filled->text,
        "5\xC2\xA0kr ⟦saknas: parter\\[1\\].x.y⟧;⟦saknas: parter\\[2\\].insats⟧ "
        "⟦saknas: parter\\[2\\].x.y⟧;");
    const struct stretch *mark = sourcemap_find(&filled->map, 10);
    assert_int_equal(mark->origin, ORIGIN_MARK);
    assert_string_equal(mark->path, "parter[1].x.y");
    assert_int_equal(bench->findings->count, 0);
}

/* {{^x}} that asks for {{x}} is written in a draft alone, and the missing value is not told again. */
static void test_holes(void **state) {
    struct bench *bench = *state;
    const char *text = "{{#a.b}}\nB: {{.}}\n{{/a.b}}\n{{^a.b}}\nB: {{a.b}}\n{{/a.b}}\n{{^c}}\nC\n{{/c}}\n";
    assert_string_equal(fill(bench, text, "a: {}"), "B: \nC\n");
    bench->options.strict = true;
    assert_string_equal(fill(bench, text, "a: {}"), "C\n");
    assert_string_equal(told(bench), "");
    /* What asks for it behind the hole has to be told. */
    fill(bench, "{{^x}}{{x}}{{/x}} {{x}}", "a: 1");
    assert_string_equal(told(bench), "mall-värde-saknas 1:1 (1:19 mallen behöver den här)\n");
    bench->options.markers = true;
    assert_string_equal(fill(bench, text, "a: {}"), "B: ⟦saknas: a.b⟧\nC\n");
    assert_string_equal(fill(bench, text, "a: {b: 1}\nc: 1"), "B: 1\n");
    assert_string_equal(fill(bench, "{{^a}}{{a}}{{/a}}", "a: false"), "false");
    assert_string_equal(told(bench), "");
}

static void test_one_full_stop(void **state) {
    struct bench *bench = *state;
    const char *yaml = "a: Ljus ek. för.\nb: Ljus\nc: [x, Vi!]\nd: |\n  Ett.\n";
    const struct filled *filled = fill_whole(bench, "Till {{a}}. Och {{#b}}{{a}}{{/b}}.\nMed {{b}}.", yaml);
    assert_string_equal(filled->text, "Till Ljus ek. för. Och Ljus ek. för.\nMed Ljus.");
    const struct stretch *between = sourcemap_find(&filled->map, strlen("Till Ljus ek. för."));
    assert_int_equal(between->origin, ORIGIN_TEMPLATE);
    assert_int_equal(between->where.offset, strlen("Till {{a}}."));
    assert_string_equal(fill(bench, "{{c|lista}}. {{{d}}}.", yaml), "x och Vi\\! Ett.");
    assert_string_equal(fill(bench, "{{a}}... {{a}}.pdf {{a}}, {{a}} .", yaml),
        "Ljus ek. för.... Ljus ek. för..pdf Ljus ek. för., Ljus ek. för. .");
    bench->options.escape = ESCAPE_NONE;
    assert_string_equal(fill(bench, "{{a}}.", yaml), "Ljus ek. för..");
}

static void test_prose(void **state) {
    struct bench *bench = *state;
    const char *yaml = "p: |\n  Ett.\n\n  - två\n    tre\nrad: en\n";
    assert_string_equal(fill(bench, "{{{p}}}\n\nSlut\n", yaml), "Ett.\n\n- två\n  tre\n\nSlut\n");
    assert_string_equal(fill(bench, "- {{{p}}}\n", yaml), "- Ett.\n\n  - två\n    tre\n");
    assert_string_equal(fill(bench, "  {{{p}}}\n", yaml), "  Ett.\n\n  - två\n    tre\n");
    assert_string_equal(
        fill(bench, "10. > {{{p}}}\n", yaml), "10. > Ett.\n    >\n    > - två\n    >   tre\n");
    assert_string_equal(fill(bench, "Ord {{{p}}} ord\n", yaml), "Ord Ett.\n\n- två\n  tre ord\n");
    assert_string_equal(
        fill(bench, "| {{{p}}} | {{{q}}} |\n", "p: \"a\\nb\\n\\nc\"\nq: 'x | y \\| z'"),
        "| a b c | x \\| y \\| z |\n");
    assert_string_equal(fill(bench, "|{{{p}}}|{{{q}}}|\n", "p: 'a\\'\nq: 'b\\\\'"),
        "|a\\\\|b\\\\|\n");
    assert_string_equal(fill(bench, "- {{{p|gemen}}}\n", yaml), "- ett.\n\n  - två\n    tre\n");
    assert_string_equal(fill(bench, "| {{{p|versal}}} |\n", "p: \"a\\n|b\""), "| A \\|b |\n");
    bench->options.escape = ESCAPE_NONE;
    assert_string_equal(fill(bench, "- {{{p}}}\n", yaml), "- Ett.\n\n- två\n  tre\n\n");
}

static void test_prose_in_partials(void **state) {
    struct bench *bench = *state;
    with_partials(bench, (const char *const[]){ "del.md", "{{{p}}}\n\nEfter\n", NULL });
    assert_string_equal(fill(bench, "- a\n\n  {{>del}}\nb\n", "p: \"x\\n\\ny\\n\""),
        "- a\n\n  x\n\n  y\n\n  Efter\nb\n");
}

static void test_front_matter(void **state) {
    struct bench *bench = *state;
    bench->front_matter = true;
    const struct filled *filled = fill_whole(bench,
        "---\ntitel: Om {{x}} & <b>\nsidhuvud: '{{#y}}{{.}}{{/y}}'\nsidfot: |\n  {{antal}} st\n"
        "numrerade_rubriker: ja\nlet:\n  antal: count(/definition/l/item)\n---\nText {{antal}}\n",
        "x: '*a*'\ny: b\nl: [1, 2]\n");
    assert_string_equal(filled->text, "Text 2\n");
    assert_string_equal(filled->title, "Om *a* & <b>");
    assert_string_equal(filled->header, "b");
    assert_string_equal(filled->footer, "2 st\n");
    assert_true(filled->numbered_headings);
    assert_string_equal(told(bench), "");
    filled = fill_whole(bench, "---\n---\nx\n", "{}");
    assert_string_equal(filled->text, "x\n");
    assert_null(filled->title);
    assert_string_equal(fill(bench, "--- a\n---\n", "{}"), "--- a\n---\n");
    assert_string_equal(fill(bench, "---\r\ntitel: a\r\n---\r\nb", "{}"), "b");
    assert_string_equal(
        fill(bench, "---\r\ntitel: a\r\n---\r\na\r\n\r\n{{#x}}\r\n- {{.}}\r\n{{/x}}\r\n", "x: [b, c]"),
        "a\n\n- b\n- c\n");
    /* One that ends no line is no line end of Windows, and refused: nothing is to grow together. */
    assert_string_equal(fill(bench, "---\n---\na\rb", "{}"), "");
    assert_string_equal(told(bench), "text-styrtecken 3:2\n");
    bench->front_matter = false;
    assert_string_equal(fill(bench, "---\ntitel: a\n---\n", "{}"), "---\ntitel: a\n---\n");
    assert_string_equal(told(bench), "");
}

static void test_faults_of_front_matter(void **state) {
    struct bench *bench = *state;
    static const struct {
        const char *text;
        const char *told;
    } cases[] = {
        { "---\ntitel: a\n", "mall-inledning-oavslutad 1:1\n" },
        { "---\ntitle: a\n---\n", "mall-nyckel-okänd 2:1\n" },
        { "---\ntitel: [a]\n---\n", "mall-nyckel-värde 2:1\n" },
        { "---\nnumrerade_rubriker: kanske\n---\n", "mall-nyckel-värde 2:21\n" },
        { "---\nlet: [a]\n---\n", "mall-nyckel-värde 2:1\n" },
        { "---\nlet: { a: [b] }\n---\n", "mall-nyckel-värde 2:8\n" },
        { "---\n- a\n---\n", "mall-nyckel-värde 2:1\n" },
        { "---\nlet:\n  a.b: 1\n  \"c d\": 1\n  1e: 1\n---\n",
            "mall-let-namn 3:3\nmall-let-namn 4:3\nmall-let-namn 5:3\n" },
        { "---\nlet:\n  a: 1 +\n---\n", "xpath-slut 3:9\n" },
        { "---\ntitel: a {{b\n---\n", "mall-tagg-oavslutad 2:10\n" },
        { "---\ntitel: 'a {{b|x}}'\n---\n", "mall-formaterare-okänd 2:15\n" },
        { "---\nsidfot: |\n  å\n  {{#a}}\n---\n", "mall-sektion-oavslutad 4:3\n" },
    };
    bench->front_matter = true;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fill(bench, cases[i].text, "{}");
        assert_string_equal(told(bench), cases[i].told);
    }
    CLEANUP_BUFFER struct buffer many = BUFFER_EMPTY;
    buffer_puts(&many, "---\nlet:\n");
    for (int i = 0; i <= TEMPLATE_LETS; i++) {
        buffer_printf(&many, "  a%d: 1\n", i);
    }
    buffer_puts(&many, "---\n");
    fill(bench, many.data, "{}");
    assert_string_equal(told(bench), "mall-för-stor 203:3\n");
}

static void test_lets(void **state) {
    struct bench *bench = *state;
    const char *yaml =
        "parter:\n- { namn: A, insats: 5 }\n- { namn: B, insats: 7 }\nett: { namn: C }\n";
    bench->front_matter = true;
    bench->options.strict = true;
#define LET(lets, text) "---\nlet:\n" lets "---\n" text
    assert_string_equal(
        fill(bench,
            LET("  summa: sum(//insats)\n  halva: $summa div 2\n  dubbla: $summa + $halva\n",
                "{{summa|kr}} {{halva}} {{dubbla}}"),
            yaml),
        "12\xC2\xA0kr 6 18");
    fill(bench, LET("  summa: sum(//insats)\n", "{{summa.kr}}"), yaml);
    assert_string_equal(told(bench), "mall-värde-saknas 5:1 (3:3 uttrycket gav inget värde)\n");
    assert_string_equal(
        fill(bench,
            LET("  namnen: parter/item/namn\n", "{{namnen|lista}}:{{#namnen}}({{.}}){{/namnen}}"),
            yaml),
        "A och B:(A)(B)");
    assert_string_equal(
        fill(bench, LET("  p: parter/item\n", "{{#p}}{{namn}}{{insats}};{{/p}}{{p.namn}}"), yaml),
        "A5;B7;A");
    assert_string_equal(
        fill(bench,
            LET("  stor: insats > 6\n",
                "{{#parter}}{{#stor}}{{namn}}{{.}}{{/stor}}{{^stor}}-{{/stor}}{{/parter}}"),
            "parter:\n- { namn: A, insats: 5 }\n- { namn: B, insats: 7 }\n"),
        "-B");
    assert_string_equal(told(bench), "mall-värde-sammansatt 5:29 (3:3 så här ser uppgiften ut)\n");
    assert_string_equal(fill(bench,
                            LET("  flera: count(//parter/item) > 1\n",
                                "{{#ett.namn}}{{#flera}}{{.}}{{/flera}}{{/ett.namn}}"),
                            yaml),
        "C");
    assert_string_equal(fill(bench, LET("  d: //ett\n", "{{d.namn}}"), yaml), "C");
    assert_string_equal(fill(bench, LET("  t: //ett/namn/text()\n", "{{t}}"), yaml), "C");
    assert_string_equal(fill(bench, LET("  r: /\n", "{{r.ett.namn}}"), yaml), "C");
    assert_string_equal(told(bench), "");
    fill(bench, LET("  tom: //saknas\n  inget: number('x')\n", "{{tom}}{{inget}}{{#tom}}a{{/tom}}"),
        yaml);
    assert_string_equal(told(bench), "mall-värde-saknas 6:1 (3:3 uttrycket gav inget värde)\n"
                                     "mall-värde-saknas 6:8 (4:3 uttrycket gav inget värde)\n");
    fill(bench, LET("  a: $b\n  b: 1\n", "{{#a}}x{{/a}}"), yaml);
    assert_int_equal(bench->findings->count, 1); /* only earlier lets are seen */
    bench->findings->count = 0;
}

/* What depends on the context node is evaluated anew for each, whatever else stands in it. */
static void test_absolute_lets(void **state) {
    struct bench *bench = *state;
    static const struct {
        const char *let;
        bool absolute;
    } cases[] = { { "/definition/a", true }, { "sum(//a)", true },
        { "count(//a[b = 'x']) > 1", true }, { "1 + 2", true }, { "'a.b/c'", true },
        { "\"it's\"", true }, { "true()", true }, { "//a[position() = last()]/b", true },
        { "boolean(/a) and not(//b) or //c", true }, { "/a/* * 2", true }, 
        { "/a/..", true }, { "//a/text()", true }, { "/a//b | /c", true }, { ".5 + 1.5", true },
        { "(/a)[1]", true }, { "-(/a)", true }, { "om(//a, '1', '2')", true },
        { "//a/följande-å", true }, { "/a[b[c]]/d[']']", true }, { "a", false }, { ".", false },
        { "..", false }, { "./a", false }, { "*", false }, { "sum(a)", false },
        { "//a = b", false }, { "position()", false }, { "string()", false }, { "name( )", false },
        { "text()", false }, { "node()", false }, { "self::a", false }, { "2 * *", false },
        { "count(*)", false }, { "/a + .", false }, { "(a)", false }, { "$annan", false },
        { "om(., //a, //b)", false }, { "lang('sv')", false }, { "div div div", false },
        { "//a[b] or c", false }, { "/a | b", false },
        { "100-a", false }, { "-a", false }, { "2 * -a", false }, { "1 - a", false },
        { "3.-a", false }, { "//a[. = $annan]", false }, { "//a[b[c = $annan]] = 1", false },
        { "100-//a", true }, { "//a[. = '$annan']", true }, { "1 div 2", true }, { "//a/.", true } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        CLEANUP_BUFFER struct buffer yaml = BUFFER_EMPTY;
        buffer_printf(&yaml, "x: |-\n  %s\ny: $x\n", cases[i].let);
        char *text = buffer_take(bench->arena, &yaml);
        const struct source *source = source_new(bench->arena, "l.yaml", text, strlen(text));
        const struct tree *tree =
            tree_read(bench->arena, source, TREE_YAML, "let", bench->findings);
        size_t count;
        const struct let *lets = let_read(bench->arena, tree->root, &count, bench->findings);
        if (lets[0].absolute != cases[i].absolute) {
            print_error("%s\n", cases[i].let);
        }
        assert_int_equal(lets[0].absolute, cases[i].absolute);
        assert_int_equal(lets[1].absolute, cases[i].absolute);
    }
    bench->findings->count = 0;
}

/* A let of a partial is found afresh where its includer's differs, and kept where nothing can. */
static void test_kept_lets(void **state) {
    struct bench *bench = *state;
    bench->front_matter = true;
    with_partials(bench,
        (const char *const[]){ "p", "---\nlet:\n  b: $a + 1\n  n: count(//x)\n---\n{{b}}/{{n}} ",
            "q", "---\nlet:\n  a: 10\n---\n{{>p}}", NULL });
    assert_string_equal(
        fill(bench, "---\nlet:\n  a: 1\n---\n{{>p}}{{>q}}{{>p}}{{#x}}{{>p}}{{/x}}", "x: 5"),
        "2/1 11/1 2/1 2/1 ");
    assert_string_equal(told(bench), "");
}

static void test_lets_of_partials(void **state) {
    struct bench *bench = *state;
    bench->front_matter = true;
    with_partials(bench, (const char *const[]){ "del.md",
                             "---\nlet:\n  b: $a + 1\n  c: 5\n---\n{{a}}{{b}}{{c}}", NULL });
    assert_string_equal(
        fill(bench, "---\nlet:\n  a: 1\n  c: 3\n---\n{{c}}{{>del}}{{c}}{{b}}", "{}"), "31253");
    assert_string_equal(told(bench), "");
    with_partials(bench, (const char *const[]){ "del.md", "---\ntitel: a\n---\n", NULL });
    assert_string_equal(told(bench), "mall-nyckel-i-delmall 2:1\n");
    with_partials(bench,
        (const char *const[]){ "del.md",
            "---\nnumrerade_rubriker: nej\nlet: { a: 1 }\nrapport: ja\negenskaper: { ämne: x }\n---\n", NULL });
    assert_string_equal(told(bench),
        "mall-nyckel-i-delmall 2:1\nmall-nyckel-i-delmall 4:1\nmall-nyckel-i-delmall 5:1\n");
}

/* The name of a dynamic partial is a value like any other: where it is missing, something is. */
static void test_dynamic_names(void **state) {
    struct bench *bench = *state;
    with_partials(bench, (const char *const[]){ "del.md", "x{{$b}}y{{/b}}", NULL });
    const char *text = "{{>*a}}{{>*b}}{{>*c}}{{<*b}}{{$b}}z{{/b}}{{/*b}}";
    assert_string_equal(fill(bench, text, "a: del\nc: []"), "xy");
    assert_string_equal(told(bench), "");
    bench->options.strict = true;
    assert_string_equal(fill(bench, text, "a: del\nc: []"), "xy");
    assert_string_equal(told(bench),
        "mall-värde-saknas 1:1 (1:8 mallen behöver den här)\n"
        "mall-värde-sammansatt 1:15 (2:1 så här ser uppgiften ut)\n"
        "mall-värde-saknas 1:1 (1:22 mallen behöver den här)\n");
}

/* No number has an exponent, and what is none is a missing value. */
static void test_numbers(void **state) {
    struct bench *bench = *state;
    bench->front_matter = true;
    bench->options.strict = true;
    assert_string_equal(fill(bench,
                            "---\nlet:\n  a: 10000000 * 1000000000\n  b: 1 div 0\n  c: 0 div 0\n"
                            "  d: 1 div 10000000\n---\n{{a}} {{b}} {{c}} {{d}}",
                            "{}"),
        "10000000000000000   0.0000001");
    assert_string_equal(told(bench),
        "mall-värde-saknas 8:7 (4:3 uttrycket gav inget värde)\n"
        "mall-värde-saknas 8:13 (5:3 uttrycket gav inget värde)\n");
}

/* What is missing of an end is what the advice says. */
static void test_ends_of_tags(void **state) {
    struct bench *bench = *state;
    static const char *const cases[][2] = { { "{{a", "”}}”" }, { "{{{a}}", "”}}}”" },
        { "{{=<% %>}}", "”=}}”" }, { "{{=<% %>=}}<%{a%>", "”}%>”" },
        { "a {{ {a} }}", "intill varandra" } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fill(bench, cases[i][0], "a: 1");
        assert_non_null(strstr(bench->findings->items[0]->advice, cases[i][1]));
        bench->findings->count = 0;
    }
}

static void test_given_context(void **state) {
    struct bench *bench = *state;
    const char *yaml = "a:\n  total: 5\n  x: { y: 6 }\n";
    const struct source *source = source_new(bench->arena, "d.yaml", yaml, strlen(yaml));
    const struct tree *tree =
        tree_read(bench->arena, source, TREE_YAML, "definition", bench->findings);
    xmlXPathObject *half = xmlXPathNewFloat(2.5);
    const struct query_variable names[] = { { "halva", half } };
    bench->options.names = names;
    bench->options.name_count = 1;
    bench->options.context = node_child(node_child(tree->root, "a"), "total");
    const struct filled *filled = template_fill(bench->arena, parse(bench, "{{.|kr}} {{halva}} {{a.x.y}}"),
        tree, &bench->options, bench->findings);
    xmlXPathFreeObject(half);
    assert_string_equal(filled->text, "5\xC2\xA0kr 2.5 6");
    assert_string_equal(told(bench), "");
}

static void test_template_of_a_scalar(void **state) {
    struct bench *bench = *state;
    const char *yaml = "meddelande: >\n  Det är {{x}}\n  och {{#y}}.\n";
    const struct source *source = source_new(bench->arena, "r.yaml", yaml, strlen(yaml));
    const struct tree *tree = tree_read(bench->arena, source, TREE_YAML, "regel", bench->findings);
    const struct template *template = template_parse_node(
        bench->arena, source, node_child(tree->root, "meddelande"), bench->findings);
    assert_string_equal(told(bench), "mall-sektion-oavslutad 3:7\n");
    assert_int_equal(template->tags[1].kind, TAG_VARIABLE);
    assert_int_equal(source_position(source, template->tags[1].where.offset).column, 10);
}

static void test_inheritance(void **state) {
    struct bench *bench = *state;
    with_partials(bench, (const char *const[]){ "p.md", "a\n  {{$b}}\n    std\n  {{/b}}\nz\n",
                             "q.md", "({{$b}}q{{/b}}){{>r}}", "r.md", "[{{$b}}r{{/b}}]", NULL });
    assert_string_equal(fill(bench, "{{>p}}", "{}"), "a\n    std\nz\n");
    assert_string_equal(fill(bench, "{{<p}}{{$b}}x{{/b}}{{/p}}", "{}"), "a\n    x\nz\n");
    assert_string_equal(fill(bench, "{{<p}}{{$b}}{{/b}}{{/p}}", "{}"), "a\nz\n");
    assert_string_equal(
        fill(bench, "  {{<p}}\n  {{$b}}\n  x\n   y\n  {{/b}}\n  {{/p}}\nslut", "{}"),
        "  a\n      x\n       y\n  z\nslut");
    assert_string_equal(fill(bench, "{{<r}}{{$b}}1{{/b}}{{$b}}2{{/b}}{{/r}}", "{}"), "[1]"); /* the first of two */
    /* A partial is a parent without arguments: what the parents around it give reaches it. */
    assert_string_equal(fill(bench, "{{<q}}{{$b}}x{{/b}}{{/q}}", "{}"), "(x)[x]");
    /* A block within what replaces it is the replaced one. */
    assert_string_equal(fill(bench, "{{<q}}{{$b}}<{{$b}}y{{/b}}>{{/b}}{{/q}}", "{}"), "(<y>)[<y>]");
    assert_string_equal(fill(bench, "{{<*n}}{{$b}}x{{/b}}{{/*n}}", "n: r"), "[x]");
    assert_string_equal(told(bench), "");
}

/* Of groups with very many keys, more of them than have an index, each key is found, and no other. */
static void test_groups_of_many_keys(void **state) {
    struct bench *bench = *state;
    CLEANUP_BUFFER struct buffer data = BUFFER_EMPTY;
    CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
    CLEANUP_BUFFER struct buffer wanted = BUFFER_EMPTY;
    for (int group = 0; group < 10; group++) {
        buffer_printf(&data, "g%d:\n", group);
        for (int key = 0; key < 300; key++) {
            buffer_printf(&data, "  k%d: v%d-%d\n", key, group, key);
        }
    }
    for (int i = 0; i < 20; i++) {
        buffer_printf(&text, "{{g%d.k299}} {{g%d.k250}}{{g%d.k300}} {{g%d.k0}}\n", i % 10, i % 10, i % 10, i % 10);
        buffer_printf(&wanted, "v%d-299 v%d-250 v%d-0\n", i % 10, i % 10, i % 10);
    }
    assert_string_equal(fill(bench, text.data, data.data), wanted.data);
}

/* Within a line a partial goes in as it is, also where its line belongs to one that is indented. */
static void test_partials_within_a_line(void **state) {
    struct bench *bench = *state;
    with_partials(bench, (const char *const[]){ "yttre.md", "a {{>inre}} c\nd\n", "inre.md", "x\ny", NULL });
    assert_string_equal(fill(bench, "  {{>yttre}}\n", "{}"), "  a x\ny c\n  d\n");
}

static void test_partials_of_a_folder(void **state) {
    struct bench *bench = *state;
    with_partials(bench, (const char *const[]){ "a.md", "md", "a.html", "html", "b", "utan",
                             "c.exe", "exe", "d.mustache", "m", "delen", "", NULL });
    assert_string_equal(
        fill(bench, "{{>a}} {{>b}} {{>c}} {{>d}} {{>../a}} {{>/etc/passwd}} {{>a.md}}", "{}"),
        "md utan  m   ");
    assert_string_equal(library_names(bench->options.partials)[0], "a");
    bench->options.strict = true;
    fill(bench, "{{>deln}}", "{}");
    assert_string_equal(bench->findings->items[0]->advice, "Menade du ”delen”?");
    bench->findings->count = 0;
    assert_null(library_find(library_open(bench->arena, "/saknas", false, bench->findings), "a"));
    assert_string_equal(told(bench), "");
}

static char *repeat(struct arena *arena, const char *text, size_t count) {
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    for (size_t i = 0; i < count; i++) {
        buffer_puts(&out, text);
    }
    return buffer_take(arena, &out);
}

static void test_limits(void **state) {
    struct bench *bench = *state;
    const char *open = repeat(bench->arena, "{{#a}}", TEMPLATE_DEPTH);
    const char *close = repeat(bench->arena, "{{/a}}", TEMPLATE_DEPTH);
    assert_string_equal(fill(bench, arena_printf(bench->arena, "%sx%s", open, close), "a: 1"), "x");
    assert_string_equal(told(bench), "");
    fill(bench, arena_printf(bench->arena, "{{#a}}%sx", open), "a: 1");
    assert_string_equal(told(bench), "mall-för-djup 1:601\n");
    fill(bench, repeat(bench->arena, "\n", TEMPLATE_TAGS + 5), "a: 1");
    assert_string_equal(told(bench), "mall-för-stor 1000001:1\n");
    fill(bench, repeat(bench->arena, "0123456789abcdef", TEMPLATE_LARGEST / 16 + 1), "a: 1");
    assert_string_equal(told(bench), "mall-för-stor 1:1\n");
    fill(bench, arena_printf(bench->arena, "{{a%s}}", repeat(bench->arena, "|tal", 21)), "a: 1");
    assert_string_equal(told(bench), "mall-för-stor 1:85\n");
    fill(bench, arena_printf(bench->arena, "{{a%s}}", repeat(bench->arena, ".a", 500)), "a: 1");
    assert_string_equal(told(bench), "mall-för-stor 1:1\n");
    with_partials(bench, (const char *const[]){ "a", "{{>a}}{{>a}}", "b", "  {{>b}}\n", NULL });
    fill(bench, "{{>a}}", "a: 1");
    assert_string_equal(told(bench), "mall-expansion-för-djup 1:1\n");
    fill(bench, "{{>b}}", "a: 1");
    assert_string_equal(told(bench), "mall-expansion-för-djup 1:3\n");
    CLEANUP_BUFFER struct buffer list = BUFFER_EMPTY;
    buffer_puts(&list, "a: [");
    for (int i = 0; i < 200; i++) {
        buffer_puts(&list, "1,");
    }
    buffer_puts(&list, "]");
    fill(bench, "{{#a}}{{#a}}{{#a}}{{#a}}{{/a}}{{/a}}{{/a}}{{/a}}", list.data);
    assert_string_equal(told(bench), "mall-text-för-stor 1:19\n");
    buffer_printf(&list, "\nb: %s\n", repeat(bench->arena, "0123456789", 90000));
    fill(bench, "{{#a}}{{{b}}}{{/a}}", list.data);
    assert_string_equal(told(bench), "mall-text-för-stor 1:1\n");
}

/* What a single tag makes grow ends, too: prose that repeats a long beginning of its line, and long
 * values that formatters make nothing of. */
static void test_limits_of_tags(void **state) {
    struct bench *bench = *state;
    const char *prose = arena_printf(bench->arena, "a: |\n%s", repeat(bench->arena, "  x\n", 20000));
    fill(bench, arena_printf(bench->arena, "%s{{{a}}}", repeat(bench->arena, "> ", 20000)), prose);
    assert_string_equal(told(bench), "mall-text-för-stor 1:40001\n");
    const char *yaml = arena_printf(bench->arena, "a: %s\nl: [%s1]\n",
        repeat(bench->arena, "0123456789", 100000), repeat(bench->arena, "1,", 5000));
    size_t before = arena_size(bench->arena);
    fill(bench, "{{#l}}{{a|gemen|kr}}{{/l}}", yaml);
    assert_true(arena_size(bench->arena) - before < 20000000);
    assert_string_equal(bench->findings->items[bench->findings->count - 1]->rule->id, "mall-text-för-stor");
    bench->findings->count = 0;
}

/* Places within a scalar are looked for by walking it, but not when it is nearly all white space. */
static void test_places_of_sparse_prose(void **state) {
    struct bench *bench = *state;
    for (int count = 1; count <= 5000; count *= 5000) {
        const char *yaml = arena_printf(
            bench->arena, "a: \"b\\\n%sc\\nd\"\n", repeat(bench->arena, " ", (size_t)count));
        const struct filled *filled = fill_whole(bench, "{{{a}}}", yaml);
        assert_string_equal(filled->text, "bc\nd");
        const struct stretch *stretch = sourcemap_find(&filled->map, 3);
        size_t length = stretch->lines[1].where.length;
        assert_int_equal(length, count == 1 ? 1 : strlen(yaml) - strlen("a: \n"));
    }
}

/* Each closing tag that may be a misspelt one looks through the rest of the template: only so many do. */
static void test_misspelt_closings_are_few(void **state) {
    struct bench *bench = *state;
    fill(bench, repeat(bench->arena, "{{#aaa}}{{/aab}}", 1000), "a: 1");
    const size_t count = bench->findings->count;
    assert_in_range(count, 100, 300);
    assert_string_equal(bench->findings->items[0]->rule->id, "mall-sektion-namn");
    assert_string_equal(bench->findings->items[count - 1]->rule->id, "mall-för-djup");
    bench->findings->count = 0;
}

/* What a partial's lets need is given back when it ends. */
static void test_lets_of_many_turns_are_small(void **state) {
    struct bench *bench = *state;
    bench->front_matter = true;
    CLEANUP_BUFFER struct buffer partial = BUFFER_EMPTY;
    buffer_puts(&partial, "---\nlet:\n");
    for (int i = 0; i < 100; i++) {
        buffer_printf(&partial, "  a%d: .\n", i);
    }
    buffer_puts(&partial, "---\n{{a1}}");
    with_partials(bench, (const char *const[]){ "del", partial.data, NULL });
    const char *yaml = arena_printf(bench->arena, "l: [%s1]\n", repeat(bench->arena, "1,", 5000));
    size_t before = arena_size(bench->arena);
    fill(bench, "{{#l}}{{>del}}{{/l}}", yaml);
    assert_string_equal(told(bench), "");
    assert_true(arena_size(bench->arena) - before < 10000000);
}

/* The places of a long text of the front matter are found in a scalar, and not each from its beginning. */
static void test_places_of_many_lines(void **state) {
    struct bench *bench = *state;
    bench->front_matter = true;
    static const char *const heads[] = { "---\nsidfot: |\n", "---\nsidfot: >\n", "---\nsidfot: \"\n" };
    const char *lines = repeat(bench->arena, "  å {{#a}}{{.}}{{/a}}\n", 8000);
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        const char *text =
            arena_printf(bench->arena, "%s%s  {{b|}}%s\n---\nx\n", heads[i], lines, i == 2 ? "\"" : "");
        bench->findings->count = 0;
        fill(bench, text, "a: 1");
        assert_string_equal(told(bench), "mall-formaterare-okänd 8003:7\n");
    }
}

/* Indentation is kept once, however many turns of a list ask for it. */
static void test_indentation_is_small(void **state) {
    struct bench *bench = *state;
    with_partials(bench, (const char *const[]){ "del", "{{!}}", NULL });
    const char *indent = repeat(bench->arena, " ", 20000);
    const char *yaml = arena_printf(bench->arena, "l: [%s1]\n", repeat(bench->arena, "1,", 2000));
    size_t before = arena_size(bench->arena);
    fill(bench, arena_printf(bench->arena, "{{#l}}\n%s{{>del}}\n{{/l}}", indent), yaml);
    assert_true(arena_size(bench->arena) - before < 10000000);
}

static void test_english(void **state) {
    struct bench *bench = *state;
    bench->findings->language = LANGUAGE_EN;
    bench->options.strict = true;
    fill(bench, "{{a.b}}", "a: {}");
    assert_string_equal(bench->findings->items[0]->message, "The value “a.b” is missing.");
    assert_string_equal(bench->findings->items[0]->related[0].note, "the template needs it here");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = { TEST(test_faults_of_templates),
        TEST(test_nearest_formatter), TEST(test_suggestions), TEST(test_truth), TEST(test_missing), TEST(test_markers),
        TEST(test_holes), TEST(test_one_full_stop),
        TEST(test_prose), TEST(test_prose_in_partials), TEST(test_front_matter),
        TEST(test_faults_of_front_matter), TEST(test_lets), TEST(test_absolute_lets),
        TEST(test_kept_lets), TEST(test_lets_of_partials), TEST(test_dynamic_names), TEST(test_numbers),
        TEST(test_ends_of_tags), TEST(test_given_context),
        TEST(test_template_of_a_scalar), TEST(test_inheritance), TEST(test_groups_of_many_keys),
        TEST(test_partials_within_a_line), TEST(test_partials_of_a_folder),
        TEST(test_limits), TEST(test_limits_of_tags), TEST(test_places_of_many_lines),
        TEST(test_places_of_sparse_prose), TEST(test_misspelt_closings_are_few), TEST(test_lets_of_many_turns_are_small),
        TEST(test_indentation_is_small), TEST(test_english) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
