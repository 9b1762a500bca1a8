#!/usr/bin/env bash
# Installs what the tests need, builds, and runs every test. Result files go to TestResults/.
# One project only: ./test.sh tests/ModelTrends.Domain.Tests
set -euo pipefail
cd "$(dirname "$0")"

find_chromium() { command -v chromium || command -v chromium-browser || command -v google-chrome || true; }

if [ -z "${MODELTRENDS_CHROMIUM:-}" ] && [ -z "$(find_chromium)" ]; then
  if command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }; then
    sudo=""; [ "$(id -u)" = 0 ] || sudo="sudo"
    $sudo apt-get update -qq
    DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq chromium >/dev/null
  else
    # Without rights on the machine: a browser of the tests' own, in the user's cache.
    npx --yes playwright install chromium
    MODELTRENDS_CHROMIUM=$(find "${PLAYWRIGHT_BROWSERS_PATH:-$HOME/.cache/ms-playwright}" "$HOME/Library/Caches/ms-playwright" -type f \( -name chrome -o -name Chromium \) 2>/dev/null | head -n 1)
  fi
fi
export MODELTRENDS_CHROMIUM="${MODELTRENDS_CHROMIUM:-$(find_chromium)}"
[ -n "$MODELTRENDS_CHROMIUM" ] || { echo "test.sh: Chromium is missing; install it, or set MODELTRENDS_CHROMIUM to its path." >&2; exit 1; }

rm -rf TestResults
dotnet build ModelTrends.sln -v q --nologo -clp:ErrorsOnly
if [ $# -gt 0 ]; then target=(--project "$1"); shift; else target=(--solution ModelTrends.sln); fi
# One test application after the other: each starts its own PostgreSQL and browser, and two at once only wait for each other.
dotnet test "${target[@]}" --no-build --max-parallel-test-modules 1 --results-directory "$PWD/TestResults" --report-xunit-trx "$@"
