/* SPDX-License-Identifier: EUPL-1.2 */
#include "cmd/flow.h"

#include <errno.h>
#include <string.h>

#include "base/digest.h"
#include "base/file.h"
#include "base/money.h"
#include "base/text.h"
#include "check/control.h"
#include "check/suggest.h"
#include "cmd/reach.h"
#include "report/catalogue.h"
#include "report/world.h"

/* Whether what is wrong with the tree, before any schema is asked, is only that keys stand twice: then it
 * can still be read, but for those. */
static bool take_doubles(struct flow *flow) {
    bool readable = true;
    for (size_t i = 0; i < flow->findings->count; i++) {
        const struct finding *finding = flow->findings->items[i];
        const struct span where = finding->where;
        bool is_double = text_equal(finding->rule->id, catalogue_get(TREE_KEY_TWICE)->id);
        if (is_double) {
            doubts_add_double(flow->arena, &flow->doubts,
                arena_copy(flow->arena, where.source->text + where.offset, where.length));
        }
        readable = readable && (is_double || finding->level != LEVEL_ERROR);
    }
    return readable;
}

/* Values of a definition. Those there are have less than a thousand. What rules and templates ask of it may
 * take a time that grows with the square of it. */
enum { VALUES_LARGEST = 25000 };

/* Reads the definition (the text, or NULL: the file) and gives its values the types of the schema. NULL
 * when there is nothing that rules could be tried on. */
static struct tree *read_definition(
    const struct workspace *workspace, struct flow *flow, const char *text) {
    const struct source *source = text != NULL
        ? source_new(flow->arena, flow->path, arena_string(flow->arena, text), strlen(text))
        : read_source(flow->arena, flow->path, flow->findings);
    if (source == NULL) {
        return NULL;
    }
    struct tree *tree =
        tree_read(flow->arena, source, tree_syntax_of(flow->path), "definition", flow->findings);
    if (tree != NULL && tree_size(tree) > VALUES_LARGEST) {
        finding_add(flow->findings, TREE_TOO_LARGE, node_span(tree->root),
            money_group(flow->arena, VALUES_LARGEST), NULL);
        return NULL;
    }
    if (tree == NULL) {
        return NULL;
    }
    /* Of what it says, not of how it is written: a comment must not make new Word files. */
    char digest[DIGEST_TEXT_SIZE];
    digest_write(node_digest(tree->root), digest);
    flow->digest = arena_string(flow->arena, digest);
    bool readable = take_doubles(flow);
    flow->doubts.repairs = !flow->draft;
    flow->sound = schema_settle_doubting(flow->arena, workspace->schema, tree, workspace->kommun,
        &flow->doubts, flow->findings);
    flow->sound = flow->sound && findings_count(flow->findings, LEVEL_ERROR) == 0;
    if (!flow->draft && !readable) {
        return NULL;
    }
    const xmlNode *kommun = node_child(workspace->kommun->root, "kommun");
    if (kommun != NULL) {
        node_graft(tree->root, kommun);
    }
    return tree;
}

/* There is no file of the name that `tidigare` gives. One that the schema refuses has been told of. */
static void tell_missing_earlier(struct flow *flow, const xmlNode *named, const char *folder) {
    const char *name = node_text(named);
    if (name[0] == '\0' || name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-")] != '\0') {
        return;
    }
    struct finding *finding = finding_add(flow->findings, EARLIER_MISSING, node_span(named), name, NULL);
    struct suggestion near = suggestion_start(name);
    size_t count = 0;
    char **files = file_list(flow->arena, folder, ".yaml", &count);
    for (size_t i = 0; files != NULL && i < count; i++) {
        const char *stem = path_stem(flow->arena, files[i]);
        if (!text_equal(stem, flow->name)) {
            suggestion_offer(&near, stem);
        }
    }
    suggestion_advise(flow->findings, finding, &near);
}

/* The definition that `tidigare` names, when it is in the folder and sound in itself; its own faults are told
 * when it is checked itself. */
