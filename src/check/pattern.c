/* SPDX-License-Identifier: EUPL-1.2
 *
 * The dialects differ, so an expression is translated first: what ECMA-262 has and PCRE2 reads in
 * another way is rewritten, what only PCRE2 has (verbs, recursion, \A, \K …) is refused. Clauses are
 * of ECMA-262, 2020 edition. There is no just-in-time compilation: it costs more than the few short
 * matches of one run give back.
 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "check/pattern.h"

#include <pcre2.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/cleanup.h"

/* Most matches are done in few steps. One that is not is begun anew with ten times as many, up to the most
 * that any may take: so what it cost is known, and can be counted. */
enum { MATCH_STEPS = 100, MATCH_TRIES = 5, MATCH_DEPTH = 100000, MATCH_KIBIBYTES = 20000 };

/* Steps, and bytes of text, that count as one. */
enum { STEPS_COUNTED = 10, BYTES_COUNTED = 256 };

struct pattern {
    pcre2_code *code;
    pcre2_match_context *limits[MATCH_TRIES];
};

/* WhiteSpace and LineTerminator (11.2, 11.3), which \s is made of (21.2.2.12), as class members. */
#define SPACES "\\t\\n\\x0B\\f\\r\\x{FEFF}\\p{Zs}\\x{2028}\\x{2029}"

struct translation {
    const char *at;
    const char *start;
    struct buffer out;
    const char *fault;
    enum language language;
    bool in_class;
};

/* The long names of general categories, which PCRE2 knows by their short ones alone. */
static const struct {
    const char *name;
    const char *property;
} properties[] = {
    { "Letter", "L" }, { "Lowercase_Letter", "Ll" }, { "Uppercase_Letter", "Lu" },
    { "Titlecase_Letter", "Lt" }, { "Modifier_Letter", "Lm" }, { "Other_Letter", "Lo" },
    { "Mark", "M" }, { "Number", "N" }, { "Decimal_Number", "Nd" }, { "digit", "Nd" },
    { "Letter_Number", "Nl" }, { "Other_Number", "No" }, { "Punctuation", "P" }, { "punct", "P" },
    { "Symbol", "S" }, { "Math_Symbol", "Sm" }, { "Currency_Symbol", "Sc" }, { "Separator", "Z" },
    { "Space_Separator", "Zs" }, { "Other", "C" }, { "Control", "Cc" }, { "cntrl", "Cc" },
    { "Format", "Cf" }, { "Unassigned", "Cn" },
};

static bool refuse(struct translation *t, const char *sv, const char *en) {
    t->fault = t->language == LANGUAGE_EN ? en : sv;
    return false;
}

static bool read_hex(const char *text, size_t count, uint32_t *value) {
    *value = 0;
    for (size_t i = 0; i < count; i++) {
        char c = (char)(text[i] | 0x20);
        bool digit = text[i] >= '0' && text[i] <= '9';
        if (!digit && (c < 'a' || c > 'f')) {
            return false;
        }
        *value = *value * 16 + (uint32_t)(digit ? text[i] - '0' : c - 'a' + 10);
    }
    return true;
}

/* \uXXXX, a surrogate pair of two such, or \u{X…} (21.2.1 RegExpUnicodeEscapeSequence). */
static bool translate_unicode(struct translation *t) {
    uint32_t value;
    uint32_t low;
    const char *at = t->at + 2;
    if (*at == '{') {
        size_t size = strcspn(at, "}") - 1;
        if (at[size + 1] != '}' || size == 0 || size > 6 || !read_hex(at + 1, size, &value)) {
            return refuse(t, "\\u{…} ska ha en till sex hexadecimala siffror",
            "a \\u{…} needs one to six hexadecimal digits");
        }
        at += size + 2;
    } else if (read_hex(at, 4, &value)) {
        at += 4;
        if ((value & 0xFC00) == 0xD800 && at[0] == '\\' && at[1] == 'u' && read_hex(at + 2, 4, &low)
            && (low & 0xFC00) == 0xDC00) {
            value = 0x10000 + ((value & 0x3FF) << 10) + (low & 0x3FF);
            at += 6;
        }
    } else {
        return refuse(t, "\\u ska ha fyra hexadecimala siffror",
            "a \\u needs four hexadecimal digits");
    }
    buffer_printf(&t->out, "\\x{%X}", (unsigned)value);
    t->at = at;
    return true;
}

