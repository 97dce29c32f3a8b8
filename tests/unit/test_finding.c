/* SPDX-License-Identifier: EUPL-1.2
 *
 * source.h, finding.h and the catalogue.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "base/text.h"
#include "report/finding.h"

static void places_are_lines_and_code_points(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    const char *text = "åb\r\n\nx😀y";
    const struct source *source = source_new(arena, "x", text, strlen(text));
    static const struct {
        size_t offset, line, column;
    } cases[] = { { 0, 1, 1 }, { 1, 1, 1 }, { 2, 1, 2 }, { 3, 1, 3 }, { 5, 2, 1 }, { 6, 3, 1 },
        { 7, 3, 2 }, { 9, 3, 2 }, { 11, 3, 3 }, { 12, 3, 4 }, { 99, 3, 4 } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct position position = source_position(source, cases[i].offset);
        assert_int_equal(position.line, cases[i].line);
        assert_int_equal(position.column, cases[i].column);
    }
    assert_int_equal(source->line_count, 3);
    size_t size;
    assert_memory_equal(source_line(source, 1, &size), "åb", 3);
    assert_int_equal(size, 3);
    source_line(source, 2, &size);
    assert_int_equal(size, 0);
    source_line(source, 3, &size);
    assert_int_equal(size, 6);
    assert_int_equal(source_offset(source, 1, 2), 2);
    assert_int_equal(source_offset(source, 1, 99), 3);
    assert_int_equal(source_offset(source, 3, 3), 11);
    assert_int_equal(source_offset(source, 4, 1), 12);
    const struct source *empty = source_new(arena, "x", "", 0);
    assert_int_equal(source_position(empty, 0).line, 1);
    assert_int_equal(source_position(empty, 0).column, 1);
    arena_free(arena);
}

static void a_long_line_is_counted_right(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
    buffer_puts(&text, "x\n");
    for (int i = 0; i < 3000; i++) {
        buffer_puts(&text, "aå😀");
    }
    const struct source *source = source_new(arena, "x", text.data, text.size);
    size_t column = 0;
    for (size_t offset = 2; offset < text.size; offset++) {
        column += ((unsigned char)text.data[offset] & 0xC0) != 0x80;
        struct position position = source_position(source, offset);
        assert_int_equal(position.line, 2);
        assert_int_equal(position.column, column);
    }
    assert_int_equal(source_position(source, text.size).column, 9001);
    arena_free(arena);
}

static void a_message_takes_its_arguments(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct findings *findings = findings_new(arena, LANGUAGE_SV);
    char name[] = "{2}";
    struct finding *finding =
        finding_add(findings, FILE_UNREADABLE, (struct span){ 0 }, name, "ingen", NULL);
    name[0] = 'x';
    assert_string_equal(finding->message, "Filen ”{2}” kan inte läsas: ingen.");
    assert_int_equal(finding->level, LEVEL_ERROR);
    finding = finding_add(findings, TREE_KEY_TWICE, (struct span){ 0 }, NULL);
    assert_string_equal(finding->message, "Nyckeln ”{1}” är angiven två gånger.");
    findings->language = LANGUAGE_EN;
    finding = finding_add(findings, TREE_KEY_TWICE, (struct span){ 0 }, "a", NULL);
    assert_string_equal(finding->message, "The key “a” is given twice.");
    finding_suggest(findings, finding, NULL);
    assert_string_equal(finding->advice, "Keep one of them.");
    finding_suggest(findings, finding, "b");
    assert_string_equal(finding->advice, "Did you mean “b”?");
    arena_free(arena);
}

static void findings_are_sorted_and_doubles_dropped(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct findings *findings = findings_new(arena, LANGUAGE_SV);
    const struct source *a = source_new(arena, "a", "xxxx", 4);
    const struct source *b = source_new(arena, "b", "xxxx", 4);
    finding_add(findings, TREE_KEY_TWICE, (struct span){ b, 0, 1 }, "1", NULL);
    finding_add(findings, TREE_KEY_TWICE, (struct span){ a, 2, 1 }, "2", NULL);
    finding_add(findings, TREE_KEY_TWICE, (struct span){ a, 2, 1 }, "2", NULL);
    finding_add(findings, TEXT_EMPTY, (struct span){ a, 2, 1 }, "2", NULL);
    finding_add(findings, TREE_KEY_TWICE, (struct span){ a, 1, 1 }, "3", NULL);
    finding_add(findings, TREE_KEY_TWICE, (struct span){ 0 }, "4", NULL);
    findings_sort(findings);
    static const char *const wanted[] = { "4", "3", "2", "2", "1" };
    assert_int_equal(findings->count, 5);
    for (size_t i = 0; i < 5; i++) {
        assert_non_null(strstr(findings->items[i]->message, wanted[i]));
    }
    assert_int_equal(findings_count(findings, LEVEL_ERROR), 4);
    assert_int_equal(findings_count(findings, LEVEL_WARNING), 1);
    assert_int_equal(findings_count(findings, LEVEL_NOTE), 0);
    findings_sort(findings_new(arena, LANGUAGE_SV));
    arena_free(arena);
}

/* However the user named it: "b.yaml" comes behind "../a", "/b.yaml" before it. */
static void one_source_comes_first(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct findings *findings = findings_new(arena, LANGUAGE_SV);
    const struct source *other = source_new(arena, "../a", "xxxx", 4);
    const struct source *own = source_new(arena, "b.yaml", "xxxx", 4);
    finding_add(findings, TREE_KEY_TWICE, (struct span){ other, 0, 1 }, "3", NULL);
    finding_add(findings, TREE_KEY_TWICE, (struct span){ own, 2, 1 }, "2", NULL);
    finding_add(findings, TREE_KEY_TWICE, (struct span){ own, 1, 1 }, "1", NULL);
    finding_add(findings, TREE_KEY_TWICE, (struct span){ 0 }, "0", NULL);
    findings->first = "b.yaml";
    findings_sort(findings);
    static const char *const wanted[] = { "0", "1", "2", "3" };
    for (size_t i = 0; i < 4; i++) {
        assert_non_null(strstr(findings->items[i]->message, wanted[i]));
    }
    arena_free(arena);
}

