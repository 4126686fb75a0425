# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Walls that a process puts up around itself and can never take down: run in the worker only, standard library only.

In order: limits, namespaces of its own (no network, no other processes' memory), Landlock (no file may be opened),
and a seccomp filter that lets through what computing takes and nothing more. Each is left out where the kernel has
it not, and what was put up is told. Kernel documentation: user_namespaces(7), landlock(7), seccomp(2).
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import struct
import sys

CPU_SECONDS = 20
MEMORY = 1280 * 1024 * 1024

_NEW = {"user": 0x10000000, "network": 0x40000000, "ipc": 0x08000000, "mount": 0x00020000, "uts": 0x04000000}
_NO_NEW_PRIVILEGES, _DIE_WITH_PARENT, _SECCOMP = 38, 1, 22
_CREATE_RULESET, _RESTRICT_SELF = 444, 446  # the same number on every machine
_FILES_BY_VERSION = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}  # how many rights of the file system each version knows
_PERM, _NO_SUCH_CALL = 1, 38

TESTED = frozenset({"x86_64"})
"""Kinds of machine on which the product's tests have tried the filter. On another with a filter of its own here it is
put up and tried at each start, and said to be otherwise untried."""

_MACHINES = {
    "x86_64": (
        0xC000003E,
        {"clone": 56, "clone3": 435, "mmap": 9, "mprotect": 10},
        # read write close fstat lseek munmap brk rt_sigaction rt_sigprocmask rt_sigreturn readv writev sched_yield
        # mremap madvise getpid exit getrusage sysinfo sigaltstack gettid futex sched_getaffinity clock_gettime
        # clock_nanosleep exit_group tgkill set_robust_list getrandom membarrier rseq newfstatat poll nanosleep
        (
            *(0, 1, 3, 5, 8, 11, 12, 13, 14, 15, 19, 20, 24, 25, 28, 39, 60, 98, 99, 131, 186, 202, 204, 228, 230),
            *(231, 234, 273, 318, 324, 334, 262, 7, 35),
        ),
    ),
    "aarch64": (
        0xC00000B7,
        {"clone": 220, "clone3": 435, "mmap": 222, "mprotect": 226},
        # the same calls, without poll and nanosleep by those names: ppoll nanosleep
        (
            *(63, 64, 57, 80, 62, 215, 214, 134, 135, 139, 65, 66, 124, 216, 233, 172, 93, 165, 179, 132, 178, 98),
            *(123, 113, 115, 94, 131, 99, 278, 283, 293, 79, 73, 101),
        ),
    ),
}


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def put_limits() -> None:
    """Time, memory, no file written, no core, few descriptors; and whoever writes to us goes before this."""
    os.nice(5)
    for what, most in (
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        resource.setrlimit(what, (most, most))
    if sys.platform == "linux":
        libc = _libc()
        libc.prctl(_DIE_WITH_PARENT, 9, 0, 0, 0)
        libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)


def put_namespaces() -> list[str]:
    """A network, processes' talk and mounts of its own: all at once, else the network alone. What came about."""
    if sys.platform != "linux":
        return []
    libc = _libc()
    together = _NEW["user"] | _NEW["network"] | _NEW["ipc"] | _NEW["mount"] | _NEW["uts"]
    if libc.unshare(together) == 0:
        return sorted(_NEW)
    if libc.unshare(_NEW["user"] | _NEW["network"]) == 0:
        return ["network", "user"]
    return []


def put_landlock() -> bool:
    """From now on no file or folder can be opened, whatever its rights, and no TCP port where the kernel can."""
    if sys.platform != "linux":
        return False
    libc = _libc()
    version = libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint(1))
    if version < 1:
        return False
    files = (1 << _FILES_BY_VERSION[min(version, max(_FILES_BY_VERSION))]) - 1
    said = struct.pack("=QQ", files, 0b11) if version >= 4 else struct.pack("=Q", files)
    ruleset = libc.syscall(_CREATE_RULESET, said, ctypes.c_size_t(len(said)), ctypes.c_uint(0))
    if ruleset < 0:
        return False
    done = libc.syscall(_RESTRICT_SELF, ctypes.c_int(ruleset), ctypes.c_uint(0))
    os.close(ruleset)
    return bool(done == 0)


def put_filter() -> bool:
    """From now on only what computing takes: no socket, no program, no process, no file, no new code in memory."""
    machine = _MACHINES.get(platform.machine())
    if sys.platform != "linux" or machine is None:
        return False
    program = _program(*machine)

    class Program(ctypes.Structure):
        _fields_ = [("length", ctypes.c_ushort), ("steps", ctypes.c_char_p)]

    steps = ctypes.create_string_buffer(program, len(program))
    filled = Program(len(program) // 8, ctypes.cast(steps, ctypes.c_char_p))
    return bool(_libc().prctl(_SECCOMP, 2, ctypes.byref(filled), 0, 0) == 0)


def _program(machine: int, special: dict[str, int], allowed: tuple[int, ...]) -> bytes:
    """The filter in the kernel's own words (classic BPF): eight bytes a step."""
    load, equal, least, has, give = 0x20, 0x15, 0x35, 0x45, 0x06
    allow, kill = 0x7FFF0000, 0x80000000
    denied = 0x00050000 | _PERM

    def step(code: int, value: int, yes: int = 0, no: int = 0) -> bytes:
        return struct.pack("=HBBI", code, yes, no, value)

    made = [
        step(load, 4),
        step(equal, machine, 1, 0),
        step(give, kill),
        step(load, 0),
        step(least, 0x40000000, 0, 1),  # the other way of calling that x86 has
        step(give, kill),
        # A thread is let through, a process is not; what clone3 asks for cannot be seen, so that it is not there.
        step(equal, special["clone3"], 0, 1),
        step(give, 0x00050000 | _NO_SUCH_CALL),
        step(equal, special["clone"], 0, 4),
        step(load, 16),
        step(has, 0x00010000, 1, 0),
        step(give, denied),
        step(give, allow),
    ]
    for name in ("mmap", "mprotect"):  # no memory from which code could be run
        made += [
            step(equal, special[name], 0, 4),
            step(load, 32),
            step(has, 0x4, 1, 0),
            step(give, allow),
            step(give, denied),
        ]
    for number in allowed:
        made += [step(equal, number, 0, 1), step(give, allow)]
    return b"".join([*made, step(give, denied)])
