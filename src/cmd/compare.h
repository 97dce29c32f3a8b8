/* SPDX-License-Identifier: EUPL-1.2
 *
 * build --check: papers as they stand in out/ against those that would be written.
 */
#ifndef UNDERLAG_CMD_COMPARE_H
#define UNDERLAG_CMD_COMPARE_H

#include "cmd/command.h"
#include "render/render.h"

/* Whether the file is what would be written; Word files by their parts, however they are packed. When
 * it is not, appends what differs: the file's name, and unless `brief` the lines of text (of Word
 * files the words, and the names of other parts that differ). */
bool compare_paper(const struct invocation *invocation, const char *path,
    const struct renderer *renderer, const struct buffer *wanted, bool brief, struct buffer *out);

#endif
