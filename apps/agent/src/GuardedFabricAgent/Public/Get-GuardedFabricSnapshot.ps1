function Get-GuardedFabricSnapshot {
    <#
    .SYNOPSIS
    Collects a snapshot of this host, or of others over CIM, and returns it without sending it.
    .DESCRIPTION
    What the task sends, made now. Collectors run in processes of their own, so that one that hangs costs nothing
    but itself: a quick one has 15 seconds, and all quick ones together have 45 seconds; those that ask HGS, the
    feature store or the virtual machine service have up to a minute. Reading what HGS says is itself an attempt
    to attest on a host that does not pass.
    .PARAMETER AsJson
    Returns the very text that would be sent instead of an object.
    .PARAMETER CimSession
    Sessions to other hosts, as New-CimSession makes them: one snapshot for each that answers, with what can be
    read over CIM. One that does not answer is an error and does not stop the others.
    .PARAMETER StatePath
    Where the agent keeps its state: what the diagnostics last said and what its last connection negotiated are
    part of a snapshot.
    .EXAMPLE
    (Get-GuardedFabricSnapshot).hgsClient
    .EXAMPLE
    Get-GuardedFabricSnapshot -AsJson | Set-Content snapshot.json -Encoding Ascii
    .EXAMPLE
    Get-GuardedFabricSnapshot -CimSession (New-CimSession HV-PAR-0309, HV-PAR-0310)
    #>
    [CmdletBinding()]
    param([switch]$AsJson, [object[]]$CimSession, [string]$StatePath = (Get-GfaDefaultStatePath))
    $texts = if ($CimSession) {
        foreach ($record in @(Get-GfaRemoteSnapshot -CimSession $CimSession)) {
            if ($record.Json) { $record.Json } else { Write-Error -Message "$($record.ComputerName): $($record.Message)" -ErrorId HostUnreachable }
        }
    } else { (New-GfaSnapshot -WorkPath (Get-GfaTemporaryPath) -StatePath $StatePath).Json }
    if ($AsJson) { return $texts }
    foreach ($text in $texts) { $text | ConvertFrom-Json }
}
