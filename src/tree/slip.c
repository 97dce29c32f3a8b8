/* SPDX-License-Identifier: EUPL-1.2 */
#include "tree/slip.h"

#include <string.h>

#include "base/buffer.h"
#include "base/text.h"
#include "tree/cursor.h"
#include "tree/remedy.h"

enum { INVISIBLE_TOLD = 10 };

/* U+200C and U+200D are not among them: writing and emoji need them. */
static const struct {
    const char *bytes;
    const char *sv, *en;
} invisible[] = {
    { "\xC2\xAD", "ett mjukt bindestreck (U+00AD)", "a soft hyphen (U+00AD)" },
    { "\xE2\x80\x8B", "ett mellanslag utan bredd (U+200B)", "a space without width (U+200B)" },
    { "\xE2\x81\xA0", "en ordfogare (U+2060)", "a word joiner (U+2060)" },
    { "\xE1\xA0\x8E", "en vokalavskiljare (U+180E)", "a vowel separator (U+180E)" },
};

enum { INVISIBLE_COUNT = sizeof invisible / sizeof *invisible };

/* What they begin with, so that most text is passed over at once. */
#define FIRST_BYTES "\xC2\xE1\xE2"

/* Which of them stands at `text`; INVISIBLE_COUNT when none. */
static size_t invisible_at(const char *text) {
    size_t i = 0;
    while (i < INVISIBLE_COUNT && !text_starts(text, invisible[i].bytes)) {
        i++;
    }
    return i;
}

void slip_look_invisible(struct findings *findings, const struct source *source) {
    size_t told = 0;
    for (size_t at = 0; at < source->size && told < INVISIBLE_TOLD; at++) {
        at += strcspn(source->text + at, FIRST_BYTES);
        size_t which = at < source->size ? invisible_at(source->text + at) : INVISIBLE_COUNT;
        if (which == INVISIBLE_COUNT) {
            continue;
        }
        size_t length = strlen(invisible[which].bytes);
        struct span span = { source, (uint32_t)at, (uint32_t)length };
        bool english = findings->language == LANGUAGE_EN;
        finding_add(findings, TEXT_INVISIBLE, span,
            english ? invisible[which].en : invisible[which].sv, NULL)
            ->replacement = "";
        told++;
    }
}

const char *slip_visible(struct arena *arena, const char *text) {
    const char *at = text + strcspn(text, FIRST_BYTES);
    while (*at != '\0' && invisible_at(at) == INVISIBLE_COUNT) {
        at += 1 + strcspn(at + 1, FIRST_BYTES);
    }
    if (*at == '\0') {
        return text;
    }
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    buffer_put(&out, text, (size_t)(at - text));
    while (*at != '\0') {
        size_t which = invisible_at(at);
        if (which == INVISIBLE_COUNT) {
            buffer_putc(&out, *at++);
        } else {
            at += strlen(invisible[which].bytes);
        }
    }
    return buffer_take(arena, &out);
}

static struct span part(struct span span, size_t from, size_t length) {
    return (struct span){ span.source, span.offset + (uint32_t)from, (uint32_t)length };
}

/* Whether a hyphen is glued to the first word of its line, whose key it has become a part of. */
static bool is_glued_dash(struct span span) {
    const char *text = span.source->text + span.offset;
    uint32_t c;
    if (text[0] != '-' || text_next(text + 1, &c) == 0 || !text_is_letter(c)
        || (c >= '0' && c <= '9')) {
        return false;
    }
    size_t start = span.source->lines[source_position(span.source, span.offset).line - 1];
    return start + strspn(span.source->text + start, " ") == span.offset;
}

bool slip_is_entry(struct span key) {
    return yaml_bullet(key.source->text + key.offset) != 0 || is_glued_dash(key);
}

/* A bullet or a hard space before the first word of a key, or a hyphen that is a part of it. */
static bool look_at_key(struct findings *findings, struct span span) {
    const char *text = span.source->text + span.offset;
    bool is_letter = (text[0] | 0x20) >= 'a' && (text[0] | 0x20) <= 'z';
    if (is_letter) {
        return false; /* as nearly always */
    }
    size_t bullet = yaml_bullet(text);
    size_t space = yaml_hard_space(text);
    if (bullet != 0) {
        finding_add(findings, YAML_BULLET, part(span, 0, bullet),
            arena_copy(findings->arena, text, bullet), NULL)
            ->replacement = "-";
    } else if (space != 0) {
        size_t count = 0;
        while (yaml_hard_space(text + count * space) == space) {
            count++;
        }
        finding_add(findings, YAML_SPACE_HARD, part(span, 0, count * space), NULL)->replacement =
            arena_printf(findings->arena, "%*s", (int)count, "");
    }
    bool is_dash = bullet == 0 && space == 0 && is_glued_dash(span);
    if (is_dash) {
        remedy_advise_dash(
            findings, finding_add(findings, YAML_DASH_SPACE, part(span, 0, 1), NULL));
    }
    return bullet != 0 || space != 0 || is_dash;
}

