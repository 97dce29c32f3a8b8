/* SPDX-License-Identifier: EUPL-1.2
 *
 * tests/spec/yaml.txt, and the limits.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/text.h"
#include "tree/tree.h"

static const struct {
    const char *sign;
    const char *meaning;
    size_t size;
} signs[] = {
    { "⇥", "\t", 1 },
    { "␍", "\r", 1 },
    { "␀", "\0", 1 },
    { "␛", "\x1b", 1 },
    { "␠", " ", 1 },
    { "⏎", "\n", 1 },
};

enum { SIGN_COUNT = sizeof signs / sizeof *signs };

/* The text of a case with the signs replaced. */
static void put_meaning(struct buffer *out, const char *line) {
    while (*line != '\0') {
        size_t i = 0;
        while (i < SIGN_COUNT && !text_starts(line, signs[i].sign)) {
            i++;
        }
        buffer_put(out, i < SIGN_COUNT ? signs[i].meaning : line, 1);
        line += i < SIGN_COUNT ? strlen(signs[i].sign) : 1;
    }
}

/* The other way; spaces stay. */
static const char *with_signs(struct arena *arena, const char *bytes, size_t size) {
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    for (size_t at = 0; at < size; at++) {
        size_t i = 0;
        while (i < SIGN_COUNT && (signs[i].meaning[0] == ' ' || signs[i].meaning[0] != bytes[at])) {
            i++;
        }
        buffer_put(&out, i < SIGN_COUNT ? signs[i].sign : bytes + at,
            i < SIGN_COUNT ? strlen(signs[i].sign) : 1);
    }
    return buffer_take(arena, &out);
}

static const xmlNode *find_path(struct arena *arena, const xmlNode *node, const char *path) {
    if (strcmp(path, ".") == 0 || strcmp(node_path(arena, node), path) == 0) {
        return node;
    }
    for (const xmlNode *child = node_first(node); child != NULL; child = node_next(child)) {
        const xmlNode *found = find_path(arena, child, path);
        if (found != NULL) {
            return found;
        }
    }
    return NULL;
}

static const char *type_word(enum node_type type) {
    return type == TYPE_NULL      ? "null"
           : type == TYPE_BOOLEAN ? "boolean"
           : type == TYPE_INTEGER ? "integer"
           : type == TYPE_NUMBER  ? "number"
           : type == TYPE_STRING  ? "string"
           : type == TYPE_ARRAY   ? "array"
                                  : "object";
}

/* What is at the path, as the table writes it. */
static const char *describe_node(struct arena *arena, const struct tree *tree, const char *path) {
    const xmlNode *node = tree != NULL ? find_path(arena, tree->root, path) : NULL;
    if (node == NULL) {
        return arena_printf(arena, "%s = nothing", path);
    }
    const char *text = with_signs(arena, node_text(node), strlen(node_text(node)));
    return arena_printf(
        arena, "%s = %s%s%s", path, type_word(node_type(node)), text[0] != '\0' ? " " : "", text);
}

static const char *describe_finding(struct arena *arena, const struct finding *finding) {
    const struct source *source = finding->where.source;
    struct position position = source_position(source, finding->where.offset);
    const char *marked =
        with_signs(arena, source->text + finding->where.offset, finding->where.length);
    return arena_printf(arena, "%zu:%zu %s%s%s", position.line, position.column, finding->rule->id,
        marked[0] != '\0' ? " " : "", marked);
}

