# Whether a host has to enrol: it holds no credential of this server, or one that the server refused when it was last
# used, or somebody wants it to. Without a token to do so with, a refused one is kept, and said.
function Test-GfaEnrolmentDue {
    param([string]$StatePath, [string]$Server, [string]$TokenFile, [switch]$Force)
    $identity = Read-GfaStateFile -StatePath $StatePath -Name identity
    if ($Force -or -not $identity.credential -or $identity.server -ne $Server) { return $true }
    if ("$((Read-GfaStateFile -StatePath $StatePath -Name status).waitOutcome)" -ne 'Refused') { return $false }
    if ($TokenFile) { return $true }
    Write-Warning (Get-GfaMessage CredentialKept $Server)
    $false
}
