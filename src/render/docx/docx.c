/* SPDX-License-Identifier: EUPL-1.2
 *
 * The order of the parts, and how they are related (ECMA-376-1, 11.3). The body is written before
 * the parts that it turns out to need: numbering, facts, links.
 */
#include "render/docx/docx.h"

#include <assert.h>

#include "render/docx/parts.h"
#include "render/docx/properties.h"
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
}

/* A part that is the same in every paper. */
static void add_constant(struct package *package, struct part *source, const char *name,
    const char *type, const char *relationship, const char *target, struct packed packed) {
    part_fill_packed(package_add(package, name, type), packed);
    part_relate(source, relationship, target);
}

static void add_numbering(
    struct package *package, const struct writer *writer, const char *design) {
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    numbering_write(writer->numbering, design, &out);
    part_fill(
        package_add(package, "word/numbering.xml", WORD_TYPE "numbering+xml"), out.data, out.size);
    part_relate(writer->part, WORD_RELATION "numbering", "numbering.xml");
}

static void add_facts(struct package *package, const struct writer *writer) {
    if (facts_count(writer->facts) == 0) {
        return;
    }
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    facts_write(writer->facts, &out);
    struct part *item = package_add(package, "customXml/item1.xml", NULL);
    part_fill(item, out.data, out.size);
    part_relate(writer->part, WORD_RELATION "customXml", "../customXml/item1.xml");
    buffer_truncate(&out, 0);
    facts_write_properties(&out);
    part_fill(
        package_add(package, "customXml/itemProps1.xml", OFFICE_TYPE "customXmlProperties+xml"),
        out.data, out.size);
    part_relate(item, WORD_RELATION "customXmlProps", "itemProps1.xml");
}

static void add_properties(
    struct package *package, const struct document *document, const struct docx_parts *parts) {
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    struct part *root = package_root(package);
    properties_write_core(document, &out);
    part_fill(package_add(package, "docProps/core.xml",
                  "application/vnd.openxmlformats-package.core-properties+xml"),
        out.data, out.size);
    part_relate(root,
        "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
        "docProps/core.xml");
    add_constant(package, root, "docProps/app.xml", OFFICE_TYPE "extended-properties+xml",
        WORD_RELATION "extended-properties", "docProps/app.xml", parts->application);
    buffer_truncate(&out, 0);
    if (properties_write_custom(document, &out)) {
        part_fill(package_add(package, "docProps/custom.xml", OFFICE_TYPE "custom-properties+xml"),
            out.data, out.size);
        part_relate(root, WORD_RELATION "custom-properties", "docProps/custom.xml");
    }
}

static void write_package(struct writer *writer, const struct docx_parts *parts,
    struct packer *packer, struct buffer *out) {
    struct package *package = package_new(writer->arena, packer);
    CLEANUP_BUFFER struct buffer body = BUFFER_EMPTY;
    writer->part = package_add(package, "word/document.xml", WORD_TYPE "document.main+xml");
    part_relate(package_root(package), WORD_RELATION "officeDocument", "word/document.xml");
    add_constant(package, writer->part, "word/styles.xml", WORD_TYPE "styles+xml",
        WORD_RELATION "styles", "styles.xml",
        writer->document->numbered_headings ? parts->styles : parts->styles_unnumbered);
    add_constant(package, writer->part, "word/settings.xml", WORD_TYPE "settings+xml",
        WORD_RELATION "settings", "settings.xml", parts->settings);
    add_constant(package, writer->part, "word/fontTable.xml", WORD_TYPE "fontTable+xml",
        WORD_RELATION "fontTable", "fontTable.xml", parts->fonts);
    add_constant(package, writer->part, "word/theme/theme1.xml", OFFICE_TYPE "theme+xml",
        WORD_RELATION "theme", "theme/theme1.xml", parts->theme);
    add_furniture(writer, package);
    write_document(writer, &body);
    part_fill(writer->part, body.data, body.size);
    add_numbering(package, writer,
        writer->document->numbered_headings ? parts->numbering : parts->numbering_unnumbered);
    add_facts(package, writer);
    add_properties(package, writer->document, parts);
    package_write(package, out);
}

void docx_render(
    const struct document *document, const struct render_options *options, struct buffer *out) {
    assert(options->data != NULL && options->data->docx_parts != NULL);
    struct arena *arena = arena_new();
    struct writer writer = {
        .arena = arena,
        .document = document,
        .numbering = numbering_new(arena),
        .facts = options->plain ? NULL : facts_new(arena),
    };
    write_package(&writer, options->data->docx_parts, packer_new(arena), out);
    arena_free(arena);
}
