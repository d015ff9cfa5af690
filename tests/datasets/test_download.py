"""Downloads of Fashion-MNIST: over https alone, within a deadline, whole or not at all."""

import gzip
import os
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.datasets.small_data import NAMES, assert_is_the_data, content_of, fill
from textbook_cnn.datasets import download, fashion_mnist, sources
from textbook_cnn.vgg16 import sources as weights

IMAGES = "/train-images-idx3-ubyte.gz"


class Mirror(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        answers = self.server.answers.get(self.path, [])
        content = answers.pop(0) if len(answers) > 1 else (answers or [None])[0]
        if callable(content):
            content(self)
            return
        self.send_response(404 if content is None else 200)
        self.send_header("Content-Length", str(len(content or b"")))
        self.end_headers()
        self.wfile.write(content or b"")

    def log_message(self, *arguments):
        pass


@pytest.fixture
def mirror(places, monkeypatch):
    """A mirror on this machine that has the training files; `answers` lists each path's answers in turn.

    It has no certificate: its addresses alone count as secure.
    """
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    monkeypatch.setattr(download, "PAUSE", 0)
    monkeypatch.setattr(download, "is_secure", lambda url: url.startswith("http://127.0.0.1:"))
    with ThreadingHTTPServer(("127.0.0.1", 0), Mirror) as server:
        server.asked, server.stopped = [], threading.Event()
        server.answers = {f"/{n}.gz": [gzip.compress(content_of(n), mtime=0)] for n in NAMES["train"]}
        server.url = f"http://127.0.0.1:{server.server_port}/"
        monkeypatch.setattr(sources, "MIRRORS", (server.url,))
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.stopped.set()
        server.shutdown()
        thread.join()


def test_a_mirror_fills_the_cache_once(places, mirror):
    assert_is_the_data(fashion_mnist())
    assert_is_the_data(fashion_mnist())
    assert mirror.asked == [f"/{name}.gz" for name in NAMES["train"]]
    assert {path.name for path in places.cache.iterdir()} == {f"{name}.gz" for name in NAMES["train"]}


def test_a_bad_answer_is_asked_again(mirror):
    images = "/train-images-idx3-ubyte.gz"
    mirror.answers[images].insert(0, b"half of it")
    assert_is_the_data(fashion_mnist())
    assert mirror.asked.count(images) == 2


def test_a_mirror_that_stays_wrong_leaves_nothing_behind(places, mirror):
    mirror.answers["/train-images-idx3-ubyte.gz"] = [b"half of it"]
    with pytest.raises(FileNotFoundError, match=f"{mirror.url}: .*damaged"):
        fashion_mnist()
    assert not places.cache.exists()


def test_the_next_mirror_is_asked(mirror, monkeypatch):
    monkeypatch.setattr(sources, "MIRRORS", (mirror.url + "empty/", mirror.url))
    assert_is_the_data(fashion_mnist(source="download"))
    assert mirror.asked[0].startswith("/empty/")


def test_a_damaged_cache_is_reported_and_replaced(places, mirror):
    fill(places.cache)
    (places.cache / "train-images-idx3-ubyte.gz").write_bytes(b"")
    with pytest.warns(UserWarning, match="'cache'.*is damaged"):
        assert_is_the_data(fashion_mnist())
    assert_is_the_data(fashion_mnist(source="cache"))


def test_a_mirror_that_is_not_there_is_named_with_the_reason(mirror, monkeypatch):
    monkeypatch.setattr(sources, "MIRRORS", ("http://127.0.0.1:9/", "http://127.0.0.1:1/"))
    with pytest.raises(FileNotFoundError) as caught:
        fashion_mnist(source="download")
    for port in (9, 1):
        assert f"http://127.0.0.1:{port}/: " in str(caught.value)
    assert str(caught.value).count("refused") == 2
    assert "Max retries" not in str(caught.value)


@pytest.mark.parametrize("url", [*sources.MIRRORS, weights.NOTOP_URL])
def test_every_address_is_https(url):
    assert url.startswith("https://")
    assert download.is_secure(url)
    assert not download.is_secure(url.replace("https", "http"))


def test_an_address_that_is_not_secure_is_never_asked(mirror, monkeypatch):
    monkeypatch.setattr(download, "is_secure", lambda url: url.startswith("https://"))
    with pytest.raises(FileNotFoundError, match=f"expected an address that begins with https://, got {mirror.url}"):
        fashion_mnist(source="download")
    assert mirror.asked == []


def test_a_redirection_to_one_is_not_followed(places, mirror):
    elsewhere = mirror.url.replace("127.0.0.1", "localhost") + "train-labels-idx1-ubyte.gz"

    def redirects(answer):
        answer.send_response(302)
        answer.send_header("Location", elsewhere)
        answer.send_header("Content-Length", "0")
        answer.end_headers()

    mirror.answers[IMAGES] = [redirects]
    with pytest.raises(FileNotFoundError, match=f"begins with https://, got {elsewhere}"):
        fashion_mnist(source="download")
    assert mirror.asked == [IMAGES]
    mirror.answers["/here.gz"] = mirror.answers["/train-labels-idx1-ubyte.gz"]
    mirror.answers["/train-labels-idx1-ubyte.gz"], elsewhere = [redirects], f"{mirror.url}here.gz"
    mirror.answers[IMAGES] = [gzip.compress(content_of("images"))]
    assert_is_the_data(fashion_mnist(source="download"))


@pytest.mark.parametrize("where", ["head", "body"])
def test_a_server_that_drips_has_a_deadline(places, mirror, monkeypatch, where):
    def drips(answer):
        if where == "body":
            answer.send_response(200)
            answer.send_header("Content-Length", "1000000")
            answer.end_headers()
        while not mirror.stopped.wait(0.05):
            try:
                answer.wfile.write(b"x")
            except OSError:
                return

    mirror.answers[IMAGES] = [drips]
    monkeypatch.setenv("TEXTBOOK_CNN_DEADLINE", "0.5")
    start = time.monotonic()
    with pytest.raises(FileNotFoundError, match=r"not whole after 0\.5 seconds; TEXTBOOK_CNN_DEADLINE=SECONDS allows"):
        fashion_mnist(source="download")
    assert time.monotonic() - start < 20
    assert mirror.asked == [IMAGES]  # not asked again
    assert not places.cache.exists()


@pytest.mark.parametrize("text", ["soon", "0", "-1", "nan", "inf"])
def test_a_deadline_is_a_number_of_seconds(mirror, monkeypatch, text):
    monkeypatch.setenv("TEXTBOOK_CNN_DEADLINE", text)
    with pytest.raises(FileNotFoundError, match="TEXTBOOK_CNN_DEADLINE: expected a number"):
        fashion_mnist(source="download")
    assert mirror.asked == []


def test_an_answer_without_end_is_cut_off(places, mirror):
    mirror.answers[IMAGES] = [bytes(1_000_000)]
    with pytest.raises(FileNotFoundError, match="the answer is larger than the file"):
        fashion_mnist(source="download")


@pytest.mark.parametrize("make", [os.mkdir, os.mkfifo])
def test_nothing_is_put_in_the_place_of_what_is_no_file(places, mirror, make):
    places.cache.mkdir(parents=True)
    make(places.cache / IMAGES[1:])
    with pytest.raises(FileNotFoundError, match="is no regular file; remove it"):
        fashion_mnist(source="download")
    assert mirror.asked == []
    assert not (places.cache / IMAGES[1:]).is_file()


def test_what_killed_downloads_left_is_cleared(places, mirror):
    places.cache.mkdir(parents=True)
    old, new = ("tmpabc123", "x.gz.1f.part", "x.gz.partial"), ("tmpnew", "y.part")
    for name in (*old, *new):
        (places.cache / name).touch()
    for name in old:
        os.utime(places.cache / name, (0, 0))
    assert_is_the_data(fashion_mnist(source="download"))
    assert {path.name for path in places.cache.iterdir()} == {*new, *(f"{name}.gz" for name in NAMES["train"])}


def test_a_file_that_cannot_be_written_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr("pathlib.Path.replace", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        download.store(tmp_path / "file", b"content")
    assert list(tmp_path.iterdir()) == []


def test_a_link_is_followed(tmp_path):
    (tmp_path / "target").write_bytes(b"old")
    (tmp_path / "link").symlink_to("target")
    download.store(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "target").read_bytes() == b"new"


def test_where_a_link_leads_only_the_files_own_leftovers_are_cleared(tmp_path):
    cache, home = tmp_path / "cache", tmp_path / "home"
    cache.mkdir()
    home.mkdir()
    (cache / "a.gz").symlink_to(home / "images[1].gz")
    left = f"images[1].gz.{'0f' * 16}.part"
    others = "film.part", "tmp_notes", "book.partial", f"images1.gz.{'0f' * 16}.part", "images[1].gz.mine.part"
    for name in (left, *others):
        (home / name).touch()
        os.utime(home / name, (0, 0))
    download.store(cache / "a.gz", b"new")
    assert {path.name for path in home.iterdir()} == {"images[1].gz", *others}
