/* SPDX-License-Identifier: EUPL-1.2
 *
 * The registers of kommun.yaml: nämnder, förvaltningar, organisationer …; a reference in a
 * definition is an id in one of them. (kommun.yaml is itself a tree; a register is a child of its
 * root.)
 */
#ifndef UNDERLAG_TREE_REGISTER_H
#define UNDERLAG_TREE_REGISTER_H

#include "tree/tree.h"

/* The entry `id` in the register of that name ("organisationer"), or NULL. */
const xmlNode *register_find(const struct tree *kommun, const char *register_name, const char *id);

/* Resolves one reference: a copy of the entry is put into the node (node_resolve). What the entry
 * itself refers to is to be resolved before, and no entry is put into itself: the pass that settles
 * kommun.yaml sees to both. An unknown id is a finding at the node that names the nearest id; so is
 * a copy that passes the limits of a tree. A node that is no scalar is left alone. */
void register_resolve(struct arena *arena, const struct tree *kommun, const char *register_name,
    xmlNode *node, struct findings *findings);

/* Whether the text has the form of an id (kommun.schema.json): small letters, digits and hyphens, a letter first. */
bool register_is_id(const char *text);

/* Tells of a text that is nothing but an id of a register, where the words of the text are what is written: the
 * reader of the paper would see the id. Of ids without a hyphen only those of organisations are told. */
void register_tell_id(const struct tree *kommun, const xmlNode *node, struct findings *findings);

/* Whether the text is a Swedish organisation number: ten digits, NNNNNN-NNNN or without hyphen; the
 * third at least 2, which tells it from a birth number; the last by Luhn's algorithm (Skatteverket, SKV
 * 709). */
bool register_is_orgnr(const char *text);

#endif
