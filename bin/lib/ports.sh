# Checks port numbers. Sourced by the scripts of bin/, which define fail EXIT-CODE MESSAGE.

# is_listening PORT: whether something on this machine answers on it
is_listening() {
  if command -v ss >/dev/null; then
    [ -n "$(ss -Hltn "sport = :$1" 2>/dev/null)" ]
  else
    (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
  fi
}

# require_free_port OPTION PORT
require_free_port() {
  case $2 in '' | *[!0-9]* | ??????*) fail 2 "--$1: '$2' is no port number" ;; esac
  if [ "$2" -lt 1 ] || [ "$2" -gt 65535 ]; then fail 2 "--$1: '$2' is no port number"; fi
  if is_listening "$2"; then fail 70 "port $2 is taken: stop what listens there, or choose another with --$1"; fi
}

# free_port FIRST: prints the first port from FIRST on that nobody listens on
free_port() {
  local port=$1
  while is_listening "$port"; do port=$((port + 1)); done
  echo "$port"
}
