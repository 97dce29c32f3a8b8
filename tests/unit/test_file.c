/* SPDX-License-Identifier: EUPL-1.2
 *
 * In a folder of its own under TMPDIR.
 */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/target.h"
#include "base/temporary.h"

struct fixture {
    struct arena *arena;
    const char *folder;
};

static int set_up(void **state) {
    struct arena *arena = arena_new();
    struct fixture *fixture = arena_new_of(arena, struct fixture);
    const char *base = getenv("TMPDIR");
    char *folder = arena_printf(arena, "%s/underlag.XXXXXX", base != NULL ? base : "/tmp");
    if (mkdtemp(folder) == NULL) {
        return -1;
    }
    *fixture = (struct fixture){ arena, folder };
    *state = fixture;
    return 0;
}

static void remove_all(struct arena *arena, const char *folder) {
    size_t count = 0;
    char **names = file_list(arena, folder, "", &count);
    for (size_t i = 0; names != NULL && i < count; i++) {
        const char *path = path_join(arena, folder, names[i]);
        struct stat status;
        if (lstat(path, &status) == 0 && S_ISDIR(status.st_mode)) {
            remove_all(arena, path);
        } else {
            unlink(path);
        }
    }
    rmdir(folder);
}

static int tear_down(void **state) {
    struct fixture *fixture = *state;
    remove_all(fixture->arena, fixture->folder);
    bool gone = !file_exists(fixture->folder); /* nothing hidden was left behind */
    arena_free(fixture->arena);
    return gone ? 0 : -1;
}

static const char *in(struct fixture *fixture, const char *name) {
    return path_join(fixture->arena, fixture->folder, name);
}

static void what_is_written_is_read(void **state) {
    struct fixture *fixture = *state;
    const char *path = in(fixture, "a.txt");
    static const char bytes[] = "å\0b";
    size_t size = 0;
    for (int durable = 0; durable < 2; durable++) {
        assert_true(target_replace(path, bytes, 4, durable != 0));
        const char *got = file_read(fixture->arena, path, &size);
        assert_int_equal(size, 4);
        assert_memory_equal(got, bytes, 5);
    }
    assert_true(file_holds(path, bytes, 4));
    assert_false(file_holds(path, bytes, 3));
    assert_false(file_holds(path, "abcd", 4));
    assert_true(target_replace(path, "", 0, false));
    assert_string_equal(file_read(fixture->arena, path, &size), "");
    assert_int_equal(size, 0);
    assert_true(file_holds(path, "", 0));
    assert_false(file_holds(fixture->folder, "", 0));
}

static void a_large_file_is_read(void **state) {
    struct fixture *fixture = *state;
    size_t size = 3 << 20;
    char *bytes = arena_alloc(fixture->arena, size);
    memset(bytes, 'x', size);
    assert_true(target_replace(in(fixture, "a"), bytes, size, false));
    assert_true(file_holds(in(fixture, "a"), bytes, size));
}

static void a_file_is_read_with_its_stamp(void **state) {
    struct fixture *fixture = *state;
    const char *path = in(fixture, "a");
    assert_true(target_replace(path, "abc", 3, false));
    size_t size = 0;
    struct file_stamp read;
    const struct file_stamp asked = file_stamp(path);
    assert_string_equal(file_read_stamped(fixture->arena, path, &size, &read), "abc");
    assert_memory_equal(&read, &asked, sizeof read);
    const struct file_stamp none = { 0 };
    assert_null(file_read_stamped(fixture->arena, fixture->folder, &size, &read));
    assert_memory_equal(&read, &none, sizeof read);
    assert_null(file_read_stamped(fixture->arena, in(fixture, "b"), &size, &read));
    assert_memory_equal(&read, &none, sizeof read);
}

/* Files of the system have a size that is not that of what they say. */
static void a_file_of_another_size_is_read_whole(void **state) {
    struct fixture *fixture = *state;
    static const char *const paths[] = { "/proc/self/cmdline", "/sys/kernel/mm/transparent_hugepage/enabled" };
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        size_t size = 0;
        const char *text = file_read(fixture->arena, paths[i], &size);
        assert_true(text == NULL || (size != 0 && text[size] == '\0'));
    }
}

