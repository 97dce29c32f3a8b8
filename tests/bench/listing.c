/* SPDX-License-Identifier: EUPL-1.2
 *
 * What a build in which nothing changed is measured against: lists folders, asks the file system about
 * each file in them, and reads one file.
 *
 *     listing RECORD FOLDER...
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static size_t list(const char *folder) {
    DIR *stream = opendir(folder);
    size_t count = 0;
    for (struct dirent *entry; stream != NULL && (entry = readdir(stream)) != NULL;) {
        char path[4096];
        struct stat status;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (entry->d_type == DT_DIR && entry->d_name[0] != '.') {
            count += list(path);
        } else if (entry->d_type == DT_REG && stat(path, &status) == 0) {
            count++;
        }
    }
    if (stream != NULL) {
        closedir(stream);
    }
    return count;
}

int main(int argc, char **argv) {
    if (argc < 3) {
        fputs("listing RECORD FOLDER...\n", stderr);
        return 2;
    }
    size_t count = 0;
    for (int i = 2; i < argc; i++) {
        count += list(argv[i]);
    }
    FILE *record = fopen(argv[1], "rb");
    char bytes[65536];
    while (record != NULL && fread(bytes, 1, sizeof bytes, record) != 0) {
    }
    printf("%zu\n", count);
    return 0;
}
