#!/usr/bin/env bash
# Breaks the state of a run in a copy, once for each patch beside this script, and wants the model check to say so. usage: test/modelcheck-mutants/run.sh [part of a name]...
# Fails if a patch no longer applies, if a mutant lives, or if the check finds something where nothing is broken.
set -uo pipefail
mutants=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$mutants/../.." && pwd)
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
trap 'exit 130' INT TERM

mkdir -p "$copy/src" && cp -r "$root/src/OkRun.Async" "$copy/src" && cd "$copy" || exit 1
project=$root/test/OkRun.Async.ModelCheck
options=(-c Release -v q "-p:CoreSources=$copy/src/OkRun.Async" "-p:ArtifactsPath=$copy/artifacts" -p:RunAnalyzers=false -p:EnforceCodeStyleInBuild=false -p:TreatWarningsAsErrors=false)
dotnet build "$project" "${options[@]}" >build.log 2>&1 || { cat build.log; exit 1; }

dead=0 bad=0
for patch in "" "$mutants"/*.patch; do
    name=$(basename "${patch:-nothing is broken}" .patch)
    if (($# > 0)) && ! grep -qF -f <(printf '%s\n' "$@") <<<"$name"; then continue; fi
    if [[ -n $patch ]] && ! patch -p1 -s <"$patch"; then
        echo "NO LONGER APPLIES: $name" && exit 1
    fi
    if ! dotnet build "$project" "${options[@]}" --no-restore >build.log 2>&1; then
        echo "DOES NOT COMPILE: $name" && grep -m 3 error build.log && bad=1
    else
        timeout -k 5 "${patience:-300}" artifacts/bin/OkRun.Async.ModelCheck/release/OkRun.Async.ModelCheck >check.log 2>&1 </dev/null
        code=$?
        found=$(grep -m 1 '^BROKEN: ' check.log)
        if [[ -z $patch ]]; then
            if [[ $code == 0 ]]; then tail -1 check.log; else echo "FOUND, BUT $name: $(tail -30 check.log)" && bad=1; fi
        elif [[ $code == 1 && -n $found ]]; then
            dead=$((dead + 1)) && printf '%-46s %s\n' "$name" "${found#BROKEN: }"
        else
            echo "LIVES: $name (exit code $code)" && tail -2 check.log && bad=1
        fi
    fi
    [[ -z $patch ]] || patch -p1 -s -R <"$patch" || exit 1
done
echo "$dead killed"
exit $bad
