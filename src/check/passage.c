/* SPDX-License-Identifier: EUPL-1.2
 *
 * Line by line: what a line begins with decides whether it goes on with the passage at hand or opens a
 * new one. The words are collected in one buffer for the whole text and cut up at the end.
 */
#include "check/passage.h"

#include <stdbool.h>
#include <string.h>

#include "base/array.h"
#include "base/buffer.h"
#include "base/text.h"

struct reader {
    struct arena *arena;
    const char *text;
    size_t size;
    struct buffer words;          /* of the passage at hand */
    ARRAY_OF(uint32_t) from;
    enum passage_kind kind;
    bool open;
    size_t list;                  /* lists so far */
    bool in_list;
    ARRAY_OF(struct passage) passages;
};

/* Adds a byte of the passage that stood at `offset`. */
static void put(struct reader *reader, char byte, size_t offset) {
    buffer_putc(&reader->words, byte);
    ARRAY_ADD(reader->arena, reader->from, (uint32_t)offset);
}

/* The same for text[at..end). */
static void put_run(struct reader *reader, size_t at, size_t end) {
    size_t count = end - at;
    if (count == 0) {
        return; /* there may be no items yet */
    }
    buffer_put(&reader->words, reader->text + at, count);
    while (reader->from.capacity - reader->from.count < count) {
        reader->from.items = array_grow(reader->arena, reader->from.items, reader->from.count,
            &reader->from.capacity, sizeof *reader->from.items);
    }
    uint32_t *from = reader->from.items + reader->from.count;
    for (size_t i = 0; i < count; i++) {
        from[i] = (uint32_t)(at + i);
    }
    reader->from.count += count;
}

/* Ends the passage at hand and keeps it if it has words. */
static void close_passage(struct reader *reader, size_t offset) {
    size_t size = reader->words.size;
    while (size > 0 && reader->words.data[size - 1] == ' ') {
        size--;
    }
    if (reader->open && size != 0) {
        uint32_t *from = arena_array(reader->arena, size + 1, sizeof *from);
        memcpy(from, reader->from.items, size * sizeof *from);
        from[size] = size < reader->from.count ? reader->from.items[size] : (uint32_t)offset;
        struct passage passage = { .kind = reader->kind,
            .words = arena_copy(reader->arena, reader->words.data, size),
            .size = size,
            .from = from,
            .list = reader->kind == PASSAGE_POINT ? reader->list : 0 };
        ARRAY_ADD(reader->arena, reader->passages, passage);
    }
    buffer_truncate(&reader->words, 0);
    reader->from.count = 0;
    reader->open = false;
}

static void open_passage(struct reader *reader, enum passage_kind kind, size_t offset) {
    close_passage(reader, offset);
    reader->kind = kind;
    reader->open = true;
}

static bool is_punctuation(char c) {
    return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`')
        || (c >= '{' && c <= '~');
}

/* Bytes that are looked through for the end of a link or of code: what is longer is none that anybody
 * wrote, and a line of nothing but brackets shall not cost the square of its length. */
enum { MARKUP_REACH = 600 };

static size_t reach(size_t at, size_t end) {
    return end - at < MARKUP_REACH ? end : at + MARKUP_REACH;
}

/* The end of a link's "(target)" that begins at `at`, or `at` when there is none on this line. */
static size_t link_target_end(const char *text, size_t at, size_t end) {
    if (at >= end || text[at] != '(') {
        return at;
    }
    end = reach(at, end);
    for (size_t depth = 0, i = at; i < end; i++) {
        depth += text[i] == '(';
        depth -= text[i] == ')';
        if (depth == 0) {
            return i + 1;
        }
    }
    return at;
}

/* Whether the bracket at `at` opens a link: its own closing one has a target behind it. */
static bool is_link(const char *text, size_t at, size_t end) {
    size_t last = reach(at, end);
    for (size_t depth = 0, i = at; i < last; i++) {
        depth += text[i] == '[';
        depth -= text[i] == ']';
        if (depth == 0) {
            return link_target_end(text, i + 1, end) != i + 1;
        }
    }
    return false;
}

/* The end of a code span that begins at `at` (after its last backtick), or `at` when it has none. */
static size_t code_end(const char *text, size_t at, size_t end) {
    end = reach(at, end);
    size_t ticks = 0;
    while (at + ticks < end && text[at + ticks] == '`') {
        ticks++;
    }
    for (size_t i = at + ticks; i < end;) {
        size_t run = 0;
        while (i + run < end && text[i + run] == '`') {
            run++;
        }
        if (run == ticks) {
            return i + run;
        }
        i += run != 0 ? run : 1;
    }
    return at;
}

