/* SPDX-License-Identifier: EUPL-1.2
 *
 * What a build remembers: records, also broken ones; how far rules reach into kommun.yaml; shares.
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

#include "base/file.h"
#include "base/target.h"
#include "cmd/leftovers.h"
#include "cmd/reach.h"
#include "cmd/record.h"
#include "cmd/shard.h"

static struct trace trace_of(const char *text) {
    struct digest digest = digest_of(text, strlen(text));
    return (struct trace){ digest, digest_join(digest, digest) };
}

static void make_record(struct buffer *out) {
    static const uint32_t keys[] = { 1, 2, 77 };
    const struct record_file file = { "templates/a.md", trace_of("a") };
    const struct record head = { .shared = digest_of("s", 1), .warnings = 3, .files = &file, .file_count = 1 };
    record_begin(out, &head);
    const struct record_entry first = { .name = "zorn", .input = trace_of("z"), .formats = 7, .warnings = 2,
        .keys = (const char *)keys, .key_count = 3, .verified = true };
    const struct record_entry second = { .name = "abc", .input = trace_of("x"), .earlier = "zorn",
        .earlier_input = trace_of("z"), .papers = trace_of("p"), .guideline = 9 };
    record_add(out, &first);
    record_add(out, &second);
    static const char *const left[] = { "abc/gammal" };
    record_end(out, left, 1);
}

static const struct record *read_bytes(struct arena *arena, const char *bytes, size_t size) {
    char path[] = "/tmp/underlag-record-XXXXXX";
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    close(descriptor);
    assert_true(target_replace(path, bytes, size, false));
    const struct record *record = record_read(arena, path);
    unlink(path);
    return record;
}

static void test_record(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    CLEANUP_BUFFER struct buffer bytes = BUFFER_EMPTY;
    struct record_entry entry;
    make_record(&bytes);
    const struct record *record = read_bytes(arena, bytes.data, bytes.size);
    assert_int_equal(record->entry_count, 2);
    assert_int_equal(record->warnings, 3);
    assert_int_equal(record->left_count, 1);
    assert_string_equal(record->left[0], "abc/gammal");
    assert_true(digest_equal(record->shared, digest_of("s", 1)));
    assert_non_null(record_find_file(record, "templates/a.md"));
    assert_null(record_find_file(record, "templates/b.md"));
    assert_true(record_find(record, "abc", &entry));
    assert_string_equal(entry.earlier, "zorn");
    assert_int_equal(entry.guideline, 9);
    assert_false(entry.verified);
    assert_true(digest_equal(entry.papers.content, trace_of("p").content));
    assert_true(record_find(record, "zorn", &entry));
    assert_null(entry.earlier);
    assert_int_equal(entry.key_count, 3);
    uint32_t key;
    memcpy(&key, entry.keys + 2 * sizeof key, sizeof key);
    assert_int_equal(key, 77);
    assert_false(record_find(record, "m", &entry));
    arena_free(arena);
}

/* Signs what was changed, so that the reading itself is tried and not only the checksum. */
static void sign(struct buffer *bytes) {
    if (bytes->size >= 32) {
        record_sign(bytes);
    }
}

static void test_broken_record(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    CLEANUP_BUFFER struct buffer whole = BUFFER_EMPTY;
    make_record(&whole);
    for (size_t size = 0; size < whole.size; size++) {
        CLEANUP_BUFFER struct buffer cut = BUFFER_EMPTY;
        buffer_put(&cut, whole.data, size);
        assert_int_equal(read_bytes(arena, cut.data, cut.size)->entry_count, 0);
        sign(&cut);
        assert_int_equal(read_bytes(arena, cut.data, cut.size)->entry_count, 0);
    }
    for (size_t i = 0; i < whole.size; i++) {
        CLEANUP_BUFFER struct buffer changed = BUFFER_EMPTY;
        buffer_put(&changed, whole.data, whole.size);
        changed.data[i] = (char)(changed.data[i] ^ 0xff);
        assert_int_equal(read_bytes(arena, changed.data, changed.size)->entry_count, 0);
        sign(&changed);
        const struct record *record = read_bytes(arena, changed.data, changed.size);
        for (size_t j = 0; j < record->entry_count; j++) {
            struct record_entry entry = record_get(record, j);
            assert_true(strlen(entry.name) < whole.size);
        }
    }
    arena_free(arena);
}

struct reach_case {
    const char *expressions[3]; /* "x := …": the let of that name */
    const char *wanted; /* "*", or "register:field,field register:*" */
};