static const struct tree *read_earlier(const struct workspace *workspace, struct flow *flow) {
    const xmlNode *earlier = node_child(flow->tree->root, "tidigare");
    const char *name = earlier != NULL ? node_child_text(earlier, "definition") : NULL;
    if (name == NULL || strchr(name, '/') != NULL) {
        return NULL;
    }
    struct arena *arena = flow->arena;
    const xmlNode *named = node_child(earlier, "definition");
    const char *folder = flow->earlier_folder != NULL
        ? flow->earlier_folder
        : path_join(arena, workspace->root, "agreements");
    const char *path = path_join(arena, folder, arena_printf(arena, "%s.yaml", name));
    flow->earlier_path = path;
    struct findings *unheard = findings_new(arena, flow->findings->language);
    size_t size = 0;
    const char *text = file_read(arena, path, &size);
    if (text == NULL && errno == ENOENT) {
        tell_missing_earlier(flow, named, folder);
        return NULL;
    }
    if (text == NULL) {
        finding_add_fault(flow->findings, FILE_UNREADABLE, path, errno)->where = node_span(named);
        return NULL;
    }
    const struct source *source = source_new(arena, path, text, size);
    struct tree *tree = tree_read(arena, source, TREE_YAML, "definition", unheard);
    bool sound = tree != NULL && tree_size(tree) <= VALUES_LARGEST
        && schema_settle(arena, workspace->schema, tree, workspace->kommun, unheard);
    if (!sound) {
        finding_add(flow->findings, EARLIER_UNSOUND, node_span(named), name, NULL);
    }
    return sound ? tree : NULL;
}

/* The guideline that the definition names by `riktlinje`, or NULL. When the name is missing or wrong the
 * only guideline that there is must be meant. */
static const struct guideline *find_guideline(
    const struct workspace *workspace, const struct tree *tree) {
    const xmlNode *named = node_child(tree->root, "riktlinje");
    const char *id = named != NULL ? node_child_text(named, "id") : NULL;
    if (id == NULL && workspace->guideline_count == 1) {
        return workspace->guidelines[0];
    }
    for (size_t i = 0; id != NULL && i < workspace->guideline_count; i++) {
        if (text_equal(workspace->guidelines[i]->id, id)) {
            return workspace->guidelines[i];
        }
    }
    return NULL;
}

static void make_document(struct flow *flow, struct paper *paper, const struct template *template) {
    const struct filled *filled = paper->filled;
    const struct document_options parsing = { .map = &filled->map,
        .source = source_new(flow->arena, template->source->name, filled->text, filled->size),
        .title = filled->title,
        .header = filled->header,
        .footer = filled->footer,
        .subject = filled->properties[PROPERTY_SUBJECT],
        .creator = filled->properties[PROPERTY_CREATOR],
        .registry_number = filled->properties[PROPERTY_REGISTRY_NUMBER],
        .date = filled->properties[PROPERTY_DATE],
        .status = filled->properties[PROPERTY_STATUS],
        .keywords = filled->properties[PROPERTY_KEYWORDS],
        .officer = filled->properties[PROPERTY_OFFICER],
        .board = filled->properties[PROPERTY_BOARD],
        .version = filled->properties[PROPERTY_VERSION],
        .digest = flow->digest,
        .numbered_headings = filled->numbered_headings,
        .draft = flow->draft };
    paper->document =
        document_parse(flow->arena, filled->text, filled->size, &parsing, flow->findings);
}

/* Fills and parses the templates that are reports, or those that are not. In a draft of a definition
 * without structure holes are marked and not told: they only repeat what the schema said. */
static void make_papers(const struct workspace *workspace, struct flow *flow, bool reports) {
    const struct fill_options filling = { .escape = ESCAPE_MARKDOWN,
        .strict = flow->sound,
        .markers = flow->draft,
        .partials = workspace->partials,
        .kommun = workspace->kommun };
    for (size_t i = 0; i < workspace->template_count; i++) {
        const struct template *template = workspace->templates[i];
        if (template->front.report == reports) {
            struct paper *paper = &flow->papers[flow->paper_count++];
            paper->name = template->name;
            paper->filled =
                template_fill(flow->arena, template, flow->tree, &filling, flow->findings);
            make_document(flow, paper, template);
        }
    }
}

/* The papers of a definition that is not sound, as far as they can be filled: no one sees them, but
 * they know the sums that prose may name. */
static size_t guess_papers(
    const struct workspace *workspace, struct flow *flow, const struct filled **texts) {
    const struct fill_options filling = {
        .escape = ESCAPE_MARKDOWN, .partials = workspace->partials, .kommun = workspace->kommun
    };
    struct findings *unheard = findings_new(flow->arena, flow->findings->language);
    size_t count = 0;
    for (size_t i = 0; i < workspace->template_count; i++) {
        if (!workspace->templates[i]->front.report) {
            texts[count++] = template_fill(
                flow->arena, workspace->templates[i], flow->tree, &filling, unheard);
        }
    }
    return count;
}

/* A guideline that is named but not there: nothing was tried, which must not look like all was well. */
static void tell_missing_guideline(struct flow *flow) {
    const xmlNode *named = node_child(flow->tree->root, "riktlinje");
    const xmlNode *id = named != NULL ? node_child(named, "id") : NULL;
    if (id != NULL) {
        finding_add(flow->findings, GUIDELINE_MISSING, node_span(id), node_text(id), NULL);
    }
}

