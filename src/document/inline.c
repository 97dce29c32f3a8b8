/* SPDX-License-Identifier: EUPL-1.2
 *
 * cmark's inlines become ours. Neighbouring texts are joined first (cmark cuts them at each escape
 * and bracket); then a run of words is split where a value of the definition or a draft mark
 * begins.
 */
#include <string.h>

#include "base/text.h"
#include "document/parse.h"

#define MARK_BEGIN "\xE2\x9F\xA6" /* ⟦ */
#define MARK_CLOSE "\xE2\x9F\xA7" /* ⟧ */

static struct inline_ *add(struct parsing *parsing, struct chain *chain, enum inline_kind kind) {
    struct inline_ *inline_ = arena_new_of(parsing->arena, struct inline_);
    inline_->kind = kind;
    *chain->end = inline_;
    chain->end = &inline_->next;
    return inline_;
}

/* Words without marks, in NFC again: a reference may have brought an accent for the letter before it. A line
 * break can only come from one, too: in a paper a space. */
static void add_text(struct parsing *parsing, struct chain *chain, const char *text, size_t size) {
    char *words = mark_strip(parsing->arena, text, size);
    if (words[0] == '\0') {
        return;
    }
    /* Only papers: the words of any other Markdown file stay as they are. */
    bool is_paper = parsing->options->map != NULL;
    for (char *at = words; is_paper && (at = strchr(at, '\n')) != NULL;) {
        *at = ' ';
    }
    bool joins = is_paper && strpbrk(words, "0123456789") != NULL;
    const char *composed = text_nfc(parsing->arena, words);
    add(parsing, chain, INLINE_TEXT)->text =
        joins ? figures_join(parsing->arena, composed) : composed;
}

/* Where the first draft mark begins; what stands in it, to `inside`. NULL: there is none. */
static const char *find_mark(const char *text, const char *end, const char **inside) {
    static const char *const kinds[] = { "saknas:", "fel:" };
    for (; (text = text_find(text, (size_t)(end - text), MARK_BEGIN)) != NULL; text++) {
        const char *kind = text + strlen(MARK_BEGIN);
        for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
            *inside = kind + strlen(kinds[i]);
            if (*inside <= end && text_starts(kind, kinds[i])) {
                return text;
            }
        }
    }
    return NULL;
}

/* Words that may hold "⟦saknas: …⟧", which a draft has where a value is missing, or "⟦fel: …⟧", where it
 * is of a kind that cannot be written. */
static void add_words(struct parsing *parsing, struct chain *chain, const char *text, size_t size) {
    const char *end = text + size;
    const char *missing = NULL;
    for (const char *open; (open = find_mark(text, end, &missing)) != NULL;) {
        const char *close =
            memmem(missing, (size_t)(end - missing), MARK_CLOSE, sizeof MARK_CLOSE - 1);
        if (close == NULL) {
            break;
        }
        add_text(parsing, chain, text, (size_t)(open - text));
        text = close + sizeof MARK_CLOSE - 1;
        struct inline_ *mark = add(parsing, chain, INLINE_MARK);
        mark->text = text_trim(
            parsing->arena, mark_strip(parsing->arena, missing, (size_t)(close - missing)));
        struct chain children = { .end = &mark->children };
        add_text(parsing, &children, open, (size_t)(text - open));
    }
    add_text(parsing, chain, text, (size_t)(end - text));
}

static const struct fact *fact_of(struct parsing *parsing, size_t stretch_number) {
    const struct sourcemap *map = parsing->options->map;
    if (parsing->facts == NULL) {
        parsing->facts = arena_array(parsing->arena, map->count, sizeof(struct fact *));
    }
    if (parsing->facts[stretch_number] == NULL) {
        const struct stretch *stretch = &map->stretches[stretch_number];
        struct fact *fact = arena_new_of(parsing->arena, struct fact);
        *fact = (struct fact){ .path = arena_string(parsing->arena, stretch->path),
            .raw = arena_string(parsing->arena, stretch->raw),
            .format = arena_string(parsing->arena, stretch->format),
            .where = stretch->where };
        parsing->facts[stretch_number] = fact;
    }
    return parsing->facts[stretch_number];
}

