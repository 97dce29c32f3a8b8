/* SPDX-License-Identifier: EUPL-1.2
 *
 * The shared library, not XXH_INLINE_ALL: what is digested is files, where the call costs nothing, and
 * the distribution mends it.
 */
#include "base/digest.h"

#include <string.h>

/* Only for the size of the state, so that it may lie on the stack. */
#define XXH_STATIC_LINKING_ONLY
#include <xxhash.h>

_Static_assert(sizeof(struct digester) >= sizeof(XXH3_state_t), "room for the state");
_Static_assert(alignof(struct digester) >= alignof(XXH3_state_t), "alignment of the state");

static struct digest from_hash(XXH128_hash_t hash) {
    XXH128_canonical_t canonical;
    struct digest digest;
    XXH128_canonicalFromHash(&canonical, hash);
    memcpy(digest.bytes, canonical.digest, sizeof digest.bytes);
    return digest;
}

static XXH3_state_t *state_of(struct digester *digester) {
    return (XXH3_state_t *)(void *)digester->state;
}

struct digest digest_of(const void *bytes, size_t size) {
    return from_hash(XXH3_128bits(size != 0 ? bytes : "", size));
}

struct digest digest_join(struct digest first, struct digest second) {
    struct digest both[] = { first, second };
    return digest_of(both, sizeof both);
}

bool digest_equal(struct digest a, struct digest b) {
    return memcmp(a.bytes, b.bytes, sizeof a.bytes) == 0;
}

bool digest_is_none(struct digest digest) {
    return digest_equal(digest, (struct digest){ { 0 } });
}

void digest_write(struct digest digest, char text[DIGEST_TEXT_SIZE]) {
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < sizeof digest.bytes; i++) {
        text[2 * i] = digits[digest.bytes[i] >> 4];
        text[2 * i + 1] = digits[digest.bytes[i] & 15];
    }
    text[DIGEST_TEXT_SIZE - 1] = '\0';
}

void digester_init(struct digester *digester) {
    XXH3_INITSTATE(state_of(digester));
    XXH3_128bits_reset(state_of(digester));
}

void digester_add(struct digester *digester, const void *bytes, size_t size) {
    if (size != 0) {
        XXH3_128bits_update(state_of(digester), bytes, size);
    }
}

void digester_add_string(struct digester *digester, const char *string) {
    digester_add(digester, string != NULL ? "\1" : "\0", 1);
    if (string != NULL) {
        digester_add(digester, string, strlen(string) + 1);
    }
}

struct digest digester_get(const struct digester *digester) {
    return from_hash(XXH3_128bits_digest((const XXH3_state_t *)(const void *)digester->state));
}

uint64_t digest_hash(uint64_t seed, const void *bytes, size_t size) {
    return XXH3_64bits_withSeed(bytes, size, seed);
}
