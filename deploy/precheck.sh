#!/bin/sh
# The command `precheck` as the site's own user, with the site's settings: /usr/local/bin/precheck. See docs/deploy.md.
set -a
. /etc/precheck/precheck.env
set +a
if [ "$(id -un)" = precheck ]; then exec /opt/precheck/bin/precheck "$@"; fi
exec runuser -u precheck -- /opt/precheck/bin/precheck "$@"
