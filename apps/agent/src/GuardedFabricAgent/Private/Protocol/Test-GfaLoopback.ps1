# True where a server's address is this very machine, by a name that leaves it in no case. .NET goes there through no
# proxy, also where one is named.
function Test-GfaLoopback {
    param([string]$Server)
    $name = ([uri]$Server).Host
    $name -eq 'localhost' -or $name -eq '[::1]' -or $name -match '^127(\.\d{1,3}){3}$'
}
