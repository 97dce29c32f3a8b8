/* SPDX-License-Identifier: EUPL-1.2
 *
 * tests/spec/formatters.txt, through whole templates.
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
#include "fill/formatter.h"
#include "fill/template.h"

/* The text that the formatters make of the values ("A; B" is a list), or "!" and a finding's id. */
static const char *run(struct arena *arena, const char *formatters, const char *values) {
    CLEANUP_BUFFER struct buffer yaml = BUFFER_EMPTY;
    CLEANUP_BUFFER struct buffer mall = BUFFER_EMPTY;
    bool list = strchr(values, ';') != NULL;
    buffer_puts(&yaml, "x:");
    for (const char *at = values; *at != '\0';) {
        size_t size = strcspn(at, ";");
        buffer_printf(&yaml, "%s\"%.*s\"", list ? "\n- " : " ", (int)size, at);
        at += size + (at[size] == ';');
        at += strspn(at, " ");
    }
    buffer_printf(&mall, "{{x|%s}}", formatters);
    struct findings *findings = findings_new(arena, LANGUAGE_SV);
    char *data = buffer_take(arena, &yaml);
    char *text = buffer_take(arena, &mall);
    const struct tree *tree = tree_read(
        arena, source_new(arena, "x.yaml", data, strlen(data)), TREE_YAML, "definition", findings);
    assert_non_null(tree);
    const struct template *template =
        template_parse(arena, source_new(arena, "mall", text, strlen(text)), false, findings);
    const struct fill_options options = { .escape = ESCAPE_NONE, .strict = true };
    const struct filled *filled = template_fill(arena, template, tree, &options, findings);
    return findings->count != 0 ? arena_printf(arena, "!%s", findings->items[0]->rule->id)
                                : filled->text;
}

/* "~" in the table is a no-break space. */
static char *wanted(struct arena *arena, const char *text) {
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    for (; *text != '\0'; text++) {
        buffer_put(&out, *text == '~' ? TEXT_NBSP : text, *text == '~' ? 2 : 1);
    }
    return buffer_take(arena, &out);
}

static void test_table(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    size_t size;
    const char *path = path_join(arena, getenv("UNDERLAG_SOURCE"), "tests/spec/formatters.txt");
    char *table = file_read(arena, path, &size);
    assert_non_null(table);
    size_t rows = 0;
    size_t failed = 0;
    for (char *line = strtok(table, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        char *values = strstr(line, " = ");
        char *text = strstr(line, " → ");
        if (line[0] == '#' || values == NULL || text == NULL) {
            continue;
        }
        *values = *text = '\0';
        const char *want = wanted(arena, text + strlen(" → "));
        const char *got = run(arena, line, values + 3);
        bool good = *want == '!' ? *got == '!' : strcmp(got, want) == 0;
        failed += !good;
        rows++;
        if (!good) {
            print_error("%s = %s: %s, not %s\n", line, values + 3, got, want);
        }
    }
    assert_int_equal(failed, 0);
    assert_true(rows > 80);
    arena_free(arena);
}

/* A line break is as good as a space; white space behind the last line is none of the text. */
static void test_texts_of_several_lines(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    assert_string_equal(run(arena, "utan_punkt", "mat,\\nkläder\\nosv.\\n"), "mat,\nkläder\nosv.");
    assert_string_equal(run(arena, "utan_punkt", "mat,\\nkläder.\\n"), "mat,\nkläder");
    assert_string_equal(run(arena, "meningar", "mat\\noch kläder\\n\\t"), "Mat\noch kläder.");
    arena_free(arena);
}

static void test_wrong_kind_is_named(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    assert_string_equal(run(arena, "datum", "abc"), "!mall-värde-fel-slag");
    assert_string_equal(run(arena, "kr", "1; 2"), "!mall-värde-sammansatt");
    assert_string_equal(run(arena, "dattum", "2021-10-01"), "!mall-formaterare-okänd");
    arena_free(arena);
}

static void test_names_are_sorted_and_known(void **state) {
    (void)state;
    const char *const *names = formatter_names();
    for (size_t i = 0; names[i] != NULL; i++) {
        const struct formatter *formatter = formatter_find(names[i]);
        assert_non_null(formatter);
        assert_string_equal(formatter->name, names[i]);
        assert_true(i == 0 || strcmp(names[i - 1], names[i]) < 0);
    }
    assert_null(formatter_find(""));
    assert_null(formatter_find("KR"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_texts_of_several_lines),
        cmocka_unit_test(test_wrong_kind_is_named),
        cmocka_unit_test(test_names_are_sorted_and_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
