"""`make gpu` as a command: stages that fail or hang, files that are whole, and what a bare machine lacks."""

import json
import os
import re
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from benchmarks.gpu import __main__ as command
from benchmarks.gpu import device, record, stages, suite, wheels
from benchmarks.gpu.record import Record
from benchmarks.gpu.stages import Stage
from tests.support.places import ROOT

# What stands in for the CuPy module: NumPy, as CuPy would look on a machine with a GPU.
CUPY = """
import numpy
from types import SimpleNamespace
__version__, ndarray, ones = "14.2.0", type("ndarray", (), {}), numpy.ones
cuda = SimpleNamespace(
    is_available=lambda: True,
    Device=lambda: SimpleNamespace(id=0),
    runtime=SimpleNamespace(
        getDeviceProperties=lambda _: {"name": b"NVIDIA A10, 24 GB"},
        driverGetVersion=lambda: 13010,
        runtimeGetVersion=lambda: 13000,
    ),
)
"""
# Stages, as modules: what they do once their record is open.
WORK = {
    "good": "record.keep(found=1)\n    return True",
    "wrong": "record.keep(found=2)\n    return False",
    "raises": "raise RuntimeError('no memory\\nline two')",
    "dies": "os._exit(9)",
    "hangs": "record.keep(found=3)\n    print(subprocess.Popen(['sleep', '60']).pid, flush=True)\n    time.sleep(60)",
    "looks": "record.keep(found=dict(os.environ))\n    return True",
}
MODULE = """
import os, subprocess, sys, time
from benchmarks.gpu.record import stage

def work(record):
    {}

sys.exit(stage(work))
"""
ABOUT = {"date": "2026-01-02", "device": "NVIDIA A10, 24 GB"}
NAME = "gpu-nvidia-a10-24-gb-{}.json"


@pytest.fixture
def out(tmp_path):
    """The folder of the results."""
    return tmp_path / "out"


@pytest.fixture
def environment(tmp_path):
    """That of stages whose modules stand in a folder of their own."""
    folder = tmp_path / "modules"
    folder.mkdir()
    for name, work in WORK.items():
        (folder / f"stage_{name}.py").write_text(MODULE.format(work))
    return os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{folder}"}


def of(*names, seconds=30):
    return tuple(Stage(name, f"stage_{name}", seconds) for name in names)


def written(out, name):
    return json.loads((out / NAME.format(name)).read_text())


def gone(pid):
    """Whether a process has ended; one that nobody waits for any more counts as ended."""
    status = Path(f"/proc/{pid}/stat")
    for _ in range(50):
        if not status.exists() or status.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.1)
    return False


# ---- stages


def test_no_stage_stops_the_next(out, environment, capfd):
    names = "wrong", "raises", "dies", "good"
    ended = stages.run_all(of(*names), ABOUT, environment, lambda: 30, out)
    assert [(each.name, each.status) for each in ended] == list(zip(names, ["failed"] * 3 + ["passed"]))
    assert {path.name for path in out.iterdir()} == {NAME.format(name) for name in names}
    records = [written(out, name) for name in names]
    assert [each["status"] for each in records] == ["failed"] * 3 + ["passed"]
    assert [each.get("found") for each in records] == [2, None, None, 1]
    assert all(each.items() >= ABOUT.items() for each in records)
    assert records[1]["why"] == "RuntimeError: no memory"
    assert records[2]["why"] == "its process ended with status 9"
    assert "line two" in capfd.readouterr().err  # the traceback


def test_a_stage_that_hangs_is_ended_with_what_it_started(out, environment, capfd):
    (ended,) = stages.run_all(of("hangs", seconds=4), ABOUT, environment, lambda: 30, out)
    assert (ended.status, ended.seconds < 10) == ("out of time", True)
    found = written(out, "hangs")
    assert (found["status"], found["why"], found["found"]) == ("out of time", "it was ended after 4 s", 3)
    assert gone(re.search(r"^\d+$", capfd.readouterr().out, re.MULTILINE)[0])


