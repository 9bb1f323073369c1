#!/usr/bin/env bash
# Commits each of the sins beside this script in a copy of the repository, and reports which kind of test notices: systematic, generated, unit, endurance.
# usage: test/sins/run.sh [part of a name]...    Fails if a sin no longer applies, or is noticed by fewer than two kinds.
set -uo pipefail
sins=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$sins/../.." && pwd)
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
trap 'exit 130' INT TERM

cd "$root" && git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents -t "$copy"
cd "$copy" || exit 1
quick=(-p:RunAnalyzers=false -p:EnforceCodeStyleInBuild=false -p:TreatWarningsAsErrors=false -p:GenerateDocumentationFile=true --disable-build-servers)
unit=test/OkRun.Async.Tests
systematic=test/OkRun.Async.Systematic
endurance=test/OkRun.Async.Endurance

build() {
    dotnet build "$unit" "${quick[@]}" -f net10.0 -v q >build.log 2>&1 && dotnet build "$systematic" "${quick[@]}" -v q >>build.log 2>&1 &&
        dotnet build "$endurance" "${quick[@]}" -v q >>build.log 2>&1
}

# notices COMMAND...: a failing test, a crash and a hang all tell that something is wrong.
notices() {
    if timeout -k 5 "${patience:-240}" "$@" >test.log 2>&1; then echo "-"; else echo "yes"; fi
}

play() {
    notices "$(find artifacts/bin/OkRun.Async.Systematic -path '*linux-x64/OkRun.Async.Systematic' | head -1)" --iterations "${iterations:-100}" --stop-at-first
}

# The trials that are over in seconds, and have between them all ways to end.
endure() {
    notices artifacts/bin/OkRun.Async.Endurance/debug/OkRun.Async.Endurance mixed caller hang
}

test_with() {
    notices dotnet test "$unit" --no-build -f net10.0 --filter "$1" -- xUnit.StopOnFail=true
}

bad=0
printf '%-34s %-10s %-10s %-10s %-10s\n' sin systematic generated unit endurance
for patch in "" "$sins"/*.patch; do
    name=$(basename "$patch" .patch)
    if (($# > 0)) && [[ -n $name ]] && ! grep -qF -f <(printf '%s\n' "$@") <<<"$name"; then continue; fi
    if [[ -n $patch ]] && ! git apply --whitespace=nowarn "$patch"; then
        echo "$name no longer applies" && bad=1 && continue
    fi
    if build; then
        row=("$(play)" "$(test_with 'FullyQualifiedName~GeneratedRuns')" "$(test_with 'FullyQualifiedName!~GeneratedRuns&FullyQualifiedName!~Conventions')" "$(endure)")
        printf '%-34s %-10s %-10s %-10s %-10s\n' "${name:-(none)}" "${row[@]}"
        seen=$(printf '%s\n' "${row[@]}" | grep -c yes)
        if [[ -z $patch ]]; then ((seen == 0)) || bad=1; else ((seen >= 2)) || bad=1; fi
    else
        echo "$name does not compile:" && grep -m 3 error build.log && bad=1
    fi
    [[ -z $patch ]] || git apply --whitespace=nowarn -R "$patch"
done
exit $bad
