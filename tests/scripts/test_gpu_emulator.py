"""What of the emulated GPU needs no GPU, no CuPy and nothing built: its log, the budget, and when it is built again."""

import json
import re
import tomllib
from collections import Counter

import pytest

from scripts.gpu_emulator import budget, build, build_device, calls, count, emulator, kernels
from tests.support.places import ROOT

STEP = """kernel add [4 60000:4] [4 60000:4]
kernel add [4 300:4 200:1200] [4 200:4]
captured kernel multiply [4 3:4]
product GemmEx 3x4x5 batch 1
draw 12800
memory copy DtoH 8
memory set 4096
graph 17
allocation 512
wait stream
"""


# ---- the log and the budget


def test_a_line_of_the_log():
    assert calls.read_line("captured kernel take [8 3:-16 2:8] [4] text") == calls.Call(
        "kernel", "take   text", (calls.Array(8, (3, 2), (-16, 8)), calls.Array(4, (), ())), captured=True
    )
    assert calls.read_line("wait stream") == calls.Call("wait", "stream")
    assert calls.read("") == []


@pytest.mark.parametrize(
    ("array", "scattered"),
    [
        ("[4 60000:4]", False),
        ("[4 60000:8]", True),
        ("[4 60000:-8]", True),
        ("[4 300:4 200:1200]", True),
        ("[4 300:4 100:1200]", False),  # 30,000 elements
        ("[4 300:1200 300:4 1:90000]", False),  # nothing is stepped along an axis of one
        ("[4 60000:4 100:0]", False),  # one element for all
        ("[4]", False),
    ],
)
def test_scattered_elements_are_known_by_the_last_stride(array, scattered):
    assert calls.read_line(f"kernel copy [4 3:4] {array}").scattered == scattered


def test_what_is_counted():
    found = budget.count(calls.read(STEP))
    names = found.pop("names")
    assert found == {
        "calls": 7,
        "kernel": 2,
        "product": 1,
        "draw": 1,
        "memory": 2,
        "graph": 1,
        "wait": 1,
        "nodes": 17,
        "scattered": 1,
    }
    assert names == {
        "draw": 1,
        "graph": 1,
        "kernel add": 2,
        "memory copy DtoH": 1,
        "memory set": 1,
        "product GemmEx": 1,
        "wait stream": 1,
    }


@pytest.mark.parametrize(
    ("more", "less", "verdict", "line"),
    [
        ("", "", "as it is", None),
        ("kernel log\n", "", "over", "  +1 kernel log"),
        ("", "draw 12800\n", "under", "  -1 draw"),
        ("kernel other\n", "kernel log\n", "over", "  +1 kernel other"),
        ("graph 18\n", "graph 17\n", "over", "nodes 18, budget 17"),
        ("wait event\n", "draw 12800\n", "over", "  +1 wait event"),
        ("kernel add [4 60000:8]\n", "kernel add [4 60000:4] [4 60000:4]\n", "over", "scattered 2, budget 1"),
    ],
)
def test_a_count_is_compared_with_the_budget(more, less, verdict, line):
    found = budget.count(calls.read(STEP.replace(less, "", 1) + more))
    given, lines = budget.compare(found, budget.count(calls.read(STEP)))
    assert given == verdict
    assert (line in lines) if line else lines == []


@pytest.mark.parametrize(
    ("log", "exact", "good", "says"),
    [
        (STEP, True, True, "eager: 7 calls, 2 kernel"),
        (STEP + "graph 1\n", False, False, "over the budget; send less"),
        ("", False, True, "under the budget; lower the budget with --write"),
        ("", True, False, "under the budget; lower the budget with --write"),
    ],
)
def test_more_than_the_budget_fails_and_less_does_if_asked(capsys, log, exact, good, says):
    allowed = {"eager": budget.count(calls.read(STEP)), "graph": None}
    assert count.judge({"eager": budget.count(calls.read(log))}, allowed, exact=exact) == good
    assert says in capsys.readouterr().out


def test_what_has_no_budget_yet_fails(capsys):
    found = {"graph": budget.count(calls.read(STEP))}
    assert not count.judge(found, {"eager": None, "graph": None}, exact=False)
    assert "graph: the budget has no count; write it with --write" in capsys.readouterr().out


def test_what_was_counted_becomes_the_budget_and_the_rest_stays(tmp_path):
    file = tmp_path / "budget.json"
    file.write_text(json.dumps({"eager": {"calls": 1}, "graph": {"calls": 2}}))
    found = budget.count(calls.read(STEP))
    budget.write({"eager": found}, file)
    assert budget.load(file) == {"eager": found, "graph": {"calls": 2}}


