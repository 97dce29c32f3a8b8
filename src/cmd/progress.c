/* SPDX-License-Identifier: EUPL-1.2 */
#include "cmd/progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Milliseconds: what is done sooner than anybody wonders; between two lines. */
enum { PATIENCE = 500, PAUSE = 100 };

/* To the start of the line, and erase it (ECMA-48, EL). */
#define ERASE_LINE "\r\033[K"

static int64_t now(void) {
    struct timespec time = { 0 };
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* Whether a line can be written over there. */
static bool is_patient_terminal(void) {
    const char *terminal = getenv("TERM");
    return isatty(STDERR_FILENO) == 1 && terminal != NULL && strcmp(terminal, "dumb") != 0;
}

void progress_begin(struct progress *progress, size_t total, enum language language) {
    *progress = (struct progress){ .wanted = is_patient_terminal(),
        .language = language,
        .total = total,
        .begun = now() };
}

void progress_line(struct progress *progress, size_t done, int64_t at, struct buffer *out) {
    if (at - progress->begun < PATIENCE || at - progress->changed < PAUSE || done >= progress->total) {
        return;
    }
    bool english = progress->language == LANGUAGE_EN;
    buffer_printf(out, ERASE_LINE "%zu %s %zu %s", done, english ? "of" : "av", progress->total,
        english ? "definitions" : "definitioner");
    progress->changed = at;
    progress->shown = true;
}

void progress_step(struct progress *progress, size_t done) {
    if (!progress->wanted) {
        return;
    }
    CLEANUP_BUFFER struct buffer line = BUFFER_EMPTY;
    progress_line(progress, done, now(), &line);
    fwrite(line.data, 1, line.size, stderr);
    fflush(stderr);
}

void progress_clear(struct progress *progress) {
    if (progress->shown) {
        fputs(ERASE_LINE, stderr);
        fflush(stderr);
        progress->shown = false;
        progress->changed = 0;
    }
}
