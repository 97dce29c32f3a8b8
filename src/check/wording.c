/* SPDX-License-Identifier: EUPL-1.2
 *
 * A wording is a kind (wordkind.c) and, for the kinds that look for words, a pattern compiled by PCRE2
 * or a list of terms. A pattern sees the whole corpus at once; "^" and "$" are the ends of a passage, and a
 * hit that runs from one passage into the next is none. A term is looked up by the hash of its first word
 * and then compared; a space in it stands for any white space.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/text.h"
#include "check/wording.h"
#include "check/wordkind.h"

/* No pattern may work longer on a passage: a hit that needs more is not found. */
enum { MATCH_LIMIT = 100000 };

static unsigned read_passages(const xmlNode *node) {
    static const struct {
        const char *word;
        enum passage_kind kind;
    } kinds[] = { { "löptext", PASSAGE_PROSE }, { "punkter", PASSAGE_POINT },
        { "tabeller", PASSAGE_CELL }, { "rubriker", PASSAGE_HEADING }, { "huvud", PASSAGE_FIELD } };
    const xmlNode *list = node_child(node, "i");
    if (list == NULL) {
        return PASSAGE_PROSE | PASSAGE_POINT | PASSAGE_CELL;
    }
    unsigned set = 0;
    for (const xmlNode *item = node_first(list); item != NULL; item = node_next(item)) {
        for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
            set |= text_equal(node_text(item), kinds[i].word) ? (unsigned)kinds[i].kind : 0;
        }
    }
    return set;
}

static void free_code(void *code) {
    pcre2_code_free(code);
}

