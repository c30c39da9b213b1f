# Whether a host has to enrol: it holds no credential of this server, or another machine's, or one that the server refused
# when it was last used, or somebody wants it to. Without a token to do so with, what it holds is kept, and said.
function Test-GfaEnrolmentDue {
    param([string]$StatePath, [string]$Server, [string]$TokenFile, [switch]$Force)
    $identity = Read-GfaStateFile -StatePath $StatePath -Name identity
    if ($Force -or -not $identity.credential -or $identity.server -ne $Server) { return $true }
    $machineId = Get-GfaMachineId -StatePath $StatePath
    if (Test-GfaOtherMachine -Identity $identity -MachineId $machineId) {
        Write-Warning (Get-GfaMessage $(if ($TokenFile) { 'OtherMachineEnrols' } else { 'OtherMachine' }) $machineId, $identity.machineId, $Server)
        return [bool]$TokenFile
    }
    if ("$((Read-GfaStateFile -StatePath $StatePath -Name status).waitOutcome)" -ne 'Refused') { return $false }
    if ($TokenFile) { return $true }
    Write-Warning (Get-GfaMessage CredentialKept $Server)
    $false
}
