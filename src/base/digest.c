/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/digest.h"

#include <inttypes.h>
#include <xxhash.h>

char *digest_text(struct arena *arena, const char *bytes, size_t size) {
    XXH128_hash_t hash = XXH3_128bits(bytes, size);
    return arena_printf(arena, "%016" PRIx64 "%016" PRIx64, (uint64_t)hash.high64, (uint64_t)hash.low64);
}
