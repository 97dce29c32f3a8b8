/* SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "base/text.h"
#include "tree/fault.h"

/* A colon within a text: the text is to be put in quotes; or the line below is another key, which
 * an indentation or a list tells. */
static void advise_colon(
    struct findings *findings, struct finding *finding, size_t offset, bool in_flow) {
    const struct source *source = finding->where.source;
    struct yaml_line line = yaml_line_read(source, source_position(source, offset).line);
    if (!in_flow && offset + 1 == line.end && line.number < source->line_count) {
        struct yaml_line next = yaml_line_read(source, line.number + 1);
        if (next.has_dash) {
            remedy_advise(findings, finding,
                "Skriv ”|” i stället för texten, och texten och listan på raderna under, "
                "indragna med mellanslag.",
                "Write “|” in place of the text, and the text and the list on the lines below, "
                "indented with spaces.",
                NULL);
            return;
        }
    }
    struct span value = remedy_value(source, offset, in_flow);
    const char *text = source->text + value.offset;
    size_t before = offset - value.offset;
    size_t word = before;
    while (word > 0 && text[word - 1] != ' ') {
        word--;
    }
    struct yaml_line key;
    if (!in_flow && remedy_text_start(source, &line, &key)) {
        remedy_advise_block(findings, finding, &key);
        return;
    }
    if (in_flow && word > 1 && text[word - 2] == ';') {
        remedy_advise(findings, finding,
            "Skriv kommatecken i stället för semikolon mellan uppgifterna: %s",
            "Write a comma in place of the semicolon between the facts: %s",
            arena_printf(findings->arena, "%.*s, %.*s", (int)word - 2, text,
                (int)(value.length - word), text + word));
        return;
    }
    if (in_flow && word > 1) {
        const char *apart = arena_printf(findings->arena, "%.*s, %.*s", (int)word - 1, text,
            (int)(value.length - word), text + word);
        remedy_advise(findings, finding,
            "Är det en text, så sätt den inom citattecken. Är det två uppgifter, så skriv ett "
            "kommatecken mellan dem: %s",
            "If it is one text, put it in quotes. If it is two facts, write a comma between "
            "them: %s",
            apart);
        return;
    }
    remedy_advise_quotes(findings, finding, value);
}

/* A hyphen where a text may begin, or where nothing is known yet. */
static void advise_dash(struct findings *findings, struct finding *finding, struct span value) {
    if (value.length == 1) {
        remedy_advise(findings, finding,
            "Är uppgiften inte känd, så ta bort raden. Ska ett bindestreck stå där, så skriv \"-\"",
            "If the fact is not known, remove the line. If a hyphen is to stand there, write \"-\"",
            NULL);
        return;
    }
    remedy_advise(findings, finding,
        "Ska det vara en lista, så flytta ner den till nästa rad. Ska det vara text, så sätt "
        "citattecken runt den: %s",
        "If it is meant as a list, move it down to the next line. If it is meant as text, put "
        "quotes round it: %s",
        remedy_quoted(findings->arena, value.source->text + value.offset, value.length));
}

/* Whether the word may be a key of ours: letters that begin with a small one, "_", no full stop. */
static bool looks_like_key(const char *text, size_t size) {
    uint32_t c;
    for (size_t at = 0; at < size; at += text_next(text + at, &c)) {
        text_next(text + at, &c);
        if (!text_is_letter(c) && c != '_') {
            return false;
        }
    }
    return size != 0 && !(text[0] >= 'A' && text[0] <= 'Z');
}

/* "nyckel värde", "nyckel = värde", "nyckel; värde", "nyckel": what they are with a colon; or NULL. */
static const char *with_colon(
    struct arena *arena, const struct source *source, const struct yaml_line *line) {
    static const char *const signs[] = { "=", ";", "：", "-", "–", ".", "," };
    const char *text = source->text + line->key;
    const char *end = source->text + line->end;
    size_t word = strcspn(text, " =;,.\t\r\n");
    const char *wide = strstr(text, "：");
    word = wide != NULL && wide < text + word ? (size_t)(wide - text) : word;
    if (text + word > end || !looks_like_key(text, word)) {
        return NULL;
    }
    const char *rest = text + word;
    rest += strspn(rest, " ");
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (rest < end && text_starts(rest, signs[i])) {
            rest += strlen(signs[i]);
            rest += strspn(rest, " ");
            break;
        }
    }
    return rest >= end
               ? arena_printf(arena, "%.*s:", (int)word, text)
               : arena_printf(arena, "%.*s: %.*s", (int)word, text, (int)(end - rest), rest);
}

/* Whether the line reads as the rest of a sentence. */
static bool ends_sentence(const struct source *source, const struct yaml_line *line) {
    return line->end > line->content && strchr(".,!?", source->text[line->end - 1]) != NULL;
}

static void advise_colon_missing(
    struct findings *findings, struct finding *finding, const struct yaml_line *line) {
    const struct source *source = finding->where.source;
    const char *key = with_colon(findings->arena, source, line);
    if (text_starts(source->text + line->content, "//")) {
        remedy_advise(findings, finding, "En kommentar börjar med #, inte med //.",
            "A comment begins with #, not with //.", NULL);
    } else if (key == NULL || ends_sentence(source, line)) {
        remedy_advise(findings, finding,
            "Hör raden till texten ovanför, så dra in den längre än nyckeln. Är den en egen "
            "uppgift, så skriv ”nyckel: värde”.",
            "If the line belongs to the text above, indent it further than the key. If it is a "
            "fact of its own, write “key: value”.",
            NULL);
    } else {
        remedy_advise(findings, finding,
            "Skriv ”%s”. Hör raden till texten ovanför, så dra in den längre än nyckeln.",
            "Write “%s”. If the line belongs to the text above, indent it further than the key.",
            key);
    }
}