/* What stands beside underscores. */
enum side { SIDE_SPACE, SIDE_SIGN, SIDE_WORD };

static enum side side_of(const char *text, size_t at) {
    uint32_t c;
    if (text_space(text + at) != 0 || text_next(text + at, &c) == 0 || text_is_separator(c)) {
        return SIDE_SPACE;
    }
    return text_is_letter(c) ? SIDE_WORD : SIDE_SIGN;
}

/* Whether the underscores text[at..behind) of the line may open or close emphasis (CommonMark 6.2). */
static bool is_emphasis(const char *text, size_t at, size_t behind, size_t end) {
    enum side before = at == 0 ? SIDE_SPACE : side_of(text, text_character(text, at - 1));
    enum side after = behind == end ? SIDE_SPACE : side_of(text, behind);
    bool left = after != SIDE_SPACE && (after == SIDE_WORD || before != SIDE_WORD);
    bool right = before != SIDE_SPACE && (before == SIDE_WORD || after != SIDE_WORD);
    return (left && (!right || before == SIDE_SIGN)) || (right && (!left || after == SIDE_SIGN));
}

/* Adds the underscores at `at`, unless they are emphasis; three and more are a blank to fill in. */
static size_t add_underscores(struct reader *reader, size_t at, size_t end) {
    size_t behind = at;
    while (behind < end && reader->text[behind] == '_') {
        behind++;
    }
    if (behind - at > 2 || !is_emphasis(reader->text, at, behind, end)) {
        put_run(reader, at, behind);
    }
    return behind;
}

/* Whether the byte may be markup within a line; most are not. */
static bool may_be_markup(char c) {
    return c == '\\' || c == '`' || c == '*' || c == '_' || c == '[' || c == ']' || c == '!';
}

/* Adds what the byte at `at` stands for, which may be markup. Gives where the line goes on. */
static size_t add_mark(struct reader *reader, size_t at, size_t end) {
    const char *text = reader->text;
    char c = text[at];
    if (c == '\\' && at + 1 < end && is_punctuation(text[at + 1])) {
        put(reader, text[at + 1], at + 1);
        return at + 2;
    }
    if (c == '_') {
        return add_underscores(reader, at, end);
    }
    if (c == '`' && code_end(text, at, end) != at) {
        return code_end(text, at, end);
    }
    if (c == ']' && link_target_end(text, at + 1, end) != at + 1) {
        return link_target_end(text, at + 1, end);
    }
    bool markup = c == '*' || c == '`' || (c == '\\' && at + 1 == end)
        || (c == '[' && is_link(text, at, end)) || (c == '!' && at + 1 < end && text[at + 1] == '[');
    if (!markup) {
        put(reader, c, at);
    }
    return at + 1;
}

/* Adds the words of text[at..end), one line, to the passage at hand. */
static void add_words(struct reader *reader, size_t at, size_t end) {
    const char *text = reader->text;
    while (at < end && (text[at] == ' ' || text[at] == '\t')) {
        at++;
    }
    if (reader->words.size != 0 && at < end) {
        put(reader, ' ', at > 0 ? at - 1 : at);
    }
    while (at < end) {
        size_t plain = at;
        while (plain < end && !may_be_markup(text[plain])) {
            plain++;
        }
        put_run(reader, at, plain);
        at = plain < end ? add_mark(reader, plain, end) : end;
    }
}

/* Bytes of a list marker at `at` with the space behind it, 0 when there is none. */
static size_t marker_length(const char *text, size_t at, size_t end) {
    size_t i = at;
    if (i < end && (text[i] == '-' || text[i] == '*' || text[i] == '+')) {
        i++;
    } else {
        while (i < end && i - at < 9 && text[i] >= '0' && text[i] <= '9') {
            i++;
        }
        if (i == at || i >= end || (text[i] != '.' && text[i] != ')')) {
            return 0;
        }
        i++;
    }
    return i < end && text[i] == ' ' ? i + 1 - at : 0;
}

/* Whether the line is the |---|:--:| under a table's header. */
static bool is_delimiter_row(const char *text, size_t at, size_t end) {
    bool dash = false;
    for (; at < end; at++) {
        dash = dash || text[at] == '-';
        if (strchr("|:- \t", text[at]) == NULL) {
            return false;
        }
    }
    return dash;
}