@pytest.mark.parametrize("kind", ["eager", "graph"])
def test_the_budget_adds_up(kind):
    allowed = budget.load()[kind]
    if allowed is None:
        pytest.skip("a step as a CUDA graph has no budget yet")
    kinds = Counter()
    for name, times in allowed["names"].items():
        kinds[name.split()[0]] += times
    assert {kind: allowed[kind] for kind in (*calls.KINDS, "wait")} == {
        kind: kinds[kind] for kind in (*calls.KINDS, "wait")
    }
    assert allowed["calls"] == sum(kinds[kind] for kind in calls.KINDS)


def test_two_steps_that_differ_are_no_count(monkeypatch):
    steps = [calls.read(log) for log in ("kernel first", STEP, STEP)]
    monkeypatch.setattr(count, "steps", lambda **options: steps)
    assert count.count_step() == budget.count(steps[-1])
    steps.append(calls.read(STEP + "kernel log"))
    with pytest.raises(RuntimeError, match=r"two steps in a row differ:\n  \+1 kernel log"):
        count.count_step()


def test_a_step_is_counted_by_itself_and_as_a_graph(monkeypatch):
    monkeypatch.setattr(count, "count_step", lambda **options: options)
    assert count.counts() == {"eager": {"graph": False}, "graph": {"graph": True}}


# ---- kernels


@pytest.mark.parametrize(
    ("source", "threads"),
    [
        ('extern "C" __global__ void f(int* x) { CUPY_FOR(i, 3) x[i] = 0; }', "ONE_LOOPS"),
        ('extern "C" __global__ void f(int* x) { x[threadIdx.x] = 0; }', "IN_TURN"),
        ('extern "C" __global__ void __launch_bounds__(512) f (int* x) { __syncthreads(); }', "FIBRES"),
        ('extern "C" __global__ void f(int* x) { CUPY_FOR(i, 3) _REDUCE(256); }', "FIBRES"),
    ],
)
def test_a_kernel_is_declared_to_the_device(source, threads):
    text, mapping = kernels.host_source(source)
    assert text.startswith('#include "host_kernel.h"\n')
    assert source in text
    assert text.endswith(f"EMULATED_KERNEL(f, (f), {threads})\n")
    assert mapping == {}


def test_kernels_of_templates_get_names():
    text, mapping = kernels.host_source("template <class T> __global__ void f(T* x) {}", ["f<int>", "f<float>"])
    assert mapping == {"f<int>": "instance_0", "f<float>": "instance_1"}
    assert "EMULATED_KERNEL(instance_1, (f<float>), IN_TURN)" in text


@pytest.fixture
def compiler(tmp_path, monkeypatch):
    """A compiler for the host whose calls of NVRTC and of g++ are only noted."""
    compiled = kernels.HostCompiler(lambda source, *rest: compiled.noted.append("nvrtc"), tmp_path)
    compiled.noted = []

    def gpp(text, options, target):
        compiled.noted.append(tuple(options))
        target.write_text(text)

    monkeypatch.setattr(kernels, "compile_for_host", gpp)
    return compiled


def test_the_gpus_compiler_is_asked_first_and_an_object_is_kept(compiler, tmp_path):
    source = 'extern "C" __global__ void f(int* x) {}'
    path, mapping = compiler(source, ("-Ihere", "--fast", "-DN=1"))
    assert (path[-1:], mapping) == (b"\0", None)
    assert compiler.noted == ["nvrtc", ("-Ihere", "-DN=1")]
    assert compiler(source, ("-Ihere", "--fast", "-DN=1")) == (path, None)
    assert len(compiler.noted) == 2
    assert compiler(source, ("-Ihere", "--fast", "-DN=2"))[0] != path
    assert sorted(f"{file}\0".encode() for file in tmp_path.iterdir()).count(path) == 1


def test_what_the_gpus_compiler_refuses_is_not_compiled(compiler, tmp_path):
    def refuse(*arguments):
        raise SyntaxError("not a kernel")

    compiler.nvrtc = refuse
    with pytest.raises(SyntaxError):
        compiler('extern "C" __global__ void f(int* x) {}')
    assert list(tmp_path.iterdir()) == []


# ---- what is built, and when


def test_what_the_machine_lacks_is_one_sentence():
    assert build.lacking("linux", "x86_64", lambda tool: f"/usr/bin/{tool}") == ""
    without = build.lacking("linux", "x86_64", lambda tool: None if tool == "g++" else tool)
    assert without == "The emulated GPU needs g++: apt install g++, or dnf install gcc-c++."
    assert build.lacking("darwin", "arm64") == "The emulated GPU needs Linux on x86-64; this is darwin on arm64."


def test_a_device_that_is_not_built_says_how_to_build_it(tmp_path, monkeypatch):
    monkeypatch.setattr(emulator, "HOME", tmp_path)
    with pytest.raises(RuntimeError, match=r"expected libgpu_emulator.so, .*; make test-gpu-emulated builds them"):
        emulator.device.__wrapped__()


