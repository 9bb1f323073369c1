#!/usr/bin/env bash
# Commits each of the sins beside this script in a copy of the repository, and reports which kind of test notices.
# usage: [kinds="model systematic generated unit endurance"] test/sins/run.sh [part of a name]...    Fails if a sin no longer applies, or, where all kinds are played, is noticed by fewer than two.
set -uo pipefail
sins=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$sins/../.." && pwd)
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false
all="model systematic generated unit endurance"
kinds=${kinds:-$all}
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
trap 'exit 130' INT TERM

cd "$root" && git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents -t "$copy"
cd "$copy" || exit 1
quick=(-p:RunAnalyzers=false -p:EnforceCodeStyleInBuild=false -p:TreatWarningsAsErrors=false -p:GenerateDocumentationFile=true --disable-build-servers -v q)
unit=test/OkRun.Async.Tests

plays() {
    [[ " $kinds " == *" $1 "* ]]
}

build() {
    : >build.log
    if plays model; then dotnet build test/OkRun.Async.ModelCheck "${quick[@]}" -c Release >>build.log 2>&1 || return; fi
    if plays systematic; then dotnet build test/OkRun.Async.Systematic "${quick[@]}" >>build.log 2>&1 || return; fi
    if plays unit || plays generated; then dotnet build "$unit" "${quick[@]}" -f net10.0 >>build.log 2>&1 || return; fi
    if plays endurance; then dotnet build test/OkRun.Async.Endurance "${quick[@]}" >>build.log 2>&1 || return; fi
}

# notices COMMAND...: a failing test, a crash and a hang all tell that something is wrong.
notices() {
    local code
    timeout -k 5 "${patience:-600}" "$@" >test.log 2>&1 </dev/null
    code=$?
    case $code in 0) echo "-" ;; 124 | 137) echo "hangs" ;; *) echo "yes" ;; esac
}

test_with() {
    notices dotnet test "$unit" --no-build -f net10.0 --filter "$1" -- xUnit.StopOnFail=true
}

# Of endurance the trials that are over in seconds, and have between them all ways to end.
play() {
    case $1 in
        model) notices artifacts/bin/OkRun.Async.ModelCheck/release/OkRun.Async.ModelCheck ;;
        systematic) notices "$(find artifacts/bin/OkRun.Async.Systematic -path '*linux-x64/OkRun.Async.Systematic' | head -1)" --iterations "${iterations:-100}" --stop-at-first ;;
        generated) test_with 'FullyQualifiedName~GeneratedRuns' ;;
        unit) test_with 'FullyQualifiedName!~GeneratedRuns&FullyQualifiedName!~Conventions' ;;
        endurance) notices artifacts/bin/OkRun.Async.Endurance/debug/OkRun.Async.Endurance mixed caller hang ;;
    esac
}

bad=0
printf '%-40s' sin && printf '%-11s' $kinds && echo
for patch in "" "$sins"/*.patch; do
    name=$(basename "$patch" .patch)
    if (($# > 0)) && [[ -n $name ]] && ! grep -qF -f <(printf '%s\n' "$@") <<<"$name"; then continue; fi
    if [[ -n $patch ]] && ! git apply --whitespace=nowarn "$patch"; then
        echo "$name no longer applies" && bad=1 && continue
    fi
    if build; then
        row=()
        for kind in $kinds; do row+=("$(play "$kind")"); done
        printf '%-40s' "${name:-(none)}" && printf '%-11s' "${row[@]}" && echo
        needed=2
        [[ $name == 1[78]-* ]] && needed=1 # of the threads of the watchdog, which only the systematic exploration can hold between two instructions
        seen=$(printf '%s\n' "${row[@]}" | grep -cv -- '^-$')
        if [[ -z $patch ]]; then ((seen == 0)) || bad=1; elif [[ $kinds == "$all" ]]; then ((seen >= needed)) || bad=1; fi
    else
        echo "$name does not compile:" && grep -m 3 error build.log && bad=1
    fi
    [[ -z $patch ]] || git apply --whitespace=nowarn -R "$patch"
done
exit $bad
