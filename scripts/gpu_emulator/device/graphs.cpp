// Captures and graphs: what is sent to a capturing stream is recorded, and done at each launch of the graph.
#include "device.h"

static std::set<std::shared_ptr<Capture>> captures;  // those under way
static std::set<Graph*> graphs;                      // with those that are ready to be launched
enum Mode { GLOBAL, OF_THREAD, RELAXED };

static std::recursive_mutex guarded, working;
Guard::Guard() { guarded.lock(); }
Guard::~Guard() { guarded.unlock(); }

// Ends the captures that a call would break, and gives the call its error.
template <class Condition>
static int invalidate(Error error, Condition hit) {
    Guard guard;
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
    Guard guard;
    if (is_legacy(stream)) return refuse_legacy();
    if (!stream->capture) return SUCCESS;
    stream->capture->invalid = true;
    return CAPTURE_UNSUPPORTED;
}

int refuse_waiting_for_all() {
    if (int error = refuse_legacy()) return error;
    return invalidate(CAPTURE_UNSUPPORTED, [](const Capture&) { return true; });
}

static bool of_this_thread(const Capture& capture) { return capture.thread == std::this_thread::get_id(); }

int refuse_unsafe() {
    return invalidate(CAPTURE_UNSUPPORTED, [](const Capture& capture) {
        return capture.mode == GLOBAL || (capture.mode == OF_THREAD && of_this_thread(capture));
    });
}

int refuse_in_own_capture() {
    if (int error = refuse_legacy()) return error;
    if (int error = refuse_unsafe()) return error;
    return invalidate(CAPTURE_UNSUPPORTED, of_this_thread);
}

int send(void* handle, const std::string& line, Work work) {
    {
        Guard guard;
        Stream* stream = stream_of(handle);
        if (is_legacy(stream))
            if (int error = refuse_legacy()) return error;
        if (stream->capture) {
            if (stream->capture->invalid) return CAPTURE_INVALIDATED;
            note("captured " + line);
            stream->capture->sent[stream]++;
            stream->capture->graph.nodes.push_back(std::move(work));
            return SUCCESS;
        }
        note(line);
    }
    std::lock_guard<std::recursive_mutex> turn(working);
    work();
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
    Guard guard;
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
    Guard guard;
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
    Guard guard;
    Stream* stream = stream_of(handle);
    *status = 0;
    if (is_legacy(stream)) return refuse_legacy();
    if (stream->capture) *status = stream->capture->invalid ? 2 : 1;
    return SUCCESS;
}

int cudaGraphInstantiate(void** ready, void* graph, unsigned long long) {
    Guard guard;
    *ready = nullptr;
    if (!graphs.count((Graph*)graph)) return INVALID_VALUE;
    auto* made = new Graph(*(Graph*)graph);
    graphs.insert(made);
    *ready = made;
    return SUCCESS;
}

int cudaGraphLaunch(void* handle, void* stream) {
    std::vector<Work> nodes;  // a copy: a capture that holds this launch may outlive the graph
    {
        Guard guard;
        if (!graphs.count((Graph*)handle)) return INVALID_VALUE;
        nodes = ((Graph*)handle)->nodes;
    }
    return send(stream, "graph " + std::to_string(nodes.size()), [nodes] {
        for (auto& node : nodes) node();
    });
}

int cudaGraphUpload(void* graph, void*) {
    Guard guard;
    return graphs.count((Graph*)graph) ? SUCCESS : INVALID_VALUE;
}

int cudaGraphDestroy(void* graph) {
    Guard guard;
    if (!graphs.erase((Graph*)graph)) return INVALID_VALUE;
    delete (Graph*)graph;
    return SUCCESS;
}
int cudaGraphExecDestroy(void* graph) { return cudaGraphDestroy(graph); }

}  // extern "C"
