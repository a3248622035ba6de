"""Runs a command as a container's runtime would: under a seccomp profile, as a user that is not root.

    under-profile.py <profile, in the runtimes' own form> <command> <argument>...

It has no new privileges either, which libseccomp sees to.
"""
import json
import os
import sys

import seccomp

ACTIONS = {"SCMP_ACT_ALLOW": lambda _: seccomp.ALLOW,
           "SCMP_ACT_ERRNO": lambda entry: seccomp.ERRNO(entry.get("errnoRet", 1))}
OPERATORS = {"SCMP_CMP_EQ": seccomp.EQ, "SCMP_CMP_NE": seccomp.NE}


def argument(rule):
    if rule["op"] == "SCMP_CMP_MASKED_EQ":
        return seccomp.Arg(rule["index"], seccomp.MASKED_EQ, rule["value"], rule.get("valueTwo", 0))
    return seccomp.Arg(rule["index"], OPERATORS[rule["op"]], rule["value"])


def main(file, command):
    with open(file, encoding="utf-8") as text:
        profile = json.load(text)
    default = seccomp.ERRNO(profile.get("defaultErrnoRet", 1))
    made = seccomp.SyscallFilter(default)
    for entry in profile["syscalls"]:
        action = ACTIONS[entry["action"]](entry)
        if action == default:
            continue
        for name in entry["names"]:
            # A name of another architecture's has no number here, and means nothing.
            if seccomp.resolve_syscall(seccomp.Arch(), name) != -1:
                made.add_rule(action, name, *map(argument, entry.get("args", [])))
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(10001)
        os.setuid(10001)
    made.load()
    os.execvp(command[0], command)


main(sys.argv[1], sys.argv[2:])
