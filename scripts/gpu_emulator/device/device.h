// What the parts of the emulated device share: its log, its streams, and how work is sent to them.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

// CUDA's own numbers of the errors that this device gives; queries.cpp has their names.
enum Error {
    SUCCESS = 0,
    INVALID_VALUE = 1,
    OUT_OF_MEMORY = 2,
    INVALID_HANDLE = 400,
    ILLEGAL_STATE = 401,
    NOT_FOUND = 500,
    NOT_SUPPORTED = 801,
    CAPTURE_UNSUPPORTED = 900,
    CAPTURE_INVALIDATED = 901,
    CAPTURE_UNMATCHED = 903,
    CAPTURE_UNJOINED = 904,
    CAPTURE_ISOLATION = 905,
    CAPTURE_IMPLICIT = 906,
    CAPTURED_EVENT = 907,
    CAPTURE_WRONG_THREAD = 908,
};

// Threads take turns: one guard at a time, for all that the device remembers. Work is done outside of it, because a
// function of Python among it waits for the interpreter, for which a guarded thread may be waiting too.
struct Guard {
    Guard();
    ~Guard();
    Guard(const Guard&) = delete;
};

using Work = std::function<void()>;
struct Stream;

// The nodes of a graph, in the order in which they were captured; a replay runs them in that order.
struct Graph {
    std::vector<Work> nodes;
};

// A capture that is under way, or was: streams and events remember it.
struct Capture {
    int mode;
    std::thread::id thread;
    Stream* origin;
    std::map<Stream*, size_t> sent;    // how much work each of its streams was given
    std::map<Stream*, size_t> joined;  // how much of it the other streams have waited for
    bool invalid = false, ended = false;
    Graph graph;
};

struct Stream {
    bool blocking;  // for the legacy stream; those made with cudaStreamNonBlocking are not
    std::shared_ptr<Capture> capture;
};

Stream* stream_of(void* handle);
bool is_legacy(const Stream* stream);

// Sends work to a stream: it is done at once, or recorded where the stream is capturing.
int send(void* stream, const std::string& line, Work work);

// Errors of calls that a capture forbids, which also invalidate it; SUCCESS where there is none.
int refuse_waiting_for_stream(Stream* stream);  // also asking whether it is done
int refuse_waiting_for_all();
int refuse_unsafe();          // what only captures in relaxed mode allow, such as cudaMalloc
int refuse_in_own_capture();  // the same, and in any capture of the calling thread

// The log, a line for each thing that reaches the device; kept only while it is wanted.
void note(const std::string& line);

enum Place { PAGEABLE, PINNED, ON_DEVICE };
Place place_of(const void* address);
