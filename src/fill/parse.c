/* SPDX-License-Identifier: EUPL-1.2
 *
 * From tags to a tree of tags, with the specification's rule of standalone tags: a tag that has its
 * line to itself takes the line with it. Parents and blocks count as one for this, from the opening
 * to the closing tag; so the white space before an opening one is kept back until it closes.
 */
#include <string.h>

#include "base/array.h"
#include "base/money.h"
#include "base/text.h"
#include "fill/parse.h"

/* Bytes of a comment's beginning that a finding shows. */
enum { COMMENT_SHOWN = 40 };

/* So many closing tags may be misspelt ones: each looks through the rest of the template. */
enum { COMPARED_LARGEST = 100 };

/* A section, parent or block that is being read. Level 0 is the template itself. */
struct nest {
    struct tag tag;
    struct token open;
    bool alone; /* the opening tag has taken its line with it */
    size_t content_start;
    ARRAY_OF(struct tag) children;
};

struct parser {
    struct arena *arena;
    const struct passage *passage;
    struct findings *findings;
    struct scanner scanner;
    struct nest *levels; /* TEMPLATE_DEPTH + 1; set when they are entered */
    size_t depth;
    size_t text_start; /* of the text not yet taken */
    size_t tag_count;
    size_t compared; /* closing tags that may be misspelt */
    bool stopped;
};

const char *in_language(const struct findings *findings, const char *swedish, const char *english) {
    return findings->language == LANGUAGE_EN ? english : swedish;
}

static struct nest *top(struct parser *parser) {
    return &parser->levels[parser->depth];
}

static void add_tag(struct parser *parser, const struct tag *tag) {
    if (++parser->tag_count > TEMPLATE_TAGS) {
        if (!parser->stopped) {
            const char *largest =
                arena_printf(parser->arena, "%s %s", money_group(parser->arena, TEMPLATE_TAGS),
                    in_language(parser->findings, "taggar och rader", "tags and lines"));
            finding_add(parser->findings, TEMPLATE_LARGE, tag->where, largest, NULL);
        }
        parser->stopped = true;
        return;
    }
    ARRAY_ADD(parser->arena, top(parser)->children, *tag);
}

/* Adds the text of the stretch, a tag a line. Text directly in a parent means nothing. */
static void add_text(struct parser *parser, size_t from, size_t to) {
    const struct passage *passage = parser->passage;
    while (from < to && !parser->stopped && top(parser)->tag.kind != TAG_PARENT) {
        const char *line_break = memchr(passage->text + from, '\n', to - from);
        size_t end = line_break != NULL ? (size_t)(line_break - passage->text) + 1 : to;
        add_tag(
            parser, &(struct tag){ .kind = TAG_TEXT,
                        .where = passage_span(passage, from, end - from),
                        .text = passage->text + from,
                        .text_size = end - from,
                        .starts_line = from == passage->start || passage->text[from - 1] == '\n' });
        from = end;
    }
}

/* Takes the text before a tag; with `alone`, the rest of its line goes with the tag. */
static void take_text(struct parser *parser, const struct token *token, bool alone) {
    add_text(parser, parser->text_start, alone ? token->line_start : token->start);
    parser->text_start = alone ? token->line_end : token->end;
}

static struct tag tag_of(struct parser *parser, const struct token *token, enum tag_kind kind) {
    struct tag tag = { .kind = kind,
        .where = passage_span(parser->passage, token->start, token->end - token->start) };
    name_read(parser->arena, parser->passage, token, &tag, parser->findings);
    return tag;
}

static char *space_before(struct parser *parser, const struct token *token) {
    return arena_copy(
        parser->arena, parser->passage->text + token->line_start, token->start - token->line_start);
}