def test_what_a_stage_leaves_running_is_ended(capfd):
    code = "import subprocess; print(subprocess.Popen(['sleep', '60']).pid)"
    assert stages.run_within(30, [sys.executable, "-c", code], os.environ) == 0
    assert gone(capfd.readouterr().out.strip())


def test_a_stage_gets_what_is_left(out, environment, capfd):
    left = iter([7.0, 0.0, -3.0])
    ended = stages.run_all(of("good", "wrong", "looks"), ABOUT, environment, lambda: next(left), out)
    assert [each.status for each in ended] == ["passed", "out of time", "out of time"]
    assert "good, at most 7 s" in capfd.readouterr().out


def test_all_stages_together_leave_the_last_enough():
    *others, last = stages.STAGES
    assert command.SECONDS < 360
    assert command.SECONDS - sum(each.seconds for each in others) > 90
    assert last.name == "epochs"
    assert all((ROOT / f"{each.module.replace('.', '/')}.py").is_file() for each in stages.STAGES)


# ---- record


def test_a_file_is_written_whole_or_not_at_all(tmp_path):
    path = tmp_path / "new" / "a.json"
    record.write(path, {"a": 1})
    with pytest.raises(TypeError):
        record.write(path, {"a": object()})
    assert json.loads(path.read_text()) == {"a": 1}
    (path.parent / "b.json").mkdir()
    with pytest.raises(OSError, match=r"b\.json"):
        record.write(path.parent / "b.json", {})
    assert sorted(file.name for file in path.parent.iterdir()) == ["a.json", "b.json"]


def test_results_lie_with_the_others_unless_a_folder_is_named(tmp_path):
    assert record.path_of("NVIDIA H100 80GB HBM3", "tests") == (
        ROOT / "benchmarks" / "results" / "gpu-nvidia-h100-80gb-hbm3-tests.json"
    )
    assert record.path_of("A10", "tests", tmp_path) == tmp_path / "gpu-a10-tests.json"


# ---- the tests as a stage


TESTS = """
import pytest

def test_right[PLACE]: pass
@pytest.mark.parametrize("xp", ["cupy", "numpy"])
def test_passes(xp): pass
@pytest.mark.parametrize("xp", ["cupy"])
def test_fails(xp): assert xp == "another"
@pytest.mark.parametrize("xp", ["cupy"])
def test_is_skipped(xp): pytest.skip("no such thing")
@pytest.mark.parametrize("xp", ["cupy"])
def test_cannot_be_set_up(xp, of_no_name): pass
"""


