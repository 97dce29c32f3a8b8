/* SPDX-License-Identifier: EUPL-1.2
 *
 * The digest of bytes: XXH3, 128 bits, the same on every machine. It tells whether something has
 * changed; it is no evidence against someone who wants it to look unchanged.
 *
 *     struct digester digester;
 *     digester_init(&digester);
 *     digester_add_string(&digester, name);
 *     digester_add(&digester, bytes, size);
 *     struct digest digest = digester_get(&digester);
 */
#ifndef UNDERLAG_BASE_DIGEST_H
#define UNDERLAG_BASE_DIGEST_H

#include <stdalign.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The canonical bytes (most significant first). All zero is nobody's digest: "none". */
struct digest {
    unsigned char bytes[16];
};

/* 32 hexadecimal digits and a NUL. */
#define DIGEST_TEXT_SIZE 33

/* Digests of whole values: of bytes; of two digests, in their order. */
struct digest digest_of(const void *bytes, size_t size);
struct digest digest_join(struct digest first, struct digest second);

/* Whether they are the same; whether it is all zero, which stands for "none". */
bool digest_equal(struct digest a, struct digest b);
bool digest_is_none(struct digest digest);

/* Writes the digest in hexadecimal. */
void digest_write(struct digest digest, char text[DIGEST_TEXT_SIZE]);

/* For a value in pieces. Opaque; for the stack (an arena does not align that far). */
struct digester {
    alignas(64) unsigned char state[576];
};

/* Starts afresh; takes more bytes in. */
void digester_init(struct digester *digester);
void digester_add(struct digester *digester, const void *bytes, size_t size);

/* Adds a string with its NUL, so that "ab", "c" differs from "a", "bc"; NULL differs from "". */
void digester_add_string(struct digester *digester, const char *string);

/* The digest of all that was added so far. */
struct digest digester_get(const struct digester *digester);

/* A hash of the bytes, from another one or any number; the same on every machine. */
uint64_t digest_hash(uint64_t seed, const void *bytes, size_t size);

#endif
