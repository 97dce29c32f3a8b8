/* SPDX-License-Identifier: EUPL-1.2
 *
 * Looks for a wording's pattern and terms. A pattern sees the whole corpus at once; "^" and "$" are the
 * ends of a passage, and a hit that runs from one passage into the next is none. A rule that tells what
 * a hit must have near it (bara_med, bara_tecken, bara_om, även_tecken) has its pattern tried on those passages only,
 * each by itself: there the break behind a passage cannot be seen, so a pattern that asks for white space
 * at the end has to ask for "$" too. A term is looked up by the hash of its first word and then compared; a
 * space in it stands for any white space.
 */
#include <stdint.h>
#include <string.h>

#include "base/array.h"
#include "base/text.h"
#include "check/wordkind.h"

/* What an expression excepts in one segment after the other. Hits come in the order of the text, so that each
 * match of the expression is looked for once, however many hits there are. */
struct exceptions {
    const struct regex *regex;      /* or NULL: nothing is excepted */
    const struct segment *segment;  /* that was looked at last */
    size_t start, end;              /* the last match */
    size_t next;                    /* where the next one is looked for; behind the segment: nowhere */
    pcre2_match_data *data;
};

/* Whether a match of the expression within the segment overlaps words[start..end). */
static bool is_excepted(struct matcher *matcher, struct exceptions *exceptions,
    const struct segment *segment, size_t start, size_t end) {
    if (exceptions->regex == NULL) {
        return false;
    }
    if (exceptions->segment != segment) {
        exceptions->segment = segment;
        exceptions->start = exceptions->end = exceptions->next = segment->start;
    }
    while (exceptions->end <= start) {
        if (exceptions->next > segment->end
            || !matcher_find(
                matcher, exceptions->regex, exceptions->next, segment->end, &exceptions->data)) {
            exceptions->next = segment->end + 1;
            return false;
        }
        const PCRE2_SIZE *vector = pcre2_get_ovector_pointer(exceptions->data);
        exceptions->start = vector[0];
        exceptions->end = vector[1];
        exceptions->next = matcher_next(matcher, exceptions->data);
    }
    return exceptions->start < end;
}

/* "$1" in the better wording replaced by the match's group, at most nine. */
static const char *fill_better(
    const struct word_search *search, const char *better, pcre2_match_data *data) {
    if (better == NULL) {
        return NULL;
    }
    const PCRE2_SIZE *vector = pcre2_get_ovector_pointer(data);
    CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
    for (const char *at = better; *at != '\0'; at++) {
        size_t group = at[0] == '$' && at[1] >= '0' && at[1] <= '9' ? (size_t)(at[1] - '0') : 10;
        if (group < 10 && group < pcre2_get_ovector_count(data)) {
            if (vector[group * 2] != PCRE2_UNSET) {
                buffer_put(&text, search->corpus->words + vector[group * 2],
                    vector[group * 2 + 1] - vector[group * 2]);
            }
            at++;
        } else {
            buffer_putc(&text, *at);
        }
    }
    return arena_copy(search->arena, text.data, text.size);
}

/* Whether the passage is of a kind that the wording is about, in a field if it is limited to such. */
static bool is_of_kind(const struct word_search *search, const struct segment *segment) {
    return (segment->passage->kind & search->wording->passages) != 0
        && (search->limit == NULL || search->corpus->texts[segment->text].field != NULL);
}

bool segment_wanted(const struct word_search *search, const struct segment *segment) {
    struct word_limit *limit = search->limit;
    if (segment == NULL || !is_of_kind(search, segment)) {
        return false;
    }
    if (limit != NULL && limit->allowed == NULL) {
        limit->allowed = limit->find(limit->context);
    }
    return limit == NULL || limit->allowed[segment->text];
}

void hit_add(const struct word_search *search, size_t start, size_t end, const char *better) {
    const struct corpus *corpus = search->corpus;
    const struct segment *segment = corpus_segment(corpus, start, end);
    if (!segment_wanted(search, segment)) {
        return;
    }
    const uint32_t *from = segment->passage->from;
    size_t first = from[start - segment->start];
    size_t last = from[end - 1 - segment->start];
    struct hit hit = { .text = &corpus->texts[segment->text],
        .offset = first,
        .length = last + 1 - first,
        .words = arena_copy(search->arena, corpus->words + start, end - start),
        .better = better };
    ARRAY_ADD(search->arena, *search->hits, hit);
}

/* Hits of the pattern in words[at..end). */
static void find_within(const struct word_search *search, struct matcher *matcher, size_t at,
    size_t end_of_words, pcre2_match_data **data, struct exceptions *exceptions) {
    const struct wording *wording = search->wording;
    while (at <= end_of_words && matcher_find(matcher, wording->pattern, at, end_of_words, data)) {
        const PCRE2_SIZE *vector = pcre2_get_ovector_pointer(*data);
        size_t start = vector[0];
        size_t end = vector[1];
        const struct segment *segment =
            end > start ? corpus_segment(search->corpus, start, end) : NULL;
        if (segment_wanted(search, segment)
            && !is_excepted(matcher, exceptions, segment, start, end)) {
            hit_add(search, start, end, fill_better(search, wording->better, *data));
        }
        at = matcher_next(matcher, *data);
    }
}