def run_suite(folder, *files, cores=1):
    """The stage `tests` on files of its own, in a process of its own; its record."""
    place = folder / "tests"
    place.mkdir()
    (place / "pytest.ini").write_text("[pytest]\nfilterwarnings = error\n")
    for number, text in enumerate(files):
        (place / f"test_{number}.py").write_text(text)
    record.write(folder / "a.json", {"status": "running"})
    code = (
        "import sys; from pathlib import Path; from benchmarks.gpu import record, suite\n"
        "path, place = sys.argv[1:]\n"
        f"suite.processors = lambda: {cores}\n"
        "sys.exit(record.stage(lambda found: suite.work(found, Path(place)), [path, '60']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, folder / "a.json", place],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return done, json.loads((folder / "a.json").read_text())


@pytest.mark.parametrize("cores", [1, 2])
def test_tests_are_counted_and_what_is_not_run_is_said(tmp_path, cores):
    done, found = run_suite(
        tmp_path,
        TESTS.replace("[PLACE]", "()"),
        "import a_module_that_is_missing",
        "import benchmarks.no_such_module",
        "import textbook_cnn.no_such_module",
        cores=cores,
    )
    assert (done.returncode, found["status"]) == (1, "failed")
    assert [found[key] for key in ("passed", "failed", "skipped")] == [1, 2, 1]
    assert found["skipped_because"] == {"Skipped: no such thing": 1}
    (reason,) = found["not_run"].values()
    assert reason == "No module named 'a_module_that_is_missing'"
    assert reason in done.stdout
    failures = {each["test"].rpartition("/")[2]: "\n".join(each["message"]) for each in found["failures"]}
    assert failures.keys() == {
        "test_0.py::test_fails[cupy]",
        "test_0.py::test_cannot_be_set_up[cupy]",
        "test_2.py",
        "test_3.py",
    }
    assert "another" in failures["test_0.py::test_fails[cupy]"]
    assert "no_such_module" in failures["test_2.py"]


def test_tests_that_pass_are_a_success_and_none_at_all_is_not(tmp_path):
    done, found = run_suite(tmp_path, "def test_on_cupy(): pass")
    assert (done.returncode, found["status"], found["passed"]) == (0, "passed", 1)
    (tmp_path / "none").mkdir()
    done, found = run_suite(tmp_path / "none", "def test_on_numpy(): pass")
    assert (done.returncode, found["status"], found["passed"]) == (1, "failed", 0)


def test_processes_are_as_many_as_there_are_cores_up_to_four(monkeypatch):
    assert suite.processes(16)[2:4] == ["-n", "4"]
    assert suite.processes(2)[2:4] == ["-n", "2"]
    assert suite.processes(1) == []
    monkeypatch.setattr(suite.importlib.util, "find_spec", lambda name: None)
    assert suite.processes(16) == []


# ---- wheels


def wheel(folder, name, tags="py3-none-any", **modules):
    """A wheel with a few modules."""
    folder.mkdir(exist_ok=True, parents=True)
    path = folder / f"{name}-1.0-{tags}.whl"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(f"{name}-1.0.dist-info/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        for module, text in modules.items():
            file.writestr(f"{module}.py", text)
    return path


def test_only_what_is_missing_is_taken_and_only_while_it_is_needed(tmp_path):
    missing = wheel(tmp_path, "a_thing_that_is_missing", a_thing="")
    wheel(tmp_path, "pytest", pytest="")
    wheel(tmp_path, "pytest_xdist", xdist="")  # installed as pytest-xdist
    wheel(tmp_path, "another_missing", "cp27-cp27m-any", another="")
    assert wheels.lacking(tmp_path) == [missing]
    with wheels.unpacked(tmp_path) as place:
        assert sorted(path.name for path in place.iterdir()) == ["a_thing.py", "a_thing_that_is_missing-1.0.dist-info"]
    assert not place.exists()
    missing.unlink()
    for folder in (tmp_path, None):
        with wheels.unpacked(folder) as place:
            assert place is None


@pytest.mark.parametrize(
    ("tags", "fits"),
    [
        ("py3-none-any", True),
        ("py2.py3-none-any", True),
        ("py2-none-any", False),
        ("cp312-cp312-manylinux2014_x86_64.manylinux_2_17_x86_64", True),
        ("cp313-cp313-manylinux2014_x86_64", False),
        ("cp312-cp312-manylinux2014_aarch64", False),
        ("cp312-cp312-win_amd64", False),
    ],
)
def test_wheels_that_fit(monkeypatch, tags, fits):
    monkeypatch.setattr(wheels.sys, "version_info", (3, 12, 3))
    monkeypatch.setattr(wheels, "get_platform", lambda: "linux-x86_64")
    assert wheels.fits(Path(f"a_thing-1.0-{tags}.whl")) == fits


# ---- the command


@pytest.fixture
def pack(tmp_path):
    """A folder as the pack script makes it, whose wheels bring the CuPy of a machine with a GPU."""
    wheel(tmp_path / "pack" / "wheels", "a_cupy", cupy=CUPY)
    (tmp_path / "pack" / "data").mkdir()
    return tmp_path / "pack"


def test_the_command_runs_its_stages_with_what_the_folder_has(pack, out, environment, monkeypatch, capfd):
    monkeypatch.setenv("PYTHONPATH", environment["PYTHONPATH"])
    monkeypatch.setenv("OPENBLAS_CORETYPE", "Haswell")
    monkeypatch.setattr(stages, "STAGES", of("looks", "wrong", "good"))
    monkeypatch.setattr(command.signal, "signal", lambda *_: None)
    assert command.main(["--folder", str(pack), "--results", str(out), "--only", "looks", "good"]) == 0
    lines = capfd.readouterr().out.splitlines()
    assert re.match(
        r"NVIDIA A10, 24 GB, driver .* for CUDA 13\.1, CuPy 14\.2\.0, NumPy \d.*OPENBLAS_CORETYPE Haswell$", lines[0]
    )
    assert [re.match(r"(\w+) +passed, \d+ s, .*\.json$", line)[1] for line in lines[-2:]] == ["looks", "good"]
    found = written(out, "looks")
    assert found["found"]["TEXTBOOK_CNN_DATA"] == str(pack / "data")
    assert (found["cuda_driver"], found["versions"]["cupy"]) == (13010, "14.2.0")
    unpacked = found["found"]["PYTHONPATH"].split(os.pathsep)[1]
    assert not Path(unpacked).exists()
    assert command.main(["--folder", str(pack), "--results", str(out)]) == 1
    assert "wrong     failed" in capfd.readouterr().out


def test_no_gpu_is_one_line_and_no_file(out, monkeypatch, capfd):
    monkeypatch.setattr(command.signal, "signal", lambda *_: None)
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")
    assert command.main([]) == 1
    printed = capfd.readouterr()
    assert printed.out == ""
    assert re.fullmatch(r"error: device: 'cuda' needs .*\n", printed.err)
    assert not out.exists()


def test_what_a_python_lacks_is_said(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "textbook_cnn._devices", None)
    assert device.main() == 1
    assert re.fullmatch(r"error: .*textbook_cnn.*scripts/pack_gpu\.sh makes\n", capsys.readouterr().err)


def test_a_gpu_that_does_not_answer_is_said(monkeypatch, capsys):
    def run(command, **_):
        raise subprocess.TimeoutExpired(command, 60)

    monkeypatch.setattr(command.subprocess, "run", run)
    assert command.described({}) is None
    assert capsys.readouterr().err == "error: CuPy has not found the GPU within 60 s\n"


def test_a_folder_is_one_of_the_pack_script(tmp_path, capsys):
    with pytest.raises(SystemExit):
        command.main(["--folder", str(tmp_path)])
    assert f"--folder: expected a folder with wheels/ and data/, as scripts/pack_gpu.sh makes it, got {tmp_path}" in (
        re.sub(r"\s+", " ", capsys.readouterr().err)
    )


def test_when_the_command_is_ended_its_stages_are_too(pack, out, environment):
    code = (
        "import sys; from benchmarks.gpu import stages, __main__ as command\n"
        "stages.STAGES = (stages.Stage('hangs', 'stage_hangs', 30),)\n"
        f"sys.exit(command.main(['--folder', {str(pack)!r}, '--results', {str(out)!r}]))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        child = next(line for line in process.stdout if line.strip().isdigit()).strip()
        process.terminate()
        assert process.wait(30) == 143
    assert gone(child)
    assert written(out, "hangs")["found"] == 3


@pytest.mark.parametrize(
    ("words", "commands"),
    [
        (["PYTHON=python3.12", "FOLDER=pack"], ["python3.12 -m benchmarks.gpu --folder 'pack'"]),
        (["FOLDER=a pack"], ["python3 -m benchmarks.gpu --folder 'a pack'"]),
        (["PYTHON=python3"], ["python3 -m benchmarks.gpu"]),
        ([], ["set_up.py test libraries cuda13", "scripts/fetch_data.py", ".venv/bin/python -m benchmarks.gpu"]),
    ],
)
def test_make_gpu_installs_nothing_where_a_python_or_a_folder_is_named(words, commands):
    environment = {
        key: value for key, value in os.environ.items() if key not in ("PYTHON", "FOLDER", "MAKEFLAGS", "MAKELEVEL")
    }
    done = subprocess.run(
        ["make", "--no-print-directory", "--dry-run", "gpu", *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    first, *lines = [line.strip() for line in done.stdout.splitlines()]
    assert first == "sh scripts/find_gpu.sh"
    assert len(lines) == len(commands)
    assert all(line.endswith(command) for line, command in zip(lines, commands))


def test_a_record_knows_how_much_time_is_left(tmp_path):
    record.write(tmp_path / "a.json", {})
    assert 8 < Record(tmp_path / "a.json", 9).left() <= 9
