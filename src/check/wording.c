/* SPDX-License-Identifier: EUPL-1.2
 *
 * A wording is a kind (one function in the table at the end) and, for the kinds that look for words, a
 * list of patterns compiled by PCRE2. Terms become patterns too: word boundaries round the term, white
 * space inside it matching any white space. Patterns see one passage at a time, so that no hit runs
 * from one paragraph into the next.
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
    uint32_t options = PCRE2_UTF | PCRE2_UCP | (exact_case ? 0 : PCRE2_CASELESS);
    pcre2_code *code = pcre2_compile(
        (PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED, options, &error, &offset, NULL);
    if (code == NULL) {
        char reason[128];
        pcre2_get_error_message(error, (PCRE2_UCHAR *)reason, sizeof reason);
        finding_add(findings, PATTERN_BROKEN, where, pattern,
            arena_printf(arena, "%zu", text_count(pattern, offset) + 1), reason, NULL);
        return NULL;
    }
    return arena_own(arena, code, free_code);
}

/* A term as a pattern: its letters as they are, any white space for a space, whole words only. */
static char *term_pattern(struct arena *arena, const char *term) {
    CLEANUP_BUFFER struct buffer pattern = BUFFER_EMPTY;
    buffer_puts(&pattern, "(?<![\\w])");
    for (const char *at = term; *at != '\0'; at++) {
        if (*at == ' ') {
            buffer_puts(&pattern, "\\s+");
        } else if (strchr("\\^$.[]|()?*+{}/-#", *at) != NULL) {
            buffer_putc(&pattern, '\\');
            buffer_putc(&pattern, *at);
        } else {
            buffer_putc(&pattern, *at);
        }
    }
    buffer_puts(&pattern, "(?![\\w])");
    return arena_copy(arena, pattern.data, pattern.size);
}

/* Reads `mönster` and `ord` into the wording's patterns. */
static bool read_patterns(struct arena *arena, const xmlNode *node, struct wording *wording,
    struct findings *findings) {
    ARRAY_OF(struct word_pattern) patterns = { 0 };
    const char *cases = node_child_text(node, "skilj_versaler");
    bool exact = cases != NULL && text_equal(cases, "ja");
    bool sound = true;
    const xmlNode *single = node_child(node, "mönster");
    if (single != NULL) {
        struct word_pattern pattern = { .better = node_child_text(node, "bättre") };
        pattern.code = compile(arena, node_text(single), exact, node_span(single), findings);
        sound = pattern.code != NULL;
        ARRAY_ADD(arena, patterns, pattern);
    }
    const xmlNode *list = node_child(node, "ord");
    for (const xmlNode *item = list != NULL ? node_first(list) : NULL; item != NULL;
         item = node_next(item)) {
        bool bare = node_kind(item) == NODE_SCALAR;
        const char *term = bare ? node_text(item) : node_child_text(item, "ord");
        struct word_pattern pattern = { .better = bare ? NULL : node_child_text(item, "bättre") };
        pattern.code = compile(arena, term_pattern(arena, term), exact, node_span(item), findings);
        const xmlNode *except = bare ? NULL : node_child(item, "utom");
        if (except != NULL) {
            pattern.except =
                compile(arena, node_text(except), exact, node_span(except), findings);
            sound = sound && pattern.except != NULL;
        }
        sound = sound && pattern.code != NULL;
        ARRAY_ADD(arena, patterns, pattern);
    }
    const xmlNode *except = node_child(node, "utom");
    if (except != NULL) {
        wording->except = compile(arena, node_text(except), exact, node_span(except), findings);
        sound = sound && wording->except != NULL;
    }
    wording->patterns = patterns.items;
    wording->pattern_count = patterns.count;
    return sound;
}

/* The first match at or behind `start`, as ovector; false when there is none. */
static bool match(const struct passage *passage, const pcre2_code *code, size_t start,
    pcre2_match_data *data, pcre2_match_context *context) {
    return pcre2_match(code, (PCRE2_SPTR)passage->words, passage->size, start, PCRE2_NO_UTF_CHECK,
               data, context)
        > 0;
}

