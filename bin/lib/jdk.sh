# Finds a JDK 25 and sets JAVA. Sourced by the scripts of bin/.

# Prints the feature version of a java binary, or nothing.
java_feature() {
  "$1" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.specification.version = //p'
}

find_jdk25() {
  local candidate
  for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/*25* /opt/*jdk*25* "$HOME"/.sdkman/candidates/java/25* "$HOME"/.jdks/*25*; do
    [ -n "$candidate" ] && [ -x "$candidate/bin/java" ] || continue
    # the release file tells without starting a JVM
    if grep -q '^JAVA_VERSION="25' "$candidate/release" 2>/dev/null; then
      echo "$candidate"
      return 0
    fi
  done
  if command -v java >/dev/null && [ "$(java_feature java)" = 25 ]; then
    dirname "$(dirname "$(readlink -f "$(command -v java)")")"
    return 0
  fi
  return 1
}

require_jdk25() {
  JDK25=$(find_jdk25) || {
    echo "${0##*/}: no JDK 25 found. Install one (Debian: openjdk-25-jdk or temurin-25-jdk) or set JAVA_HOME to it" >&2
    exit 70
  }
  # read by the scripts that source this file
  # shellcheck disable=SC2034
  JAVA=$JDK25/bin/java
}