static void a_folder_is_known_among_others(void **state) {
    struct fixture *fixture = *state;
    assert_true(target_replace(in(fixture, "a/x"), "x", 1, false));
    assert_true(target_replace(in(fixture, "b/x"), "x", 1, false));
    assert_int_equal(symlink("a", in(fixture, "c")), 0);
    const char *const others[] = { in(fixture, "d"), in(fixture, "b"), in(fixture, "b"), in(fixture, "a") };
    assert_true(file_is_among(in(fixture, "c"), others, 4));
    assert_false(file_is_among(in(fixture, "c"), others, 3));
    assert_true(file_is_among(in(fixture, "b/"), others, 2));
    assert_false(file_is_among(in(fixture, "d"), others, 4));
    assert_false(file_is_among(in(fixture, "a"), others, 0));
}

static void a_folder_lies_within_others(void **state) {
    struct fixture *fixture = *state;
    assert_true(target_replace(in(fixture, "a/b/x"), "x", 1, false));
    assert_true(target_replace(in(fixture, "z/x"), "x", 1, false));
    assert_int_equal(symlink("a/b", in(fixture, "link")), 0);
    const char *const folders[] = { in(fixture, "none"), in(fixture, "a/./") };
    static const char *const within[] = { "a", "a/b", "a/b/new", "a/new/newer/", "link", "link/new", "z/../a",
        "new/../a", "new/newer/../../link" };
    static const char *const without[] = { "", "z", "z/a", "new", "a/..", "a/new/../../z", "ab", "link/../../z" };
    for (size_t i = 0; i < sizeof within / sizeof *within; i++) {
        assert_true(file_lies_within(in(fixture, within[i]), folders, 2));
    }
    for (size_t i = 0; i < sizeof without / sizeof *without; i++) {
        assert_false(file_lies_within(in(fixture, without[i]), folders, 2));
    }
    const char *const here[] = { "." };
    assert_true(file_lies_within("new/folder", here, 1));
    assert_false(file_lies_within("../new", here, 1));
    assert_false(file_lies_within("", here, 0));
}

static void folders_are_made(void **state) {
    struct fixture *fixture = *state;
    assert_true(target_replace(in(fixture, "b/c//d/e.txt"), "x", 1, true));
    assert_true(file_is_folder(in(fixture, "b/c/d")));
    assert_true(file_holds(in(fixture, "b/c/d/e.txt"), "x", 1));
    assert_false(target_replace(in(fixture, "b/c/d/e.txt/f"), "x", 1, false));
    assert_int_equal(errno, ENOTDIR);
}

static void a_failure_leaves_nothing_behind(void **state) {
    struct fixture *fixture = *state;
    assert_true(target_replace(in(fixture, "b/x"), "x", 1, false));
    assert_false(target_replace(in(fixture, "b"), "y", 1, false));
    assert_int_equal(errno, EISDIR);
    assert_true(file_holds(in(fixture, "b/x"), "x", 1));
}

static void files_of_a_target_change_together(void **state) {
    struct fixture *fixture = *state;
    const char *failed = NULL;
    size_t done = 0;
    size_t count = 0;
    for (int commits = 0; commits < 2; commits++) {
        struct target *target = target_open(fixture->arena, in(fixture, "t"));
        assert_true(target_write(target, "a", "aa", 2, true));
        assert_true(target_write(target, "b", "bb", 2, true));
        assert_false(file_exists(in(fixture, "t/a")));
        if (commits != 0) {
            assert_true(target_commit(target, true, &failed, &done));
            assert_int_equal(done, 2);
            assert_int_equal(target_written(target, 1).size, 2);
            assert_true(target_replace(in(fixture, "t/b"), "other", 5, false));
            assert_int_equal(target_written(target, 1).size, 0);
            assert_int_equal(target_stamp(target, "b").size, 5);
        }
        target_close(target);
        file_list(fixture->arena, in(fixture, "t"), "", &count);
        assert_int_equal(count, commits == 0 ? 0 : 2);
    }
    assert_int_equal(rmdir(in(fixture, "t")), -1);
}