static void describe(const struct reach *reach, struct buffer *out) {
    if (reach->everything) {
        buffer_puts(out, "*");
        return;
    }
    for (size_t i = 0; i < reach->count; i++) {
        const struct reach_register *each = &reach->registers[i];
        buffer_printf(out, "%s%s", i != 0 ? " " : "", each->name);
        if (each->demand != NULL) {
            buffer_printf(out, "[%s]", each->demand);
        }
        buffer_putc(out, ':');
        for (size_t j = 0; j < each->field_count && !each->whole; j++) {
            buffer_printf(out, "%s%s", j != 0 ? "," : "", each->fields[j]);
        }
        buffer_puts(out, each->whole ? "*" : "");
    }
}

static void test_reach(void **state) {
    (void)state;
    static const struct reach_case cases[] = {
        { { "/definition/parter//insats" }, "" },
        { { "$kommunens + 1" }, "" },
        { { "'$kommun/nämnder'" }, "" },
        { { "$kommun" }, "*" },
        { { "count($kommun/*)" }, "*" },
        { { "$kommun//namn" }, "*" },
        { { "$kommun/nämnder" }, "nämnder:*" },
        { { "$kommun/eurokurs/kronor" }, "eurokurs:*" },
        { { "$kommun/nämnder/*" }, "nämnder:*" },
        { { "$kommun/nämnder/*/namn" }, "nämnder:namn" },
        { { "$kommun/nämnder/a-b/namn = 'x'" }, "nämnder:namn" },
        { { "$kommun/nämnder/*[innehåller-ord($text, namn)]/kort" }, "nämnder:namn,kort" },
        { { "$kommun/nämnder/*[not(a = $b) and (f(c/d, 'x.*') or e[g > 1.5])]/namn" },
            "nämnder:a,c/d,or,e,g,namn" },
        { { "$kommun/a/*[contains(., 'x')]/b" }, "*" },
        { { "$kommun/a/*[string() = 'x']/b" }, "*" },
        { { "$kommun/a/*[* = 'x']/b" }, "*" },
        { { "$kommun/a/*[../c = 'x']/b" }, "*" },
        { { "$kommun/a/*[/kommunen/c = 'x']/b" }, "*" },
        { { "$kommun/a/*[parent::x]/b" }, "*" },
        { { "$kommun/a/*[b" }, "*" },
        { { "x := $kommun/a/*/b", "$x/../c" }, "a:b,c" },
        { { "x := $kommun/a/*/b", "y := $x", "$y/../c" }, "a:b,c" },
        { { "x := $kommun/a/*/b", "$x/../../c" }, "*" },
        { { "x := $kommun/a/*/b", "$x/.." }, "*" },
        { { "x := $kommun/a/*", "$x/../c" }, "*" },
        { { "x := $kommun/a/*/b", "$x/ancestor::c" }, "*" },
        { { "x := $kommun/a/*/b", "ancestor::c[../d]//e" }, "a:b" },
        { { "x := $kommun/a/*/b", "self::text" }, "a:b" },
        { { "x := $kommun/a/*/b", "$x//c" }, "*" },
        { { "x := $kommun/a/*/b", "$x = (/*/c)" }, "*" },
        { { "x := $kommun/a/*/b", "för := $x" }, "*" },
        { { "$kommun/*/*" }, "*" },
        { { "$kommun/*/*[a/b][c = 'x'][d(e) > d(a/b)]" }, "*[a]:*" },
        { { "$kommun/*/*[a/b][c = 'x']/d" }, "*[a]:a/b,c,d" },
        { { "$kommun/a/*[b/c/d = $x or e/text() = 'y']/f" }, "*" },
        { { "$kommun/a/*[b/c/d = $x or e[g]/h]/f" }, "a:b/c/d,or,e,g,h,f" },
        { { "$kommun/*/*[a = 'x']/b" }, "*" },
        { { "$kommun/*/*[a/]/b" }, "*" },
        { { "x := $kommun/*/*[a]", "$x/../c" }, "*" },
        { { "$kommun/a/*/b = $kommun/c/*/d" }, "a:b c:d" },
        { { "i-registret('x', 'nämnder')" }, "*" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_new();
        CLEANUP_BUFFER struct buffer found = BUFFER_EMPTY;
        struct reach_expression expressions[3];
        size_t count = 0;
        for (; count < 3 && cases[i].expressions[count] != NULL; count++) {
            const char *text = cases[i].expressions[count];
            const char *after = strstr(text, " := ");
            const char *name = after != NULL ? arena_copy(arena, text, (size_t)(after - text)) : NULL;
            expressions[count] = (struct reach_expression){ .name = name,
                .text = after != NULL ? after + 4 : text,
                .is_context = name != NULL && strcmp(name, "för") == 0 };
        }
        struct reach reach = reach_of_expressions(arena, expressions, count);
        describe(&reach, &found);
        if (strcmp(found.data, cases[i].wanted) != 0) {
            fail_msg("%s reaches %s, not %s", cases[i].expressions[0], found.data, cases[i].wanted);
        }
        arena_free(arena);
    }
}

static void put_file(const char *path) {
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fclose(file), 0);
}

