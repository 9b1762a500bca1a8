#!/usr/bin/env bash
# Installs what the tests need, builds, and runs every test. Result files go to TestResults/.
# One project only: ./test.sh tests/ModelTrends.Domain.Tests
set -euo pipefail
cd "$(dirname "$0")"

find_chromium() { command -v chromium || command -v chromium-browser || command -v google-chrome || true; }

# The distribution's package where we may install it, else a browser of the tests' own in the user's cache.
install_chromium() {
  if command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }; then
    local sudo=""; [ "$(id -u)" = 0 ] || sudo="sudo"
    if $sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq chromium >/dev/null; then return; fi
  fi
  npx --yes playwright install chromium || return 0
  MODELTRENDS_CHROMIUM=$(find "${PLAYWRIGHT_BROWSERS_PATH:-$HOME/.cache/ms-playwright}" "$HOME/Library/Caches/ms-playwright" -type f \( -name chrome -o -name Chromium \) 2>/dev/null | head -n 1 || true)
}

if [ -z "${MODELTRENDS_CHROMIUM:-}" ] && [ -z "$(find_chromium)" ]; then install_chromium; fi
export MODELTRENDS_CHROMIUM="${MODELTRENDS_CHROMIUM:-$(find_chromium)}"
# All other tests still have something to say; those of the browser will fail, and this is why.
[ -n "$MODELTRENDS_CHROMIUM" ] || echo "test.sh: Chromium is missing and could not be installed: the browser's tests will fail. Install it, or set MODELTRENDS_CHROMIUM to its path." >&2

rm -rf TestResults
dotnet build ModelTrends.sln -v q --nologo -clp:ErrorsOnly
if [ $# -gt 0 ]; then target=(--project "$1"); shift; else target=(--solution ModelTrends.sln); fi
# One test application after the other: each starts its own PostgreSQL and browser, and two at once only wait for each other.
dotnet test "${target[@]}" --no-build --max-parallel-test-modules 1 --results-directory "$PWD/TestResults" --report-xunit-trx "$@"
