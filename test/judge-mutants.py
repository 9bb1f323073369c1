"""Judges a report of Stryker by the list of mutants that may survive. usage: judge-mutants.py REPORT LIST

A line of the list: file, the whole line of code, the change in it, and either "equivalent" or "elsewhere" (it changes something that other tests see than those Stryker runs), and why.
Fails where a mutant survives that is not in the list, and where one of the list was killed or is gone.
"""
import collections
import json
import sys

report, known = sys.argv[1:]
listed = collections.Counter()
kinds = {}
for entry in open(known, encoding="utf-8"):
    *mutant, kind, _reason = entry.rstrip("\n").split("\t")
    listed[tuple(mutant)] += 1
    kinds[tuple(mutant)] = kind

counts = collections.Counter()
for path, file in sorted(json.load(open(report, encoding="utf-8"))["files"].items()):
    name, lines = path.split("/")[-1], file["source"].split("\n")
    for mutant in file["mutants"]:
        status, start, end = mutant["status"], mutant["location"]["start"], mutant["location"]["end"]
        line = lines[start["line"] - 1]
        code = line[start["column"] - 1:end["column"] - 1 if start["line"] == end["line"] else None]
        key = name, line.strip(), " => ".join(" ".join(text.split()) for text in (code, mutant["replacement"]))
        if mutant.get("statusReason") == "Removed by mutate filter":
            listed[key] -= listed[key] > 0  # nobody has asked for it this time
        elif status in ("Survived", "NoCoverage"):
            if listed[key] > 0:
                listed[key] -= 1
                status = kinds[key]
            else:
                print("\t".join((f"{status}, line {start['line']}:", *key)))
        counts[status] += 1

for key in listed.elements():
    print("\t".join(("killed, or gone:", *key)))

killed = counts["Killed"] + counts["Timeout"]
missed = counts["Survived"] + counts["NoCoverage"]
judged = killed + missed + counts["elsewhere"]
print(f"{judged + counts['equivalent']} mutants, {killed} killed, {missed} not judged: score {100 * killed / judged:.1f} %; "
      f"{100 * killed / (judged + counts['equivalent']):.1f} % with the {counts['equivalent']} that are equivalent; {counts['elsewhere']} are seen elsewhere")
sys.exit(missed > 0 or any(listed.values()))
