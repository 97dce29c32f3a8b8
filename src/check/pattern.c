/* SPDX-License-Identifier: EUPL-1.2
 *
 * The dialects differ, so an expression is translated first (ecmascript.c). There is no just-in-time
 * compilation: it costs more than the few short matches of one run give back.
 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "check/pattern.h"

#include <pcre2.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "check/ecmascript.h"

/* Most matches are done in few steps. One that is not is begun anew with ten times as many, up to the most
 * that any may take: so what it cost is known, and can be counted. */
enum { MATCH_STEPS = 100, MATCH_TRIES = 5, MATCH_DEPTH = 100000, MATCH_KIBIBYTES = 20000 };

/* Steps, and bytes of text, that count as one. */
enum { STEPS_COUNTED = 10, BYTES_COUNTED = 256 };

struct pattern {
    pcre2_code *code;
    pcre2_match_context *limits[MATCH_TRIES];
};

static void release_code(void *code) {
    pcre2_code_free(code);
}

static void release_limits(void *limits) {
    pcre2_match_context_free(limits);
}

static pcre2_match_context *new_limits(struct arena *arena, uint32_t steps) {
    pcre2_match_context *limits = pcre2_match_context_create(NULL);
    if (limits == NULL) {
        memory_exhausted();
    }
    pcre2_set_match_limit(limits, steps);
    pcre2_set_depth_limit(limits, MATCH_DEPTH);
    pcre2_set_heap_limit(limits, MATCH_KIBIBYTES);
    return arena_own(arena, limits, release_limits);
}

/* The faults that people make; PCRE2 knows a hundred. */
const char *pattern_reason(struct arena *arena, int error, enum language language) {
    static const struct {
        int error;
        const char *sv, *en;
    } reasons[] = {
        { PCRE2_ERROR_END_BACKSLASH, "ett omvänt snedstreck står sist", "a backslash stands last" },
        { PCRE2_ERROR_UNKNOWN_ESCAPE, "det som följer på det omvända snedstrecket betyder ingenting",
            "what follows the backslash means nothing" },
        { PCRE2_ERROR_QUANTIFIER_OUT_OF_ORDER, "talen inom klamrarna står i fel ordning",
            "the numbers in braces are in the wrong order" },
        { PCRE2_ERROR_QUANTIFIER_TOO_BIG, "talet inom klamrarna är för stort",
            "the number in braces is too large" },
        { PCRE2_ERROR_MISSING_SQUARE_BRACKET, "en avslutande hakparentes fattas",
            "a closing bracket is missing" },
        { PCRE2_ERROR_CLASS_RANGE_ORDER, "intervallet inom hakparentes går baklänges",
            "the range in brackets goes backwards" },
        { PCRE2_ERROR_QUANTIFIER_INVALID, "här finns inget att upprepa", "there is nothing to repeat" },
        { PCRE2_ERROR_MISSING_CLOSING_PARENTHESIS, "en avslutande parentes fattas",
            "a closing parenthesis is missing" },
        { PCRE2_ERROR_UNMATCHED_CLOSING_PARENTHESIS, "en parentes avslutas men är inte öppnad",
            "a parenthesis is closed but not open" },
        { PCRE2_ERROR_BAD_SUBPATTERN_REFERENCE, "gruppen som uttrycket hänvisar till finns inte",
            "the group referred to does not exist" },
        { PCRE2_ERROR_UNKNOWN_UNICODE_PROPERTY, "egenskapen finns inte", "there is no such property" },
        { PCRE2_ERROR_LOOKBEHIND_NOT_FIXED_LENGTH, "det som ska stå före måste ha en bestämd längd",
            "what has to stand before must be of a fixed length" },
        { PCRE2_ERROR_DUPLICATE_SUBPATTERN_NAME, "två grupper har samma namn",
            "two groups have the same name" },
        { PCRE2_ERROR_SUBPATTERN_NAME_EXPECTED, "namnet på en grupp fattas",
            "the name of a group is missing" },
        { PCRE2_ERROR_MISSING_NAME_TERMINATOR, "namnet på en grupp ska följas av >",
            "the name of a group has to end with >" },
        { PCRE2_ERROR_INVALID_SUBPATTERN_NAME, "namnet på en grupp får inte börja med en siffra",
            "the name of a group may not begin with a digit" },
        { PCRE2_ERROR_UNICODE_DISALLOWED_CODE_POINT, "ett halvt surrogatpar är inget tecken",
            "half a surrogate pair is no character" },
        { PCRE2_ERROR_CODE_POINT_TOO_BIG, "så höga tecken finns inte", "there are no characters that high" },
        { PCRE2_ERROR_PARENTHESES_NEST_TOO_DEEP, "parenteserna är för många i varandra",
            "the parentheses are nested too deep" },
        { PCRE2_ERROR_PATTERN_TOO_LARGE, "uttrycket är för stort", "the expression is too large" },
    };
    bool english = language == LANGUAGE_EN;
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++) {
        if (reasons[i].error == error) {
            return english ? reasons[i].en : reasons[i].sv;
        }
    }
    if (!english) { /* PCRE2 speaks English alone */
        return arena_printf(arena, "uttrycket kan inte läsas (fel %d i PCRE2)", error);
    }
    char text[160];
    pcre2_get_error_message(error, (PCRE2_UCHAR *)text, sizeof text);
    return arena_printf(arena, "PCRE2 says “%s”", text);
}

