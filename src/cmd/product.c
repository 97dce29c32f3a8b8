/* SPDX-License-Identifier: EUPL-1.2 */
#include "cmd/product.h"

#include <errno.h>
#include <string.h>

#include "base/array.h"
#include "cmd/compare.h"
#include "cmd/plan.h"
#include "report/world.h"

/* The files of one definition while they are made. */
struct batch {
    const struct delivery *delivery;
    struct product *product;
    struct trace *traces; /* by the record's order */
    size_t stale;         /* of the product, before the paper at hand */
    bool failed;          /* a file could not be written: none will be */
    ARRAY_OF(struct trace *) written; /* the traces of what was written, without its stamp; NULL: none is wanted */
};

/* Says that the file cannot be written, for the reason in errno. The papers of a definition belong
 * together, so the others are not written either. */
static void fail(struct batch *batch, const char *path) {
    finding_add_fault(batch->product->flow->findings, FILE_UNWRITABLE, path, errno);
    batch->product->recordable = false;
    batch->failed = true;
}

/* What stands in the place of a paper. */
struct standing {
    struct file_stamp stamp;
    const char *bytes; /* NULL: not read */
    size_t size;
};

/* Nothing when papers are compared: compare_paper() reads for itself. */
static struct standing look(const struct batch *batch, const char *path, bool read) {
    if (batch->delivery->check) {
        return (struct standing){ 0 };
    }
    struct standing standing = { .stamp = target_stamp(batch->product->target, path_name(path)) };
    if (read && standing.stamp.size != 0) {
        standing.bytes = file_read(batch->product->flow->arena, path, &standing.size);
    }
    return standing;
}

static bool stands(const struct standing *standing, const char *path, const struct buffer *bytes) {
    if (standing->bytes != NULL) {
        return standing->size == bytes->size
               && memcmp(standing->bytes, bytes->data, bytes->size) == 0;
    }
    return standing->stamp.size == bytes->size && file_holds(path, bytes->data, bytes->size);
}

/* Writes one paper in one format unless the same bytes stand there already; its trace to `trace`. */
static void write_paper(struct batch *batch, const char *path, const struct standing *standing,
    const struct buffer *bytes, struct trace *trace) {
    struct product *product = batch->product;
    const char *name = path_name(path);
    struct digest stamped = { 0 };
    if (stands(standing, path, bytes)) {
        product->current++;
        stamped = digest_of_stamp(standing->stamp);
    } else if (batch->failed) {
        return;
    } else if (target_write(
                   product->target, name, bytes->data, bytes->size, batch->delivery->durable)) {
        ARRAY_ADD(product->flow->arena, batch->written, trace);
    } else {
        fail(batch, path);
    }
    if (trace != NULL) {
        *trace = (struct trace){ stamped, digest_of(bytes->data, bytes->size) };
    }
}

/* Writes one paper in one format, or with --check compares it with what stands there. */
static void deliver(struct batch *batch, const char *path, const struct renderer *renderer,
    const struct standing *standing, const struct buffer *bytes, struct trace *trace) {
    struct product *product = batch->product;
    const struct delivery *delivery = batch->delivery;
    if (!delivery->check) {
        write_paper(batch, path, standing, bytes, trace);
    } else if (compare_paper(delivery->invocation, path, renderer, bytes,
                   product->stale > batch->stale, &product->said)) {
        product->current++;
    } else {
        product->stale++;
    }
}

/* Gives the files that were written their names. */
static void commit_files(struct batch *batch) {
    struct product *product = batch->product;
    const char *failed = NULL;
    if (batch->failed) {
        return;
    }
    if (!target_commit(product->target, batch->delivery->durable, &failed, &product->written)) {
        const struct flow *flow = product->flow;
        fail(batch, arena_printf(flow->arena, "%s/%s/%s", batch->delivery->out, flow->name, failed));
    }
    for (size_t i = 0; i < product->written; i++) {
        struct trace *trace = batch->written.items[i];
        if (trace != NULL) {
            trace->seen = digest_of_stamp(target_written(product->target, i));
        }
    }
}

