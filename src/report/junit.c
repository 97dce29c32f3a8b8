/* SPDX-License-Identifier: EUPL-1.2
 *
 * JUnit XML as Jenkins and GitLab read it: one test case a file, failed when it has an error; warnings
 * and notes go to its system-out. No time: the same findings give the same bytes.
 */
#include <libxml/xmlwriter.h>
#include <string.h>

#include "base/cleanup.h"
#include "report/report.h"
#include "report/visible.h"

DEFINE_CLEANUP(writer, xmlTextWriterPtr, xmlFreeTextWriter)
DEFINE_CLEANUP(xmlbuffer, xmlBufferPtr, xmlBufferFree)

#define X(string) ((const xmlChar *)(string))

/* XML takes no control characters, not even escaped. */
static void put_string(struct buffer *text, const char *string) {
    put_visible(text, string, strlen(string));
}

static void put_line(struct buffer *text, const struct finding *finding, enum language language) {
    if (finding->where.source != NULL) {
        struct position at = source_position(finding->where.source, finding->where.offset);
        put_string(text, finding->where.source->name);
        buffer_printf(text, ":%zu:%zu: ", at.line, at.column);
    }
    buffer_printf(text, "%s: ", level_name(finding->level, language));
    put_string(text, finding->message);
    buffer_printf(text, " [%s]", finding->rule->id);
    if (finding->advice != NULL) {
        buffer_puts(text, " ");
        put_string(text, finding->advice);
    }
    buffer_putc(text, '\n');
}

static void put_case(xmlTextWriterPtr writer, const struct report_part *part, enum language language) {
    CLEANUP_BUFFER struct buffer failures = BUFFER_EMPTY;
    CLEANUP_BUFFER struct buffer others = BUFFER_EMPTY;
    CLEANUP_BUFFER struct buffer name = BUFFER_EMPTY;
    const struct findings *findings = part->findings;
    put_string(&name, part->name);
    for (size_t i = 0; i < findings->count; i++) {
        struct buffer *text = findings->items[i]->level == LEVEL_ERROR ? &failures : &others;
        put_line(text, findings->items[i], language);
    }
    xmlTextWriterStartElement(writer, X("testcase"));
    xmlTextWriterWriteAttribute(writer, X("classname"), X("underlag"));
    xmlTextWriterWriteAttribute(writer, X("name"), X(name.data));
    size_t count = findings_count(findings, LEVEL_ERROR); /* with those that were not kept */
    if (count != 0) {
        xmlTextWriterStartElement(writer, X("failure"));
        const char *word = language == LANGUAGE_SV ? "fel" : count == 1 ? "error" : "errors";
        xmlTextWriterWriteFormatAttribute(writer, X("message"), "%zu %s", count, word);
        xmlTextWriterWriteString(writer, X(failures.data));
        xmlTextWriterEndElement(writer);
    }
    if (others.size != 0) {
        xmlTextWriterWriteElement(writer, X("system-out"), X(others.data));
    }
    xmlTextWriterEndElement(writer);
}

void report_write_junit(const struct report *report, struct buffer *out) {
    CLEANUP(xmlbuffer) xmlBufferPtr bytes = xmlBufferCreate();
    CLEANUP(writer) xmlTextWriterPtr writer = xmlNewTextWriterMemory(bytes, 0);
    if (bytes == NULL || writer == NULL) {
        memory_exhausted();
    }
    size_t failed = 0;
    for (size_t i = 0; i < report->part_count; i++) {
        failed += findings_count(report->parts[i].findings, LEVEL_ERROR) != 0;
    }
    xmlTextWriterSetIndent(writer, 1);
    xmlTextWriterStartDocument(writer, NULL, "UTF-8", NULL);
    xmlTextWriterStartElement(writer, X("testsuites"));
    xmlTextWriterStartElement(writer, X("testsuite"));
    xmlTextWriterWriteAttribute(writer, X("name"), X("underlag"));
    xmlTextWriterWriteFormatAttribute(writer, X("tests"), "%zu", report->part_count);
    xmlTextWriterWriteFormatAttribute(writer, X("failures"), "%zu", failed);
    for (size_t i = 0; i < report->part_count; i++) {
        put_case(writer, &report->parts[i], report->language);
    }
    xmlTextWriterEndDocument(writer);
    xmlTextWriterFlush(writer);
    buffer_put(out, (const char *)xmlBufferContent(bytes), (size_t)xmlBufferLength(bytes));
}
