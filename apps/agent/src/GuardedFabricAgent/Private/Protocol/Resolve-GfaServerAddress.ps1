# The server's address without a trailing slash. In the clear only to this very machine.
function Resolve-GfaServerAddress {
    param([string]$Server)
    $text = "$Server".Trim().TrimEnd('/')
    if ($text -notmatch '^https?://[^/\s@?#]+(/[^\s?#]*)?$') { throw (Get-GfaMessage ServerUnreadable $text) }
    if ($text -match '^http:' -and -not (Test-GfaLoopback $text)) { throw (Get-GfaMessage ServerInTheClear $text) }
    $text
}
