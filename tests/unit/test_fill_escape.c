/* SPDX-License-Identifier: EUPL-1.2
 *
 * A value is never markup: whatever it holds, cmark reads it back as that text, wherever a template
 * may put it. Line breaks and tabs are spaces.
 */
#include <cmark.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "fill/escape.h"

/* Fills "x{{v}}y"-like places by hand: text before, the value, text behind. */
static void put(struct buffer *out, const char *before, const char *value, const char *behind) {
    struct line_state line = { 0 };
    buffer_puts(out, before);
    escape_markdown(out, &line, value);
    buffer_puts(out, behind);
}

/* All words of the node; false when anything but paragraphs, breaks and text is in it. */
static bool plain_words(cmark_node *node, struct buffer *words) {
    cmark_iter *iterator = cmark_iter_new(node);
    bool plain = true;
    for (cmark_event_type event; (event = cmark_iter_next(iterator)) != CMARK_EVENT_DONE;) {
        cmark_node *at = cmark_iter_get_node(iterator);
        cmark_node_type type = cmark_node_get_type(at);
        if (type == CMARK_NODE_TEXT) {
            buffer_puts(words, cmark_node_get_literal(at));
        } else if (at != node && type != CMARK_NODE_PARAGRAPH) {
            plain = false;
        }
    }
    cmark_iter_free(iterator);
    return plain;
}

static void spaces_only(char *text) {
    for (; *text != '\0'; text++) {
        *text = strchr("\t\n\r", *text) != NULL ? ' ' : *text;
    }
}

/* Whether the value comes back from between `before` and `behind`, inside the nodes of `path` (the
 * kinds from the document down, 0-terminated), with `words_before` and `words_behind` round it. */
static bool survives(const char *value, const char *before, const char *behind,
    const cmark_node_type *path, const char *words_before, const char *words_behind) {
    CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
    CLEANUP_BUFFER struct buffer got = BUFFER_EMPTY;
    CLEANUP_BUFFER struct buffer want = BUFFER_EMPTY;
    put(&text, before, value, behind);
    buffer_printf(&want, "%s%s%s", words_before, value, words_behind);
    if (want.size != 0) {
        spaces_only(want.data);
    }
    cmark_node *document = cmark_parse_document(text.data, text.size, CMARK_OPT_DEFAULT);
    cmark_node *node = document;
    bool same = true;
    for (; *path != 0 && same; path++) {
        cmark_node *child = cmark_node_first_child(node);
        same =
            child != NULL && cmark_node_get_type(child) == *path && cmark_node_next(child) == NULL;
        node = same ? child : node;
    }
    same = same && plain_words(node, &got) && strcmp(got.data, want.data) == 0;
    if (!same) {
        print_error(
            "value  %s\ntext   %s\nwanted %s\ngot    %s\n", value, text.data, want.data, got.data);
    }
    cmark_node_free(document);
    return same;
}

static const cmark_node_type paragraph[] = { CMARK_NODE_PARAGRAPH, 0 };
static const cmark_node_type heading[] = { CMARK_NODE_HEADING, 0 };
static const cmark_node_type item[] = { CMARK_NODE_LIST, CMARK_NODE_ITEM, CMARK_NODE_PARAGRAPH, 0 };
static const cmark_node_type quote[] = { CMARK_NODE_BLOCK_QUOTE, CMARK_NODE_PARAGRAPH, 0 };
static const cmark_node_type strong[] = { CMARK_NODE_PARAGRAPH, CMARK_NODE_STRONG, 0 };

static bool survives_everywhere(const char *value) {
    return survives(value, "", "\n", paragraph, "", "")
           && survives(value, "Ord ", " ord\n", paragraph, "Ord ", " ord")
           && survives(value, "Ord", "ord\n", paragraph, "Ord", "ord")
           && survives(value, "12", "\n", paragraph, "12", "")
           && survives(value, "# ", "\n", heading, "", "")
           && survives(value, "## Om ", "\n", heading, "Om ", "")
           && survives(value, "- ", "\n", item, "", "")
           && survives(value, "1. ", "\n", item, "", "")
           && survives(value, "> ", "\n", quote, "", "")
           && survives(value, "Första raden  ", "", paragraph, "Första raden  ", "");
}

static const char *const hostile[] = { "A", "Stadsmissionen", "*A* | B", "**a**", "_a_", "a_b_c",
    "`a`", "```", "```{underskrift}", "~~~", "~~a~~", "[a](b)", "[a]: /b", "![a](b)", "!", "a!",
    "<b>", "<http://a.b>", "&amp;", "&#32;", "&", "a & b", "AT&T", "&x", "&c Text",
    "M&c", "&copy", "&copy;", "a&", "\\", "\\*", "a\\", "a\\\\", "# a", "#", "a #", "C#", "a ##  ",
    "## ", "---", "- - -", "***", "___", "===", "=",
    "- a", "-a", "+ a", "* a", "-", "+", "1. a", "1) a", "1.", "12)", "1986. Ett år", "2021-10-01",
    "1 000 000 kr", "> a", ">", "| a | b |", "|", "| --- | --- |", ":---", "--- | ---", "a | b",
    ": a", "Namn: a", " a", "a ", "  a  ", "    a", "\ta", "a\tb", "a\nb", "a\n\nb", "a\n- b",
    "a\n# b", "a  \nb", "a\n===", "\n", " ", "   ", "{{x}}", "{a}", "$a$", "^a^", "a@b.se",
    "http://a.b/c_d?e=f&g=h", "\"a\"", "'a'", "(a)", "a (b) c.", "…", "å", "⟦saknas: a.b[2].c⟧",
    "a<!-- b -->", "<!--", "<?", "]]>", "][", "](", ")", ".", ". a", ") a", "0", "1234567890",
    "123456789. a", "1234567890. a", "- [ ] a",
    "\u00A0a" };

