/* SPDX-License-Identifier: EUPL-1.2
 *
 * Machine code of PCRE2 counts only some of its steps: it may go through a text over and over for a
 * pattern such as a.*b.*c.*d and count next to nothing. In a passage of usual size that does not matter.
 * Longer ones, which nobody writes, are left to the interpreter, which counts each step.
 */
#include "check/matcher.h"

#include "base/deadline.h"
#include "tree/tree.h"

enum {
    STEPS_LARGEST = 100000,  /* in one match */
    STEPS_A_BYTE = 16,       /* and as many more in a long passage */
    SECONDS_LARGEST = 3,
    PASSAGE_LONG = 16 * 1024 /* bytes */
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

static int match(struct matcher *matcher, const pcre2_code *code, size_t start, size_t end,
    pcre2_match_data *data) {
    PCRE2_SPTR words = (PCRE2_SPTR)matcher->corpus->words;
    bool is_long = matcher->corpus->longest > PASSAGE_LONG;
    size_t more = is_long ? (end - start) * STEPS_A_BYTE : 0;
    pcre2_set_match_limit(matcher->context, (uint32_t)(STEPS_LARGEST + more));
    int result = PCRE2_ERROR_JIT_STACKLIMIT;
    if (!is_long) {
        result = pcre2_match(code, words, end, start, PCRE2_NO_UTF_CHECK, data, matcher->context);
    }
    return result != PCRE2_ERROR_JIT_STACKLIMIT
        ? result
        : pcre2_match(code, words, end, start, PCRE2_NO_UTF_CHECK | PCRE2_NO_JIT, data, matcher->context);
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
    int result = deadline_is_over(&matcher->time->steps) ? PCRE2_ERROR_MATCHLIMIT
                                                         : match(matcher, code, start, end, *data);
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
