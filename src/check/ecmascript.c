/* SPDX-License-Identifier: EUPL-1.2
 *
 * One pass from left to right along the grammar of patterns with the flag u (21.2.1), the dialect
 * that JSON Schema asks for (Core 6.4): it has no leniency, so nothing is left to guess. What PCRE2
 * reads in another way is rewritten, what only PCRE2 has (verbs, recursion, possessive quantifiers,
 * \A, \K …) is refused.
 */
#include "check/ecmascript.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "check/ecmascript_name.h"
#include "tree/tree.h"

/* WhiteSpace and LineTerminator (11.2, 11.3), which \s is made of (21.2.2.12), as members of a
 * class; and all other characters. */
#define SPACES \
    "\\x{9}-\\x{D}\\x{20}\\x{A0}\\x{1680}\\x{2000}-\\x{200A}\\x{2028}\\x{2029}\\x{202F}\\x{205F}\\x{3000}\\x{FEFF}"
#define NO_SPACES \
    "\\x{0}-\\x{8}\\x{E}-\\x{1F}\\x{21}-\\x{9F}\\x{A1}-\\x{167F}\\x{1681}-\\x{1FFF}\\x{200B}-\\x{2027}" \
    "\\x{202A}-\\x{202E}\\x{2030}-\\x{205E}\\x{2060}-\\x{2FFF}\\x{3001}-\\x{FEFE}\\x{FF00}-\\x{10FFFF}"

struct translation {
    const char *at, *start;
    struct buffer *out;
    struct buffer open; /* of each open group a byte: whether it is an assertion */
    size_t groups;      /* that capture, in the whole pattern */
    const char *fault;
    enum language language;
    bool repeatable; /* a quantifier may follow */
    bool in_class;
    uint32_t value;     /* of the last character that an escape or a member of a class was */
    struct arena *arena;
    struct map numbers; /* of the groups, by name */
    size_t group;       /* the number of the last that was opened */
};

static bool refuse(struct translation *t, const char *sv, const char *en) {
    t->fault = t->language == LANGUAGE_EN ? en : sv;
    return false;
}

static bool refuse_escape(struct translation *t) {
    return refuse(t, "det som följer på det omvända snedstrecket betyder ingenting i JavaScript",
        "this escape does not exist in JavaScript");
}

/* NUL stands in no text of a tree: what does instead (tree/tree.h) is meant; in a class, where NUL may begin
 * a range, both. */
static bool put_character(struct translation *t, uint32_t value, size_t length) {
    buffer_printf(t->out, value == 0 && t->in_class ? "\\x{%X}\\x{0}" : "\\x{%X}",
        (unsigned)(value != 0 ? value : NUL_STAND_IN));
    t->value = value;
    t->at += length;
    return true;
}

static bool translate_unicode(struct translation *t) {
    uint32_t value;
    size_t size = unicode_escape_read(t->at, &value);
    if (size != 0) {
        return put_character(t, value, size);
    }
    return t->at[2] == '{' ? refuse(t, "\\u{…} ska ha en till sex hexadecimala siffror",
               "a \\u{…} needs one to six hexadecimal digits")
                           : refuse(t, "\\u ska ha fyra hexadecimala siffror", "a \\u needs four hexadecimal digits");
}

/* \p{…} and \P{…}. */
static bool translate_property(struct translation *t) {
    const char *name = t->at + 3;
    size_t size = t->at[2] == '{' ? strcspn(name, "}") : 0;
    if (size == 0 || name[size] != '}') {
        return refuse(t, "\\p ska ha ett namn inom klamrar", "a \\p needs a name in braces");
    }
    if (!property_put(t->out, t->at[1] == 'P', name, size)) {
        return refuse(t, "egenskapen finns inte", "there is no such property");
    }
    t->at = name + size + 1;
    return true;
}

/* An escape that is one character, in a class and outside (21.2.1 CharacterEscape). */
static bool translate_character(struct translation *t) {
    static const char controls[] = "tnvfr"; /* U+0009 to U+000D */
    char c = t->at[1];
    uint32_t value;
    if (c == 'u') {
        return translate_unicode(t);
    }
    if (c == 'x' && hexadecimal_read(t->at + 2, 2, &value)) {
        return put_character(t, value, 4);
    }
    if (c == 'c' && ((t->at[2] | 0x20) >= 'a' && (t->at[2] | 0x20) <= 'z')) {
        return put_character(t, (uint32_t)t->at[2] % 32, 3);
    }
    if (c == '0' && strspn(t->at + 2, "0123456789") == 0) {
        return put_character(t, 0, 2);
    }
    if (c != '\0' && strchr(controls, c) != NULL) {
        return put_character(t, 9 + (uint32_t)(strchr(controls, c) - controls), 2);
    }
    if (c != '\0' && strchr("^$\\.*+?()[]{}|/", c) != NULL) {
        buffer_put(t->out, t->at, 2);
        t->at += 2;
        t->value = (unsigned char)c;
        return true;
    }
    return refuse_escape(t);
}

