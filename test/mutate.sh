#!/usr/bin/env bash
# Mutates the core and reports which mutants the unit tests do not kill. usage: test/mutate.sh [stryker options, such as --mutate '**/Failures.cs']
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
python3 - StrykerOutput/*/reports/mutation-report.json <<'PY'
import collections, json, sys

counts = collections.Counter()
for path, file in json.load(open(sys.argv[1]))["files"].items():
    for mutant in file["mutants"]:
        counts[mutant["status"]] += 1
        if mutant["status"] in ("Survived", "NoCoverage"):
            line = mutant["location"]["start"]["line"]
            print(f'{mutant["status"]}: {path.split("/")[-1]}:{line} {mutant["mutatorName"]}: {" ".join(mutant.get("replacement", "").split())[:120]}')
killed = counts["Killed"] + counts["Timeout"]
valid = killed + counts["Survived"] + counts["NoCoverage"]
print(f"score {100 * killed / valid:.1f} %: {dict(counts)}")
PY
