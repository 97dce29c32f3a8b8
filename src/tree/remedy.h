/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside tree/: lines of YAML taken apart as a writer sees them, valid or not, and what to write in
 * place of what stands there.
 */
#ifndef UNDERLAG_TREE_REMEDY_H
#define UNDERLAG_TREE_REMEDY_H

#include "report/finding.h"

/* Offsets into the source: spaces, "- " (perhaps several), "key:", value. */
struct yaml_line {
    size_t number;   /* from 1 */
    size_t indent;   /* spaces */
    size_t content;  /* where they end */
    size_t key;      /* behind all "- " */
    size_t key_size; /* bytes without the colon; 0 when there is no key */
    size_t value;    /* what follows; `end` when nothing does */
    size_t end;      /* without white space at the end of the line */
    bool has_dash;
    bool is_blank; /* or a comment */
};

/* The line of that number, from 1. */
struct yaml_line yaml_line_read(const struct source *source, size_t number);

/* The nearest line above that is not blank; false when there is none. */
bool yaml_line_above(const struct source *source, size_t number, struct yaml_line *line);

/* Whether the text that ends the line goes on below it. */
bool yaml_line_continues(const struct source *source, const struct yaml_line *line);

/* Bytes of a bullet ("•", "–", "*", "1." and others) with white space behind it at `text`; 0 when
 * there is none. */
size_t yaml_bullet(const char *text);

/* Bytes of the white space at `text` that looks like a space but is none for YAML; 0 when there is
 * none. */
size_t yaml_hard_space(const char *text);

/* Bytes of the key at `text`, with its colon, that no space parts from its value ("nyckel:värde"); 0
 * when there is none. */
size_t yaml_glued_key(const char *text);

/* The value that the offset lies in, on its line. `in_flow`: between brackets or braces. */
struct span remedy_value(const struct source *source, size_t offset, bool in_flow);

/* The bytes as a text in quotes, on the arena; quotes “ ” ’ round them are dropped. */
const char *remedy_quoted(struct arena *arena, const char *text, size_t size);

/* finding_advise() with the text shortened. */
void remedy_advise(struct findings *findings, struct finding *finding, const char *sv,
    const char *en, const char *text);

/* Advises to put the span in quotes, and shows how; when its text goes on below: to begin it with
 * |. */
void remedy_advise_quotes(struct findings *findings, struct finding *finding, struct span value);

/* Whether the line goes on with a text that begins behind a key above; then that line. */
bool remedy_text_start(
    const struct source *source, const struct yaml_line *line, struct yaml_line *key);

/* Advises to write the text that begins on the line of the key behind |. */
void remedy_advise_block(
    struct findings *findings, struct finding *finding, const struct yaml_line *key);

/* Advises the line of a finding that marks a hyphen with a space behind it. */
void remedy_advise_dash(struct findings *findings, struct finding *finding);

/* Advises how far to indent the line, and names the line above that it is to be aligned with. */
void remedy_advise_indent(
    struct findings *findings, struct finding *finding, const struct yaml_line *line);

#endif