static pcre2_code *compile(struct arena *arena, const char *pattern, bool exact_case,
    struct span where, struct findings *findings) {
    int error = 0;
    PCRE2_SIZE offset = 0;
    uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_MULTILINE | (exact_case ? 0 : PCRE2_CASELESS);
    pcre2_code *code = pcre2_compile(
        (PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED, options, &error, &offset, NULL);
    if (code == NULL) {
        char reason[128];
        pcre2_get_error_message(error, (PCRE2_UCHAR *)reason, sizeof reason);
        finding_add(findings, PATTERN_BROKEN, where, pattern,
            arena_printf(arena, "%zu", text_count(pattern, offset) + 1), reason, NULL);
        return NULL;
    }
    /* Machine code costs a tenth of a millisecond a pattern and pays for itself in the first
     * definition. Where there is no JIT the pattern is interpreted. */
    pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
    return arena_own(arena, code, free_code);
}

/* Reads one entry of `ord`: a word, or a mapping. */
static bool read_term(struct arena *arena, const xmlNode *item, bool exact, struct term *term,
    struct findings *findings) {
    bool bare = node_kind(item) == NODE_SCALAR;
    term->exact = bare ? node_text(item) : node_child_text(item, "ord");
    term->better = bare ? NULL : node_child_text(item, "bättre");
    term->size = strlen(term->exact);
    char *folded = arena_alloc(arena, term->size + 1);
    text_lower_latin(folded, term->exact, term->size);
    term->folded = folded;
    while (term->lead < term->size && !corpus_is_word_byte(folded + term->lead)) {
        term->lead++;
    }
    size_t end = term->lead;
    while (end < term->size && corpus_is_word_byte(folded + end)) {
        end++;
    }
    term->hash = corpus_hash(folded + term->lead, end - term->lead);
    const xmlNode *except = bare ? NULL : node_child(item, "utom");
    if (except != NULL) {
        term->except = compile(arena, node_text(except), exact, node_span(except), findings);
        return term->except != NULL;
    }
    return true;
}

/* Reads `mönster`, `utom` and `ord`. */
static bool read_patterns(struct arena *arena, const xmlNode *node, struct wording *wording,
    struct findings *findings) {
    const char *cases = node_child_text(node, "skilj_versaler");
    const xmlNode *pattern = node_child(node, "mönster");
    const xmlNode *except = node_child(node, "utom");
    const xmlNode *list = node_child(node, "ord");
    bool sound = true;
    wording->exact = cases != NULL && text_equal(cases, "ja");
    wording->better = node_child_text(node, "bättre");
    if (pattern != NULL) {
        wording->pattern =
            compile(arena, node_text(pattern), wording->exact, node_span(pattern), findings);
        sound = wording->pattern != NULL;
    }
    if (except != NULL) {
        wording->except =
            compile(arena, node_text(except), wording->exact, node_span(except), findings);
        sound = sound && wording->except != NULL;
    }
    ARRAY_OF(const char *) literals = { 0 };
    const xmlNode *only = node_child(node, "bara_med");
    for (const xmlNode *item = only != NULL ? node_first(only) : NULL; item != NULL;
         item = node_next(item)) {
        size_t size = strlen(node_text(item));
        char *folded = arena_alloc(arena, size + 1);
        text_lower_latin(folded, node_text(item), size);
        ARRAY_ADD(arena, literals, folded);
    }
    wording->literals = literals.items;
    wording->literal_count = literals.count;
    ARRAY_OF(struct term) terms = { 0 };
    for (const xmlNode *item = list != NULL ? node_first(list) : NULL; item != NULL;
         item = node_next(item)) {
        struct term term = { 0 };
        sound = read_term(arena, item, wording->exact, &term, findings) && sound;
        ARRAY_ADD(arena, terms, term);
    }
    wording->terms = terms.items;
    wording->term_count = terms.count;
    return sound;
}

/* What a search with PCRE2 needs besides the pattern; made once a wording and corpus. */
struct matcher {
    const char *words;
    size_t size;
    pcre2_match_context *context;
};

static bool match(const struct matcher *matcher, const pcre2_code *code, size_t start, size_t end,
    pcre2_match_data *data) {
    return pcre2_match(code, (PCRE2_SPTR)matcher->words, end, start, PCRE2_NO_UTF_CHECK, data,
               matcher->context)
        > 0;
}

/* Whether a match of `except` within the segment overlaps words[start..end). */
static bool is_excepted(const struct matcher *matcher, const pcre2_code *except,
    const struct segment *segment, size_t start, size_t end) {
    if (except == NULL) {
        return false;
    }
    pcre2_match_data *data = pcre2_match_data_create_from_pattern(except, NULL);
    bool found = false;
    for (size_t at = segment->start; !found && match(matcher, except, at, segment->end, data);) {
        const PCRE2_SIZE *vector = pcre2_get_ovector_pointer(data);
        found = vector[0] < end && vector[1] > start;
        at = vector[1] > vector[0] ? vector[1] : vector[1] + 1;
        if (at > segment->end || vector[0] >= end) {
            break;
        }
    }
    pcre2_match_data_free(data);
    return found;
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

bool segment_wanted(const struct word_search *search, const struct segment *segment) {
    return segment != NULL && (segment->passage->kind & search->wording->passages) != 0
        && (search->allowed == NULL || search->allowed[segment->text]);
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
static void find_within(const struct word_search *search, const struct matcher *matcher, size_t at,
    size_t end_of_words, pcre2_match_data *data) {
    const struct wording *wording = search->wording;
    while (at <= end_of_words && match(matcher, wording->pattern, at, end_of_words, data)) {
        const PCRE2_SIZE *vector = pcre2_get_ovector_pointer(data);
        size_t start = vector[0];
        size_t end = vector[1];
        const struct segment *segment =
            end > start ? corpus_segment(search->corpus, start, end) : NULL;
        if (segment_wanted(search, segment)
            && !is_excepted(matcher, wording->except, segment, start, end)) {
            hit_add(search, start, end, fill_better(search, wording->better, data));
        }
        at = end > start ? end : end + 1;
        while (at < matcher->size && ((unsigned char)matcher->words[at] & 0xC0) == 0x80) {
            at++;
        }
    }
}

/* Marks the segments that hold one of the literals. */
static bool *mark_segments(const struct word_search *search) {
    const struct corpus *corpus = search->corpus;
    const struct wording *wording = search->wording;
    bool *marked = arena_array(search->arena, corpus->segment_count, sizeof *marked);
    for (size_t i = 0; i < wording->literal_count; i++) {
        const char *literal = wording->literals[i];
        const char *at = corpus->folded;
        while ((at = strstr(at, literal)) != NULL) {
            size_t start = (size_t)(at - corpus->folded);
            const struct segment *segment = corpus_segment(corpus, start, start + strlen(literal));
            if (segment != NULL) {
                marked[segment - corpus->segments] = true;
                start = segment->end;
            }
            at = corpus->folded + start + 1;
        }
    }
    return marked;
}

/* The pattern on the whole corpus; or, where the rule tells what a hit must have near it or where to
 * look, passage by passage on what is left. */
static void find_pattern(const struct word_search *search, const struct matcher *matcher) {
    const struct corpus *corpus = search->corpus;
    const struct wording *wording = search->wording;
    pcre2_match_data *data = pcre2_match_data_create_from_pattern(wording->pattern, NULL);
    if (wording->literal_count == 0 && search->allowed == NULL) {
        find_within(search, matcher, 0, matcher->size, data);
    } else {
        const bool *marked = wording->literal_count != 0 ? mark_segments(search) : NULL;
        for (size_t i = 0; i < corpus->segment_count; i++) {
            const struct segment *segment = &corpus->segments[i];
            if ((marked == NULL || marked[i]) && segment_wanted(search, segment)) {
                find_within(search, matcher, segment->start, segment->end, data);
            }
        }
    }
    pcre2_match_data_free(data);
}

/* Bytes of white space at `text`: spaces and no-break spaces; 0 when there is none. */
static size_t space_at(const char *text) {
    size_t size = 0;
    while (text[size] == ' ' || text_starts(text + size, TEXT_NBSP)) {
        size += text[size] == ' ' ? 1 : 2;
    }
    return size;
}

/* The end of the term that begins at `at` of the text, or 0 when it is not there. */
static size_t term_end(const char *text, size_t at, const char *term) {
    while (*term != '\0') {
        size_t space = *term == ' ' ? space_at(text + at) : 0;
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
    size_t before = start;
    while (before > 0 && ((unsigned char)text[before - 1] & 0xC0) == 0x80) {
        before--;
    }
    before -= before > 0;
    bool open_before = start == 0 || !corpus_is_word_byte(text + before) || text[before] == '-';
    return open_before && (!corpus_is_word_byte(text + end) || text[end] == '-');
}

static void find_term(
    const struct word_search *search, const struct matcher *matcher, const struct term *term) {
    const struct corpus *corpus = search->corpus;
    const char *text = search->wording->exact ? corpus->words : corpus->folded;
    const char *wanted = search->wording->exact ? term->exact : term->folded;
    for (const struct word *word = corpus_find(corpus, term->hash); word != NULL;
         word = corpus_find_next(corpus, word)) {
        size_t start = word->start >= term->lead ? word->start - term->lead : word->start;
        size_t end = term_end(text, start, wanted);
        const struct segment *segment = end != 0 ? corpus_segment(corpus, start, end) : NULL;
        if (segment_wanted(search, segment) && stands_alone(corpus, start, end)
            && !is_excepted(matcher, search->wording->except, segment, start, end)
            && !is_excepted(matcher, term->except, segment, start, end)) {
            hit_add(search, start, end, term->better);
        }
    }
}

void find_patterns(const struct word_search *search) {
    const struct wording *wording = search->wording;
    struct matcher matcher = { .words = search->corpus->words,
        .size = search->corpus->size,
        .context = pcre2_match_context_create(NULL) };
    if (matcher.context == NULL) {
        memory_exhausted();
    }
    pcre2_set_match_limit(matcher.context, MATCH_LIMIT);
    if (wording->pattern != NULL) {
        find_pattern(search, &matcher);
    }
    for (size_t i = 0; i < wording->term_count; i++) {
        find_term(search, &matcher, &wording->terms[i]);
    }
    pcre2_match_context_free(matcher.context);
}

static const struct word_kind *find_kind(const char *name) {
    for (const struct word_kind *kind = word_kinds; kind->name != NULL; kind++) {
        if (text_equal(kind->name, name)) {
            return kind;
        }
    }
    return NULL;
}

const struct wording *wording_read(
    struct arena *arena, const xmlNode *node, struct findings *findings) {
    struct wording *wording = arena_new_of(arena, struct wording);
    wording->kind = find_kind(node_child_text(node, "slag"));
    wording->passages = read_passages(node);
    const char *limit = node_child_text(node, "gräns");
    wording->limit = limit != NULL ? strtoul(limit, NULL, 10) : 0;
    bool sound = wording->kind != NULL && read_patterns(arena, node, wording, findings);
    const xmlNode *fields = node_child(node, "fält");
    if (fields != NULL) {
        wording->fields = query_compile(arena, node_text(fields),
            node_text_span(fields, 0, strlen(node_text(fields))), findings);
        sound = sound && wording->fields != NULL;
    }
    return sound ? wording : NULL;
}

const struct query *wording_fields(const struct wording *wording) {
    return wording->fields;
}

void wording_find(struct arena *arena, const struct wording *wording, const struct corpus *corpus,
    const struct vocabulary *vocabulary, const bool *allowed, struct hits *hits) {
    const struct word_search search = { .arena = arena,
        .wording = wording,
        .corpus = corpus,
        .vocabulary = vocabulary,
        .allowed = allowed,
        .hits = hits };
    wording->kind->find(&search);
}
