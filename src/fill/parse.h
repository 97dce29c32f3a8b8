/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside fill/: what the files that make a template share.
 */
#ifndef UNDERLAG_FILL_PARSE_H
#define UNDERLAG_FILL_PARSE_H

#include "fill/template.h"

/* A text that tags are read from, and how its places map to the file: as they are, or through the
 * scalar that the text is. */
struct passage {
    const struct source *source;
    const struct text_places *places; /* of a scalar; NULL: the text is the source's own */
    const char *text;
    size_t start; /* where the body begins, behind front matter */
    size_t size;
    bool is_plain; /* nothing but the specification: what is only unlikely goes without saying */
};

/* The place of a stretch of the passage. */
struct span passage_span(const struct passage *passage, size_t offset, size_t length);

/* A tag as it stands in the text. A tag whose line has only white space before it is `first`, one
 * with only white space behind it `last`; one that is both stands alone (the specification's
 * "standalone"). */
struct token {
    size_t start, end; /* with the delimiters */
    size_t line_start; /* first: where its line begins, else `start` */
    size_t line_end;   /* last: behind its line break, else `end` */
    bool first, last;
    char sigil;     /* '#' '^' '/' '>' '<' '$' '!' '=' '&' '{', or 0 */
    size_t content; /* what it says, without white space round it */
    size_t content_size;
};

/* Reads tags one after another; knows the delimiters. */
struct scanner {
    struct arena *arena;
    const struct passage *passage;
    struct findings *findings;
    const char *open, *close;
    size_t open_size, close_size;
    bool stopped; /* a tag does not end */
};

/* Starts at the passage's beginning, with {{ and }}. */
void scanner_init(struct scanner *scanner, struct arena *arena, const struct passage *passage,
    struct findings *findings);

/* The next tag from `at`, or false when there is none (one that does not end is a finding). */
bool scanner_next(struct scanner *scanner, size_t at, struct token *token);

/* Takes the delimiters that a {{= =}} tag sets. */
void scanner_set_delimiters(struct scanner *scanner, const struct token *token);

/* Fills in a tag's name, parts, formatters and whether it is dynamic from what the token says. */
void name_read(struct arena *arena, const struct passage *passage, const struct token *token,
    struct tag *tag, struct findings *findings);

/* Takes `indent` away from the lines of a block's content, and from the indentation of what stands
 * in it: content is kept relative to its block. */
void layout_dedent(struct tag *tags, size_t count, const char *indent);

/* The indentation of a block's content: of its first line with something on it, or, when there is
 * none, the white space before the opening tag (line_start … start of `open`). */
char *layout_indent(struct arena *arena, const struct passage *passage, const struct token *open,
    size_t from, size_t to);

/* Parses the passage's tags into the template. */
void passage_parse(struct arena *arena, const struct passage *passage, struct template *template,
    struct findings *findings);

/* The place of a node's key in the file that its text was taken from. */
struct span passage_key_span(const struct source *source, const xmlNode *node);

/* let_read() of a mapping that was read from a copy of the source's beginning. */
const struct let *let_read_from(struct arena *arena, const struct source *source,
    const xmlNode *mapping, size_t *count, struct findings *findings);

/* Reads front matter at the beginning of the source, if there is any; gives the offset of the body
 * behind it. */
size_t front_matter_read(struct arena *arena, const struct source *source,
    struct front_matter *front, struct findings *findings);

/* The one of the two that the findings' language asks for. */
const char *in_language(const struct findings *findings, const char *swedish, const char *english);

#endif
