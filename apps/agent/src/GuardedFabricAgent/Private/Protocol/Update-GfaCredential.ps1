# Rotates a credential that is over 30 days old. Without an answer the old one simply goes on working, since
# the server kills it only once the new one was used.
function Update-GfaCredential {
    param([string]$StatePath, [string]$Server, [string]$Proxy, [int]$MaximumDays = 30)
    $identity = Read-GfaStateFile -StatePath $StatePath -Name identity
    $issuedAt = ConvertFrom-GfaTimestamp $identity.issuedAt
    $days = if ($null -ne $issuedAt) { ((Get-Date).ToUniversalTime() - $issuedAt).TotalDays }
    # From a time to come where a clock was ahead.
    if ($null -ne $days -and $days -gt -1 -and $days -lt $MaximumDays) { return $false }
    $answer = Invoke-GfaRequest -Server $Server -Path '/api/v1/agent/rotate' -Secret @{ text = $identity.credential } -Body '{}' -Proxy $Proxy
    if (200, 201 -notcontains $answer['status'] -or -not $answer['body'].credential) { return $false }
    $now = ConvertTo-GfaTimestamp (Get-Date)
    Write-GfaStateFile -StatePath $StatePath -Name identity -Value (Copy-GfaRecord $identity @{
            credential = "$($answer['body'].credential)"
            previousCredential = $identity.credential
            issuedAt = $now
        })
    Write-GfaEvent -StatePath $StatePath -Id 1002 -Level Information -Message (Get-GfaMessage CredentialRotated)
    $true
}