static const char *call_file(const void *workspace, struct arena *arena, const char *name) {
    return workspace_place(arena, workspace, name);
}

/* Makes the web page for review. It is no paper: the record knows nothing of it. */
static void make_review(struct batch *batch, const struct paper *paper) {
    const struct delivery *delivery = batch->delivery;
    struct flow *flow = batch->product->flow;
    const struct renderer *html = renderer_find("html");
    const struct render_options render = { .data = &delivery->workspace->render_data,
        .annotate = true,
        .findings = flow->findings,
        .call_file = call_file,
        .call_context = delivery->workspace };
    CLEANUP_BUFFER struct buffer bytes = BUFFER_EMPTY;
    html->render(paper->document, &render, &bytes);
    const char *path = arena_printf(flow->arena, "%s/%s/%s%s.granskning%s", delivery->out,
        flow->name, paper->name, delivery->draft ? ".UTKAST" : "", html->suffix);
    const struct standing standing = look(batch, path, false);
    deliver(batch, path, html, &standing, &bytes, NULL);
}

/* Papers come in the order of the templates, reports last; a record has them by name. */
static size_t paper_place(const struct delivery *delivery, const struct paper *paper) {
    size_t place = 0;
    while (place < delivery->inputs->paper_count
        && strcmp(delivery->inputs->papers[place], paper->name) != 0) {
        place++;
    }
    return place;
}

static const struct renderer *renderer_of(const struct delivery *delivery, size_t place) {
    const struct renderer *renderer = renderers;
    for (uint32_t left = delivery->formats;; renderer++, left >>= 1) {
        if ((left & 1) != 0 && place-- == 0) {
            return renderer;
        }
    }
}

/* Makes one paper in one format. */
static void make_file(struct batch *batch, const struct paper *paper, size_t format) {
    const struct delivery *delivery = batch->delivery;
    struct flow *flow = batch->product->flow;
    const struct renderer *renderer = renderer_of(delivery, format);
    const char *path = paper_path(flow->arena, delivery->out, flow->name, paper->name,
        paper_suffix(flow->arena, renderer, delivery->draft));
    const struct standing standing = look(batch, path, renderer->binary);
    const struct render_options render = { .data = &delivery->workspace->render_data,
        .plain = option_given(delivery->invocation, OPTION_PLAIN),
        .standing = standing.bytes,
        .standing_size = standing.size };
    CLEANUP_BUFFER struct buffer bytes = BUFFER_EMPTY;
    renderer->render(paper->document, &render, &bytes);
    size_t place = paper_place(delivery, paper) * delivery->format_count + format;
    deliver(batch, path, renderer, &standing, &bytes, &batch->traces[place]);
}

static void make_paper(struct batch *batch, const struct paper *paper) {
    const struct delivery *delivery = batch->delivery;
    batch->stale = batch->product->stale;
    for (size_t format = 0; format < delivery->format_count; format++) {
        make_file(batch, paper, format);
    }
    if (option_given(delivery->invocation, OPTION_ANNOTATE)) {
        make_review(batch, paper);
    }
}

const struct trace *product_make(const struct delivery *delivery, struct product *product) {
    struct flow *flow = product->flow;
    size_t room = (delivery->inputs->paper_count + 1) * delivery->format_count;
    struct batch batch = { .delivery = delivery,
        .product = product,
        .traces = arena_array(flow->arena, room, sizeof *batch.traces) };
    for (size_t i = 0; i < flow->paper_count; i++) {
        bool known = paper_place(delivery, &flow->papers[i]) < delivery->inputs->paper_count;
        product->recordable = product->recordable && known;
        make_paper(&batch, &flow->papers[i]);
    }
    if (!delivery->check) {
        commit_files(&batch);
    }
    return batch.traces;
}