static void a_name_that_cannot_be_given_stops_a_target(void **state) {
    struct fixture *fixture = *state;
    const char *failed = NULL;
    size_t done = 0;
    assert_true(target_replace(in(fixture, "t/b/x"), "x", 1, false));
    struct target *target = target_open(fixture->arena, in(fixture, "t"));
    for (const char *const *name = (const char *const[]){ "a", "b", "c", NULL }; *name != NULL; name++) {
        assert_true(target_write(target, *name, "y", 1, false));
    }
    assert_false(target_commit(target, false, &failed, &done));
    assert_int_equal(errno, EISDIR);
    assert_int_equal(done, 1);
    assert_string_equal(failed, "b");
    target_close(target);
    assert_false(target_write(target, "d", "y", 1, false));
    assert_true(file_holds(in(fixture, "t/a"), "y", 1));
    assert_false(file_exists(in(fixture, "t/c")));
    unlink(in(fixture, "t/a"));
    unlink(in(fixture, "t/b/x"));
    assert_int_equal(rmdir(in(fixture, "t/b")), 0);
    assert_int_equal(rmdir(in(fixture, "t")), 0); /* no litter */
}

static void a_link_is_replaced_not_followed(void **state) {
    struct fixture *fixture = *state;
    assert_true(target_replace(in(fixture, "target"), "old", 3, false));
    assert_int_equal(symlink("target", in(fixture, "link")), 0);
    assert_true(target_replace(in(fixture, "link"), "new", 3, false));
    assert_true(file_holds(in(fixture, "target"), "old", 3));
    assert_true(file_holds(in(fixture, "link"), "new", 3));
}

/* Somebody else's lock on the folder is waited for, but not for ever. */
static void a_locked_folder_is_waited_for(void **state) {
    struct fixture *fixture = *state;
    assert_true(target_replace(in(fixture, "a/x"), "x", 1, false));
    int folder = open(in(fixture, "a"), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    assert_true(folder >= 0);
    assert_int_equal(flock(folder, LOCK_EX), 0);
    assert_false(target_replace(in(fixture, "a/x"), "y", 1, false));
    assert_int_equal(errno, EBUSY);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) { /* has the lock, too */
        usleep(200000);
        _exit(0);
    }
    close(folder);
    assert_true(target_replace(in(fixture, "a/x"), "z", 1, false));
    assert_int_equal(waitpid(child, NULL, 0), child);
}

static void what_is_no_file_is_refused(void **state) {
    struct fixture *fixture = *state;
    size_t size;
    assert_null(file_read(fixture->arena, in(fixture, "finns-ej"), &size));
    assert_int_equal(errno, ENOENT);
    assert_null(file_read(fixture->arena, fixture->folder, &size));
    assert_int_equal(errno, EISDIR);
    assert_null(file_read(fixture->arena, "/dev/zero", &size));
    assert_int_equal(errno, EINVAL);
    assert_int_equal(mkfifo(in(fixture, "pipe"), 0600), 0);
    assert_null(file_read(fixture->arena, in(fixture, "pipe"), &size));
    assert_int_equal(errno, EINVAL);
    assert_int_equal(symlink("loop", in(fixture, "loop")), 0);
    assert_null(file_read(fixture->arena, in(fixture, "loop"), &size));
    assert_int_equal(errno, ELOOP);
    int sparse = open(in(fixture, "sparse"), O_WRONLY | O_CREAT, 0600);
    assert_int_equal(ftruncate(sparse, (off_t)FILE_LARGEST + 1), 0);
    close(sparse);
    assert_null(file_read(fixture->arena, in(fixture, "sparse"), &size));
    assert_int_equal(errno, EFBIG);
}

static void names_are_listed_in_order(void **state) {
    struct fixture *fixture = *state;
    static const char *const names[] = { "b.yaml", "a.yaml", "å.yaml", ".c.yaml", "d.txt" };
    for (size_t i = 0; i < 5; i++) {
        assert_true(target_replace(in(fixture, names[i]), "", 0, false));
    }
    size_t count = 0;
    char **got = file_list(fixture->arena, fixture->folder, ".yaml", &count);
    assert_int_equal(count, 3);
    assert_string_equal(got[0], "a.yaml");
    assert_string_equal(got[1], "b.yaml");
    assert_string_equal(got[2], "å.yaml");
    assert_non_null(file_list(fixture->arena, fixture->folder, ".md", &count));
    assert_int_equal(count, 0);
    assert_null(file_list(fixture->arena, in(fixture, "finns-ej"), "", &count));
    unlink(in(fixture, ".c.yaml"));
}