/* Words of the text; 0 when it has no letter. */
static size_t count_words(const char *text, size_t size) {
    size_t words = 0;
    bool has_letter = false;
    for (size_t at = 0; at < size; at++) {
        bool is_blank = strchr(" \t\r\n", text[at]) != NULL;
        bool begins = !is_blank && (at == 0 || strchr(" \t\r\n", text[at - 1]) != NULL);
        words += begins;
        has_letter = has_letter || (unsigned char)text[at] >= 0x80
                     || (text[at] >= 'a' && text[at] <= 'z')
                     || (text[at] >= 'A' && text[at] <= 'Z');
    }
    return has_letter ? words : 0;
}

/* " #" behind a text, which then cannot go on below: true when it does. Who means a comment writes it behind a
 * figure or a name, with several spaces before the #, or with one behind it. */
static bool look_at_comment(struct findings *findings, struct span span) {
    const char *text = span.source->text + span.offset;
    const char *mark = text + span.length;
    size_t spaces = strspn(mark, " \t");
    if (mark[spaces] != '#' || spaces != 1) {
        return false;
    }
    bool is_glued = strchr(" \t\r\n#", mark[spaces + 1]) == NULL;
    bool is_figure = text[0] >= '0' && text[0] <= '9';
    if (is_figure || count_words(text, span.length) < (is_glued ? 1 : 3)) {
        return false;
    }
    size_t length = strcspn(mark + spaces, "\r\n");
    struct span where = part(span, span.length + spaces, length);
    struct finding *finding = finding_add(findings, YAML_COMMENT_TEXT, where, NULL);
    struct yaml_line line =
        yaml_line_read(span.source, source_position(span.source, where.offset).line);
    bool goes_on = yaml_line_continues(span.source, &line);
    bool is_one_line = line.content <= span.offset && !goes_on;
    finding->level = goes_on ? LEVEL_ERROR : finding->level;
    const char *all =
        is_one_line ? remedy_quoted(findings->arena, text, line.end - span.offset) : "";
    remedy_advise(findings, finding,
        is_one_line ? "Är det en kommentar, så skriv den på en egen rad. Hör det till texten, så "
                      "sätt citattecken runt allt: %s"
                    : "Är det en kommentar, så skriv den på en egen rad. Hör det till texten, så "
                      "skriv ”|” efter kolonet och texten på raderna under.",
        is_one_line ? "If it is a comment, write it on a line of its own. If it belongs to the "
                      "text, put quotes round all of it: %s"
                    : "If it is a comment, write it on a line of its own. If it belongs to the "
                      "text, write “|” after the colon and the text on the lines below.",
        all);
    return goes_on;
}

/* Bytes of the quote “ ” „ at `text`. */
static size_t curly(const char *text) {
    return text_starts(text, "”") || text_starts(text, "“") || text_starts(text, "„") ? 3 : 0;
}

static bool is_safe_plain(const char *text, size_t size) {
    bool begins = size != 0 && strchr("@`%*&!|>[]{}?-,#:'\" ", text[0]) == NULL;
    return begins && memmem(text, size, ": ", 2) == NULL && memmem(text, size, " #", 2) == NULL
           && text[size - 1] != ':' && memchr(text, '\n', size) == NULL;
}

/* Curly quotes round the whole of a text of several words; of one word the schema will say what is
 * wrong. */
static void look_at_quotes(struct findings *findings, struct span span) {
    const char *text = span.source->text + span.offset;
    if (span.length < 7 || curly(text) == 0 || curly(text + span.length - 3) == 0) {
        return;
    }
    size_t size = span.length - 6;
    for (size_t at = 3; at < size + 3; at++) {
        if (curly(text + at) != 0) {
            return;
        }
    }
    if (count_words(text + 3, size) < 2) {
        return;
    }
    struct finding *finding = finding_add(findings, YAML_QUOTE_TYPOGRAPHIC, span, NULL);
    finding->replacement = is_safe_plain(text + 3, size)
                               ? arena_copy(findings->arena, text + 3, size)
                               : remedy_quoted(findings->arena, text, span.length);
    remedy_advise(findings, finding,
        "Ska citattecknen synas, så sätt raka citattecken (\") utanför dem. Annars skriv %s",
        "If the quotes are to be seen, put straight quotes (\") outside of them. Else write %s",
        finding->replacement);
}

