/* SPDX-License-Identifier: EUPL-1.2
 *
 * The reader of plain YAML against libyaml: what it takes, it takes as libyaml does.
 */
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "../readers.h"
#include "base/file.h"

/* What has to be read without libyaml. */
static const char *const plain_texts[] = {
    "a: b\n",
    "# c\n\na: b\n\n  # d\n",
    "---\na: b\n",
    "a:\nb:\n",
    "a: # c\n  b: 1\n",
    "a:\n- 1\n-\n- b: 2\n  c:\n  - 3\nd: 4\n",
    "a:\n  - - 1\n    - 2\n  -\n    - 3\n  - # c\n  - 4\n",
    "-   a: 1\n    b: 2\n",
    "  - 1\n  # c\n  - 2\n",
    "a:\n    b:\n      c: 1\n    d: 2\n",
    "a: b:c#d\nå ä: x y  z   \n",
    "a: one\n  two\n\n\n  three\n  # c\nb: 1\n",
    "a: one   # c\nb: 12 # c\nc: 12\n",
    "a:\n  one\n  two\nb: 'x'\n",
    "a: 'it''s' # c\n'b c': \"d\\n\\u00e5\\\"\\\\\"\n",
    "a: [ b, 'c', \"d\", {e: f, g h: [i]}, [], {} ]   # c\n",
    "a: [x:y, http://z, a#b , -1, .5, ~, null]\n",
    "- -1\n- -x\n- .5\n- ~\n- 1 000 000\n",
    "a: |\n  b\n   c\n\n  d\n\n\n# c\ne: f\n",
    "a: |-\n  b\n    \n  c\n  \n",
    "a: >+\n  b\n  c\n\n  d\n   e\n   f\n\n   g\n  h\n\n\n",
    "a: >-\n      b\n      c\n   # d\ne: 1\n",
    "- -\n- - -\n    - a\n",
    "- |\n b\n- >\n  c\n- |+  \n  d\n",
    "a: |\n # b\n # c\n",
    "a: “b” c\nb: c”\n",
    "e\xCC\x81: e\xCC\x81 x\n", /* not NFC */
};

/* What libyaml has to read: because it is rare, because there is something to say of it, or because the
 * two would differ. */
static const char *const other_texts[] = {
    "",
    "\n",
    "# c\n",
    "a",
    "a: b",
    "a: b\r\n",
    "a:\tb\n",
    "---\n---\na: b\n",
    "--- a\n",
    "a: b\n...\n",
    "%YAML 1.2\n---\na: b\n",
    "... : a\n",
    "a: &b c\n",
    "a: *b\n",
    "a: !!str b\n",
    "<<: {a: b}\n",
    "? a\n: b\n",
    "a : b\n",
    "a: b: c\n",
    "a: one\n  two: three\n",
    "a: - b\n",
    "a: b\n c: d\n",
    "a:\n  b: c\n d: e\n",
    "  a: b\nc: d\n",
    "- a\nb: c\n",
    "a: 1\na: 2\n",
    "a: 'b\n  c'\n",
    "a: 'b'c\n",
    "a: 'b' 'c'\n",
    "a: 'b'#c\n",
    "a: \"\\x41\"\n",
    "a: \"\\ud83d\\ude00\"\n",
    "a: \"\\u0007\"\n",
    "a: \"\\u12\"\n",
    "a: \"\\“\u07A4\"\n",
    "a: [b\n  ]\n",
    "a: [b,]\n",
    "a: [b: c]\n",
    "a: {b}\n",
    "a: {b: }\n",
    "a: {\"b\":c}\n",
    "a: [b?]\n",
    "a: [b] c\n",
    "a: {b: c]\n",
    "a: |2\n   b\n",
    "a: | # c\n  b\n",
    "a: |\n\n  b\n",
    "a: |\nb: c\n",
    "a: |\n  b\n c\n",
    "a: - \n",
    "@a: b\n",
    "•\xC2\xA0" "a: b\n",
    "\xC2\xA0" "a: b\n",
    "a: a long text #cut\n",
    "a: “one two”\n",
    "a: one\n  - two\n",
    "a: >\n  one\n  - two\n",
};

