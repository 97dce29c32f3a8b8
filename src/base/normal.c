/* SPDX-License-Identifier: EUPL-1.2
 *
 * Decompose, put combining marks in order (Unicode 3.11, D109), compose. utf8proc_map() does the second by
 * insertion: a megabyte of marks in the wrong order takes it an hour. Here long runs are counted out by
 * class, which as well keeps marks of one class as they stood; the other two steps are utf8proc's.
 */
#include "base/normal.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

enum { CLASSES = 256, PIECES_LARGEST = 32 };

struct codepoints {
    utf8proc_int32_t *items;
    size_t count;
    size_t capacity;
};

static void append(struct codepoints *to, const utf8proc_int32_t *items, size_t count) {
    /* utf8proc_reencode() writes the bytes, at most four a code point, and a NUL over these. */
    if (to->count + count + 1 > to->capacity) {
        to->capacity = 2 * (to->count + count + 1);
        to->items = memory_resize(to->items, to->capacity * sizeof *to->items);
    }
    memcpy(to->items + to->count, items, count * sizeof *items);
    to->count += count;
}

static void decompose(struct codepoints *to, const char *text, int options) {
    int boundary = 0;
    utf8proc_int32_t c;
    utf8proc_ssize_t length;
    for (const utf8proc_uint8_t *at = (const utf8proc_uint8_t *)text; *at != '\0'; at += length) {
        length = utf8proc_iterate(at, -1, &c);
        utf8proc_int32_t pieces[PIECES_LARGEST]; /* U+FDFA has eighteen; no character has more */
        utf8proc_ssize_t count =
            utf8proc_decompose_char(c, pieces, PIECES_LARGEST, (utf8proc_option_t)options, &boundary);
        append(to, pieces, (size_t)count);
    }
}

static unsigned class_of(utf8proc_int32_t c) {
    return c < 0x300 ? 0 : (unsigned)utf8proc_get_property(c)->combining_class;
}

/* Sorts a run of marks by class. */
static void insert_run(utf8proc_int32_t *run, size_t count) {
    for (size_t i = 1; i < count; i++) {
        utf8proc_int32_t mark = run[i];
        size_t at = i;
        for (; at > 0 && class_of(run[at - 1]) > class_of(mark); at--) {
            run[at] = run[at - 1];
        }
        run[at] = mark;
    }
}

/* The same for a long run; `copy` has room for it. */
static void count_run(utf8proc_int32_t *run, size_t count, utf8proc_int32_t *copy) {
    size_t starts[CLASSES + 1] = { 0 };
    memcpy(copy, run, count * sizeof *run);
    for (size_t i = 0; i < count; i++) {
        starts[class_of(run[i]) + 1]++;
    }
    for (size_t i = 1; i <= CLASSES; i++) {
        starts[i] += starts[i - 1];
    }
    for (size_t i = 0; i < count; i++) {
        run[starts[class_of(copy[i])]++] = copy[i];
    }
}

static void sort_marks(struct codepoints *text) {
    enum { SHORT = 32 };
    utf8proc_int32_t *copy = NULL;
    for (size_t start = 0, end; start < text->count; start = end + 1) {
        end = start;
        while (end < text->count && class_of(text->items[end]) != 0) {
            end++;
        }
        if (end - start <= SHORT) {
            insert_run(text->items + start, end - start);
        } else {
            copy = memory_resize(copy, (end - start) * sizeof *copy);
            count_run(text->items + start, end - start, copy);
        }
    }
    free(copy);
}

char *normal_form(struct arena *arena, const char *text, int options) {
    struct codepoints codepoints = { 0 };
    append(&codepoints, (const utf8proc_int32_t[]){ 0 }, 0); /* an empty text has a buffer, too */
    decompose(&codepoints, text, options);
    sort_marks(&codepoints);
    utf8proc_ssize_t size = utf8proc_reencode(
        codepoints.items, (utf8proc_ssize_t)codepoints.count, (utf8proc_option_t)options);
    char *form = arena_copy(arena, (const char *)codepoints.items, size > 0 ? (size_t)size : 0);
    free(codepoints.items);
    return form;
}
