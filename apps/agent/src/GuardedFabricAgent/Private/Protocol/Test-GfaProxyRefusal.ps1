# True where a proxy refused the way, not the server the host: the server always says why.
function Test-GfaProxyRefusal {
    param($Answer)
    $Answer['proxy'] -and 403, 407 -contains $Answer['status'] -and "$($Answer['code'])" -eq ''
}