static void assert_agreement(const char *text, enum agreement expected) {
    struct arena *arena = arena_new();
    const struct source *source = source_new(arena, "x", text, strlen(text));
    enum agreement agreement = readers_compare_whole(arena, source);
    if (agreement != expected) {
        print_error("%s\n", text);
    }
    assert_int_equal(agreement, expected);
    arena_free(arena);
}

static void test_plain(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof plain_texts / sizeof *plain_texts; i++) {
        assert_agreement(plain_texts[i], READERS_AGREE);
    }
}

static void test_other(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof other_texts / sizeof *other_texts; i++) {
        assert_agreement(other_texts[i], READERS_GAVE_UP);
    }
}

/* A mapping in a mapping and so on. */
static void test_depth(void **state) {
    (void)state;
    for (size_t depth = 50; depth <= 100; depth += 50) {
        CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
        for (size_t i = 0; i < depth; i++) {
            buffer_repeat(&text, ' ', i);
            buffer_puts(&text, "a:\n");
        }
        assert_agreement(text.data, depth == 50 ? READERS_AGREE : READERS_GAVE_UP);
    }
}

/* The longest key that libyaml finds its colon behind is longer than ours. */
static void test_long(void **state) {
    (void)state;
    for (size_t size = 500; size <= 1500; size += 500) {
        CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
        buffer_repeat(&text, 'a', size);
        buffer_puts(&text, ": b\n");
        assert_agreement(text.data, size <= 1000 ? READERS_AGREE : READERS_GAVE_UP);
    }
}

/* Texts of the project that are YAML, or made to be taken for it. */
static struct {
    struct arena *arena;
    ARRAY_OF(const struct source *) items;
    size_t own_count; /* the first of them: what the program reads in every run */
} texts;

static int take_file(const char *path, const struct stat *status, int kind, struct FTW *where) {
    (void)where;
    size_t size;
    bool is_wanted = kind == FTW_F && status->st_size < 1 << 20;
    char *text = is_wanted ? file_read(texts.arena, path, &size) : NULL;
    if (text != NULL) {
        ARRAY_ADD(texts.arena, texts.items, source_new(texts.arena, path, text, size));
    }
    return 0;
}

static int compare_names(const void *left, const void *right) {
    const struct source *const *a = left;
    const struct source *const *b = right;
    return strcmp((*a)->name, (*b)->name);
}

/* Adds the files below the places, by name, since folders have an order of their own. */
static void gather_below(const char *const *places) {
    const char *root = getenv("UNDERLAG_SOURCE");
    size_t first = texts.items.count;
    for (; *places != NULL; places++) {
        char *path = path_join(texts.arena, root != NULL ? root : ".", *places);
        assert_int_equal(nftw(path, take_file, 16, FTW_PHYS), 0);
    }
    qsort(texts.items.items + first, texts.items.count - first, sizeof *texts.items.items,
        compare_names);
}

static int gather(void **state) {
    (void)state;
    static const char *const own[] = { "agreements", "guidelines", "kommun.yaml", NULL };
    static const char *const others[] = { "schema", "templates", "tests/fuzz/corpus",
        "tests/golden", "tests/property", "tests/reference", "tests/spec", NULL };
    texts.arena = arena_new();
    gather_below(own);
    texts.own_count = texts.items.count;
    gather_below(others);
    return 0;
}

static int forget(void **state) {
    (void)state;
    arena_free(texts.arena);
    return 0;
}

static void test_files(void **state) {
    (void)state;
    for (size_t i = 0; i < texts.items.count; i++) {
        struct arena *arena = arena_new();
        const struct source *source = texts.items.items[i];
        enum agreement whole = readers_compare_whole(arena, source);
        bool is_wrong = i < texts.own_count ? whole != READERS_AGREE : whole == READERS_DIFFER;
        if (is_wrong || readers_compare_some(arena, source, i) == READERS_DIFFER) {
            fail_msg("%s: %s", source->name, whole == READERS_GAVE_UP ? "given up" : "other");
        }
        arena_free(arena);
    }
}

/* xorshift32: the same numbers everywhere. */
static size_t random_below(uint32_t *seed, size_t limit) {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed % limit;
}

