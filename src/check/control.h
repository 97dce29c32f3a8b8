/* SPDX-License-Identifier: EUPL-1.2
 *
 * The rule report (riktlinjekontroll) as data: what a template needs to tell how a definition answers the
 * guideline, which rules were tried and how they ended.
 */
#ifndef UNDERLAG_CHECK_CONTROL_H
#define UNDERLAG_CHECK_CONTROL_H

#include "check/rules.h"

/* Hangs an element `kontroll` under the root of the definition with what is known before the rules are tried,
 * for papers that set out the guideline's conditions:
 *
 *     kontroll/riktlinje         the guideline's title
 *     kontroll/antal_villkor     points whose id begins with V; antal_avtalspunkter, those with A
 *     kontroll/punkter/item      id, nr (the id's last part: 1, a), rubrik, besvarad, nyckel (where it is answered:
 *                                villkor.marknad), uppfyllt, svar
 *
 * Gives it, for node_take_out() before the rules are tried: it is no part of what they look at. */
xmlNode *control_graft_points(
    struct arena *arena, const struct guideline *guideline, struct tree *tree);

/* Hangs an element `kontroll` under the root of the definition, for templates whose front matter says
 * `rapport: ja`. It has the same, and:
 *
 *     kontroll/antal             prövade, uppfyllda, brutna, undantagna, ej_aktuella, garanterade, avgörs_inte
 *     kontroll/punkter/item      regler/item, too (as undantag/item)
 *     kontroll/uppfyllda/item    id, rubrik, källa, of rules that hold
 *     kontroll/undantag/item     id, rubrik, källa, allvar, utfall, motivering, of rules set aside
 *     kontroll/avgörs_inte/item  id, rubrik, källa, of rules that no definition can decide
 *     kontroll/fynd/item         allvar, id, meddelande, råd, plats
 *
 * schema/kontroll.schema.json says the same, so that names in templates can be checked. */
void control_graft(struct arena *arena, const struct guideline *guideline, struct tree *tree,
    const struct outcome *outcomes, const struct findings *findings);

#endif
