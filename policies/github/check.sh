#!/usr/bin/env bash
# Runs iiot-guard for action.yml and keeps its exit code for the last step, so that reports are uploaded before the job ends.
set -euo pipefail

reports="$(mktemp -d "${RUNNER_TEMP:-/tmp}/iiot-guard.XXXXXX")"
arguments=()

# One word a line: nothing is split or expanded, whatever it holds.
add_lines() {
  local line
  while IFS= read -r line; do
    line="${line%$'\r'}"
    if [[ -n "$line" ]]; then arguments+=("${@:2}" "$line"); fi
  done <<<"$1"
}

files="${GUARD_FILES:-}"
if [[ -n "${files//[[:space:]]/}" ]]; then
  arguments=(check)
else
  arguments=(preview)
  add_lines "${GUARD_STACKS:-}" --stack
fi
add_lines "${GUARD_OPTIONS:-}"
arguments+=(--format github)
arguments+=(--format "json=$reports/report.json" --format "sarif=$reports/report.sarif")
arguments+=(--format "markdown=$reports/report.md")
# What follows are names, even where one begins with a dash.
arguments+=(--)
if [[ "${arguments[0]}" == check ]]; then
  add_lines "$files"
else
  arguments+=("${GUARD_DIRECTORY:-.}")
fi

code=0
# The command of the package that this action is part of.
node "$(dirname "${BASH_SOURCE[0]}")/../bin/iiot-guard.js" "${arguments[@]}" || code=$?

{
  echo "exit-code=$code"
  echo "reports=$reports"
  echo "sarif=$([[ -s "$reports/report.sarif" ]] && echo true || echo false)"
  echo "markdown=$([[ -s "$reports/report.md" ]] && echo true || echo false)"
} >>"$GITHUB_OUTPUT"