/* \p{…} and \P{…}: the name alone, gc=, General_Category=, sc=, Script= (21.2.1.1). */
static bool translate_property(struct translation *t) {
    const char *name = t->at + 3;
    size_t size = t->at[2] == '{' ? strcspn(name, "}") : 0;
    if (size == 0 || name[size] != '}') {
        return refuse(t, "\\p ska ha ett namn inom klamrar",
            "a \\p needs a name in braces");
    }
    const char *end = name + size;
    const char *equals = memchr(name, '=', size);
    if (equals != NULL) {
        name = equals + 1;
    }
    buffer_printf(&t->out, "\\%c{", t->at[1]);
    const char *property = NULL;
    for (size_t i = 0; i < sizeof properties / sizeof *properties; i++) {
        if (strlen(properties[i].name) == (size_t)(end - name)
            && strncmp(properties[i].name, name, (size_t)(end - name)) == 0) {
            property = properties[i].property;
        }
    }
    if (property != NULL) {
        buffer_puts(&t->out, property);
    } else {
        buffer_put(&t->out, name, (size_t)(end - name));
    }
    buffer_putc(&t->out, '}');
    t->at = end + 1;
    return true;
}

static bool translate_escape(struct translation *t) {
    char c = t->at[1];
    if (c == 'u') {
        return translate_unicode(t);
    }
    if (c == 'p' || c == 'P') {
        return translate_property(t);
    }
    if (c == 's' || (c == 'S' && !t->in_class)) {
        buffer_puts(&t->out, t->in_class ? SPACES : c == 's' ? "[" SPACES "]" : "[^" SPACES "]");
    } else if (c == 'v') {
        buffer_puts(&t->out, "\\x0B");
    } else if (c == '-' || c == '/') {
        buffer_put(&t->out, t->at, 2);
    } else if (c == '\0' || strchr("dDwWSbBtnfrcxk0123456789^$\\.*+?()[]{}|", c) == NULL) {
        return refuse(t, "det som följer på det omvända snedstrecket betyder ingenting i JavaScript",
            "this escape does not exist in JavaScript");
    } else {
        buffer_put(&t->out, t->at, 2);
    }
    t->at += 2;
    return true;
}

/* Groups of ECMA-262: plain, (?:…), look-around and named ones (21.2.1). */
static bool translate_group(struct translation *t) {
    const char *kind = t->at + 1;
    if (*kind == '*') {
        return refuse(t, "här finns inget att upprepa",
            "there is nothing to repeat");
    }
    if (*kind == '?' && strncmp(kind, "?:", 2) != 0 && strncmp(kind, "?=", 2) != 0
        && strncmp(kind, "?!", 2) != 0 && strncmp(kind, "?<", 2) != 0) {
        return refuse(t, "en sådan grupp finns inte i JavaScript",
            "this kind of group does not exist in JavaScript");
    }
    buffer_putc(&t->out, '(');
    t->at++;
    return true;
}

static bool translate_class_start(struct translation *t) {
    t->in_class = true;
    buffer_putc(&t->out, '[');
    t->at++;
    if (*t->at == '^') {
        buffer_putc(&t->out, '^');
        t->at++;
    }
    if (*t->at == ']') {
        /* [] matches nothing, [^] anything: PCRE2_ALLOW_EMPTY_CLASS does the same. */
        buffer_putc(&t->out, ']');
        t->at++;
        t->in_class = false;
    }
    return true;
}

static bool translate_next(struct translation *t) {
    char c = *t->at;
    if (c == '\\') {
        return translate_escape(t);
    }
    if (t->in_class) {
        t->in_class = c != ']';
        if (c == '[') {
            buffer_putc(&t->out, '\\'); /* no POSIX classes */
        }
        buffer_putc(&t->out, c);
        t->at++;
        return true;
    }
    if (c == '[') {
        return translate_class_start(t);
    }
    if (c == '(') {
        return translate_group(t);
    }
    if (c == '.') {
        buffer_puts(&t->out, "[^\\n\\r\\x{2028}\\x{2029}]"); /* 21.2.2.8 */
    } else {
        buffer_putc(&t->out, c);
    }
    t->at++;
    return true;
}

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
    };
    bool english = language == LANGUAGE_EN;
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++) {
        if (reasons[i].error == error) {
            return english ? reasons[i].en : reasons[i].sv;
        }
    }
    char text[160];
    pcre2_get_error_message(error, (PCRE2_UCHAR *)text, sizeof text);
    return arena_printf(arena, english ? "PCRE2 says “%s”" : "PCRE2 säger ”%s”", text);
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
    struct translation t = { .at = expression, .start = expression, .out = BUFFER_EMPTY,
        .language = language };
    const struct pattern *pattern = NULL;
    *fault = (struct pattern_fault){ 0 };
    while (*t.at != '\0' && translate_next(&t)) {
    }
    if (t.fault != NULL) {
        *fault = (struct pattern_fault){ (size_t)(t.at - t.start), t.fault };
    } else {
        pattern = compile_translated(arena, &t.out, language, fault);
    }
    buffer_done(&t.out);
    return pattern;
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
