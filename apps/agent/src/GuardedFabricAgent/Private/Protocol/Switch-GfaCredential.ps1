# After a 401 the previous credential is tried once, within eight days: the answer to a rotation may have been
# for a database that was restored since. True where there was one to go back to.
function Switch-GfaCredential {
    param([string]$StatePath)
    $identity = Read-GfaStateFile -StatePath $StatePath -Name identity
    if (-not $identity.previousCredential) { return $false }
    $issuedAt = ConvertFrom-GfaTimestamp $identity.issuedAt
    $isRecent = $null -ne $issuedAt -and ((Get-Date).ToUniversalTime() - $issuedAt).TotalDays -lt 8
    $change = @{ previousCredential = $null }
    if ($isRecent) { $change['credential'] = $identity.previousCredential }
    Write-GfaStateFile -StatePath $StatePath -Name identity -Value (Copy-GfaRecord $identity $change)
    $isRecent
}
