/* SPDX-License-Identifier: EUPL-1.2
 *
 * How far apart two words of text.h are: the optimal string alignment distance, a row of the table at a
 * time, of which three are kept.
 */
#include <string.h>
#include <utf8proc.h>

#include "base/text.h"

enum { DISTANCE_LENGTH = 64 };

/* The text's letters without case and marks; at most DISTANCE_LENGTH of them. */
static size_t bare_letters(const char *text, uint32_t letters[DISTANCE_LENGTH]) {
    size_t count = 0;
    uint32_t c;
    for (size_t length; count < DISTANCE_LENGTH && (length = text_next(text, &c)) != 0;
         text += length) {
        utf8proc_int32_t parts[8];
        int boundary = 0;
        utf8proc_ssize_t got = utf8proc_decompose_char((utf8proc_int32_t)c, parts, 8,
            UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK | UTF8PROC_CASEFOLD, &boundary);
        for (utf8proc_ssize_t i = 0; i < got && i < 8 && count < DISTANCE_LENGTH; i++) {
            letters[count++] = (uint32_t)parts[i];
        }
    }
    return count;
}

/* What is typed in a shell may be anything; text_next() would read past the end of it. */
static bool is_broken(const char *text) {
    size_t size = strlen(text);
    return text_fault(text, size) != size;
}

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

static size_t least_of(const size_t *row, size_t count) {
    size_t result = row[0];
    for (size_t i = 1; i < count; i++) {
        result = least(result, row[i]);
    }
    return result;
}

size_t text_distance(const char *a, const char *b, size_t limit) {
    uint32_t left[DISTANCE_LENGTH];
    uint32_t right[DISTANCE_LENGTH];
    if (is_broken(a) || is_broken(b)) {
        return limit + 1;
    }
    size_t left_count = bare_letters(a, left);
    size_t right_count = bare_letters(b, right);
    size_t rows[3][DISTANCE_LENGTH + 1];
    size_t best_above = 0; /* of the row before: a swap goes two rows back */
    if (left_count > right_count + limit || right_count > left_count + limit) {
        return limit + 1;
    }
    for (size_t j = 0; j <= right_count; j++) {
        rows[0][j] = j;
    }
    for (size_t i = 1; i <= left_count; i++) {
        size_t *row = rows[i % 3];
        const size_t *above = rows[(i + 2) % 3];
        const size_t *above_two = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= right_count; j++) {
            size_t replace = above[j - 1] + (left[i - 1] != right[j - 1]);
            row[j] = least(least(above[j], row[j - 1]) + 1, replace);
            if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1]) {
                row[j] = least(row[j], above_two[j - 2] + 1);
            }
        }
        size_t best = least_of(row, right_count + 1);
        if (best > limit && best_above > limit) {
            return limit + 1;
        }
        best_above = best;
    }
    return least(rows[left_count % 3][right_count], limit + 1);
}

const char *text_nearest(const char *typed, const char *const *names) {
    size_t count = text_count(typed, strlen(typed));
    size_t best = count <= 2 ? 1 : count <= 4 ? 2 : 3; /* nearer than this */
    const char *nearest = NULL;
    for (; *names != NULL; names++) {
        size_t distance = text_distance(typed, *names, best - 1);
        if (distance < best) {
            best = distance;
            nearest = *names;
        }
        if (best == 0) {
            break;
        }
    }
    return nearest;
}
