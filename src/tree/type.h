/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside tree/: the type that a plain scalar has by its spelling alone.
 */
#ifndef UNDERLAG_TREE_TYPE_H
#define UNDERLAG_TREE_TYPE_H

#include <stddef.h>

#include "tree/tree.h"

/* By the core schema of YAML 1.2.2 (10.3.2). */
enum node_type type_of_plain(const char *text, size_t size);

/* Of a decimal number, with or without fraction and exponent: TYPE_INTEGER when its value is whole,
 * else TYPE_NUMBER. */
enum node_type type_of_number(const char *text, size_t size);

#endif