/* An escape that is a set of characters (CharacterClassEscape), or one character; `set` tells
 * which. */
static bool translate_set(struct translation *t, bool in_class, bool *set) {
    char c = t->at[1];
    *set = c != '\0' && strchr("dDwWsSpP", c) != NULL;
    if (c == 'p' || c == 'P') {
        return translate_property(t);
    }
    if (!*set) {
        return translate_character(t);
    }
    if (c == 's' || c == 'S') {
        const char *members = c == 's' ? SPACES : NO_SPACES;
        buffer_printf(t->out, in_class ? "%s" : "[%s]", members);
    } else {
        buffer_put(t->out, t->at, 2);
    }
    t->at += 2;
    return true;
}

/* \k<name>: a number, as which PCRE2 knows the group. */
static bool translate_named_reference(struct translation *t) {
    const char *end;
    const char *name = group_name_read(t->arena, t->at + 3, &end);
    void *number = name != NULL ? map_get(&t->numbers, name) : NULL;
    if (number == NULL) {
        return refuse(t, "gruppen som uttrycket hänvisar till finns inte",
            "the group referred to does not exist");
    }
    buffer_printf(t->out, "\\g{%zu}", (size_t)(uintptr_t)number);
    t->at = end;
    return true;
}

/* \1 and so on: the group has to exist (21.2.1.1). */
static bool translate_back_reference(struct translation *t) {
    char *end;
    unsigned long number = strtoul(t->at + 1, &end, 10);
    if (number > t->groups) {
        return refuse(t, "gruppen som uttrycket hänvisar till finns inte",
            "the group referred to does not exist");
    }
    buffer_printf(t->out, "\\g{%lu}", number);
    t->at = end;
    return true;
}

static bool translate_escape(struct translation *t) {
    char c = t->at[1];
    bool set;
    t->repeatable = c != 'b' && c != 'B';
    if (!t->repeatable) {
        buffer_put(t->out, t->at, 2);
        t->at += 2;
        return true;
    }
    if (c == 'k' && t->at[2] == '<') {
        return translate_named_reference(t);
    }
    return c >= '1' && c <= '9' ? translate_back_reference(t) : translate_set(t, false, &set);
}

/* One member of a class: a character, or a set of them. */
static bool translate_member(struct translation *t, bool *set) {
    *set = false;
    char c = *t->at;
    if (c == '\0') {
        return refuse(t, "en avslutande hakparentes fattas", "a closing bracket is missing");
    }
    if (c == '\\' && (t->at[1] == 'b' || t->at[1] == '-')) {
        return put_character(t, t->at[1] == 'b' ? 8 : '-', 2);
    }
    if (c == '\\') {
        return translate_set(t, true, set);
    }
    if (strchr("[.:=-", c) != NULL) {
        buffer_putc(t->out, '\\'); /* no POSIX class, and no range */
    }
    size_t size = text_next(t->at, &t->value);
    buffer_put(t->out, t->at, size);
    t->at += size;
    return true;
}

/* The end of a range that `first` begins with `from`, at the hyphen. */
static bool translate_range(struct translation *t, const char *first, uint32_t from, bool from_set) {
    bool set;
    buffer_putc(t->out, '-');
    t->at++;
    size_t before = t->out->size;
    if (!translate_member(t, &set)) {
        return false;
    }
    const char *end = t->at;
    t->at = first;
    if (from_set || set) {
        return refuse(t, "ett intervall inom hakparentes ska gå från ett tecken till ett annat",
            "a range in brackets has to go from one character to another");
    }
    if (from > t->value) {
        return refuse(t, "intervallet inom hakparentes går baklänges", "the range in brackets goes backwards");
    }
    if (t->value == 0) { /* what stands in for it begins the range, too */
        buffer_truncate(t->out, before);
        buffer_puts(t->out, "\\x{0}");
    }
    t->at = end;
    return true;
}

/* A class (21.2.1 ClassRanges). [] matches nothing, [^] anything: PCRE2_ALLOW_EMPTY_CLASS does the
 * same, but takes no quantifier for [] outside of a group. */
static bool translate_class(struct translation *t) {
    bool set;
    size_t negated = t->at[1] == '^';
    t->repeatable = true;
    if (t->at[1] == ']') {
        buffer_puts(t->out, "(?:[])");
        t->at += 2;
        return true;
    }
    t->in_class = true;
    buffer_puts(t->out, negated != 0 ? "[^" : "[");
    t->at += 1 + negated;
    while (*t->at != ']') {
        const char *first = t->at;
        if (!translate_member(t, &set)) {
            return false;
        }
        if (t->at[0] == '-' && t->at[1] != ']' && !translate_range(t, first, t->value, set)) {
            return false;
        }
    }
    buffer_putc(t->out, ']');
    t->at++;
    t->in_class = false;
    return true;
}

