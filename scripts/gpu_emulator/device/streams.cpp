// Streams and events. Work is done when it is sent, so that there is nothing to wait for; that somebody waits is noted.
#include "device.h"

static Stream legacy{false, {}}, per_thread{true, {}};
static std::set<Stream*> streams;

struct Event {
    bool recorded = false;
    std::shared_ptr<Capture> capture;  // in which it was recorded last
    Stream* stream = nullptr;
    size_t sent = 0;  // of the stream's work, how much it marks
};

static std::set<Event*> events;

Stream* stream_of(void* handle) {
    if (handle == nullptr || handle == (void*)1) return &legacy;
    return handle == (void*)2 ? &per_thread : (Stream*)handle;
}

bool is_legacy(const Stream* stream) { return stream == &legacy; }

static int refuse_captured(Event* event) {
    Guard guard;
    if (!events.count(event)) return INVALID_HANDLE;
    if (!event->capture) return SUCCESS;
    event->capture->invalid = true;
    return CAPTURED_EVENT;
}

// A stream that waits for an event of a capture takes part in that capture.
static int wait_for(Stream* stream, Event* event) {
    Guard guard;
    if (!events.count(event)) return INVALID_HANDLE;
    auto& capture = stream->capture;
    if (capture && event->recorded && event->capture != capture) {
        capture->invalid = true;
        return CAPTURE_ISOLATION;
    }
    if (!event->capture) return SUCCESS;
    if (event->capture->ended) return CAPTURED_EVENT;
    if (is_legacy(stream)) return refuse_waiting_for_stream(stream);
    if (!capture) {
        capture = event->capture;
        capture->sent[stream] = 1;  // to be joined, whether or not more is sent to it
    }
    capture->joined[event->stream] = event->sent;
    return SUCCESS;
}

extern "C" {

int cudaStreamCreateWithFlags(void** handle, unsigned flags) {
    Guard guard;
    auto* stream = new Stream{!(flags & 1), {}};
    streams.insert(stream);
    *handle = stream;
    return SUCCESS;
}
int cudaStreamCreate(void** handle) { return cudaStreamCreateWithFlags(handle, 0); }
int cudaStreamCreateWithPriority(void** handle, unsigned flags, int) {
    return cudaStreamCreateWithFlags(handle, flags);
}

int cudaStreamDestroy(void* handle) {
    Guard guard;
    auto* stream = (Stream*)handle;
    if (!streams.erase(stream)) return INVALID_HANDLE;
    delete stream;
    return SUCCESS;
}

int cudaStreamSynchronize(void* handle) {
    if (int error = refuse_waiting_for_stream(stream_of(handle))) return error;
    note("wait stream");
    return SUCCESS;
}

int cudaStreamQuery(void* handle) { return refuse_waiting_for_stream(stream_of(handle)); }

int cudaDeviceSynchronize() {
    if (int error = refuse_waiting_for_all()) return error;
    note("wait device");
    return SUCCESS;
}

int cudaEventCreateWithFlags(void** handle, unsigned) {
    Guard guard;
    auto* event = new Event;
    events.insert(event);
    *handle = event;
    return SUCCESS;
}
int cudaEventCreate(void** event) { return cudaEventCreateWithFlags(event, 0); }

int cudaEventDestroy(void* event) {
    Guard guard;
    if (!events.erase((Event*)event)) return INVALID_HANDLE;
    delete (Event*)event;
    return SUCCESS;
}

int cudaEventRecord(void* handle, void* on) {
    Guard guard;
    auto* event = (Event*)handle;
    Stream* stream = stream_of(on);
    if (!events.count(event)) return INVALID_HANDLE;
    if (is_legacy(stream))
        if (int error = refuse_waiting_for_stream(stream)) return error;
    if (stream->capture && stream->capture->invalid) return CAPTURE_INVALIDATED;
    *event = {true, stream->capture, stream, stream->capture ? stream->capture->sent[stream] : 0};
    return SUCCESS;
}

int cudaStreamWaitEvent(void* stream, void* event, unsigned) { return wait_for(stream_of(stream), (Event*)event); }

int cudaEventSynchronize(void* event) {
    if (int error = refuse_captured((Event*)event)) return error;
    if (int error = refuse_unsafe()) return error;
    note("wait event");
    return SUCCESS;
}

int cudaEventQuery(void* event) {
    if (int error = refuse_captured((Event*)event)) return error;
    return refuse_unsafe();
}

// Time does not pass on this device: whoever measures gets a number, and none that means something.
int cudaEventElapsedTime(float* milliseconds, void* first, void* second) {
    for (void* event : {first, second})
        if (int error = refuse_captured((Event*)event)) return error;
    *milliseconds = 1;
    return SUCCESS;
}

}  // extern "C"
