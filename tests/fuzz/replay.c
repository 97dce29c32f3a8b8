/* SPDX-License-Identifier: EUPL-1.2
 *
 * Hands stored files to a fuzz target, one after the other: the files named and all files below the
 * folders named. For compilers without libFuzzer. TAP on standard output; the files go to
 * standard error, so that the last one there is the one that broke it.
 */
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "fuzz.h"

static int count;

static int replay(const char *path, const struct stat *status, int kind, struct FTW *where) {
    (void)status;
    (void)where;
    if (kind != FTW_F) {
        return 0;
    }
    struct arena *arena = arena_new();
    size_t size = 0;
    char *data = file_read(arena, path, &size);
    if (data == NULL) {
        perror(path);
        exit(1);
    }
    /* Of its very size, so that a read behind the end is seen. */
    uint8_t *input = memory_get(size);
    memcpy(input, data, size);
    arena_free(arena);
    fprintf(stderr, "%s\n", path);
    LLVMFuzzerTestOneInput(input, size);
    free(input);
    count++;
    return 0;
}

int main(int argc, char **argv) {
    for (int i = 1; i < argc; i++) {
        if (nftw(argv[i], replay, 16, FTW_PHYS) != 0) {
            perror(argv[i]);
            return 1;
        }
    }
    printf("%sok 1 - %d inputs\n1..1\n", count == 0 ? "not " : "", count);
    return count == 0;
}