static void open_level(struct parser *parser, const struct token *token, enum tag_kind kind) {
    struct tag tag = tag_of(parser, token, kind);
    if (parser->depth == TEMPLATE_DEPTH) {
        finding_add(parser->findings, TEMPLATE_DEEP, tag.where,
            arena_printf(parser->arena, "%d", TEMPLATE_DEPTH), NULL);
        parser->stopped = true;
        return;
    }
    bool argument = kind == TAG_BLOCK && top(parser)->tag.kind == TAG_PARENT;
    bool alone = token->last && (token->first || argument) && kind != TAG_PARENT;
    tag.alone = alone;
    bool whole = kind == TAG_PARENT || kind == TAG_BLOCK;
    /* The white space before is added by close_level() if it turns out to be text. */
    add_text(parser, parser->text_start, whole || alone ? token->line_start : token->start);
    parser->text_start = alone ? token->line_end : token->end;
    struct nest *level = &parser->levels[++parser->depth];
    *level = (struct nest){
        .tag = tag, .open = *token, .alone = alone, .content_start = parser->text_start
    };
}

/* Ends the innermost level. `indent` is the finished tag's; with `text_before`, the white space
 * before its opening tag is text. */
static void finish_level(struct parser *parser, const char *indent, bool text_before) {
    struct nest *level = top(parser);
    level->tag.children = level->children.items;
    level->tag.child_count = level->children.count;
    level->tag.indent = indent;
    if (level->tag.kind == TAG_BLOCK && indent != NULL) {
        layout_dedent(level->tag.children, level->tag.child_count, indent);
    }
    parser->depth--;
    if (text_before) {
        add_text(parser, level->open.line_start, level->open.start);
    }
    add_tag(parser, &level->tag);
}

/* The line break behind a standalone block. */
static void add_line_end(struct parser *parser, const struct token *token) {
    const struct passage *passage = parser->passage;
    size_t end = token->line_end;
    if (end == token->end || passage->text[end - 1] != '\n') {
        return;
    }
    size_t start = end - 1 - (end - 1 > token->end && passage->text[end - 2] == '\r');
    add_tag(parser, &(struct tag){ .kind = TAG_TEXT,
                        .where = passage_span(passage, start, end - start),
                        .text = passage->text + start,
                        .text_size = end - start,
                        .ends_line = true });
}

static void close_block(struct parser *parser, const struct token *token) {
    struct nest *level = top(parser);
    bool argument = parser->levels[parser->depth - 1].tag.kind == TAG_PARENT;
    bool empty_pair = !level->alone && level->open.end == token->start;
    bool pair_alone = !argument && empty_pair && level->open.first && token->last;
    bool alone = token->first && (token->last || argument) && !pair_alone;
    size_t text_end = alone ? token->line_start : token->start;
    add_text(parser, parser->text_start, text_end);
    parser->text_start = (alone || pair_alone) && !argument ? token->line_end : token->end;
    bool text_before = !level->alone && !pair_alone && level->open.first;
    const char *indent = NULL;
    if (level->alone) {
        indent = layout_indent(
            parser->arena, parser->passage, &level->open, level->content_start, text_end);
    } else if (pair_alone) {
        indent = space_before(parser, &level->open);
    }
    bool site_alone = pair_alone || (level->alone && alone && !argument);
    finish_level(parser, indent, text_before);
    if (site_alone) {
        add_line_end(parser, token);
    }
}

static void close_level(struct parser *parser, const struct token *token) {
    struct nest *level = top(parser);
    switch (level->tag.kind) {
    case TAG_TEXT:
    case TAG_VARIABLE:
    case TAG_UNESCAPED:
    case TAG_PARTIAL:
        break;
    case TAG_SECTION:
    case TAG_INVERTED:
        take_text(parser, token, token->first && token->last);
        finish_level(parser, NULL, false);
        break;
    case TAG_PARENT: {
        bool alone = level->open.first && token->last;
        parser->text_start = alone ? token->line_end : token->end;
        finish_level(
            parser, alone ? space_before(parser, &level->open) : NULL, !alone && level->open.first);
        break;
    }
    case TAG_BLOCK:
        close_block(parser, token);
        break;
    }
}

/* What a closing tag must say to close the level. */
static bool closes(
    const struct parser *parser, const struct nest *level, const struct token *token) {
    const char *text = parser->passage->text;
    return level->open.content_size == token->content_size
           && memcmp(text + level->open.content, text + token->content, token->content_size) == 0;
}