/* The start of the last `count` characters of the text, or NULL when it has fewer. */
static const char *last_characters(const char *text, const char *end, size_t count) {
    while (count > 0 && end > text) {
        end = text + text_character(text, (size_t)(end - 1 - text));
        count--;
    }
    return count == 0 ? end : NULL;
}

static const char *first_characters(const char *text, const char *end, size_t count) {
    for (; count > 0 && text < end; count--) {
        text += text_after(text, (size_t)(end - text), 0);
    }
    return count == 0 ? text : NULL;
}

static void add_fact(
    struct parsing *parsing, struct chain *chain, size_t stretch, const char *text, size_t size) {
    char *words = mark_strip(parsing->arena, text, size);
    const char *inside = NULL;
    if (find_mark(words, words + strlen(words), &inside) != NULL) {
        add_words(parsing, chain, words, strlen(words));
        return;
    }
    struct inline_ *inline_ = add(parsing, chain, INLINE_FACT);
    inline_->fact = fact_of(parsing, stretch);
    struct chain children = { .end = &inline_->children };
    add_text(parsing, &children, words, strlen(words));
}

/* A run of words with marks: values become facts. A mark whose partner is not in the run (the value
 * reaches across markup) is dropped. */
static void add_run(struct parsing *parsing, struct chain *chain, const char *text, size_t size) {
    const char *end = text + size;
    size_t map_count = parsing->options->map != NULL ? parsing->options->map->count : 0;
    if (text_starts(text, MARK_PREFIX " ")) {
        text += sizeof MARK_PREFIX;
    }
    for (const char *at = text; (at = text_find(at, (size_t)(end - at), "\xEF\xB7")) != NULL;) {
        size_t prose_size;
        size_t prose = mark_read_prose(at, &prose_size);
        if (prose_size != 0 && prose < map_count) {
            add_words(parsing, chain, text, (size_t)(at - text));
            prose_add(parsing, chain, prose);
            text = at += prose_size;
            continue;
        }
        struct mark_opening opening = mark_read(at);
        const char *inner = at + (opening.size != 0 ? opening.size : 2);
        if (opening.size == 0 || opening.stretch >= map_count) {
            at = inner;
            continue;
        }
        size_t claim;
        size_t closing_size;
        const char *close =
            inner + mark_find_closing(inner, (size_t)(end - inner), &claim, &closing_size);
        const char *first = last_characters(text, at, opening.claim);
        const char *after = close < end ? first_characters(close + closing_size, end, claim) : NULL;
        if (first == NULL || after == NULL) {
            at = inner;
            continue;
        }
        add_words(parsing, chain, text, (size_t)(first - text));
        add_fact(parsing, chain, opening.stretch, first, (size_t)(after - first));
        text = at = after;
    }
    add_words(parsing, chain, text, (size_t)(end - text));
}

struct inline_ *inlines_plain(struct parsing *parsing, const char *text, size_t size) {
    struct chain chain = { 0 };
    chain.end = &chain.first;
    add_run(parsing, &chain, arena_copy(parsing->arena, text, size), size);
    return chain.first;
}

/* Addresses that run code or carry documents in them are never passed on (cmark's own list). White
 * space and control characters inside do not hide them, since programs skip those. */
static bool is_dangerous(const char *target, bool is_image) {
    char start[24];
    size_t size = 0;
    for (; *target != '\0' && size < sizeof start - 1; target++) {
        if ((unsigned char)*target > ' ') {
            start[size++] = *target >= 'A' && *target <= 'Z' ? (char)(*target + 32) : *target;
        }
    }
    start[size] = '\0';
    if (text_starts(start, "data:")) {
        return !is_image
               || !(text_starts(start, "data:image/png") || text_starts(start, "data:image/gif")
                    || text_starts(start, "data:image/jpeg")
                    || text_starts(start, "data:image/webp"));
    }
    return text_starts(start, "javascript:") || text_starts(start, "vbscript:")
           || text_starts(start, "file:");
}

