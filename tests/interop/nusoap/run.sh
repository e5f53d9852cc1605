#!/bin/sh
# run.sh PORT: NuSOAP with operations that the lab does not have, on 127.0.0.1:PORT. Started in the lab's folder of the vendor,
# whose own run.sh has made build/nusoap.php.
exec php -d include_path="$PWD/build" -S 127.0.0.1:"$1" "$(dirname "$0")/operations.php"
