/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the fuzz targets share. A target is one file with LLVMFuzzerTestOneInput(); linked with
 * libFuzzer it is driven by it (-Dfuzzing=true, clang), else replay.c hands it stored files. The
 * target's own check is that nothing crashes, leaks, hangs or trips an assert.
 */
#ifndef UNDERLAG_TESTS_FUZZ_H
#define UNDERLAG_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>

#include "cmd/workspace.h"
#include "document/document.h"

/* What libFuzzer and the replay call; its value is always 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The project's own folder, opened once: kommun.yaml, schemas, templates, guidelines. */
const struct workspace *fuzz_workspace(void);

/* The part of the input before the first line "=====" (0) or behind it (1), as a source of that
 * name; empty when there is none. */
const struct source *fuzz_part(
    struct arena *arena, const char *name, const uint8_t *data, size_t size, int part);

/* Writes the findings in every form of report. */
void fuzz_report(struct findings *findings);

/* Writes the document in every format, and as a dump. */
void fuzz_render(const struct document *document);

#endif
