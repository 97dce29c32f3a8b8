/* SPDX-License-Identifier: EUPL-1.2
 *
 * Memory with one owner. Everything that is made while one definition becomes its papers dies
 * together, so it is allocated on one arena and released in one call. A function that allocates for
 * its caller takes the arena first; one that does not, does not: the signature shows ownership.
 *
 * Memory exhausted ends the program, here and only here: no caller checks for NULL.
 */
#ifndef UNDERLAG_BASE_ARENA_H
#define UNDERLAG_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena;

/* A new, empty arena. Never NULL. Release with arena_free(). */
struct arena *arena_new(void);

/* Releases the adopted objects, last in first out, then all memory. NULL is fine. */
void arena_free(struct arena *arena);

/* `size` zeroed bytes, aligned for any type. A size of 0 gives a valid, distinct pointer. */
void *arena_alloc(struct arena *arena, size_t size);

/* `count` zeroed elements of `size` bytes; an overflow of the product ends the program. */
void *arena_array(struct arena *arena, size_t count, size_t size);

/* The same with bytes of no particular content, to be written before they are read. */
void *arena_room(struct arena *arena, size_t count, size_t size);

/* A copy of `size` bytes, with a NUL put after them. */
char *arena_copy(struct arena *arena, const char *bytes, size_t size);

/* A copy of a NUL-terminated string; NULL gives NULL. */
char *arena_string(struct arena *arena, const char *string);

/* The strings, of which NULL is the last, one behind the other. */
char *arena_join(struct arena *arena, const char *const *strings);

/* A formatted string, as printf(3) writes it in the C locale. */
char *arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *arena, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

/* Adopts a foreign object (xmlDoc, pcre2_code …): `release` is called on it when the arena is
 * freed. Gives the object back. A NULL object means that its maker had no memory: the program ends. */
void *arena_own(struct arena *arena, void *object, void (*release)(void *));

/* Bytes handed out so far, for tests and measurements. */
size_t arena_size(const struct arena *arena);

/* malloc(3), calloc(3), realloc(3) and strdup(3) that end the program instead of failing; for base/
 * itself, and for libraries that take such functions: few of them survive a failure unharmed. */
void *memory_get(size_t size) __attribute__((malloc));
void *memory_zeroed(size_t count, size_t size) __attribute__((malloc));
void *memory_resize(void *old, size_t size);
char *memory_string(const char *string) __attribute__((malloc));

/* Ends the program with the one message about exhausted memory. For wrappers round libraries whose
 * constructors return NULL for that reason. */
_Noreturn void memory_exhausted(void);

#define arena_new_of(arena, type) ((type *)arena_alloc((arena), sizeof(type)))

#endif
