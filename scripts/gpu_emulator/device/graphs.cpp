// Captures and graphs: what is sent to a capturing stream is recorded, and done at each launch of the graph.
#include "device.h"

static std::set<std::shared_ptr<Capture>> captures;  // those under way
static std::set<Graph*> graphs;                      // with those that are ready to be launched
enum Mode { GLOBAL, OF_THREAD, RELAXED };

// Ends the captures that a call would break, and gives the call its error.
template <class Condition>
static int invalidate(Error error, Condition hit) {
    int found = SUCCESS;
    for (auto& capture : captures)
        if (hit(*capture)) {
            capture->invalid = true;
            found = error;
        }
    return found;
}

// The legacy stream waits for all blocking streams: its use while one is captured would be a part of the capture.
static int refuse_legacy() {
    return invalidate(CAPTURE_IMPLICIT, [](const Capture& capture) {
        for (auto& [stream, count] : capture.sent)
            if (stream->blocking) return true;
        return false;
    });
}

int refuse_waiting_for_stream(Stream* stream) {
    if (is_legacy(stream)) return refuse_legacy();
    if (!stream->capture) return SUCCESS;
    stream->capture->invalid = true;
    return CAPTURE_UNSUPPORTED;
}

int refuse_waiting_for_all() {
    if (int error = refuse_legacy()) return error;
    return invalidate(CAPTURE_UNSUPPORTED, [](const Capture&) { return true; });
}

int refuse_unsafe() {
    return invalidate(CAPTURE_UNSUPPORTED, [](const Capture& capture) {
        return capture.mode == GLOBAL || (capture.mode == OF_THREAD && capture.thread == std::this_thread::get_id());
    });
}

int send(void* handle, const std::string& line, Work work) {
    Stream* stream = stream_of(handle);
    if (is_legacy(stream))
        if (int error = refuse_legacy()) return error;
    if (!stream->capture) {
        note(line);
        work();
        return SUCCESS;
    }
    if (stream->capture->invalid) return CAPTURE_INVALIDATED;
    note("captured " + line);
    stream->capture->sent[stream]++;
    stream->capture->graph.nodes.push_back(std::move(work));
    return SUCCESS;
}

// What is wrong with a capture when it ends.
static int fault_of(const Capture& capture) {
    if (capture.invalid) return CAPTURE_INVALIDATED;
    for (auto& [stream, count] : capture.sent) {
        auto found = capture.joined.find(stream);
        size_t joined = found == capture.joined.end() ? 0 : found->second;
        if (stream != capture.origin && joined < count) return CAPTURE_UNJOINED;
    }
    return SUCCESS;
}

extern "C" {

int cudaStreamBeginCapture(void* handle, int mode) {
    Stream* stream = stream_of(handle);
    if (mode < GLOBAL || mode > RELAXED) return INVALID_VALUE;
    if (is_legacy(stream)) return CAPTURE_UNSUPPORTED;
    if (stream->capture) return ILLEGAL_STATE;
    stream->capture = std::make_shared<Capture>();
    *stream->capture = {mode, std::this_thread::get_id(), stream, {{stream, 0}}, {}, false, false, {}};
    captures.insert(stream->capture);
    return SUCCESS;
}

int cudaStreamEndCapture(void* handle, void** graph) {
    *graph = nullptr;
    auto capture = stream_of(handle)->capture;
    if (!capture) return ILLEGAL_STATE;
    if (capture->origin != stream_of(handle)) return CAPTURE_UNMATCHED;
    if (capture->mode != RELAXED && capture->thread != std::this_thread::get_id()) return CAPTURE_WRONG_THREAD;
    int error = fault_of(*capture);
    for (auto& [stream, count] : capture->sent) stream->capture.reset();
    capture->ended = true;
    captures.erase(capture);
    if (error) return error;
    auto* made = new Graph(std::move(capture->graph));
    graphs.insert(made);
    *graph = made;
    return SUCCESS;
}

int cudaStreamIsCapturing(void* handle, int* status) {
    Stream* stream = stream_of(handle);
    *status = 0;
    if (is_legacy(stream)) return refuse_legacy();
    if (stream->capture) *status = stream->capture->invalid ? 2 : 1;
    return SUCCESS;
}

int cudaGraphInstantiate(void** ready, void* graph, unsigned long long) {
    *ready = nullptr;
    if (!graphs.count((Graph*)graph)) return INVALID_VALUE;
    auto* made = new Graph(*(Graph*)graph);
    graphs.insert(made);
    *ready = made;
    return SUCCESS;
}

int cudaGraphLaunch(void* handle, void* stream) {
    auto* graph = (Graph*)handle;
    if (!graphs.count(graph)) return INVALID_VALUE;
    std::vector<Work> nodes = graph->nodes;  // a copy: a capture that holds this launch outlives the graph
    return send(stream, "graph " + std::to_string(nodes.size()), [nodes] {
        for (auto& node : nodes) node();
    });
}

int cudaGraphUpload(void* graph, void*) { return graphs.count((Graph*)graph) ? SUCCESS : INVALID_VALUE; }

int cudaGraphDestroy(void* graph) {
    if (!graphs.erase((Graph*)graph)) return INVALID_VALUE;
    delete (Graph*)graph;
    return SUCCESS;
}
int cudaGraphExecDestroy(void* graph) { return cudaGraphDestroy(graph); }

}  // extern "C"
