/* SPDX-License-Identifier: EUPL-1.2
 *
 * A template prepared, once a run, and worn by a paper, once each.
 */
#include "render/docx/reference.h"

#include <errno.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "render/docx/docx.h"
#include "render/docx/writer.h"
#include "report/world.h"

static void free_ids(void *ids) {
    xmlHashFree(ids, NULL);
}

const char *reference_style(const struct docx_reference *reference, const char *id) {
    const char *theirs = id == NULL || reference == NULL || reference->style_ids == NULL
        ? NULL
        : xmlHashLookup(reference->style_ids, (const xmlChar *)id);
    return theirs != NULL ? theirs : id;
}

static bool is_layout(const xmlNode *setting) {
    static const char *const names[] = { "embedTrueTypeFonts", "embedSystemFonts", "saveSubsetFonts",
        "mirrorMargins", "alignBordersAndEdges", "bordersDoNotSurroundHeader",
        "bordersDoNotSurroundFooter", "gutterAtTop", "defaultTabStop", "autoHyphenation",
        "consecutiveHyphenLimit", "hyphenationZone", "doNotHyphenateCaps", "evenAndOddHeaders",
        "drawingGridHorizontalSpacing", "drawingGridVerticalSpacing", "characterSpacingControl",
        "footnotePr", "endnotePr", "compat", "themeFontLang", "clrSchemeMapping", "decimalSymbol",
        "listSeparator" };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (word_is(setting, names[i])) {
            return true;
        }
    }
    return false;
}

/* Word says "compatibility mode" in its title bar for less than 15. */
static void set_mode(struct arena *arena, xmlNode *compat) {
    for (xmlNode *node = word_child(compat, "compatSetting"); node != NULL;
         node = word_next(node, "compatSetting")) {
        const char *name = word_attribute(arena, node, "name");
        if (name != NULL && strcmp(name, "compatibilityMode") == 0) {
            word_set(node, "val", "15");
            return;
        }
    }
    xmlNode *mode = xmlNewChild(compat, compat->ns, (const xmlChar *)"compatSetting", NULL);
    if (mode == NULL) {
        memory_exhausted();
    }
    word_set(mode, "name", "compatibilityMode");
    word_set(mode, "uri", "http://schemas.microsoft.com/office/word");
    word_set(mode, "val", "15");
}

/* A template's settings say much of the template and of those who wrote it; what shapes the page
 * stays. */
static void clean_settings(struct arena *arena, struct reference_part *settings) {
    xmlNode *root = xmlDocGetRootElement(settings->xml);
    for (xmlNode *node = root->children; node != NULL;) {
        xmlNode *next = node->next;
        if (!is_layout(node)) {
            word_drop(node);
        }
        node = next;
    }
    xmlNode *compat = word_need(root, "compat");
    set_mode(arena, compat);
    /* A broken line of a justified paragraph is not stretched to the margin. */
    (void)word_need(compat, "doNotExpandShiftReturn");
    xmlNode *language = word_child(root, "themeFontLang");
    if (language != NULL) {
        word_set(language, "val", "sv-SE");
    }
    reference_round(arena, root);
    reference_order(root);
    settings->changed = true;
}

/* LibreOffice names the character set in words, too, which Word's own validator refuses; the number
 * (17.8.3.2) says the same. */
static void prepare_fonts(struct reference_part *part) {
    xmlNode *root = xmlDocGetRootElement(part->xml);
    for (xmlNode *node = root; node != NULL; node = node_after(node, root, false)) {
        if (word_is(node, "charset") && xmlUnsetNsProp(node, node->ns, (const xmlChar *)"characterSet") == 0) {
            part->changed = true;
        }
    }
}

/* The template's notes were its body's. */
static void prepare_notes(struct reference_reader *reader, struct reference_part *part) {
    if (reference_drop_notes(reader->arena, xmlDocGetRootElement(part->xml))) {
        part->relations.count = 0;
        part->changed = true;
    }
}

static void prepare_by_type(struct reference_reader *reader, struct reference_part *part) {
    const char *type = part->type;
    if (part->xml == NULL || !text_starts(type, WORD_TYPE)) {
        return;
    }
    type += strlen(WORD_TYPE);
    if (text_equal(type, "header+xml") || text_equal(type, "footer+xml")) {
        part->is_story = true;
        reference_prepare_story(reader, part);
    } else if (text_equal(type, "fontTable+xml")) {
        prepare_fonts(part);
    } else if (text_equal(type, "footnotes+xml") || text_equal(type, "endnotes+xml")) {
        reference_prepare_story(reader, part);
        part->has_slots = false;
    }
}

/* Before anything is read in them: what is struck out, and what the template's body had, is not there. */
static void clear_parts(struct reference_reader *reader) {
    const struct docx_reference *reference = reader->reference;
    for (size_t i = 0; i < reference->parts.count; i++) {
        struct reference_part *part = reference->parts.items[i];
        if (part->xml == NULL || !text_starts(part->type, WORD_TYPE)) {
            continue;
        }
        const char *type = part->type + strlen(WORD_TYPE);
        if (text_equal(type, "footnotes+xml") || text_equal(type, "endnotes+xml")) {
            prepare_notes(reader, part);
        }
        if (!text_equal(type, "styles+xml") && !text_equal(type, "numbering+xml")
            && !text_equal(type, "settings+xml")) {
            part->changed = reference_accept_changes(xmlDocGetRootElement(part->xml))
                || part->changed;
        }
    }
}

