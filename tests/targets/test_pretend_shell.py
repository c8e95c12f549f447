"""The stand-in shell reads lines as sh does."""

import pytest

from tests.targets.pretend_shell import PretendShell


@pytest.mark.parametrize(
    ("line", "printed"),
    [
        ("echo a  b", "a b\n"),
        ("echo 'a  b' \"c d\"", "a  b c d\n"),
        ("echo a; echo b # echo c", "a\nb\n"),
        ("echo a#b", "a#b\n"),
        ("echo tea | cat", "tea\n"),
        ("nonesuch || echo b", "b\n"),
        ("nonesuch && echo b", ""),
        ("echo $((6*7)) $(echo x) `echo y`", "42 x y\n"),
        ("echo \"$((6*7))\" '$((6*7))'", "42 $((6*7))\n"),
        ("echo${IFS}a", "a\n"),
        ("echo a & echo b", "a\nb\n"),
        ("expr\t40\t+\t2", "42\n"),
        ("cat notes.txt | grep Java", "Java is an island.\n"),
        ("echo a\\;b", "a;b\n"),
        ("id | grep uid", "uid=1000(tea) gid=1000(tea) groups=1000(tea)\n"),
        ("env | grep PWD", "PWD=/srv/tea\n"),
    ],
)
def test_what_a_line_prints(line: str, printed: str) -> None:
    assert PretendShell().run(line) == printed


@pytest.mark.parametrize("line", ["echo 'a", 'echo "a', "; echo a", "echo $(echo a"])
def test_a_broken_line_prints_nothing_and_complains(line: str) -> None:
    shell = PretendShell()
    assert shell.run(line) == ""
    assert "Syntax error" in shell.errors


def test_sleep_is_counted_and_not_waited_for() -> None:
    shell = PretendShell()
    shell.run("sleep 3; sleep 600")
    assert shell.slept == 603
