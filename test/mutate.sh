#!/usr/bin/env bash
# Mutates the core and reports which mutants the unit tests do not kill, but for those that surviving-mutants.tsv gives a reason for. usage: test/mutate.sh [stryker options, such as --mutate '**/Failures.cs']
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
python3 "$root/test/judge-mutants.py" StrykerOutput/*/reports/mutation-report.json "$root/test/surviving-mutants.tsv"
