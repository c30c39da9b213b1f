# The server's address without a trailing slash. In the clear only to this very machine.
function Resolve-GfaServerAddress {
    param([string]$Server)
    $text = "$Server".Trim().TrimEnd('/')
    if ($text -notmatch '^https?://[^/\s@?#]+(/[^\s?#]*)?$') { throw (Get-GfaMessage ServerUnreadable $text) }
    $name = ([uri]$text).Host
    $isLoopback = $name -eq 'localhost' -or $name -eq '[::1]' -or $name -match '^127(\.\d{1,3}){3}$'
    if ($text -match '^http:' -and -not $isLoopback) { throw (Get-GfaMessage ServerInTheClear $text) }
    $text
}
