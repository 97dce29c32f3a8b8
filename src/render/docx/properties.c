/* SPDX-License-Identifier: EUPL-1.2 */
#include "render/docx/properties.h"

#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "render/docx/reference.h"
#include "render/docx/xml.h"

#define CUSTOM_NAMESPACE "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
#define VALUE_NAMESPACE "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"

/* The set that Word gives to properties users define. */
#define CUSTOM_SET "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"

static void write_known(struct xml *xml, const char *name, const char *value) {
    if (value != NULL && value[0] != '\0') {
        xml_element(xml, name, value);
    }
}

/* The paper's own day; what has none is as old as zip can say. */
static void write_day(struct xml *xml, const char *name, const char *date) {
    struct date day;
    bool known = date != NULL && date_parse(date, &day);
    xml_start(xml, name);
    xml_attribute(xml, "xsi:type", "dcterms:W3CDTF");
    xml_text(xml, known ? date : "1980-01-01");
    xml_text(xml, "T00:00:00Z");
    xml_end(xml);
}

void properties_write_core(const struct document *document, struct buffer *out) {
    bool swedish = document->language == NULL || strcmp(document->language, "sv") == 0;
    struct xml xml;
    xml_begin(&xml, out);
    xml_start(&xml, "cp:coreProperties");
    xml_attribute(&xml, "xmlns:cp",
        "http://schemas.openxmlformats.org/package/2006/metadata/core-properties");
    xml_attribute(&xml, "xmlns:dc", "http://purl.org/dc/elements/1.1/");
    xml_attribute(&xml, "xmlns:dcterms", "http://purl.org/dc/terms/");
    xml_attribute(&xml, "xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
    xml_element(&xml, "dc:title", document->title[0] != '\0' ? document->title : "Handling");
    write_known(&xml, "dc:subject", document->subject);
    write_known(&xml, "dc:creator", document->creator != NULL ? document->creator : "underlag");
    write_known(&xml, "cp:keywords", document->keywords);
    write_known(&xml, "dc:identifier", document->registry_number);
    xml_element(&xml, "dc:language", swedish ? "sv-SE" : document->language);
    write_day(&xml, "dcterms:created", document->date);
    write_day(&xml, "dcterms:modified", document->date);
    write_known(&xml, "cp:contentStatus", document->draft ? "Utkast" : document->status);
    xml_end(&xml);
    xml_finish(&xml);
}

struct custom_writer {
    struct xml xml;
    struct buffer *out;
    long number; /* of the next property; 0 and 1 are taken (MS-OLEPS) */
};

static void write_custom(struct custom_writer *writer, const char *name, const char *value) {
    enum { FIRST = 2 };
    struct xml *xml = &writer->xml;
    if (writer->number == 0) {
        writer->number = FIRST;
        xml_begin(xml, writer->out);
        xml_start(xml, "Properties");
        xml_attribute(xml, "xmlns", CUSTOM_NAMESPACE);
        xml_attribute(xml, "xmlns:vt", VALUE_NAMESPACE);
    }
    xml_start(xml, "property");
    xml_attribute(xml, "fmtid", CUSTOM_SET);
    xml_integer(xml, "pid", writer->number++);
    xml_attribute(xml, "name", name);
    xml_element(xml, "vt:lpwstr", value);
    xml_end(xml);
}

/* Names of properties differ by more than the case of their letters. */
static bool same_name(const char *a, const char *b) {
    struct arena *arena = arena_new();
    bool same = strcmp(text_fold(arena, a), text_fold(arena, b)) == 0;
    arena_free(arena);
    return same;
}

static bool is_known(const char *value) {
    return value != NULL && value[0] != '\0';
}

bool properties_write_custom(const struct document *document,
    const struct docx_reference *reference, struct buffer *out) {
    const struct {
        const char *name, *value;
    } custom[] = {
        { "Diarienummer", document->registry_number },
        { "Datum", document->date },
        { "Handläggare", document->officer },
        { "Nämnd", document->board },
        { "Version", document->version },
        { "Status", document->draft ? "Utkast" : document->status },
        { "Underlag", document->digest },
    };
    enum { CUSTOM_COUNT = sizeof custom / sizeof custom[0] };
    struct custom_writer writer = { .out = out };
    for (size_t i = 0; i < CUSTOM_COUNT; i++) {
        if (is_known(custom[i].value)) {
            write_custom(&writer, custom[i].name, custom[i].value);
        }
    }
    for (size_t i = 0; reference != NULL && i < reference->properties.count; i++) {
        const struct reference_property *property = &reference->properties.items[i];
        const char *value = property->slot != SLOT_NONE ? slot_words(document, property->slot)
                                                        : property->value;
        bool written = false;
        for (size_t j = 0; j < CUSTOM_COUNT; j++) {
            written = written
                || (is_known(custom[j].value) && same_name(custom[j].name, property->name));
        }
        if (!written) {
            /* A space, for Word takes a property without a value for one that is not there. */
            write_custom(&writer, property->name, is_known(value) ? value : " ");
        }
    }
    if (writer.number == 0) {
        return false;
    }
    xml_end(&writer.xml);
    xml_finish(&writer.xml);
    return true;
}