/* Marks the segments that hold the literal; a wording that is limited to fields does not look beyond
 * them. */
static void mark_literal(const struct word_search *search, const char *literal, bool *marked) {
    const struct corpus *corpus = search->corpus;
    size_t size = strlen(literal);
    size_t end = search->limit != NULL ? corpus->field_end : corpus->size;
    size_t marked_to = 0;
    for (size_t at = corpus_find_bytes(corpus, literal, size); at < end;
         at = corpus_find_bytes_next(corpus, literal, size, at)) {
        const struct segment *segment = at >= marked_to ? corpus_segment(corpus, at, at + 1) : NULL;
        if (segment != NULL) {
            marked[segment - corpus->segments] = true;
            marked_to = segment->end;
        }
    }
}

/* The same for two bytes, which the corpus has no list of. */
static void mark_pair(const struct word_search *search, const char *literal, bool *marked) {
    const struct corpus *corpus = search->corpus;
    for (size_t i = 0; i < corpus->segment_count; i++) {
        const struct segment *segment = &corpus->segments[i];
        marked[i] = marked[i]
            || (bytes_hold(&segment->bytes, (unsigned char)literal[0])
                && bytes_hold(&segment->bytes, (unsigned char)literal[1])
                && memmem(corpus->folded + segment->start, segment->end - segment->start, literal, 2)
                       != NULL);
    }
}

/* The same for a single byte: which bytes a segment holds is known. */
static void mark_byte(const struct word_search *search, char literal, bool *marked) {
    for (size_t i = 0; i < search->corpus->segment_count; i++) {
        marked[i] =
            marked[i] || bytes_hold(&search->corpus->segments[i].bytes, (unsigned char)literal);
    }
}

/* Marks the segments that hold one of the sequences. */
static void mark_shapes(
    const struct corpus *corpus, const struct shapes *shapes, bool *marked) {
    for (size_t i = 0; i < corpus->segment_count; i++) {
        marked[i] = marked[i] || shapes_meet(&corpus->segments[i].shapes, shapes);
    }
}

/* Marks the segments in which the sieve finds anything. */
static void mark_sieved(const struct word_search *search, struct matcher *matcher, bool *marked) {
    const struct corpus *corpus = search->corpus;
    const struct regex *sieve = search->wording->sieve;
    size_t end = search->limit != NULL ? corpus->field_end : corpus->size;
    pcre2_match_data *data = NULL;
    for (size_t at = 0; at <= end && matcher_find(matcher, sieve, at, end, &data);) {
        size_t start = pcre2_get_ovector_pointer(data)[0];
        const struct segment *segment = corpus_segment(corpus, start, start);
        at = matcher_next(matcher, data);
        if (segment != NULL) {
            marked[segment - corpus->segments] = true;
            at = segment->end > at ? segment->end : at;
        }
    }
    pcre2_match_data_free(data);
}

/* Marks the segments that the pattern has to be tried on; NULL: all of them. */
static const bool *mark_segments(const struct word_search *search, struct matcher *matcher) {
    const struct corpus *corpus = search->corpus;
    const struct wording *wording = search->wording;
    bool has_sieve =
        wording->literal_count != 0 || wording->shapes != NULL || wording->sieve != NULL;
    if (!has_sieve || wording->unsieved) {
        return NULL;
    }
    bool *marked = arena_array(search->arena, corpus->segment_count, sizeof *marked);
    for (size_t i = 0; i < wording->literal_count; i++) {
        const char *literal = wording->literals[i];
        if (literal[1] == '\0') {
            mark_byte(search, literal[0], marked);
        } else if (literal[2] == '\0') {
            mark_pair(search, literal, marked);
        } else {
            mark_literal(search, literal, marked);
        }
    }
    for (size_t i = 0; wording->literal_count != 0 && i < corpus->unfolded_count; i++) {
        marked[corpus->unfolded[i]] = true; /* a literal may stand there in other letters */
    }
    if (wording->shapes != NULL) {
        mark_shapes(corpus, wording->shapes, marked);
    }
    if (wording->sieve != NULL) {
        mark_sieved(search, matcher, marked);
    }
    return marked;
}

/* Whether the pattern has to be tried on the segment, as far as its words tell. */
static bool may_hold(const struct wording *wording, const struct segment *segment) {
    return wording->more_shapes == NULL || shapes_meet(&segment->shapes, wording->more_shapes);
}

/* In the few segments that are marked it costs less to look for the pattern than to find out whether the
 * wording is limited to their fields, which is asked of a hit. */
