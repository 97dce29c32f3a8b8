/* SPDX-License-Identifier: EUPL-1.2
 *
 * libyaml stops where its grammar ends, which is often a line below what the writer has to change.
 */
#include <string.h>

#include "base/text.h"
#include "tree/fault.h"

/* So many lines of a list above are looked at. */
enum { LINES_LARGEST = 200 };

static bool say_bullet(
    struct findings *findings, const struct source *source, const struct yaml_line *line) {
    size_t size = yaml_bullet(source->text + line->content);
    if (size == 0) {
        return false;
    }
    struct span span = { source, (uint32_t)line->content, (uint32_t)size };
    const char *bullet = arena_copy(findings->arena, source->text + line->content, size);
    finding_add(findings, YAML_BULLET, span, bullet, NULL)->replacement = "-";
    return true;
}

/* A tab behind the hyphen of a list. */
static bool say_tab(
    struct findings *findings, const struct source *source, const struct yaml_line *line) {
    const char *text = source->text + line->content;
    size_t size = text[0] == '-' ? strspn(text + 1, " \t") : 0;
    if (size == 0 || memchr(text + 1, '\t', size) == NULL) {
        return false;
    }
    struct span span = { source, (uint32_t)line->content + 1, (uint32_t)size };
    finding_add(findings, YAML_DASH_TAB, span, NULL)->replacement = " ";
    return true;
}

/* A hard space in the indentation, behind the hyphen or behind the first colon. */
static bool say_hard_space(
    struct findings *findings, const struct source *source, const struct yaml_line *line) {
    const char *text = source->text;
    size_t at = line->content;
    at += text[at] == '-' ? 1 : 0;
    if (yaml_hard_space(text + at) == 0) {
        for (at = line->content; at < line->end && strchr(" :\"'", text[at]) == NULL; at++) {
        }
        at += at < line->end && text[at] == ':' ? 1 : 0;
    }
    size_t length = 0;
    size_t count = 0;
    for (size_t one; at < line->end && (one = yaml_hard_space(text + at + length)) != 0; count++) {
        length += one;
    }
    if (count == 0) {
        return false;
    }
    struct span span = { source, (uint32_t)at, (uint32_t)length };
    struct finding *finding = finding_add(findings, YAML_SPACE_HARD, span, NULL);
    finding->replacement = arena_printf(findings->arena, "%*s", (int)count, "");
    return true;
}

/* "{{" is for YAML a group as the key of a group. */
static bool say_template(struct findings *findings, const struct source *source, size_t bracket) {
    const char *text = source->text + bracket;
    size_t start = bracket > 0 && text[-1] == '{' && text[0] == '{' ? bracket - 1 : bracket;
    if (!text_starts(source->text + start, "{{")) {
        return false;
    }
    yaml_say_template(findings, source, start);
    return true;
}

void yaml_say_template(struct findings *findings, const struct source *source, size_t offset) {
    const char *text = source->text + offset;
    size_t size = strcspn(text, "}\n");
    size += strspn(text + size, "}");
    struct span span = { source, (uint32_t)offset, (uint32_t)size };
    finding_add(findings, YAML_TEMPLATE, span, arena_copy(findings->arena, text, size), NULL);
}

/* A list entry below a text that begins on the line of its key. */
static bool say_list_in_text(
    struct findings *findings, const struct source *source, const struct yaml_line *line) {
    struct yaml_line above;
    bool is_below = line->has_dash && yaml_line_above(source, line->number, &above)
                    && above.key_size != 0 && above.value < above.end
                    && above.indent <= line->indent
                    && !(above.has_dash && line->indent < above.key - above.content + above.indent)
                    && (above.has_dash || source->text[above.content] != '-')
                    && strchr("|>[{&*!\"'", source->text[above.value]) == NULL;
    if (!is_below) {
        return false;
    }
    struct span span = { source, (uint32_t)line->content, 1 };
    struct finding *finding = finding_add(findings, YAML_LIST_IN_TEXT, span, NULL);
    finding->level = LEVEL_ERROR;
    return true;
}

