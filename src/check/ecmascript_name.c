/* SPDX-License-Identifier: EUPL-1.2 */
#include "check/ecmascript_name.h"

#include <stdint.h>
#include <string.h>

#include "base/text.h"

/* The names of general categories (UnicodeData 21.2.1.8), each with what PCRE2 calls it. */
static const char categories[] =
    " Letter=L L=L Cased_Letter=L& LC=L& Lowercase_Letter=Ll Ll=Ll Uppercase_Letter=Lu Lu=Lu"
    " Titlecase_Letter=Lt Lt=Lt Modifier_Letter=Lm Lm=Lm Other_Letter=Lo Lo=Lo Mark=M M=M"
    " Combining_Mark=M Nonspacing_Mark=Mn Mn=Mn Spacing_Mark=Mc Mc=Mc Enclosing_Mark=Me Me=Me Number=N N=N"
    " Decimal_Number=Nd Nd=Nd digit=Nd Letter_Number=Nl Nl=Nl Other_Number=No No=No Punctuation=P P=P"
    " punct=P Connector_Punctuation=Pc Pc=Pc Dash_Punctuation=Pd Pd=Pd Open_Punctuation=Ps Ps=Ps"
    " Close_Punctuation=Pe Pe=Pe Initial_Punctuation=Pi Pi=Pi Final_Punctuation=Pf Pf=Pf"
    " Other_Punctuation=Po Po=Po Symbol=S S=S Math_Symbol=Sm Sm=Sm Currency_Symbol=Sc Sc=Sc"
    " Modifier_Symbol=Sk Sk=Sk Other_Symbol=So So=So Separator=Z Z=Z Space_Separator=Zs Zs=Zs"
    " Line_Separator=Zl Zl=Zl Paragraph_Separator=Zp Zp=Zp Other=C C=C Control=Cc Cc=Cc cntrl=Cc"
    " Format=Cf Cf=Cf Private_Use=Co Co=Co Surrogate=Cs Cs=Cs Unassigned=Cn Cn=Cn ";

/* Those that a character has or has not (table 55), as PCRE2 calls them, too. */
static const char binary[] =
    " ASCII ASCII_Hex_Digit AHex Alphabetic Alpha Any Bidi_Control Bidi_C Bidi_Mirrored Bidi_M"
    " Case_Ignorable CI Cased Changes_When_Casefolded CWCF Changes_When_Casemapped CWCM"
    " Changes_When_Lowercased CWL Changes_When_NFKC_Casefolded CWKCF Changes_When_Titlecased CWT"
    " Changes_When_Uppercased CWU Dash Default_Ignorable_Code_Point DI Deprecated Dep Diacritic Dia Emoji"
    " Emoji_Component Emoji_Modifier Emoji_Modifier_Base Emoji_Presentation Extended_Pictographic"
    " Extender Ext Grapheme_Base Gr_Base Grapheme_Extend Gr_Ext Hex_Digit Hex IDS_Binary_Operator IDSB"
    " IDS_Trinary_Operator IDST ID_Continue IDC ID_Start IDS Ideographic Ideo Join_Control Join_C"
    " Logical_Order_Exception LOE Lowercase Lower Math Noncharacter_Code_Point NChar Pattern_Syntax Pat_Syn"
    " Pattern_White_Space Pat_WS Quotation_Mark QMark Radical Regional_Indicator RI Sentence_Terminal STerm"
    " Soft_Dotted SD Terminal_Punctuation Term Unified_Ideograph UIdeo Uppercase Upper Variation_Selector VS"
    " White_Space space XID_Continue XIDC XID_Start XIDS ";

/* The byte behind the name and `end` in a list, or NULL. */
static const char *find_name(const char *list, const char *name, size_t size, char end) {
    for (const char *at = list; (at = strchr(at, ' ')) != NULL;) {
        at++;
        if (strncmp(at, name, size) == 0 && at[size] == end) {
            return at + size + 1;
        }
    }
    return NULL;
}

/* Scripts are written like Latin, Old_Italic or SignWriting; which there are, PCRE2 knows. */
static bool is_script(const char *name, size_t size) {
    for (size_t i = 0; i < size; i++) {
        bool first = i == 0 || name[i - 1] == '_';
        bool capital = name[i] >= 'A' && name[i] <= 'Z';
        bool small = name[i] >= 'a' && name[i] <= 'z';
        bool known = first ? capital : small || name[i] == '_';
        if (!known && !(size == 11 && strncmp(name, "SignWriting", size) == 0)) {
            return false;
        }
    }
    return size != 0;
}

