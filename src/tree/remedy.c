/* SPDX-License-Identifier: EUPL-1.2 */
#include "tree/remedy.h"

#include <string.h>

#include "base/buffer.h"
#include "base/text.h"
#include "tree/tree.h"

/* Of a text longer than `SHOWN_LARGEST` characters so many are shown of its beginning and end. */
enum { SHOWN_LARGEST = 90, SHOWN_FIRST = 56, SHOWN_LAST = 24 };

/* An indentation is compared with so many lines above at most. */
enum { LINES_COMPARED = 2000 };

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

/* Bytes of the key at `text` that a colon and white space end before `size`; 0: there is none. */
static size_t key_length(const char *text, size_t size) {
    if (size != 0 && strchr("\"'", text[0]) != NULL) {
        const char *end = memchr(text + 1, text[0], size - 1);
        size_t length = end != NULL ? (size_t)(end - text) + 1 : 0;
        return length != 0 && length < size && text[length] == ':' ? length : 0;
    }
    for (size_t at = 0; at < size && strchr("[]{}#,", text[at]) == NULL; at++) {
        if (text[at] == ':' && (at + 1 == size || is_blank(text[at + 1]))) {
            return at;
        }
    }
    return 0;
}

struct yaml_line yaml_line_read(const struct source *source, size_t number) {
    size_t size;
    const char *text = source_line(source, number, &size);
    while (size > 0 && (is_blank(text[size - 1]) || text[size - 1] == '\r')) {
        size--;
    }
    size_t start = source->lines[number - 1];
    struct yaml_line line = { .number = number, .end = start + size };
    size_t at = 0;
    while (at < size && text[at] == ' ') {
        at++;
    }
    line.indent = at;
    line.content = start + at;
    line.is_blank = at == size || text[at] == '#';
    while (at + 1 < size && text[at] == '-' && text[at + 1] == ' ') {
        line.has_dash = true;
        at += 1 + strspn(text + at + 1, " ");
    }
    line.has_dash = line.has_dash || (at + 1 == size && text[at] == '-');
    line.key = start + at;
    line.key_size = key_length(text + at, size - at);
    if (line.key_size != 0) {
        at += line.key_size + 1;
        at += strspn(text + at, " \t");
    }
    line.value = start + (at < size ? at : size);
    return line;
}

bool yaml_line_above(const struct source *source, size_t number, struct yaml_line *line) {
    while (--number > 0) {
        *line = yaml_line_read(source, number);
        if (!line->is_blank) {
            return true;
        }
    }
    return false;
}

bool yaml_line_continues(const struct source *source, const struct yaml_line *line) {
    for (size_t number = line->number + 1; number <= source->line_count; number++) {
        struct yaml_line next = yaml_line_read(source, number);
        if (!next.is_blank) {
            size_t column = line->key - line->content + line->indent;
            bool inside = line->key_size != 0 ? next.indent > column : next.indent >= column;
            return inside && next.key_size == 0 && !next.has_dash;
        }
    }
    return false;
}

size_t yaml_hard_space(const char *text) {
    uint32_t c;
    size_t length = text_next(text, &c);
    bool is_hard =
        c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F || c == 0x3000;
    return length != 0 && is_hard ? length : 0;
}

size_t yaml_bullet(const char *text) {
    static const char *const bullets[] = { "•", "–", "—", "−", "*", "·", "▪", "■", "◦", "●", "○",
        "‣" };
    for (size_t i = 0; i < sizeof bullets / sizeof *bullets; i++) {
        size_t size = strlen(bullets[i]);
        if (text_starts(text, bullets[i])
            && (is_blank(text[size]) || yaml_hard_space(text + size) != 0)) {
            return size;
        }
    }
    uint32_t c;
    size_t size = text_next(text, &c);
    if (c >= 0xE000 && c <= 0xF8FF /* Word's, of its fonts of symbols */
        && (is_blank(text[size]) || yaml_hard_space(text + size) != 0)) {
        return size;
    }
    size_t digits = strspn(text, "0123456789");
    bool is_number = (digits == 1 || digits == 2) && strchr(".)", text[digits]) != NULL
                     && text[digits] != '\0' && is_blank(text[digits + 1]);
    return is_number ? digits + 1 : 0;
}

