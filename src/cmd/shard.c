/* SPDX-License-Identifier: EUPL-1.2 */
#include "cmd/shard.h"

#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/file.h"

/* Digits only, up to SHARDS_LARGEST; gives what comes behind them, NULL when there are none. */
static const char *read_number(const char *text, uint32_t *number) {
    size_t digits = strspn(text, "0123456789");
    if (digits == 0 || digits > 6) {
        return NULL;
    }
    *number = (uint32_t)strtoul(text, NULL, 10);
    return text + digits;
}

bool shard_parse(const char *text, struct shard *shard) {
    const char *rest = read_number(text, &shard->number);
    rest = rest != NULL && *rest == '/' ? read_number(rest + 1, &shard->count) : NULL;
    return rest != NULL && *rest == '\0' && shard->number >= 1 && shard->number <= shard->count
        && shard->count <= SHARDS_LARGEST;
}

bool shard_has(const struct shard *shard, const char *name) {
    if (shard->count <= 1) {
        return true;
    }
    struct digest digest = digest_of(name, strlen(name));
    uint64_t value = 0;
    for (size_t i = 0; i < sizeof value; i++) {
        value = value << 8 | digest.bytes[i];
    }
    return value % shard->count == shard->number - 1;
}

size_t shard_keep(const struct shard *shard, const char **paths, size_t count) {
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        struct arena *arena = arena_new();
        if (shard_has(shard, path_stem(arena, paths[i]))) {
            paths[kept++] = paths[i];
        }
        arena_free(arena);
    }
    return kept;
}
