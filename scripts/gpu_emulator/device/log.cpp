// The log that Python reads, and host functions that Python sends to a stream.
#include "device.h"

static bool wanted = false;
static std::string lines, handed_out;

void note(const std::string& line) {
    Guard guard;
    if (wanted) lines += line + "\n";
}

extern "C" {

void emulator_log(int on) { wanted = on; }

// The lines since the last call, forgotten here.
const char* emulator_take_log() {
    Guard guard;
    handed_out.swap(lines);
    lines.clear();
    return handed_out.c_str();
}

// A function of the host in the place of a kernel, now or at each replay.
int emulator_send(void* stream, void (*function)(), const char* line) {
    return send(stream, line, [function] { function(); });
}

int cudaLaunchHostFunc(void* stream, void (*function)(void*), void* argument) {
    return send(stream, "host function", [function, argument] { function(argument); });
}

}  // extern "C"
