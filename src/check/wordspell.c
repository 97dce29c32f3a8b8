/* SPDX-License-Identifier: EUPL-1.2
 *
 * Words that are one slip away from a word that the papers are full of. The beginning and the end have to
 * be the same: there another letter mostly makes another word, or another form of it.
 */
#include <string.h>

#include "base/array.h"
#include "base/text.h"
#include "check/wordkind.h"

/* Shorter words are too often one letter away from another word. */
enum { WORD_SHORTEST = 10, BEGINNING = 2, ENDING = 3 };

/* Whether the folded word is a slip of the right one. */
static bool is_slip(const struct word_search *search, const char *word, size_t size, const struct term *right) {
    size_t most = right->size > size ? right->size - size : size - right->size;
    if (most > 2 || memcmp(word, right->folded, BEGINNING) != 0
        || memcmp(word + size - ENDING, right->folded + right->size - ENDING, ENDING) != 0
        || (most == 0 && memcmp(word, right->folded, size) == 0)) {
        return false;
    }
    return text_distance(arena_copy(search->arena, word, size), right->folded, 1) <= 1;
}

/* Whether the word is one of those that are right. */
static bool is_right(const struct wording *wording, const char *word, size_t size) {
    for (size_t i = 0; i < wording->term_count; i++) {
        const struct term *term = &wording->terms[i];
        if (term->better == NULL && term->size == size && memcmp(term->folded, word, size) == 0) {
            return true;
        }
    }
    return false;
}

static void try_word(const struct word_search *search, const struct word *word) {
    const char *text = search->corpus->folded + word->start;
    size_t size = word->end - word->start;
    const struct wording *wording = search->wording;
    for (size_t i = 0; i < wording->term_count; i++) {
        const struct term *term = &wording->terms[i];
        if (term->better == NULL && term->size >= WORD_SHORTEST && is_slip(search, text, size, term)
            && !is_right(wording, text, size)) {
            hit_add(search, word->start, word->end, term->exact);
            return;
        }
    }
}

void find_spelling(const struct word_search *search) {
    const struct corpus *corpus = search->corpus;
    find_patterns(search);
    for (size_t i = 0; i < corpus->word_count; i++) {
        const struct word *word = &corpus->word_list[i];
        size_t size = word->end - word->start;
        if (size >= WORD_SHORTEST && memchr(corpus->words + word->start, '-', size) == NULL) {
            try_word(search, word);
        }
    }
}