static bool has_key(const struct source *source, const struct yaml_line *line, const struct yaml_line *other) {
    return line->key_size == other->key_size
        && memcmp(source->text + line->key, source->text + other->key, line->key_size) == 0;
}

/* An entry among the keys of a group, which begins as the entry does that the group stands in: it is the next one
 * of that list, indented too far. */
static bool say_slipped_dash(
    struct findings *findings, const struct source *source, const struct yaml_line *line) {
    struct yaml_line above;
    if (!line->has_dash || line->key_size == 0 || !yaml_line_above(source, line->number, &above)
        || above.has_dash || above.key_size == 0 || has_key(source, line, &above)) {
        return false;
    }
    size_t indent = line->indent;
    for (size_t i = 0; i < LINES_LARGEST && yaml_line_above(source, above.number, &above); i++) {
        if (above.indent >= indent) {
            continue;
        }
        indent = above.indent;
        if (above.has_dash && has_key(source, line, &above)) {
            struct span span = { source, (uint32_t)line->content, 1 };
            struct finding *finding = finding_add(findings, YAML_INDENT, span, "-", NULL);
            finding->advice = arena_printf(findings->arena,
                findings->language == LANGUAGE_EN
                    ? "Begin the line %zu spaces in, in the same column as the entry on line %zu."
                    : "Börja raden %zu mellanslag in, i samma kolumn som punkten på rad %zu.",
                above.indent, above.number);
            return true;
        }
        if (above.has_dash) {
            break;
        }
    }
    return false;
}

/* The first entry of the list that the line belongs to has no hyphen, so that libyaml takes it for a group. */
static bool say_dashless(
    struct findings *findings, const struct source *source, const struct yaml_line *line) {
    struct yaml_line first = *line;
    struct yaml_line above;
    if (!line->has_dash || line->key_size == 0) {
        return false;
    }
    for (size_t i = 0; i < LINES_LARGEST && yaml_line_above(source, first.number, &above)
                       && above.indent == line->indent && above.key_size != 0 && !above.has_dash;
         i++) {
        first = above;
    }
    if (first.number == line->number || !yaml_line_above(source, first.number, &above)
        || above.key_size == 0 || above.value != above.end || above.indent >= line->indent) {
        return false;
    }
    struct span span = { source, (uint32_t)first.key, (uint32_t)first.key_size };
    const char *key = arena_copy(findings->arena, source->text + first.key, first.key_size);
    struct finding *finding = finding_add(findings, YAML_DASH_MISSING, span, key, NULL);
    finding->replacement = arena_printf(findings->arena, "- %s", key);
    remedy_advise(findings, finding, "Skriv ”- %s”.", "Write “- %s”.",
        arena_copy(findings->arena, source->text + first.key, first.end - first.key));
    return true;
}

/* A key with a value that stands further out than the line above it and the line at hand, which are
 * indented alike: most likely it is what has slipped. */
static bool say_slipped(
    struct findings *findings, const struct source *source, const struct yaml_line *line) {
    struct yaml_line slipped;
    struct yaml_line before;
    bool is_between = line->key_size != 0 && line->value < line->end
                      && yaml_line_above(source, line->number, &slipped)
                      && slipped.key_size != 0 && !slipped.has_dash && slipped.value < slipped.end
                      && slipped.indent < line->indent
                      && yaml_line_above(source, slipped.number, &before) && before.key_size != 0
                      && before.indent == line->indent;
    if (!is_between) {
        return false;
    }
    const char *key = arena_copy(findings->arena, source->text + slipped.key, slipped.key_size);
    struct span span = { source, (uint32_t)slipped.key, (uint32_t)slipped.key_size };
    struct finding *finding = finding_add(findings, YAML_INDENT, span, key, NULL);
    bool english = findings->language == LANGUAGE_EN;
    finding->advice = arena_printf(findings->arena,
        english ? "Indent the line by %zu spaces, as the lines round it."
                : "Dra in raden med %zu mellanslag, som raderna runt den.",
        line->indent);
    struct span next = { source, (uint32_t)line->key, (uint32_t)line->key_size };
    finding_relate(findings, finding, next,
        english ? "further in than the line above" : "längre in än raden ovanför");
    return true;
}