/* Some lines of a text, from anywhere in it, as far as they belong together. */
static void take_lines(struct buffer *text, uint32_t *seed) {
    bool is_own = random_below(seed, 2) == 0;
    size_t place = random_below(seed, is_own ? texts.own_count : texts.items.count);
    const struct source *source = texts.items.items[place];
    size_t first = random_below(seed, 3) == 0 ? 0 : random_below(seed, source->line_count);
    const char *line = source->text + source->lines[first];
    size_t indent = strspn(line, " ");
    for (size_t left = 1 + random_below(seed, 30); left > 0 && *line != '\0'; left--) {
        size_t spaces = strspn(line, " ");
        if (spaces < indent && line[spaces] != '\n') {
            return;
        }
        size_t length = strcspn(line, "\n");
        length += line[length] == '\n';
        buffer_put(text, line, length);
        line += length;
    }
}

static void replace(struct buffer *text, size_t at, size_t size, const char *with, size_t with_size) {
    CLEANUP_BUFFER struct buffer tail = BUFFER_EMPTY;
    buffer_put(&tail, text->data + at + size, text->size - at - size);
    buffer_truncate(text, at);
    buffer_put(text, with, with_size);
    buffer_put(text, tail.data, tail.size);
}

/* Changes the text in one place. */
static void mutate(struct buffer *text, uint32_t *seed) {
    static const char *const words[] = { " ", "  ", "\n", "\n\n", ":", ": ", " #", "#", "- ", "-",
        "'", "\"", "[", "]", "{", "}", ",", ", ", "|", ">", "|-\n", ">+\n", "?", "? ", "&a ", "*a",
        "!", "%", "@", "`", "\\", "\t", "\r", "~", "<<: ", "a", "å", "1", ".", "---\n", "...\n",
        "a: ", "- a\n", "\xC2\xA0", "\xC2\xAD", "\xCC\x88", "“", "”", "• ", "\xEF\xBB\xBF" };
    if (text->size == 0) {
        return;
    }
    size_t at = random_below(seed, text->size);
    const char *line = memrchr(text->data, '\n', at);
    size_t start = line != NULL ? (size_t)(line - text->data) + 1 : 0;
    size_t length = strcspn(text->data + start, "\n");
    length += start + length < text->size;
    const char *word = words[random_below(seed, sizeof words / sizeof *words)];
    CLEANUP_BUFFER struct buffer copy = BUFFER_EMPTY;
    switch (random_below(seed, 7)) {
    case 0:
        replace(text, at, 1, word, strlen(word));
        break;
    case 1:
        replace(text, at, 0, word, strlen(word));
        break;
    case 2:
        replace(text, start, 0, word, strlen(word));
        break;
    case 3:
        replace(text, at, 1, "", 0);
        break;
    case 4:
        replace(text, start, length, "", 0);
        break;
    case 5:
        buffer_put(&copy, text->data + start, length);
        replace(text, start, 0, copy.data, copy.size);
        break;
    default:
        replace(text, start, strspn(text->data + start, " "), "          ", random_below(seed, 9));
        break;
    }
}

/* Most mutations leave the text plain, or nearly. UNDERLAG_MUTATIONS: how many are tried. */
static void test_mutations(void **state) {
    (void)state;
    const char *wanted = getenv("UNDERLAG_MUTATIONS");
    long count = wanted != NULL ? atol(wanted) : 6000;
    size_t plain = 0;
    uint32_t seed = 2016313;
    for (long i = 0; i < count; i++) {
        struct arena *arena = arena_new();
        CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
        take_lines(&text, &seed);
        for (size_t j = random_below(&seed, 4); j > 0; j--) {
            mutate(&text, &seed);
        }
        const struct source *source = source_new(arena, "x", text.data, text.size);
        enum agreement whole = readers_compare_whole(arena, source);
        if (whole == READERS_DIFFER
            || readers_compare_some(arena, source, (size_t)i) == READERS_DIFFER) {
            fail_msg("The readers differ on:\n%s", text.data);
        }
        plain += whole == READERS_AGREE;
        arena_free(arena);
    }
    print_message("# %zu of %ld were plain\n", plain, count);
    assert_true(plain > (size_t)count / 10); /* else there is little that was tested */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain),
        cmocka_unit_test(test_other),
        cmocka_unit_test(test_depth),
        cmocka_unit_test(test_long),
        cmocka_unit_test(test_files),
        cmocka_unit_test(test_mutations),
    };
    return cmocka_run_group_tests(tests, gather, forget);
}