static void copies_outlive_the_original(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct arena *short_lived = arena_new();
    struct findings *to = findings_new(arena, LANGUAGE_SV);
    struct findings *from = findings_new(short_lived, LANGUAGE_SV);
    struct finding *finding = finding_add(from, TREE_KEY_TWICE, (struct span){ 0 }, "a", NULL);
    finding_relate(from, finding, (struct span){ 0 }, "ett");
    finding_relate(from, finding, (struct span){ 0 }, "två");
    finding->replacement = "b";
    findings_append(to, from);
    arena_free(short_lived);
    assert_string_equal(to->items[0]->message, "Nyckeln ”a” är angiven två gånger.");
    assert_int_equal(to->items[0]->related_count, 2);
    assert_string_equal(to->items[0]->related[1].note, "två");
    assert_string_equal(to->items[0]->replacement, "b");
    arena_free(arena);
}

static void the_rest_is_counted(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct findings *findings = findings_new(arena, LANGUAGE_SV);
    for (int i = 0; i < FINDINGS_LARGEST + 5; i++) {
        assert_non_null(finding_add(findings, TEXT_EMPTY, (struct span){ 0 }, "a", NULL));
    }
    assert_int_equal(findings->count, FINDINGS_LARGEST);
    assert_int_equal(findings->dropped, 5);
    assert_int_equal(findings_count(findings, LEVEL_ERROR), 5);
    arena_free(arena);
}

static bool is_sentence(const char *text) {
    /* "{2}": the whole text is an argument, a sentence by itself. */
    return text[0] != '\0' && (text_ends(text, ".") || text_ends(text, "?") || text_equal(text, "{2}"));
}

static void the_catalogue_is_whole(void **state) {
    (void)state;
    for (size_t i = 0; i < CATALOGUE_COUNT; i++) {
        const struct rule_info *rule = catalogue_get((enum catalogue_id)i);
        assert_ptr_equal(catalogue_find(rule->id), rule); /* ids are unique */
        for (enum language language = LANGUAGE_SV; language <= LANGUAGE_EN; language++) {
            const struct rule_text *text = rule_text(rule, language);
            if (!is_sentence(text->message) || !is_sentence(text->why)
                || (text->advice[0] != '\0' && !is_sentence(text->advice))) {
                fail_msg("%s", rule->id);
            }
        }
    }
    assert_null(catalogue_find("finns-ej"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_are_lines_and_code_points),
        cmocka_unit_test(a_long_line_is_counted_right),
        cmocka_unit_test(a_message_takes_its_arguments),
        cmocka_unit_test(findings_are_sorted_and_doubles_dropped),
        cmocka_unit_test(one_source_comes_first),
        cmocka_unit_test(copies_outlive_the_original),
        cmocka_unit_test(the_rest_is_counted),
        cmocka_unit_test(the_catalogue_is_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
