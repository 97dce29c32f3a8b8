/* SPDX-License-Identifier: EUPL-1.2
 *
 * How far off a word may be grows with its length: of two letters none may differ (but case and marks
 * never count), of nine three.
 */
#include "check/suggest.h"

#include <string.h>

#include "base/text.h"

/* Nobody mistypes a word of more bytes than this, and distances cost their square. */
enum { WORD_LARGEST = 120 };

struct suggestion suggestion_start(const char *typed) {
    size_t count = text_count(typed, strlen(typed));
    size_t allowed = count <= 2 ? 0 : count <= 4 ? 1 : count <= 8 ? 2 : 3;
    return (struct suggestion){ .typed = typed, .distance = allowed + 1 };
}

void suggestion_offer(struct suggestion *suggestion, const char *candidate) {
    if (suggestion->distance == 0 || strlen(suggestion->typed) > WORD_LARGEST
        || strlen(candidate) > WORD_LARGEST || strcmp(candidate, suggestion->typed) == 0) {
        return;
    }
    size_t distance = text_distance(suggestion->typed, candidate, suggestion->distance - 1);
    if (distance < suggestion->distance) {
        suggestion->distance = distance;
        suggestion->nearest = candidate;
    }
}

void suggestion_advise(struct findings *findings, struct finding *finding,
    const struct suggestion *suggestion) {
    if (suggestion->nearest == NULL) {
        return;
    }
    finding->advice = arena_printf(findings->arena,
        findings->language == LANGUAGE_EN ? "Did you mean “%s”?" : "Menade du ”%s”?",
        suggestion->nearest);
    finding->replacement = arena_string(findings->arena, suggestion->nearest);
}
