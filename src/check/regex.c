/* SPDX-License-Identifier: EUPL-1.2
 *
 * Two threads may come to compile the same expression at once: the first to be done wins, and the other
 * one's work is thrown away.
 */
#include "check/regex.h"

#include <stdatomic.h>
#include <string.h>

#include "base/text.h"
#include "check/pattern.h"

/* How many times the length of its own an expression is interpreted for at first: the longer it is, the more
 * its machine code costs. */
enum { LENGTHS_INTERPRETED = 8 };

struct slot {
    _Atomic(pcre2_code *) code;
    _Atomic(pcre2_code *) machine_code; /* a copy, with machine code */
    atomic_size_t tried;                /* bytes, about */
};

struct regex {
    const char *expression;
    struct span where;
    uint32_t options;
    size_t interpreted; /* bytes that it is interpreted for at first */
    struct slot *slot;
};

static void free_slot(void *object) {
    struct slot *slot = object;
    pcre2_code_free(atomic_load(&slot->code));
    pcre2_code_free(atomic_load(&slot->machine_code));
}

const struct regex *regex_new(
    struct arena *arena, const char *expression, bool exact_case, struct span where) {
    struct regex *regex = arena_new_of(arena, struct regex);
    regex->expression = expression;
    regex->where = where;
    regex->interpreted = LENGTHS_INTERPRETED * strlen(expression);
    regex->options =
        PCRE2_UTF | PCRE2_UCP | PCRE2_MULTILINE | (exact_case ? 0 : PCRE2_CASELESS);
    regex->slot = arena_own(arena, arena_new_of(arena, struct slot), free_slot);
    return regex;
}

const char *regex_text(const struct regex *regex) {
    return regex->expression;
}

struct span regex_span(const struct regex *regex) {
    return regex->where;
}

static pcre2_code *compile(
    struct arena *arena, const struct regex *regex, struct findings *findings) {
    int error = 0;
    PCRE2_SIZE offset = 0;
    pcre2_code *code = pcre2_compile((PCRE2_SPTR)regex->expression, PCRE2_ZERO_TERMINATED,
        regex->options, &error, &offset, NULL);
    if (error == PCRE2_ERROR_HEAP_FAILED) {
        memory_exhausted();
    }
    if (code == NULL) {
        const char *reason = pattern_reason(arena, error, findings->language);
        finding_add(findings, PATTERN_BROKEN, regex->where, regex->expression,
            arena_printf(arena, "%zu", text_count(regex->expression, offset) + 1), reason, NULL);
        return NULL;
    }
    return code;
}

/* Puts the code in its place, unless another thread has done so: then gives that one. */
static const pcre2_code *keep(_Atomic(pcre2_code *) *place, pcre2_code *code) {
    pcre2_code *known = NULL;
    if (code != NULL && !atomic_compare_exchange_strong(place, &known, code)) {
        pcre2_code_free(code);
        return known;
    }
    return code;
}

const pcre2_code *regex_code(
    struct arena *arena, const struct regex *regex, struct findings *findings) {
    const pcre2_code *known = atomic_load(&regex->slot->code);
    return known != NULL ? known : keep(&regex->slot->code, compile(arena, regex, findings));
}

const pcre2_code *regex_machine_code(const struct regex *regex) {
    const pcre2_code *known = atomic_load(&regex->slot->machine_code);
    if (known != NULL) {
        return known;
    }
    pcre2_code *code = pcre2_code_copy(atomic_load(&regex->slot->code));
    if (code == NULL) {
        memory_exhausted();
    }
    pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
    return keep(&regex->slot->machine_code, code);
}

bool regex_is_worn(const struct regex *regex, size_t size) {
    return atomic_fetch_add_explicit(&regex->slot->tried, size, memory_order_relaxed) + size
        > regex->interpreted;
}