/* What a forged record calls a paper is not one when it lies elsewhere: --prune would remove it. */
static void test_forged_leftovers(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    char root[] = "/tmp/underlag-XXXXXX";
    assert_non_null(mkdtemp(root));
    const char *out = path_join(arena, root, "out");
    const char *folder = path_join(arena, out, "x");
    const char *files[] = { path_join(arena, root, "README.md"), path_join(arena, out, "y.md"),
        path_join(arena, folder, "brev.md") };
    assert_int_equal(mkdir(out, 0700), 0);
    assert_int_equal(mkdir(folder, 0700), 0);
    for (size_t i = 0; i < 3; i++) {
        put_file(files[i]);
    }
    const char *const left[] = { "../README", "./y", "x/../y", "x/../../README", "/x/brev", "x/brev" };
    const struct record_file file = { .name = "kommun.yaml" };
    const struct record record = {
        .files = &file, .file_count = 1, .left = left, .left_count = sizeof left / sizeof *left
    };
    const struct inputs inputs = { .root = root };
    size_t count = 0;
    const struct present present = { 0 };
    const struct leftover *found = leftovers_find(arena, out, &inputs, &record, &present, &count);
    assert_int_equal(count, 1);
    assert_string_equal(found[0].key, "x/brev");
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(unlink(files[i]), 0);
    }
    assert_int_equal(rmdir(folder), 0);
    assert_int_equal(rmdir(out), 0);
    assert_int_equal(rmdir(root), 0);
    arena_free(arena);
}

static void test_shards(void **state) {
    (void)state;
    struct shard shard;
    assert_true(shard_parse("2/8", &shard));
    assert_int_equal(shard.number, 2);
    assert_int_equal(shard.count, 8);
    static const char *const wrong[] = { "", "1", "/", "1/", "/1", "0/1", "2/1", "1/0", "1/2/3", " 1/2", "1/2 ",
        "-1/2", "+1/2", "1/100001", "1/4294967297", "a/b" };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_false(shard_parse(wrong[i], &shard));
    }
}

enum { DEALT = 1003, SHARES = 8 };

/* Which share (from 1) each name is dealt to, for names "namn-0" to "namn-(count-1)"; sizes by share. */
static void deal(struct arena *arena, size_t count, bool backwards, uint32_t *owners, size_t *sizes) {
    memset(owners, 0, count * sizeof *owners);
    for (uint32_t number = 1; number <= SHARES; number++) {
        const struct shard each = { number, SHARES };
        const char **paths = arena_array(arena, count, sizeof *paths);
        for (size_t i = 0; i < count; i++) {
            paths[i] = arena_printf(arena, "agreements/namn-%zu.yaml", backwards ? count - 1 - i : i);
        }
        sizes[number - 1] = shard_keep(&each, paths, count);
        for (size_t i = 0; i < sizes[number - 1]; i++) {
            size_t name = strtoul(strrchr(paths[i], '-') + 1, NULL, 10);
            assert_int_equal(owners[name], 0);
            owners[name] = number;
        }
    }
}

/* Every name has one share whatever the order, the shares are as large as can be, and few are moved by
 * a new one. */
static void test_dealing(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    uint32_t owners[DEALT + 1];
    uint32_t others[DEALT + 1];
    size_t sizes[SHARES];
    static const size_t counts[] = { 0, 1, 4, 8, 9, 100, DEALT };
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        deal(arena, counts[i], false, owners, sizes);
        for (size_t j = 0; j < SHARES; j++) {
            assert_true(sizes[j] == counts[i] / SHARES || sizes[j] == counts[i] / SHARES + 1);
        }
        deal(arena, counts[i], true, others, sizes);
        size_t moved = 0;
        for (size_t j = 0; j < counts[i]; j++) {
            assert_int_not_equal(owners[j], 0);
            assert_int_equal(owners[j], others[j]);
        }
        deal(arena, counts[i] + 1, false, others, sizes);
        for (size_t j = 0; j < counts[i]; j++) {
            moved += owners[j] != others[j];
        }
        assert_true(moved < SHARES);
    }
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_record),
        cmocka_unit_test(test_broken_record),
        cmocka_unit_test(test_reach),
        cmocka_unit_test(test_forged_leftovers),
        cmocka_unit_test(test_shards),
        cmocka_unit_test(test_dealing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
