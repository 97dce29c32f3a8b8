/* SPDX-License-Identifier: EUPL-1.2
 *
 * Packages written at the same moment. Each try is a process of its own: what goes wrong does so for the
 * first two packages of a process only.
 */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "render/docx/docx.h"
#include "render/docx/package.h"

enum { TRIES = 400, THREADS = 2 };

static void *write_one(void *context) {
    pthread_barrier_t *start = context;
    struct arena *arena = arena_new();
    struct package *package = package_new(arena, packer_new(arena));
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    part_fill(package_add(package, "word/document.xml", "application/xml"), "<a/>", 4);
    pthread_barrier_wait(start);
    package_write(package, &out);
    void *result = out.size != 0 ? context : NULL;
    arena_free(arena);
    return result;
}

/* Ends the process with 0 when all packages were written. */
static void write_at_once(void) {
    struct arena *arena = arena_new();
    const char *folder = path_join(arena, getenv("UNDERLAG_SOURCE"), "templates/docx");
    if (docx_parts_load(arena, folder, findings_new(arena, LANGUAGE_SV)) == NULL) {
        _exit(1);
    }
    pthread_barrier_t start;
    pthread_t threads[THREADS];
    int status = 0;
    pthread_barrier_init(&start, NULL, THREADS);
    for (size_t i = 0; i < THREADS; i++) {
        status |= pthread_create(&threads[i], NULL, write_one, &start);
    }
    for (size_t i = 0; i < THREADS && status == 0; i++) {
        void *written = NULL;
        pthread_join(threads[i], &written);
        status |= written == NULL;
    }
    arena_free(arena);
    _exit(status);
}

static void test_first_packages_at_once(void **state) {
    (void)state;
    for (size_t i = 0; i < TRIES; i++) {
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            write_at_once();
        }
        int status = 0;
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_int_equal(status, 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_first_packages_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
