#!/bin/sh
# Brings the Debian programs that the tests talk to: Dovecot, Postfix, Chromium.
#
# Acts only as root, where there is apt-get, for what is not here yet. Never removes a package, never
# starts a service, leaves another mail server alone, and always succeeds: what it could not bring, the
# tests name with the line to type. `make test APT=no` leaves the machine as it is.
set -u

[ "${APT:-yes}" = yes ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 || exit 0

missing=""
services=""
if [ ! -x /usr/sbin/dovecot ] || [ ! -x /usr/lib/dovecot/imap ] || [ ! -x /usr/lib/dovecot/lmtp ]; then
    missing="$missing dovecot-imapd dovecot-lmtpd"
    [ -x /usr/sbin/dovecot ] || services="$services dovecot.service dovecot.socket"
fi
if [ ! -x /usr/lib/postfix/sbin/master ]; then
    other=$(dpkg-query -W -f '${db:Status-Status} ${Package} ${Provides}\n' 2>/dev/null |
        awk '$1 == "installed" && /mail-transport-agent/ { print $2; exit }')
    if [ -z "$other" ]; then
        missing="$missing postfix"
        services="$services postfix.service"
    else
        echo "Postfix is left out: this machine's mail server is $other, which it would replace." >&2
    fi
fi
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
# For the program through which playwright drives Chromium.
ldconfig -p | grep -q 'libatomic\.so\.1 ' || missing="$missing libatomic1"
[ -n "$missing" ] || exit 0

log=$(mktemp)
policy=/usr/sbin/policy-rc.d
made_policy=no
cleanup() {
    [ "$made_policy" = no ] || rm -f "$policy"
    rm -f "$log"
}
trap cleanup EXIT
trap 'exit 1' INT TERM

# Debian starts what it installs unless this script says 101, "forbidden".
if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod 755 "$policy" && made_policy=yes
fi

export DEBIAN_FRONTEND=noninteractive
echo "Installing for the tests:$missing"
case $missing in *postfix*)
    echo "postfix postfix/main_mailer_type select No configuration" | debconf-set-selections ;;
esac
apt="apt-get -q -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0"
# One after another, so that a package that cannot be had does not keep the others away.
$apt update >"$log" 2>&1 || tail -n 3 "$log" >&2
for package in $missing; do
    $apt install -y --no-install-recommends --no-remove "$package" >"$log" 2>&1 </dev/null ||
        { echo "apt-get could not install $package:" >&2; tail -n 3 "$log" >&2; }
done

# What came for the tests does not start with the machine either.
if [ -n "$services" ] && command -v systemctl >/dev/null 2>&1; then
    for service in $services; do
        systemctl disable "$service" >/dev/null 2>&1 || true
    done
fi
exit 0
