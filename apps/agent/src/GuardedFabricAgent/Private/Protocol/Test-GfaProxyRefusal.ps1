# True where a proxy refused the way, not the server the host: the server always says why, and 407 is a proxy's alone.
function Test-GfaProxyRefusal {
    param($Answer)
    if ($Answer['status'] -eq 407 -or $Answer['fault'] -eq 'proxy') { return $true }
    [bool]$Answer['proxy'] -and $Answer['status'] -eq 403 -and "$($Answer['code'])" -eq ''
}
