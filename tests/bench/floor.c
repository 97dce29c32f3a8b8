/* SPDX-License-Identifier: EUPL-1.2
 *
 * The floor that underlag is measured against: the library work that no program which makes these
 * files can avoid. It reads the same YAML as libyaml events, parses each filled Markdown text with
 * cmark, deflates each document.xml with zlib and writes files of the papers' sizes. It does nothing
 * else: no checking, no templates, no structure.
 *
 *     floor [--shared FILE.yaml]... DEFINITION.yaml OUT/DEFINITION TARGET REPEAT PAPER...
 *
 * What is shared (kommun.yaml, the guideline) is read once, as YAML, and each definition REPEAT times.
 * OUT/DEFINITION holds the papers that underlag made (PAPER.md, .html, .docx); TARGET is a folder to
 * write to, a folder each time. Beside each *.docx its document.xml must lie unpacked, as NAME.document.xml (run does it).
 */
#include <cmark.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <yaml.h>
#include <zlib.h>

static char *read_file(const char *folder, const char *name, size_t *size) {
    char path[4096];
    snprintf(path, sizeof path, "%s%s%s", folder, folder[0] != '\0' ? "/" : "", name);
    FILE *stream = fopen(path, "rb");
    if (stream == NULL) {
        perror(path);
        exit(2);
    }
    fseek(stream, 0, SEEK_END);
    *size = (size_t)ftell(stream);
    rewind(stream);
    char *bytes = malloc(*size + 1);
    if (bytes == NULL || fread(bytes, 1, *size, stream) != *size) {
        exit(2);
    }
    bytes[*size] = '\0';
    fclose(stream);
    return bytes;
}

static void write_file(const char *folder, const char *name, const char *bytes, size_t size) {
    char temporary[4096];
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    snprintf(temporary, sizeof temporary, "%s/.%s.tmp", folder, name);
    FILE *stream = fopen(temporary, "wb");
    if (stream == NULL || fwrite(bytes, 1, size, stream) != size || fclose(stream) != 0
        || rename(temporary, path) != 0) {
        perror(path);
        exit(2);
    }
}

static void parse_yaml(const char *bytes, size_t size) {
    yaml_parser_t parser;
    yaml_event_t event;
    yaml_parser_initialize(&parser);
    yaml_parser_set_input_string(&parser, (const unsigned char *)bytes, size);
    int last = 0;
    while (!last && yaml_parser_parse(&parser, &event)) {
        last = event.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
}

static void make_paper(const char *papers, const char *target, const char *name) {
    char file[256];
    size_t size;
    snprintf(file, sizeof file, "%s.md", name);
    char *markdown = read_file(papers, file, &size);
    cmark_node *tree = cmark_parse_document(markdown, size, CMARK_OPT_DEFAULT);
    cmark_node_free(tree);
    write_file(target, file, markdown, size);
    free(markdown);

    snprintf(file, sizeof file, "%s.html", name);
    char *html = read_file(papers, file, &size);
    write_file(target, file, html, size);
    free(html);

    snprintf(file, sizeof file, "%s.document.xml", name);
    char *xml = read_file(papers, file, &size);
    uLongf deflated_size = compressBound(size);
    Bytef *deflated = malloc(deflated_size);
    compress2(deflated, &deflated_size, (const Bytef *)xml, size, Z_DEFAULT_COMPRESSION);
    free(deflated);
    free(xml);

    snprintf(file, sizeof file, "%s.docx", name);
    char *docx = read_file(papers, file, &size);
    write_file(target, file, docx, size);
    free(docx);
}

static void read_yaml(const char *path) {
    size_t size;
    char *yaml = read_file("", path, &size);
    parse_yaml(yaml, size);
    free(yaml);
}

int main(int argc, char **argv) {
    while (argc > 2 && strcmp(argv[1], "--shared") == 0) {
        read_yaml(argv[2]);
        argc -= 2;
        argv += 2;
    }
    if (argc < 6) {
        fputs("floor [--shared FILE.yaml]... DEFINITION.yaml OUT/DEFINITION TARGET REPEAT PAPER...\n", stderr);
        return 2;
    }
    int repeat = atoi(argv[4]);
    for (int i = 0; i < repeat; i++) {
        char target[4096];
        read_yaml(argv[1]);
        snprintf(target, sizeof target, "%s/%d", argv[3], i);
        mkdir(target, 0777);
        for (int paper = 5; paper < argc; paper++) {
            make_paper(argv[2], target, argv[paper]);
        }
    }
    return 0;
}
