/* SPDX-License-Identifier: EUPL-1.2
 *
 * As few backslashes as keep the meaning (CommonMark 0.30, 2.4 and 6): a character is escaped where
 * its neighbours could make it markup. Of the next inline only the first character is looked at, and of the
 * last one nothing, so the characters at the ends of a text may get a backslash too many.
 */
#include "render/markdown_inline.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "base/text.h"

void markdown_line(struct markdown_writer *writer) {
    buffer_put(writer->out, writer->prefix.data, writer->prefix.size);
    writer->line_start = writer->out->size;
}

static bool is_word(char c) {
    return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

static bool is_gap(char c) {
    return c == ' ' || c == '\t' || c == '\0';
}

/* Whether "&…" reads as a character reference, by itself or with what follows the text. */
static bool is_reference(const char *text, char after) {
    size_t size = 1 + (text[1] == '#');
    size += strspn(text + size, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
    return (size > 1 && text[size] == ';')
           || (text[size] == '\0' && (after == '#' || after == ';' || is_word(after)));
}

/* Whether the character needs a backslash wherever it stands. `before` and `after` are what the
 * text has for neighbours, 0 at an end of the line. */
static bool is_threatened(
    const struct markdown_writer *writer, char before, const char *at, char after) {
    char next = at[1] != '\0' ? at[1] : after;
    switch (*at) {
    case '\\':
        return ispunct((unsigned char)next) || next == '\0' || next == '\n';
    case '`':
    case '~':
        return true;
    case '*':
        return !(before == ' ' && next == ' ');
    case '_':
        return !(before != '\0' && is_word(before) && is_word(next));
    case '[':
        return writer->in_link;
    case ']':
        return writer->in_link || next == '(' || next == ':';
    case '!':
        return next == '[';
    case '<':
        return isalpha((unsigned char)next) || next == '/' || next == '!' || next == '?';
    case '&':
        return is_reference(at, after);
    case '|':
        return writer->in_table;
    default:
        return false;
    }
}

/* Where in the text a backslash keeps a line from opening a block: the offset of the character, or
 * -1. Only for the start of a line. */
static long block_threat(const struct markdown_writer *writer, const char *text) {
    size_t count;
    switch (text[0]) {
    case '#':
        count = strspn(text, "#");
        return count <= 6 && is_gap(text[count]) ? 0 : -1;
    case '>':
        return 0;
    case '-':
        return is_gap(text[1]) || text[1] == '-' || writer->is_later_line ? 0 : -1;
    case '+':
    case '*':
        return is_gap(text[1]) ? 0 : -1;
    case '=':
    case '|':
        return writer->is_later_line ? 0 : -1;
    case ':':
        return writer->is_later_line && text[1] == '-' ? 0 : -1;
    default:
        count = strspn(text, "0123456789");
        return count > 0 && count < 10 && (text[count] == '.' || text[count] == ')')
                       && is_gap(text[count + 1])
                   ? (long)count
                   : -1;
    }
}

/* Whether the text goes on a number that the line begins with, so that the two would open a list: a value of
 * the definition may end between them. */
static bool ends_label(const struct markdown_writer *writer, const char *text) {
    const struct buffer *out = writer->out;
    size_t size = out->size - writer->line_start;
    return size < 10 && (text[0] == '.' || text[0] == ')') && is_gap(text[1])
           && strspn(out->data + writer->line_start, "0123456789") == size;
}

/* The first byte that the chain will write, '\0' when it writes nothing. */
static char first_byte(const struct inline_ *inlines) {
    for (; inlines != NULL; inlines = inlines->next) {
        if (inlines->kind == INLINE_TEXT || inlines->kind == INLINE_REFERENCE
            || inlines->kind == INLINE_LINK) {
            return inlines->kind == INLINE_TEXT ? inlines->text[0] : '[';
        }
        if (inlines->kind == INLINE_SOFT_BREAK || inlines->kind == INLINE_HARD_BREAK) {
            return inlines->kind == INLINE_SOFT_BREAK ? ' ' : '\0';
        }
        if (inlines->kind == INLINE_IMAGE) {
            return '!';
        }
        if (inlines->kind != INLINE_FACT && inlines->kind != INLINE_MARK) {
            return '*';
        }
        char first = first_byte(inlines->children);
        if (first != '\0') {
            return first;
        }
    }
    return '\0';
}

static void put_reference(struct buffer *out, char c) {
    buffer_printf(out, "&#%d;", (unsigned char)c);
}

static void write_text(struct markdown_writer *writer, const char *text, const struct inline_ *last,
    const struct inline_ *next) {
    struct buffer *out = writer->out;
    bool is_start = out->size == writer->line_start;
    char before = last != NULL && last->kind == INLINE_SOFT_BREAK ? ' ' : '\0';
    char after = first_byte(next);
    long threat = -1;
    if (writer->is_block_line) {
        threat = is_start ? block_threat(writer, text) : ends_label(writer, text) ? 0 : -1;
    }
    for (const char *at = text; *at != '\0'; at++) {
        if (at - text > threat && !(at == text && is_start)) {
            /* As far as nothing can mean anything; the last character has an edge beside it. */
            size_t plain = strcspn(at, "\\`~*_[]!<&|\n");
            plain -= plain != 0 && at[plain] == '\0';
            buffer_put(out, at, plain);
            at += plain;
            before = plain != 0 ? at[-1] : before;
        }
        bool is_edge = (at == text && is_start) || (at[1] == '\0' && next == NULL);
        if (is_edge && (*at == ' ' || *at == '\t')) {
            buffer_puts(out, *at == ' ' ? "&#32;" : "&#9;");
        } else if (*at == '\n') {
            put_reference(out, *at);
        } else {
            bool is_escaped = at - text == threat || is_threatened(writer, before, at, after);
            buffer_puts(out, is_escaped ? "\\" : "");
            buffer_putc(out, *at);
        }
        before = *at;
    }
}

/* What nothing is escaped in but the bars of a table. */
static void put_literal(struct markdown_writer *writer, const char *text) {
    for (const char *at = text; *at != '\0'; at++) {
        buffer_puts(writer->out, *at == '|' && writer->in_table ? "\\" : "");
        buffer_putc(writer->out, *at);
    }
}

/* A code span: a fence longer than any in it, and spaces where its ends would be misread (6.1). */
static void write_code(struct markdown_writer *writer, const char *text) {
    struct buffer *out = writer->out;
    size_t size = strlen(text);
    size_t longest = 0;
    for (size_t at = 0; at < size;) {
        size_t run = strspn(text + at, "`");
        longest = run > longest ? run : longest;
        at += run + (run == 0);
    }
    bool is_blank = strspn(text, " ") == size;
    bool is_padded = text[0] == '`' || (size > 0 && text[size - 1] == '`')
                     || (!is_blank && text[0] == ' ' && text[size - 1] == ' ');
    buffer_repeat(out, '`', longest + 1);
    buffer_puts(out, is_padded ? " " : "");
    put_literal(writer, text);
    buffer_puts(out, is_padded ? " " : "");
    buffer_repeat(out, '`', longest + 1);
}

/* Bytes of the white space of Unicode at `text`, beside which no delimiter opens or closes (6.2). */
static size_t space_size(const char *text) {
    uint32_t c;
    size_t size = text_next(text, &c);
    bool is_space = c == '\t' || text_is_separator(c);
    return is_space ? size : 0;
}

/* Writes what has been written from `start` on anew, with references for white space at its ends. */
static void keep_edges(struct buffer *out, size_t start) {
    size_t size = out->size - start;
    size_t last = size != 0 ? text_character(out->data + start, size - 1) : 0;
    size_t first_size = size != 0 ? space_size(out->data + start) : 0;
    size_t last_size = last != 0 ? space_size(out->data + start + last) : 0;
    if (first_size == 0 && last_size == 0) {
        return;
    }
    CLEANUP_BUFFER struct buffer inner = BUFFER_EMPTY;
    buffer_put(&inner, out->data + start, size);
    buffer_truncate(out, start);
    uint32_t c;
    if (first_size != 0) {
        text_next(inner.data, &c);
        buffer_printf(out, "&#%" PRIu32 ";", c);
    }
    buffer_put(out, inner.data + first_size, size - first_size - last_size);
    if (last_size != 0) {
        text_next(inner.data + last, &c);
        buffer_printf(out, "&#%" PRIu32 ";", c);
    }
}

static bool is_delimited(const struct inline_ *inline_) {
    return inline_ != NULL && (inline_->kind == INLINE_EMPHASIS || inline_->kind == INLINE_STRONG);
}

/* Asterisks, unless they would run into others: those of a neighbour, or of an element round this
 * one that would swallow a single one. Underscores do not work inside words (6.2). */
static void write_emphasis(
    struct markdown_writer *writer, const struct inline_ *inline_, const struct inline_ *last) {
    struct buffer *out = writer->out;
    char before = out->size > writer->line_start ? out->data[out->size - 1] : ' ';
    char after = inline_->next != NULL ? first_byte(inline_->next) : ' ';
    bool is_free = !is_word(before) && !is_word(after) && before != '_';
    bool is_single = inline_->kind == INLINE_EMPHASIS;
    bool is_crowded =
        is_delimited(last) || is_delimited(inline_->next)
        || (is_single && last == NULL && before == '*')
        || (is_single && inline_->children != NULL && inline_->children->kind == INLINE_EMPHASIS);
    char delimiter = is_crowded && is_free ? '_' : '*';
    buffer_repeat(out, delimiter, is_single ? 1 : 2);
    size_t start = out->size;
    markdown_inlines(writer, inline_->children);
    keep_edges(out, start);
    buffer_repeat(out, delimiter, is_single ? 1 : 2);
}

/* The character of an address or a title, of which cmark decodes references before it looks for backslashes. */
static void put_beside_references(struct buffer *out, const char *at) {
    if (*at == '&' && is_reference(at, '\0')) {
        buffer_puts(out, "&amp;");
    } else {
        buffer_putc(out, *at);
    }
}

/* An address between parentheses: bare where it can be, else in angle brackets (6.3). */
static void write_target(struct markdown_writer *writer, const char *target, bool has_title) {
    struct buffer *out = writer->out;
    bool is_bare = target[0] != '<' && (target[0] != '\0' || !has_title)
                   && strpbrk(target, " \t\n()<>") == NULL;
    buffer_puts(out, is_bare ? "" : "<");
    for (const char *at = target; *at != '\0'; at++) {
        if (*at == '\n' || *at == '\t') {
            put_reference(out, *at);
            continue;
        }
        bool is_special = *at == '<' || *at == '>' || (*at == '|' && writer->in_table)
                          || (*at == '\\' && (ispunct((unsigned char)at[1]) || at[1] == '\0'));
        buffer_puts(out, is_special ? "\\" : "");
        put_beside_references(out, at);
    }
    buffer_puts(out, is_bare ? "" : ">");
}

static void write_title(struct markdown_writer *writer, const char *title) {
    struct buffer *out = writer->out;
    buffer_puts(out, " \"");
    for (const char *at = title; *at != '\0'; at++) {
        if (*at == '\n') {
            put_reference(out, *at);
            continue;
        }
        bool is_special = *at == '"' || (*at == '|' && writer->in_table)
                          || (*at == '\\' && (ispunct((unsigned char)at[1]) || at[1] == '\0'));
        buffer_puts(out, is_special ? "\\" : "");
        put_beside_references(out, at);
    }
    buffer_putc(out, '"');
}

/* Whether the link is its own address: then it is written as an autolink. */
static bool is_autolink(const struct inline_ *link) {
    const struct inline_ *text = link->children;
    if (link->title != NULL || text == NULL || text->next != NULL || text->kind != INLINE_TEXT
        || strpbrk(text->text, " \t\n<>\\") != NULL) {
        return false;
    }
    for (const char *at = text->text; (at = strchr(at, '&')) != NULL; at++) {
        if (is_reference(at, '\0')) {
            return false; /* no backslash could keep it from being one */
        }
    }
    size_t scheme = strspn(link->target, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
    return scheme >= 2 && scheme <= 32 && link->target[scheme] == ':'
           && strcmp(link->target, text->text) == 0;
}

static void write_link(struct markdown_writer *writer, const struct inline_ *link) {
    struct buffer *out = writer->out;
    bool is_outer = !writer->in_link;
    if (link->kind == INLINE_LINK && is_autolink(link)) {
        buffer_putc(out, '<');
        put_literal(writer, link->target);
        buffer_putc(out, '>');
        return;
    }
    buffer_puts(out, link->kind == INLINE_IMAGE ? "![" : "[");
    writer->in_link = true;
    markdown_inlines(writer, link->children);
    writer->in_link = !is_outer;
    buffer_puts(out, "](");
    if (link->heading != NULL) {
        buffer_printf(out, "#%s", link->heading->anchor);
    } else {
        write_target(writer, link->target, link->title != NULL);
    }
    if (link->title != NULL) {
        write_title(writer, link->title);
    }
    buffer_putc(out, ')');
}

static void write_reference(struct markdown_writer *writer, const struct inline_ *reference) {
    struct buffer *out = writer->out;
    bool is_outer = !writer->in_link;
    buffer_printf(out, "[%s", reference->text);
    writer->in_link = true;
    if (reference->heading->number != NULL) {
        buffer_printf(out, TEXT_NBSP "%s", reference->heading->number);
    } else {
        /* Its words alone: a link in the heading would stand in this one, and might lead back. */
        CLEANUP_BUFFER struct buffer words = BUFFER_EMPTY;
        inline_put_words(&words, reference->heading->inlines);
        const struct inline_ plain = { .kind = INLINE_TEXT, .text = words.data };
        buffer_puts(out, " ”");
        markdown_inlines(writer, &plain);
        buffer_puts(out, "”");
    }
    writer->in_link = !is_outer;
    buffer_printf(out, "](#%s)", reference->heading->anchor);
}

static void write_hard_break(struct markdown_writer *writer) {
    if (writer->is_one_line) {
        buffer_putc(writer->out, ' ');
        return;
    }
    buffer_puts(writer->out, "\\\n");
    markdown_line(writer);
    writer->is_later_line = true;
}

/* Writes the chain; `behind` is what stands behind it with no markup between, or NULL. */
static void write_chain(struct markdown_writer *writer, const struct inline_ *inlines,
    const struct inline_ *behind) {
    const struct inline_ *last = NULL;
    for (const struct inline_ *inline_ = inlines; inline_ != NULL; inline_ = inline_->next) {
        const struct inline_ *next = inline_->next != NULL ? inline_->next : behind;
        switch (inline_->kind) {
        case INLINE_TEXT:
            write_text(writer, inline_->text, last, next);
            break;
        case INLINE_SOFT_BREAK:
            buffer_putc(writer->out, ' ');
            break;
        case INLINE_HARD_BREAK:
            write_hard_break(writer);
            break;
        case INLINE_CODE:
            write_code(writer, inline_->text);
            break;
        case INLINE_EMPHASIS:
        case INLINE_STRONG:
            write_emphasis(writer, inline_, last);
            break;
        case INLINE_LINK:
        case INLINE_IMAGE:
            write_link(writer, inline_);
            break;
        case INLINE_REFERENCE:
            write_reference(writer, inline_);
            break;
        case INLINE_FACT:
        case INLINE_MARK:
            write_chain(writer, inline_->children, next);
            break;
        }
        last = inline_;
    }
}

void markdown_inlines(struct markdown_writer *writer, const struct inline_ *inlines) {
    write_chain(writer, inlines, NULL);
}