/* Tells of a character reference that is refused. Where one stands in code it is none. */
static void refuse_references(struct parsing *parsing, const char *text, size_t size) {
    const char *end = text + size;
    while ((text = mark_find_refused(text, (size_t)(end - text))) != NULL) {
        size_t length = strcspn(text, ";") + 1;
        const char *reference = mark_strip(parsing->arena, text, length);
        finding_add(
            parsing->findings, TEXT_CONTROL, parsing_find(parsing, reference), reference, NULL);
        text += length;
    }
}

/* Only the paragraph's own words may be broken by prose; what stands in emphasis stays there. */
static struct inline_ *convert_inside(struct parsing *parsing, cmark_node *node, int depth) {
    struct flow *flow = parsing->flow;
    parsing->flow = NULL;
    struct inline_ *inlines = inlines_convert(parsing, cmark_node_first_child(node), depth);
    parsing->flow = flow;
    return inlines;
}

static void convert_link(
    struct parsing *parsing, struct chain *chain, cmark_node *node, bool is_image, int depth) {
    const char *url = cmark_node_get_url(node);
    const char *title = cmark_node_get_title(node);
    struct inline_ *link = add(parsing, chain, is_image ? INLINE_IMAGE : INLINE_LINK);
    refuse_references(parsing, url, strlen(url));
    refuse_references(parsing, title, strlen(title));
    link->target = words_strip(parsing, url, strlen(url));
    link->title = title[0] != '\0' ? words_strip(parsing, title, strlen(title)) : NULL;
    link->children = convert_inside(parsing, node, depth + 1);
    if (is_dangerous(link->target, is_image)) {
        finding_add(parsing->findings, LINK_REFUSED, parsing_find(parsing, link->target),
            link->target, NULL);
        link->target = "";
    }
}

/* Raw HTML: words when that is allowed, else a finding. */
static void convert_html(struct parsing *parsing, struct buffer *run, const char *literal) {
    if (parsing->options->allow_html) {
        buffer_puts(run, literal);
    } else {
        const char *words = words_strip(parsing, literal, strlen(literal));
        if (!parsing->has_html || !text_starts(words, "</")) {
            finding_add(parsing->findings, HTML_IN_TEXT, parsing_find(parsing, words), words, NULL);
        }
        parsing->has_html = true;
    }
}

static void flush(struct parsing *parsing, struct chain *chain, struct buffer *run) {
    if (run->size != 0) {
        refuse_references(parsing, run->data, run->size);
        foreign_notes(parsing, run->data, run->size);
        add_run(parsing, chain, run->data, run->size);
        buffer_truncate(run, 0);
    }
}

static void convert_one(struct parsing *parsing, struct chain *chain, cmark_node *node, int depth) {
    const char *literal = cmark_node_get_literal(node);
    struct inline_ *inline_;
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_SOFTBREAK:
        add(parsing, chain, INLINE_SOFT_BREAK);
        break;
    case CMARK_NODE_LINEBREAK:
        add(parsing, chain, INLINE_HARD_BREAK);
        break;
    case CMARK_NODE_CODE:
        add(parsing, chain, INLINE_CODE)->text =
            words_strip(parsing, literal, strlen(literal));
        break;
    case CMARK_NODE_EMPH:
    case CMARK_NODE_STRONG:
        inline_ = add(parsing, chain,
            cmark_node_get_type(node) == CMARK_NODE_EMPH ? INLINE_EMPHASIS : INLINE_STRONG);
        inline_->children = convert_inside(parsing, node, depth + 1);
        break;
    case CMARK_NODE_LINK:
        foreign_link(parsing, node);
        convert_link(parsing, chain, node, false, depth);
        break;
    case CMARK_NODE_IMAGE:
        foreign_image(parsing, node);
        convert_link(parsing, chain, node, true, depth);
        break;
    default: /* cmark's enum, not ours: no extension adds inlines here */
        break;
    }
}