static void prepare_parts(struct reference_reader *reader) {
    struct docx_reference *reference = reader->reference;
    const struct reference_part *numbering = reference_find(reference, "numbering");
    for (size_t i = 0; i < reference->parts.count; i++) {
        prepare_by_type(reader, reference->parts.items[i]);
    }
    reference_number_drawings(reference);
    reference_drop_unused(reference);
    for (size_t i = 0; i < reference->parts.count; i++) {
        struct reference_part *part = reference->parts.items[i];
        if (part == numbering || part->has_slots) {
            continue;
        }
        if (part->changed) {
            part->bytes = xml_serialise(reader->arena, part->xml, &part->size);
        }
        part->packed = packer_pack(reader->packer, part->name, part->bytes, part->size);
    }
}

/* The properties of Word's own that the template brings along. */
static void pack_application(struct reference_reader *reader) {
    struct docx_reference *reference = reader->reference;
    if (reference->application != NULL) {
        reference->application_packed = packer_pack(
            reader->packer, "docProps/app.xml", reference->application, reference->application_size);
    }
}

static bool prepare(struct reference_reader *reader) {
    struct docx_reference *reference = reader->reference;
    if (!reference_read_parts(reader)) {
        return false;
    }
    reference->styles = reference_find(reference, "styles");
    reference->settings = reference_find(reference, "settings");
    reference->theme = reference_find(reference, "theme");
    reference->fonts = reference_find(reference, "fontTable");
    clear_parts(reader);
    if (!reference_check_fields(reader)) {
        return false;
    }
    reference_survey(reader);
    reference->text_indent = reference_text_indent(reader);
    reference_take_numbering(reader);
    if (reference->styles != NULL) {
        reference->style_ids = arena_own(reader->arena, xmlHashCreate(64), free_ids);
        reference_take_styles(reader);
    }
    if (reference->settings != NULL) {
        clean_settings(reader->arena, reference->settings);
    }
    prepare_parts(reader);
    pack_application(reader);
    return true;
}

const struct docx_reference *docx_reference_read(struct arena *arena, const char *bytes, size_t size,
    const char *path, struct span where, const struct docx_parts *own, struct findings *findings) {
    struct reference_reader reader = {
        .arena = arena,
        .path = path,
        .where = where,
        .findings = findings,
        .archive = archive_open(arena, bytes, size, path, where, findings),
        .packer = packer_new(arena),
        .own = own,
        .reference = arena_new_of(arena, struct docx_reference),
        .good = true,
    };
    return reader.archive != NULL && prepare(&reader) ? reader.reference : NULL;
}

const struct docx_reference *docx_reference_load(struct arena *arena, const char *path,
    struct span where, const struct docx_parts *own, struct findings *findings) {
    size_t size = 0;
    const char *bytes = file_read(arena, path, &size);
    if (bytes == NULL) {
        finding_add_fault(findings, FILE_UNREADABLE, path, errno)->where = where;
        return NULL;
    }
    return docx_reference_read(arena, bytes, size, path, where, own, findings);
}

/* The part's relationships, but for the one to `skip`. */
static void relate_all(struct arena *arena, const struct reference_part *from, struct part *part,
    const struct reference_part *skip) {
    for (size_t i = 0; i < from->relations.count; i++) {
        const struct relation *relation = &from->relations.items[i];
        bool external = relation->part == NULL;
        if (external || relation->part != skip) {
            part_relate_as(part, relation->id, relation->type,
                external ? relation->target
                         : relationship_target(arena, from->name, relation->part->name),
                external);
        }
    }
}

/* A header with its placeholders filled; the template itself is shared, and stays as it is. */
static void fill_part(struct arena *arena, const struct reference_part *from,
    const struct document *document, struct part *part) {
    xmlDoc *copy = xmlCopyDoc(from->xml, 1);
    if (copy == NULL) {
        memory_exhausted();
    }
    reference_fill(copy, document);
    size_t size = 0;
    const char *bytes = xml_serialise(arena, copy, &size);
    xmlFreeDoc(copy);
    part_fill(part, bytes, size);
}

void reference_add(const struct docx_reference *reference, struct arena *arena,
    const struct document *document, struct package *package, struct part *main) {
    const struct reference_part *numbering = reference_find(reference, "numbering");
    relate_all(arena, reference->main, main, numbering);
    for (size_t i = 0; i < reference->parts.count; i++) {
        const struct reference_part *from = reference->parts.items[i];
        if (from == numbering) {
            continue; /* written behind the body, which says what lists there are */
        }
        struct part *part = package_add(package, from->name, from->type);
        relate_all(arena, from, part, NULL);
        if (from->has_slots) {
            fill_part(arena, from, document, part);
        } else {
            part_fill_packed(part, from->packed);
        }
    }
}

struct part *reference_add_numbering(
    const struct docx_reference *reference, struct arena *arena, struct package *package) {
    const struct reference_part *from = reference_find(reference, "numbering");
    if (from == NULL) {
        return NULL;
    }
    struct part *part = package_add(package, from->name, from->type);
    relate_all(arena, from, part, NULL);
    return part;
}