/* Compares one case; the number of differences. */
static size_t check_case(const char *name, const struct buffer *text, char *expected) {
    struct arena *arena = arena_new();
    struct findings *findings = findings_new(arena, LANGUAGE_SV);
    const struct source *source = source_new(arena, "x.yaml", text->data, text->size);
    const struct tree *tree = tree_read(arena, source, TREE_YAML, "rot", findings);
    findings_sort(findings);
    size_t failed = 0;
    size_t told = 0;
    char *rest = NULL;
    for (char *line = strtok_r(expected, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        const char *equals = strstr(line, " = ");
        const char *got = "nothing";
        if (equals != NULL) {
            got = describe_node(arena, tree, arena_copy(arena, line, (size_t)(equals - line)));
        } else if (told < findings->count) {
            got = describe_finding(arena, findings->items[told++]);
        }
        if (strcmp(got, line) != 0) {
            print_error("%s\n    wanted: %s\n    got:    %s\n", name, line, got);
            failed++;
        }
    }
    for (; told < findings->count; told++) {
        print_error(
            "%s\n    not wanted: %s\n", name, describe_finding(arena, findings->items[told]));
        failed++;
    }
    arena_free(arena);
    return failed;
}

static void every_case_of_the_table_holds(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    size_t size;
    char *table =
        file_read(arena, path_join(arena, getenv("UNDERLAG_SOURCE"), "tests/spec/yaml.txt"), &size);
    assert_non_null(table);
    size_t failed = 0;
    size_t cases = 0;
    for (char *at = strstr(table, "\n=== "); at != NULL; cases++) {
        char *name = at + 5;
        char *next = strstr(name, "\n=== ");
        char *arrow = strstr(name, "\n=>");
        char *line = strchr(name, '\n');
        *line++ = '\0';
        CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
        arrow[1] = '\0';
        put_meaning(&text, line);
        if (next != NULL) {
            *next = '\0';
        }
        char *expected = arrow + 3 + (arrow[3] == '\n');
        failed += check_case(name, &text, expected);
        if (next != NULL) {
            *next = '\n';
        }
        at = next;
    }
    assert_true(cases > 60);
    assert_int_equal(failed, 0);
    arena_free(arena);
}

/* Reads the text; the id of the first finding, or "". */
static const char *first_id(const char *text, size_t size, size_t *offset) {
    struct arena *arena = arena_new();
    struct findings *findings = findings_new(arena, LANGUAGE_SV);
    const struct source *source = source_new(arena, "x.yaml", text, size);
    const struct tree *tree = tree_read(arena, source, TREE_YAML, "rot", findings);
    const char *id = findings->count != 0 ? findings->items[0]->rule->id : "";
    assert_true(tree != NULL || findings_count(findings, LEVEL_ERROR) != 0);
    if (offset != NULL) {
        *offset = findings->count != 0 ? findings->items[0]->where.offset : 0;
    }
    arena_free(arena);
    return id;
}

static void depth_is_bounded(void **state) {
    (void)state;
    for (size_t depth = 512; depth <= 100000; depth = depth == 512 ? 513 : depth * 10) {
        CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
        buffer_repeat(&text, '[', depth);
        buffer_repeat(&text, ']', depth);
        size_t offset;
        const char *id = first_id(text.data, text.size, &offset);
        assert_string_equal(id, depth == 512 ? "" : "träd-för-djupt");
        assert_int_equal(offset, depth == 512 ? 0 : 512);
    }
}

static void nodes_are_bounded(void **state) {
    (void)state;
    for (size_t count = 199999; count <= 200000; count++) {
        CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
        for (size_t i = 0; i < count; i++) {
            buffer_puts(&text, "- 1\n");
        }
        assert_string_equal(
            first_id(text.data, text.size, NULL), count < 200000 ? "" : "träd-för-stort");
    }
}

static void aliases_cannot_grow_without_bound(void **state) {
    (void)state;
    CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
    buffer_puts(&text, "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
        buffer_printf(&text, "a%d: &a%d [", i, i);
        for (int j = 0; j < 10; j++) {
            buffer_printf(&text, "*a%d%s", i - 1, j < 9 ? "," : "]\n");
        }
    }
    assert_string_equal(first_id(text.data, text.size, NULL), "yaml-alias-växer");
}

static void aliases_cannot_copy_text_without_bound(void **state) {
    (void)state;
    CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
    buffer_puts(&text, "- &a ");
    buffer_repeat(&text, 'x', 1000000);
    buffer_putc(&text, '\n');
    for (int i = 0; i < 100; i++) {
        buffer_puts(&text, "- *a\n");
    }
    assert_string_equal(first_id(text.data, text.size, NULL), "yaml-alias-växer");
}

static void merges_cannot_grow_without_bound(void **state) {
    (void)state;
    CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
    buffer_puts(&text, "a: &a {");
    for (int i = 0; i < 1000; i++) {
        buffer_printf(&text, "k%d: 1,", i);
    }
    buffer_puts(&text, "}\nb:\n");
    for (int i = 0; i < 500; i++) {
        buffer_puts(&text, "- <<: *a\n");
    }
    assert_string_equal(first_id(text.data, text.size, NULL), "yaml-alias-växer");
}

static void alias_depth_is_bounded(void **state) {
    (void)state;
    CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
    buffer_puts(&text, "a0: &a0 ");
    buffer_repeat(&text, '[', 300);
    buffer_repeat(&text, ']', 300);
    buffer_puts(&text, "\na1: ");
    buffer_repeat(&text, '[', 300);
    buffer_puts(&text, "*a0");
    buffer_repeat(&text, ']', 300);
    assert_string_equal(first_id(text.data, text.size, NULL), "yaml-alias-växer");
}

static void a_scalar_is_bounded(void **state) {
    (void)state;
    for (size_t size = (1 << 20); size <= (1 << 20) + 1; size++) {
        CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
        buffer_puts(&text, "a: ");
        buffer_repeat(&text, 'x', size);
        assert_string_equal(
            first_id(text.data, text.size, NULL), size == (1 << 20) ? "" : "text-för-lång");
    }
}

static void a_key_is_bounded(void **state) {
    (void)state;
    CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
    buffer_puts(&text, "? ");
    buffer_repeat(&text, 'x', 5000);
    buffer_puts(&text, "\n: 1\n");
    assert_string_equal(first_id(text.data, text.size, NULL), "text-för-lång");
}

static void a_source_is_bounded(void **state) {
    (void)state;
    CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
    buffer_repeat(&text, '#', (16 << 20) + 1);
    assert_string_equal(first_id(text.data, text.size, NULL), "fil-för-stor");
}

static void other_encodings_are_told(void **state) {
    (void)state;
    static const struct {
        const char *text;
        size_t size;
        const char *id;
        size_t offset;
    } cases[] = {
        { "\xFF\xFE"
          "a\0:\0",
            6, "text-utf16", 0 },
        { "\xFE\xFF\0a\0:", 6, "text-utf16", 0 },
        { "a\0:\0 \0", 6, "text-utf16", 0 },
        { "\0a\0:", 4, "text-utf16", 0 },
        { "\0\0\0a", 4, "text-utf16", 0 },
        { "a: f\xF6rslag", 9, "text-utf8", 4 },
        { "a: \xC0\x80", 5, "text-utf8", 3 },
        { "a: \xED\xA0\x80", 6, "text-utf8", 3 },
        { "a: \xE5", 4, "text-utf8", 3 },
        { "a: \xEF\xBB\xBF", 6, "text-styrtecken", 3 },
        { "a: \xE2\x80\xAE", 6, "text-styrtecken", 3 },
        { "", 0, "text-tom", 0 },
        { "\n", 1, "text-tom", 0 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t offset;
        assert_string_equal(first_id(cases[i].text, cases[i].size, &offset), cases[i].id);
        assert_int_equal(offset, cases[i].offset);
    }
}

static void a_byte_order_mark_moves_no_column(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct findings *findings = findings_new(arena, LANGUAGE_SV);
    const char *text = "\xEF\xBB\xBFö: x\nö: y\n";
    const struct source *source = source_new(arena, "x.yaml", text, strlen(text));
    const struct tree *tree = tree_read(arena, source, TREE_YAML, "rot", findings);
    assert_string_equal(node_child_text(tree->root, "ö"), "x");
    struct span span = node_span(node_child(tree->root, "ö"));
    assert_int_equal(source_position(source, span.offset).column, 4);
    assert_int_equal(source_position(source, findings->items[0]->where.offset).column, 1);
    assert_int_equal(
        source_position(source, findings->items[0]->related[0].where.offset).column, 1);
    arena_free(arena);
}

static void only_ten_control_characters_are_told(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct findings *findings = findings_new(arena, LANGUAGE_SV);
    const char *text = "\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01";
    const struct source *source = source_new(arena, "x.yaml", text, strlen(text));
    assert_null(tree_read(arena, source, TREE_YAML, "rot", findings));
    assert_int_equal(findings->count, 10);
    const struct source *padded = source_new(arena, "x.yaml", "a\x01\x01\x01" "b\x01", 6);
    assert_null(tree_read(arena, padded, TREE_YAML, "rot", findings));
    assert_int_equal(findings->count, 12); /* a run of one character is one */
    assert_int_equal(findings->items[10]->where.length, 3);
    arena_free(arena);
}

static void time_grows_with_the_input_only(void **state) {
    (void)state;
    CLEANUP_BUFFER struct buffer line = BUFFER_EMPTY;
    buffer_puts(&line, "{");
    for (int i = 0; i < 50000; i++) {
        buffer_printf(&line, "å%d: 1, ", i);
    }
    buffer_puts(&line, "}");
    assert_string_equal(first_id(line.data, line.size, NULL), "");
    CLEANUP_BUFFER struct buffer anchors = BUFFER_EMPTY;
    for (int i = 0; i < 50000; i++) {
        buffer_printf(&anchors, "- &a%d x\n- *a%d\n", i, i);
    }
    assert_string_equal(first_id(anchors.data, anchors.size, NULL), "");
}

static void no_english_in_swedish(void **state) {
    (void)state;
    static const char *const broken[] = { "a: b: c", "a: [", "a: {", "\"", "'", "- a\nb", "@", "%",
        "a: |x", "!<", "!<a b>", "&", "*", "%YAML", "%YAML 1", "%TAG", "%TAG ! ", "%x", "a: !!! b",
        "a: !x!y z", "? a\n?b", "[a b: c", "\"\\q\"", "\"\\x\"", "\"\\ud800\"", "a: |0\n",
        "---\n...x", "%YAML 1.1\n%YAML 1.1\n---\na", "a\n---b: c", "[\n-\n]", "{a: b: c}",
        "a:\n  - b\n c", "\tb: c" };
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        struct arena *arena = arena_new();
        struct findings *findings = findings_new(arena, LANGUAGE_SV);
        const struct source *source = source_new(arena, "x.yaml", broken[i], strlen(broken[i]));
        tree_read(arena, source, TREE_YAML, "rot", findings);
        for (size_t j = 0; j < findings->count; j++) {
            const struct finding *finding = findings->items[j];
            assert_null(strstr(finding->message, "expected"));
            assert_null(strstr(finding->message, "found"));
            assert_true(finding->where.offset + finding->where.length <= source->size);
        }
        arena_free(arena);
    }
}

/* Spaces on a last line that no line break ends are an empty line, no words. */
static void spaces_at_the_end_are_no_text(void **state) {
    (void)state;
    static const struct {
        const char *text, *value;
    } cases[] = {
        { "a: |\n  b\n   ", "b\n \n" },
        { "a: |+\n   ", "\n" },
        { "a: |\n  b", "b" },
        { "   ", "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_new();
        struct findings *findings = findings_new(arena, LANGUAGE_SV);
        size_t size = strlen(cases[i].text);
        const struct source *source = source_new(arena, "x.yaml", cases[i].text, size);
        const struct tree *tree = tree_read(arena, source, TREE_YAML, "rot", findings);
        const xmlNode *first = node_first(tree->root);
        assert_string_equal(node_text(first != NULL ? first : tree->root), cases[i].value);
        arena_free(arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_case_of_the_table_holds),
        cmocka_unit_test(spaces_at_the_end_are_no_text),
        cmocka_unit_test(depth_is_bounded),
        cmocka_unit_test(nodes_are_bounded),
        cmocka_unit_test(aliases_cannot_grow_without_bound),
        cmocka_unit_test(aliases_cannot_copy_text_without_bound),
        cmocka_unit_test(merges_cannot_grow_without_bound),
        cmocka_unit_test(alias_depth_is_bounded),
        cmocka_unit_test(a_scalar_is_bounded),
        cmocka_unit_test(a_key_is_bounded),
        cmocka_unit_test(a_source_is_bounded),
        cmocka_unit_test(other_encodings_are_told),
        cmocka_unit_test(a_byte_order_mark_moves_no_column),
        cmocka_unit_test(only_ten_control_characters_are_told),
        cmocka_unit_test(time_grows_with_the_input_only),
        cmocka_unit_test(no_english_in_swedish),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
