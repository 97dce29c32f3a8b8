/* SPDX-License-Identifier: EUPL-1.2
 *
 * Causes that libyaml cannot know of: lines that are no YAML at all, and a text behind "|" or ">" whose
 * lines are not indented alike, which ends where the writer did not mean it to.
 */
#include <string.h>

#include "base/text.h"
#include "tree/fault.h"

/* So many lines of a text are looked at. */
enum { LINES_LARGEST = 2000 };

/* Git's marks, seven signs at the beginning of a line. */
enum { MARK_SIZE = 7 };

static struct span line_span(const struct source *source, size_t number) {
    struct yaml_line line = yaml_line_read(source, number);
    size_t start = source->lines[number - 1];
    return (struct span){ source, (uint32_t)start, (uint32_t)(line.end - start) };
}

static bool say_conflict(struct findings *findings, const struct source *source) {
    static const char *const marks[] = { "<<<<<<<", ">>>>>>>" };
    for (size_t number = 1; number <= source->line_count; number++) {
        const char *text = source->text + source->lines[number - 1];
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
            if (text_starts(text, marks[i]) && strchr(" \r\n", text[MARK_SIZE]) != NULL) {
                finding_add(findings, YAML_CONFLICT, line_span(source, number), NULL);
                return true;
            }
        }
    }
    return false;
}

static bool say_fence(struct findings *findings, const struct source *source, size_t number) {
    struct span span = line_span(source, number);
    const char *text = source->text + span.offset;
    if (!text_starts(text, "```") && !text_starts(text, "~~~")) {
        return false;
    }
    finding_add(findings, YAML_FENCE, span, arena_copy(findings->arena, text, span.length), NULL);
    return true;
}

bool fault_say_stray(struct findings *findings, const struct source *source, size_t number) {
    return say_conflict(findings, source) || say_fence(findings, source, number);
}

/* A text behind "|" or ">", as far as it stands above a line. */
struct block {
    struct yaml_line header, first;
    size_t column; /* of the key */
    size_t count;  /* lines */
};

static bool is_header(const struct source *source, const struct yaml_line *line) {
    if (line->value >= line->end || strchr("|>", source->text[line->value]) == NULL
        || (line->key_size == 0 && !line->has_dash)) {
        return false;
    }
    size_t at = line->value + 1;
    at += strspn(source->text + at, "+-0123456789");
    return at >= line->end || strchr(" \t", source->text[at]) != NULL;
}

static bool find_block(const struct source *source, size_t number, struct block *block) {
    struct yaml_line above;
    size_t lowest = SIZE_MAX;
    block->count = 0;
    for (size_t i = 0; i < LINES_LARGEST && yaml_line_above(source, number, &above); i++) {
        if (is_header(source, &above)) {
            block->header = above;
            block->column = above.key_size != 0 ? above.key - above.content + above.indent
                                                : above.indent;
            return block->count != 0 && lowest > block->column;
        }
        lowest = above.indent < lowest ? above.indent : lowest;
        block->first = above;
        block->count++;
        number = above.number;
    }
    return false;
}

/* Whether the key of the line may be one of ours: words of a text are parted by spaces or begin with a
 * capital. */
static bool is_our_key(const struct source *source, const struct yaml_line *line) {
    const char *key = source->text + line->key;
    return line->key_size != 0 && memchr(key, ' ', line->key_size) == NULL
           && !(key[0] >= 'A' && key[0] <= 'Z');
}

/* The line is to begin where `other` does. */
static void say(struct findings *findings, const struct source *source,
    const struct yaml_line *line, const struct yaml_line *other) {
    bool english = findings->language == LANGUAGE_EN;
    size_t size = strcspn(source->text + line->content, " \t\r\n");
    struct span span = { source, (uint32_t)line->content, (uint32_t)size };
    struct finding *finding = finding_add(findings, YAML_TEXT_INDENT, span, NULL);
    finding->advice = arena_printf(findings->arena,
        english ? "Begin the line %zu spaces in, in the same column as line %zu."
                : "Börja raden %zu mellanslag in, i samma kolumn som rad %zu.",
        other->indent, other->number);
    size = strcspn(source->text + other->content, " \t\r\n");
    finding_relate(findings, finding, (struct span){ source, (uint32_t)other->content, (uint32_t)size },
        english ? "another line of the text" : "en annan rad i texten");
}

/* A line that begins further out than the text's first, and further in than its key; or a sentence that
 * begins further out than the key. */
static bool say_line(
    struct findings *findings, const struct source *source, const struct yaml_line *line) {
    struct block block;
    if (line->is_blank || !find_block(source, line->number, &block)
        || line->indent >= block.first.indent) {
        return false;
    }
    bool is_usual = line->indent == block.column + 2;
    if (line->indent > block.column && (is_usual || !is_our_key(source, line))) {
        bool is_first = is_usual && block.count == 1;
        say(findings, source, is_first ? &block.first : line, is_first ? line : &block.first);
        return true;
    }
    const char *text = source->text;
    bool is_sentence = (text[line->content] >= 'A' && text[line->content] <= 'Z')
                       || strchr(".!?", text[line->end - 1]) != NULL;
    if (line->indent > block.column || line->key_size != 0 || line->has_dash || !is_sentence) {
        return false;
    }
    say(findings, source, line, &block.first);
    return true;
}

/* The line is one of ours, but the one above is a line of a text that has slipped out and holds a colon. */
static bool say_line_above(
    struct findings *findings, const struct source *source, const struct yaml_line *line) {
    struct yaml_line slipped;
    struct block block;
    bool is_above = yaml_line_above(source, line->number, &slipped) && slipped.key_size != 0
                    && !slipped.has_dash && !is_our_key(source, &slipped)
                    && slipped.indent < line->indent
                    && find_block(source, slipped.number, &block)
                    && slipped.indent <= block.column;
    if (is_above) {
        say(findings, source, &slipped, &block.first);
    }
    return is_above;
}

bool fault_say_text(
    struct findings *findings, const struct source *source, const struct yaml_line *line) {
    return say_line(findings, source, line) || say_line_above(findings, source, line);
}
