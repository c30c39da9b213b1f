function Get-GuardedFabricSnapshot {
    <#
    .SYNOPSIS
    Collects a snapshot of this host and returns it without sending it.
    .PARAMETER AsJson
    Returns the very text that would be sent instead of an object.
    .PARAMETER StatePath
    Where the agent keeps its state: what the diagnostics last said and what its last connection negotiated are
    part of a snapshot.
    .EXAMPLE
    (Get-GuardedFabricSnapshot).hgsClient
    .EXAMPLE
    Get-GuardedFabricSnapshot -AsJson | Set-Content snapshot.json -Encoding Ascii
    #>
    [CmdletBinding()]
    param([switch]$AsJson, [string]$StatePath = (Get-GfaDefaultStatePath))
    $texts = (New-GfaSnapshot -WorkPath (Get-GfaTemporaryPath) -StatePath $StatePath).Json
    if ($AsJson) { return $texts }
    $texts | ForEach-Object { $_ | ConvertFrom-Json }
}
