# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The filter for machines that no test has run on: what is written for them is read here as their kernel would read
it, and whoever runs the product on one is told that nobody has tried."""

from __future__ import annotations

import platform
import struct

import pytest
from django.core.checks import Error, Warning, run_checks

from sjalvklar.mailbox import checks
from sjalvklar.mailbox.files import looking, sandbox
from sjalvklar.mailbox.files.looking import Walls

ALLOW, KILL, ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
DENIED, NOT_THERE = ERRNO | 1, ERRNO | 38
THREAD, FORK = 0x003D0F00, 0x11  # CLONE_VM | CLONE_FS | ... | CLONE_THREAD, and SIGCHLD alone

# include/uapi/asm-generic/unistd.h, which is what 64-bit ARM has; arch/x86/entry/syscalls/syscall_64.tbl
CALLS = {
    "aarch64": {
        "computing": {
            **{"read": 63, "write": 64, "close": 57, "newfstatat": 79, "fstat": 80, "lseek": 62, "munmap": 215},
            **{"brk": 214, "rt_sigaction": 134, "rt_sigprocmask": 135, "rt_sigreturn": 139, "readv": 65},
            **{"writev": 66, "sched_yield": 124, "mremap": 216, "madvise": 233, "getpid": 172, "exit": 93},
            **{"getrusage": 165, "sysinfo": 179, "sigaltstack": 132, "gettid": 178, "futex": 98},
            **{"sched_getaffinity": 123, "clock_gettime": 113, "clock_nanosleep": 115, "exit_group": 94},
            **{"tgkill": 131, "set_robust_list": 99, "getrandom": 278, "membarrier": 283, "rseq": 293},
            **{"ppoll": 73, "nanosleep": 101},
        },
        "reaching": {
            **{"openat": 56, "openat2": 437, "socket": 198, "connect": 203, "sendto": 206, "execve": 221},
            **{"execveat": 281, "ptrace": 117, "kill": 129, "process_vm_writev": 271, "unshare": 97, "mount": 40},
            **{"bpf": 280, "io_uring_setup": 425, "memfd_create": 279, "unlinkat": 35, "prctl": 167, "ioctl": 29},
            **{"pidfd_open": 434, "userfaultfd": 282, "keyctl": 219, "shmat": 196, "setns": 268, "dup": 23},
        },
    },
    "x86_64": {
        "computing": {"read": 0, "write": 1, "close": 3, "brk": 12, "futex": 202, "exit_group": 231, "getrandom": 318},
        "reaching": {
            **{"open": 2, "openat": 257, "openat2": 437, "socket": 41, "connect": 42, "execve": 59, "fork": 57},
            **{"vfork": 58, "ptrace": 101, "kill": 62, "mount": 165, "bpf": 321, "io_uring_setup": 425},
            **{"memfd_create": 319, "unlink": 87, "prctl": 157, "ioctl": 16, "process_vm_writev": 311},
        },
    },
}


def verdict(name: str, call: int, *arguments: int, machine: int | None = None) -> int:
    """What the kernel would answer: classic BPF over `struct seccomp_data`, such steps as the filter has."""
    itself, special, allowed = sandbox._MACHINES[name]
    program = sandbox._program(itself, special, allowed)
    steps = [struct.unpack_from("=HBBI", program, at) for at in range(0, len(program), 8)]
    given = (list(arguments) + [0] * 6)[:6]
    data = struct.pack("=iIQ6Q", call, itself if machine is None else machine, 0, *given)
    at, held = 0, 0
    while True:
        code, yes, no, value = steps[at]
        at += 1
        match code:
            case 0x20:
                (held,) = struct.unpack_from("=I", data, value)
            case 0x15:
                at += yes if held == value else no
            case 0x35:
                at += yes if held >= value else no
            case 0x45:
                at += yes if held & value else no
            case 0x06:
                return int(value)
            case _:
                raise AssertionError(f"no such step: {code:#x}")


@pytest.mark.parametrize("name", sorted(sandbox._MACHINES))
def test_computing_is_let_through_and_nothing_that_reaches_out(name: str) -> None:
    for call, number in CALLS[name]["computing"].items():
        assert verdict(name, number) == ALLOW, call
    for call, number in CALLS[name]["reaching"].items():
        assert verdict(name, number) == DENIED, call
    special = sandbox._MACHINES[name][1]
    assert verdict(name, special["clone"], THREAD) == ALLOW
    assert verdict(name, special["clone"], FORK) == DENIED
    assert verdict(name, special["clone3"], THREAD) == NOT_THERE
    for memory in ("mmap", "mprotect"):
        assert verdict(name, special[memory], 0, 4096, 0x1 | 0x2) == ALLOW, memory
        assert verdict(name, special[memory], 0, 4096, 0x1 | 0x4) == DENIED, memory


def test_on_64_bit_arm_exactly_those_calls_and_no_others() -> None:
    itself, special, allowed = sandbox._MACHINES["aarch64"]
    assert itself == 0xC00000B7  # AUDIT_ARCH_AARCH64
    assert special == {"clone": 220, "clone3": 435, "mmap": 222, "mprotect": 226}
    assert sorted(allowed) == sorted(CALLS["aarch64"]["computing"].values())
    through = {number for number in range(600) if verdict("aarch64", number) == ALLOW}
    assert through == set(allowed) | {special["mmap"], special["mprotect"]}


@pytest.mark.parametrize("name", sorted(sandbox._MACHINES))
def test_a_call_in_another_machines_words_ends_the_process(name: str) -> None:
    for other, (itself, _, _) in sandbox._MACHINES.items():
        if other != name:
            assert verdict(name, 0, machine=itself) == KILL
    assert verdict(name, 0x40000001) == KILL  # x32, which shares x86-64's name


def test_where_nobody_has_tried_the_walls_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "aarch64" not in sandbox.TESTED  # whoever runs these tests on one puts it there
    untried = Walls(seccomp=True, works=True, machine="aarch64", tested=False)
    assert "never been tried" in untried.untried()[0]
    assert "aarch64" in untried.untried()[0]
    assert Walls().untried() == []  # it does not work at all, which is said instead
    monkeypatch.setattr(looking, "walls", lambda: untried)
    found = run_checks(include_deployment_checks=True)
    assert [one.id for one in found if str(one.id).startswith("sjalvklar.")] == ["sjalvklar.W001"]
    monkeypatch.setattr(looking, "walls", lambda: Walls(works=True, reaches=frozenset({"code", "programs"})))
    said = checks.walls_around_strangers_files(None)
    assert [type(one) for one in said] == [Error, Error]
    assert not any(isinstance(one, Warning) for one in said)


def test_this_machine_says_what_it_is_and_whether_it_has_been_tried() -> None:
    walls = looking.walls()
    assert walls.machine == platform.machine()
    assert walls.tested is (platform.machine() in sandbox.TESTED)
    assert walls.reaches == frozenset()
    assert [one.id for one in checks.walls_around_strangers_files(None)] == (
        [] if walls.tested else ["sjalvklar.W001"]
    )
