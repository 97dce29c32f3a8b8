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

static uint64_t hash_of(const char *name) {
    struct digest digest = digest_of(name, strlen(name));
    uint64_t value = 0;
    for (size_t i = 0; i < sizeof value; i++) {
        value = value << 8 | digest.bytes[i];
    }
    return value;
}

bool shard_owns(const struct shard *shard, const char *name) {
    return shard->count <= 1 || hash_of(name) % shard->count == shard->number - 1;
}

/* A definition on its way to a share. */
struct dealt {
    uint64_t hash;
    const char *name;
    size_t place; /* in the list */
};

static int by_hash(const void *left, const void *right) {
    const struct dealt *a = left;
    const struct dealt *b = right;
    return a->hash != b->hash ? (a->hash > b->hash) - (a->hash < b->hash) : strcmp(a->name, b->name);
}

size_t shard_keep(const struct shard *shard, const char **paths, size_t count) {
    if (shard->count <= 1 || count == 0) {
        return count;
    }
    struct arena *arena = arena_new();
    struct dealt *dealt = arena_array(arena, count, sizeof *dealt);
    bool *mine = arena_array(arena, count, sizeof *mine);
    for (size_t i = 0; i < count; i++) {
        const char *name = path_stem(arena, paths[i]);
        dealt[i] = (struct dealt){ hash_of(name), name, i };
    }
    qsort(dealt, count, sizeof *dealt, by_hash);
    for (size_t i = count * (shard->number - 1) / shard->count; i < count * shard->number / shard->count;
         i++) {
        mine[dealt[i].place] = true;
    }
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (mine[i]) {
            paths[kept++] = paths[i];
        }
    }
    arena_free(arena);
    return kept;
}
