/* SPDX-License-Identifier: EUPL-1.2
 *
 * An Open Packaging package (ECMA-376-2) in memory: parts, their content types and relationships,
 * zipped. It knows nothing of Word. Same parts, same bytes.
 *
 * Parts are deflated when they are packed; those that are the same in every paper are packed once a run
 * and shared between threads.
 */
#ifndef UNDERLAG_RENDER_DOCX_PACKAGE_H
#define UNDERLAG_RENDER_DOCX_PACKAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "render/docx/zipfile.h"

/* What deflates, for one thread. */
struct packer;
struct packer *packer_new(struct arena *arena);

/* Lets the packer take over what it is to pack as far as this zip file, an earlier one, has it deflated under
 * the same name: that is quicker, and the same file comes out whatever deflated it. The bytes, which may
 * be anyone's, must live as long as what is packed. */
void packer_reuse(struct packer *packer, const char *bytes, size_t size);

/* The bytes deflated, on the packer's arena; `name` is the entry's. */
struct packed packer_pack(struct packer *packer, const char *name, const char *bytes, size_t size);

struct package;
struct part;

/* An empty package; its parts are packed with `packer` and lie on `arena`. */
struct package *package_new(struct arena *arena, struct packer *packer);

/* Adds a part, empty so far. Parts are written in the order they are added. `name` is absolute
 * without its slash ("word/document.xml") and outlives the package; a NULL `type` leaves the
 * content type to the extension. */
struct part *package_add(struct package *package, const char *name, const char *type);

/* Gives a part its content, once. */
void part_fill(struct part *part, const char *bytes, size_t size);
void part_fill_packed(struct part *part, struct packed packed);

/* The package itself, as a source of relationships only. */
struct part *package_root(struct package *package);

/* Relates a part to another, and gives the id ("rId1"), counted for each part. A link's target is a
 * URL. */
const char *part_relate(struct part *part, const char *type, const struct part *target);
const char *part_link(struct part *part, const char *url);

/* The same under an id that the part's content names already; before any that is counted. */
void part_relate_as(
    struct part *part, const char *id, const char *type, const char *target, bool external);

/* The name, or one like it if a part has it already, in any case: "word/header1_2.xml". */
const char *package_free_name(const struct package *package, const char *name);

/* The target of a relationship between parts of these names: relative to the source's folder. */
const char *relationship_target(struct arena *arena, const char *source, const char *target);

/* The zip file: [Content_Types].xml, the package's relationships, then each part and its own. */
void package_write(struct package *package, struct buffer *out);

#endif