static void add_cells(struct reader *reader, size_t at, size_t end) {
    if (is_delimiter_row(reader->text, at, end)) {
        return;
    }
    size_t start = at + 1;
    for (size_t i = start; i <= end; i++) {
        bool escaped = i > start && i < end && reader->text[i - 1] == '\\';
        if (i == end || (reader->text[i] == '|' && !escaped)) {
            open_passage(reader, PASSAGE_CELL, start);
            add_words(reader, start, i);
            start = i + 1;
        }
    }
    close_passage(reader, end);
}

/* One line outside of fences. `indent`: its first byte that is no space. */
static void add_line(struct reader *reader, size_t at, size_t indent, size_t end) {
    const char *text = reader->text;
    if (indent == end) {
        close_passage(reader, at);
        return;
    }
    size_t marker = marker_length(text, indent, end);
    /* In the middle of a paragraph only "1." begins a list (CommonMark 5.2); "2022." ends a sentence. */
    bool number = text[indent] >= '0' && text[indent] <= '9';
    bool interrupts = reader->open && reader->kind == PASSAGE_PROSE && number;
    if (interrupts && (text[indent] != '1' || (text[indent + 1] != '.' && text[indent + 1] != ')'))) {
        marker = 0;
    }
    if (text[indent] == '|') {
        close_passage(reader, at);
        add_cells(reader, indent, end);
    } else if (text[indent] == '#') {
        while (indent < end && text[indent] == '#') {
            indent++;
        }
        open_passage(reader, PASSAGE_HEADING, at);
        add_words(reader, indent, end);
        close_passage(reader, end);
    } else if (marker != 0) {
        open_passage(reader, PASSAGE_POINT, at);
        reader->list += !reader->in_list;
        reader->in_list = true;
        add_words(reader, indent + marker, end);
    } else {
        if (!reader->open) {
            bool inside_item = reader->in_list && indent > at;
            reader->in_list = inside_item;
            open_passage(reader, PASSAGE_PROSE, at);
        }
        while (indent < end && text[indent] == '>') {
            indent++;
        }
        add_words(reader, indent, end);
    }
}

/* A run of backticks or tildes round code or a directive (CommonMark 4.5). */
struct fence {
    char character;
    size_t length;  /* 0: no fence is open */
    bool directive; /* it holds fields, not code */
};

/* How many bytes at `at` are the same backtick or tilde, when they are three or more. */
static size_t fence_length(const char *text, size_t at, size_t end) {
    size_t length = 0;
    while (at + length < end && text[at + length] == text[at]) {
        length++;
    }
    return length >= 3 && (text[at] == '`' || text[at] == '~') ? length : 0;
}

/* Whether the line opens the fence, or closes the one that is open; the fence then says so. Behind the
 * backticks that open one no other may stand: that is code inside a sentence. */
static bool take_fence(struct fence *fence, const char *text, size_t at, size_t end) {
    size_t length = fence_length(text, at, end);
    size_t info = at + length;
    while (info < end && strchr(" \t\r", text[info]) != NULL) {
        info++;
    }
    if (fence->length != 0) {
        bool closes = length >= fence->length && text[at] == fence->character && info == end;
        fence->length = closes ? 0 : fence->length;
        return closes;
    }
    if (length == 0 || (text[at] == '`' && memchr(text + info, '`', end - info) != NULL)) {
        return false;
    }
    *fence = (struct fence){ text[at], length, info < end && text[info] == '{' };
    return true;
}

struct passages passages_read(struct arena *arena, const char *text, size_t size) {
    struct reader reader = { .arena = arena, .text = text, .size = size, .words = BUFFER_EMPTY };
    struct fence fence = { 0 };
    for (size_t at = 0; at < size;) {
        const char *newline = memchr(text + at, '\n', size - at);
        size_t end = newline != NULL ? (size_t)(newline - text) : size;
        size_t indent = at;
        while (indent < end && (text[indent] == ' ' || text[indent] == '\t')) {
            indent++;
        }
        if (take_fence(&fence, text, indent, end)) {
            close_passage(&reader, at);
            reader.in_list = false;
        } else if (fence.length != 0 && fence.directive) {
            open_passage(&reader, PASSAGE_FIELD, at);
            add_words(&reader, indent, end);
            close_passage(&reader, end);
        } else if (fence.length == 0) {
            add_line(&reader, at, indent, end);
        }
        at = end + 1;
    }
    close_passage(&reader, size);
    buffer_done(&reader.words);
    return (struct passages){ reader.passages.items, reader.passages.count };
}