/* Whether a match of `except` overlaps words[start..end) of the passage. */
static bool is_excepted(const struct passage *passage, const pcre2_code *except, size_t start,
    size_t end, pcre2_match_context *context) {
    if (except == NULL) {
        return false;
    }
    pcre2_match_data *data = pcre2_match_data_create_from_pattern(except, NULL);
    bool found = false;
    for (size_t at = 0; !found && match(passage, except, at, data, context);) {
        const PCRE2_SIZE *vector = pcre2_get_ovector_pointer(data);
        found = vector[0] < end && vector[1] > start;
        at = vector[1] > vector[0] ? vector[1] : vector[1] + 1;
        if (at > passage->size || vector[0] >= end) {
            break;
        }
    }
    pcre2_match_data_free(data);
    return found;
}

/* "$1" in the better wording replaced by the match's group, at most nine. */
static const char *fill_better(struct arena *arena, const char *better,
    const struct passage *passage, pcre2_match_data *data) {
    if (better == NULL) {
        return NULL;
    }
    const PCRE2_SIZE *vector = pcre2_get_ovector_pointer(data);
    CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
    for (const char *at = better; *at != '\0'; at++) {
        size_t group = at[0] == '$' && at[1] >= '0' && at[1] <= '9' ? (size_t)(at[1] - '0') : 10;
        if (group < 10 && group < pcre2_get_ovector_count(data)) {
            if (vector[group * 2] != PCRE2_UNSET) {
                buffer_put(&text, passage->words + vector[group * 2],
                    vector[group * 2 + 1] - vector[group * 2]);
            }
            at++;
        } else {
            buffer_putc(&text, *at);
        }
    }
    return arena_copy(arena, text.data, text.size);
}

void hit_add(struct arena *arena, struct hits *hits, const struct passage *passage, size_t start,
    size_t end, const char *better) {
    struct hit hit = { .offset = passage->from[start],
        .length = passage->from[end - 1] + 1 - passage->from[start],
        .words = arena_copy(arena, passage->words + start, end - start),
        .better = better };
    ARRAY_ADD(arena, *hits, hit);
}

void find_patterns(const struct word_search *search, const struct passage *passage) {
    const struct wording *wording = search->wording;
    pcre2_match_context *context = pcre2_match_context_create(NULL);
    if (context == NULL) {
        memory_exhausted();
    }
    pcre2_set_match_limit(context, MATCH_LIMIT);
    for (size_t i = 0; i < wording->pattern_count; i++) {
        const struct word_pattern *pattern = &wording->patterns[i];
        pcre2_match_data *data = pcre2_match_data_create_from_pattern(pattern->code, NULL);
        size_t at = 0;
        while (at <= passage->size && match(passage, pattern->code, at, data, context)) {
            const PCRE2_SIZE *vector = pcre2_get_ovector_pointer(data);
            size_t start = vector[0];
            size_t end = vector[1];
            if (end > start && !is_excepted(passage, wording->except, start, end, context)
                && !is_excepted(passage, pattern->except, start, end, context)) {
                const char *better = fill_better(search->arena, pattern->better, passage, data);
                hit_add(search->arena, search->hits, passage, start, end, better);
            }
            at = end > start ? end : end + 1;
            while (at < passage->size && ((unsigned char)passage->words[at] & 0xC0) == 0x80) {
                at++;
            }
        }
        pcre2_match_data_free(data);
    }
    pcre2_match_context_free(context);
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

void wording_find(struct arena *arena, const struct wording *wording,
    const struct passages *passages, const struct vocabulary *vocabulary, struct hits *hits) {
    const struct word_search search = {
        .arena = arena, .wording = wording, .vocabulary = vocabulary, .hits = hits
    };
    if (wording->kind->find_all != NULL) {
        wording->kind->find_all(&search, passages);
        return;
    }
    for (size_t i = 0; i < passages->count; i++) {
        if ((passages->items[i].kind & wording->passages) != 0) {
            wording->kind->find(&search, &passages->items[i]);
        }
    }
}
