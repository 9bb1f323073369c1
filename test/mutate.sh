#!/usr/bin/env bash
# Mutates the core and reports which mutants the unit tests do not kill, but for those that equivalent-mutants.tsv gives a reason for. usage: test/mutate.sh [stryker options, such as --mutate '**/Failures.cs']
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 RunAnalyzers=false
export CsCheck_Iter=${CsCheck_Iter:-300} # for each mutant: what 20,000 runs find, a few hundred mostly do
tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
dotnet tool install dotnet-stryker --version 5.1.0 --tool-path "$tools" >/dev/null

cd "$root/test/OkRun.Async.Tests"
rm -rf StrykerOutput
"$tools/dotnet-stryker" --skip-version-check "$@" || true
python3 - StrykerOutput/*/reports/mutation-report.json "$root/test/equivalent-mutants.tsv" <<'PY'
import collections, json, sys

known = collections.Counter(tuple(line.split("\t")[:2]) for line in open(sys.argv[2]))
counts = collections.Counter()
for path, file in json.load(open(sys.argv[1]))["files"].items():
    name, lines = path.split("/")[-1], file["source"].split("\n")
    for mutant in file["mutants"]:
        status, start, end = mutant["status"], mutant["location"]["start"], mutant["location"]["end"]
        if status in ("Survived", "NoCoverage"):
            code = lines[start["line"] - 1][start["column"] - 1:end["column"] - 1 if start["line"] == end["line"] else None]
            change = " => ".join(" ".join(text.split()) for text in (code, mutant["replacement"]))
            if known[name, change] > 0:
                known[name, change] -= 1
                status = "Equivalent"
            else:
                print(f'{status}: {name}:{start["line"]} {change}')
        counts[status] += 1
killed = counts["Killed"] + counts["Timeout"]
missed = counts["Survived"] + counts["NoCoverage"]
print(f"score {100 * killed / (killed + missed):.1f} %, {100 * killed / (killed + missed + counts['Equivalent']):.1f} % with those of equivalent-mutants.tsv: {dict(counts)}")
sys.exit(missed > 0)
PY
