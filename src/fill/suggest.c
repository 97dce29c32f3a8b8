/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/text.h"
#include "fill/parse.h"

const char *in_language(const struct findings *findings, const char *swedish, const char *english) {
    return findings->language == LANGUAGE_EN ? english : swedish;
}

const char *name_nearest(const char *typed, const char *const *names) {
    const char *nearest = NULL;
    size_t best = 3;
    for (; *names != NULL; names++) {
        size_t distance = text_distance(typed, *names, best);
        if (distance < best) {
            best = distance;
            nearest = *names;
        }
    }
    return nearest;
}
