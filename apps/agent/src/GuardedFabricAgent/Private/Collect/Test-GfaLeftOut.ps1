# True for a collector that did not return a while ago. A restart of the host since then may have mended it, and may
# have been what ended that run.
function Test-GfaLeftOut {
    param([string]$Name, [hashtable]$Hung, [string]$Boot)
    if ($null -eq $Hung[$Name]) { return $false }
    if (-not $Boot) { return $true }
    $bootedAt = ConvertFrom-GfaTimestamp ($Boot | ConvertFrom-Json).value.lastBootAt
    $null -eq $bootedAt -or $bootedAt -lt $Hung[$Name]
}