static void test_hostile(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        assert_true(survives_everywhere(hostile[i]));
    }
}

/* The words of strong text, where the delimiters of the template must still work. */
static void test_inside_strong(void **state) {
    (void)state;
    assert_true(survives("a*b", "**", "**\n", strong, "", ""));
    assert_true(survives("a_b", "**", "**\n", strong, "", ""));
    assert_true(survives("1. a", "**", "**\n", strong, "", ""));
}

/* All strings of up to three of the characters that mean something. */
static void test_all_short(void **state) {
    (void)state;
    static const char alphabet[] = "*_`[]<>&\\|#+-.)=~:! \n1a;";
    size_t n = sizeof alphabet - 1;
    for (size_t i = 0; i < n * n * n; i++) {
        char value[4] = { alphabet[i % n], alphabet[i / n % n], alphabet[i / n / n], '\0' };
        assert_true(survives(value, "", "\n", paragraph, "", ""));
        assert_true(survives(value, "- ", "\n", item, "", ""));
        assert_true(survives(value, "# ", "\n", heading, "", ""));
        assert_true(survives(value, "a", "b\n", paragraph, "a", "b"));
    }
}

/* What the template goes on with must not change what the value's last character means. */
static void test_what_follows(void **state) {
    (void)state;
    CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
    put(&text, "Ord ", "!", "[a](b)\n");
    cmark_node *document = cmark_parse_document(text.data, text.size, CMARK_OPT_DEFAULT);
    cmark_node *last = cmark_node_last_child(cmark_node_first_child(document));
    assert_int_equal(cmark_node_get_type(last), CMARK_NODE_LINK);
    cmark_node_free(document);
    assert_true(survives("A&", "", "amp; b\n", paragraph, "", "amp; b"));
    assert_true(survives("a\\", "", "\\* b\n", paragraph, "", "* b"));
}

/* A line after another must not make a heading or a table of it. */
static void test_second_line(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
        put(&text, "Rubrik | två\n", hostile[i], "\n");
        cmark_node *document = cmark_parse_document(text.data, text.size, CMARK_OPT_DEFAULT);
        cmark_node *child = cmark_node_first_child(document);
        bool alone =
            cmark_node_get_type(child) == CMARK_NODE_PARAGRAPH && cmark_node_next(child) == NULL;
        cmark_node_free(document);
        if (!alone) {
            print_error("%s\n", text.data);
        }
        assert_true(alone);
        /* A delimiter row of GFM is bars, hyphens, colons and spaces. */
        const char *second = strchr(text.data, '\n') + 1;
        assert_false(
            strspn(second, "|-: ") == strcspn(second, "\n") && strchr(second, '-') != NULL);
    }
}

/* The cell of a row, by GFM: bars that no backslash precedes divide. */
static void test_cells(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
        CLEANUP_BUFFER struct buffer cell = BUFFER_EMPTY;
        put(&text, "| a | ", hostile[i], " |");
        assert_null(strchr(text.data, '\n'));
        size_t bars = 0;
        for (size_t at = 0; at < text.size; at++) {
            bars += text.data[at] == '|';
            if (text.data[at] == '\\') {
                at++;
            }
        }
        assert_int_equal(bars, 3);
        buffer_put(&cell, text.data + 6, text.size - 8);
        cmark_node *document = cmark_parse_document(cell.data, cell.size, CMARK_OPT_DEFAULT);
        CLEANUP_BUFFER struct buffer got = BUFFER_EMPTY;
        CLEANUP_BUFFER struct buffer want = BUFFER_EMPTY;
        plain_words(document, &got);
        buffer_puts(&want, hostile[i]);
        spaces_only(want.data);
        if (strpbrk(hostile[i], "#-+=>:.)") == NULL) { /* alone in a line they would open a block */
            assert_string_equal(got.data, want.data);
        }
        cmark_node_free(document);
    }
}

static void test_no_more_than_needed(void **state) {
    (void)state;
    static const char *const unchanged[] = { "Social- och omsorgsnämnden", "2021-10-01",
        "1 000 000 kr", "a (b) c.", "Vård & omsorg", "kl. 10.30", "100 %", "Fråga: svar",
        "e-post@a.se", "IOGT-NTO", "a > b", "a = b", "!viktigt", "1.5 procent" };
    for (size_t i = 0; i < sizeof unchanged / sizeof *unchanged; i++) {
        CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
        CLEANUP_BUFFER struct buffer want = BUFFER_EMPTY;
        put(&text, "Ord ", unchanged[i], "");
        buffer_printf(&want, "Ord %s", unchanged[i]);
        assert_string_equal(text.data, want.data);
    }
}

static void test_html(void **state) {
    (void)state;
    CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
    escape_html(&text, "<a href=\"x\">&amp;</a> 'b'");
    assert_string_equal(text.data, "&lt;a href=&quot;x&quot;&gt;&amp;amp;&lt;/a&gt; 'b'");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hostile),
        cmocka_unit_test(test_inside_strong),
        cmocka_unit_test(test_all_short),
        cmocka_unit_test(test_what_follows),
        cmocka_unit_test(test_second_line),
        cmocka_unit_test(test_cells),
        cmocka_unit_test(test_no_more_than_needed),
        cmocka_unit_test(test_html),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
