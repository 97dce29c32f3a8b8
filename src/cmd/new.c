/* SPDX-License-Identifier: EUPL-1.2
 *
 * underlag new NAME: a definition to begin with, in agreements/. What is there already is never written over.
 */
#include <errno.h>
#include <string.h>

#include "base/file.h"
#include "base/target.h"
#include "base/text.h"
#include "cmd/command.h"
#include "cmd/skeleton.h"
#include "cmd/workspace.h"
#include "report/world.h"

#define SCHEMA "definition.schema.json"

static const char head[] =
    "#\n"
    "# En rad som börjar med # läses inte. Över varje nyckel står vad den är till för. Fyll i det som är tomt, och stryk\n"
    "# det som inte finns i ärendet. Ta bort # framför en nyckel som behövs. Under ett | skrivs texten, två steg in.\n";

/* The only guideline of the project; NULL: there are several, or none. */
static const char *only_guideline(struct arena *arena, const char *root) {
    size_t count = 0;
    char **names = file_list(arena, path_join(arena, root, "guidelines"), ".yaml", &count);
    return names != NULL && count == 1 ? path_stem(arena, names[0]) : NULL;
}

/* Names that every file system, link and Markdown page bears. */
static bool is_plain(const char *name) {
    return name[0] != '\0' && name[0] != '-' && name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-")] == '\0';
}

/* The tree of the file's text; NULL, with a finding, when there is none. */
static const struct tree *open_tree(
    struct invocation *invocation, const char *path, enum tree_syntax syntax, const char *root_name) {
    const struct source *source = read_source(invocation->arena, path, invocation->findings);
    return source != NULL ? tree_read(invocation->arena, source, syntax, root_name, invocation->findings) : NULL;
}

static bool write_definition(struct invocation *invocation, const char *root, const char *path) {
    struct arena *arena = invocation->arena;
    const char *schema = workspace_schema_path(arena, root, SCHEMA);
    const struct tree *kommun = open_tree(invocation, path_join(arena, root, "kommun.yaml"), TREE_YAML, "kommunen");
    const struct tree *tree = kommun != NULL ? open_tree(invocation, schema, TREE_JSON, "schema") : NULL;
    if (tree == NULL) {
        return false;
    }
    const struct skeleton skeleton = { tree, kommun->root, only_guideline(arena, root) };
    CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
    if (text_equal(schema, path_join(arena, root, "schema/" SCHEMA))) { /* an installed one may be anywhere */
        buffer_puts(&text, "# yaml-language-server: $schema=../schema/" SCHEMA "\n");
    }
    buffer_puts(&text, head);
    skeleton_write(&skeleton, &text);
    if (!target_replace(path, text.data, text.size, false)) {
        finding_add_fault(invocation->findings, FILE_UNWRITABLE, path, errno);
        return false;
    }
    return true;
}

enum status run_new(struct invocation *invocation) {
    struct arena *arena = invocation->arena;
    const char *root = workspace_root(invocation);
    const char *operand = invocation->operands[0];
    const char *name = text_ends(operand, ".yaml") ? path_stem(arena, operand) : operand;
    const char *path = path_join(arena, root, arena_printf(arena, "agreements/%s.yaml", name));
    bool written = false;
    if (!is_plain(name)) {
        finding_add(invocation->findings, DEFINITION_NEW_NAME, (struct span){ 0 }, operand, NULL);
    } else if (file_exists(path)) {
        finding_add(invocation->findings, DEFINITION_EXISTS, (struct span){ 0 }, path, NULL)->file = path;
    } else {
        written = write_definition(invocation, root, path);
    }
    enum status status = show_findings(invocation);
    if (written) {
        const char *said = arena_printf(arena, "%s: %s underlag check %s\n", path,
            say(invocation, "skriven. Fyll i den, och pröva den med", "written. Fill it in, and try it with"), name);
        return print(invocation, said, strlen(said)) ? status : STATUS_FAULT;
    }
    return status;
}
