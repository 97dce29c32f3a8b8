/* SPDX-License-Identifier: EUPL-1.2
 *
 * Reads a wording: a kind (wordkind.c) and, for the kinds that look for words, a pattern or a list of
 * terms (wordsearch.c).
 */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/text.h"
#include "check/wording.h"
#include "check/wordkind.h"

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

/* The expression in the node. Unless it may wait until it is needed it is compiled now, so that its
 * faults are told; then NULL. */
static const struct regex *read_regex(
    struct arena *arena, const xmlNode *node, bool exact, bool later, struct findings *findings) {
    const struct regex *regex = regex_new(arena, node_text(node), exact, node_span(node));
    return later || regex_code(arena, regex, findings) != NULL ? regex : NULL;
}

/* Reads one entry of `ord`: a word, or a mapping. False when it has no word. */
static bool read_term(struct arena *arena, const xmlNode *item, bool exact, bool later,
    struct term *term, struct findings *findings) {
    bool bare = node_kind(item) == NODE_SCALAR;
    term->exact = bare ? node_text(item) : node_child_text(item, "ord");
    term->better = bare ? NULL : node_child_text(item, "bättre");
    if (term->exact == NULL || term->exact[0] == '\0') {
        return false;
    }
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
        term->except = read_regex(arena, except, exact, later, findings);
        return term->except != NULL;
    }
    return true;
}

/* Whether capitals of it are found by its bytes. Of letters beyond Latin-1 they are not: text_lower_latin()
 * leaves them. */
static bool is_findable(const char *literal) {
    uint32_t codepoint;
    for (size_t size; (size = text_next(literal, &codepoint)) != 0; literal += size) {
        if (codepoint > 0xFF && text_is_letter(codepoint)) {
            return false;
        }
    }
    return true;
}

/* Reads the texts of `bara_med`. False when one is empty. */
static bool read_literals(struct arena *arena, const xmlNode *node, struct wording *wording) {
    ARRAY_OF(const char *) literals = { 0 };
    bool sound = true;
    const xmlNode *list = node_child(node, "bara_med");
    for (const xmlNode *item = list != NULL ? node_first(list) : NULL; item != NULL;
         item = node_next(item)) {
        size_t size = strlen(node_text(item));
        char *folded = arena_alloc(arena, size + 1);
        text_lower_latin(folded, node_text(item), size);
        ARRAY_ADD(arena, literals, folded);
        sound = sound && size != 0;
        wording->unsieved = wording->unsieved || !is_findable(folded);
    }
    wording->literals = literals.items;
    wording->literal_count = literals.count;
    return sound;
}

/* Reads a list of sequences, if it is there. False when one is none. */
static bool read_shapes(
    struct arena *arena, const xmlNode *list, const struct shapes **read) {
    if (list == NULL) {
        return true;
    }
    struct shapes *shapes = arena_new_of(arena, struct shapes);
    bool sound = true;
    for (const xmlNode *item = node_first(list); item != NULL; item = node_next(item)) {
        sound = shapes_add(shapes, node_text(item)) && sound;
    }
    *read = shapes;
    return sound;
}

/* Reads `mönster`, `bara_om`, `utom` and `ord`. */
static bool read_patterns(struct arena *arena, const xmlNode *node, bool later,
    struct wording *wording, struct findings *findings) {
    const char *cases = node_child_text(node, "skilj_versaler");
    bool exact = cases != NULL && text_equal(cases, "ja");
    bool sound = true;
    wording->exact = exact;
    wording->better = node_child_text(node, "bättre");
    const struct {
        const char *key;
        const struct regex **regex;
    } patterns[] = { { "mönster", &wording->pattern }, { "bara_om", &wording->sieve },
        { "utom", &wording->except } };
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        const xmlNode *pattern = node_child(node, patterns[i].key);
        if (pattern != NULL) {
            *patterns[i].regex = read_regex(arena, pattern, exact, later, findings);
            sound = sound && *patterns[i].regex != NULL;
        }
    }
    sound = read_literals(arena, node, wording) && sound;
    sound = read_shapes(arena, node_child(node, "bara_tecken"), &wording->shapes) && sound;
    sound = read_shapes(arena, node_child(node, "även_tecken"), &wording->more_shapes) && sound;
    ARRAY_OF(struct term) terms = { 0 };
    const xmlNode *list = node_child(node, "ord");
    for (const xmlNode *item = list != NULL ? node_first(list) : NULL; item != NULL;
         item = node_next(item)) {
        struct term term = { 0 };
        sound = read_term(arena, item, exact, later, &term, findings) && sound;
        ARRAY_ADD(arena, terms, term);
    }
    wording->terms = terms.items;
    wording->term_count = terms.count;
    return sound;
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
    struct arena *arena, const xmlNode *node, bool later, struct findings *findings) {
    struct wording *wording = arena_new_of(arena, struct wording);
    wording->kind = find_kind(node_child_text(node, "slag"));
    wording->passages = read_passages(node);
    const char *limit = node_child_text(node, "gräns");
    wording->limit = limit != NULL ? strtoul(limit, NULL, 10) : 0;
    /* Without what its kind needs a rule would find nothing, or everything. The schema tells. */
    bool sound = wording->kind != NULL
        && (wording->kind->needs == NULL || node_child(node, wording->kind->needs) != NULL)
        && read_patterns(arena, node, later, wording, findings);
    const xmlNode *fields = node_child(node, "fält");
    if (fields != NULL) {
        wording->fields = (later ? query_compile_later : query_compile)(arena, node_text(fields),
            node_text_span(fields, 0, strlen(node_text(fields))), findings);
        sound = sound && wording->fields != NULL;
    }
    return sound ? wording : NULL;
}

bool wording_reads_amounts(const struct wording *wording) {
    return wording->kind->find == find_amount;
}

const struct query *wording_fields(const struct wording *wording) {
    return wording->fields;
}

void wording_find(const struct wording *wording, const struct word_subject *subject,
    struct word_limit *limit, struct hits *hits) {
    const struct word_search search = { .arena = subject->arena,
        .wording = wording,
        .corpus = subject->corpus,
        .vocabulary = subject->vocabulary,
        .limit = limit,
        .hits = hits,
        .time = subject->time,
        .findings = subject->findings };
    wording->kind->find(&search);
}
