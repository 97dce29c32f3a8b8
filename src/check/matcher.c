/* SPDX-License-Identifier: EUPL-1.2
 *
 * PCRE2 counts its steps anew at each place where a match may begin, and machine code of it not even all
 * of them, so that a pattern such as a.*b may take time by the square of the text. It is therefore tried
 * on one stretch of the text after the other, each of them longer than any paragraph that people write.
 */
#include "check/matcher.h"

#include <string.h>

#include "base/deadline.h"
#include "base/text.h"

enum {
    STEPS_LARGEST = 100000, /* from one place where a match may begin */
    SECONDS_LARGEST = 3,
    STRETCH = 4096,         /* bytes in which matches are looked for to begin at a time */
    STRETCH_MORE = 1024     /* bytes behind them that a match may go on in */
};

void match_time_start(struct arena *arena, struct match_time *time) {
    *time = (struct match_time){ .steps = STEPS_LARGEST };
    deadline_set(arena, SECONDS_LARGEST, &time->steps);
}

struct matcher matcher_new(struct arena *arena, const struct corpus *corpus, struct match_time *time,
    struct findings *findings) {
    struct matcher matcher = { .arena = arena,
        .corpus = corpus,
        .time = time,
        .findings = findings,
        .context = pcre2_match_context_create(NULL) };
    if (matcher.context == NULL) {
        memory_exhausted();
    }
    pcre2_set_match_limit(matcher.context, STEPS_LARGEST);
    return matcher;
}

void matcher_done(struct matcher *matcher) {
    pcre2_match_context_free(matcher->context);
}

/* Says once that the expression gave up; once for all, when it is the time that is over. */
static void give_up(struct matcher *matcher, const struct regex *regex) {
    struct match_time *time = matcher->time;
    if (!matcher->gave_up && !time->told) {
        finding_add(matcher->findings, PATTERN_WORK, regex_span(regex), regex_text(regex), NULL);
    }
    matcher->gave_up = true;
    time->told = time->told || deadline_is_over(&time->steps);
}

/* Where a stretch from `start` ends for the pattern: at a space, if there is one near. */
static size_t stretch_end(const struct matcher *matcher, size_t start, size_t end) {
    if (end - start <= STRETCH + STRETCH_MORE) {
        return end;
    }
    const char *words = matcher->corpus->words;
    size_t last = start + STRETCH + STRETCH_MORE;
    const char *space = memrchr(words + last - STRETCH_MORE / 2, ' ', STRETCH_MORE / 2);
    return space != NULL ? (size_t)(space - words) : text_character(words, last);
}

/* An expression is interpreted until it has seen some text, and is machine code from then on. Both find the
 * same, but count steps differently, and the stack of machine code is small. What is found must not depend
 * on who asked before: so what is too much for the one is left to the other, and only what is too much for
 * both is given up. */
static int try_match(struct matcher *matcher, const struct regex *regex, size_t start, size_t stop,
    uint32_t options, pcre2_match_data *data) {
    PCRE2_SPTR words = (PCRE2_SPTR)matcher->corpus->words;
    options |= PCRE2_NO_UTF_CHECK;
    int result = PCRE2_ERROR_NOMATCH;
    bool worn = regex_is_worn(regex, stop - start);
    for (int engine = 0; engine < 2; engine++) {
        const pcre2_code *code = worn == (engine == 0)
            ? regex_machine_code(regex)
            : regex_code(matcher->arena, regex, matcher->findings);
        result = pcre2_match(code, words, stop, start, options, data, matcher->context);
        if (result > 0 || result == PCRE2_ERROR_NOMATCH || result == PCRE2_ERROR_NOMEMORY) {
            return result;
        }
    }
    return result;
}

/* A match that ends where the stretch does may go on behind it, or be none: "$" holds there. What is too much
 * work to follow is taken as it is. */
static int match_on(struct matcher *matcher, const struct regex *regex, size_t end,
    pcre2_match_data *data) {
    size_t start = pcre2_get_startchar(data);
    size_t stop = pcre2_get_ovector_pointer(data)[1];
    int result = try_match(matcher, regex, start, end, PCRE2_ANCHORED, data);
    return result > 0 || result == PCRE2_ERROR_NOMATCH
        ? result
        : try_match(matcher, regex, start, stop, PCRE2_ANCHORED, data);
}

/* The first match in words[start..end). One that begins behind the stretch is found from the next one; where
 * it begins the ovector does not tell, for \K moves that. */
static int match(struct matcher *matcher, const struct regex *regex, size_t start, size_t end,
    pcre2_match_data *data) {
    const char *words = matcher->corpus->words;
    for (;;) {
        if (deadline_is_over(&matcher->time->steps)) {
            return PCRE2_ERROR_MATCHLIMIT;
        }
        size_t stop = stretch_end(matcher, start, end);
        int result = try_match(matcher, regex, start, stop, 0, data);
        if (stop == end || (result < 0 && result != PCRE2_ERROR_NOMATCH)) {
            return result;
        }
        size_t first = result > 0 ? pcre2_get_startchar(data) : stop;
        if (first >= start + STRETCH) {
            start = text_character(words, start + STRETCH);
            continue;
        }
        if (pcre2_get_ovector_pointer(data)[1] < stop) {
            return result;
        }
        result = match_on(matcher, regex, end, data);
        if (result != PCRE2_ERROR_NOMATCH) {
            return result;
        }
        start = text_after(words, end, first);
    }
}

bool matcher_find(struct matcher *matcher, const struct regex *regex, size_t start, size_t end,
    pcre2_match_data **data) {
    const pcre2_code *code = regex_code(matcher->arena, regex, matcher->findings);
    if (code == NULL || matcher->gave_up) {
        return false;
    }
    if (*data == NULL) {
        *data = pcre2_match_data_create_from_pattern(code, NULL);
    }
    if (*data == NULL) {
        memory_exhausted();
    }
    int result = match(matcher, regex, start, end, *data);
    if (result == PCRE2_ERROR_NOMEMORY) {
        memory_exhausted();
    }
    if (result < 0 && result != PCRE2_ERROR_NOMATCH) {
        give_up(matcher, regex);
    }
    return result > 0;
}

size_t matcher_next(const struct matcher *matcher, pcre2_match_data *data) {
    const PCRE2_SIZE *vector = pcre2_get_ovector_pointer(data);
    const char *words = matcher->corpus->words;
    size_t at = vector[1] > vector[0] ? vector[1] : vector[1] + 1;
    while (at < matcher->corpus->size && ((unsigned char)words[at] & 0xC0) == 0x80) {
        at++;
    }
    return at;
}