/* Whether the lines behind the second one of an entry are indented as it is, and not as its hyphen. */
static bool agrees_below(const struct source *source, const struct yaml_line *entry,
    const struct yaml_line *second) {
    size_t lowest = entry->indent < second->indent ? entry->indent : second->indent;
    bool agrees = false;
    for (size_t i = 1; i <= LINES_LARGEST && second->number + i <= source->line_count; i++) {
        struct yaml_line next = yaml_line_read(source, second->number + i);
        if (next.is_blank) {
            continue;
        }
        if (next.has_dash && (next.indent == entry->indent || next.indent + 2 == second->indent)) {
            return next.indent != entry->indent;
        }
        if (next.indent < lowest) {
            break;
        }
        agrees = agrees || (next.key_size != 0 && next.indent == second->indent);
    }
    return agrees;
}

/* Whether an entry two columns before the line would stand under its key as it should, and the entry
 * that is there does not. */
static bool agrees_above(const struct source *source, const struct yaml_line *entry,
    const struct yaml_line *second) {
    struct yaml_line group;
    if (!yaml_line_above(source, entry->number, &group) || group.key_size == 0
        || group.value != group.end) {
        return false;
    }
    size_t column = group.key - group.content + group.indent;
    return entry->indent != column && entry->indent != column + 2
           && (second->indent == column + 2 || second->indent == column + 4);
}

/* The second line of an entry stands in another column than the key behind the hyphen, and the lines
 * round them agree with it: then the hyphen has slipped. */
static bool say_slipped_entry(
    struct findings *findings, const struct source *source, const struct yaml_line *line) {
    struct yaml_line entry;
    if (line->key_size == 0 || line->has_dash || line->indent < 2
        || !yaml_line_above(source, line->number, &entry) || !entry.has_dash
        || entry.key_size == 0 || entry.key - entry.content != 2
        || !(agrees_below(source, &entry, line) || agrees_above(source, &entry, line))) {
        return false;
    }
    struct span span = { source, (uint32_t)entry.content, 1 };
    struct finding *finding = finding_add(findings, YAML_INDENT, span, "-", NULL);
    bool english = findings->language == LANGUAGE_EN;
    const char *key = arena_copy(findings->arena, source->text + line->key, line->key_size);
    finding->advice = arena_printf(findings->arena,
        english ? "Begin the line %zu spaces in, so that its key stands in the same column as “%s” "
                  "on line %zu."
                : "Börja raden %zu mellanslag in, så att nyckeln står i samma kolumn som ”%s” på rad "
                  "%zu.",
        line->indent - 2, key, line->number);
    return true;
}

/* Whether the line is one word in small letters, as a key is whose colon is missing. */
static bool is_word(const struct source *source, const struct yaml_line *line) {
    const char *text = source->text + line->content;
    return strcspn(text, " \t\r\n.,;!?") == line->end - line->content
           && !(text[0] >= 'A' && text[0] <= 'Z');
}

/* The first line of a group lacks its colon, or the space behind it, so that libyaml takes it for the
 * beginning of the next line's key; the next line may lie in the group that the first one begins. */
