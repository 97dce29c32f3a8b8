/* SPDX-License-Identifier: EUPL-1.2
 *
 * libxml2's tree, as Word uses it. Trees are read without a dictionary, so that copies of them may be
 * made by several threads.
 */
#include <libxml/parser.h>
#include <string.h>

#include "render/docx/encoding.h"
#include "render/docx/reference.h"
#include "render/docx/writer.h"

bool word_is(const xmlNode *node, const char *name) {
    return node->type == XML_ELEMENT_NODE && node->ns != NULL
        && strcmp((const char *)node->name, name) == 0
        && strcmp((const char *)node->ns->href, WORD_NAMESPACE) == 0;
}

bool xml_root_is(xmlDoc *doc, const char *namespace, const char *name) {
    const xmlNode *root = xmlDocGetRootElement(doc);
    return root != NULL && root->ns != NULL && strcmp((const char *)root->name, name) == 0
        && strcmp((const char *)root->ns->href, namespace) == 0;
}

static xmlNode *this_or_next(xmlNode *node, const char *name) {
    while (node != NULL && !word_is(node, name)) {
        node = node->next;
    }
    return node;
}

xmlNode *word_child(const xmlNode *node, const char *name) {
    return node == NULL ? NULL : this_or_next(node->children, name);
}

xmlNode *word_next(const xmlNode *node, const char *name) {
    return this_or_next(node->next, name);
}

xmlNode *word_need(xmlNode *node, const char *name) {
    xmlNode *child = word_child(node, name);
    if (child == NULL) {
        child = xmlNewChild(node, node->ns, (const xmlChar *)name, NULL);
        if (child == NULL) {
            memory_exhausted();
        }
    }
    return child;
}

char *word_attribute(struct arena *arena, const xmlNode *node, const char *name) {
    xmlChar *value = node == NULL ? NULL
                                  : xmlGetNsProp(node, (const xmlChar *)name,
                                      (const xmlChar *)WORD_NAMESPACE);
    char *copy = arena_string(arena, (const char *)value);
    xmlFree(value);
    /* XML may hold it, as a reference; what we write may not. */
    for (char *byte = copy; byte != NULL && (byte = strchr(byte, '\r')) != NULL;) {
        *byte = ' ';
    }
    return copy;
}

char *word_value(struct arena *arena, const xmlNode *node, const char *child) {
    return word_attribute(arena, word_child(node, child), "val");
}

char *plain_attribute(struct arena *arena, const xmlNode *node, const char *name) {
    xmlChar *value = xmlGetNoNsProp(node, (const xmlChar *)name);
    bool usable = value != NULL && strchr((const char *)value, '\r') == NULL;
    char *copy = usable ? arena_string(arena, (const char *)value) : NULL;
    xmlFree(value);
    return copy;
}

void word_set(xmlNode *node, const char *name, const char *value) {
    if (xmlSetNsProp(node, node->ns, (const xmlChar *)name, (const xmlChar *)value) == NULL) {
        memory_exhausted();
    }
}

void word_drop(xmlNode *node) {
    xmlUnlinkNode(node);
    xmlFreeNode(node);
}

void word_drop_children(xmlNode *node, const char *name) {
    for (xmlNode *child = word_child(node, name); child != NULL;) {
        xmlNode *next = word_next(child, name);
        word_drop(child);
        child = next;
    }
}

xmlNode *node_after(const xmlNode *node, const xmlNode *top, bool skip) {
    if (!skip && node->children != NULL) {
        return node->children;
    }
    while (node != top && node->next == NULL) {
        node = node->parent;
    }
    return node == top ? NULL : node->next;
}

xmlNode *word_unwrap(xmlNode *node, xmlNode *root) {
    xmlNode *first = NULL;
    for (xmlNode *child = node->children; child != NULL;) {
        xmlNode *next = child->next;
        if (child->type == XML_ELEMENT_NODE) {
            xmlUnlinkNode(child);
            xmlAddPrevSibling(node, child);
            first = first != NULL ? first : child;
        }
        child = next;
    }
    xmlNode *behind = node_after(node, root, true);
    word_drop(node);
    return first != NULL ? first : behind;
}

static void keep_silent(void *context, xmlError *error) {
    (void)context;
    (void)error;
}

static void free_document(void *doc) {
    xmlFreeDoc(doc);
}

xmlDoc *xml_parse(struct arena *arena, const char *bytes, size_t size) {
    xmlParserCtxt *parser = xmlNewParserCtxt();
    if (parser == NULL) {
        memory_exhausted();
    }
    parser->sax->serror = keep_silent;
    xmlDoc *doc = xmlCtxtReadMemory(parser, bytes, (int)size, NULL, NULL,
        XML_PARSE_NONET | XML_PARSE_NODICT | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    xmlFreeParserCtxt(parser);
    if (doc == NULL) {
        return NULL;
    }
    arena_own(arena, doc, free_document);
    bool is_sound = doc->intSubset == NULL && encoding_is_allowed(doc->encoding)
        && xmlDocGetRootElement(doc) != NULL;
    return is_sound ? doc : NULL;
}

char *xml_serialise(struct arena *arena, xmlDoc *doc, size_t *size) {
    xmlChar *bytes = NULL;
    int length = 0;
    xmlDocDumpMemoryEnc(doc, &bytes, &length, "UTF-8");
    if (bytes == NULL) {
        memory_exhausted();
    }
    char *copy = arena_copy(arena, (const char *)bytes, (size_t)length);
    xmlFree(bytes);
    *size = (size_t)length;
    return copy;
}