/* (?<name>…): its name is needed for \k alone. */
static bool translate_named_group(struct translation *t) {
    const char *end;
    const char *name = group_name_read(t->arena, t->at + 3, &end);
    if (name == NULL) {
        return refuse(t,
            "namnet på en grupp ska börja med en bokstav, ha bara bokstäver och siffror och följas av >",
            "the name of a group has to begin with a letter, have only letters and digits, and end with >");
    }
    t->group++;
    if ((uintptr_t)map_get(&t->numbers, name) != t->group) {
        return refuse(t, "två grupper har samma namn", "two groups have the same name");
    }
    buffer_putc(t->out, '(');
    buffer_putc(&t->open, '(');
    t->at = end;
    t->repeatable = false;
    return true;
}

/* Groups: plain, (?:…), look-around and named ones. */
static bool translate_group(struct translation *t) {
    bool special = t->at[1] == '?';
    bool behind = special && t->at[2] == '<' && (t->at[3] == '=' || t->at[3] == '!');
    bool assertion = behind || (special && (t->at[2] == '=' || t->at[2] == '!'));
    if (t->at[1] == '*') {
        return refuse(t, "här finns inget att upprepa", "there is nothing to repeat");
    }
    if (special && !assertion && t->at[2] != ':' && t->at[2] != '<') {
        return refuse(t, "en sådan grupp finns inte i JavaScript",
            "this kind of group does not exist in JavaScript");
    }
    if (special && !assertion && t->at[2] == '<') {
        return translate_named_group(t);
    }
    size_t size = !special ? 1 : behind ? 4 : 3;
    buffer_put(t->out, t->at, size);
    buffer_putc(&t->open, assertion ? '!' : '(');
    t->at += size;
    t->group += !special;
    t->repeatable = false;
    return true;
}

static bool translate_group_end(struct translation *t) {
    if (t->open.size == 0) {
        return refuse(
            t, "en parentes avslutas men är inte öppnad", "a parenthesis is closed but not open");
    }
    t->repeatable = t->open.data[t->open.size - 1] != '!';
    buffer_truncate(&t->open, t->open.size - 1);
    buffer_putc(t->out, ')');
    t->at++;
    return true;
}

/* The bytes of a quantifier: "*", "+", "?", "{2}", "{2,}", "{2,3}", and "?" behind it; 0 when there
 * is none. */
static size_t quantifier_size(const char *text) {
    size_t size = 1;
    if (*text == '{') {
        size_t digits = strspn(text + 1, "0123456789");
        size += digits;
        size += text[size] == ',' ? 1 + strspn(text + size + 1, "0123456789") : 0;
        if (digits == 0 || text[size] != '}') {
            return 0;
        }
        size++;
    } else if (*text != '*' && *text != '+' && *text != '?') {
        return 0;
    }
    return size + (text[size] == '?');
}

static bool translate_quantifier(struct translation *t) {
    size_t size = quantifier_size(t->at);
    if (size == 0) {
        return refuse(t,
            "en klammer ska ha tal i sig, som {2,3}, eller ett omvänt snedstreck före sig",
            "a brace needs numbers in it, like {2,3}, or a backslash before it");
    }
    if (!t->repeatable) {
        return refuse(t, "här finns inget att upprepa", "there is nothing to repeat");
    }
    buffer_put(t->out, t->at, size);
    t->at += size;
    t->repeatable = false;
    return true;
}

static bool translate_next(struct translation *t) {
    char c = *t->at;
    switch (c) {
    case '\\':
        return translate_escape(t);
    case '[':
        return translate_class(t);
    case ']':
        return refuse(t,
            "en hakparentes avslutas men är inte öppnad, eller saknar omvänt snedstreck",
            "a bracket is closed but not open, or lacks a backslash");
    case '(':
        return translate_group(t);
    case ')':
        return translate_group_end(t);
    case '*':
    case '+':
    case '?':
    case '{':
    case '}':
        return translate_quantifier(t);
    case '.':
        buffer_puts(t->out, "[^\\n\\r\\x{2028}\\x{2029}]"); /* 21.2.2.8 */
        break;
    default:
        buffer_putc(t->out, c);
        break;
    }
    t->repeatable = c != '^' && c != '$' && c != '|';
    t->at++;
    return true;
}

bool ecmascript_translate(struct arena *arena, const char *expression, enum language language,
    struct buffer *out, struct pattern_fault *fault) {
    struct translation t = { .arena = arena,
        .at = expression,
        .start = expression,
        .out = out,
        .open = BUFFER_EMPTY,
        .language = language };
    t.groups = groups_count(arena, expression, &t.numbers);
    while (*t.at != '\0' && translate_next(&t)) {
    }
    buffer_done(&t.open);
    *fault = (struct pattern_fault){ (size_t)(t.at - t.start), t.fault };
    return t.fault == NULL;
}