static void tell_unclosed(struct parser *parser, const struct nest *level) {
    const char *name = arena_copy(
        parser->arena, parser->passage->text + level->open.content, level->open.content_size);
    struct finding *finding =
        finding_add(parser->findings, TEMPLATE_SECTION_OPEN, level->tag.where, name, NULL);
    if (level->tag.kind == TAG_BLOCK) {
        finding_advise(parser->findings, finding,
            "Ska värdet skrivas, så ta bort $: {{%s}}. Det tecknet inleder ett block, som en annan mall kan byta ut.",
            "If the value is to be written, remove the $: {{%s}}. That sign begins a block, which another template "
            "may replace.",
            name);
    }
}

/* "{{$name|formatter}}": in an expression a let's name has that sign, in a tag it has none. True: it was told,
 * and is no block. */
static bool tell_dollar(struct parser *parser, const struct token *token) {
    const struct passage *passage = parser->passage;
    const char *content = arena_copy(parser->arena, passage->text + token->content, token->content_size);
    if (strchr(content, '|') == NULL) {
        return false;
    }
    struct finding *finding = finding_add(parser->findings, TEMPLATE_FORMATTER_PLACE,
        passage_span(passage, token->start, token->end - token->start),
        arena_copy(parser->arena, passage->text + token->start, token->end - token->start), NULL);
    finding_advise(parser->findings, finding, "Ta bort $: {{%s}}. Det tecknet hör till uttrycken.",
        "Remove the $: {{%s}}. That sign belongs to expressions.", content);
    take_text(parser, token, false);
    return true;
}

/* The offset, from `from` on, of a tag with that sigil and name; or the passage's size. */
static size_t find_tag(
    const struct parser *parser, char sigil, const char *name, size_t from) {
    const struct passage *passage = parser->passage;
    const char *tag = arena_printf(parser->arena, "%s%c%s", parser->scanner.open, sigil, name);
    const char *found = memmem(passage->text + from, passage->size - from, tag, strlen(tag));
    return found != NULL ? (size_t)(found - passage->text) : passage->size;
}

/* Whether a closing tag of that name follows, and not first another opening one. */
static bool is_closed_later(const struct parser *parser, const char *name, size_t from) {
    size_t close = find_tag(parser, '/', name, from);
    return close < find_tag(parser, '#', name, from) && close < find_tag(parser, '^', name, from);
}

/* Whether the closing tag is that of the innermost section, with a slip of the pen in one of the two. */
static bool tell_misnamed(struct parser *parser, const struct token *token) {
    struct nest *level = top(parser);
    bool is_section = level->tag.kind == TAG_SECTION || level->tag.kind == TAG_INVERTED;
    if (parser->depth == 0 || !is_section || parser->compared++ >= COMPARED_LARGEST) {
        return false;
    }
    const struct passage *passage = parser->passage;
    const char *opened = arena_copy(
        parser->arena, passage->text + level->open.content, level->open.content_size);
    const char *closed = arena_copy(parser->arena, passage->text + token->content, token->content_size);
    size_t most = strlen(opened) / 3 + 1;
    if (text_distance(opened, closed, most + 1) > most || is_closed_later(parser, opened, token->end)) {
        return false;
    }
    struct finding *finding = finding_add(parser->findings, TEMPLATE_SECTION_NAMES,
        passage_span(passage, token->start, token->end - token->start), opened, closed, NULL);
    finding_relate(parser->findings, finding, level->tag.where,
        in_language(parser->findings, "öppnas här", "opened here"));
    level->tag.misnamed = true;
    return true;
}

/* "{{/definition/ärende/datum|datum}}" is no end of anything, but a path of an expression. */
static void advise_path(
    const struct parser *parser, const struct token *token, struct finding *finding) {
    const char *content = arena_copy(
        parser->arena, parser->passage->text + token->content, token->content_size);
    size_t size = strcspn(content, "|");
    if (content[size] == '\0' && strchr(content, '/') == NULL) {
        return;
    }
    finding_advise(parser->findings, finding,
        "En tagg tar ett namn, ingen sökväg. Ge sökvägen ett namn under let, och skriv det: {{namn%s}}.",
        "A tag takes a name, no path. Give the path a name under let, and write that: {{name%s}}.",
        content + size);
}

