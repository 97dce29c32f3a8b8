/* SPDX-License-Identifier: EUPL-1.2
 *
 * What a line opens by its first characters (CommonMark 0.30, sections 4 and 5.2): questions about
 * one line, whose indentation and containers the caller has read already. Every `text` begins with
 * the first character that is no white space and ends, after `size` bytes, where the line does.
 */
#ifndef UNDERLAG_DOCUMENT_OPENER_H
#define UNDERLAG_DOCUMENT_OPENER_H

#include <stdbool.h>
#include <stddef.h>

/* "## Heading" (4.2). */
bool opens_heading(const char *text, size_t size);

/* "***", "- - -" (4.1). */
bool is_rule(const char *text, size_t size);

/* "===", "---": under a paragraph, they make it a heading (4.3). */
bool is_underline(const char *text, size_t size);

/* The length of the fence of backticks or tildes that opens here, 0 for none (4.5). */
size_t fence_size(const char *text, size_t size);

/* Whether a fence of that character, at least so long, ends here. */
bool closes_fence(const char *text, size_t size, char character, size_t length);

/* The size of the list item's marker ("-", "12.") that stands here, 0 for none (5.2). Only "1." and
 * bullets with words behind them may interrupt a paragraph. */
size_t marker_size(const char *text, size_t size, bool interrupts);

/* HTML blocks by what ends them (4.6). */
enum html_kind {
    HTML_NONE,
    HTML_ELEMENT,     /* kind 1: </pre> and the like */
    HTML_COMMENT,     /* 2: --> */
    HTML_INSTRUCTION, /* 3: ?> */
    HTML_DECLARATION, /* 4: > */
    HTML_CDATA,       /* 5: ]]> */
    HTML_TAG,         /* 6 and 7: a blank line */
};

/* The kind of the HTML block that opens here. A tag that is no block's may not interrupt. */
enum html_kind html_opens(const char *text, size_t size, bool interrupts);

/* Whether an HTML block of the kind, which no blank line ends, ends on this line. */
bool html_closes(const char *text, size_t size, enum html_kind kind);

#endif