/* A line that begins like a list entry and goes on with the line above: at most as far in as the
 * text's first line below the key, when the text is folded. */
static void look_at_list(struct findings *findings, struct span span, bool is_folded) {
    const char *text = span.source->text;
    size_t end = span.offset + span.length;
    size_t base = SIZE_MAX;
    bool joins = !is_folded;
    const char *line = memchr(text + span.offset, '\n', span.length);
    for (; line != NULL && (size_t)(line - text) < end;
         line = memchr(line, '\n', (size_t)(text + end - line))) {
        line++;
        size_t spaces = strspn(line, " ");
        const char *first = line + spaces;
        if (first >= text + end) {
            return;
        }
        bool is_empty = *first == '\n' || *first == '\r';
        base = base == SIZE_MAX && !is_empty ? spaces : base;
        size_t mark = text_starts(first, "- ") ? 1 : yaml_bullet(first);
        if (mark != 0 && joins && (!is_folded || spaces == base)) {
            struct span where = { span.source, (uint32_t)(first - text), (uint32_t)mark };
            struct finding *finding = finding_add(findings, YAML_LIST_IN_TEXT, where, NULL);
            if (is_folded) {
                remedy_advise(findings, finding,
                    "Skriv ”|” i stället för ”>” efter kolonet, och ”- ” först i varje punkt.",
                    "Write “|” in place of “>” after the colon, and “- ” at the beginning of each "
                    "entry.",
                    NULL);
            }
            return;
        }
        joins = !is_empty && (!is_folded || spaces == base);
    }
}

/* The next character of the private use area (U+E000–U+F8FF), of which only a font of its own knows
 * what it is; NULL: there is none. */
static const char *find_private(const char *text, const char *end) {
    const char *found = NULL;
    for (unsigned char first = 0xEE; first <= 0xEF; first++) {
        for (const char *at = text; (at = memchr(at, first, (size_t)(end - at))) != NULL; at++) {
            uint32_t c;
            text_next(at, &c);
            if (c >= 0xE000 && c <= 0xF8FF) {
                found = at;
                end = at;
                break;
            }
        }
    }
    return found;
}

/* Characters of Word's fonts of symbols: most often the bullets of a list. What stands in a text
 * without lines of its own is told of by look_at_list(). */
static void look_at_private(struct findings *findings, struct span span, bool has_lines) {
    const char *text = span.source->text + span.offset;
    const char *end = text + span.length;
    const char *at = text;
    for (size_t told = 0; told < INVISIBLE_TOLD && (at = find_private(at, end)) != NULL; told++) {
        uint32_t c;
        size_t size = text_next(at, &c);
        const char *line = at;
        for (; line > text && (line[-1] == ' ' || line[-1] == '\t'); line--) {
        }
        bool is_bullet = line > text && line[-1] == '\n' && yaml_bullet(at) != 0;
        if (!is_bullet || has_lines) {
            const char *name = arena_printf(findings->arena,
                findings->language == LANGUAGE_EN ? "one of Word's symbols (U+%04X)"
                                                  : "en av Words symboler (U+%04X)",
                (unsigned)c);
            struct finding *finding = finding_add(
                findings, TEXT_INVISIBLE, part(span, (size_t)(at - text), size), name, NULL);
            finding->replacement = is_bullet ? "-" : "";
            remedy_advise(findings, finding,
                is_bullet ? "Skriv ”- ” i stället, alltså bindestreck och mellanslag."
                          : "Ta bort det, eller skriv tecknet som det ska vara.",
                is_bullet ? "Write “- ” in its place: a hyphen and a space."
                          : "Remove it, or write the character that it is to be.",
                NULL);
        }
        at += size;
    }
}

bool slip_look(struct findings *findings, enum node_style style, struct span span, bool is_key) {
    if (span.length == 0) {
        return false;
    }
    if (is_key) {
        return style == STYLE_PLAIN && look_at_key(findings, span);
    }
    look_at_private(findings, span, style != STYLE_PLAIN && style != STYLE_FOLDED);
    bool is_lost = false;
    if (style == STYLE_PLAIN) {
        is_lost = look_at_comment(findings, span);
        look_at_quotes(findings, span);
    }
    if (style == STYLE_PLAIN || style == STYLE_FOLDED) {
        look_at_list(findings, span, style == STYLE_FOLDED);
    }
    return is_lost;
}
