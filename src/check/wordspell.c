/* SPDX-License-Identifier: EUPL-1.2
 *
 * Words that are one slip away from a word that the papers are full of. The beginning and the end have to
 * be the same: there another letter mostly makes another word, or another form of it.
 */
#include <string.h>

#include "base/text.h"
#include "check/wordkind.h"

/* Shorter words are too often one letter away from another word. */
enum { WORD_SHORTEST = 10, BEGINNING = 2, ENDING = 3 };

/* Whether the two are the same but for what one edit can change: two letters of two bytes. */
static bool agree_around(const char *a, size_t a_size, const char *b, size_t b_size) {
    enum { EDIT_LARGEST = 4 };
    size_t shorter = a_size < b_size ? a_size : b_size;
    size_t longer = a_size < b_size ? b_size : a_size;
    size_t same = 0;
    while (same < shorter && a[same] == b[same]) {
        same++;
    }
    for (size_t i = 1; i <= shorter && a[a_size - i] == b[b_size - i]; i++) {
        same++;
    }
    return same + EDIT_LARGEST >= longer;
}

/* Whether the folded word is a slip of the right one. */
static bool is_slip(
    const struct word_search *search, const char *word, size_t size, const struct term *right) {
    size_t most = right->size > size ? right->size - size : size - right->size;
    if (most > 2 || memcmp(word, right->folded, BEGINNING) != 0
        || memcmp(word + size - ENDING, right->folded + right->size - ENDING, ENDING) != 0
        || (most == 0 && memcmp(word, right->folded, size) == 0)
        || !agree_around(word, size, right->folded, right->size)) {
        return false;
    }
    return text_distance(arena_copy(search->arena, word, size), right->folded, 1) <= 1;
}

/* The terms by the first two bytes of their first word, which a slip of it has too. */
struct terms_begun {
    const struct term *first[256];
    const struct term **next; /* of the term at that index, in the order of the list */
};

static unsigned char beginning(const char *folded) {
    return (unsigned char)((unsigned char)folded[0] * 31u + (unsigned char)folded[1]);
}

static struct terms_begun begin_terms(const struct word_search *search) {
    const struct wording *wording = search->wording;
    struct terms_begun begun = { 0 };
    begun.next = arena_array(search->arena, wording->term_count, sizeof *begun.next);
    for (size_t i = wording->term_count; i-- != 0;) {
        const struct term *term = &wording->terms[i];
        if (term->lead < term->size) {
            const struct term **first = &begun.first[beginning(term->folded + term->lead)];
            begun.next[i] = *first;
            *first = term;
        }
    }
    return begun;
}

/* The right word that this one is a slip of, or NULL; one that is right itself is none of another. */
static const struct term *find_right(
    const struct word_search *search, const struct terms_begun *begun, const struct word *word) {
    const char *text = search->corpus->folded + word->start;
    size_t size = word->end - word->start;
    const struct term *terms = search->wording->terms;
    const struct term *right = NULL;
    for (const struct term *term = begun->first[beginning(text)]; term != NULL;
         term = begun->next[term - terms]) {
        if (term->hash == word->hash) {
            return NULL;
        }
        if (right == NULL && term->better == NULL && term->size >= WORD_SHORTEST
            && is_slip(search, text, size, term)) {
            right = term;
        }
    }
    return right;
}

void find_spelling(const struct word_search *search) {
    const struct corpus *corpus = search->corpus;
    const struct terms_begun begun = begin_terms(search);
    find_patterns(search);
    for (size_t i = 0; i < corpus->word_count; i++) {
        const struct word *word = &corpus->word_list[i];
        size_t size = word->end - word->start;
        if (size >= WORD_SHORTEST && memchr(corpus->words + word->start, '-', size) == NULL) {
            const struct term *right = find_right(search, &begun, word);
            if (right != NULL) {
                hit_add(search, word->start, word->end, right->exact);
            }
        }
    }
}