static bool say_keyless(struct findings *findings, const struct source *source,
    const struct yaml_line *line, size_t offset) {
    struct yaml_line first;
    struct yaml_line group;
    bool is_key = line->key_size != 0 && !line->has_dash && offset == line->key + line->key_size;
    bool is_first =
        is_key && yaml_line_above(source, line->number, &first) && first.key_size == 0
        && !first.has_dash
        && (first.indent == line->indent
            || (first.indent < line->indent && is_word(source, &first)))
        && strchr("|>[{&*!\"'-%", source->text[first.content]) == NULL
        && (!yaml_line_above(source, first.number, &group)
            || (group.key_size != 0 && group.value == group.end && group.indent < first.indent));
    if (!is_first) {
        return false;
    }
    size_t glued = yaml_glued_key(source->text + first.content);
    enum catalogue_id id = glued != 0 ? YAML_SPACE_MISSING : YAML_COLON_MISSING;
    size_t size = glued != 0 ? glued : strcspn(source->text + first.content, " \t\r\n");
    struct span span = { source, (uint32_t)first.content, (uint32_t)size };
    const char *word = arena_copy(findings->arena, source->text + first.content, size);
    struct finding *finding = finding_add(findings, id, span, word, NULL);
    fault_advise(findings, finding, id, first.content, false);
    return true;
}

/* A bullet or a hard space on the line, on the one above or further up in the same list. */
static bool say_near(
    struct findings *findings, const struct source *source, struct yaml_line line) {
    size_t indent = line.indent;
    bool more = true;
    for (size_t i = 0; more && i < LINES_LARGEST; i++) {
        if (say_bullet(findings, source, &line) || say_hard_space(findings, source, &line)) {
            return true;
        }
        more = yaml_line_above(source, line.number, &line) && (i == 0 || line.indent >= indent);
    }
    return false;
}

bool fault_say_cause(
    struct findings *findings, const struct source *source, const struct yaml_problem *problem) {
    size_t offset = problem->problem_offset;
    struct yaml_line line = yaml_line_read(source, source_position(source, offset).line);
    size_t bracket = problem->open_offset;
    bool open = bracket < source->size && strchr("[{", source->text[bracket]) != NULL;
    if (open) {
        return say_template(findings, source, bracket);
    }
    if (strcmp(problem->problem, "could not find expected ':'") == 0) {
        /* libyaml looks for the colon further down. */
        size_t number = source_position(source, problem->context_offset).line;
        struct yaml_line keyless = yaml_line_read(source, number);
        if (say_hard_space(findings, source, &keyless) || fault_say_text(findings, source, &keyless)) {
            return true;
        }
    }
    if (say_tab(findings, source, &line) || say_near(findings, source, line)
        || fault_say_text(findings, source, &line)) {
        return true;
    }
    if (say_keyless(findings, source, &line, offset)) {
        return true;
    }
    bool at_line = offset <= line.key || (offset < source->size && source->text[offset] == ':');
    return at_line
           && (say_slipped_dash(findings, source, &line) || say_dashless(findings, source, &line)
               || say_list_in_text(findings, source, &line) || say_slipped(findings, source, &line)
               || say_slipped_entry(findings, source, &line));
}

bool fault_say_unclosed(
    struct findings *findings, const struct source *source, size_t bracket, size_t offset) {
    size_t number = source_position(source, bracket).line;
    struct yaml_line line = yaml_line_read(source, number);
    struct yaml_line next = yaml_line_read(source, source_position(source, offset).line);
    if (next.number <= number || next.key_size == 0
        || next.indent > line.key - line.content + line.indent) {
        return false;
    }
    bool list = source->text[bracket] == '[';
    struct span span = { source, (uint32_t)bracket, (uint32_t)(line.end - bracket) };
    struct finding *finding =
        finding_add(findings, YAML_UNCLOSED, span, list ? "[" : "{", list ? "]" : "}", NULL);
    finding->replacement = arena_printf(findings->arena, "%s%s",
        arena_copy(findings->arena, source->text + span.offset, span.length), list ? "]" : " }");
    const char *sv =
        list ? "Ska det vara text, så sätt den inom citattecken. Annars skriv ”]” sist: %s"
             : "Ska det vara text, så sätt den inom citattecken. Annars skriv ”}” sist: %s";
    const char *en =
        list ? "If it is meant as text, put it in quotes. Else write “]” at the end: %s"
             : "If it is meant as text, put it in quotes. Else write “}” at the end: %s";
    remedy_advise(findings, finding, sv, en, finding->replacement);
    return true;
}