static const struct pattern *compile_translated(
    struct arena *arena, const struct buffer *translated, enum language language,
    struct pattern_fault *fault) {
    int error = 0;
    PCRE2_SIZE offset = 0;
    const uint32_t flags = PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_ALLOW_EMPTY_CLASS
        | PCRE2_MATCH_UNSET_BACKREF | PCRE2_NEVER_BACKSLASH_C | PCRE2_NO_UTF_CHECK;
    pcre2_code *code = pcre2_compile(
        (PCRE2_SPTR)translated->data, translated->size, flags, &error, &offset, NULL);
    if (error == PCRE2_ERROR_HEAP_FAILED) {
        memory_exhausted();
    }
    if (code == NULL) {
        fault->what = pattern_reason(arena, error, language);
        return NULL;
    }
    struct pattern *pattern = arena_new_of(arena, struct pattern);
    pattern->code = arena_own(arena, code, release_code);
    uint32_t steps = MATCH_STEPS;
    for (size_t i = 0; i < MATCH_TRIES; i++, steps *= 10) {
        pattern->limits[i] = new_limits(arena, steps);
    }
    return pattern;
}

const struct pattern *pattern_compile(
    struct arena *arena, const char *expression, enum language language,
    struct pattern_fault *fault) {
    CLEANUP_BUFFER struct buffer translated = BUFFER_EMPTY;
    if (!ecmascript_translate(arena, expression, language, &translated, fault)) {
        return NULL;
    }
    *fault = (struct pattern_fault){ 0 };
    return compile_translated(arena, &translated, language, fault);
}

DEFINE_CLEANUP(match_data, pcre2_match_data *, pcre2_match_data_free)

enum pattern_result pattern_match(
    const struct pattern *pattern, const char *text, size_t *work) {
    CLEANUP(match_data) pcre2_match_data *data = pcre2_match_data_create(1, NULL);
    if (data == NULL) {
        memory_exhausted();
    }
    size_t size = strlen(text);
    int result = PCRE2_ERROR_MATCHLIMIT;
    size_t steps = MATCH_STEPS;
    *work += 1 + size / BYTES_COUNTED;
    for (size_t i = 0; i < MATCH_TRIES && result == PCRE2_ERROR_MATCHLIMIT; i++, steps *= 10) {
        result = pcre2_match(
            pattern->code, (PCRE2_SPTR)text, size, 0, PCRE2_NO_UTF_CHECK, data, pattern->limits[i]);
        *work += i != 0 ? steps / STEPS_COUNTED : 0;
    }
    if (result == PCRE2_ERROR_NOMEMORY) {
        memory_exhausted();
    }
    if (result >= 0) {
        return PATTERN_MATCHES;
    }
    return result == PCRE2_ERROR_NOMATCH ? PATTERN_DIFFERS : PATTERN_GAVE_UP;
}