/* The chain's inlines; words of prose and what stands beside them are one text. */
static struct inline_ *joined(struct parsing *parsing, const struct chain *chain) {
    if (parsing->has_spliced && parsing->flow == NULL) {
        inlines_join(parsing->arena, chain->first);
    }
    return chain->first;
}

struct inline_ *inlines_convert(struct parsing *parsing, cmark_node *first, int depth) {
    struct chain chain = { 0 };
    chain.end = &chain.first;
    if (first != NULL && depth > DOCUMENT_DEPTH) {
        parsing_too_deep(parsing);
        return NULL;
    }
    CLEANUP_BUFFER struct buffer run = BUFFER_EMPTY;
    for (cmark_node *node = first; node != NULL; node = cmark_node_next(node)) {
        if (cmark_node_get_type(node) == CMARK_NODE_TEXT) {
            buffer_puts(&run, cmark_node_get_literal(node));
        } else if (cmark_node_get_type(node) == CMARK_NODE_HTML_INLINE) {
            convert_html(parsing, &run, cmark_node_get_literal(node));
        } else {
            flush(parsing, &chain, &run);
            convert_one(parsing, &chain, node, depth);
        }
    }
    flush(parsing, &chain, &run);
    return joined(parsing, &chain);
}

/* Whether cmark would make one text of it: most cells and lines are words, and parsing them takes longer than
 * all that is done with them. */
static bool is_plain(const char *text, size_t size) {
    return strcspn(text, "\n\\`&_*[]<!") == size && text[size - 1] != ' ' && text[size - 1] != '\t';
}

void snippet_add(struct parsing *parsing, const char *text, size_t size, struct inline_ **slot) {
    if (size != 0) {
        struct snippet snippet = { .text = text,
            .size = size,
            .is_plain = is_plain(text, size),
            .offset = parsing->offset,
            .slot = slot,
            .outline = parsing->outline };
        ARRAY_ADD(parsing->arena, parsing->snippets, snippet);
    }
}

/* cmark's tree of those snippets of that outline that are not plain, from the first one on: a paragraph each. */
static cmark_node *parse_marked(
    const struct parsing *parsing, const struct outline *outline, size_t first) {
    CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
    for (size_t i = first; i < parsing->snippets.count; i++) {
        const struct snippet *snippet = &parsing->snippets.items[i];
        if (snippet->outline == outline && !snippet->is_plain) {
            /* The prefix is a word, so that no snippet opens a block; the space after it counts as the
             * start of a line for emphasis. */
            buffer_puts(&text, MARK_PREFIX " ");
            buffer_put(&text, snippet->text, snippet->size);
            buffer_puts(&text, "\n\n");
        }
    }
    if (text.size != 0 && text_find(outline->text, outline->size, "]:") != NULL) {
        buffer_put(&text, outline->text, outline->size);
    }
    return commonmark_parse(text.data, text.size);
}

/* Parses the snippets of that outline, from the first one on. */
static void parse_snippets_of(
    struct parsing *parsing, const struct outline *outline, size_t first) {
    CLEANUP(cmark) cmark_node *root = parse_marked(parsing, outline, first);
    cmark_node *node = cmark_node_first_child(root);
    for (size_t i = first; i < parsing->snippets.count; i++) {
        struct snippet *snippet = &parsing->snippets.items[i];
        if (snippet->outline != outline) {
            continue;
        }
        snippet->outline = NULL;
        parsing->offset = snippet->offset;
        if (snippet->is_plain) {
            struct chain chain = { 0 };
            chain.end = &chain.first;
            add_run(parsing, &chain, snippet->text, snippet->size);
            *snippet->slot = joined(parsing, &chain);
        } else {
            *snippet->slot = inlines_convert(parsing, cmark_node_first_child(node), 1);
            node = cmark_node_next(node);
        }
    }
}

void snippets_parse(struct parsing *parsing) {
    for (size_t i = 0; i < parsing->snippets.count; i++) {
        if (parsing->snippets.items[i].outline != NULL) {
            parse_snippets_of(parsing, parsing->snippets.items[i].outline, i);
        }
    }
}