/* How many of the files in the folder are of runs that were killed; these are forgotten. */
static size_t lost_runs(struct fixture *fixture, const char *folder, const char *whose) {
    size_t count = 0;
    size_t lost_count = 0;
    char **names = file_list_all(fixture->arena, folder, &count);
    const char *const *lost = presence_find_lost(
        fixture->arena, folder, whose, (const char *const *)names, count);
    while (lost[lost_count] != NULL) {
        lost_count++;
    }
    presence_forget(folder, lost);
    return lost_count;
}

static void who_is_present_is_not_lost(void **state) {
    struct fixture *fixture = *state;
    const char *root = in(fixture, "root");
    struct presence *presence = presence_begin(fixture->arena, root, "1/2");
    size_t count = 0;
    assert_non_null(file_list_all(fixture->arena, root, &count));
    assert_int_equal(count, 1);
    assert_int_equal(lost_runs(fixture, root, NULL), 0);
    assert_true(target_replace(in(fixture, "root/.1.7.underlag"), "1/2", 3, false));
    assert_true(target_replace(in(fixture, "root/.1.x.underlag"), "1/2", 3, false));
    assert_int_equal(lost_runs(fixture, root, "2/2"), 0);
    struct target *writing = target_open(fixture->arena, root);
    assert_int_equal(lost_runs(fixture, root, "1/2"), 0);
    target_close(writing);
    assert_int_equal(lost_runs(fixture, root, "1/2"), 1);
    assert_int_equal(lost_runs(fixture, root, NULL), 0);
    unlink(in(fixture, "root/.1.x.underlag"));
    presence_end(presence);
    assert_false(file_exists(root)); /* it was made for nothing */
    presence_end(presence_begin(fixture->arena, in(fixture, "finns/ej"), "1/2"));
}

static void paths_are_taken_apart(void **state) {
    struct arena *arena = ((struct fixture *)*state)->arena;
    static const char *const cases[][4] = { /* path, name, stem, folder */
        { "a/b.yaml", "b.yaml", "b", "a" }, { "b.yaml", "b.yaml", "b", "." },
        { "/b", "b", "b", "/" }, { "a/b.c.d", "b.c.d", "b.c", "a" },
        { "a/.dold", ".dold", ".dold", "a" }, { "a.b/c", "c", "c", "a.b" }, { "a/", "", "", "a" }
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_string_equal(path_name(cases[i][0]), cases[i][1]);
        assert_string_equal(path_stem(arena, cases[i][0]), cases[i][2]);
        assert_string_equal(path_folder(arena, cases[i][0]), cases[i][3]);
    }
    assert_string_equal(path_join(arena, "a", "b"), "a/b");
    assert_string_equal(path_join(arena, "a/", "b"), "a/b");
    assert_string_equal(path_join(arena, "", "b"), "b");
    assert_string_equal(path_join(arena, ".", "b"), "b");
    assert_string_equal(path_join(arena, "a", "/b"), "/b");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(what_is_written_is_read),
        TEST(a_large_file_is_read),
        TEST(a_file_is_read_with_its_stamp),
        TEST(a_file_of_another_size_is_read_whole),
        TEST(a_folder_is_known_among_others),
        TEST(a_folder_lies_within_others),
        TEST(folders_are_made),
        TEST(a_failure_leaves_nothing_behind),
        TEST(files_of_a_target_change_together),
        TEST(a_name_that_cannot_be_given_stops_a_target),
        TEST(a_link_is_replaced_not_followed),
        TEST(a_locked_folder_is_waited_for),
        TEST(what_is_no_file_is_refused),
        TEST(names_are_listed_in_order),
        TEST(who_is_present_is_not_lost),
        TEST(paths_are_taken_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
