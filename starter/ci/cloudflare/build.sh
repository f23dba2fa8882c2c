#!/bin/sh
# How Cloudflare Pages builds the site: build command `sh build.sh`, output folder `public`.
# `_headers` and `_redirects` are written by the build. For stories that are dated ahead: a deploy hook, called each morning.
set -eu
command -v cargo || curl --proto '=https' -sSf https://sh.rustup.rs | sh -s -- -y --profile minimal
PATH="$HOME/.cargo/bin:$PATH"
cargo install anecdote --locked --version {version}
# CF_PAGES_URL is that of this one deployment: set SITE_URL among the variables of the project.
anecdote check --base-url "${SITE_URL:-$CF_PAGES_URL}/"
anecdote build --base-url "${SITE_URL:-$CF_PAGES_URL}/"
