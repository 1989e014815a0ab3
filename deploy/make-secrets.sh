#!/usr/bin/env bash
# Makes the secrets that docker-compose.yml mounts: the store's URL with its password, the store's ACL file with that
# password's digest, and the key that signs cookies. Run once; it leaves what is there alone.
#   bash deploy/make-secrets.sh [FOLDER]
# The folder is open to its owner only. The files inside are readable by all, because compose mounts them with the mode
# they have and each container reads them as a user of its own; only the services that list a secret see it.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
folder="${1:-$here/secrets}"
mkdir -p "$folder"
chmod 700 "$folder"

random() { od -An -tx1 -N32 /dev/urandom | tr -d ' \n'; }

if [ ! -s "$folder/secret-key" ]; then
  random > "$folder/secret-key"
fi
if [ ! -s "$folder/store-url" ] || [ ! -s "$folder/store.acl" ]; then
  password="$(random)"
  digest="$(printf %s "$password" | sha256sum | cut -d' ' -f1)"
  commands="$(sed -e 's/#.*//' "$here/store-commands.txt" | tr '\n' ' ' | tr -s ' ')"
  printf 'redis://clockstart:%s@store:6379/0' "$password" > "$folder/store-url"
  sed -e "s/@PASSWORD_SHA256@/$digest/" -e "s/@COMMANDS@/$commands/" "$here/store.acl.template" > "$folder/store.acl"
fi
chmod 444 "$folder"/*
echo "Secrets are in $folder"