size_t yaml_glued_key(const char *text) {
    const char *colon = memchr(text, ':', strcspn(text, " \t\r\n"));
    bool is_figure = text[0] >= '0' && text[0] <= '9'; /* a time */
    return colon != NULL && colon[1] != '/' && !is_figure ? (size_t)(colon - text) + 1 : 0;
}

struct span remedy_value(const struct source *source, size_t offset, bool in_flow) {
    struct yaml_line line = yaml_line_read(source, source_position(source, offset).line);
    const char *text = source->text;
    size_t start = line.value <= offset ? line.value : line.key;
    size_t end = line.end;
    if (in_flow) {
        for (start = offset; start > line.content; start--) {
            bool is_colon = text[start - 1] == ' ' && start > 1 && text[start - 2] == ':';
            if (strchr("[{,", text[start - 1]) != NULL || is_colon) {
                break;
            }
        }
        for (end = offset; end < line.end && strchr(",]}", text[end]) == NULL; end++) {
        }
    }
    for (; start < end && is_blank(text[start]); start++) {
    }
    for (; end > start && is_blank(text[end - 1]); end--) {
    }
    return (struct span){ source, (uint32_t)start, (uint32_t)(end - start) };
}

/* Drops a typographic quote at both ends of the text. */
static void drop_typographic(const char **text, size_t *size) {
    static const char *const quotes[] = { "”", "“", "„", "’", "‘", "»", "«" };
    size_t count = sizeof quotes / sizeof *quotes;
    for (size_t i = 0; i < count; i++) {
        size_t first = strlen(quotes[i]);
        for (size_t j = 0; j < count && *size >= first && text_starts(*text, quotes[i]); j++) {
            size_t last = strlen(quotes[j]);
            if (*size >= first + last && memcmp(*text + *size - last, quotes[j], last) == 0) {
                *text += first;
                *size -= first + last;
                return;
            }
        }
    }
}

const char *yaml_unquoted(struct arena *arena, const char *text) {
    const char *bare = text;
    size_t size = strlen(text);
    drop_typographic(&bare, &size);
    return bare == text || size == 0 ? text : arena_copy(arena, bare, size);
}

const char *remedy_quoted(struct arena *arena, const char *text, size_t size) {
    drop_typographic(&text, &size);
    return yaml_quoted(arena, text, size);
}

const char *yaml_quoted(struct arena *arena, const char *text, size_t size) {
    bool is_single = memchr(text, '"', size) != NULL || memchr(text, '\\', size) != NULL;
    char mark = is_single ? '\'' : '"';
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    buffer_putc(&out, mark);
    for (size_t at = 0; at < size; at++) {
        buffer_putc(&out, text[at]);
        if (is_single && text[at] == '\'') {
            buffer_putc(&out, '\'');
        }
    }
    buffer_putc(&out, mark);
    return buffer_take(arena, &out);
}

/* A text for an advice: of a long one beginning and end. */
static const char *shorten(struct arena *arena, const char *text) {
    size_t size = strlen(text);
    size_t count = text_count(text, size);
    if (count <= SHOWN_LARGEST) {
        return text;
    }
    size_t first = 0;
    uint32_t c;
    for (size_t i = 0; i < SHOWN_FIRST; i++) {
        first += text_next(text + first, &c);
    }
    size_t last = first;
    for (size_t i = SHOWN_FIRST; i < count - SHOWN_LAST; i++) {
        last += text_next(text + last, &c);
    }
    return arena_printf(arena, "%.*s … %s", (int)first, text, text + last);
}

void remedy_advise(struct findings *findings, struct finding *finding, const char *sv,
    const char *en, const char *text) {
    finding_advise(
        findings, finding, sv, en, text != NULL ? shorten(findings->arena, text) : NULL);
}

void remedy_advise_quotes(struct findings *findings, struct finding *finding, struct span value) {
    const struct source *source = value.source;
    struct yaml_line line = yaml_line_read(source, source_position(source, value.offset).line);
    bool reaches_end = value.offset + value.length == line.end;
    if (reaches_end && yaml_line_continues(source, &line)) {
        remedy_advise(findings, finding,
            "Skriv ”|” här och flytta ner texten till nästa rad, indragen med mellanslag.",
            "Write “|” here and move the text down to the next line, indented with spaces.", NULL);
        return;
    }
    const char *quoted = remedy_quoted(findings->arena, source->text + value.offset, value.length);
    remedy_advise(findings, finding, "Sätt citattecken runt hela texten: %s",
        "Put quotes round the whole text: %s", quoted);
    if (finding->where.offset == value.offset && finding->where.length == value.length) {
        finding->replacement = quoted;
    }
}