static void find_pattern(const struct word_search *search, struct matcher *matcher) {
    const struct corpus *corpus = search->corpus;
    const bool *marked = mark_segments(search, matcher);
    pcre2_match_data *data = NULL;
    struct exceptions exceptions = { .regex = search->wording->except };
    if (marked == NULL && search->limit == NULL && search->wording->more_shapes == NULL) {
        find_within(search, matcher, 0, corpus->size, &data, &exceptions);
    } else {
        for (size_t i = 0; i < corpus->segment_count; i++) {
            const struct segment *segment = &corpus->segments[i];
            if (may_hold(search->wording, segment)
                && (marked != NULL ? marked[i] && is_of_kind(search, segment)
                                   : segment_wanted(search, segment))) {
                find_within(search, matcher, segment->start, segment->end, &data, &exceptions);
            }
        }
    }
    pcre2_match_data_free(data);
    pcre2_match_data_free(exceptions.data);
}

/* Bytes of all the spaces at `text`, no-break ones too; 0 when there is none. */
static size_t spaces_size(const char *text) {
    size_t size = 0;
    while (text[size] == ' ' || text_starts(text + size, TEXT_NBSP)) {
        size += text[size] == ' ' ? 1 : 2;
    }
    return size;
}

/* The end of the term that begins at `at` of the text, or 0 when it is not there. */
static size_t term_end(const char *text, size_t at, const char *term) {
    while (*term != '\0') {
        size_t space = *term == ' ' ? spaces_size(text + at) : 0;
        if (*term == ' ' ? space == 0 : *term != text[at]) {
            return 0;
        }
        at += *term == ' ' ? space : 1;
        term++;
    }
    return at;
}

/* Whether words[start..end) stand alone: no letter or digit on either side. */
static bool stands_alone(const struct corpus *corpus, size_t start, size_t end) {
    const char *text = corpus->words;
    size_t before = text_character(text, start - (start > 0));
    bool open_before = start == 0 || !corpus_is_word_byte(text + before) || text[before] == '-';
    return open_before && (!corpus_is_word_byte(text + end) || text[end] == '-');
}

/* What a full stop behind a word belongs to. */
enum stop { STOP_OF_SENTENCE, STOP_OF_WORD, STOP_IN_DOUBT };

/* The stop that ends at `at` is the word's when the sentence goes on behind it; before a capital, as in
 * "t.ex. Solrosen", it may be either's. */
static enum stop stop_owner(const struct corpus *corpus, size_t at, size_t end) {
    const char *text = corpus->words;
    if (at < end && strchr(",;:)", text[at]) != NULL) {
        return STOP_OF_WORD;
    }
    size_t next = at;
    for (size_t space; next < end && (space = text_space(text + next)) != 0; next += space) {
    }
    if (next == at || next >= end) {
        return STOP_OF_SENTENCE;
    }
    uint32_t c;
    size_t size = text_next(text + next, &c);
    bool is_small = text_is_letter(c) && memcmp(text + next, corpus->folded + next, size) == 0;
    return is_small ? STOP_OF_WORD : STOP_IN_DOUBT;
}

/* A hit of the term, which takes the full stop of an abbreviation along: "bl.a." becomes "bland annat". */
static void add_term(const struct word_search *search, const struct term *term,
    const struct segment *segment, size_t start, size_t end) {
    bool is_short = term->better != NULL && strlen(term->better) > term->size;
    enum stop owner = is_short && search->corpus->words[end] == '.'
                          ? stop_owner(search->corpus, end + 1, segment->end)
                          : STOP_OF_SENTENCE;
    size_t count = search->hits->count;
    hit_add(search, start, owner == STOP_OF_WORD ? end + 1 : end, term->better);
    if (owner == STOP_IN_DOUBT && search->hits->count > count) {
        search->hits->items[count].is_in_doubt = true;
    }
}

static void find_term(
    const struct word_search *search, struct matcher *matcher, const struct term *term) {
    const struct corpus *corpus = search->corpus;
    const char *text = search->wording->exact ? corpus->words : corpus->folded;
    const char *wanted = search->wording->exact ? term->exact : term->folded;
    struct exceptions of_wording = { .regex = search->wording->except };
    struct exceptions of_term = { .regex = term->except };
    for (const struct word *word = corpus_find(corpus, term->hash); word != NULL;
         word = corpus_find_next(corpus, word)) {
        size_t start = word->start >= term->lead ? word->start - term->lead : word->start;
        size_t end = term_end(text, start, wanted);
        const struct segment *segment = end != 0 ? corpus_segment(corpus, start, end) : NULL;
        if (segment_wanted(search, segment) && stands_alone(corpus, start, end)
            && !is_excepted(matcher, &of_wording, segment, start, end)
            && !is_excepted(matcher, &of_term, segment, start, end)) {
            add_term(search, term, segment, start, end);
        }
    }
    pcre2_match_data_free(of_wording.data);
    pcre2_match_data_free(of_term.data);
}

void find_patterns(const struct word_search *search) {
    const struct wording *wording = search->wording;
    struct matcher matcher =
        matcher_new(search->arena, search->corpus, search->time, search->findings);
    if (wording->pattern != NULL) {
        find_pattern(search, &matcher);
    }
    for (size_t i = 0; i < wording->term_count; i++) {
        /* In a list of spellings a word with nothing better is right. */
        if (wording->terms[i].better != NULL || wording->kind->find == find_patterns) {
            find_term(search, &matcher, &wording->terms[i]);
        }
    }
    matcher_done(&matcher);
}
