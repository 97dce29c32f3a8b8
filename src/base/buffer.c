/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/buffer.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char buffer_nothing[1] = "";

void buffer_done(struct buffer *buffer) {
    if (buffer->capacity != 0) {
        free(buffer->data);
    }
    *buffer = (struct buffer)BUFFER_EMPTY;
}

void buffer_grow(struct buffer *buffer, size_t size) {
    if (size > SIZE_MAX / 2 - buffer->size - 1) {
        memory_exhausted();
    }
    size_t need = buffer->size + size + 1;
    size_t capacity = buffer->capacity < 64 ? 64 : buffer->capacity;
    while (capacity < need) {
        capacity *= 2;
    }
    char *data = memory_resize(buffer->capacity != 0 ? buffer->data : NULL, capacity);
    data[buffer->size] = '\0';
    buffer->data = data;
    buffer->capacity = capacity;
}

void buffer_repeat(struct buffer *buffer, char byte, size_t count) {
    if (count == 0) {
        return;
    }
    buffer_reserve(buffer, count);
    memset(buffer->data + buffer->size, byte, count);
    buffer->size += count;
    buffer->data[buffer->size] = '\0';
}

void buffer_vprintf(struct buffer *buffer, const char *format, va_list arguments) {
    /* Most of what is printed is short: it is tried at once, and again when there was too little room. */
    buffer_reserve(buffer, 48);
    size_t room = buffer->capacity - buffer->size;
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(buffer->data + buffer->size, room, format, again);
    va_end(again);
    if (length < 0) {
        memory_exhausted();
    }
    if ((size_t)length >= room) {
        buffer_reserve(buffer, (size_t)length);
        vsnprintf(buffer->data + buffer->size, (size_t)length + 1, format, arguments);
    }
    buffer->size += (size_t)length;
}

void buffer_printf(struct buffer *buffer, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    buffer_vprintf(buffer, format, arguments);
    va_end(arguments);
}

void buffer_codepoint(struct buffer *buffer, unsigned long codepoint) {
    char bytes[4];
    size_t size = 0;
    assert(codepoint <= 0x10FFFF);
    if (codepoint < 0x80) {
        bytes[size++] = (char)codepoint;
    } else if (codepoint < 0x800) {
        bytes[size++] = (char)(0xC0 | codepoint >> 6);
    } else if (codepoint < 0x10000) {
        bytes[size++] = (char)(0xE0 | codepoint >> 12);
        bytes[size++] = (char)(0x80 | (codepoint >> 6 & 0x3F));
    } else {
        bytes[size++] = (char)(0xF0 | codepoint >> 18);
        bytes[size++] = (char)(0x80 | (codepoint >> 12 & 0x3F));
        bytes[size++] = (char)(0x80 | (codepoint >> 6 & 0x3F));
    }
    if (codepoint >= 0x80) {
        bytes[size++] = (char)(0x80 | (codepoint & 0x3F));
    }
    buffer_put(buffer, bytes, size);
}

void buffer_truncate(struct buffer *buffer, size_t size) {
    assert(size <= buffer->size);
    if (buffer->capacity != 0) {
        buffer->size = size;
        buffer->data[size] = '\0';
    }
}

char *buffer_take(struct arena *arena, struct buffer *buffer) {
    char *copy = arena_copy(arena, buffer->data, buffer->size);
    buffer_done(buffer);
    return copy;
}
