# A proxy's address, or nothing. One with a password in it would be in messages and in the log, and is not said again.
function Resolve-GfaProxyAddress {
    param([string]$Proxy)
    $text = "$Proxy".Trim().TrimEnd('/')
    if ($text -and $text -notmatch '^https?://[^/\s@?#]+$') { throw (Get-GfaMessage ProxyUnreadable) }
    $text
}
