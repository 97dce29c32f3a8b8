/* SPDX-License-Identifier: EUPL-1.2
 *
 * A corporate template (.docx or .dotx): its styles, theme, fonts, numbering, page, headers, footers
 * and pictures clothe our papers; its body and its properties are not taken. What is the same in
 * every paper is prepared once and shared by threads; headers with placeholders are filled for each.
 *
 * struct docx_reference is the prepared template. How it is read:
 *
 *     archive  ─▶ reference_parts: parts by their relationships, refused or kept
 *              ─▶ reference_fields: what runs, fetches or asks
 *              ─▶ reference_survey: what its headers and footers show, and look up
 *              ─▶ reference_story, reference_tidy: what other programs leave in their files
 *              ─▶ reference_styles: our style ids → theirs, by name; ours that they lack are added (reference_added)
 *              ─▶ reference_numbering: our list designs behind theirs
 *              ─▶ reference_section: the page, and which headers and footers it shows
 *     a paper  ─▶ reference_fill: placeholders in headers and footers
 */
#ifndef UNDERLAG_RENDER_DOCX_REFERENCE_H
#define UNDERLAG_RENDER_DOCX_REFERENCE_H

#include <libxml/hash.h>
#include <libxml/tree.h>
#include <stdbool.h>

#include "base/array.h"
#include "base/map.h"
#include "document/document.h"
#include "render/docx/archive.h"
#include "render/docx/numbering.h"
#include "render/docx/package.h"
#include "render/docx/parts.h"
#include "render/docx/reference_slots.h"

struct reference_part;

struct relation {
    const char *id;
    const char *type;            /* the whole URI */
    const char *target;          /* of an external one: its URL */
    struct reference_part *part; /* NULL when external */
};

/* A part that goes into every paper. */
struct reference_part {
    const char *name; /* "word/media/image1.png" */
    const char *type; /* its content type */
    xmlDoc *xml;      /* NULL: not XML */
    const char *bytes;
    size_t size;
    bool changed;     /* `xml` says more than `bytes` */
    bool is_story;    /* a header or a footer */
    bool has_slots;   /* placeholders: filled for each paper */
    bool reached;     /* the body leads to it: see reference_drop_unused() */
    struct packed packed;
    ARRAY_OF(struct relation) relations;
};

/* Which pages a header is for (17.18.36). */
enum pages { PAGES_DEFAULT, PAGES_FIRST, PAGES_EVEN, PAGES_COUNT };

/* The page, as XML in the order of the schema; titlePg stands between the two halves. */
struct reference_section {
    const char *references;  /* w:headerReference, w:footerReference; "": none, so ours are used */
    const char *first_half;  /* of the first section, up to titlePg */
    const char *later_half;  /* the same for a section behind a cover: pages count on */
    const char *last_half;
    bool title_page;
    /* The ids of its headers and footers by the pages that have them; NULL: none. */
    const char *headers[PAGES_COUNT], *footers[PAGES_COUNT];
    int text_width; /* in twentieths of a point */
};

/* A document property that a header or footer looks up by a name of the template's. */
struct reference_property {
    const char *name;
    enum slot slot;    /* the document's words; SLOT_NONE: */
    const char *value; /* what the template says */
};

struct docx_reference {
    ARRAY_OF(struct reference_part *) parts;
    struct reference_part *main; /* its relations are those of the body; it has no bytes */
    struct reference_part *styles, *settings, *theme, *fonts; /* NULL: it has none */
    xmlHashTable *style_ids;     /* our id → theirs */
    struct numbering_design numbering;
    int heading_number;          /* w:numId of its heading styles; 0: they do not count as ours do */
    bool headings_count[5];      /* which of them count by themselves, in any way */
    bool bullets_count[3];       /* its List Bullet styles have their bullets */
    bool has_body_style;         /* "BodyText" is what its paragraphs of text are in */
    int text_indent; /* of its running text, in twentieths of a point: lists and quotes of ours begin there */
    struct reference_section section;
    ARRAY_OF(struct reference_property) properties;
    const char *application; /* docProps/app.xml; NULL: ours */
    size_t application_size;
    struct packed application_packed;
    bool has_headers, has_footers;
    bool shows_page, shows_number; /* in those of all pages: the page's number, the registry number */
    /* Ours, on the pages that the template leaves empty, where these are not shown: no page of a paper may
     * get lost. */
    bool adds_header, adds_footer;
};