def test_versions_are_pinned_with_a_reason_and_are_those_of_the_constraints():
    constraints = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    text = build.VERSIONS.read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert all(re.fullmatch(r"[\w.-]+==[\d.]+ +# \w.*", line) for line in lines), lines
    assert f"cupy-cuda13x=={build.version_of_cupy(text)}\n" in constraints


def test_what_the_tests_need_is_what_pyproject_says():
    settings = tomllib.loads("""
[project]
name = "a-book"
dependencies = ["numpy>=2.0"]
[project.optional-dependencies]
test = ["a-book[vgg]", "pytest"]
vgg = ["h5py"]
lint = ["ruff"]
""")
    assert build.requirements(settings) == ["numpy>=2.0", "pytest", "h5py"]


@pytest.fixture
def stages(tmp_path, monkeypatch):
    """The two stages, only noted in `stages.done`, with digests that a test changes."""
    monkeypatch.setattr(build, "HOME", tmp_path / "build" / "gpu-emulator")
    monkeypatch.setattr(build, "lacking", lambda: "")
    done, wanted = [], {"environment": "e", "device": "d"}
    monkeypatch.setattr(build, "STAGES", {stage: lambda stage=stage: done.append(stage) for stage in wanted})
    monkeypatch.setattr(build, "digests", lambda: wanted)
    return done, wanted


def test_only_what_has_changed_is_built_again(stages):
    done, wanted = stages
    assert build.main() == 0
    assert build.main() == 0
    assert done == ["environment", "device"]
    wanted["device"] = "new"
    assert build.main() == 0
    assert done == ["environment", "device", "device"]


@pytest.mark.parametrize("error", [RuntimeError("g++ failed"), KeyboardInterrupt()])
def test_a_stage_that_was_cut_short_is_done_again(stages, monkeypatch, capsys, error):
    done, wanted = stages
    build.main()
    wanted["device"] = "new"

    def fail():
        raise error

    with monkeypatch.context() as patch:
        patch.setitem(build.STAGES, "device", fail)
        if isinstance(error, RuntimeError):
            assert build.main() == 1
            assert capsys.readouterr().err == "g++ failed\n"
        else:
            with pytest.raises(KeyboardInterrupt):
                build.main()
    wanted["device"] = "d"
    done.clear()
    assert build.main() == 0
    assert done == ["device"]


def test_a_machine_that_lacks_something_builds_nothing(stages, monkeypatch, capsys):
    monkeypatch.setattr(build, "lacking", lambda: "The emulated GPU needs g++.")
    assert build.main() == 1
    assert capsys.readouterr().err == "The emulated GPU needs g++.\n"
    assert stages[0] == []


def test_digests_follow_what_they_are_of(tmp_path, monkeypatch):
    before = build.digests()
    assert build.digests() == before
    versions = tmp_path / "versions.txt"
    versions.write_text(build.VERSIONS.read_text(encoding="utf-8").replace("14.2", "14.3"))
    monkeypatch.setattr(build, "VERSIONS", versions)
    assert all(before[stage] != after for stage, after in build.digests().items())


def test_the_source_archive_that_cannot_be_had_is_named(tmp_path, monkeypatch):
    def run(*command, **options):
        if "download" in command:
            raise RuntimeError("pip failed:\nCollecting cupy\nERROR: no such archive\n")

    for name in ("VENV", "SOURCE"):
        monkeypatch.setattr(build, name, tmp_path / name)
    monkeypatch.setattr(build, "run", run)
    said = r"^The emulated GPU needs the source archive of CuPy [\d.]+; pip says: ERROR: no such archive$"
    with pytest.raises(RuntimeError, match=said):
        build.make_environment()


def test_commands_that_fail_show_what_they_said():
    with pytest.raises(RuntimeError, match=r"(?s)^sh -c .* failed:\nout\nerr\n$"):
        build.run("sh", "-c", "echo out; echo err >&2; exit 3")
    assert build.run("echo", "fine") == "fine\n"


def test_what_is_linked_and_not_written_fails_as_cuda_does():
    wanted = build_device.symbols(
        "   U cudaFoo\n  U cublasBar@libcublas.so.13\n U cudaMalloc\n U free\n 0 T cudaBaz", "U"
    )
    assert wanted == {"cudaFoo", "cublasBar", "cudaMalloc", "free"}
    text = build_device.stubs(wanted, build_device.symbols("0000 T cudaMalloc\n", "T"))
    assert re.findall(r'int (\w+)\(\) { return emulator_lacks\("\1", (\d+)\); }', text) == [
        ("cublasBar", "15"),
        ("cudaFoo", "801"),
    ]
