# Renews a credential that is over 30 days old. Whatever fails, the present one goes on working: the server ends it only
# when the new one is used. Without an answer nothing is said: sending meets the same, and says so. Otherwise the next try
# comes after six hours. Now: whatever its age, and whatever was tried before.
function Update-GfaCredential {
    param([string]$StatePath, [string]$Server, [string]$Proxy, [int]$MaximumDays = 30, [switch]$Now)
    $identity = Read-GfaStateFile -StatePath $StatePath -Name identity
    $issuedAt = ConvertFrom-GfaTimestamp $identity.issuedAt
    $days = if ($null -ne $issuedAt) { ((Get-Date).ToUniversalTime() - $issuedAt).TotalDays }
    # From a time to come where a clock was ahead.
    if (-not $Now -and $null -ne $days -and $days -gt -1 -and $days -lt $MaximumDays) { return $false }
    $status = Read-GfaStateFile -StatePath $StatePath -Name status
    if (-not $Now -and (Test-GfaWaiting -NotBefore (ConvertFrom-GfaTimestamp $status.rotateNotBefore) -MaximumSeconds 21700)) { return $false }
    try {
        # One that could not be kept is not asked for.
        if (-not (Test-GfaRoom -Folder $StatePath)) { throw (Get-GfaMessage FileShort (Get-GfaStateFile -StatePath $StatePath -Name identity)) }
        $answer = Invoke-GfaRequest -Server $Server -Path '/api/v1/agent/rotate' -Secret @{ text = $identity.credential } -Body '{}' -Proxy $Proxy
        if (401, 403, 408, 429 -contains $answer['status'] -or $answer['status'] -lt 200 -or $answer['status'] -ge 500) { return $false }
        if (-not $answer['body'].credential) { throw (Get-GfaMessage AdviceStatus $Server, "$($answer['status']) $($answer['code'])") }
        Write-GfaStateFile -StatePath $StatePath -Name identity -Value (Copy-GfaRecord $identity @{
                credential = "$($answer['body'].credential)"
                previousCredential = $identity.credential
                issuedAt = ConvertTo-GfaTimestamp (Get-Date)
            })
    } catch {
        Suspend-GfaRotation -StatePath $StatePath -Reason (Get-GfaErrorText $_)
        return $false
    }
    Write-GfaEvent -StatePath $StatePath -Id 1002 -Level Information -Message (Get-GfaMessage CredentialRotated)
    $true
}