/* Company, Manager. */
enum { ORGANISATION_COUNT = 2 };

/* What the files of this folder share while they read one template. */
struct reference_reader {
    struct arena *arena;
    const char *path;
    struct span where;
    struct findings *findings;
    struct archive *archive;
    struct packer *packer;
    const struct docx_parts *own;
    struct docx_reference *reference;
    struct map types; /* [Content_Types].xml: see reference_types.c */
    ARRAY_OF(struct reference_part *) seen;
    bool shows_organisation[ORGANISATION_COUNT]; /* its headers and footers do */
    bool related; /* the body's relationships have been read */
    bool good;
};

/* reference.c */

/* Their id of our style. */
const char *reference_style(const struct docx_reference *reference, const char *id);

/* Adds the template's parts to a paper, behind its main part, with placeholders filled. */
void reference_add(const struct docx_reference *reference, struct arena *arena,
    const struct document *document, struct package *package, struct part *main);

/* Adds its numbering part, to be filled; NULL when it has none. */
struct part *reference_add_numbering(
    const struct docx_reference *reference, struct arena *arena, struct package *package);

/* reference_parts.c */

/* Finds the main part, and keeps what it leads to and a paper needs. False when refused. */
bool reference_read_parts(struct reference_reader *reader);

/* The part's XML, parsed; NULL when it is not there, or, with a finding, is damaged. */
xmlDoc *reference_parse(struct reference_reader *reader, const char *name);

/* The name of the part that the package itself leads to by this type of relationship; NULL: none. */
const char *reference_root_part(struct reference_reader *reader, const char *type);

/* The kept part that the main part leads to by this type of relationship, or NULL. */
struct reference_part *reference_find(const struct docx_reference *reference, const char *type);

/* reference_types.c */

/* Reads the content types of all parts; false when they cannot be read. */
bool reference_read_types(struct reference_reader *reader);

/* The content type of the part; "" when none is said. */
const char *reference_type(struct reference_reader *reader, const char *name);

/* reference_kind.c */

/* Whether the part is what a relationship leads to whose type ends in this word: "header". */
bool reference_is_kind(const struct reference_part *part, const char *word);

/* reference_lost.c */

/* Takes out what would show a relationship that is not kept. One that is not among the ids of `declared`
 * either, which nobody has told of, is a finding. */
void reference_forget(
    struct reference_reader *reader, struct reference_part *part, xmlHashTable *declared);

/* Leaves relationships behind that nothing in a header or footer names any more, and parts that nothing
 * leads to. */
void reference_drop_unused(struct docx_reference *reference);

/* reference_fields.c */

/* Refuses, freezes or leaves out fields that no paper may have. False when one is refused. */
bool reference_check_fields(struct reference_reader *reader);

/* reference_survey.c */

/* Finds out what the kept headers and footers show. What nobody will fill is a finding. */
void reference_survey(struct reference_reader *reader);

/* reference_story.c */

/* Makes a header, a footer, or the lines that part notes from the text what a paper may have. */
void reference_prepare_story(struct reference_reader *reader, struct reference_part *part);

/* Numbers the drawings of all headers and footers anew where two have one number. */
void reference_number_drawings(struct docx_reference *reference);

/* reference_names.c */

/* What to compare a style's name by: folded, without the aliases that Word 2003 wrote behind commas. */
const char *reference_style_name(struct arena *arena, const xmlNode *style);

/* The style of the type that has the folded name of a built-in one, or its Swedish name; or NULL. */
xmlNode *reference_find_style(
    struct arena *arena, const xmlNode *root, const char *type, const char *name);

/* The style with that id, which may be NULL; NULL: none. */
xmlNode *reference_style_by_id(struct arena *arena, const xmlNode *root, const char *id);

/* reference_added.c */

/* Remembers their id for ours. */
void reference_remember_style(struct reference_reader *reader, const char *ours, const char *theirs);

/* Gives our style a place among theirs: an id, and a name, that nobody has. */
void reference_add_style(struct reference_reader *reader, xmlNode *root, const xmlNode *ours);

/* When all are added: what an added style says of other styles, by the ids of the template, and of the page's
 * width. Its numbers go: a paragraph that needs one says so itself. */
