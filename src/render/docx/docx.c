/* SPDX-License-Identifier: EUPL-1.2
 *
 * The order of the parts, and how they are related (ECMA-376-1, 11.3). The body is written before
 * the parts that it turns out to need: numbering, facts, links.
 */
#include "render/docx/docx.h"

#include <assert.h>

#include "render/docx/parts.h"
#include "render/docx/properties.h"
#include "render/docx/reference.h"
#include "render/docx/writer.h"

#define OFFICE_TYPE "application/vnd.openxmlformats-officedocument."

static void write_document(struct writer *writer, struct buffer *out) {
    struct xml *xml = &writer->xml;
    buffer_reserve(out, 128 * 1024);
    xml_begin(xml, out);
    xml_start(xml, "w:document");
    xml_attribute(xml, "xmlns:w", WORD_NAMESPACE);
    xml_attribute(
        xml, "xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships");
    if (writer->facts != NULL) {
        xml_attribute(
            xml, "xmlns:mc", "http://schemas.openxmlformats.org/markup-compatibility/2006");
        xml_attribute(xml, "xmlns:w15", "http://schemas.microsoft.com/office/word/2012/wordml");
        xml_attribute(xml, "mc:Ignorable", "w15");
    }
    xml_start(xml, "w:body");
    write_body(writer);
    write_section(writer, false);
    xml_end(xml);
    xml_end(xml);
    xml_finish(xml);
    facts_sign(writer->facts, out);
}

/* A part that is the same in every paper. */
static void add_constant(struct package *package, struct part *source, const char *name,
    const char *type, const char *relationship, struct packed packed) {
    struct part *part = package_add(package, package_free_name(package, name), type);
    part_fill_packed(part, packed);
    part_relate(source, relationship, part);
}

static void add_numbering(struct package *package, const struct writer *writer) {
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    struct part *part = writer->reference != NULL
        ? reference_add_numbering(writer->reference, writer->arena, package)
        : NULL;
    if (part == NULL) {
        part = package_add(package, package_free_name(package, "word/numbering.xml"),
            WORD_TYPE "numbering+xml");
    }
    numbering_write(writer->numbering, &out);
    part_fill(part, out.data, out.size);
    part_relate(writer->part, WORD_RELATION "numbering", part);
}

static void add_facts(struct package *package, const struct writer *writer) {
    if (facts_count(writer->facts) == 0) {
        return;
    }
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    facts_write(writer->facts, &out);
    struct part *item =
        package_add(package, package_free_name(package, "customXml/item1.xml"), NULL);
    part_fill(item, out.data, out.size);
    part_relate(writer->part, WORD_RELATION "customXml", item);
    buffer_truncate(&out, 0);
    facts_write_properties(writer->facts, &out);
    struct part *properties =
        package_add(package, package_free_name(package, "customXml/itemProps1.xml"),
            OFFICE_TYPE "customXmlProperties+xml");
    part_fill(properties, out.data, out.size);
    part_relate(item, WORD_RELATION "customXmlProps", properties);
}

static void add_properties(
    struct package *package, const struct writer *writer, const struct docx_parts *parts) {
    const struct document *document = writer->document;
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    struct part *root = package_root(package);
    properties_write_core(document, &out);
    struct part *core = package_add(package, package_free_name(package, "docProps/core.xml"),
        "application/vnd.openxmlformats-package.core-properties+xml");
    part_fill(core, out.data, out.size);
    part_relate(root,
        "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
        core);
    add_constant(package, root, "docProps/app.xml", OFFICE_TYPE "extended-properties+xml",
        WORD_RELATION "extended-properties",
        writer->reference != NULL && writer->reference->application != NULL
            ? writer->reference->application_packed
            : parts->application);
    buffer_truncate(&out, 0);
    if (properties_write_custom(document, writer->reference, &out)) {
        struct part *custom = package_add(package, package_free_name(package, "docProps/custom.xml"),
            OFFICE_TYPE "custom-properties+xml");
        part_fill(custom, out.data, out.size);
        part_relate(root, WORD_RELATION "custom-properties", custom);
    }
}

/* What clothes the paper: the template's parts, and ours where it has none. */
static void add_design(
    struct package *package, struct writer *writer, const struct docx_parts *parts) {
    const struct docx_reference *reference = writer->reference;
    bool numbered = writer->document->numbered_headings;
    if (reference != NULL) {
        reference_add(reference, writer->arena, writer->document, package, writer->part);
    }
    if (reference == NULL || reference->styles == NULL) {
        add_constant(package, writer->part, "word/styles.xml", WORD_TYPE "styles+xml",
            WORD_RELATION "styles",
            numbered && reference == NULL ? parts->styles : parts->styles_unnumbered);
    }
    if (reference == NULL || reference->settings == NULL) {
        add_constant(package, writer->part, "word/settings.xml", WORD_TYPE "settings+xml",
            WORD_RELATION "settings", parts->settings);
    }
    if (reference == NULL || reference->fonts == NULL) {
        add_constant(package, writer->part, "word/fontTable.xml", WORD_TYPE "fontTable+xml",
            WORD_RELATION "fontTable", parts->fonts);
    }
    if (reference == NULL || reference->theme == NULL) {
        add_constant(package, writer->part, "word/theme/theme1.xml", OFFICE_TYPE "theme+xml",
            WORD_RELATION "theme", parts->theme);
    }
}

static void write_package(struct writer *writer, const struct docx_parts *parts,
    struct packer *packer, struct buffer *out) {
    struct package *package = package_new(writer->arena, packer);
    CLEANUP_BUFFER struct buffer body = BUFFER_EMPTY;
    const char *name =
        writer->reference != NULL ? writer->reference->main->name : "word/document.xml";
    writer->part = package_add(package, name, WORD_TYPE "document.main+xml");
    part_relate(package_root(package), WORD_RELATION "officeDocument", writer->part);
    add_design(package, writer, parts);
    add_furniture(writer, package);
    write_document(writer, &body);
    part_fill(writer->part, body.data, body.size);
    add_numbering(package, writer);
    add_facts(package, writer);
    add_comments(package, writer);
    add_properties(package, writer, parts);
    package_write(package, out);
}

void docx_render(
    const struct document *document, const struct render_options *options, struct buffer *out) {
    assert(options->data != NULL && options->data->docx_parts != NULL);
    const struct docx_parts *parts = options->data->docx_parts;
    const struct docx_reference *reference = options->data->docx_reference;
    struct arena *arena = arena_new();
    struct writer writer = {
        .arena = arena,
        .document = document,
        .reference = reference,
        .design = reference != NULL             ? &reference->numbering
                  : document->numbered_headings ? &parts->numbering
                                                : &parts->numbering_unnumbered,
        .text_width = reference != NULL ? reference->section.text_width : TEXT_WIDTH,
        .facts = options->plain ? NULL : facts_new(arena),
    };
    writer.numbering = numbering_new(arena, writer.design);
    struct packer *packer = packer_new(arena);
    if (options->standing != NULL) {
        packer_reuse(packer, options->standing, options->standing_size);
    }
    write_package(&writer, parts, packer, out);
    arena_free(arena);
}
