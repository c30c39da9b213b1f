# A proxy's address with what is reached without it, as an account's settings have it.
function Join-GfaProxyException {
    param([string]$Proxy, [string]$Except)
    if ("$Except".Trim() -eq '') { return $Proxy }
    Get-GfaMessage ProxyExcept $Proxy, (ConvertTo-GfaText $Except -MaximumLength 500)
}
