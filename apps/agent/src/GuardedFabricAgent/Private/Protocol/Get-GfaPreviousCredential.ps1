# The credential before the present one, for eight days after the rotation: the answer to a rotation may have
# been for a database that was restored since. Null where there is none to go back to.
function Get-GfaPreviousCredential {
    param($Identity)
    $issuedAt = ConvertFrom-GfaTimestamp $Identity.issuedAt
    if ($null -eq $issuedAt -or ((Get-Date).ToUniversalTime() - $issuedAt).TotalDays -ge 8) { return $null }
    $Identity.previousCredential
}