/* A closing tag ends the innermost level of its name; levels inside it were left open. */
static void read_close(struct parser *parser, const struct token *token) {
    size_t match = parser->depth;
    while (match > 0 && !closes(parser, &parser->levels[match], token)) {
        match--;
    }
    if (match == 0 && tell_misnamed(parser, token)) {
        close_level(parser, token);
        return;
    }
    if (match == 0) {
        take_text(parser, token, token->first && token->last);
        const struct passage *passage = parser->passage;
        struct finding *finding = finding_add(parser->findings, TEMPLATE_SECTION_CLOSE,
            passage_span(passage, token->start, token->end - token->start),
            arena_copy(parser->arena, passage->text + token->content, token->content_size), NULL);
        advise_path(parser, token, finding);
        if (parser->depth > 0) {
            bool english = parser->findings->language == LANGUAGE_EN;
            finding_relate(parser->findings, finding, top(parser)->tag.where,
                english ? "this is open" : "den här är öppen");
        }
        return;
    }
    while (parser->depth > match) {
        tell_unclosed(parser, top(parser));
        add_text(parser, parser->text_start, token->start);
        parser->text_start = token->start;
        finish_level(parser, NULL, false);
    }
    close_level(parser, token);
}

/* A comment ends at the next "}}": with a tag in it, that one's. */
static void check_comment(struct parser *parser, const struct token *token) {
    const struct scanner *scanner = &parser->scanner;
    const char *text = parser->passage->text;
    if (!parser->passage->is_plain
        && memmem(text + token->content, token->content_size, scanner->open, scanner->open_size) != NULL) {
        size_t size = strcspn(text + token->start, "\n");
        size_t shown = size < COMMENT_SHOWN ? size : text_character(text + token->start, COMMENT_SHOWN);
        finding_add(parser->findings, TEMPLATE_COMMENT_OPEN,
            passage_span(parser->passage, token->start, size),
            arena_copy(parser->arena, text + token->start, shown), NULL);
    }
}

static void read_token(struct parser *parser, const struct token *token) {
    bool alone = token->first && token->last;
    switch (token->sigil) {
    case '!':
        check_comment(parser, token);
        take_text(parser, token, alone);
        break;
    case '=':
        take_text(parser, token, alone);
        scanner_set_delimiters(&parser->scanner, token);
        break;
    case '#':
        open_level(parser, token, TAG_SECTION);
        break;
    case '^':
        open_level(parser, token, TAG_INVERTED);
        break;
    case '<':
        open_level(parser, token, TAG_PARENT);
        break;
    case '$':
        if (!tell_dollar(parser, token)) {
            open_level(parser, token, TAG_BLOCK);
        }
        break;
    case '/':
        read_close(parser, token);
        break;
    case '>': {
        take_text(parser, token, alone);
        struct tag tag = tag_of(parser, token, TAG_PARTIAL);
        tag.indent = alone ? space_before(parser, token) : NULL;
        add_tag(parser, &tag);
        break;
    }
    default: {
        take_text(parser, token, false);
        struct tag tag = tag_of(parser, token, token->sigil != 0 ? TAG_UNESCAPED : TAG_VARIABLE);
        add_tag(parser, &tag);
    }
    }
}

void passage_parse(struct arena *arena, const struct passage *passage, struct template *template,
    struct findings *findings) {
    struct nest levels[TEMPLATE_DEPTH + 1];
    struct parser state = { .arena = arena,
        .passage = passage,
        .findings = findings,
        .levels = levels,
        .text_start = passage->start };
    levels[0] = (struct nest){ .content_start = 0 };
    struct parser *parser = &state;
    scanner_init(&parser->scanner, arena, passage, findings);
    struct token token;
    for (size_t at = passage->start; !parser->stopped && scanner_next(&parser->scanner, at, &token);
         at = token.end) {
        read_token(parser, &token);
    }
    add_text(parser, parser->text_start, passage->size);
    while (parser->depth > 0) {
        if (!parser->stopped) {
            tell_unclosed(parser, top(parser));
        }
        finish_level(parser, NULL, false);
    }
    template->cut = template->cut || parser->stopped || parser->scanner.stopped;
    template->tags = parser->levels[0].children.items;
    template->tag_count = parser->levels[0].children.count;
}
