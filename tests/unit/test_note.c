/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "document/document.h"

/* A document over "first\n\nsecond\n" without a map: places are in the text itself. */
static struct document *parse(struct arena *arena, const struct source **source,
    struct findings *findings) {
    static const char text[] = "first\n\nsecond\n";
    *source = source_new(arena, "x.md", text, sizeof text - 1);
    const struct document_options options = { .source = *source, .draft = true };
    return document_parse(arena, text, sizeof text - 1, &options, findings);
}

static void a_note_stands_behind_its_block(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct findings *findings = findings_new(arena, LANGUAGE_SV);
    const struct source *source;
    struct document *document = parse(arena, &source, findings);
    finding_add(findings, TEXT_EMPTY, (struct span){ source, 1, 2 }, "a", NULL);
    document_annotate(arena, document, document_places(arena, document), findings);
    assert_int_equal(document->blocks->kind, BLOCK_PARAGRAPH);
    assert_int_equal(document->blocks->next->kind, BLOCK_NOTE);
    assert_int_equal(document->blocks->next->next->kind, BLOCK_PARAGRAPH);
    assert_string_equal(document->blocks->next->note->rule, "text-tom");
    CLEANUP_BUFFER struct buffer dumped = BUFFER_EMPTY;
    document_dump(document, &dumped);
    assert_non_null(strstr(dumped.data, "\n  note level=\"warning\" rule=\"text-tom\""));
    arena_free(arena);
}

static void a_note_without_a_place_comes_last(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct findings *findings = findings_new(arena, LANGUAGE_SV);
    const struct source *source;
    struct document *document = parse(arena, &source, findings);
    finding_add(findings, TEXT_EMPTY, (struct span){ 0 }, "a", NULL);
    finding_add(findings, TEXT_EMPTY, (struct span){ 0 }, "b", NULL);
    document_annotate(arena, document, document_places(arena, document), findings);
    const struct block *last = document->blocks->next;
    static const enum block_kind below[] = { BLOCK_RULE, BLOCK_PARAGRAPH, BLOCK_NOTE, BLOCK_NOTE };
    assert_int_equal(last->kind, BLOCK_PARAGRAPH);
    for (size_t i = 0; i < sizeof below / sizeof *below; i++) {
        last = last->next;
        assert_int_equal(last->kind, below[i]);
    }
    assert_null(last->next);
    arena_free(arena);
}

/* A value in the header row of a table is shown, as one in a cell below it is. */
static void the_header_of_a_table_is_shown(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct findings *findings = findings_new(arena, LANGUAGE_SV);
    static const char text[] = "| 1200 | b |\n|---|---|\n| 1300 | d |\n";
    const struct source *source = source_new(arena, "x.md", text, sizeof text - 1);
    const struct source *data = source_new(arena, "x.yaml", "a: 1200\nb: 1300\n", 16);
    const struct stretch stretches[] = {
        { .offset = 0, .length = 2, .origin = ORIGIN_TEMPLATE, .where = { source, 0, 2 } },
        { .offset = 2, .length = 4, .origin = ORIGIN_FACT, .path = "a", .where = { data, 3, 4 } },
        { .offset = 6, .length = 19, .origin = ORIGIN_TEMPLATE, .where = { source, 6, 19 } },
        { .offset = 25, .length = 4, .origin = ORIGIN_FACT, .path = "b", .where = { data, 11, 4 } },
        { .offset = 29, .length = 6, .origin = ORIGIN_TEMPLATE, .where = { source, 29, 6 } }
    };
    const struct sourcemap map = { .stretches = stretches, .count = 5 };
    const struct document_options options = { .source = source, .map = &map };
    const struct document *document =
        document_parse(arena, text, sizeof text - 1, &options, findings);
    const struct document_places *places = document_places(arena, document);
    assert_true(document_shows(places, (struct span){ data, 3, 4 }));
    assert_true(document_shows(places, (struct span){ data, 11, 4 }));
    assert_false(document_shows(places, (struct span){ data, 0, 1 }));
    arena_free(arena);
}

/* A hole is marked in the words themselves; a note would say it twice. */
static void a_hole_gets_no_note(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct findings *findings = findings_new(arena, LANGUAGE_SV);
    const struct source *source;
    struct document *document = parse(arena, &source, findings);
    finding_add(findings, FILL_VALUE_MISSING, (struct span){ source, 1, 2 }, "a", NULL);
    document_annotate(arena, document, document_places(arena, document), findings);
    assert_int_equal(document->blocks->next->kind, BLOCK_PARAGRAPH);
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(a_note_stands_behind_its_block),
        cmocka_unit_test(a_note_without_a_place_comes_last),
        cmocka_unit_test(the_header_of_a_table_is_shown),
        cmocka_unit_test(a_hole_gets_no_note) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
