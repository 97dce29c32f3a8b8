/* SPDX-License-Identifier: EUPL-1.2
 *
 * tests/spec/json.txt; values, places and limits.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/text.h"
#include "tree/tree.h"

static struct tree *read_json(
    struct arena *arena, const char *text, size_t size, struct findings *findings) {
    const struct source *source = source_new(arena, "x.json", arena_copy(arena, text, size), size);
    return tree_read(arena, source, TREE_JSON, "rot", findings);
}

static void put_meaning(struct buffer *out, const char *text) {
    for (; *text != '\0'; text++) {
        const char *sign = text_starts(text, "⇥")   ? "\t"
                           : text_starts(text, "⏎") ? "\n"
                           : text_starts(text, "␀") ? ""
                                                    : NULL;
        buffer_putc(out, sign != NULL ? sign[0] : *text);
        text += sign != NULL ? 2 : 0;
    }
}

static const char *describe(
    struct arena *arena, const struct tree *tree, const struct findings *findings) {
    if (findings->count != 0) {
        const struct finding *finding = findings->items[0];
        return arena_printf(arena, "!%s %u", finding->rule->id, finding->where.offset);
    }
    enum node_type type = node_type(tree->root);
    return type == TYPE_NULL      ? "null"
           : type == TYPE_BOOLEAN ? "boolean"
           : type == TYPE_INTEGER ? "integer"
           : type == TYPE_NUMBER  ? "number"
           : type == TYPE_STRING  ? "string"
           : type == TYPE_ARRAY   ? "array"
                                  : "object";
}

static void every_line_of_the_table_holds(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    size_t size;
    char *table =
        file_read(arena, path_join(arena, getenv("UNDERLAG_SOURCE"), "tests/spec/json.txt"), &size);
    assert_non_null(table);
    size_t cases = 0;
    size_t failed = 0;
    char *rest = NULL;
    for (char *line = strtok_r(table, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        char *arrow = strstr(line, "=> ");
        if (line[0] == '#' || arrow == NULL) {
            continue;
        }
        *(arrow > line ? arrow - 1 : arrow) = '\0';
        CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
        put_meaning(&text, line);
        struct findings *findings = findings_new(arena, LANGUAGE_SV);
        const struct tree *tree = read_json(arena, text.data, text.size, findings);
        const char *got = describe(arena, tree, findings);
        cases++;
        if (strcmp(got, arrow + 3) != 0 || findings->count > 1) {
            print_error("%s\n    wanted: %s\n    got:    %s\n", line, arrow + 3, got);
            failed++;
        }
    }
    assert_true(cases > 60);
    assert_int_equal(failed, 0);
    arena_free(arena);
}

static void texts_are_kept(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct findings *findings = findings_new(arena, LANGUAGE_SV);
    const char *text =
        "[\"e\xCC\x81\", \"\\u0000x\", \"\\u001b\", \"\\ud83d\\ude00\", 1.50, \"\xC2\x85\","
        "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]";
    const struct tree *tree = read_json(arena, text, strlen(text), findings);
    assert_int_equal(findings->count, 0);
    static const char *const wanted[] = { "e\xCC\x81", "\xEF\xB7\x90x", "\x1b", "\xF0\x9F\x98\x80",
        "1.50", "\xC2\x85", "\"\\/\b\f\n\r\t" };
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        const xmlNode *node = node_at(tree->root, i);
        assert_string_equal(node_text(node), wanted[i]);
        assert_true(node_is_json(node));
        assert_int_equal(node_is_plain(node), i == 4);
    }
    arena_free(arena);
}

static void places_are_exact(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct findings *findings = findings_new(arena, LANGUAGE_SV);
    const char *text = "{ \"å\" : [ 12, \"a\\u00e5\\ud83d\\ude00b\" ] }";
    const struct tree *tree = read_json(arena, text, strlen(text), findings);
    const xmlNode *list = node_child(tree->root, "å");
    assert_int_equal(node_span(tree->root).length, strlen(text));
    assert_int_equal(node_key_span(list).offset, 2);
    assert_int_equal(node_key_span(list).length, 4);
    assert_memory_equal(text + node_span(list).offset, "[ 12", 4);
    assert_memory_equal(text + node_span(list).offset + node_span(list).length - 1, "] }", 3);
    assert_memory_equal(text + node_span(node_at(list, 0)).offset, "12", 2);
    const xmlNode *string = node_at(list, 1);
    static const struct {
        size_t offset, length;
        const char *source;
    } cases[] = { { 0, 1, "a" }, { 1, 2, "\\u00e5" }, { 3, 4, "\\ud83d\\ude00" }, { 7, 1, "b" },
        { 0, 8, "a\\u00e5\\ud83d\\ude00b" } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct span span = node_text_span(string, cases[i].offset, cases[i].length);
        assert_int_equal(span.length, strlen(cases[i].source));
        assert_memory_equal(text + span.offset, cases[i].source, span.length);
    }
    arena_free(arena);
}

static void limits_hold(void **state) {
    (void)state;
    for (size_t depth = 512; depth <= 513; depth++) {
        struct arena *arena = arena_new();
        struct findings *findings = findings_new(arena, LANGUAGE_SV);
        CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
        buffer_repeat(&text, '[', depth);
        buffer_repeat(&text, ']', depth);
        const struct tree *tree = read_json(arena, text.data, text.size, findings);
        assert_int_equal(tree != NULL, depth == 512);
        assert_int_equal(findings->count, depth != 512);
        arena_free(arena);
    }
    struct arena *arena = arena_new();
    struct findings *findings = findings_new(arena, LANGUAGE_SV);
    CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
    buffer_repeat(&text, '[', 100000);
    assert_null(read_json(arena, text.data, text.size, findings));
    assert_string_equal(findings->items[0]->rule->id, "träd-för-djupt");
    buffer_truncate(&text, 1);
    for (int i = 0; i < 200000; i++) {
        buffer_puts(&text, "0,");
    }
    findings = findings_new(arena, LANGUAGE_SV);
    assert_null(read_json(arena, text.data, text.size, findings));
    assert_string_equal(findings->items[0]->rule->id, "träd-för-stort");
    arena_free(arena);
}

static void every_beginning_of_a_text_is_refused_or_read(void **state) {
    (void)state;
    static const char text[] = "{\"a\\u00e5\":[1.5e3,true,null,\"\\ud83d\\ude00å\"],\"b\":{}}";
    for (size_t size = 0; size < sizeof text; size++) {
        struct arena *arena = arena_new();
        struct findings *findings = findings_new(arena, LANGUAGE_SV);
        char *part = malloc(size + 1); /* so that a read behind the end is seen */
        memcpy(part, text, size);
        part[size] = '\0';
        const struct source *source = source_new(arena, "x.json", part, size);
        const struct tree *tree = tree_read(arena, source, TREE_JSON, "rot", findings);
        assert_int_equal(tree != NULL, size == sizeof text - 1);
        assert_int_equal(findings->count, tree == NULL);
        arena_free(arena);
        free(part);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_line_of_the_table_holds),
        cmocka_unit_test(texts_are_kept),
        cmocka_unit_test(places_are_exact),
        cmocka_unit_test(limits_hold),
        cmocka_unit_test(every_beginning_of_a_text_is_refused_or_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
