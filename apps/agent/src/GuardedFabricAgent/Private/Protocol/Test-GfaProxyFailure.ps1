# True where a proxy that is named did not let a request through, or did not answer itself: what lies behind it was not
# reached.
function Test-GfaProxyFailure {
    param($Answer, [string]$Proxy)
    if (Test-GfaProxyRefusal $Answer) { return $true }
    [bool]$Proxy -and $Answer['status'] -eq 0 -and 'connection', 'closed', 'timeout', 'name' -contains $Answer['fault']
}
