/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside tree/: what a fault of YAML comes from and what to write instead, for fault.c, which knows
 * libyaml's complaints.
 */
#ifndef UNDERLAG_TREE_FAULT_H
#define UNDERLAG_TREE_FAULT_H

#include "tree/read.h"
#include "tree/remedy.h"

/* Whether something on the line or near it explains the complaint better than the parser does: a
 * bullet, a hard space, a template's tag, a list under a text. That is told; then true. */
bool fault_say_cause(
    struct findings *findings, const struct source *source, const struct yaml_problem *problem);

/* Tells of what is no YAML at all: git's marks of a conflict anywhere, or "```" on the line of that number;
 * then true. */
bool fault_say_stray(struct findings *findings, const struct source *source, size_t number);

/* Tells of the line, or the one above it, that it is not indented as the text behind "|" or ">" that it
 * belongs to; then true. */
bool fault_say_text(
    struct findings *findings, const struct source *source, const struct yaml_line *line);

/* Tells that the bracket or brace lacks its end, when the offset lies on the line of another key; then
 * true. */
bool fault_say_unclosed(
    struct findings *findings, const struct source *source, size_t bracket, size_t offset);

/* Tells of a template's tag in a definition: "{{" at the offset. */
void yaml_say_template(struct findings *findings, const struct source *source, size_t offset);

/* Adds to the finding what to write instead, as far as that can be told. `in_flow`: the fault lies
 * between brackets or braces. */
void fault_advise(struct findings *findings, struct finding *finding, enum catalogue_id id,
    size_t offset, bool in_flow);

#endif
