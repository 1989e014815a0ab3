#!/usr/bin/env bash
# Puts a Chromium on this machine for the browser tests, and strace for the test that watches the disk.
# Takes what is on the PATH, else Debian's packages. Nothing is downloaded by the test tools themselves.
set -u

has_browser() { command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null; }

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }

can_install() { command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }; }

install() {
  for pause in 2 5 10; do
    as_root apt-get update -qq &&
      DEBIAN_FRONTEND=noninteractive as_root apt-get install -y -qq --no-install-recommends "$@" >/dev/null && return 0
    sleep "$pause"
  done
  return 1
}

wanted=()
has_browser || wanted+=(chromium fonts-liberation)
command -v strace >/dev/null || wanted+=(strace)
[ ${#wanted[@]} = 0 ] && exit 0

if can_install; then
  echo "Installing ${wanted[*]}"
  install "${wanted[@]}" || echo "apt-get could not install ${wanted[*]}" >&2
fi

if ! has_browser; then
  echo "The browser tests need Chromium and there is none. On Debian or Ubuntu: sudo apt-get install chromium fonts-liberation" >&2
  [ -n "${CI:-}" ] && exit 1
  echo "They will be skipped on this machine; with CI set they would fail." >&2
fi
exit 0
