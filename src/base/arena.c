/* SPDX-License-Identifier: EUPL-1.2
 *
 * A list of blocks, each filled from its start. Under AddressSanitizer a block is poisoned until
 * used and a red zone follows each object, so that an overrun inside a block is still caught.
 */
#include "base/arena.h"

#include <limits.h>
#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_POISON 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_POISON 1
#endif
#endif

#ifdef ARENA_POISON
#include <sanitizer/asan_interface.h>
enum { RED_ZONE = 16 };
#else
#define ASAN_POISON_MEMORY_REGION(address, size) ((void)(address), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(address, size) ((void)(address), (void)(size))
enum { RED_ZONE = 0 };
#endif

/* The exit status: the world failed, as with a full disk (STATUS_FAULT of cmd/). */
enum { EXHAUSTED = 2 };

enum { BLOCK_FIRST = 4 * 1024, BLOCK_LARGEST = 256 * 1024 };

struct block {
    struct block *previous;
    size_t capacity;
    size_t used;
    alignas(max_align_t) unsigned char bytes[];
};

struct adopted {
    struct adopted *previous;
    void *object;
    void (*release)(void *);
};

struct arena {
    struct block *block;
    struct adopted *adopted;
    size_t next_capacity;
    size_t size;
};

_Noreturn void memory_exhausted(void) {
    static const char message[] = "underlag: minnet räcker inte\n";
    fwrite(message, 1, sizeof message - 1, stderr);
    /* At once: other threads may be in the middle of anything, and what they have not renamed yet is
     * swept away by the next run. */
    _exit(EXHAUSTED);
}

void *memory_get(size_t size) {
    void *memory = malloc(size != 0 ? size : 1);
    if (memory == NULL) {
        memory_exhausted();
    }
    return memory;
}

void *memory_resize(void *old, size_t size) {
    void *memory = realloc(old, size != 0 ? size : 1);
    if (memory == NULL) {
        memory_exhausted();
    }
    return memory;
}

void *memory_zeroed(size_t count, size_t size) {
    void *memory = calloc(count != 0 ? count : 1, size != 0 ? size : 1);
    if (memory == NULL) {
        memory_exhausted();
    }
    return memory;
}

char *memory_string(const char *string) {
    size_t size = strlen(string) + 1;
    return memcpy(memory_get(size), string, size);
}

struct arena *arena_new(void) {
    struct arena *arena = memory_get(sizeof *arena);
    *arena = (struct arena){ .next_capacity = BLOCK_FIRST };
    return arena;
}

void arena_free(struct arena *arena) {
    if (arena == NULL) {
        return;
    }
    for (struct adopted *adopted = arena->adopted; adopted != NULL; adopted = adopted->previous) {
        adopted->release(adopted->object);
    }
    while (arena->block != NULL) {
        struct block *block = arena->block;
        arena->block = block->previous;
        ASAN_UNPOISON_MEMORY_REGION(block->bytes, block->capacity);
        free(block);
    }
    free(arena);
}

static void add_block(struct arena *arena, size_t need) {
    size_t capacity = arena->next_capacity > need ? arena->next_capacity : need;
    struct block *block = memory_get(sizeof *block + capacity);
    block->previous = arena->block;
    block->capacity = capacity;
    block->used = 0;
    ASAN_POISON_MEMORY_REGION(block->bytes, capacity);
    arena->block = block;
    if (arena->next_capacity < BLOCK_LARGEST) {
        arena->next_capacity *= 2;
    }
}

/* Bytes of no particular content. */
static void *take(struct arena *arena, size_t size) {
    const size_t alignment = alignof(max_align_t);
    if (size > SIZE_MAX / 2) {
        memory_exhausted();
    }
    /* At least one byte, so that objects of no size are distinct. */
    size_t need = (size != 0 ? size : 1) + RED_ZONE;
    need = (need + alignment - 1) / alignment * alignment;
    if (arena->block == NULL || arena->block->capacity - arena->block->used < need) {
        add_block(arena, need);
    }
    unsigned char *memory = arena->block->bytes + arena->block->used;
    arena->block->used += need;
    arena->size += size;
    ASAN_UNPOISON_MEMORY_REGION(memory, size);
    return memory;
}

void *arena_alloc(struct arena *arena, size_t size) {
    return memset(take(arena, size), 0, size);
}

void *arena_room(struct arena *arena, size_t count, size_t size) {
    if (size != 0 && count > SIZE_MAX / size) {
        memory_exhausted();
    }
    return take(arena, count * size);
}

void *arena_array(struct arena *arena, size_t count, size_t size) {
    return memset(arena_room(arena, count, size), 0, count * size);
}

char *arena_copy(struct arena *arena, const char *bytes, size_t size) {
    char *copy = take(arena, size + 1);
    if (size != 0) {
        memcpy(copy, bytes, size);
    }
    copy[size] = '\0';
    return copy;
}

char *arena_string(struct arena *arena, const char *string) {
    return string == NULL ? NULL : arena_copy(arena, string, strlen(string));
}

char *arena_join(struct arena *arena, const char *const *strings) {
    size_t size = 0;
    for (size_t i = 0; strings[i] != NULL; i++) {
        size += strlen(strings[i]);
    }
    char *joined = take(arena, size + 1);
    char *end = joined;
    for (size_t i = 0; strings[i] != NULL; i++) {
        end = stpcpy(end, strings[i]);
    }
    *end = '\0';
    return joined;
}

char *arena_vprintf(struct arena *arena, const char *format, va_list arguments) {
    char few[128];
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(few, sizeof few, format, again);
    va_end(again);
    if (length < 0) {
        memory_exhausted();
    }
    if ((size_t)length < sizeof few) {
        return arena_copy(arena, few, (size_t)length);
    }
    char *string = arena_alloc(arena, (size_t)length + 1);
    vsnprintf(string, (size_t)length + 1, format, arguments);
    return string;
}

char *arena_printf(struct arena *arena, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    char *string = arena_vprintf(arena, format, arguments);
    va_end(arguments);
    return string;
}

void *arena_own(struct arena *arena, void *object, void (*release)(void *)) {
    if (object == NULL) {
        memory_exhausted();
    }
    struct adopted *adopted = arena_new_of(arena, struct adopted);
    *adopted = (struct adopted){ arena->adopted, object, release };
    arena->adopted = adopted;
    return object;
}

size_t arena_size(const struct arena *arena) {
    return arena->size;
}