static void advise_space(
    struct findings *findings, struct finding *finding, const struct yaml_line *line) {
    const char *text = finding->where.source->text + finding->where.offset;
    size_t end = finding->where.offset + finding->where.length;
    const char *mended = arena_printf(findings->arena, "%.*s %.*s", (int)finding->where.length,
        text, (int)(line->end > end ? line->end - end : 0), text + finding->where.length);
    remedy_advise(findings, finding, "Skriv ”%s”.", "Write “%s”.", mended);
    finding->replacement = arena_printf(findings->arena, "%.*s ", (int)finding->where.length, text);
}

/* Something stands behind a text in quotes, or behind a list or group. */
static void advise_behind(struct findings *findings, struct finding *finding,
    const struct yaml_line *line, size_t offset) {
    const struct source *source = finding->where.source;
    const char *text = source->text;
    if (offset + 1 == line->end && strchr(",;.", text[offset]) != NULL) {
        finding->replacement = "";
        remedy_advise(findings, finding, "Ta bort det.", "Remove it.", NULL);
        return;
    }
    const char *value = text + line->value;
    size_t size = line->end - line->value;
    bool is_quoted = size > 2 && strchr("\"'", value[0]) != NULL;
    if (!is_quoted && !(size > 2 && strchr("[{", value[0]) != NULL)) {
        return;
    }
    bool is_closed = is_quoted && value[size - 1] == value[0];
    value += is_closed ? 1 : 0;
    size -= is_closed ? 2 : 0;
    remedy_advise(findings, finding, "Sätt citattecken runt hela texten: %s",
        "Put quotes round the whole text: %s", remedy_quoted(findings->arena, value, size));
}

/* Bytes from the straight quote at `text` through the typographic one that ends the value; 0 when none
 * does. `size`: to the end of the line. */
static size_t typographic_end(const char *text, size_t size) {
    for (size_t at = 1; at + 3 <= size; at++) {
        if (text_starts(text + at, "”") || text_starts(text + at, "“")) {
            size_t behind = at + 3 + strspn(text + at + 3, " ");
            return behind >= size || strchr(",]}", text[behind]) != NULL ? at + 3 : 0;
        }
    }
    return 0;
}

/* The quote that opens at the finding is closed by a typographic one, or nowhere: at the end of the line,
 * if the text ends there. */
static void advise_closing(
    struct findings *findings, struct finding *finding, const struct yaml_line *line) {
    const struct source *source = finding->where.source;
    const char *open = source->text + finding->where.offset;
    size_t curly = typographic_end(open, line->end - finding->where.offset);
    if (curly != 0) {
        finding->where.length = (uint32_t)curly;
        finding->replacement = arena_printf(findings->arena, "%.*s%c", (int)curly - 3, open, open[0]);
        remedy_advise(findings, finding, "Skriv ett rakt citattecken också sist: %s",
            "Write a straight quote at the end, too: %s", finding->replacement);
        return;
    }
    if (line->value != finding->where.offset || yaml_line_continues(source, line)) {
        return;
    }
    finding->where.length = (uint32_t)(line->end - line->value);
    const char *mark = arena_copy(findings->arena, source->text + line->value, 1);
    finding->replacement = arena_printf(findings->arena, "%s%s",
        arena_copy(findings->arena, source->text + line->value, line->end - line->value), mark);
    remedy_advise(findings, finding, "Skriv citattecknet också sist: %s",
        "Write the quote at the end, too: %s", finding->replacement);
}

void fault_advise(struct findings *findings, struct finding *finding, enum catalogue_id id,
    size_t offset, bool in_flow) {
    const struct source *source = finding->where.source;
    struct yaml_line line = yaml_line_read(source, source_position(source, offset).line);
    switch ((int)id) {
    case YAML_COLON:
        advise_colon(findings, finding, offset, in_flow);
        break;
    case YAML_CHARACTER:
    case YAML_VALUE:
    case YAML_QUESTION:
        remedy_advise_quotes(findings, finding, remedy_value(source, offset, in_flow));
        break;
    case YAML_DASH:
        advise_dash(findings, finding, remedy_value(source, offset, in_flow));
        break;
    case YAML_DASH_SPACE:
        remedy_advise_dash(findings, finding);
        break;
    case YAML_COLON_MISSING:
        advise_colon_missing(findings, finding, &line);
        break;
    case YAML_SPACE_MISSING:
        advise_space(findings, finding, &line);
        break;
    case YAML_INDENT:
        remedy_advise_indent(findings, finding, &line);
        break;
    case YAML_AFTER_QUOTE:
    case YAML_AFTER_BRACKET:
        advise_behind(findings, finding, &line, offset);
        break;
    case YAML_QUOTE_OPEN:
        advise_closing(findings, finding, &line);
        break;
    default: /* the catalogue's advice says all */
        break;
    }
}
