/* SPDX-License-Identifier: EUPL-1.2
 *
 * A fingerprint of bytes: says whether two texts are the same, not who wrote them. Nobody is kept
 * from making another text with the same one on purpose.
 */
#ifndef UNDERLAG_BASE_DIGEST_H
#define UNDERLAG_BASE_DIGEST_H

#include <stddef.h>

#include "base/arena.h"

/* XXH128 of the bytes as 32 hexadecimal digits, as `xxhsum -H128` prints it. */
char *digest_text(struct arena *arena, const char *bytes, size_t size);

#endif
