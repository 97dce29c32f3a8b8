/* SPDX-License-Identifier: EUPL-1.2
 *
 * Growing bytes that cannot fail. The content is always followed by a NUL that is not counted, and
 * `data` is never NULL, so an empty buffer is an empty string. Storage is the heap, not an arena,
 * because output grows by doubling; buffer_take() moves the result to an arena.
 *
 *     CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
 */
#ifndef UNDERLAG_BASE_BUFFER_H
#define UNDERLAG_BASE_BUFFER_H

#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include "base/arena.h"

struct buffer {
    char *data;
    size_t size;     /* bytes of content */
    size_t capacity; /* 0: `data` is the shared empty string and must not be written to */
};

extern const char buffer_nothing[1];
#define BUFFER_EMPTY { (char *)(const void *)buffer_nothing, 0, 0 }

/* Releases the storage; the buffer is empty and usable afterwards. */
void buffer_done(struct buffer *buffer);
#define CLEANUP_BUFFER __attribute__((cleanup(buffer_done)))

/* The slow half of buffer_reserve(): gets larger storage. */
void buffer_grow(struct buffer *buffer, size_t size);

/* Makes room for `size` more bytes without changing the content. */
static inline void buffer_reserve(struct buffer *buffer, size_t size) {
    if (size >= buffer->capacity - buffer->size) {
        buffer_grow(buffer, size);
    }
}

/* Appends. The first three are inline: papers are written by them, a few bytes at a time. */
static inline void buffer_put(struct buffer *buffer, const char *bytes, size_t size) {
    if (size != 0) {
        buffer_reserve(buffer, size);
        memcpy(buffer->data + buffer->size, bytes, size);
        buffer->size += size;
        buffer->data[buffer->size] = '\0';
    }
}

static inline void buffer_puts(struct buffer *buffer, const char *string) {
    buffer_put(buffer, string, strlen(string));
}

static inline void buffer_putc(struct buffer *buffer, char byte) {
    buffer_reserve(buffer, 1);
    buffer->data[buffer->size++] = byte;
    buffer->data[buffer->size] = '\0';
}

/* Appends the byte `count` times; as printf() would. */
void buffer_repeat(struct buffer *buffer, char byte, size_t count);
void buffer_printf(struct buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void buffer_vprintf(struct buffer *buffer, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

/* Appends one Unicode scalar value as UTF-8. */
void buffer_codepoint(struct buffer *buffer, unsigned long codepoint);

/* Keeps the first `size` bytes; `size` is at most the present size. */
void buffer_truncate(struct buffer *buffer, size_t size);

/* Copies the content to the arena and empties the buffer. The result is NUL-terminated. */
char *buffer_take(struct arena *arena, struct buffer *buffer);

#endif
