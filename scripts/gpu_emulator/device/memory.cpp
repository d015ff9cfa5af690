// Memory of the emulated device, which is memory of the host: poisoned where nothing was written or where it was freed.
#include <cstdlib>
#include <cstring>
#include <deque>

#include "device.h"

// As float32 and float64 both are NaN, and as indices both lie far outside of any array.
static const uint32_t UNWRITTEN = 0xFFFFABAB, FREED = 0xFFFFDEAD;
static const size_t ALIGNMENT = 512, QUARANTINE = size_t(256) << 20, TOTAL = size_t(80) << 30;

struct Block {
    size_t size;
    Place place;
};
static std::map<const char*, Block> blocks;
static std::deque<std::pair<char*, size_t>> quarantine;  // what was freed, kept back so that use of it shows
static size_t held_back = 0, used = 0;

static void poison(void* start, size_t size, uint32_t word) {
    for (size_t i = 0; i + 4 <= size; i += 4) memcpy((char*)start + i, &word, 4);
    memset((char*)start + size / 4 * 4, 0xAB, size % 4);
}

// Where an address lies, and how much there is from it on; pageable memory is not known any further.
static Block block_of(const void* address) {
    Guard guard;
    auto found = blocks.upper_bound((const char*)address);
    if (found == blocks.begin()) return {0, PAGEABLE};
    --found;
    size_t offset = (const char*)address - found->first;
    if (offset >= found->second.size) return {0, PAGEABLE};
    return {found->second.size - offset, found->second.place};
}

Place place_of(const void* address) { return block_of(address).place; }

// Whether that much may be read or written there as what the call says it is.
static bool fits(const void* address, size_t size, bool on_device) {
    Block block = block_of(address);
    if (block.place != PAGEABLE && size > block.size) return false;
    return on_device == (block.place == ON_DEVICE);
}

static int allocate(void** start, size_t size, Place place) {
    if (int error = refuse_unsafe()) return error;
    *start = nullptr;
    if (size == 0) return SUCCESS;
    if (used + size > TOTAL) return OUT_OF_MEMORY;
    *start = aligned_alloc(ALIGNMENT, (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
    if (!*start) return OUT_OF_MEMORY;
    poison(*start, size, UNWRITTEN);
    Guard guard;
    blocks[(const char*)*start] = {size, place};
    used += size;
    return SUCCESS;
}

static int release(void* start, Place place) {
    if (!start) return SUCCESS;
    if (int error = refuse_unsafe()) return error;
    Guard guard;
    auto found = blocks.find((const char*)start);
    if (found == blocks.end() || found->second.place != place) return INVALID_VALUE;
    size_t size = found->second.size;
    blocks.erase(found);
    used -= size;
    poison(start, size, FREED);
    quarantine.emplace_back((char*)start, size);
    for (held_back += size; held_back > QUARANTINE; quarantine.pop_front()) {
        held_back -= quarantine.front().second;
        free(quarantine.front().first);
    }
    return SUCCESS;
}

static const char* const KINDS[] = {"HtoH", "HtoD", "DtoH", "DtoD"};

// The kind of a copy, from 0 to 3; -1 if what lies where is not as the call says.
static int kind_of(const void* to, const void* from, size_t size, int kind) {
    if (kind == 4) kind = 2 * (place_of(from) == ON_DEVICE) + (place_of(to) == ON_DEVICE);
    if (kind < 0 || kind > 3) return -1;
    return !size || (fits(to, size, kind & 1) && fits(from, size, kind & 2)) ? kind : -1;
}

extern "C" {

int cudaMalloc(void** start, size_t size) {
    note("allocation " + std::to_string(size));
    return allocate(start, size, ON_DEVICE);
}
int cudaMallocAsync(void** start, size_t size, void* stream) {
    return stream_of(stream)->capture ? NOT_SUPPORTED : cudaMalloc(start, size);
}
int cudaHostAlloc(void** start, size_t size, unsigned) { return allocate(start, size, PINNED); }
int cudaFree(void* start) { return release(start, ON_DEVICE); }
int cudaFreeAsync(void* start, void* stream) { return stream_of(stream)->capture ? NOT_SUPPORTED : cudaFree(start); }
int cudaFreeHost(void* start) { return release(start, PINNED); }

int cudaMemGetInfo(size_t* left, size_t* total) {
    *total = TOTAL;
    *left = TOTAL - used;
    return SUCCESS;
}

int cudaMemcpyAsync(void* to, const void* from, size_t size, int kind, void* stream) {
    kind = kind_of(to, from, size, kind);
    if (kind < 0) return INVALID_VALUE;
    bool waits = kind != 3 && (place_of(to) == PAGEABLE || place_of(from) == PAGEABLE);
    if (waits && stream_of(stream)->capture) return refuse_waiting_for_stream(stream_of(stream));
    return send(stream, std::string("memory copy ") + KINDS[kind] + " " + std::to_string(size),
                [to, from, size] { memcpy(to, from, size); });
}

int cudaMemsetAsync(void* start, int value, size_t size, void* stream) {
    if (size && !fits(start, size, true)) return INVALID_VALUE;
    return send(stream, "memory set " + std::to_string(size), [start, value, size] { memset(start, value, size); });
}

// Stricter than CUDA, which lets a relaxed capture of a non-blocking stream pass.
int cudaMemcpy(void* to, const void* from, size_t size, int kind) {
    if (int error = refuse_in_own_capture()) return error;
    if (int error = cudaMemcpyAsync(to, from, size, kind, nullptr)) return error;
    note("wait copy");
    return SUCCESS;
}

int cudaMemset(void* start, int value, size_t size) {
    if (int error = refuse_in_own_capture()) return error;
    return cudaMemsetAsync(start, value, size, nullptr);
}

struct Attributes {
    int type, device;
    void *on_device, *on_host;
};

int cudaPointerGetAttributes(Attributes* found, const void* address) {
    Place place = place_of(address);
    void* start = const_cast<void*>(address);
    *found = {place == ON_DEVICE ? 2 : place == PINNED ? 1 : 0, place == PAGEABLE ? -2 : 0, nullptr, nullptr};
    if (place != PAGEABLE) found->on_device = start;
    if (place == PINNED) found->on_host = start;
    return SUCCESS;
}

}  // extern "C"
