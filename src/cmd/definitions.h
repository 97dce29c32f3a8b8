/* SPDX-License-Identifier: EUPL-1.2
 *
 * Which definitions a command is about: those that it names, or all of agreements/.
 */
#ifndef UNDERLAG_CMD_DEFINITIONS_H
#define UNDERLAG_CMD_DEFINITIONS_H

#include "cmd/command.h"

/* The definitions to work on: the operands, or all of agreements/ in the root. Paths as the user would name them; names
 * without a file of that name are looked up in agreements/, with and without ".yaml". What is wrong with the list, and
 * what looks like a definition and is none, is told. Lives on the invocation's arena. */
const char **definitions_find(const char *root, struct invocation *invocation, size_t *count);

/* The file's name without its end, when that is not `right`, ".yaml" or ".md", but nearly: .yml, .YAML, .yaml.txt
 * (the .txt of which Windows does not show), .markdown, .MD …; else NULL. */
const char *wrong_suffix_stem(struct arena *arena, const char *path, const char *right);

#endif
