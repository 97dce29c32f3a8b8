/* SPDX-License-Identifier: EUPL-1.2
 *
 * The facts that a paper shows, as a custom XML part that its content controls are bound to
 * (ECMA-376-1, 17.5.2.6 and 22.5): the file knows where each amount, date and name came from, and
 * Word keeps the places that show the same fact alike. Only what the paper shows is in it: papers
 * are published.
 *
 * Controls name the part by its id, and the fact by its place in it. Word looks for both in whatever paper
 * a paragraph is pasted into; so the id is a digest of the facts, and no two lists that differ have one.
 */
#ifndef UNDERLAG_RENDER_DOCX_FACTS_H
#define UNDERLAG_RENDER_DOCX_FACTS_H

#include "base/arena.h"
#include "base/buffer.h"
#include "document/document.h"

#define FACTS_NAMESPACE "urn:underlag:uppgifter"

struct facts;

struct facts *facts_new(struct arena *arena);

/* The fact as shown in these words; gives its number, from 1: the same for the same fact in the
 * same words. The texts must live as long. */
int facts_add(struct facts *facts, const struct fact *fact, const char *words);

/* How many there are; 0: no part is needed. */
int facts_count(const struct facts *facts);

/* Writes the part's id, as an attribute's value. It is known when all facts are: facts_sign() then puts it
 * into `out`, which must be what all were written to. */
void facts_write_id(struct facts *facts, struct buffer *out);
void facts_sign(const struct facts *facts, struct buffer *out);

/* customXml/item1.xml and its properties. */
void facts_write(const struct facts *facts, struct buffer *out);
void facts_write_properties(const struct facts *facts, struct buffer *out);

#endif