bool remedy_text_start(
    const struct source *source, const struct yaml_line *line, struct yaml_line *key) {
    size_t number = line->number;
    if (line->has_dash) {
        return false;
    }
    for (size_t i = 0; i < LINES_COMPARED && yaml_line_above(source, number, key); i++) {
        size_t column = key->key - key->content + key->indent;
        if (key->key_size != 0 || key->has_dash) {
            return key->key_size != 0 && column < line->indent && key->value < key->end
                   && strchr("|>[{&*!\"'", source->text[key->value]) == NULL;
        }
        number = key->number;
    }
    return false;
}

void remedy_advise_block(
    struct findings *findings, struct finding *finding, const struct yaml_line *key) {
    const char *name =
        arena_copy(findings->arena, finding->where.source->text + key->key, key->key_size);
    finding->advice = arena_printf(findings->arena,
        findings->language == LANGUAGE_EN
            ? "Write “%s: |” on line %zu, and move the text down to the next line, indented with spaces."
            : "Skriv ”%s: |” på rad %zu, och flytta ner texten till nästa rad, indragen med "
              "mellanslag.",
        name, key->number);
}

void remedy_advise_dash(struct findings *findings, struct finding *finding) {
    const struct source *source = finding->where.source;
    struct yaml_line line =
        yaml_line_read(source, source_position(source, finding->where.offset).line);
    size_t behind = finding->where.offset + 1;
    finding->replacement = "- ";
    remedy_advise(findings, finding, "Skriv ”- %s”.", "Write “- %s”.",
        arena_copy(findings->arena, source->text + behind, line.end - behind));
}

/* The line above that the line is to begin in the same column as: that of the groups and lists that
 * are open there whose column is nearest. */
static bool find_aligned(const struct source *source, const struct yaml_line *line, size_t *column,
    struct yaml_line *aligned) {
    struct yaml_line above;
    size_t number = line->number;
    size_t lowest = SIZE_MAX;
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < LINES_COMPARED && yaml_line_above(source, number, &above); i++) {
        number = above.number;
        size_t places[] = { above.key - above.content + above.indent, above.indent };
        for (size_t j = above.has_dash && above.key_size != 0 ? 0 : 1; j < 2; j++) {
            bool same_kind = line->has_dash == (above.has_dash && j == 1);
            bool is_entry = above.key_size != 0 || above.has_dash;
            size_t off =
                places[j] > line->indent ? places[j] - line->indent : line->indent - places[j];
            if (is_entry && same_kind && places[j] < lowest && off < best) {
                best = off;
                *column = places[j];
                *aligned = above;
            }
        }
        lowest = above.indent < lowest ? above.indent : lowest;
        if (lowest == 0) {
            break;
        }
    }
    return best != SIZE_MAX && best != 0;
}

void remedy_advise_indent(
    struct findings *findings, struct finding *finding, const struct yaml_line *line) {
    bool english = findings->language == LANGUAGE_EN;
    const struct source *source = finding->where.source;
    struct yaml_line aligned = { 0 };
    size_t column = 0;
    if (!find_aligned(source, line, &column, &aligned)) {
        return;
    }
    const char *name =
        aligned.key_size == 0 || line->has_dash
            ? "-"
            : arena_copy(findings->arena, source->text + aligned.key, aligned.key_size);
    const char *spaces = column == 0 ? (english ? "at the left edge" : "längst till vänster")
                                     : arena_printf(findings->arena,
                                         english ? (column == 1 ? "%zu space in" : "%zu spaces in")
                                                 : "%zu mellanslag in",
                                         column);
    finding->advice = arena_printf(findings->arena,
        english ? "Begin the line %s, in the same column as “%s” on line %zu."
                : "Börja raden %s, i samma kolumn som ”%s” på rad %zu.",
        spaces, shorten(findings->arena, name), aligned.number);
}