/* The bytes of the name and "=" that the property begins with, or 0. */
static size_t begins_with(const char *name, size_t size, const char *longer, const char *shorter) {
    size_t before = strcspn(name, "=}") + 1;
    bool named = before <= size
        && ((strlen(longer) + 1 == before && strncmp(name, longer, before - 1) == 0)
            || (strlen(shorter) + 1 == before && strncmp(name, shorter, before - 1) == 0));
    return named ? before : 0;
}

bool property_put(struct buffer *out, bool negated, const char *name, size_t size) {
    size_t category = begins_with(name, size, "General_Category", "gc");
    size_t script = begins_with(name, size, "Script", "sc");
    size_t extended = begins_with(name, size, "Script_Extensions", "scx");
    if (script != 0 || extended != 0) {
        size_t before = script + extended;
        buffer_printf(out, "\\%c{%s:%.*s}", negated ? 'P' : 'p', script != 0 ? "sc" : "scx",
            (int)(size - before), name + before);
        return is_script(name + before, size - before);
    }
    const char *short_name = find_name(categories, name + category, size - category, '=');
    if (short_name != NULL) {
        name = short_name;
        size = strcspn(name, " ");
    } else if (category == 0 && size == 8 && strncmp(name, "Assigned", size) == 0) {
        negated = !negated; /* PCRE2 knows only what is not */
        name = "Cn";
        size = 2;
    } else if (category != 0 || find_name(binary, name, size, ' ') == NULL) {
        return false;
    }
    buffer_printf(out, "\\%c{%.*s}", negated ? 'P' : 'p', (int)size, name);
    return true;
}

bool hexadecimal_read(const char *text, size_t count, uint32_t *value) {
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

size_t unicode_escape_read(const char *text, uint32_t *value) {
    uint32_t low;
    const char *at = text + 2;
    if (*at == '{') {
        size_t size = strcspn(at, "}") - 1;
        bool good = at[size + 1] == '}' && size != 0 && size <= 6 && hexadecimal_read(at + 1, size, value);
        return good ? size + 4 : 0;
    }
    if (!hexadecimal_read(at, 4, value)) {
        return 0;
    }
    at += 4;
    if ((*value & 0xFC00) == 0xD800 && at[0] == '\\' && at[1] == 'u' && hexadecimal_read(at + 2, 4, &low)
        && (low & 0xFC00) == 0xDC00) {
        *value = 0x10000 + ((*value & 0x3FF) << 10) + (low & 0x3FF);
        return 12;
    }
    return 6;
}

/* Letters, digits, marks, $, _ and the two joiners; a digit not first (11.6 IdentifierName). */
static bool is_in_name(uint32_t c, bool first) {
    return c == '$' || c == '_' || (!first && (c == 0x200C || c == 0x200D))
        || (text_is_letter(c) && !(first && c >= '0' && c <= '9'));
}

const char *group_name_read(struct arena *arena, const char *text, const char **end) {
    CLEANUP_BUFFER struct buffer name = BUFFER_EMPTY;
    while (*text != '>') {
        uint32_t c = 0;
        bool escape = text[0] == '\\' && text[1] == 'u';
        size_t size = escape ? unicode_escape_read(text, &c) : text_next(text, &c);
        if (size == 0 || !is_in_name(c, name.size == 0)) {
            return NULL;
        }
        buffer_codepoint(&name, c);
        text += size;
    }
    *end = text + 1;
    return name.size == 0 ? NULL : arena_copy(arena, name.data, name.size);
}

size_t groups_count(struct arena *arena, const char *at, struct map *numbers) {
    size_t count = 0;
    bool in_class = false;
    for (; *at != '\0'; at++) {
        if (*at == '\\' && at[1] != '\0') {
            at++;
        } else if (in_class) {
            in_class = *at != ']';
        } else if (*at == '[') {
            in_class = true;
        } else if (*at == '(') {
            bool named = text_starts(at, "(?<") && at[3] != '=' && at[3] != '!';
            count += at[1] != '?' || named;
            const char *end;
            const char *name = named ? group_name_read(arena, at + 3, &end) : NULL;
            if (name != NULL && map_get(numbers, name) == NULL) {
                map_put(arena, numbers, name, (void *)(uintptr_t)count);
            }
        }
    }
    return count;
}
