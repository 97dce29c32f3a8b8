/* SPDX-License-Identifier: EUPL-1.2
 *
 * What prose has from other kinds of Markdown, or from Word: it would be lost in the papers, stand
 * there as it was typed, or become something else than what was meant. Footnotes and images are told of in a
 * template's own words, too; a CommonMark file that is no paper may have it all.
 *
 * Footnotes are no CommonMark. What cmark makes of "[^1]" depends on what stands behind "[^1]:": a
 * link, when that is an address, else words. A label that is words may also have been typed as words
 * (behind a backslash), so it is looked up in what was written.
 */
#include <string.h>

#include "base/text.h"
#include "document/parse.h"

/* How far round a block's start a label is looked for. */
enum { NOTE_WINDOW = 1 << 16 };

/* Whether the text at hand was filled in, or is part of one that was. */
static bool is_paper(const struct parsing *parsing) {
    return parsing->prose_path != NULL || parsing->options->map != NULL;
}

/* Bytes of the label of a footnote at `text`, "[^1]"; 0 when there is none. */
static size_t note_size(const char *text, size_t size) {
    size_t end = 2;
    while (end < size && strchr(" \t\n[]", text[end]) == NULL) {
        end++;
    }
    return size > 3 && text[0] == '[' && text[1] == '^' && end > 2 && end < size && text[end] == ']'
               ? end + 1
               : 0;
}

/* The first place from `from` on where the label stands in the prose at hand as one of a footnote, or
 * NULL. `defines` tells whether the footnote's own text follows it. */
static const char *find_note(
    const struct parsing *parsing, size_t from, const char *label, bool *defines) {
    const char *original = parsing->marked->original;
    const struct stretch *prose = parsing->prose;
    size_t size = strlen(label);
    size_t last = prose != NULL ? prose->offset + prose->length : parsing->marked->original_size;
    size_t rest = from < last ? last - from : 0;
    const char *text = original + from;
    const char *end = text + (rest < NOTE_WINDOW ? rest : NOTE_WINDOW);
    for (; (text = text_find(text, (size_t)(end - text), label)) != NULL; text += size) {
        const char *behind = text + size;
        bool is_escaped = text != original && text[-1] == '\\';
        *defines = behind < end && *behind == ':';
        if (!is_escaped && (behind == end || *behind != '(')) {
            return text;
        }
    }
    return NULL;
}

/* Whether the footnote has its mark somewhere round the block at hand. */
static bool is_referred_to(const struct parsing *parsing, const char *label) {
    size_t first = parsing->prose != NULL ? parsing->prose->offset : 0;
    size_t from = parsing->offset > first + NOTE_WINDOW / 2 ? parsing->offset - NOTE_WINDOW / 2 : first;
    bool defines = true;
    for (const char *at; defines && (at = find_note(parsing, from, label, &defines)) != NULL;) {
        from = (size_t)(at - parsing->marked->original) + strlen(label);
    }
    return !defines;
}

/* Tells of the footnote, at its mark in the block at hand rather than at its text. */
static void tell_note(struct parsing *parsing, const char *label) {
    bool defines = false;
    const char *place = find_note(parsing, parsing->offset, label, &defines);
    if (place != NULL && !(defines && is_referred_to(parsing, label))) {
        size_t offset = (size_t)(place - parsing->marked->original);
        finding_add(parsing->findings, FOOTNOTE_IN_TEXT,
            parsing_span(parsing, offset, strlen(label)), label, NULL);
    }
}

void foreign_notes(struct parsing *parsing, const char *text, size_t size) {
    const char *end = text + size;
    while (is_paper(parsing) && !findings_are_full(parsing->findings)
           && (text = text_find(text, (size_t)(end - text), "[^")) != NULL) {
        size_t length = note_size(text, (size_t)(end - text));
        if (length != 0) {
            tell_note(parsing, arena_copy(parsing->arena, text, length));
        }
        text += length != 0 ? length : 2;
    }
}

/* The words that the node begins with. */
static const char *first_words(cmark_node *node) {
    cmark_node *child = cmark_node_first_child(node);
    bool is_text = child != NULL && cmark_node_get_type(child) == CMARK_NODE_TEXT;
    return is_text ? cmark_node_get_literal(child) : "";
}

void foreign_link(struct parsing *parsing, cmark_node *node) {
    CLEANUP_BUFFER struct buffer label = BUFFER_EMPTY;
    buffer_putc(&label, '[');
    for (cmark_node *child = cmark_node_first_child(node); child != NULL;
         child = cmark_node_next(child)) {
        const char *literal = cmark_node_get_literal(child);
        buffer_puts(&label, literal != NULL ? literal : "");
    }
    buffer_putc(&label, ']');
    if (is_paper(parsing) && note_size(label.data, label.size) == label.size) {
        tell_note(parsing, arena_copy(parsing->arena, label.data, label.size));
    }
}

void foreign_image(struct parsing *parsing, cmark_node *node) {
    const char *url = cmark_node_get_url(node);
    /* One that a template brings with it is there in the web page, and its words in the others. */
    if (!is_paper(parsing) || (parsing->prose_path == NULL && text_starts(url, "data:"))) {
        return;
    }
    const char *begin = arena_printf(parsing->arena, "![%s", first_words(node));
    finding_add(parsing->findings, IMAGE_IN_TEXT, parsing_find(parsing, begin),
        words_strip(parsing, url, strlen(url)), NULL);
}

/* Bytes of the hyphens or equals signs that are all there is on the line, behind the marks of the
 * quotes and lists that it stands in; 0: there is something else. */
static size_t underline_size(const char *line, size_t size, size_t *indent) {
    *indent = strspn(line, " \t>");
    size_t length = 0;
    while (*indent + length < size && line[*indent + length] == line[*indent]) {
        length++;
    }
    size_t behind = *indent + length;
    behind += strspn(line + behind, " \t\r");
    bool is_line = *indent < size && strchr("-=", line[*indent]) != NULL;
    return is_line && behind >= size ? length : 0;
}

void foreign_heading(struct parsing *parsing, cmark_node *node) {
    const struct marked *prose = parsing->marked;
    size_t number = (size_t)cmark_node_get_start_line(node);
    size_t column = (size_t)cmark_node_get_start_column(node);
    size_t size = 0;
    const char *line = parsing->prose_path != NULL ? marked_line(prose, number, &size) : NULL;
    bool has_mark = line != NULL && column != 0 && column <= size && line[column - 1] == '#';
    if (line == NULL || (has_mark && strchr("# \t", line[column]) != NULL)) {
        return;
    }
    size_t last = (size_t)cmark_node_get_end_line(node); /* or one line less, as cmark has it */
    while (number < last && (line = marked_line(prose, ++number, &size)) != NULL) {
        size_t indent;
        size_t length = underline_size(line, size, &indent);
        if (length != 0) {
            struct span where =
                parsing_span(parsing, marked_offset(prose, number, indent + 1), length);
            finding_add(parsing->findings, HEADING_UNDERLINED, where,
                arena_copy(parsing->arena, line + indent, length), NULL);
            return;
        }
    }
}
