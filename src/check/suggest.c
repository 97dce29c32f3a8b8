/* SPDX-License-Identifier: EUPL-1.2
 *
 * How far off a word may be grows with its length: of two letters none may differ (but case and marks
 * never count), of nine three. When nothing is near, a word cut short ("jan") or one with others behind it
 * ("till och med") is taken for the only one that it may be.
 */
#include "check/suggest.h"

#include <string.h>

#include "base/text.h"

/* Nobody mistypes a word of more bytes than this, and distances cost their square. */
enum { WORD_LARGEST = 120 };

/* Of fewer bytes any word may be the beginning. */
enum { BEGUN_SMALLEST = 3 };

struct suggestion suggestion_start(const char *typed) {
    size_t count = text_count(typed, strlen(typed));
    size_t allowed = count <= 2 ? 0 : count <= 4 ? 1 : count <= 8 ? 2 : 3;
    return (struct suggestion){ .typed = typed, .distance = allowed + 1 };
}

/* Whether the one is the other cut short, or its first word. */
static bool is_begun_by(const char *typed, const char *candidate) {
    size_t size = strlen(typed);
    size_t whole = strlen(candidate);
    char begin[WORD_LARGEST + 1];
    unsigned char first = (unsigned char)typed[0];
    unsigned char other = (unsigned char)candidate[0];
    if (first < 0x80 && other < 0x80 && ((first ^ other) & ~0x20) != 0) {
        return false; /* as nearly always */
    }
    if (size < whole && size >= BEGUN_SMALLEST) {
        size_t end = text_character(candidate, size);
        memcpy(begin, candidate, end);
        begin[end] = '\0';
        return text_distance(typed, begin, 0) == 0;
    }
    if (whole < size && typed[whole] == ' ' && whole > 1) {
        memcpy(begin, typed, whole);
        begin[whole] = '\0';
        return text_distance(candidate, begin, 0) == 0;
    }
    return false;
}

static void offer_begun(struct suggestion *suggestion, const char *candidate) {
    bool is_open = suggestion->nearest == NULL || suggestion->is_begun;
    if (!is_open || suggestion->is_doubtful || !is_begun_by(suggestion->typed, candidate)) {
        return;
    }
    suggestion->is_doubtful = suggestion->nearest != NULL;
    suggestion->nearest = suggestion->is_doubtful ? NULL : candidate;
    suggestion->is_begun = !suggestion->is_doubtful;
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
        suggestion->is_begun = false;
    } else {
        offer_begun(suggestion, candidate);
    }
}

void suggestion_advise(struct findings *findings, struct finding *finding,
    const struct suggestion *suggestion) {
    if (suggestion->nearest == NULL) {
        return;
    }
    finding_suggest(findings, finding, suggestion->nearest);
    finding->replacement = arena_string(findings->arena, suggestion->nearest);
}
