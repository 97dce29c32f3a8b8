/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "base/text.h"
#include "check/wording.h"

static struct arena *arena;
static struct findings *findings;

static int setup(void **state) {
    (void)state;
    arena = arena_new();
    findings = findings_new(arena, LANGUAGE_SV);
    return 0;
}

static int teardown(void **state) {
    (void)state;
    arena_free(arena);
    return 0;
}

static const xmlNode *read_yaml(const char *text) {
    const struct tree *tree =
        tree_read(arena, source_new(arena, "", text, strlen(text)), TREE_YAML, "text", findings);
    assert_non_null(tree);
    return tree->root;
}

/* The hits of the wording, written as YAML, in a field of that text. */
static struct hits find(const char *wording, const char *text, const struct vocabulary *vocabulary) {
    struct corpus_builder *builder = corpus_builder_new(arena);
    corpus_add_field(builder, read_yaml(arena_printf(arena, "%s\n", yaml_quoted(arena, text, strlen(text)))));
    struct match_time time;
    match_time_start(arena, &time);
    const struct word_subject subject = { .arena = arena,
        .corpus = corpus_finish(builder),
        .vocabulary = vocabulary,
        .time = &time,
        .findings = findings };
    struct hits hits = { 0 };
    const struct wording *read = wording_read(arena, read_yaml(wording), false, findings);
    assert_non_null(read);
    wording_find(read, &subject, NULL, &hits);
    assert_int_equal(findings->count, 0);
    return hits;
}

/* The first `size` bytes of words without end. */
static void put_words(struct buffer *out, size_t size) {
    for (size_t i = 0; i < size; i++) {
        buffer_putc(out, i % 4 == 3 ? ' ' : 'a');
    }
}

/* What the pattern matches, one behind the other with a bar between. */
static const char *matches(const char *text) {
    struct hits hits = find("{ slag: mönster, mönster: '\\bTODO\\b|_+' }", text, NULL);
    const char *all = "";
    for (size_t i = 0; i < hits.count; i++) {
        assert_memory_equal(text + hits.items[i].offset, hits.items[i].words, hits.items[i].length);
        all = arena_printf(arena, "%s%s|", all, hits.items[i].words);
    }
    return all;
}

static void emphasis_is_no_part_of_a_word(void **state) {
    (void)state;
    assert_string_equal(matches("Är *TODO* och **TODO**"), "TODO|TODO|");
    assert_string_equal(matches("Är _TODO_ och __TODO__, (_TODO_)"), "TODO|TODO|TODO|");
    assert_string_equal(matches("_TODO och_ ”_TODO_” *_TODO_*\n_TODO_"), "TODO|TODO|TODO|TODO|");
    assert_string_equal(matches("a_b _ __ ____ \\_c"), "_|_|__|____|_|");
}

/* Wherever a stretch of the text may end (matcher.c). */
static void a_hit_is_found_wherever_it_stands(void **state) {
    (void)state;
    for (size_t before = 4000; before < 5200; before += 4) {
        CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
        put_words(&text, before);
        buffer_puts(&text, "betalas i januari ");
        put_words(&text, 6000);
        struct hits hits = find("{ slag: mönster, mönster: 'betalas i \\Kjanuari' }", text.data, NULL);
        assert_int_equal(hits.count, 1);
        assert_int_equal(hits.items[0].offset, before + 10);
        assert_string_equal(hits.items[0].words, "januari");
    }
}

static void the_end_of_a_passage_is_no_place_within_it(void **state) {
    (void)state;
    static const char wording[] = "{ slag: mönster, mönster: '^.*[^.]$' }";
    CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
    put_words(&text, 9999);
    assert_int_equal(find(wording, text.data, NULL).count, 1);
    assert_int_equal(find(wording, text.data, NULL).items[0].length, 9999);
    buffer_putc(&text, '.');
    assert_int_equal(find(wording, text.data, NULL).count, 0);
}

static void only_unknown_amounts_and_dates_are_hits(void **state) {
    (void)state;
    static const double amounts[] = { 1000, 250000, 700000 };
    static const char *const dates[] = { "2020-10-05", "2021-01-01", "2022-12-31" };
    const struct vocabulary vocabulary = {
        .amounts = amounts, .amount_count = 3, .dates = dates, .date_count = 3
    };
    static const char text[] = "1 000 kr, 250000 kronor, 700 000 kr och 7 000 kr den 5 oktober 2020, "
                               "2021-01-01, 31 december 2022 och 1 maj 2021";
    struct hits hits = find("{ slag: belopp }", text, &vocabulary);
    assert_int_equal(hits.count, 1);
    assert_string_equal(hits.items[0].words, "7 000 kr");
    hits = find("{ slag: datum }", text, &vocabulary);
    assert_int_equal(hits.count, 1);
    assert_string_equal(hits.items[0].words, "1 maj 2021");
    assert_int_equal(find("{ slag: belopp }", text, &(struct vocabulary){ 0 }).count, 4);
    assert_int_equal(find("{ slag: datum }", text, &(struct vocabulary){ 0 }).count, 4);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(emphasis_is_no_part_of_a_word, setup, teardown),
        cmocka_unit_test_setup_teardown(a_hit_is_found_wherever_it_stands, setup, teardown),
        cmocka_unit_test_setup_teardown(only_unknown_amounts_and_dates_are_hits, setup, teardown),
        cmocka_unit_test_setup_teardown(the_end_of_a_passage_is_no_place_within_it, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