static void try_rules(
    const struct workspace *workspace, struct flow *flow, const struct guideline *guideline) {
    size_t count = flow->paper_count;
    const struct filled **texts = arena_array(flow->arena, workspace->template_count + 1, sizeof *texts);
    for (size_t i = 0; i < count; i++) {
        texts[i] = flow->papers[i].filled;
    }
    if (!flow->sound && !flow->draft) {
        count = guess_papers(workspace, flow, texts);
    }
    flow->earlier = read_earlier(workspace, flow);
    const struct rules_input input = { .tree = flow->tree,
        .unsound = !flow->sound,
        .doubts = flow->sound ? NULL : &flow->doubts,
        .kommun = workspace->kommun,
        .earlier = flow->earlier,
        .papers = texts,
        .paper_count = count };
    flow->outcomes = rules_check(flow->arena, guideline, &input, flow->findings);
    flow->outcome_count = guideline->rule_count;
    findings_sort(flow->findings);
    control_graft(flow->arena, guideline, flow->tree, flow->outcomes, flow->findings);
}

/* The papers go into a folder of the definition's name, so that has to be one: not "..", nothing that
 * is left out when folders are listed, nothing that no terminal or report can show. */
static bool can_be_folder(const char *name) {
    return name[0] != '\0' && name[0] != '.' && text_is_line(name);
}

static void check_name(struct flow *flow) {
    if (!can_be_folder(flow->name)) {
        finding_add(flow->findings, DEFINITION_NAME, (struct span){ 0 }, flow->name, NULL);
    }
}

static bool is_report(const struct workspace *workspace, const struct paper *paper) {
    for (size_t i = 0; i < workspace->template_count; i++) {
        if (text_equal(workspace->templates[i]->name, paper->name)) {
            return workspace->templates[i]->front.report;
        }
    }
    return false;
}

/* Marks in each paper what is wrong; what no paper shows in all of them but reports, which list it as it
 * is. Notes of findings, not of notes: they are added when all is found. */
static void annotate(const struct workspace *workspace, struct flow *flow) {
    const struct findings *all = flow->findings;
    size_t count = flow->paper_count;
    const struct document_places **places = arena_array(flow->arena, count + 1, sizeof *places);
    for (size_t i = 0; i < count; i++) {
        places[i] = document_places(flow->arena, flow->papers[i].document);
    }
    bool *shown = arena_array(flow->arena, all->count + 1, sizeof *shown);
    for (size_t i = 0; i < all->count * count; i++) {
        shown[i / count] = shown[i / count] || document_shows(places[i % count], all->items[i / count]->where);
    }
    for (size_t i = 0; i < count; i++) {
        struct findings own = { .items = arena_array(flow->arena, all->count + 1, sizeof *own.items) };
        bool lists_all = is_report(workspace, &flow->papers[i]) && flow->outcomes != NULL;
        for (size_t j = 0; j < all->count; j++) {
            if (shown[j] ? document_shows(places[i], all->items[j]->where) : !lists_all) {
                own.items[own.count++] = all->items[j];
            }
        }
        document_annotate(flow->arena, flow->papers[i].document, places[i], &own);
    }
}

struct flow *flow_run(
    const struct workspace *workspace, const char *path, const struct flow_options *wanted) {
    struct arena *arena = arena_new();
    struct flow *flow = arena_new_of(arena, struct flow);
    flow->arena = arena;
    flow->path = path;
    flow->name = path_stem(arena, path);
    flow->findings = findings_new(arena, wanted->language);
    /* Papers list findings, in one order however the definition was named. */
    flow->findings->first = path;
    flow->draft = wanted->draft;
    flow->earlier_folder = wanted->earlier_folder;
    flow->tree = read_definition(workspace, flow, wanted->text);
    if (flow->tree != NULL) {
        flow->papers = arena_array(arena, workspace->template_count + 1, sizeof *flow->papers);
        bool filled = flow->sound || flow->draft;
        const struct guideline *guideline = find_guideline(workspace, flow->tree);
        xmlNode *points =
            guideline != NULL ? control_graft_points(arena, guideline, flow->tree) : NULL;
        if (filled) {
            make_papers(workspace, flow, false);
        }
        if (guideline != NULL) {
            node_take_out(points);
            try_rules(workspace, flow, guideline);
        } else {
            tell_missing_guideline(flow);
        }
        if (filled) {
            make_papers(workspace, flow, true);
        }
    }
    check_name(flow);
    findings_sort(flow->findings);
    if (flow->draft) {
        annotate(workspace, flow);
    }
    return flow;
}

void flow_free(struct flow *flow) {
    if (flow != NULL) {
        arena_free(flow->arena);
    }
}

bool flow_is_clean(const struct flow *flow) {
    return flow->tree != NULL && can_be_folder(flow->name)
        && (flow->draft || findings_count(flow->findings, LEVEL_ERROR) == 0);
}