void reference_settle_style(struct reference_reader *reader, xmlNode *style);

/* An added style begins at the margin and is not justified, whatever the template's running text is: labels and
 * amounts would stand elsewhere than their columns. What stands in running text begins where that does. */
void reference_place_style(struct reference_reader *reader, const xmlNode *root, xmlNode *style);

/* reference_numbering.c */

/* Takes numbers away whose list the template has not: among ours it would be some other list. */
bool reference_drop_unknown_numbers(struct reference_reader *reader, xmlNode *root);

/* Whether the list's level, from 0, is a bullet; or counts as our headings do: 1, 1.1, 1.1.1. */
bool reference_has_bullet(struct reference_reader *reader, int number, int level);
bool reference_counts(struct reference_reader *reader, int number, int level);

/* How far the template's running text is indented, in twentieths of a point. */
int reference_text_indent(struct reference_reader *reader);

/* reference_styles.c, reference_numbering.c, reference_section.c: each sets its field. */
void reference_take_styles(struct reference_reader *reader);
void reference_take_numbering(struct reference_reader *reader);
void reference_take_section(struct reference_reader *reader);

/* A measure in twentieths of a point: "11906", or "595.3pt", "21cm" (22.9.2.14); `otherwise` when it is
 * none, or of no page. */
int reference_measure(const char *text, int otherwise);

/* reference_tidy.c: each says whether it changed anything. */

/* Puts what stands below the root in the order of the schema. */
bool reference_order(xmlNode *root);

/* Whole numbers where the schema has no other, and other programs write a decimal point. */
bool reference_round(struct arena *arena, xmlNode *root);

/* Tracked changes as if they had been accepted. */
bool reference_accept_changes(xmlNode *root);

/* Takes out of w:footnotes or w:endnotes what is no separator. */
bool reference_drop_notes(struct arena *arena, xmlNode *root);

/* Takes out references to styles that are not among `styles`. */
bool reference_drop_unknown_styles(struct arena *arena, xmlNode *root, const xmlNode *styles);

/* reference_fill.c */

/* Whether the part has placeholders. */
bool reference_has_slots(xmlDoc *part);

/* Puts the document's facts into the placeholders. */
void reference_fill(xmlDoc *part, const struct document *document);

/* reference_xml.c: libxml2's tree, as Word uses it. */

#define REFERENCE_RELATION "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

#define VML_NAMESPACE "urn:schemas-microsoft-com:vml"

/* Whether the node is this element of WordprocessingML. */
bool word_is(const xmlNode *node, const char *name);

/* Whether the root is this element of the namespace. */
bool xml_root_is(xmlDoc *doc, const char *namespace, const char *name);

/* The first child, and the next sibling, that is this element; NULL: none. */
xmlNode *word_child(const xmlNode *node, const char *name);
xmlNode *word_next(const xmlNode *node, const char *name);

/* The child made if there is none, as the last. */
xmlNode *word_need(xmlNode *node, const char *name);

/* An attribute of WordprocessingML, on the arena; NULL: none. And of the child: w:val. */
char *word_attribute(struct arena *arena, const xmlNode *node, const char *name);
char *word_value(struct arena *arena, const xmlNode *node, const char *child);
void word_set(xmlNode *node, const char *name, const char *value);

/* An attribute of no namespace, on the arena; NULL: none, or one that no package has, with a carriage return in
 * it. */
char *plain_attribute(struct arena *arena, const xmlNode *node, const char *name);

/* Takes the node out and frees it; takes out all children of that name. */
void word_drop(xmlNode *node);
void word_drop_children(xmlNode *node, const char *name);

/* The node behind `node` in document order below `top`; without its children when `skip`. */
xmlNode *node_after(const xmlNode *node, const xmlNode *top, bool skip);

/* The elements that the node holds take its place; gives the first of them, or what follows. */
xmlNode *word_unwrap(xmlNode *node, xmlNode *root);

/* Parses bytes as XML without entities; NULL when it is not well-formed or has a DOCTYPE. */
xmlDoc *xml_parse(struct arena *arena, const char *bytes, size_t size);

/* Serialises as UTF-8 on the arena. */
char *xml_serialise(struct arena *arena, xmlDoc *doc, size_t *size);

#endif
